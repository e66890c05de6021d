/** Real pictures, from the file to the body, against what somebody saw in them (`photographs.json`). */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BodyFit, Person } from '../../src/contract/person.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { matrixFromAxisAngle } from '../../src/core/math/rotation.ts';
import { type Engine, openEngine, SAMPLE_FOLDER } from '../../src/engine/open-engine.ts';
import { model } from '../fixtures/embedded.ts';

interface Seen {
  readonly facing: 'toward' | 'away' | 'left' | 'right';
  /** Hands above their elbows; left out when none is to be tested. */
  readonly lifted?: 'left' | 'right' | 'both';
}

const { pictures } = JSON.parse(readFileSync('test/golden/photographs.json', 'utf8')) as {
  pictures: Record<string, Seen[]>;
};
const photographs = resolve(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'images');
const placeOf = (name: string) =>
  [join(SAMPLE_FOLDER, name), join(photographs, name)].find(existsSync);

let home: string;
let engine: Engine;
const mesh = createPosedMesh(model);

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-photographs-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  for (const name of Object.keys(pictures)) {
    const place = placeOf(name);
    if (place !== undefined) symlinkSync(place, join(home, name));
  }
  engine = openEngine({ host: 'cli', projectFile: join(home, 'p.spin') });
  await engine.openFolder(home);
  await engine.jobs.ended(engine.predictions.predict(null).id);
}, 300_000);
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

/** The people of a picture from left to right. */
function peopleIn(name: string): Person[] {
  const { rows } = engine.images.page({ text: name, states: [], offset: 0, limit: 1 });
  const people = engine.people.list(rows[0]?.id ?? 0);
  return people.toSorted((a, b) => a.box.x + a.box.width / 2 - b.box.x - b.box.width / 2);
}

/** Directions of the body's own axes in the camera (x right, y down, z forward). */
function axesOf({ pose }: BodyFit) {
  const R = new Float64Array(9);
  matrixFromAxisAngle(Float64Array.from(pose.slice(0, 3)), 0, R, 0);
  return { up: [R[1], R[4], R[7]], front: [R[2], R[5], R[8]] };
}

function facingOf(fit: BodyFit): Seen['facing'] {
  const [x = 0, , z = 0] = axesOf(fit).front;
  if (Math.abs(z) > Math.abs(x)) return z < 0 ? 'toward' : 'away';
  return x < 0 ? 'left' : 'right';
}

/** Hands above their elbows in the picture: landmarks 20 and 18 on the left, 21 and 19 on the right. */
function liftedHands({ pose, betas, translation }: BodyFit): { left: boolean; right: boolean } {
  const of = (values: readonly number[]) => Float64Array.from(values);
  const body = { pose: of(pose), betas: of(betas), translation: of(translation) };
  const points = meshLandmarks(mesh, body);
  const y = (landmark: number) => points[3 * landmark + 1] ?? 0;
  return { left: y(20) < y(18), right: y(21) < y(19) };
}

describe.each(Object.entries(pictures))('%s', (name, seen) => {
  it.skipIf(placeOf(name) === undefined)(
    'has the people that are in it, upright, turned as they are',
    () => {
      const people = peopleIn(name);
      expect(people.length).toBe(seen.length);
      for (const [i, { facing, lifted }] of seen.entries()) {
        const fit = people[i]?.fit;
        if (fit == null) throw new Error(`Person ${i + 1} has no body.`);
        expect(axesOf(fit).up[1], 'up').toBeLessThan(-0.7);
        expect(facingOf(fit), `person ${i + 1}`).toBe(facing);
        const hands = liftedHands(fit);
        if (lifted === 'left' || lifted === 'both') expect(hands.left, 'left hand').toBe(true);
        if (lifted === 'right' || lifted === 'both') expect(hands.right, 'right hand').toBe(true);
      }
    },
  );
});
