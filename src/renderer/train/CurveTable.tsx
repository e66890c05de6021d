import type { TrainingEpoch } from '../../contract/training.ts';

interface Props {
  readonly curve: readonly TrainingEpoch[];
  readonly bestEpoch: number;
}

/** The curve in numbers: the same for those who cannot see it, or want to copy it. */
export function CurveTable({ curve, bestEpoch }: Props) {
  if (curve.length === 0) return null;
  const hasFits = curve.some(({ fitsImproved }) => fitsImproved !== null);
  return (
    <details className="curve-table">
      <summary>Curve as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
      <section tabIndex={0} aria-label="Curve as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">epoch</th>
              <Head>training loss</Head>
              <Head>held-out loss</Head>
              <Head>held-out px of a crop</Head>
              {hasFits && <Head>better fits</Head>}
              <Head>seconds</Head>
            </tr>
          </thead>
          <tbody>
            {curve.map((row) => (
              <tr key={row.epoch} className={row.epoch === bestEpoch ? 'chosen' : undefined}>
                <th scope="row">
                  {row.epoch}
                  {row.epoch === bestEpoch && ' (best)'}
                </th>
                <Cell>{row.trainLoss?.toPrecision(4) ?? '–'}</Cell>
                <Cell>{row.heldOutLoss.toPrecision(4)}</Cell>
                <Cell>{row.heldOutErrorPx.toFixed(2)}</Cell>
                {hasFits && <Cell>{row.fitsImproved ?? '–'}</Cell>}
                <Cell>{row.seconds.toFixed(1)}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function Head({ children }: { children: string }) {
  return (
    <th scope="col" className="number">
      {children}
    </th>
  );
}

function Cell({ children }: { children: string | number }) {
  return <td className="number">{children}</td>;
}
