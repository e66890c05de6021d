/** What somebody knows of the person besides the points, each with a button that lets go of it. */
import { X } from 'lucide-react';
import { useMemo } from 'react';
import type { Constraints } from '../../contract/constraints.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { boneEndingAt, depthWords } from '../../core/body/bones.ts';
import { LENGTH_TITLES } from '../../core/body/measurement-names.ts';
import { setPlaces, shortfall } from '../mesh/missed-places.ts';
import { useBody } from '../mesh/use-body.ts';
import { changeConstraints } from '../state/editing.ts';
import { setKnownFocalLength } from '../state/known-camera.ts';
import { bakeBody, landmarkName, releaseAll, toggleGroundContact } from '../state/posing.ts';

interface Known {
  readonly words: string;
  /** What the body makes of it. */
  readonly note?: string | undefined;
  release(): Promise<void>;
}

const FEET = ['left', 'right'] as const;

export function ConstraintList({ person, fit }: { person: Person; fit: BodyFit | null }) {
  const known = useKnown(person, fit);
  const { groundContact, targets, rotations } = person.constraints;
  const hasPose = targets.length + rotations.length > 0;
  return (
    <section className="constraints" aria-label="What is set">
      <div className="constraint-tools">
        <span>Feet on the ground:</span>
        <div role="toolbar" aria-label="Feet on the ground" className="segments">
          {FEET.map((foot) => (
            <button
              key={foot}
              type="button"
              aria-pressed={groundContact.includes(foot)}
              onClick={() => void toggleGroundContact(foot)}
            >
              {foot}
            </button>
          ))}
        </div>
        <button
          type="button"
          disabled={fit === null || !hasPose}
          title="The present body becomes what the fit stays near, and the places and rotations set in 3D are let go. Points placed by hand still bend it."
          onClick={() => void bakeBody()}
        >
          Bake
        </button>
        <button
          type="button"
          disabled={known.length + groundContact.length === 0}
          onClick={() => void releaseAll()}
        >
          Release all
        </button>
      </div>
      {known.length > 0 && (
        <ul>
          {known.map((one) => (
            <li key={one.words}>
              <span>{one.words}</span>
              {one.note !== undefined && <strong className="short">{one.note}</strong>}
              <button
                type="button"
                className="icon"
                aria-label={`Release: ${one.words}`}
                onClick={() => void one.release()}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function useKnown({ constraints }: Person, fit: BodyFit | null): Known[] {
  const model = useBody();
  const missed = useMemo(
    () => (model && fit ? setPlaces(model, fit, constraints.targets) : []),
    [model, fit, constraints],
  );
  return [
    ...constraints.targets.map(({ landmark }, i) => ({
      ...listed('targets', `place of the ${landmarkName(landmark)}`, i),
      note: shortfall(missed[i]?.missM ?? 0),
    })),
    ...constraints.rotations.map(({ joint }, i) =>
      listed('rotations', `rotation of the ${landmarkName(joint)}`, i),
    ),
    ...constraints.depthPicks.map(({ joint, direction }, i) => {
      const bone = boneEndingAt(joint);
      const words = bone ? depthWords(bone, direction) : `${landmarkName(joint)} ${direction}`;
      return listed('depthPicks', words, i);
    }),
    ...constraints.measurements.map(({ name, metres }, i) =>
      listed('measurements', `${LENGTH_TITLES[name]} of ${(100 * metres).toFixed(1)} cm`, i),
    ),
    ...single(constraints),
  ];
}

/** One of several of its kind. */
function listed(
  kind: 'targets' | 'rotations' | 'depthPicks' | 'measurements',
  words: string,
  index: number,
): Known {
  const release = () =>
    changeConstraints(`Release ${words}`, (all) => ({
      ...all,
      [kind]: all[kind].toSpliced(index, 1),
    }));
  return { words, release };
}

function single({ bakedBody, focalLengthPx }: Constraints): Known[] {
  const baked = {
    words: 'baked body',
    release: () =>
      changeConstraints('Release the baked body', (all) => ({ ...all, bakedBody: null })),
  };
  const focal = {
    words: `focal length of ${focalLengthPx?.toFixed(0)} px, of the picture`,
    release: () => setKnownFocalLength(undefined),
  };
  return [...(bakedBody === null ? [] : [baked]), ...(focalLengthPx === null ? [] : [focal])];
}
