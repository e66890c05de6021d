import type { ImportChoice } from '../../../contract/import.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import type { EventHub } from '../event-hub.ts';
import type { Jobs } from '../jobs.ts';
import type { Session } from '../session.ts';
import type { ImageHeader } from '../store.ts';
import type { AnnotationReader } from './annotation-reader.ts';

export interface ImportQuery extends ImportChoice {
  /** Absolute; the host has allowed it. */
  readonly path: string;
}

export interface ImportParts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  /** The one that is fitted now. */
  readonly body: () => BodyModel;
  readonly reader: AnnotationReader;
}

/** Of pictures that an import has looked at; they are stored with its people, not one by one. */
export type ReadHeaders = Map<number, ImageHeader>;
