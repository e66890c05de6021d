/** What trainings need of the rest. */
import type { RegressorChoice } from '../../../contract/regressor.ts';
import type { BackendInfo } from '../../../contract/system.ts';
import type { ComparisonRow, RegressorInfo } from '../../../contract/training.ts';
import type {
  InstantQuery,
  TrainEnd,
  TrainMessage,
  TrainQuery,
} from '../../../contract/training-compute.ts';
import type { EventHub } from '../event-hub.ts';
import type { Jobs } from '../jobs.ts';
import type { Session } from '../session.ts';
import type { BodyModelName } from './snapshot.ts';

/** Learning, in the compute process. */
export interface Teacher {
  /** @throws StudioError `train/…`, `disk/full`, `compute/crashed` */
  train(
    query: TrainQuery,
    onMessage: (message: Exclude<TrainMessage, TrainEnd>) => void,
    signal: AbortSignal,
  ): Promise<TrainEnd>;
  /** Ends the training under way after the batch in hand, with its best epoch. */
  stop(): Promise<void>;
  /** What the closed-form update would bring on the held-out people. */
  instant(query: InstantQuery): Promise<{ row: ComparisonRow | null }>;
}

export interface RunParts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly teacher: Teacher;
  /** What people are fitted with now. */
  readonly bodyModel: () => BodyModelName;
  readonly codeVersion: string;
  /** Starts the compute process when it is not there. */
  readonly backend: () => Promise<BackendInfo>;
  readonly regressor: () => Promise<RegressorInfo>;
  /** With what the user has chosen of how a regressor sees pictures. */
  readonly asWished: (choice: RegressorChoice) => RegressorChoice;
}
