/** Small arrows on the bones whose depth a person has said; a click releases one. */
import type { Constraints } from '../../contract/constraints.ts';
import type { BodyFit } from '../../contract/person.ts';
import { boneEndingAt, type DepthDirection, depthWords } from '../../core/body/bones.ts';
import { useBody } from '../mesh/use-body.ts';
import { releasePick } from '../state/depth-picks.ts';
import { landmarkPixels } from './landmark-pixels.ts';

/** Tip of an arrow, its feathers, a line. */
const GLYPHS: Readonly<Record<DepthDirection, string>> = { towards: '⊙', away: '⊗', flat: '–' };

interface Props {
  readonly picks: Constraints['depthPicks'];
  readonly fit: BodyFit | null;
  /** Screen pixels per image pixel. */
  readonly scale: number;
}

export function DepthMarks({ picks, fit, scale }: Props) {
  const model = useBody();
  if (picks.length === 0 || fit === null || model === undefined) return null;
  const seen = landmarkPixels(model, fit);
  return picks.map(({ joint, direction }) => {
    const bone = boneEndingAt(joint);
    if (bone === undefined) return null;
    const middle = (axis: number) =>
      (scale * ((seen[2 * bone.from + axis] ?? 0) + (seen[2 * joint + axis] ?? 0))) / 2;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a mark is an SVG shape, for which there is no button
      <g
        key={joint}
        role="button"
        tabIndex={0}
        data-own-pointer
        className="depth-mark"
        aria-label={`${depthWords(bone, direction)}, release`}
        transform={`translate(${middle(0)} ${middle(1)})`}
        onClick={() => void releasePick(joint)}
        onKeyDown={({ key }) => {
          if (key === 'Delete' || key === ' ') void releasePick(joint);
        }}
      >
        <circle r={9} />
        <text>{GLYPHS[direction]}</text>
      </g>
    );
  });
}
