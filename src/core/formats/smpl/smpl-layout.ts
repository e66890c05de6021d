/** What makes a body SMPL's: sizes, tree and the vertices that serve as joints (`smplx`'s picks). */

/** A model in SMPL's form. Another than {@link SMPL} is for stand-ins in tests. */
export interface SmplLayout {
  readonly vertexCount: number;
  readonly faceCount: number;
  /** Joints 24 … 44 of the 54-joint list: face, feet, finger tips. */
  readonly vertexJoints: readonly number[];
}

export const SMPL: SmplLayout = {
  vertexCount: 6890,
  faceCount: 13776,
  vertexJoints: [
    ...[332, 6260, 2800, 4071, 583],
    ...[3216, 3226, 3387, 6617, 6624, 6787],
    ...[2746, 2319, 2445, 2556, 2673],
    ...[6191, 5782, 5905, 6016, 6133],
  ],
};

export const SMPL_PARENTS: readonly number[] = [
  -1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21,
];

export type SmplGender = 'neutral' | 'male' | 'female';
