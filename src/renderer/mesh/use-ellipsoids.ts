import { useMemo } from 'react';
import type { BodyModel } from '../../core/body/body-model.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { knownUncertainty, selectedPerson, useStudio } from '../state/studio-state.ts';
import { landmarkPlaces } from './landmark-places.ts';
import type { EllipsoidShapes } from './uncertainty-ellipsoids.ts';

/** Those of the selected person's points, while they are asked for and known. */
export function useEllipsoids(model: BodyModel | undefined): EllipsoidShapes | null {
  const isShown = useStudio((state) => state.showsUncertainty);
  const known = useStudio(knownUncertainty);
  const fit = useStudio((state) => (state.gesture === null ? state.uncertainty?.fit : undefined));
  const jointSet = useStudio((state) => selectedPerson(state)?.jointSet);
  return useMemo(() => {
    if (!isShown || !model || !known || !fit || !jointSet) return null;
    return {
      places: landmarkPlaces(model, fit),
      matrices: known.ellipsoids95,
      landmarks: jointSetOf(jointSet).landmarks,
    };
  }, [isShown, model, known, fit, jointSet]);
}
