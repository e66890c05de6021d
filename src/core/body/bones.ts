/**
 * The bones whose depth a 2D point leaves open: a picture is the same whether they come towards the
 * camera or go away from it. Numbers are skeleton joints (0 … 23).
 */
export interface Bone {
  /** Far end; names the bone. */
  readonly joint: number;
  /** Near end. */
  readonly from: number;
  readonly name: string;
  /** Joint that turns it. */
  readonly pivot: number;
  /** Joints whose parts of the body keep their orientation when the bone is turned. */
  readonly held: readonly number[];
  /** Joint above a hinge: elbows and knees bend in one plane, which the upper bone's twist turns. */
  readonly twisted: number | undefined;
}

/** Thighs, shins, upper arms, forearms. */
export const LIMB_BONES: readonly Bone[] = [
  limbBone('left thigh', 1, 4),
  limbBone('right thigh', 2, 5),
  limbBone('left shin', 4, 7, 1),
  limbBone('right shin', 5, 8, 2),
  limbBone('left upper arm', 16, 18),
  limbBone('right upper arm', 17, 19),
  limbBone('left forearm', 18, 20, 16),
  limbBone('right forearm', 19, 21, 17),
];

/** Limbs and head keep their orientation when the torso turns. */
const TORSO = { pivot: 0, held: [1, 2, 12, 16, 17], twisted: undefined };

/** The torso leans towards the camera, or one of its shoulders is turned there. */
export const TORSO_BONES: readonly Bone[] = [
  { joint: 12, from: 0, name: 'upper body', ...TORSO },
  { joint: 16, from: 17, name: 'left shoulder', ...TORSO },
];

export const BONES: readonly Bone[] = [...LIMB_BONES, ...TORSO_BONES];

function limbBone(name: string, from: number, joint: number, twisted?: number): Bone {
  return { joint, from, name, pivot: from, held: [joint], twisted };
}
