/** What commands do to the body's view and to the joint that has the focus in it. */
import type { Person } from '../../contract/person.ts';
import { cancelGesture } from '../state/editing.ts';
import { landmarkName, movePlace, poseByKey, turnJoint } from '../state/posing.ts';
import { studio } from '../state/studio-state.ts';
import type { BodyView } from './body-view.ts';
import { neighbourHandle } from './handles.ts';
import { inJointFrame, turnedJoint } from './turned-joint.ts';
import { type Place, steppedInView, viewAxes } from './view-geometry.ts';

const TURN_RAD = (5 * Math.PI) / 180;

/** The view on the page; null while there is none. */
let shown: BodyView | null = null;

export function keysGoTo(view: BodyView | null): void {
  shown = view;
}

/** The joint (0 … 23) that keys pose; null when none is chosen. */
export function chosenJoint(): number | null {
  return studio.getState().handle;
}

/** @param by to the right, up and towards the eye, metres */
export function moveJoint([x, y, z]: Place): void {
  const joint = chosenJoint();
  const view = shown;
  if (view === null || joint === null) return;
  void poseByKey(`Nudge ${landmarkName(joint)} in 3D`, (person) => {
    const to = steppedInView(view.eye, placeOf(view, joint, person), [x, y, z]);
    movePlace(joint, view.fromPelvis(joint, to));
  });
}

/** @param axis the panel's right, up, and towards the eye; by five degrees */
export function rotateJoint(axis: Place): void {
  const joint = chosenJoint();
  const view = shown;
  if (view === null || joint === null || joint === 0) return;
  void poseByKey(`Rotate ${landmarkName(joint)}`, (person) => turn(view, joint, axis, person));
}

/** Degrees. */
export function orbit(yaw: number, pitch: number): void {
  shown?.orbit(yaw, pitch);
}

export function focusNeighbour(way: 1 | -1): void {
  const joint = chosenJoint();
  if (joint === null) return;
  const next = neighbourHandle(joint, way);
  document.querySelector<HTMLElement>(`[data-joint="${next}"]`)?.focus();
}

/** Puts back what is held; else no joint is chosen, and the arrows turn the view again. */
export function letGo(): void {
  if (studio.getState().gesture !== null) {
    cancelGesture();
    return;
  }
  document.querySelector<HTMLElement>('[data-body-view]')?.focus();
  studio.setState({ handle: null });
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
