/** The picture four times as large round the joint in hand, once it is moved slowly. */
import { useEffect, useRef, useState } from 'react';
import { useStudio } from '../state/studio-state.ts';
import type { Picture } from './use-picture.ts';
import type { Viewport } from './viewport.ts';

const ZOOM = 4;
const SIDE_PX = 160;
const AFTER_MS = 400;
/** Faster than this is not slow, CSS pixels a move. */
const SLOW_PX = 6;

interface Props {
  readonly picture: Picture | undefined;
  readonly imageWidth: number;
  readonly view: Viewport;
}

export function Loupe({ picture, imageWidth, view }: Props) {
  const gesture = useStudio((state) => state.gesture);
  const look = useStudio((state) => state.look);
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = gesture?.point == null ? undefined : gesture.keypoints[gesture.point];
  const place = held && { x: held.x, y: held.y };
  const isSlow = useSlow(place && { x: place.x * view.scale, y: place.y * view.scale });
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!isSlow || context == null || place === undefined || picture === undefined) return;
    const perPixel = picture.bitmap.width / imageWidth;
    const side = (SIDE_PX / (ZOOM * view.scale)) * perPixel;
    const [x, y] = [place.x * perPixel - side / 2, place.y * perPixel - side / 2];
    context.clearRect(0, 0, SIDE_PX, SIDE_PX);
    context.drawImage(picture.bitmap, x, y, side, side, 0, 0, SIDE_PX, SIDE_PX);
  });
  if (!isSlow || place === undefined) return null;
  const [left, top] = [place.x * view.scale + view.x + 30, place.y * view.scale + view.y - 190];
  const filter = `brightness(${look.brightness}) contrast(${look.contrast})`;
  return (
    <div className="loupe" style={{ left, top: Math.max(top, 4) }}>
      <canvas ref={canvas} width={SIDE_PX} height={SIDE_PX} style={{ filter }} />
    </div>
  );
}

/** True once a place has moved slowly for a while, until it moves fast or is gone. */
function useSlow(place: { x: number; y: number } | undefined): boolean {
  const [isSlow, setIsSlow] = useState(false);
  const last = useRef(place);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { x, y } = place ?? {};
  useEffect(() => {
    const from = last.current;
    last.current = x === undefined || y === undefined ? undefined : { x, y };
    const isFast =
      from === undefined || last.current === undefined || isFar(from, last.current, SLOW_PX);
    if (!isFast) return;
    clearTimeout(timer.current);
    setIsSlow(false);
    if (last.current !== undefined) timer.current = setTimeout(() => setIsSlow(true), AFTER_MS);
  }, [x, y]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return isSlow;
}

function isFar(a: { x: number; y: number }, b: { x: number; y: number }, far: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) > far;
}
