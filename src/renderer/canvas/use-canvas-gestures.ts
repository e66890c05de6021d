/** What the mouse does on the canvas: drag a point, draw a box, select, pan, zoom. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Box } from '../../contract/keypoint.ts';
import type { Person } from '../../contract/person.ts';
import { addPerson } from '../state/deciding.ts';
import {
  beginGesture,
  cancelGesture,
  endGesture,
  moveGesture,
  pointName,
} from '../state/editing.ts';
import { selectedPerson, studio } from '../state/studio-state.ts';
import { imagePoint, type Viewport, zoomAt } from './viewport.ts';

const SLOP_PX = 3;
const REACH_PX = 14;
const MIN_BOX_PX = 6;

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
      readonly grip: Point;
      isMoving: boolean;
    }
  | { readonly kind: 'box'; readonly from: Point };

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
    if (event.target instanceof Element && event.target.closest('[data-own-pointer]')) return;
    const point = at(event);
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    const wantsPan = event.button === 1 || (event.button === 0 && isSpaceHeld);
    if (wantsPan) press = { kind: 'pan', from: point, view: latest.current.view };
    else if (event.button === 0)
      press = studio.getState().isDrawingBox ? beginBox(point) : take(point);
  }

  function beginBox(point: Point): Press {
    const from = inImage(point);
    latest.current.setBox({ ...from, width: 0.01, height: 0.01 });
    return { kind: 'box', from };
  }

  /** The point or the person under the pointer. */
  function take(pointer: Point): Press | null {
    const state = studio.getState();
    const { view: current } = latest.current;
    const own = selectedPerson(state);
    const found = own && nearestPoint(own, pointer, current);
    if (own === undefined || found === undefined) {
      const other = personAt(state.people, inImage(pointer), REACH_PX / current.scale);
      studio.setState({ personId: other?.id ?? state.personId, point: null });
      return null;
    }
    studio.setState({ point: found });
    const { x = 0, y = 0 } = own.keypoints[found] ?? {};
    const under = inImage(pointer);
    const grip = { x: x - under.x, y: y - under.y };
    return { kind: 'point', from: pointer, person: own, point: found, grip, isMoving: false };
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

  function followPoint(held: Press & { kind: 'point' }, pointer: Point, inputAt: number): void {
    if (!held.isMoving) {
      if (Math.hypot(pointer.x - held.from.x, pointer.y - held.from.y) < SLOP_PX) return;
      beginGesture(held.person, held.point);
      held.isMoving = true;
    }
    const { x, y } = inImage(pointer);
    moveGesture(x + held.grip.x, y + held.grip.y, inputAt);
  }

  function end(event: PointerEvent): void {
    const held = press;
    cancelAnimationFrame(frame);
    frame = 0;
    press = null;
    if (held === null) return;
    follow(held, at(event), event.timeStamp);
    if (held.kind === 'point' && held.isMoving) {
      void endGesture(`Move ${pointName(held.person, held.point)}`);
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
  element.addEventListener('wheel', zoom, { signal, passive: false });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') abort();
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
  return () => ending.abort();
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
