/** One person after the other: look, mend what is worst, accept; reject when nothing helps. */
import type { Page } from '@playwright/test';
import type { Person } from '../../../src/contract/person.ts';
import type { Bone } from '../../../src/core/body/bones.ts';
import { COCO17 } from '../../../src/core/keypoints/joint-sets.ts';
import type { Random } from '../../../src/core/math/random.ts';
import type { StudioClient } from '../../../src/renderer/client/connection.ts';
import { createHands, type Handles, type Hands, seeHandles } from './hands.ts';
import { aimed, LOOK_MS, type Place } from './human.ts';
import { bodyErrors, pointError, TOLERANCE, type Truth, wrongLimbs } from './truth.ts';

/** Who is not right after so many gestures is hopeless. */
const MOST_GESTURES = 12;
/** A joint or a limb that so many gestures have not mended is left to the others. */
const MOST_TRIES = 2;

export interface Outcome {
  readonly name: string;
  readonly decision: 'accepted' | 'rejected';
  readonly humanSeconds: number;
  readonly machineSeconds: number;
  readonly drags: number;
  readonly keys: number;
  readonly flips: number;
  /** What was done, in order. */
  readonly gestures: readonly string[];
  /** Largest distances from the truth when decided, shares of the height: handles, joints of the body. */
  readonly worstHandle: number;
  readonly worstBodyJoint: number;
  readonly wrongLimbs: readonly string[];
}

export interface Desk {
  readonly page: Page;
  /** Reads what the page shows; nothing is written through it. */
  readonly client: StudioClient;
  readonly random: Random;
}

type Fault =
  | { readonly kind: 'joint'; readonly point: number }
  | { readonly kind: 'limb'; readonly bone: Bone };

/** The picture is open and its person shown. */
export async function annotate(desk: Desk, imageId: number, truth: Truth): Promise<Outcome> {
  const hands = createHands(desk.page);
  const tries = new Map<string, number>();
  const gestures: string[] = [];
  let person = await lookAt(desk, hands, imageId);
  let fault = worstFault(truth, person, tries);
  while (fault !== undefined && gestures.length < MOST_GESTURES) {
    const name = nameOf(fault);
    gestures.push(name);
    tries.set(name, (tries.get(name) ?? 0) + 1);
    await mend(desk, hands, { fault, person, truth });
    person = await lookAt(desk, hands, imageId);
    fault = worstFault(truth, person, tries);
  }
  const isRight = worstFault(truth, person, new Map()) === undefined;
  await decide(desk, hands, isRight);
  return outcomeOf(truth, person, { hands, gestures, isRight });
}

/** What a person sees once the machine is at rest. */
async function lookAt({ page, client }: Desk, hands: Hands, imageId: number): Promise<Person> {
  await hands.look(LOOK_MS);
  await hands.until('the fitted body', async () => (await page.locator('.busy').count()) === 0);
  const [person] = await client.people.list({ imageId });
  if (person === undefined) throw new Error('Nobody was found in the picture.');
  return person;
}

/** The joint farthest off, else a limb that leads the wrong way. */
function worstFault(
  truth: Truth,
  person: Person,
  tries: ReadonlyMap<string, number>,
): Fault | undefined {
  const errorOf = (point: number) => pointError(truth, point, person.keypoints[point]);
  const joints = [...truth.visible]
    .filter((point) => errorOf(point) > TOLERANCE)
    .toSorted((a, b) => errorOf(b) - errorOf(a))
    .map((point) => ({ kind: 'joint', point }) as const);
  const limbs = wrongLimbs(truth, person).map((bone) => ({ kind: 'limb', bone }) as const);
  return [...joints, ...limbs].find((fault) => (tries.get(nameOf(fault)) ?? 0) < MOST_TRIES);
}

function nameOf(fault: Fault): string {
  if (fault.kind === 'joint') return `drag ${COCO17.pointNames[fault.point]}`;
  return `flip ${fault.bone.name}`;
}

interface Mending {
  readonly fault: Fault;
  readonly person: Person;
  readonly truth: Truth;
}

async function mend({ page, random }: Desk, hands: Hands, mending: Mending): Promise<void> {
  const { fault, person, truth } = mending;
  const seen = await seeHandles(page);
  if (seen === undefined) throw new Error('The person has no handles.');
  if (fault.kind === 'limb') {
    await hands.click(handleAt(seen, COCO17.landmarks.indexOf(fault.bone.joint)));
    await hands.key('f');
    return;
  }
  const from = handleAt(seen, fault.point);
  const { x = 0, y = 0 } = person.keypoints[fault.point] ?? {};
  const { x: wantedX, y: wantedY } = truth.places[fault.point] as Place;
  const { scale } = seen;
  const heightPx = scale * truth.heightPx;
  const goal = { x: from.x + scale * (wantedX - x), y: from.y + scale * (wantedY - y) };
  await hands.drag(from, aimed(goal, heightPx, random), heightPx);
}

function handleAt({ places }: Handles, point: number): Place {
  const place = places.get(point);
  if (place === undefined)
    throw new Error(`There is no handle of the ${COCO17.pointNames[point]}.`);
  return place;
}

/** One key; over when the next person is there, or it is said that there is none. */
async function decide({ page }: Desk, hands: Hands, isRight: boolean): Promise<void> {
  const picture = page.locator('section[data-canvas]');
  const before = await picture.getAttribute('aria-label');
  await hands.key(isRight ? 'Enter' : 'x');
  await hands.until('the next person', async () => {
    if (await page.getByText('Everyone here is decided').isVisible()) return true;
    const isNext = (await picture.getAttribute('aria-label')) !== before;
    return isNext && (await page.locator('.skeleton.selected').isVisible());
  });
}

interface Work {
  readonly hands: Hands;
  readonly gestures: readonly string[];
  readonly isRight: boolean;
}

function outcomeOf(truth: Truth, person: Person, { hands, gestures, isRight }: Work): Outcome {
  const { humanMs, machineMs, drags, keys } = hands.spent;
  const handles = [...truth.visible].map((i) => pointError(truth, i, person.keypoints[i]));
  return {
    name: truth.name,
    decision: isRight ? 'accepted' : 'rejected',
    humanSeconds: humanMs / 1000,
    machineSeconds: machineMs / 1000,
    drags,
    keys,
    flips: gestures.filter((name) => name.startsWith('flip')).length,
    gestures,
    worstHandle: Math.max(...handles),
    worstBodyJoint: Math.max(...bodyErrors(truth, person)),
    wrongLimbs: wrongLimbs(truth, person).map(({ name }) => name),
  };
}
