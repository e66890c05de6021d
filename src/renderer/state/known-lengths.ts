/** Heights and girths that somebody knows. */
import { LENGTH_TITLES, type LengthName } from '../../core/body/measurement-names.ts';
import { changeConstraints } from './editing.ts';

/** Of the selected person; undefined releases it. */
export function setKnownLength(name: LengthName, metres: number | undefined): Promise<void> {
  const title = LENGTH_TITLES[name];
  const label =
    metres === undefined
      ? `Release the ${title}`
      : `Set the ${title} to ${Number((100 * metres).toFixed(2))} cm`;
  return changeConstraints(label, (before) => {
    const others = before.measurements.filter((known) => known.name !== name);
    const own = metres === undefined ? [] : [{ name, metres }];
    return { ...before, measurements: [...others, ...own] };
  });
}
