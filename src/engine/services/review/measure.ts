/** The figures that a review goes by: worked out once, and again when somebody of the image changes. */
import type { Person } from '../../../contract/person.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { compactLandmarks } from '../../../core/body/landmarks.ts';
import {
  createKinematics,
  type Kinematics,
  poseSkeleton,
} from '../../../core/fit/skeleton/kinematics.ts';
import { landmarkPositions } from '../../../core/fit/skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from '../../../core/fit/skeleton/unknowns.ts';
import { checkPerson } from '../../../core/review/check-person.ts';
import {
  type CheckedPerson,
  type ImageSize,
  presentPoints,
} from '../../../core/review/checked-person.ts';
import { poseMark } from '../../../core/review/novelty.ts';
import { scaleOf, TORSO_M } from '../../../core/review/rules/bones.ts';
import type { OpenProject } from '../ports.ts';
import type { ReviewMeasures } from '../store.ts';

/** Images between two looks at what else the engine has to do. */
const AT_ONCE = 50;
const JOINTS = Int32Array.from({ length: 24 }, (_, joint) => joint);

/** Works out what is not there; returns when nothing is left. */
export async function measureAll(project: OpenProject, model: BodyModel): Promise<void> {
  const kinematics = createKinematics(compactLandmarks(model));
  let last = 0;
  for (;;) {
    const images = project.store.review.unmeasured(last, AT_ONCE);
    if (images.length === 0 && last === 0) return;
    // From the front again at the end: somebody may have changed there in the meantime.
    last = images.at(-1) ?? 0;
    const measures = new Map<number, ReviewMeasures>();
    for (const imageId of images) {
      for (const [revision, figures] of measureImage(project, imageId, { model, kinematics })) {
        measures.set(revision, figures);
      }
    }
    project.store.review.measure(measures);
    await new Promise(setImmediate);
  }
}

interface Body {
  readonly model: BodyModel;
  readonly kinematics: Kinematics;
}

function measureImage(
  { store }: OpenProject,
  imageId: number,
  body: Body,
): [number, ReviewMeasures][] {
  const image = store.images.get(imageId);
  const { width = null, height = null } = image ?? {};
  const size = width === null || height === null ? null : { width, height };
  const people = store.people.list(imageId);
  const checked = people.map(checkedPerson);
  return people.map((person, i) => [
    person.revision,
    measuresOf(person, {
      checked: checked[i] ?? checkedPerson(person),
      others: checked,
      size,
      body,
    }),
  ]);
}

interface Seen {
  readonly checked: CheckedPerson;
  readonly others: readonly CheckedPerson[];
  readonly size: ImageSize | null;
  readonly body: Body;
}

function checkedPerson({ id, jointSet, keypoints, fit }: Person): CheckedPerson {
  return { id, jointSet, keypoints, pose: fit?.pose ?? null };
}

function measuresOf(person: Person, { checked, others, size, body }: Seen): ReviewMeasures {
  const { fit } = person;
  const scale = scaleOf(presentPoints(checked));
  return {
    errorPx: fit?.meanErrorPx ?? null,
    residual: fit === null || scale === undefined ? null : fit.meanErrorPx / (TORSO_M * scale),
    fitMovedMm: fitMovedMm(person, body),
    unseen: unseen(person),
    maxBeta: fit === null ? null : Math.max(...fit.betas.map(Math.abs)),
    rules: checkPerson(checked, others, size),
    bodyHash: fit?.bodyModel.hash ?? null,
    poseMark: fit === null ? null : poseMark(fit.pose),
  };
}

/** Null without both, and for another body than the one at hand. */
function fitMovedMm({ fit, regression }: Person, { model, kinematics }: Body): number | null {
  if (fit === null || regression === null || fit.bodyModel.hash !== model.hash) return null;
  const [a, b] = [fit, regression].map((parameters) => jointsOf(kinematics, parameters)) as [
    Float64Array,
    Float64Array,
  ];
  let sum = 0;
  for (let joint = 0; joint < 24; joint++) {
    const apart = [0, 1, 2].map((axis) => {
      const at = 3 * joint + axis;
      return (a[at] ?? 0) - (a[axis] ?? 0) - ((b[at] ?? 0) - (b[axis] ?? 0));
    });
    sum += Math.hypot(...apart);
  }
  return (1000 * sum) / 24;
}

/** Shape [24, 3], metres, camera frame. */
function jointsOf(
  kinematics: Kinematics,
  { pose, betas, translation }: NonNullable<Person['regression']>,
): Float64Array {
  const x = new Float64Array(STRIDE);
  const positions = new Float64Array(72);
  const body = {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
  unknownsFromBody(body, x);
  poseSkeleton(kinematics, x);
  landmarkPositions(kinematics, x, JOINTS, positions);
  return positions;
}

/** 1 − the mean confidence; null when a hand has placed everything. */
function unseen({ keypoints }: Person): number | null {
  const found = keypoints.filter(
    ({ source, visibility }) => source === 'detector' && visibility !== 'absent',
  );
  if (found.length === 0) return null;
  return 1 - found.reduce((sum, { confidence }) => sum + confidence, 0) / found.length;
}
