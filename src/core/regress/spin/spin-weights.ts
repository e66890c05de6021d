/**
 * The weights of SPIN's network under the names of its checkpoint (`algorithm.md` has the list):
 * ResNet-50 and the head that is passed three times. The widths of the layers are the file's own.
 */
import { StudioError } from '../../common/errors.ts';
import type { Tensors } from '../../formats/safetensors.ts';

/** Bottleneck blocks of the four layers. */
export const BLOCKS: readonly number[] = [3, 4, 6, 3];
/** A bottleneck block's output has so many times the channels of its inside. */
const EXPANSION = 4;
const POSE_SIZE = 144;
const SHAPE_SIZE = 10;
const CAMERA_SIZE = 3;
/** Pose in 6D, betas and (s, tx, ty): what the head says and what it sees of its last answer. */
export const STATE_SIZE = POSE_SIZE + SHAPE_SIZE + CAMERA_SIZE;
/** The decoders of the head, in the order of its answer, with the tensor each one starts from. */
export const DECODERS = [
  { name: 'decpose', start: 'init_pose', size: POSE_SIZE },
  { name: 'decshape', start: 'init_shape', size: SHAPE_SIZE },
  { name: 'deccam', start: 'init_cam', size: CAMERA_SIZE },
] as const;

/** Counts batches seen in training; nothing reads it. */
const UNUSED = /\.num_batches_tracked$/;
const NAMED_ISSUES = 5;
const FULL_WIDTHS = { stem: 64, planes: [64, 128, 256, 512], hidden: 1024 };

/** What is behind the features: SPIN's head, or the collapsed one (`collapsed-layer.ts`). */
export function isHeadWeight(name: string): boolean {
  return /^(fc1|fc2|decpose|decshape|deccam|head)\./.test(name);
}

type Spec = Record<string, readonly number[]>;

/** The name of a convolution, and of the batch norm behind it. */
export interface ConvolutionName {
  readonly convolution: string;
  readonly norm: string;
}

/** All convolutions of the backbone, in the order of their layers. */
export function convolutionNames(): ConvolutionName[] {
  const names = [{ convolution: 'conv1', norm: 'bn1' }];
  for (const [layer, count] of BLOCKS.entries()) {
    for (let i = 0; i < count; i++) {
      const block = `layer${layer + 1}.${i}`;
      for (const k of [1, 2, 3]) names.push(inBlock(block, k));
      if (i === 0) names.push(shortcutOf(block));
    }
  }
  return names;
}

export function inBlock(block: string, k: number): ConvolutionName {
  return { convolution: `${block}.conv${k}`, norm: `${block}.bn${k}` };
}

export function shortcutOf(block: string): ConvolutionName {
  return { convolution: `${block}.downsample.0`, norm: `${block}.downsample.1` };
}

/**
 * The tensors that the network needs, nothing else.
 *
 * @param source the file, for the message
 * @throws StudioError `model/invalid` naming what is missing, of another shape, unknown or not finite
 */
export function requireSpinWeights(tensors: Tensors, source: string): Tensors {
  const spec = spinSpec(tensors);
  const found = Object.fromEntries(Object.entries(tensors).filter(([name]) => !UNUSED.test(name)));
  const issues = [
    ...Object.entries(spec).flatMap(([name, shape]) => issueOf(name, shape, found[name])),
    ...Object.keys(found).flatMap((name) => (spec[name] ? [] : [`${name} is not known`])),
  ];
  if (issues.length === 0) return found;
  const named = issues.slice(0, NAMED_ISSUES).join('; ');
  const more = issues.length > NAMED_ISSUES ? `; and ${issues.length - NAMED_ISSUES} more` : '';
  const message =
    `These are not the weights of SPIN's network: ${named}${more}. Nothing was changed; choose ` +
    `SPIN's checkpoint (model_checkpoint.pt) or one that was trained here.\nFile: ${source}`;
  throw new StudioError('model/invalid', message, { source, issues });
}

function issueOf(name: string, shape: readonly number[], tensor: Tensors[string] | undefined) {
  if (tensor === undefined) return [`${name} is missing`];
  if (tensor.shape.join() !== shape.join()) {
    return [`${name} is ${tensor.shape.join(' × ')} instead of ${shape.join(' × ')}`];
  }
  const isVariance = name.endsWith('running_var');
  const isUsable = (value: number) => Number.isFinite(value) && !(isVariance && value < 0);
  return tensor.data.every(isUsable) ? [] : [`${name} has a value that cannot be`];
}

/** Name and shape of every tensor, for the widths that these have. */
function spinSpec(tensors: Tensors): Spec {
  const widthOf = (name: string, usual: number) => tensors[name]?.shape[0] ?? usual;
  const stem = widthOf('conv1.weight', FULL_WIDTHS.stem);
  const spec: Spec = { 'conv1.weight': [stem, 3, 7, 7], ...normSpec('bn1', stem) };
  let inside = stem;
  for (const [layer, count] of BLOCKS.entries()) {
    const planes = widthOf(`layer${layer + 1}.0.conv1.weight`, FULL_WIDTHS.planes[layer]);
    for (let i = 0; i < count; i++) {
      Object.assign(spec, blockSpec(`layer${layer + 1}.${i}`, inside, planes, i === 0));
      inside = EXPANSION * planes;
    }
  }
  const isCollapsed = tensors['head.weight'] !== undefined;
  const head = isCollapsed
    ? { 'head.weight': [STATE_SIZE, inside], 'head.bias': [STATE_SIZE] }
    : headSpec(inside, widthOf('fc1.weight', FULL_WIDTHS.hidden));
  return { ...spec, ...head };
}

function blockSpec(block: string, inside: number, planes: number, hasShortcut: boolean): Spec {
  const outside = EXPANSION * planes;
  return {
    [`${block}.conv1.weight`]: [planes, inside, 1, 1],
    ...normSpec(`${block}.bn1`, planes),
    [`${block}.conv2.weight`]: [planes, planes, 3, 3],
    ...normSpec(`${block}.bn2`, planes),
    [`${block}.conv3.weight`]: [outside, planes, 1, 1],
    ...normSpec(`${block}.bn3`, outside),
    ...(hasShortcut && {
      [`${block}.downsample.0.weight`]: [outside, inside, 1, 1],
      ...normSpec(`${block}.downsample.1`, outside),
    }),
  };
}

function normSpec(norm: string, channels: number): Spec {
  const parts = ['weight', 'bias', 'running_mean', 'running_var'];
  return Object.fromEntries(parts.map((part) => [`${norm}.${part}`, [channels]]));
}

function headSpec(features: number, hidden: number): Spec {
  const spec: Spec = {
    'fc1.weight': [hidden, features + STATE_SIZE],
    'fc1.bias': [hidden],
    'fc2.weight': [hidden, hidden],
    'fc2.bias': [hidden],
  };
  for (const { name, start, size } of DECODERS) {
    spec[`${name}.weight`] = [size, hidden];
    spec[`${name}.bias`] = [size];
    spec[start] = [1, size];
  }
  return spec;
}
