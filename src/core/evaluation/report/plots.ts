/** Plots of the report: drawings without a script, each beside a table that says the same. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Evaluation } from '../evaluation.ts';
import { inUnit } from '../summarise.ts';
import type { Html } from './html.ts';
import { METHOD_TITLES } from './words.ts';

const WIDTH = 480;

/** Colours are the page's, so that they follow its light and dark. */
const COLOURS = {
  regression: 'var(--regression)',
  fit: 'var(--fit)',
  file: 'var(--file)',
} as const;

/** Mean error of each joint with its interval. */
export function jointPlot({ joints, methods }: Evaluation): Html {
  const points = joints.flatMap(({ joint, byMethod }) =>
    methods.flatMap((method) => {
      const own = byMethod[method];
      return own === undefined ? [] : [{ joint, method: METHOD_TITLES[method], ...own }];
    }),
  );
  const dodged = { y: 'method', fy: 'joint' };
  return drawn(
    {
      height: 26 * joints.length + 50,
      marginLeft: 140,
      x: { label: 'mean distance about the root, mm', grid: true, zero: true, nice: true },
      y: { axis: null, padding: 0.3, domain: methods.map((method) => METHOD_TITLES[method]) },
      fy: { label: null, axis: 'left', padding: 0.15, domain: joints.map(({ joint }) => joint) },
      marks: [
        Plot.ruleY(points, { ...dodged, x1: 'low95', x2: 'high95', stroke: colourOf }),
        Plot.dot(points, { ...dodged, x: 'value', fill: colourOf, r: 3.5 }),
      ],
    },
    'Mean error of each joint with its 95 % interval; the numbers are in the table below.',
  );
}

/** How many people are within an error: the further left, the better. */
export function sharePlot(evaluation: Evaluation): Html {
  const curves = evaluation.methods.flatMap((method) => curveOf(evaluation, method));
  return drawn(
    {
      height: 260,
      marginLeft: 44,
      x: { label: 'MPJPE, mm', grid: true, zero: true, nice: true },
      y: { label: 'people within it, %', domain: [0, 100], percent: true, grid: true },
      marks: [
        Plot.line(curves, {
          x: 'error',
          y: 'share',
          z: 'method',
          stroke: colourOf,
          curve: 'step-after',
          strokeWidth: 2,
        }),
        Plot.ruleY([0]),
      ],
    },
    'Share of people within an MPJPE, one line a method; each person’s number is in the table of people.',
  );
}

function curveOf({ rows }: Evaluation, method: keyof typeof COLOURS) {
  const errors = rows
    .flatMap((row) => row.measures[method]?.values.mpjpe ?? [])
    .map((value) => inUnit('mpjpe', value))
    .sort((a, b) => a - b);
  return errors.map((error, i) => ({
    error,
    share: (i + 1) / errors.length,
    method: METHOD_TITLES[method],
  }));
}

/** Pose beside shape: who is low in both corners is well. */
export function poseShapePlot({ rows, methods }: Evaluation): Html {
  const points = rows.flatMap(({ imageName, measures }) =>
    methods.flatMap((method) => {
      const { paMpjpe, pveTSc } = measures[method]?.values ?? {};
      if (paMpjpe === undefined || pveTSc === undefined) return [];
      return [
        {
          pose: inUnit('paMpjpe', paMpjpe),
          shape: inUnit('pveTSc', pveTSc),
          method: METHOD_TITLES[method],
          imageName,
        },
      ];
    }),
  );
  return drawn(
    {
      height: 320,
      marginLeft: 44,
      x: { label: 'pose: PA-MPJPE, mm', grid: true, zero: true, nice: true },
      y: { label: 'shape: PVE-T-SC, mm', grid: true, zero: true, nice: true },
      marks: [
        Plot.dot(points, {
          x: 'pose',
          y: 'shape',
          stroke: colourOf,
          symbol: (point: { method: string }) => (point.method === 'fit' ? 'circle' : 'times'),
          r: 4,
          title: 'imageName',
        }),
      ],
    },
    'Error of pose and error of shape of each person; the numbers are in the table of people.',
  );
}

function colourOf({ method }: { method: string }): string {
  const own = Object.entries(METHOD_TITLES).find(([, title]) => title === method)?.[0];
  return COLOURS[own as keyof typeof COLOURS];
}

/** @param label what a reader who does not see it is told */
function drawn(options: Plot.PlotOptions, label: string): Html {
  const { document } = parseHTML('<html></html>');
  const drawing = Plot.plot({
    ...options,
    x: { ...options.x, labelOffset: 38 },
    document,
    width: WIDTH,
    marginBottom: 46,
    style: { fontSize: '12px' },
  });
  // The whole is one picture with one description; its parts have none of their own.
  for (const part of drawing.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', label);
  return { html: drawing.outerHTML };
}
