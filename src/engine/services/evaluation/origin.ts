/** Where an evaluation's numbers come from, in lines to print. */
import { createHash } from 'node:crypto';
import type { BodyModel } from '../../../core/body/body-model.ts';
import type { Origin } from '../../../core/evaluation/evaluation.ts';
import type { TruthFormat, TruthSource } from '../../../core/evaluation/truths/read-truth.ts';
import type { JointProtocol } from '../../../core/metrics/joint-protocols.ts';
import type { EvaluationOrder } from './order.ts';

interface Producer {
  readonly model: BodyModel;
  readonly protocol: JointProtocol;
  /** Of the program. */
  readonly version: string;
}

export function titleOf(folder: string, { predictions }: EvaluationOrder): string {
  return predictions === undefined
    ? `Evaluation of ${folder}`
    : `Evaluation of ${baseName(predictions)}`;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

export function originOf(
  { model, protocol, version }: Producer,
  folder: string,
  order: EvaluationOrder,
  { source, format }: { source: TruthSource; format: TruthFormat },
): Origin {
  const hash = createHash('sha256').update(source.bytes).digest('hex');
  return [
    ['program', `SPIN Studio ${version}`],
    ['command', order.command ?? commandOf(order)],
    ['pictures', folder],
    ['truth', `${baseName(source.source)} (${format}), SHA-256 ${hash}`],
    ['body', `${model.name}, SHA-256 ${model.hash}`],
    ['joint regressor', protocol.from === 'h36m' ? H36M : 'the body’s own landmarks'],
    ['intervals', '95 %, percentile bootstrap over pictures, 2,000 samples, seed 95'],
  ];
}

const H36M = 'J_regressor_h36m.npy, or the result file’s own joints';

/** Without paths: they are the user's own business. */
function commandOf({ truth, name, replace }: EvaluationOrder): string {
  const options = `--project FILE --truth ${baseName(truth)} --name ${name}${replace ? ' --replace' : ''}`;
  return `npm run -s studio -- evaluate ${options}`;
}
