/** The hand on the rings: one gesture from the press to the release. */
import type { RefObject } from 'react';
import { cancelGesture, endGesture } from '../state/editing.ts';
import { beginPosing, landmarkName, turnJoint } from '../state/posing.ts';
import { selectedPerson, studio } from '../state/studio-state.ts';
import { rotationOf } from './body-keys.ts';
import type { BodyView } from './body-view.ts';
import type { Hand } from './rotation-gizmo.ts';
import { turnedJoint } from './turned-joint.ts';
import type { Place } from './view-geometry.ts';

export function turningHand(view: RefObject<BodyView | null>): Hand {
  let joint = 0;
  let before: Place | undefined;
  let hasTurned = false;
  const hold = (isHeld: boolean) => {
    if (view.current !== null) view.current.isHeld = isHeld;
  };
  return {
    begin() {
      const { handle } = studio.getState();
      const person = selectedPerson(studio.getState());
      if (handle === null || person === undefined) return;
      joint = handle;
      before = rotationOf(joint, person);
      hasTurned = false;
      hold(true);
      beginPosing(person);
    },
    turn(by) {
      if (before === undefined) return;
      hasTurned = true;
      turnJoint(joint, turnedJoint(before, by));
    },
    end() {
      hold(false);
      if (before === undefined) return;
      before = undefined;
      if (hasTurned) void endGesture(`Rotate ${landmarkName(joint)}`);
      else cancelGesture();
    },
    cancel() {
      hold(false);
      before = undefined;
    },
  };
}
