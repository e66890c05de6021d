/**
 * A parametric body in SMPL's form: template + shape blend shapes + linear blend skinning
 * (Loper et al., "SMPL: A Skinned Multi-Person Linear Model", 2015).
 *
 * Frame of the rest pose: metres, y up, facing +z, left side at +x. Arrays are row-major and never
 * changed after loading. 24 skeleton joints in SMPL's order; `parents[0]` is −1 and a parent's
 * index is smaller than its child's.
 */
export interface BodyModel {
  readonly name: string;
  /** SHA-256 of the model's file, lower-case hex. Travels with every fit and every export. */
  readonly hash: string;
  /** True for the licensed SMPL model only; nothing else may be written into a file as SMPL. */
  readonly isSmpl: boolean;
  readonly vertexCount: number;
  readonly jointCount: 24;
  /** Number of shape coefficients B. */
  readonly betaCount: number;
  /** Shape [V, 3]. */
  readonly template: Float32Array;
  /** Shape [F, 3], counter-clockwise seen from outside. */
  readonly faces: Uint32Array;
  /** Shape [V, 3, B]. */
  readonly shapedirs: Float32Array;
  /** Pose blend shapes, shape [V, 3, 207]; undefined for a body without pose correctives. */
  readonly posedirs: Float32Array | undefined;
  /** Shape [V, 4]: joints that move a vertex, and how much; weights of a vertex sum to 1. */
  readonly skinJoints: Uint8Array;
  readonly skinWeights: Float32Array;
  /** Shape [24]. */
  readonly parents: Int32Array;
  /** Rest joints from shaped vertices, 24 rows. */
  readonly jointRegressor: SparseRows;
  /** The 21 vertices that serve as joints 24 … 44 of the 54-joint list. */
  readonly vertexJoints: Int32Array;
  /** Joints 45 … 53 of the 54-joint list, regressed from posed vertices, 9 rows. */
  readonly extraJointRegressor: SparseRows;
  /** Vertex on the other side of the body, shape [V]; undefined when the mesh is not symmetric. */
  readonly mirrorVertices: Int32Array | undefined;
  /** Where a tape goes round the T-pose; undefined for a body whose file has no such loops. */
  readonly measuringLoops: MeasuringLoops | undefined;
}

/** Points of a surface that move with it: vertex `from` · (1 − t) + vertex `to` · t. */
export interface SurfacePoints {
  /** Shape [n, 2]: vertices from, to. */
  readonly edges: Int32Array;
  /** Shape [n]. */
  readonly t: Float32Array | Float64Array;
}

type Limb = 'Thigh' | 'Calf' | 'UpperArm' | 'Forearm' | 'Wrist';
export type LoopName = 'chest' | 'waist' | 'hip' | 'neck' | `${'left' | 'right'}${Limb}`;
/** Closed curves on the surface, their points in order. */
export type MeasuringLoops = Readonly<Record<LoopName, SurfacePoints>>;

/** A sparse matrix by coordinate triplets. */
export interface SparseRows {
  readonly rowCount: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Number of joints that {@link BodyModel} offers to keypoints: 24 skeleton + 21 vertices + 9 regressed. */
export const LANDMARK_COUNT = 54;

/** A posed body in a camera. */
export interface BodyParameters {
  /** Shape [72]: axis-angle in radians, root orientation first, then 23 joints in SMPL's order. */
  readonly pose: Float64Array;
  /** Shape [B], standard deviations of the shape space. */
  readonly betas: Float64Array;
  /** Added after skinning, metres, camera frame: x right, y down, z forward. */
  readonly translation: Float64Array;
}
