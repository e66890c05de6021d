/** A body brought into the forms that metrics compare. */
import type { BodyModel, BodyParameters, SparseRows } from '../body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../body/posed-mesh.ts';
import { regressPoints } from '../body/shape.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import { projectPoints } from '../camera/projection.ts';
import type { Mask } from '../masks/mask.ts';
import { pick } from '../metrics/joint-error.ts';
import {
  DATASET24_LANDMARKS,
  datasetJointsFromH36m,
  type JointProtocol,
} from '../metrics/joint-protocols.ts';
import { rasteriseMesh } from '../metrics/silhouette.ts';

export interface PosedSubject {
  readonly model: BodyModel;
  readonly parameters: BodyParameters;
  /** Shape [V, 3], metres, camera frame. */
  readonly vertices: Float32Array;
  /** Shape [54, 3]. */
  readonly landmarks: Float64Array;
}

/** Poses bodies of several models, in memory that is used again; copies are handed out. */
export type Poser = (model: BodyModel, parameters: BodyParameters) => PosedSubject;

export function createPoser(): Poser {
  const meshes = new Map<BodyModel, PosedMesh>();
  return (model, parameters) => {
    const mesh = meshes.get(model) ?? createPosedMesh(model);
    meshes.set(model, mesh);
    const landmarks = meshLandmarks(mesh, parameters);
    return { model, parameters, vertices: mesh.vertices.slice(), landmarks };
  };
}

const SKELETON = Array.from({ length: 24 }, (_, joint) => joint);

/**
 * The joints of a protocol's list, shape [24, 3].
 *
 * @param h36m Human3.6M's regressor, 17 rows; needed by protocols that are `from` it
 */
export function protocolJoints(
  { list, from }: Pick<JointProtocol, 'list' | 'from'>,
  { landmarks, vertices }: PosedSubject,
  h36m: SparseRows | undefined,
): Float64Array {
  if (list === 'smpl24') return pick(landmarks, SKELETON);
  if (from === 'landmarks' || h36m === undefined) return pick(landmarks, DATASET24_LANDMARKS);
  const joints = new Float64Array(51);
  regressPoints(h36m, vertices, joints);
  return datasetJointsFromH36m(joints);
}

/** Shape [54, 2], pixels. */
export function landmarkPixels({ landmarks }: PosedSubject, camera: Pinhole): Float64Array {
  const pixels = new Float64Array(108);
  projectPoints(camera, landmarks, pixels);
  return pixels;
}

export function silhouetteOf(
  { vertices, model }: PosedSubject,
  camera: Pinhole,
  size: Pick<Mask, 'width' | 'height'>,
): Mask {
  const pixels = new Float64Array((2 * vertices.length) / 3);
  projectPoints(camera, vertices, pixels);
  return rasteriseMesh(pixels, model.faces, size);
}
