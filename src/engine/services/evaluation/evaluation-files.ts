/** The files of an evaluation: a report for people, tables and a summary for programs. */
import type { Evaluation } from '../../../core/evaluation/evaluation.ts';
import { reportPage } from '../../../core/evaluation/report/report-page.ts';
import { jointsTable, peopleTable, summaryJson } from '../../../core/evaluation/report/tables.ts';
import type { WorstPerson } from '../../../core/evaluation/report/worst-people.ts';
import { textFile } from '../exports/export-file.ts';
import type { ExportFile } from '../ports.ts';

export function evaluationFiles(
  name: string,
  evaluation: Evaluation,
  worst: readonly WorstPerson[],
): ExportFile[] {
  return [
    textFile(`${name}.html`, reportPage(evaluation, worst)),
    textFile(`${name}_people.csv`, peopleTable(evaluation)),
    textFile(`${name}_joints.csv`, jointsTable(evaluation)),
    textFile(`${name}.json`, summaryJson(evaluation)),
  ];
}
