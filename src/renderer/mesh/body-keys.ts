/** What keys do to the joint that has the focus in the body's view. */
import type { Person } from '../../contract/person.ts';
import { landmarkName, movePlace, poseByKey, turnJoint } from '../state/posing.ts';
import type { BodyView } from './body-view.ts';
import { inJointFrame, turnedJoint } from './turned-joint.ts';
import { type Place, steppedInView, viewAxes } from './view-geometry.ts';

const STEP_M = 0.01;
const LARGE_STEP_M = 0.05;
const TURN_RAD = (5 * Math.PI) / 180;

/** To the right, up and towards the eye. */
const STEPS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  PageUp: [0, 0, -1],
  PageDown: [0, 0, 1],
};

/** Axis of the turn: the panel's right, up, and towards the eye. */
const TURNS: Readonly<Record<string, Place>> = {
  ArrowLeft: [0, -1, 0],
  ArrowRight: [0, 1, 0],
  ArrowUp: [-1, 0, 0],
  ArrowDown: [1, 0, 0],
};
const TURNS_IN_VIEW: Readonly<Record<string, Place>> = {
  ArrowLeft: [0, 0, 1],
  ArrowRight: [0, 0, -1],
};

interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** @returns false for a key that means nothing here */
export function poseWithKey(view: BodyView, joint: number, pressed: Pressed): boolean {
  const { key, altKey, shiftKey } = pressed;
  if (altKey) {
    const axis = (shiftKey ? TURNS_IN_VIEW : TURNS)[key];
    if (axis === undefined || joint === 0) return false;
    void poseByKey(`Rotate ${landmarkName(joint)}`, (person) => turn(view, joint, axis, person));
    return true;
  }
  const step = STEPS[key];
  if (step === undefined) return false;
  const metres = shiftKey ? LARGE_STEP_M : STEP_M;
  void poseByKey(`Nudge ${landmarkName(joint)} in 3D`, (person) => {
    const from = placeOf(view, joint, person);
    const [x, y, z] = step;
    const to = steppedInView(view.eye, from, [metres * x, metres * y, metres * z]);
    movePlace(joint, view.fromPelvis(joint, to));
  });
  return true;
}

/** Where it was set; where it is, when it was not. */
function placeOf(view: BodyView, joint: number, { constraints }: Person): Place {
  const set = constraints.targets.find(({ landmark }) => landmark === joint)?.position;
  return set === undefined ? view.place(joint) : view.toCamera(joint, set);
}

function turn(view: BodyView, joint: number, [right, up, near]: Place, person: Person): void {
  const [x, y, z] = viewAxes(view.eye);
  const axis = [0, 1, 2].map(
    (i) => right * (x[i] ?? 0) + up * (y[i] ?? 0) + near * (z[i] ?? 0),
  ) as unknown as Place;
  const own = inJointFrame(view.rotation(joint), axis);
  const by: Place = [TURN_RAD * own[0], TURN_RAD * own[1], TURN_RAD * own[2]];
  turnJoint(joint, turnedJoint(rotationOf(joint, person), by));
}

/** Local rotation as it was set, else as it is. */
export function rotationOf(joint: number, { constraints, fit }: Person): Place {
  const set = constraints.rotations.find((one) => one.joint === joint)?.axisAngle;
  const [x = 0, y = 0, z = 0] = set ?? fit?.pose.slice(3 * joint, 3 * joint + 3) ?? [];
  return [x, y, z];
}
