/** What the annotator knows of a rendered person, and what is wrong with a labelled one. */
import { readFileSync } from 'node:fs';
import type { BodyParametersWire } from '../../../src/contract/body-parameters.ts';
import type { Keypoint } from '../../../src/contract/keypoint.ts';
import type { Person } from '../../../src/contract/person.ts';
import { type Bone, LIMB_BONES } from '../../../src/core/body/bones.ts';
import { createPosedMesh, meshLandmarks, poseMesh } from '../../../src/core/body/posed-mesh.ts';
import type { Pinhole } from '../../../src/core/camera/pinhole.ts';
import { projectPoints } from '../../../src/core/camera/projection.ts';
import { boneDepth, boneLength } from '../../../src/core/fit/hypotheses/bone-flips.ts';
import { unknownsOf } from '../../../src/core/fit/skeleton/unknowns.ts';
import { COCO17, isFacePoint } from '../../../src/core/keypoints/joint-sets.ts';
import { bodyFromWire } from '../../../src/engine/adapters/person-fit.ts';
import { model, newFitter } from '../../fixtures/embedded.ts';
import type { Place } from './human.ts';
import { isCovered } from './visibility.ts';

/** Good enough is within this share of the person's height. */
export const TOLERANCE = 0.02;
/** A limb leads somewhere in depth when its ends differ by this share of its length. */
export const LEAST_SLOPE = 0.2;
/** Shoulders, elbows, wrists, hips, knees and ankles. */
export const JOINTS = COCO17.pointNames.map((_, i) => i).filter((i) => !isFacePoint(COCO17, i));

export interface Truth {
  readonly name: string;
  /** Standing, at the person's distance, pixels of the picture. */
  readonly heightPx: number;
  /** Place of each COCO point, pixels of the picture. */
  readonly places: readonly Place[];
  /** Points of JOINTS that can be seen. */
  readonly visible: ReadonlySet<number>;
  /** Limbs that lead somewhere in depth, and where. */
  readonly slopes: ReadonlyMap<Bone, number>;
}

interface Row extends BodyParametersWire {
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  readonly principal: readonly [number, number];
}

const mesh = createPosedMesh(model);
const { kinematics } = newFitter().workspace;

/** @param path of `synthetic_ground_truth.json` */
export function readTruths(path: string, names: readonly string[]): Truth[] {
  const rows: Record<string, Row> = JSON.parse(readFileSync(path, 'utf8'));
  return names.map((name) => {
    const row = rows[name];
    if (row === undefined) throw new Error(`${path} says nothing of ${name}.`);
    return truthOf(name, row);
  });
}

function truthOf(name: string, row: Row): Truth {
  const { focal: focalLength, principal, translation } = row;
  const camera = { focalLength, principalX: principal[0], principalY: principal[1] };
  const heightPx = (staturePx(row) * focalLength) / (translation[2] ?? 1);
  const places = placesOf(row, camera);
  const landmarks = meshLandmarks(mesh, bodyFromWire(row));
  const visible = JOINTS.filter((i) => {
    const { x, y } = places[i] as Place;
    const depth = landmarks[3 * (COCO17.landmarks[i] ?? 0) + 2] ?? 0;
    const isInside = x >= 0 && y >= 0 && x < row.width && y < row.height;
    return isInside && !isCovered(mesh, camera, { x, y }, depth);
  });
  const slopes = LIMB_BONES.map((bone) => [bone, slope(row, bone)] as const);
  const steep = slopes.filter(([, value]) => Math.abs(value) > LEAST_SLOPE);
  return { name, heightPx, places, visible: new Set(visible), slopes: new Map(steep) };
}

/** Of the T-pose, metres. */
function staturePx({ betas }: Row): number {
  poseMesh(mesh, {
    pose: new Float64Array(72),
    betas: Float64Array.from(betas),
    translation: new Float64Array(3),
  });
  const heights = mesh.vertices.filter((_, i) => i % 3 === 1);
  return heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
}

/** COCO's points of a body, pixels of the picture. */
function placesOf(body: BodyParametersWire, camera: Pinhole): Place[] {
  const landmarks = meshLandmarks(mesh, bodyFromWire(body));
  const pixels = new Float64Array((2 * landmarks.length) / 3);
  projectPoints(camera, landmarks, pixels);
  return COCO17.landmarks.map((i) => ({ x: pixels[2 * i] ?? 0, y: pixels[2 * i + 1] ?? 0 }));
}

/** How much deeper the far end of a bone lies, as a share of its length. */
function slope(body: BodyParametersWire, bone: Bone): number {
  const x = unknownsOf(bodyFromWire(body));
  return boneDepth(kinematics, x, bone) / boneLength(kinematics, x, bone);
}

/** Distance of a handle from the truth as a share of the height; an absent one is wholly wrong. */
export function pointError(truth: Truth, point: number, keypoint: Keypoint | undefined): number {
  const { x, y } = truth.places[point] as Place;
  if (keypoint === undefined || keypoint.visibility === 'absent') return Number.POSITIVE_INFINITY;
  return Math.hypot(keypoint.x - x, keypoint.y - y) / truth.heightPx;
}

/** The same of the body's joints, those that can be seen. */
export function bodyErrors(truth: Truth, { fit }: Person): number[] {
  if (fit === null) return [];
  const places = placesOf(fit, fit.camera);
  return [...truth.visible].map((i) => {
    const [a, b] = [places[i] as Place, truth.places[i] as Place];
    return Math.hypot(a.x - b.x, a.y - b.y) / truth.heightPx;
  });
}

/** Limbs that lead the wrong way in depth. */
export function wrongLimbs({ slopes }: Truth, { fit }: Person): Bone[] {
  if (fit === null) return [];
  return [...slopes].filter(([bone, value]) => value * slope(fit, bone) < 0).map(([bone]) => bone);
}
