/** From each keypoint to where the body has its joint; for the joint in hand with number and reason. */
import { useMemo } from 'react';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { useBody } from '../mesh/use-body.ts';
import { useStudio } from '../state/studio-state.ts';
import { landmarkPixels } from './landmark-pixels.ts';
import { missWords } from './reach.ts';
import { residualColor, torsoPx, WIDE_FROM } from './residual-ramp.ts';

interface Props {
  readonly person: Person;
  readonly keypoints: readonly Keypoint[];
  readonly fit: BodyFit | null;
  readonly point: number | null;
  readonly scale: number;
}

export function Residuals({ person, keypoints, fit, scale, point }: Props) {
  const model = useBody();
  const isShown = useStudio((state) => state.showsResiduals);
  const isHeld = useStudio((state) => state.gesture !== null);
  const seen = useMemo(
    () => (model && fit?.bodyModel.hash === model.hash ? landmarkPixels(model, fit) : undefined),
    [model, fit],
  );
  if (!isShown || seen === undefined || fit === null || model === undefined) return null;
  const set = jointSetOf(person.jointSet);
  const torso = torsoPx(set, keypoints);
  return keypoints.map((keypoint, i) => {
    const landmark = set.landmarks[i] ?? 0;
    const [x = 0, y = 0] = seen.subarray(2 * landmark, 2 * landmark + 2);
    if (keypoint.visibility === 'absent' || !Number.isFinite(x)) return null;
    const missPx = Math.hypot(x - keypoint.x, y - keypoint.y);
    const part = torso === undefined ? 0 : missPx / torso;
    const name = set.pointNames[i];
    const ends = { x1: keypoint.x * scale, y1: keypoint.y * scale, x2: x * scale, y2: y * scale };
    const look = part > WIDE_FROM ? 'residual wide' : 'residual';
    const isUsed = fit.errorsPx[i] != null;
    return (
      <g key={name}>
        <line className={`${look} casing`} {...ends} />
        <line
          className={isUsed ? look : 'residual unused'}
          style={isUsed ? { stroke: residualColor(part) } : undefined}
          {...ends}
        />
        {i === point && (
          <text className="residual-text" x={keypoint.x * scale + 14} y={keypoint.y * scale - 12}>
            {isHeld ? '' : `${name} `}
            {missWords({ model, fit, keypoint, landmark, missPx, part })}
          </text>
        )}
      </g>
    );
  });
}
