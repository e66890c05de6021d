/** What an evaluation is asked for. */
import type { TruthFormat } from '../../../core/evaluation/truths/read-truth.ts';
import type { ProtocolName } from '../../../core/metrics/joint-protocols.ts';

export interface EvaluationOrder {
  /** Absolute path. */
  readonly truth: string;
  /** By the file when left out. */
  readonly format?: TruthFormat | undefined;
  /** SPIN's result file, absolute path; the project's own people when left out. */
  readonly predictions?: string | undefined;
  readonly protocol?: ProtocolName | undefined;
  readonly name: string;
  readonly replace: boolean;
  /** What a user would type to do it again; left out, it is made of the rest. */
  readonly command?: string | undefined;
}
