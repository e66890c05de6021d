/** The focal length that bodies of this picture are fitted with. */
import type { Person } from '../../contract/person.ts';
import { setKnownFocalLength } from '../state/known-camera.ts';
import { NumberField } from './NumberField.tsx';

export function CameraField({ person }: { person: Person }) {
  const { focalLengthPx } = person.constraints;
  const used = person.fit?.camera.focalLength;
  return (
    <p className="camera-field" title="Of the whole picture; empty takes what the picture says">
      Known focal length{' '}
      <NumberField
        key={person.imageId}
        label="Known focal length, px"
        value={focalLengthPx ?? undefined}
        step={1}
        onCommit={(value) => void setKnownFocalLength(value)}
      />{' '}
      px
      {focalLengthPx === null && used !== undefined && (
        <span className="hint"> · now {used.toFixed(0)}, from the picture</span>
      )}
    </p>
  );
}
