/** How often faster the studio is than SMPLify in PyTorch, by CPU time in one run. */
import { drawSetH } from './set-h.ts';
import { hasTorch, type PeerBody, torchFitMs } from './torch-peer.ts';

/** Cases a peer fits: few, since one of SPIN's fits takes seconds. */
const RUNS = {
  FullBatch1: { body: 'full', batch: 1, cases: 5 },
  FullBatch64: { body: 'full', batch: 64, cases: 64 },
  BareBatch1: { body: 'bare', batch: 1, cases: 5 },
  BareBatch64: { body: 'bare', batch: 64, cases: 64 },
  TunedBatch1: { body: 'tuned', batch: 1, cases: 7 },
  TunedBatch64: { body: 'tuned', batch: 64, cases: 192 },
} as const satisfies Record<string, { body: PeerBody; batch: number; cases: number }>;

type Run = keyof typeof RUNS;

export type PeerTimes = Readonly<Record<Run, number>>;

/** Median CPU milliseconds of a fit; null without torch, which is said. */
export function timePeers(): PeerTimes | null {
  if (!hasTorch()) return null;
  const cases = drawSetH('r025');
  const entries = Object.entries(RUNS).map(([name, { body, batch, cases: count }]) => [
    name,
    torchFitMs(body, cases.slice(0, count), batch),
  ]);
  return Object.fromEntries(entries) as PeerTimes;
}

/** Ratios by their names in the report; null where there is no peer. */
export function ratios(peers: PeerTimes | null, ownMs: number): Record<string, number | null> {
  const names = Object.keys(RUNS) as Run[];
  return Object.fromEntries(
    names.map((name) => [`ratio${name}`, peers && Number((peers[name] / ownMs).toFixed(1))]),
  );
}
