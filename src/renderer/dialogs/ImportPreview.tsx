/** What an import would do: who, which points, and somebody of the file over their picture. */
import type { ImportPreview as Preview } from '../../contract/import.ts';
import { counted } from '../../core/common/counted.ts';
import { jointSetOf, sideOf } from '../../core/keypoints/joint-sets.ts';

export function ImportPreview({ preview }: { readonly preview: Preview }) {
  const { people, images, added, replaced, same, kept, masks, bodies, notes, sample } = preview;
  return (
    <section className="findings import" aria-label="What the import would do">
      <p>
        {counted(people, 'person', 'people')} in {counted(images, 'picture')} of this project:{' '}
        <strong>{added} new</strong>, {replaced} in place of detected ones, {same} there already,{' '}
        {kept} left as you have them.
      </p>
      {bodies.count > 0 && <p>{counted(bodies.count, 'body', 'bodies')} in the file.</p>}
      {bodies.hindrance !== null && <p className="warning">{bodies.hindrance}</p>}
      {masks > 0 && <p>{counted(masks, 'silhouette')}, kept for evaluation.</p>}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {sample !== null && <Sample sample={sample} />}
      {preview.jointSets.map((set) => (
        <details key={set.jointSet}>
          <summary>
            Points of {counted(set.people, 'person', 'people')} in the order of {set.jointSet}
          </summary>
          <ol className="point-counts">
            {set.points.map(({ name, people: count }) => (
              <li key={name}>
                <span>{name}</span> <span>{count}</span>
              </li>
            ))}
          </ol>
        </details>
      ))}
      <Problems preview={preview} />
    </section>
  );
}

function Problems({ preview: { problems, problemCount } }: { readonly preview: Preview }) {
  if (problemCount === 0) return null;
  return (
    <details open>
      <summary className="warning">{counted(problemCount, 'name')} cannot be used</summary>
      <ul>
        {problems.map(({ name, message }) => (
          <li key={name}>
            {name}: {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Left is blue and right orange, as everywhere: a file with its sides swapped is seen at once. */
function Sample({ sample }: { readonly sample: NonNullable<Preview['sample']> }) {
  const set = jointSetOf(sample.jointSet);
  return (
    <figure>
      <div className="import-sample">
        <img src={`/images/${sample.imageId}?side=640`} alt={`Points over ${sample.name}`} />
        <svg aria-hidden="true">
          {sample.points.map(
            (point, i) =>
              point && (
                <circle
                  // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the set
                  key={i}
                  className={sideOf(set, i)}
                  cx={`${100 * point.x}%`}
                  cy={`${100 * point.y}%`}
                  r="4"
                >
                  <title>{set.pointNames[i]}</title>
                </circle>
              ),
          )}
        </svg>
      </div>
      <figcaption>{sample.name}</figcaption>
    </figure>
  );
}
