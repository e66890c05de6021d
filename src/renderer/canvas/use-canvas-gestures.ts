/** What the mouse does on the canvas: drag a point, draw a box, select, pan, zoom. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Box } from '../../contract/keypoint.ts';
import type { Person } from '../../contract/person.ts';
import { addPerson } from '../state/deciding.ts';
import { cancelGesture, endGesture, moveGesture } from '../state/editing.ts';
import { beginReach, reachLabel, snapPlaces, snapped } from '../state/grabbing.ts';
import { type Reach, selectedPerson, studio } from '../state/studio-state.ts';
import { imagePoint, type Viewport, zoomAt } from './viewport.ts';

const SLOP_PX = 3;
const REACH_PX = 14;
const MIN_BOX_PX = 6;
/** Within which Ctrl snaps, CSS pixels. */
const SNAP_PX = 24;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the pressed button is doing. */
type Press =
  | { readonly kind: 'pan'; readonly from: Point; readonly view: Viewport }
  | {
      readonly kind: 'point';
      readonly from: Point;
      readonly person: Person;
      readonly point: number;
      readonly reach: Reach;
      /** From the pointer to the point, pixels of the image. */
      readonly grip: Point;
      /** Held by key, without a button. */
      readonly isGrabbed: boolean;
      /** Filled when the detector's places are known. */
      snapPlaces: readonly Point[];
      isMoving: boolean;
    }
  | { readonly kind: 'box'; readonly from: Point };

type Held = Press & { readonly kind: 'point' };

function reachOf({ altKey, shiftKey }: MouseEvent): Reach {
  if (altKey) return 'person';
  return shiftKey ? 'limb' : 'joint';
}

export interface CanvasGestures {
  /** The box that is being drawn, pixels of the image. */
  readonly box: Box | null;
}

export function useCanvasGestures(
  element: RefObject<HTMLElement | null>,
  view: Viewport,
  setView: (view: Viewport) => void,
): CanvasGestures {
  const [box, setBox] = useState<Box | null>(null);
  const latest = useRef({ view, setView, setBox });
  latest.current = { view, setView, setBox };
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    return listen(current, latest);
  }, [element]);
  return { box };
}

interface Latest {
  readonly view: Viewport;
  setView(view: Viewport): void;
  setBox(box: Box | null): void;
}

/** Native listeners: a move must not pass through a React render. */
function listen(element: HTMLElement, latest: RefObject<Latest>): () => void {
  let press: Press | null = null;
  let isSpaceHeld = false;
  let frame = 0;
  let newest: PointerEvent | null = null;
  const ending = new AbortController();
  const at = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const inImage = ({ x, y }: Point) => imagePoint(latest.current.view, x, y);

  function begin(event: PointerEvent): void {
    if (press?.kind === 'point' && press.isGrabbed) {
      if (event.button === 0) place();
      else abort();
      return;
    }
    if (event.target instanceof Element && event.target.closest('[data-own-pointer]')) return;
    const point = at(event);
    if (event.button === 2) {
      openMenu(point);
      return;
    }
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    const wantsPan = event.button === 1 || (event.button === 0 && isSpaceHeld);
    if (wantsPan) press = { kind: 'pan', from: point, view: latest.current.view };
    else if (event.button === 0)
      press = studio.getState().isDrawingBox ? beginBox(point) : take(point, reachOf(event));
  }

  /** The joint's menu, round the joint under the pointer. */
  function openMenu(pointer: Point): void {
    const person = selectedPerson(studio.getState());
    const point = person && nearestPoint(person, pointer, latest.current.view);
    if (point !== undefined) studio.setState({ point, pie: { ...pointer, isHeld: true } });
  }

  /** By key, round the chosen joint. */
  function openMenuByKey(): void {
    const state = studio.getState();
    const place = selectedPerson(state)?.keypoints[state.point ?? -1];
    if (place === undefined) return;
    const { scale, x, y } = latest.current.view;
    studio.setState({ pie: { x: scale * place.x + x, y: scale * place.y + y, isHeld: false } });
  }

  function beginBox(point: Point): Press {
    const from = inImage(point);
    latest.current.setBox({ ...from, width: 0.01, height: 0.01 });
    return { kind: 'box', from };
  }

  /** The point or the person under the pointer. */
  function take(pointer: Point, reach: Reach): Press | null {
    const state = studio.getState();
    const { view: current } = latest.current;
    const own = selectedPerson(state);
    const found = own && (nearestPoint(own, pointer, current) ?? anywhere(own, pointer, reach));
    if (own === undefined || found === undefined) {
      const other = personAt(state.people, inImage(pointer), REACH_PX / current.scale);
      studio.setState({ personId: other?.id ?? state.personId, point: null });
      return null;
    }
    if (reach !== 'person') studio.setState({ point: found });
    return hold(own, found, pointer, reach, false);
  }

  /** A whole person can be taken anywhere in the box. */
  function anywhere(person: Person, pointer: Point, reach: Reach): number | undefined {
    const isInside = personAt([person], inImage(pointer), 0) !== undefined;
    return reach === 'person' && isInside ? 0 : undefined;
  }

  function hold(person: Person, point: number, from: Point, reach: Reach, isGrabbed: boolean) {
    // A whole person is moved by its first point.
    const { x = 0, y = 0 } = person.keypoints[reach === 'person' ? 0 : point] ?? {};
    const under = inImage(from);
    const grip = { x: x - under.x, y: y - under.y };
    const rest = { snapPlaces: [], isMoving: false } as const;
    const held = { kind: 'point' as const, from, person, point, reach, grip, isGrabbed, ...rest };
    return held satisfies Press;
  }

  /** By key: it follows at once, relative to where the pointer is. */
  function beginGrab(reach: Reach): void {
    const state = studio.getState();
    const person = selectedPerson(state);
    const { width, height } = element.getBoundingClientRect();
    const from = newest === null ? { x: width / 2, y: height / 2 } : at(newest);
    if (person === undefined || (state.point === null && reach !== 'person')) {
      studio.setState({ grab: null });
      return;
    }
    press = hold(person, state.point ?? 0, from, reach, true);
    start(press);
  }

  function start(held: Held): void {
    beginReach(held.person, held.point, held.reach);
    held.isMoving = true;
    if (held.reach === 'joint') {
      void snapPlaces(held.person, held.point).then((places) => {
        held.snapPlaces = places;
      });
    }
  }

  /** What was grabbed stays where it is now. */
  function place(): void {
    const held = press;
    press = null;
    studio.setState({ grab: null });
    if (held?.kind !== 'point') return;
    if (newest !== null) follow(held, at(newest), newest.timeStamp);
    void endGesture(reachLabel(held.person, held.point, held.reach));
  }

  function move(event: PointerEvent): void {
    newest = event;
    if (press === null || frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (press !== null && newest !== null) follow(press, at(newest), newest.timeStamp);
    });
  }

  function follow(held: Press, pointer: Point, inputAt: number): void {
    if (held.kind === 'pan') {
      const x = held.view.x + pointer.x - held.from.x;
      const y = held.view.y + pointer.y - held.from.y;
      latest.current.setView({ scale: held.view.scale, x, y });
    } else if (held.kind === 'box') {
      latest.current.setBox(boxBetween(held.from, inImage(pointer)));
    } else {
      followPoint(held, pointer, inputAt);
    }
  }

  function followPoint(held: Held, pointer: Point, inputAt: number): void {
    if (!held.isMoving) {
      if (Math.hypot(pointer.x - held.from.x, pointer.y - held.from.y) < SLOP_PX) return;
      start(held);
    }
    const under = inImage(pointer);
    const free = { x: under.x + held.grip.x, y: under.y + held.grip.y };
    const reachPx = SNAP_PX / latest.current.view.scale;
    const { x, y } = newest?.ctrlKey ? snapped(free, held.snapPlaces, reachPx) : free;
    moveGesture(x, y, inputAt);
  }

  function end(event: PointerEvent): void {
    if (press?.kind === 'point' && press.isGrabbed) return;
    const held = press;
    cancelAnimationFrame(frame);
    frame = 0;
    press = null;
    if (held === null) return;
    newest = event;
    follow(held, at(event), event.timeStamp);
    if (held.kind === 'point' && held.isMoving) {
      void endGesture(reachLabel(held.person, held.point, held.reach));
    }
    if (held.kind === 'box') finishBox(boxBetween(held.from, inImage(at(event))));
  }

  function finishBox(drawn: Box): void {
    latest.current.setBox(null);
    const isLarge = Math.min(drawn.width, drawn.height) * latest.current.view.scale > MIN_BOX_PX;
    if (isLarge) void addPerson(drawn);
  }

  function abort(): void {
    if (press?.kind === 'point' && press.isMoving) cancelGesture();
    if (press?.kind === 'box') latest.current.setBox(null);
    press = null;
  }

  function zoom(event: WheelEvent): void {
    event.preventDefault();
    const { x, y } = at(event);
    const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015));
    latest.current.setView(zoomAt(latest.current.view, factor, x, y));
  }

  const { signal } = ending;
  element.addEventListener('pointerdown', begin, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', end, { signal });
  element.addEventListener('pointercancel', abort, { signal });
  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault();
      if (event.button !== 2) openMenuByKey(); // the menu key, or Shift+F10
    },
    { signal },
  );
  element.addEventListener('wheel', zoom, { signal, passive: false });
  window.addEventListener(
    'keydown',
    (event) => {
      const isHolding = press !== null;
      if (event.key === 'Escape') abort();
      else if (event.key === 'Enter' && studio.getState().grab !== null) place();
      // The key has been for what was held: neither deselects nor accepts.
      if (isHolding && press === null) event.stopImmediatePropagation();
      if (event.key === ' ' && event.target === element) {
        isSpaceHeld = true;
        event.preventDefault();
      }
    },
    { signal },
  );
  window.addEventListener(
    'keyup',
    (event) => {
      if (event.key === ' ') isSpaceHeld = false;
    },
    { signal },
  );
  const leave = studio.subscribe((state, before) => {
    if (state.grab !== null && before.grab === null) beginGrab(state.grab);
    // Another hand has ended it; `state` is older than what beginGrab has just set.
    const isOver = before.gesture !== null && state.gesture === null;
    if (isOver && press?.kind === 'point' && press.isGrabbed) press = null;
  });
  return () => {
    leave();
    ending.abort();
  };
}

/** The nearest of a person's points within reach of the pointer. */
function nearestPoint(person: Person, pointer: Point, view: Viewport): number | undefined {
  let best: number | undefined;
  let bestDistance = REACH_PX;
  for (const [i, { x, y, visibility }] of person.keypoints.entries()) {
    const dx = view.scale * x + view.x - pointer.x;
    const dy = view.scale * y + view.y - pointer.y;
    // An absent point is drawn faintly where it was last; one that is there wins.
    const distance = Math.hypot(dx, dy) + (visibility === 'absent' ? REACH_PX / 2 : 0);
    if (distance < bestDistance) [best, bestDistance] = [i, distance];
  }
  return best;
}

/** The smallest person's box round the place: who stands in front of a larger one can be taken. */
function personAt(people: readonly Person[], { x, y }: Point, reach: number): Person | undefined {
  return people
    .filter(
      ({ box }) =>
        x > box.x - reach &&
        x < box.x + box.width + reach &&
        y > box.y - reach &&
        y < box.y + box.height + reach,
    )
    .toSorted((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)[0];
}

function boxBetween(a: Point, b: Point): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.max(Math.abs(a.x - b.x), 0.01),
    height: Math.max(Math.abs(a.y - b.y), 0.01),
  };
}
