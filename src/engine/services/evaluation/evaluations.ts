/** Evaluations of the open project, or of a result file, against a truth. */
import type { EvaluationSummary } from '../../../contract/evaluation.ts';
import type { Job } from '../../../contract/job.ts';
import type { Jobs } from '../jobs.ts';
import type { Session } from '../session.ts';
import type { EvaluationOrder } from './order.ts';
import { type EvaluationParts, noTruth, runEvaluation } from './run-evaluation.ts';
import { summaryOf } from './wire-summary.ts';

export interface Evaluations {
  /** Names of the files in the project's folder that may be its truth. */
  choices(): Promise<{ files: string[]; hint: string | null }>;
  /** The path of one of them. @throws StudioError `evaluation/no-truth` */
  truthPath(name: string): Promise<string>;
  run(order: EvaluationOrder): Job;
  /** Of an evaluation that has ended well; null before, and when it is forgotten. */
  summary(jobId: string): EvaluationSummary | null;
}

const KEPT_SUMMARIES = 20;

export function createEvaluations(
  parts: EvaluationParts & { readonly session: Session; readonly jobs: Jobs },
): Evaluations {
  const { session, jobs, truths } = parts;
  const summaries = new Map<string, EvaluationSummary>();
  return {
    async choices() {
      const files = await truths.list(session.current().folder.file('').path);
      return { files, hint: files.length === 0 ? NO_TRUTH : null };
    },
    async truthPath(name) {
      const { folder } = session.current();
      const known = await truths.list(folder.file('').path);
      if (known.includes(name)) return folder.file(name).path;
      throw noTruth([`${name} is not in the folder`]);
    },
    run(order) {
      const project = session.current();
      const job = jobs.start({
        kind: 'evaluate',
        title: `Evaluate ${order.name}`,
        async run(context) {
          const { result, evaluation } = await runEvaluation(parts, project, order, context);
          summaries.set(job.id, summaryOf(evaluation));
          for (const id of [...summaries.keys()].slice(0, -KEPT_SUMMARIES)) summaries.delete(id);
          return result;
        },
      });
      return job;
    },
    summary: (jobId) => summaries.get(jobId) ?? null,
  };
}

const NO_TRUTH =
  'There is nothing to compare with. Put the truth of these pictures into their folder: a json as the ' +
  'sample project has it, a SPIN npz, a 3DPW pkl, SSP-3D’s labels.npz, an EFT json or COCO keypoints. ' +
  'The command line takes it from anywhere.';
