/** The losses of a run, drawn by uPlot, which needs the table beside it for whoever cannot see it. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TrainingEpoch } from '../../contract/training.ts';
import { followLook, tokenColour } from '../styles/token-colour.ts';

interface Props {
  readonly curve: readonly TrainingEpoch[];
  readonly bestEpoch: number;
  /** How many there may be. */
  readonly epochs: number;
}

const HEIGHT_PX = 220;
const BEST_RADIUS_PX = 5;
const LOGARITHMIC = 3;
/** Before the first epoch there are axes and no line. */
const EMPTY_RANGE: uPlot.Range.MinMax = [0.01, 1];

export function LossCurve({ curve, bestEpoch, epochs }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const best = useRef(bestEpoch);
  best.current = bestEpoch;
  useEffect(() => {
    if (place.current === null) return;
    return attachPlot(place.current, plot, best);
  }, []);
  useEffect(() => {
    const last = Math.max(1, curve.at(-1)?.epoch ?? 0, curve.length > 0 ? 0 : epochs);
    plot.current?.batch(() => {
      plot.current?.setData(dataOf(curve), false);
      plot.current?.setScale('x', { min: 0, max: last });
    });
  }, [curve, epochs]);
  return <div ref={place} className="curve" role="img" aria-label={inWords(curve, bestEpoch)} />;
}

function attachPlot(
  place: HTMLElement,
  plot: { current: uPlot | null },
  best: { readonly current: number },
): () => void {
  const draw = () => {
    const data = plot.current?.data ?? dataOf([]);
    const x = plot.current?.scales.x;
    plot.current?.destroy();
    plot.current = new uPlot(optionsFor(place, best), data, place);
    if (x?.min != null && x.max != null) plot.current.setScale('x', { min: x.min, max: x.max });
  };
  const sizes = new ResizeObserver(() => {
    if (place.clientWidth > 0) {
      plot.current?.setSize({ width: place.clientWidth, height: HEIGHT_PX });
    }
  });
  draw();
  sizes.observe(place);
  const stopFollowing = followLook(draw);
  return () => {
    sizes.disconnect();
    stopFollowing();
    plot.current?.destroy();
    plot.current = null;
  };
}

/** A loss of zero has no logarithm: it is left out. */
function dataOf(curve: readonly TrainingEpoch[]): uPlot.AlignedData {
  const shown = (value: number | null) => (value !== null && value > 0 ? value : null);
  return [
    curve.map(({ epoch }) => epoch),
    curve.map(({ trainLoss }) => shown(trainLoss)),
    curve.map(({ heldOutLoss }) => shown(heldOutLoss)),
  ];
}

function optionsFor(place: HTMLElement, best: { readonly current: number }): uPlot.Options {
  const colour = tokenColour;
  const axis = {
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: `12px ${getComputedStyle(place).fontFamily}`,
  };
  return {
    width: Math.max(200, place.clientWidth),
    height: HEIGHT_PX,
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      y: { distr: LOGARITHMIC, range: (_, low, high) => paddedDecades(low, high) },
    },
    axes: [
      { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], label: 'epoch', labelSize: 18 },
      { ...axis, size: 62, values: (_, ticks) => ticks.map((tick) => shortNumber(tick)) },
    ],
    series: [
      { label: 'epoch' },
      { label: 'training loss', stroke: colour('--blue'), width: 2, dash: [6, 4] },
      { label: 'held-out loss', stroke: colour('--accent'), width: 2 },
    ],
    hooks: { draw: [(self) => markBest(self, best.current, colour('--amber'))] },
  };
}

/** A little air above and below, also where all values are alike. */
function paddedDecades(low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null || !(low > 0)) return EMPTY_RANGE;
  return [low / 1.25, high * 1.25];
}

function shortNumber(tick: number | null): string {
  return tick === null ? '' : String(Number(tick.toPrecision(2)));
}

function markBest(plot: uPlot, bestEpoch: number, colour: string): void {
  const at = plot.data[0].indexOf(bestEpoch);
  const value = plot.data[2]?.[at];
  if (at < 0 || value == null) return;
  const { ctx } = plot;
  ctx.save();
  ctx.beginPath();
  const x = plot.valToPos(bestEpoch, 'x', true);
  const y = plot.valToPos(value, 'y', true);
  ctx.arc(x, y, BEST_RADIUS_PX * uPlot.pxRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.restore();
}

function inWords(curve: readonly TrainingEpoch[], bestEpoch: number): string {
  const best = curve.find(({ epoch }) => epoch === bestEpoch);
  const first = curve[0];
  if (best === undefined || first === undefined) return 'Loss curve, still empty';
  return (
    `Loss by epoch, log scale: held out ${first.heldOutLoss.toPrecision(3)} at first, ` +
    `${best.heldOutLoss.toPrecision(3)} at the best epoch ${bestEpoch} of ${curve.at(-1)?.epoch}`
  );
}
