/** The body that the open project works with: one at a time, in all threads and processes. */
import { EMBEDDED_BODY, isSameBody } from '../../contract/body-source.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { prepareMixture } from '../../core/fit/terms/mixture-prior.ts';
import type { BodyInUse } from '../services/ports.ts';
import { loadBody, loadPriorOf } from './model-files/load-body.ts';
import { whereFilesAre } from './model-files/where-files-are.ts';

/**
 * @param folder where to look for files that are no longer where they were
 * @param onChange told of another body, when it is loaded and before it is used
 */
export function createBodyInUse(
  folder: () => string | null,
  onChange: (model: BodyModel) => void,
): BodyInUse {
  let source = EMBEDDED_BODY;
  let model = loadBody(source);
  return {
    source: () => source,
    model: () => model,
    use(wanted) {
      const next = whereFilesAre(wanted, folder());
      if (isSameBody(next, source)) {
        source = next;
        return;
      }
      const loaded = loadBody(next);
      prepareMixture(loadPriorOf(next)); // whatever is wrong with the prior is said now
      source = next;
      model = loaded;
      onChange(model);
    },
  };
}
