/** "Left forearm: towards or away?" when two bodies are too close for the machine to decide. */
import { useMemo } from 'react';
import type { BodyCandidate } from '../../contract/candidate.ts';
import { type Bone, boneEndingAt } from '../../core/body/bones.ts';
import { sideViewOf } from '../mesh/side-view.ts';
import { useBody } from '../mesh/use-body.ts';
import { pickCandidate } from '../state/depth-picks.ts';
import { type PersonCandidates, useStudio } from '../state/studio-state.ts';

const MOST = 3;

export function DepthChip() {
  const offer = useStudio((state) => state.candidates);
  const isHidden = useStudio((state) => !state.showOverlays || state.isPeeking);
  const isBusy = useStudio((state) => state.gesture !== null);
  if (offer === null || isHidden || isBusy) return null;
  const shown = optionsOf(offer);
  if (shown.length < 2) return null;
  const bone = boneInQuestion(offer);
  const question =
    bone === undefined ? 'Points and regression disagree' : `${bone.name}: towards or away?`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form, so no fieldset
    <div className="depth-chip" role="group" aria-label={question} data-own-pointer>
      <p>
        {question} <kbd>F</kbd>
      </p>
      <div className="depth-options">
        {shown.map(([candidate, index]) => (
          <button key={index} type="button" onClick={() => void pickCandidate(index)}>
            <Thumbnail candidate={candidate} bone={bone} />
            <span>{index === 0 ? 'as shown' : candidate.label}</span>
          </button>
        ))}
      </div>
      <small>from the side; the camera is on the right</small>
    </div>
  );
}

function boneInQuestion({ candidates, rival }: PersonCandidates): Bone | undefined {
  const joint = rival === null ? undefined : candidates[rival]?.turned[0]?.joint;
  return joint === undefined ? undefined : boneEndingAt(joint);
}

/** The shown body, the rival, the body of the points alone; each with its index. */
function optionsOf({ candidates, rival }: PersonCandidates): (readonly [BodyCandidate, number])[] {
  return candidates
    .map((candidate, index) => [candidate, index] as const)
    .filter(([{ isAnchored }, index]) => index === 0 || index === rival || !isAnchored)
    .slice(0, MOST);
}

function Thumbnail({ candidate, bone }: { candidate: BodyCandidate; bone: Bone | undefined }) {
  const model = useBody();
  const picture = useMemo(
    () => model && sideViewOf(model, candidate.fit, bone),
    [model, candidate, bone],
  );
  return <img src={picture} alt="" />;
}
