/** A regressor's weights in a file of their own, for other programs. */
import { existsSync } from 'node:fs';
import type { RegressorChoice } from '../../contract/regressor.ts';
import { StudioError } from '../../core/common/errors.ts';
import { type Tensors, writeSafetensors } from '../../core/formats/safetensors.ts';
import { writeTorchZip } from '../../core/formats/torch/torch-writer.ts';
import { loadLifterWeights } from './embedded-models.ts';
import { replaceFile } from './files/replace-file.ts';
import { readWeights } from './weights-file.ts';

export interface ExportedModel {
  readonly kind: RegressorChoice['kind'];
  readonly tensors: number;
  /** SPIN's head was updated in closed form: `head.weight` and `head.bias` stand for fc1, fc2 and dec*. */
  readonly hasCollapsedHead: boolean;
}

/**
 * Writes the weights by the network's own names: `.safetensors`, or `.pt` as `torch.load` opens it,
 * under the key `model` as in SPIN's checkpoints.
 *
 * @param replace whether a file that is there may be written over
 * @throws StudioError `input/invalid` for another ending, `export/exists`, `disk/full`, `model/invalid`
 */
export async function exportModel(
  { kind, weights }: RegressorChoice,
  path: string,
  replace: boolean,
): Promise<ExportedModel> {
  const write = writerOf(path);
  if (existsSync(path) && !replace) {
    const message = `There is a file of this name already, and it was left as it is. Choose another name, or --replace.\nFile: ${path}`;
    throw new StudioError('export/exists', message, { file: path });
  }
  const tensors = weights === null ? loadLifterWeights() : await readWeights(weights);
  await replaceFile(path, write(tensors));
  const names = Object.keys(tensors);
  return { kind, tensors: names.length, hasCollapsedHead: names.includes('head.weight') };
}

function writerOf(path: string): (tensors: Tensors) => Uint8Array {
  if (path.endsWith('.safetensors')) return (tensors) => writeSafetensors(tensors, 'F32');
  if (path.endsWith('.pt')) return (tensors) => writeTorchZip(tensors, { under: 'model' });
  const issues = ['the name ends with .safetensors or .pt'];
  const message = `A model is not written as that: ${issues[0]}. Nothing was written.\nFile: ${path}`;
  throw new StudioError('input/invalid', message, { issues });
}
