import { useEffect, useState } from 'react';
import type { BodyModel } from '../../core/body/body-model.ts';
import { messageOf, say, useStudio } from '../state/studio-state.ts';
import { loadBody } from './body-model.ts';

/** The body once it is there. */
export function useBody(): BodyModel | undefined {
  const hash = useStudio(({ system }) => system?.bodyModel.hash);
  const [model, setModel] = useState<BodyModel>();
  useEffect(() => {
    if (hash !== undefined)
      loadBody(hash).then(setModel, (error) => say('error', messageOf(error)));
  }, [hash]);
  return model?.hash === hash ? model : undefined;
}
