/** Keypoints and bones over the image; handles for the person that is worked on. */
import { memo } from 'react';
import type { Constraints } from '../../contract/constraints.ts';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { projectPoints } from '../../core/camera/projection.ts';
import { FIT_USE_REASONS, fitUseOf } from '../../core/keypoints/fit-use.ts';
import { jointSetOf, sideOf } from '../../core/keypoints/joint-sets.ts';
import { setPlaces } from '../mesh/missed-places.ts';
import { useBody } from '../mesh/use-body.ts';
import { knownUncertainty, useStudio } from '../state/studio-state.ts';
import { DepthMarks } from './DepthMarks.tsx';
import { Residuals } from './Residuals.tsx';

interface Props {
  readonly person: Person;
  readonly keypoints: readonly Keypoint[];
  readonly constraints: Constraints;
  readonly fit: BodyFit | null;
  readonly isSelected: boolean;
  readonly point: number | null;
  /** Screen pixels per image pixel. */
  readonly scale: number;
}

export const Skeleton = memo(function Skeleton(props: Props) {
  const { person, keypoints, fit, isSelected, scale } = props;
  const isHeld = useStudio((state) => state.gesture?.personId === person.id);
  const set = jointSetOf(person.jointSet);
  const isThere = (i: number) => keypoints[i]?.visibility !== 'absent';
  return (
    <g className={`skeleton${isSelected ? ' selected' : ''}${isHeld ? ' held' : ''}`}>
      {set.edges
        .filter(([a, b]) => isThere(a) && isThere(b))
        .map(([a, b]) => (
          <Bone key={`${a}-${b}`} {...props} from={a} to={b} />
        ))}
      {isSelected && <Residuals {...props} />}
      {isSelected && <DepthMarks picks={person.constraints.depthPicks} fit={fit} scale={scale} />}
      {isSelected && <Pins {...props} />}
      {isSelected &&
        keypoints.map((_, i) => <Handle key={set.pointNames[i]} {...props} index={i} />)}
    </g>
  );
});

function Bone({ person, keypoints, scale, from, to }: Props & { from: number; to: number }) {
  const set = jointSetOf(person.jointSet);
  const [a, b] = [keypoints[from], keypoints[to]];
  if (a === undefined || b === undefined) return null;
  const sides = new Set([sideOf(set, from), sideOf(set, to)]);
  const side =
    sides.has('left') && !sides.has('right')
      ? 'left'
      : sides.has('right') && !sides.has('left')
        ? 'right'
        : 'centre';
  const ends = { x1: a.x * scale, y1: a.y * scale, x2: b.x * scale, y2: b.y * scale };
  return (
    <>
      <line className="bone-casing" {...ends} />
      <line className={`bone ${side}`} {...ends} />
    </>
  );
}

/** Places that were set in 3D, where the camera sees them. */
function Pins({ constraints, fit, scale }: Props) {
  const model = useBody();
  if (fit === null || model === undefined) return null;
  return setPlaces(model, fit, constraints.targets).map(({ landmark, place }) => {
    if ((place[2] ?? 0) <= 0) return null; // behind the camera nothing is seen
    const pixel = new Float64Array(2);
    projectPoints(fit.camera, Float64Array.from(place), pixel);
    const [x = 0, y = 0] = pixel;
    return (
      <path
        key={landmark}
        className="pin"
        d="M0 -5 L5 0 L0 5 L-5 0 Z"
        transform={`translate(${x * scale} ${y * scale})`}
      />
    );
  });
}

function Handle({ person, keypoints, fit, scale, point, index }: Props & { index: number }) {
  const keypoint = keypoints[index];
  const isNext = useStudio(
    (state) => state.showsUncertainty && knownUncertainty(state)?.nextPoint?.point === index,
  );
  if (keypoint === undefined) return null;
  const set = jointSetOf(person.jointSet);
  const name = set.pointNames[index];
  const fitUse = fitUseOf(person.jointSet, keypoint, index);
  const isUsed = fitUse === 'bends';
  const error = fit?.errorsPx[index];
  const words = [
    name,
    keypoint.visibility,
    ...(keypoint.use === 'normal' ? [] : [keypoint.use]),
    ...(error == null ? [] : [`${error.toFixed(0)} pixels`]),
    ...(isNext ? ['placing it next would shrink doubt most'] : []),
  ];
  const place = `translate(${keypoint.x * scale} ${keypoint.y * scale})`;
  const classes = [
    'handle',
    sideOf(set, index),
    keypoint.visibility,
    keypoint.source,
    keypoint.use,
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a handle is an SVG shape, for which there is no button
    <g
      role="button"
      tabIndex={-1}
      aria-label={words.join(', ')}
      aria-pressed={index === point}
      data-point={index}
      className={`${classes.join(' ')}${index === point ? ' chosen' : ''}${isUsed ? '' : ' unused'}`}
      transform={place}
    >
      {!isUsed && (
        <title>
          {name}: {FIT_USE_REASONS[fitUse]}
        </title>
      )}
      {isNext && <circle className="next-ring" r={16} />}
      <circle className="target" r={12} />
      {isUsed || keypoint.visibility === 'absent' ? (
        <circle className="mark" r={5} />
      ) : (
        <path className="mark" d="M0 -6 L6 0 L0 6 L-6 0 Z" />
      )}
      {keypoint.use === 'pinned' && <path className="pinned-mark" d="M0 -15 V-7 M-4 -15 H4" />}
      {keypoint.use === 'ignored' && <path className="ignored-mark" d="M-6 -6 L6 6" />}
    </g>
  );
}
