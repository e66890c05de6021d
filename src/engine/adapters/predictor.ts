/** The services' predictor, on the compute process. */
import type { RegressorChoice } from '../../contract/regressor.ts';
import type { BackendInfo } from '../../contract/system.ts';
import type { Predictor } from '../services/ports.ts';
import type { Compute } from './compute-client.ts';

export interface ComputePredictor extends Predictor {
  /** Null until the process has said it. */
  backend(): BackendInfo | null;
}

/** @param regressor which one the open project wants, asked at every call */
export function createPredictor(
  compute: Compute,
  regressor: () => RegressorChoice,
): ComputePredictor {
  let backend: BackendInfo | null = null;
  return {
    backend: () => backend,
    async info() {
      backend = await compute.call(undefined, (client) => client.info({}));
      return backend;
    },
    predict: (file, preset) =>
      compute.call(file.name, (client) =>
        client.predict({ ...file, preset, regressor: regressor() }),
      ),
    predictInBox: (file, box) =>
      compute.call(file.name, (client) =>
        client.predictInBox({ ...file, box, regressor: regressor() }),
      ),
    regress: (file, query) =>
      compute.call(file.name, (client) =>
        client.regress({ ...query, file, regressor: regressor() }),
      ),
  };
}
