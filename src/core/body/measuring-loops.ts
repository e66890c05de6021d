/**
 * Where the tape lies. A body that brings no measuring loops gets them by slicing its mean shape at
 * heights given by its joints; like loops that come with a body they then travel with the surface,
 * so a girth is taken at the same anatomical place of every shape.
 */
import type { BodyModel, LoopName, MeasuringLoops, SurfacePoints } from './body-model.ts';
import { type Plane, sliceMesh } from './mesh-slice.ts';
import { regressPoints } from './shape.ts';

interface LoopPlace {
  /** Joints; their mean is the start of the axis that the loop goes round. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Between the two, 0 … 1. */
  readonly fraction: number;
  /** Across the axis otherwise. */
  readonly isHorizontal: boolean;
}

const HIPS = [1, 2];
const KNEES = [4, 5];
const SHOULDERS = [16, 17];

const trunk = (from: readonly number[], to: readonly number[], fraction: number): LoopPlace => ({
  from,
  to,
  fraction,
  isHorizontal: true,
});
const limb = (from: number, to: number, fraction: number): LoopPlace => ({
  from: [from],
  to: [to],
  fraction,
  isHorizontal: false,
});

/** The places of the embedded body's own loops, in terms that every body with SMPL's joints has. */
const PLACES: Readonly<Record<LoopName, LoopPlace>> = {
  chest: trunk(HIPS, SHOULDERS, 0.6864),
  waist: trunk(HIPS, SHOULDERS, 0.3963),
  hip: trunk(KNEES, HIPS, 0.8546),
  leftThigh: trunk([1], [4], 0.2883),
  rightThigh: trunk([2], [5], 0.2883),
  leftCalf: limb(4, 7, 0.3),
  rightCalf: limb(5, 8, 0.3),
  leftUpperArm: limb(16, 18, 0.5),
  rightUpperArm: limb(17, 19, 0.5),
  leftForearm: limb(18, 20, 0.15),
  rightForearm: limb(19, 21, 0.15),
  leftWrist: limb(18, 20, 0.9494),
  rightWrist: limb(19, 21, 0.9494),
  neck: limb(12, 15, 0.4814),
};

/** The loops of the body's file, or else slices of its mean shape. */
export function measuringLoopsOf(model: BodyModel): MeasuringLoops {
  return model.measuringLoops ?? slicedLoops(model);
}

function slicedLoops(model: BodyModel): MeasuringLoops {
  const joints = meanShapeJoints(model);
  const entries = Object.entries(PLACES).map(([name, place]) => {
    const plane = planeAt(place, joints);
    const curves = sliceMesh(model.template, model.faces, plane);
    return [name, nearestCurve(model.template, curves, plane)];
  });
  return Object.fromEntries(entries);
}

function meanShapeJoints(model: BodyModel): Float64Array {
  const joints = new Float64Array(3 * model.jointCount);
  regressPoints(model.jointRegressor, model.template, joints);
  return joints;
}

function planeAt({ from, to, fraction, isHorizontal }: LoopPlace, joints: Float64Array): Plane {
  const start = meanOf(joints, from);
  const axis = meanOf(joints, to).map((value, i) => value - start[i]);
  const point = start.map((value, i) => value + fraction * axis[i]);
  return { point, normal: isHorizontal ? [0, 1, 0] : axis };
}

/** Of the curves that the plane cuts, the one round the axis: a thigh, not the other one. */
function nearestCurve(
  vertices: Float32Array,
  curves: readonly SurfacePoints[],
  { point }: Plane,
): SurfacePoints {
  const distance = ({ edges }: SurfacePoints) => {
    const centre = meanOf(vertices, edges);
    return Math.hypot(...centre.map((value, axis) => value - point[axis]));
  };
  return curves.reduce((best, curve) => (distance(curve) < distance(best) ? curve : best));
}

function meanOf(points: ArrayLike<number>, indices: ArrayLike<number>): number[] {
  return [0, 1, 2].map((axis) => {
    let sum = 0;
    for (let i = 0; i < indices.length; i++) sum += points[3 * indices[i] + axis];
    return sum / indices.length;
  });
}

/**
 * Where the legs part: the lowest point of the section through the middle of the body, as a point of
 * the surface of the mean shape.
 */
export function crotchOf(model: BodyModel): SurfacePoints {
  const { template, faces } = model;
  const pelvis = meanShapeJoints(model);
  const curves = sliceMesh(template, faces, { point: pelvis, normal: [1, 0, 0] });
  const points = curves.flatMap(({ edges, t }) =>
    Array.from(t, (fraction, i) => ({ from: edges[2 * i], to: edges[2 * i + 1], fraction })),
  );
  const height = ({ from, to, fraction }: (typeof points)[number]) =>
    (1 - fraction) * template[3 * from + 1] + fraction * template[3 * to + 1];
  const lowest = points.reduce((best, point) => (height(point) < height(best) ? point : best));
  return {
    edges: Int32Array.of(lowest.from, lowest.to),
    t: Float64Array.of(lowest.fraction),
  };
}
