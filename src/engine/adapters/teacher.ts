/** The services' teacher, on the compute process. */
import type { RegressorChoice } from '../../contract/regressor.ts';
import type { TrainEnd } from '../../contract/training-compute.ts';
import type { Teacher } from '../services/training/run-parts.ts';
import type { Compute } from './compute-client.ts';

/** @param asWished what the user has chosen of how a regressor sees pictures; a run has its own */
export function createTeacher(
  compute: Compute,
  asWished: (choice: RegressorChoice) => RegressorChoice,
): Teacher {
  return {
    train: (query, onMessage, signal) =>
      compute.call(undefined, async (client) => {
        let end: TrainEnd | undefined;
        for await (const message of await client.train(query, { signal })) {
          if (message.kind === 'end') end = message;
          else onMessage(message);
        }
        signal.throwIfAborted();
        if (end === undefined) throw new Error('A training ended without a word.');
        return end;
      }),
    async stop() {
      await compute.call(undefined, (client) => client.stopTraining({}));
    },
    instant: (query) =>
      compute.call(undefined, (client) =>
        client.instant({ ...query, start: asWished(query.start) }),
      ),
  };
}
