/** Whether a checkpoint's tensors are those of SPIN's network, without reading their numbers. */
import type { ModelFinding } from '../../../contract/models.ts';
import type { StoredTensor } from '../../../core/formats/torch/stored-tensor.ts';

/** Tensors that together no other network has. */
const TELLING = ['conv1.weight', 'layer4.2.conv3.weight', 'fc1.weight', 'decpose.weight'];
/** Pose in 6D, betas and camera: what the head sees beside the picture's features. */
const STATE_SIZE = 157;
const FULL_STEM = 64;
/** What its three passes begin with. */
const STARTS = ['init_pose', 'init_shape', 'init_cam'];
const NO_START: ModelFinding = {
  severity: 'warning',
  message:
    'It lacks the mean pose, shape and camera that it starts from (init_pose, init_shape, init_cam): ' +
    'smpl_mean_params.npz in this folder stands in; without it the network is refused.',
};

/** @returns undefined for another network */
export function spinFindings(
  tensors: ReadonlyMap<string, StoredTensor>,
): ModelFinding[] | undefined {
  if (TELLING.some((name) => !tensors.has(name))) return undefined;
  const size = (name: string, axis: number) => tensors.get(name)?.shape[axis];
  const [stem, features, hidden] = [
    size('conv1.weight', 0),
    size('layer4.2.conv3.weight', 0),
    size('fc1.weight', 0),
  ];
  const wanted: [name: string, shape: (number | undefined)[]][] = [
    ['conv1.weight', [stem, 3, 7, 7]],
    ['fc1.weight', [hidden, (features ?? 0) + STATE_SIZE]],
    ['fc2.weight', [hidden, hidden]],
    ['decpose.weight', [144, hidden]],
    ['decshape.weight', [10, hidden]],
    ['deccam.weight', [3, hidden]],
  ];
  const wrong = wanted.flatMap(([name, shape]) => shapeFinding(tensors, name, shape));
  const lacking = STARTS.some((name) => !tensors.has(name)) ? [NO_START] : [];
  return [...wrong, ...lacking, ...(stem === FULL_STEM ? [] : [smaller(stem)])];
}

function shapeFinding(
  tensors: ReadonlyMap<string, StoredTensor>,
  name: string,
  shape: readonly (number | undefined)[],
): ModelFinding[] {
  const found = tensors.get(name)?.shape.join(' × ') ?? 'missing';
  const wanted = shape.join(' × ');
  if (found === wanted) return [];
  return [{ severity: 'error', message: `"${name}" is ${found} instead of ${wanted}.` }];
}

function smaller(stem: number | undefined): ModelFinding {
  const message = `Its first layer has ${stem} channels; SPIN's published one has ${FULL_STEM}.`;
  return { severity: 'warning', message };
}
