/** The services' predictor, on the compute process. */
import type { BackendInfo } from '../../contract/system.ts';
import type { Predictor } from '../services/ports.ts';
import type { Compute } from './compute-client.ts';

export interface ComputePredictor extends Predictor {
  /** Null until the process has said it. */
  backend(): BackendInfo | null;
}

export function createPredictor(compute: Compute): ComputePredictor {
  let backend: BackendInfo | null = null;
  return {
    backend: () => backend,
    async info() {
      backend = await compute.call(undefined, (client) => client.info({}));
      return backend;
    },
    predict: (file, preset) =>
      compute.call(file.name, (client) => client.predict({ ...file, preset })),
    predictInBox: (file, box) =>
      compute.call(file.name, (client) => client.predictInBox({ ...file, box })),
    regress: (query) => compute.call(undefined, (client) => client.regress(query)),
  };
}
