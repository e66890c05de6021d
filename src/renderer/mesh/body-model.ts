/** The body that the engine fits, fetched once: the page skins it itself. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel, BodyParameters } from '../../core/body/body-model.ts';
import { readPageBody } from '../../core/formats/page-body.ts';

let loading: { readonly hash: string; readonly body: Promise<BodyModel> } | undefined;

/** The one that was asked for last stays in memory. */
export function loadBody(hash: string): Promise<BodyModel> {
  if (loading?.hash !== hash) loading = { hash, body: fetchBody(hash) };
  return loading.body;
}

async function fetchBody(hash: string): Promise<BodyModel> {
  const response = await fetch(`/model/body.npz?hash=${hash}`);
  if (!response.ok) throw new Error(`The body could not be fetched: ${await response.text()}`);
  return readPageBody(new Uint8Array(await response.arrayBuffer()), hash);
}

export function bodyFromWire({ pose, betas, translation }: BodyParametersWire): BodyParameters {
  return {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
}
