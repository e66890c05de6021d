/** What the mouse does to the joints in the body's view; elsewhere it turns the view. */
import { type RefObject, useEffect } from 'react';
import { cancelGesture, endGesture } from '../state/editing.ts';
import { beginPosing, landmarkName, movePlace } from '../state/posing.ts';
import { selectedPerson, studio } from '../state/studio-state.ts';
import type { BodyView } from './body-view.ts';
import { HANDLES } from './handles.ts';
import { movedAlongView, movedInView, type Place, panelPoint } from './view-geometry.ts';

const SLOP_PX = 3;
const REACH_PX = 14;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Press {
  readonly joint: number;
  last: Point;
  /** Where the joint shall be, camera's frame. */
  place: Place;
  /** From there to how constraints tell it; of the beginning, since the pelvis follows the joint. */
  readonly origin: Place;
  isMoving: boolean;
}

export function useBodyGestures(
  stage: RefObject<HTMLElement | null>,
  view: RefObject<BodyView | null>,
): void {
  useEffect(() => {
    const { current } = stage;
    return current === null ? undefined : listen(current, view);
  }, [stage, view]);
}

/** Native listeners, before those of the canvas below: a press on a joint must not turn the view. */
function listen(stage: HTMLElement, shown: RefObject<BodyView | null>): () => void {
  let press: Press | null = null;
  let frame = 0;
  let newest: PointerEvent | null = null;
  const ending = new AbortController();
  const at = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  function begin(event: PointerEvent): void {
    const view = shown.current;
    if (event.button !== 0 || view === null) return;
    const joint = takenJoint(view, at(event));
    if (joint === undefined || selectedPerson(studio.getState())?.fit == null) return;
    event.stopPropagation();
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    studio.setState({ handle: joint });
    stage.querySelector<HTMLElement>(`[data-joint="${joint}"]`)?.focus({ preventScroll: true });
    const place = view.place(joint);
    const origin: Place = joint === 0 ? [0, 0, 0] : view.place(0);
    press = { joint, last: at(event), place, origin, isMoving: false };
  }

  function move(event: PointerEvent): void {
    if (press === null) {
      hover(event);
      return;
    }
    event.stopPropagation();
    newest = event;
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (press !== null && newest !== null) follow(press, newest);
    });
  }

  function hover(event: PointerEvent): void {
    const view = shown.current;
    const joint = view === null || event.buttons !== 0 ? undefined : takenJoint(view, at(event));
    for (const handle of stage.querySelectorAll<HTMLElement>('[data-joint]')) {
      handle.classList.toggle('hovered', Number(handle.dataset.joint) === joint);
    }
    stage.classList.toggle('on-joint', joint !== undefined);
    stage.classList.toggle('on-ring', view?.gizmo.isUnderPointer === true);
  }

  function follow(held: Press, event: PointerEvent): void {
    const view = shown.current;
    const pointer = at(event);
    const [dx, dy] = [pointer.x - held.last.x, pointer.y - held.last.y];
    if (view === null || (!held.isMoving && Math.hypot(dx, dy) < SLOP_PX)) return;
    if (!held.isMoving) {
      const person = selectedPerson(studio.getState());
      if (person === undefined) return;
      view.isHeld = true;
      beginPosing(person);
      held.isMoving = true;
    }
    held.last = pointer;
    held.place = event.shiftKey
      ? movedAlongView(view.eye, view.panel, held.place, dy)
      : movedInView(view.eye, view.panel, held.place, dx, dy);
    const [x, y, z] = held.origin;
    movePlace(held.joint, [held.place[0] - x, held.place[1] - y, held.place[2] - z]);
  }

  function end(event: PointerEvent): void {
    const held = press;
    if (held === null) return;
    event.stopPropagation();
    follow(held, event);
    letGo();
    if (held.isMoving) void endGesture(`Move ${landmarkName(held.joint)} in 3D`);
  }

  function letGo(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    press = null;
    if (shown.current !== null) shown.current.isHeld = false;
  }

  function abort(): void {
    if (press?.isMoving || shown.current?.gizmo.isHeld) cancelGesture();
    shown.current?.gizmo.cancel();
    letGo();
  }

  const { signal } = ending;
  const early = { signal, capture: true };
  stage.addEventListener('pointerdown', begin, early);
  stage.addEventListener('pointermove', move, early);
  stage.addEventListener('pointerup', end, early);
  stage.addEventListener('pointercancel', abort, { signal });
  window.addEventListener('keydown', (event) => event.key === 'Escape' && abort(), early);
  return () => ending.abort();
}

/** The joint that a press takes: a ring wins over all joints but the one that it is round. */
function takenJoint(view: BodyView, pointer: Point): number | undefined {
  const joint = nearestJoint(view, pointer);
  const isInTheWay = view.gizmo.isUnderPointer && joint !== studio.getState().handle;
  return isInTheWay ? undefined : joint;
}

function nearestJoint(view: BodyView, pointer: Point): number | undefined {
  let best: number | undefined;
  let bestDistance = REACH_PX;
  for (const joint of HANDLES) {
    const point = panelPoint(view.eye, view.panel, view.place(joint));
    if (point === undefined) continue;
    const distance = Math.hypot(point.x - pointer.x, point.y - pointer.y);
    if (distance < bestDistance) [best, bestDistance] = [joint, distance];
  }
  return best;
}
