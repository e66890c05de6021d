/** Everyone in every picture of a folder, as the machine leaves them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../src/contract/person.ts';
import { openEngine } from '../../src/engine/open-engine.ts';

export interface PredictedPicture {
  readonly name: string;
  readonly people: readonly Person[];
}

/** In natural order of the names; nothing of it is kept on the disk. */
export async function predictFolder(folder: string): Promise<PredictedPicture[]> {
  const home = mkdtempSync(join(tmpdir(), 'spin-measure-'));
  process.env.SPIN_STUDIO_HOME = home;
  const engine = openEngine({ host: 'cli' });
  try {
    await engine.openFolder(folder);
    await engine.jobs.ended(engine.predictions.predict(null).id);
    const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 1000 });
    return rows.map(({ id, name }) => ({ name, people: engine.people.list(id) }));
  } finally {
    await engine.close();
    rmSync(home, { recursive: true, force: true });
  }
}
