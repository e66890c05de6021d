/** How far a regressed body is from what is known of a person. */
import type { BodyParameters } from '../body/body-model.ts';
import { meshLandmarks, type PosedMesh } from '../body/posed-mesh.ts';
import { projectPoints } from '../camera/projection.ts';
import { type AnnotatedPerson, pointErrorsPx } from '../fit/problem-from-keypoints.ts';
import { jointSetOf } from '../keypoints/joint-sets.ts';
import { quantile } from '../metrics/bootstrap.ts';
import { countCorrect } from '../metrics/pck.ts';
import { mpjpe, paMpjpe, pve } from '../metrics/pose-error.ts';
import { pveTSc, restVertices } from '../metrics/shape-error.ts';

/** A person whom a regressor is judged by. */
export interface JudgedPerson extends AnnotatedPerson {
  /** The body in the picture's camera that somebody has accepted. */
  readonly accepted: BodyParameters;
  /** 3D truth; undefined where it is not known. */
  readonly truth: BodyParameters | undefined;
}

/** Millimetres and pixels of the picture; shares are of the person's own points. */
export interface PersonErrors {
  readonly reprojection: number;
  readonly pck: number;
  /** 1 when no point is farther than a fifth of the torso. */
  readonly wholeBody: number;
  /** Mean joint distance from the accepted body about the mid hip. */
  readonly agreement: number;
  /** Undefined without 3D truth. */
  readonly truth: TruthErrors | undefined;
}

export interface TruthErrors {
  readonly mpjpe: number;
  readonly paMpjpe: number;
  readonly pve: number;
  readonly pveTSc: number;
}

/** A body in the camera, with the vertices of its pose and of its T-pose. */
interface Solid {
  readonly landmarks: Float64Array;
  readonly vertices: Float32Array;
  readonly rest: Float32Array;
}

const MM = 1000;

export function personErrors(
  mesh: PosedMesh,
  person: JudgedPerson,
  body: BodyParameters,
): PersonErrors {
  const said = solidOf(mesh, body);
  const accepted = solidOf(mesh, person.accepted);
  const distances = distancesPx(person, said.landmarks);
  const torso = torsoPx(person, accepted.landmarks);
  const near = countCorrect(distances, torso, 0.1);
  const within = countCorrect(distances, torso, 0.2);
  return {
    reprojection: quantile(distances.toSorted(), 0.5),
    pck: near.correct / near.known,
    wholeBody: within.correct === within.known ? 1 : 0,
    agreement: MM * mpjpe(said.landmarks, accepted.landmarks),
    truth: person.truth === undefined ? undefined : truthErrors(said, solidOf(mesh, person.truth)),
  };
}

function solidOf(mesh: PosedMesh, body: BodyParameters): Solid {
  const landmarks = meshLandmarks(mesh, body);
  return { landmarks, vertices: mesh.vertices.slice(), rest: restVertices(mesh.model, body.betas) };
}

function truthErrors(said: Solid, truth: Solid): TruthErrors {
  const about = ({ vertices, landmarks }: Solid) => ({
    vertices,
    pelvis: landmarks.subarray(0, 3),
  });
  return {
    mpjpe: MM * mpjpe(said.landmarks, truth.landmarks),
    paMpjpe: MM * paMpjpe(said.landmarks, truth.landmarks),
    pve: MM * pve(about(said), about(truth)),
    pveTSc: MM * pveTSc(said.rest, truth.rest),
  };
}

/** Of the points that a person has placed or, by accepting, confirmed. */
function distancesPx(person: JudgedPerson, landmarks: Float64Array): Float64Array {
  const pixels = new Float64Array(108);
  projectPoints(person.camera, landmarks, pixels);
  return Float64Array.from(pointErrorsPx(person, pixels).filter((error) => error !== null));
}

/** From the right hip to the left shoulder of the accepted body, as on LSP. */
function torsoPx({ jointSet, camera }: JudgedPerson, landmarks: Float64Array): number {
  const pixels = new Float64Array(108);
  projectPoints(camera, landmarks, pixels);
  const { pointNames, landmarks: landmarkOf } = jointSetOf(jointSet);
  const [hip, shoulder] = ['right hip', 'left shoulder'].map(
    (name) => 2 * landmarkOf[pointNames.indexOf(name)],
  );
  return Math.hypot(pixels[hip] - pixels[shoulder], pixels[hip + 1] - pixels[shoulder + 1]);
}
