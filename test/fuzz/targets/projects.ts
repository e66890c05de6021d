/** Files of the studio's own: projects and settings. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_CONSTRAINTS } from '../../../src/contract/constraints.ts';
import { createSettingsFile } from '../../../src/engine/adapters/files/settings-file.ts';
import { openStore } from '../../../src/engine/adapters/sqlite/sqlite-store.ts';
import { createEventHub } from '../../../src/engine/services/event-hub.ts';
import { createSettings } from '../../../src/engine/services/settings.ts';
import type { PersonContent, Store } from '../../../src/engine/services/store.ts';
import { damagedJson } from '../mutate-json.ts';
import type { OpenTarget } from '../target.ts';

const PERSON: PersonContent = {
  state: 'predicted',
  reason: null,
  jointSet: 'coco17',
  keypoints: Array.from({ length: 17 }, (_, i) => ({
    x: 10 * i,
    y: 5 * i,
    confidence: 0.5,
    visibility: 'visible',
    source: 'detector',
    use: 'normal',
  })),
  constraints: NO_CONSTRAINTS,
  box: { x: 0, y: 0, width: 160, height: 80 },
  regression: null,
  imageEvidence: null,
  fit: null,
};

function fill(store: Store): void {
  store.imageFolder.set('/pictures');
  store.images.replaceList(['a.jpg', 'day 1/b.jpg', 'ünï.jpg']);
  for (const { id } of store.images.names()) {
    const [personId] = store.people.commit('Add', id, [{ personId: undefined, content: PERSON }]);
    const content = { ...PERSON, state: 'accepted' as const };
    store.people.commit('Accept', id, [{ personId, content }]);
  }
  store.history.undo();
}

/** All that the window asks for when a project is opened. */
function look(store: Store): void {
  store.images.page({ text: '', states: [], offset: 0, limit: 100 });
  store.images.counts();
  for (const { id } of store.images.names()) store.people.list(id);
  store.people.inStates(['accepted']);
  store.history.undo();
  store.history.redo();
  store.training.runs();
}

function remove(path: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
}

const project: OpenTarget = (folder) => {
  const good = join(folder, 'good.spin');
  const store = openStore(good);
  fill(store);
  store.close();
  const bytes = new Uint8Array(readFileSync(good));
  const path = join(folder, 'mutant.spin');
  return {
    seeds: [{ bytes }],
    read(mutant) {
      remove(path);
      writeFileSync(path, mutant);
      const opened = openStore(path);
      try {
        look(opened);
      } finally {
        opened.close();
      }
    },
  };
};

/** Broken settings are set aside and the program starts: nothing is thrown at all. */
const settings: OpenTarget = (folder) => {
  const text = JSON.stringify({
    version: 1,
    compute: { backend: 'wasm' },
    models: { folder: '/m' },
  });
  const seeds = [{ bytes: new TextEncoder().encode(text), damage: damagedJson }];
  const hub = createEventHub();
  return {
    seeds,
    read(mutant) {
      writeFileSync(join(folder, 'settings.json'), mutant);
      createSettings({ file: createSettingsFile(folder), hub, onChange: () => undefined }).state();
    },
  };
};

export const STUDIO_FILES: Readonly<Record<string, OpenTarget>> = { project, settings };
