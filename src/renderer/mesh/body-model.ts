/** The body that the engine fits, fetched once: the page skins it itself. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel, BodyParameters } from '../../core/body/body-model.ts';
import { readMhbody } from '../../core/formats/mhbody.ts';

let loading: Promise<BodyModel> | undefined;

export function loadBody(hash: string): Promise<BodyModel> {
  loading ??= fetchBody(hash);
  return loading;
}

async function fetchBody(hash: string): Promise<BodyModel> {
  const response = await fetch(`/model/body.npz?hash=${hash}`);
  if (!response.ok) throw new Error(`The body could not be fetched: ${await response.text()}`);
  return readMhbody(new Uint8Array(await response.arrayBuffer()), hash);
}

export function bodyFromWire({ pose, betas, translation }: BodyParametersWire): BodyParameters {
  return {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
}
