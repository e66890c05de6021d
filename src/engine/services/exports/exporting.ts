/** One run of an export: whom it is of, what it tells, and what the manifest will say. */
import type { ExportRequest } from '../../../contract/export.ts';
import type { Person } from '../../../contract/person.ts';
import type { RegressorInfo } from '../../../contract/training.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import type { SpinBody } from '../../../core/formats/spin-dataset.ts';
import { heldConstraints } from '../export-rows.ts';
import type { JobContext } from '../jobs.ts';
import type { BodyFitter, OpenProject, TrainingPictures } from '../ports.ts';
import { requireImage } from '../session.ts';

/** Who writes the files, with which body. */
export interface Producer {
  /** The one that the project works with, for the manifest. */
  readonly regressor: () => Promise<RegressorInfo>;
  readonly model: BodyModel;
  /** Says how sure a body is. */
  readonly fitter: BodyFitter;
  readonly pictures: TrainingPictures;
  /** Of the program. */
  readonly version: string;
}

export interface Exporting {
  readonly producer: Producer;
  readonly project: OpenProject;
  readonly request: ExportRequest;
  readonly job: JobContext;
  readonly body: SpinBody;
  readonly personIds: readonly number[];
  /** For the manifest; what turns out while the files are made is added. */
  readonly warnings: string[];
  /** Constraints of those who have some, by person. */
  readonly held: Map<number, object>;
  /** Names of the pictures that people are in. */
  readonly images: Set<string>;
}

export interface ExportedPerson {
  readonly person: Person;
  readonly imageName: string;
}

/** One at a time: a drag goes on meanwhile, and a cancel is seen. */
export async function* everyone(exporting: Exporting): AsyncGenerator<ExportedPerson> {
  const { project, personIds, job, held, images } = exporting;
  for (const id of personIds) {
    await new Promise((resolve) => setImmediate(resolve));
    job.signal.throwIfAborted();
    const person = project.store.people.get(id);
    if (person !== undefined) {
      const imageName = requireImage(project, person.imageId).name;
      const constraints = heldConstraints(person);
      if (Object.keys(constraints).length > 0) {
        held.set(id, { personId: id, imageName, ...constraints });
      }
      images.add(imageName);
      yield { person, imageName };
    }
    job.step();
  }
}

/** The people of a picture together. */
export async function* everyPicture(exporting: Exporting): AsyncGenerator<ExportedPerson[]> {
  let group: ExportedPerson[] = [];
  for await (const one of everyone(exporting)) {
    if (group.length > 0 && group[0]?.imageName !== one.imageName) {
      yield group;
      group = [];
    }
    group.push(one);
  }
  if (group.length > 0) yield group;
}
