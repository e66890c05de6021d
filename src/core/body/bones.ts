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

/** The torso leans towards the camera or away from it. */
const UPPER_BODY: Bone = { joint: 12, from: 0, name: 'upper body', ...TORSO };
/** One of the shoulders is turned towards the camera. */
export const SHOULDERS: Bone = { joint: 16, from: 17, name: 'left shoulder', ...TORSO };
export const TORSO_BONES: readonly Bone[] = [UPPER_BODY, SHOULDERS];

export type DepthDirection = 'towards' | 'away' | 'flat';

export const BONES: readonly Bone[] = [...LIMB_BONES, ...TORSO_BONES];

const [leftThigh, rightThigh, leftShin, rightShin, leftUpper, rightUpper, leftFore, rightFore] =
  LIMB_BONES as readonly [Bone, Bone, Bone, Bone, Bone, Bone, Bone, Bone];

/** Bones that are turned together: each, both of a limb, both legs. */
export const LIMB_TURNS: readonly (readonly Bone[])[] = [
  ...LIMB_BONES.map((bone) => [bone]),
  [leftThigh, leftShin],
  [rightThigh, rightShin],
  [leftUpper, leftFore],
  [rightUpper, rightFore],
  [leftThigh, rightThigh, leftShin, rightShin],
];

export const TORSO_TURNS: readonly (readonly Bone[])[] = [
  [UPPER_BODY],
  [SHOULDERS],
  [UPPER_BODY, SHOULDERS],
];

function limbBone(name: string, from: number, joint: number, twisted?: number): Bone {
  return { joint, from, name, pivot: from, held: [joint], twisted };
}

export function boneEndingAt(joint: number): Bone | undefined {
  return BONES.find((bone) => bone.joint === joint);
}

const WAYS: Readonly<Record<DepthDirection, string>> = {
  towards: 'towards the camera',
  away: 'away from the camera',
  flat: 'flat to the camera',
};

/** "left forearm towards the camera". */
export function depthWords({ name }: Bone, direction: DepthDirection): string {
  return `${name} ${WAYS[direction]}`;
}
