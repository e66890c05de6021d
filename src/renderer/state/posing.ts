/** What a hand does to the body in 3D. It is kept as constraints that the fit holds to, or baked. */
import { type Constraints, NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { Person } from '../../contract/person.ts';
import { JOINT_NAMES } from '../../core/body/joint-names.ts';
import { beginGesture, changeConstraints, endGesture, followGesture, inTurn } from './editing.ts';
import { selectedPerson, studio } from './studio-state.ts';

export function landmarkName(landmark: number): string {
  return JOINT_NAMES[landmark] ?? `landmark ${landmark}`;
}

/** A hand takes hold of the body, not of a point. */
export function beginPosing(person: Person): void {
  beginGesture(person, null);
}

/**
 * The joint shall be there; the body follows.
 *
 * @param position from the pelvis, the pelvis's own in the camera's frame, metres
 */
export function movePlace(landmark: number, position: readonly number[]): void {
  followGesture(({ constraints }) => ({
    constraints: {
      ...constraints,
      targets: [
        ...constraints.targets.filter((target) => target.landmark !== landmark),
        { landmark, position: [...position] },
      ],
    },
  }));
}

/** The joint shall be turned so, local axis-angle in radians; the body follows. */
export function turnJoint(joint: number, axisAngle: readonly number[]): void {
  followGesture(({ constraints }) => ({
    constraints: {
      ...constraints,
      rotations: [
        ...constraints.rotations.filter((rotation) => rotation.joint !== joint),
        { joint, axisAngle: [...axisAngle] },
      ],
    },
  }));
}

/** One step by key: what it sets is worked out when its turn comes. */
export function poseByKey(label: string, set: (person: Person) => void): Promise<void> {
  return inTurn(async () => {
    const person = selectedPerson(studio.getState());
    if (person?.fit == null) return;
    beginPosing(person);
    set(person);
    await endGesture(label);
  });
}

/** The body as it is now becomes what the fit stays near; what was set in 3D is no longer needed. */
export function bakeBody(): Promise<void> {
  return changeConstraints('Bake the body', (before) => {
    const fit = selectedPerson(studio.getState())?.fit;
    if (fit == null) return before;
    const { pose, betas, translation } = fit;
    const bakedBody = { pose, betas, translation };
    return { ...before, targets: [], rotations: [], bakedBody };
  });
}

/** All but the focal length, which belongs to the picture and everyone in it. */
export function releaseAll(): Promise<void> {
  return changeConstraints('Release all that is set', ({ focalLengthPx }) => ({
    ...NO_CONSTRAINTS,
    focalLengthPx,
  }));
}

export function toggleGroundContact(foot: 'left' | 'right'): Promise<void> {
  const stands = selectedPerson(studio.getState())?.constraints.groundContact.includes(foot);
  const label = `${stands ? 'Release' : 'Set'} the ${foot} foot on the ground`;
  return changeConstraints(label, ({ groundContact, ...rest }: Constraints) => ({
    ...rest,
    groundContact: groundContact.includes(foot)
      ? groundContact.filter((other) => other !== foot)
      : [...groundContact, foot],
  }));
}
