/** Where MoveNet's networks look, and what their numbers mean in pixels of the picture. */

/** A square of the picture that a network sees; it may reach over the edges, which are then grey. */
export interface SquareView {
  readonly left: number;
  readonly top: number;
  readonly sidePx: number;
}

export interface DetectedPoint {
  readonly x: number;
  readonly y: number;
  readonly confidence: number;
}

/** 17 points in COCO's order. */
export type DetectedPose = readonly DetectedPoint[];

const POINTS = 17;
/** A person's row of the multipose network: 17 × (y, x, score), a box (y, x, y, x) and its score. */
const MULTIPOSE_ROW = 56;
/** Detections below this are not people. */
const MIN_PERSON_SCORE = 0.25;
const CROP_MARGIN = 1.25;
/** Two detections closer than this are one person (object keypoint similarity). */
const SAME_PERSON_OKS = 0.5;
/** COCO's spread of each point, relative to the person's size. */
const COCO_SIGMAS = [
  0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087,
  0.087, 0.089, 0.089,
];

/** The whole picture in a square. */
export function letterbox(width: number, height: number): SquareView {
  const sidePx = Math.max(width, height);
  return { left: (width - sidePx) / 2, top: (height - sidePx) / 2, sidePx };
}

/** Multipose's [1, 6, 56]: the people it is sure of, best first. */
export function readMultipose(output: Float32Array, view: SquareView): DetectedPose[] {
  const people: { score: number; pose: DetectedPose }[] = [];
  for (let row = 0; row + MULTIPOSE_ROW <= output.length; row += MULTIPOSE_ROW) {
    const score = output[row + MULTIPOSE_ROW - 1];
    if (score >= MIN_PERSON_SCORE) people.push({ score, pose: readPose(output, row, view) });
  }
  return people.toSorted((a, b) => b.score - a.score).map(({ pose }) => pose);
}

/** 17 × (y, x, score), relative to the square that the network saw. */
export function readPose(output: Float32Array, offset: number, view: SquareView): DetectedPose {
  return Array.from({ length: POINTS }, (_, i) => ({
    y: view.top + view.sidePx * output[offset + 3 * i],
    x: view.left + view.sidePx * output[offset + 3 * i + 1],
    confidence: Math.min(1, Math.max(0, output[offset + 3 * i + 2])),
  }));
}

/** The square round a person that the single-person network shall see. */
export function cropRound(pose: DetectedPose, minConfidence: number): SquareView | undefined {
  const seen = pose.filter(({ confidence }) => confidence >= minConfidence);
  if (seen.length < 2) return undefined;
  const xs = seen.map(({ x }) => x);
  const ys = seen.map(({ y }) => y);
  return cropOfBox(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
}

/** A box with a margin, made square about its middle. */
export function cropOfBox(left: number, top: number, right: number, bottom: number): SquareView {
  const sidePx = CROP_MARGIN * Math.max(right - left, bottom - top, 1);
  return { left: (left + right - sidePx) / 2, top: (top + bottom - sidePx) / 2, sidePx };
}

/** Leaves out whoever is the same as someone surer before. */
export function withoutDuplicates(people: readonly DetectedPose[]): DetectedPose[] {
  const kept: DetectedPose[] = [];
  for (const pose of people) {
    if (kept.every((other) => similarity(pose, other) < SAME_PERSON_OKS)) kept.push(pose);
  }
  return kept;
}

/** COCO's object keypoint similarity of two poses, in [0, 1]. */
export function similarity(a: DetectedPose, b: DetectedPose): number {
  const area = Math.max(areaOf(a), areaOf(b));
  if (area === 0) return 0;
  const terms = a.map((point, i) => {
    const squared = (point.x - b[i].x) ** 2 + (point.y - b[i].y) ** 2;
    return Math.exp(-squared / (2 * area * (2 * COCO_SIGMAS[i]) ** 2));
  });
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}

function areaOf(pose: DetectedPose): number {
  const xs = pose.map(({ x }) => x);
  const ys = pose.map(({ y }) => y);
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}
