/** People as the files want them. */
import type { Constraints } from '../../contract/constraints.ts';
import type { Person } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../core/body/posed-mesh.ts';
import { type Crop, cropOfPoints } from '../../core/camera/crop.ts';
import { seenByCrop } from '../../core/camera/crop-view.ts';
import { projectPoints } from '../../core/camera/projection.ts';
import { turnedRoot } from '../../core/formats/annotations/body-in-image.ts';
import type { FullCameraFit, SpinRow } from '../../core/formats/spin-dataset.ts';

/** Makes rows, one person at a time, in memory of its own. */
export function createRowMaker(model: BodyModel): (person: Person, imageName: string) => SpinRow {
  const mesh = createPosedMesh(model);
  return (person, imageName) => {
    const crop = cropOfPerson(person);
    const { id, state, jointSet } = person;
    return {
      imageName,
      personId: id,
      state,
      jointSet,
      points: weightedPoints(person),
      constraints: JSON.stringify(heldConstraints(person)),
      imageEvidence: heldEvidence(person),
      ...crop,
      ...fitSeenByBoth(mesh, person, crop),
    };
  };
}

/** What the fit held to besides the points: those constraints that are set. */
function heldConstraints({ constraints }: Person): Partial<Constraints> {
  const set = Object.entries(constraints).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(set);
}

/** SPIN's energies know points only. */
function heldEvidence({ imageEvidence, fit }: Person): string {
  return fit?.preset === 'anchored' ? (imageEvidence?.source ?? '') : '';
}

/** Round the points that are there; round the box when none is. */
export function cropOfPerson({ keypoints, box }: Person): Crop {
  const present = keypoints.filter(({ visibility }) => visibility !== 'absent');
  if (present.length >= 2) return cropOfPoints(present);
  return cropOfPoints([box, { x: box.x + box.width, y: box.y + box.height }]);
}

/** A point that does not pull in the fit has confidence 0; one placed by hand has 1. */
function weightedPoints({ keypoints }: Person): Float64Array {
  return Float64Array.from(
    keypoints.flatMap(({ x, y, confidence, visibility, source, use }) => {
      const hidden = visibility === 'occluded' && source !== 'hand';
      const isUsed = visibility !== 'absent' && !hidden && use !== 'ignored';
      if (visibility === 'absent') return [0, 0, 0];
      return [x, y, isUsed ? confidence : 0];
    }),
  );
}

function fitSeenByBoth(
  mesh: PosedMesh,
  { fit }: Person,
  crop: Crop,
): Pick<SpinRow, 'cropPose' | 'betas' | 'full'> {
  if (fit === null) return { cropPose: undefined, betas: undefined, full: undefined };
  const pose = Float64Array.from(fit.pose);
  const betas = Float64Array.from(fit.betas);
  const translation = Float64Array.from(fit.translation);
  const landmarks = meshLandmarks(mesh, { pose, betas, translation });
  const pivot = landmarks.subarray(0, 3);
  const view = seenByCrop(landmarks, pivot, fit.camera, crop);
  const restPelvis = difference(pivot, translation);
  const joints = new Float64Array(108);
  projectPoints(fit.camera, landmarks, joints);
  const full: FullCameraFit = {
    ...fit.camera,
    globalOrient: pose.slice(0, 3),
    translation,
    cropTranslation: difference(view.pivot, restPelvis),
    meanErrorPx: fit.meanErrorPx,
    cropRmsPx: view.rmsPx,
    joints,
  };
  return { cropPose: turnedRoot(pose, view.cropFromCamera), betas, full };
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, axis) => value - (b[axis] ?? 0));
}
