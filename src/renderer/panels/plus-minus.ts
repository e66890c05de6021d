/** How uncertainty is written. */
import type { PersonUncertainty } from '../state/studio-state.ts';

export interface PlusMinus {
  readonly text: string;
  /** The whole of it, for who asks. */
  readonly title: string;
}

/** The depth of a landmark, with all axes in the title; relative to the pelvis. */
export function placePlusMinus(known: PersonUncertainty['known'], landmark: number): PlusMinus {
  if (known === 'asked') return { text: '…', title: 'How sure it is is being worked out.' };
  if (known === 'failed') return { text: '–', title: 'How sure it is could not be worked out.' };
  const within68 = known.plusMinus68.slice(3 * landmark, 3 * landmark + 3);
  const within95 = known.plusMinus95.slice(3 * landmark, 3 * landmark + 3);
  return {
    text: `±${centimetres(within68[2])}`,
    title:
      `Seen from the pelvis, 68 % of all cases lie within ${sentence(within68)}, ` +
      `95 % within ${sentence(within95)}.`,
  };
}

/** @param within half-widths of 68 % and 95 % intervals, undefined while they are not known */
export function measurePlusMinus(within: readonly number[] | undefined, unit: string): PlusMinus {
  if (within === undefined) return { text: '…', title: 'How sure it is is not known yet.' };
  const [narrow = 0, wide = 0] = within;
  const title = `68 % of all cases lie within ±${short(narrow)} ${unit}, 95 % within ±${short(wide)} ${unit}.`;
  return { text: `±${short(narrow)}`, title };
}

function sentence([right, down, depth]: readonly number[]): string {
  return `±${centimetres(depth)} cm in depth, ±${centimetres(right)} cm sideways and ±${centimetres(down)} cm up or down`;
}

function centimetres(metres: number | undefined): string {
  return short(100 * (metres ?? 0));
}

/** Such a number is not worth more digits. */
function short(value: number): string {
  return value < 9.95 ? value.toFixed(1) : value.toFixed(0);
}
