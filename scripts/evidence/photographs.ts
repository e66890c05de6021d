/** What image evidence does to people in photographs, of whom only the points are known. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadFitter, loadLifterWeights } from '../../src/engine/adapters/embedded-models.ts';
import { loadDetector } from '../../src/engine/compute/detector.ts';
import { createEvidenceReader } from '../../src/engine/compute/image-evidence.ts';
import { createLifterRegressor } from '../../src/engine/compute/lifter-regressor.ts';
import { predictImage } from '../../src/engine/compute/predictor.ts';
import { model } from '../lifter/data.ts';

export interface Photograph {
  readonly name: string;
  /** Mean distance of keypoints and joints, one number a person, pixels of the picture. */
  readonly without: readonly number[];
  readonly with: readonly number[];
}

export async function measurePhotographs(folder: string): Promise<Photograph[]> {
  const parts = {
    detector: await loadDetector(),
    regressor: createLifterRegressor(loadLifterWeights()),
    evidence: createEvidenceReader(),
    fitter: loadFitter(model),
    bodyModel: { name: model.name, hash: model.hash },
  };
  const errors = async (name: string, imageEvidence: boolean) => {
    const file = { path: join(folder, name), name };
    const { people } = await predictImage(parts, file, { preset: 'anchored', imageEvidence });
    return people.flatMap(({ fit }) => (fit === null ? [] : [fit.meanErrorPx]));
  };
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const photographs = names.filter((n) => /\.(jpg|png)$/.test(n) && !n.startsWith('synthetic'));
  const rows: Photograph[] = [];
  for (const name of photographs) {
    rows.push({ name, without: await errors(name, false), with: await errors(name, true) });
  }
  return rows;
}
