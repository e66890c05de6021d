/** People as the files want them. */
import type { Constraints } from '../../contract/constraints.ts';
import type { Person } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../core/body/posed-mesh.ts';
import { type Crop, cropFromImage, cropOfPoints } from '../../core/camera/crop.ts';
import { seenByCrop } from '../../core/camera/crop-view.ts';
import { projectPoints } from '../../core/camera/projection.ts';
import { type ScaledCamera, scaledCameraFrom } from '../../core/camera/scaled-camera.ts';
import { turnedRoot } from '../../core/formats/annotations/body-in-image.ts';
import type { FullCameraFit, SpinRow } from '../../core/formats/spin-dataset.ts';
import { apply3 } from '../../core/math/matrix3.ts';

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
export function heldConstraints({ constraints }: Person): Partial<Constraints> {
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
  if (fit === null || fit.bodyModel.hash !== mesh.model.hash) {
    return { cropPose: undefined, betas: undefined, full: undefined };
  }
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
    scaledCamera: scaledCameraOf(landmarks, view.cropFromCamera, restPelvis, { joints, crop }),
    meanErrorPx: fit.meanErrorPx,
    cropRmsPx: view.rmsPx,
    joints,
  };
  return { cropPose: turnedRoot(pose, view.cropFromCamera), betas, full };
}

/** EFT's: of the landmarks as the crop camera's body has them, before its translation. */
function scaledCameraOf(
  landmarks: Float64Array,
  cropFromCamera: Float64Array,
  restPelvis: Float64Array,
  { joints, crop }: { readonly joints: Float64Array; readonly crop: Crop },
): ScaledCamera {
  const points = new Float64Array(landmarks.length);
  const targets = new Float64Array(joints.length);
  const offset = new Float64Array(3);
  for (let i = 0; 3 * i < landmarks.length; i++) {
    for (let axis = 0; axis < 3; axis++) {
      offset[axis] = (landmarks[3 * i + axis] ?? 0) - (landmarks[axis] ?? 0);
    }
    apply3(cropFromCamera, 0, offset, 0, points, 3 * i);
    for (let axis = 0; axis < 3; axis++) {
      points[3 * i + axis] = (points[3 * i + axis] ?? 0) + (restPelvis[axis] ?? 0);
    }
    const { x, y } = cropFromImage(crop, joints[2 * i] ?? 0, joints[2 * i + 1] ?? 0);
    targets.set([x / 112 - 1, y / 112 - 1], 2 * i);
  }
  return scaledCameraFrom(points, targets);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, axis) => value - (b[axis] ?? 0));
}
