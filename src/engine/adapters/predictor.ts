/** The services' predictor, on the compute process. */
import type { RegressorChoice } from '../../contract/regressor.ts';
import type { BackendInfo } from '../../contract/system.ts';
import type { Predictor } from '../services/ports.ts';
import type { Compute } from './compute-client.ts';

export interface ComputePredictor extends Predictor {
  /** Null until the process has said it. */
  backend(): BackendInfo | null;
  /** Starts the process anew, for what is asked from now on. */
  restart(): void;
}

interface Asked {
  /** Which one the open project wants, at every call. */
  regressor(): RegressorChoice;
  /** Told which backend is active; null while the process starts. */
  onBackend(backend: BackendInfo | null): void;
}

export function createPredictor(
  compute: Compute,
  { regressor, onBackend }: Asked,
): ComputePredictor {
  let backend: BackendInfo | null = null;
  const tell = (now: BackendInfo | null) => {
    backend = now;
    onBackend(now);
  };
  const info = async () => {
    const found = await compute.call(undefined, (client) => client.info({}));
    tell(found);
    return found;
  };
  return {
    backend: () => backend,
    restart() {
      tell(null);
      compute.restart();
      // Without a backend the next call says why.
      info().catch((error: unknown) => console.error(String(error)));
    },
    info,
    predict: (file, preset, imageEvidence = true) =>
      compute.call(file.name, (client) =>
        client.predict({ ...file, preset, imageEvidence, regressor: regressor() }),
      ),
    regressPictures: (files) =>
      compute.call(files[0]?.name, (client) =>
        client.regressPictures({ files: [...files], regressor: regressor() }),
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
