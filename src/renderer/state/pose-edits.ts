/** Edits of several points at once: swap, copy, paste, merge, back to the machine. One step each. */

import type { Constraints } from '../../contract/constraints.ts';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { Person } from '../../contract/person.ts';
import { type CopiedPose, poseOfText, textOfPose } from '../../contract/pose-clipboard.ts';
import { boxOfKeypoints } from '../../core/keypoints/box.ts';
import { type JointSet, jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { everyPoint, limbName, limbPairs } from '../../core/keypoints/limbs.ts';
import {
  fittedInto,
  mergedPoints,
  mirrored,
  mostAlikePair,
  mostOverlapping,
  shifted,
  swappedSides,
} from '../../core/keypoints/pose-edits.ts';
import { client } from '../client/connection.ts';
import {
  beginGesture,
  editSelected,
  endGesture,
  inTurn,
  moveGesture,
  pointName,
  refine,
  replacePerson,
  type Step,
} from './editing.ts';
import { attempt, type StudioState, say, selectedPerson, studio } from './studio-state.ts';

/** Left and right of the chosen joint's limb, or of the whole body, are the other way round. */
export function swapSides(reach: 'limb' | 'body'): Promise<void> {
  return editSelected(async (person) => {
    const set = jointSetOf(person.jointSet);
    const { point } = studio.getState();
    const which = reach === 'body' ? everyPoint(set) : limbPairs(set, point ?? -1);
    if (which.length === 0) return sayNothing('This joint is in the middle: it has no other side.');
    const word = reach === 'body' ? 'the body' : `the ${limbName(set, point ?? 0)}s`;
    return {
      label: `Swap left and right of ${word}`,
      changed: {
        keypoints: swappedSides(set, person.keypoints, which),
        constraints: swappedPicks(set, person.constraints, which),
      },
    };
  });
}

/** What is known of a bone's depth goes with its points. */
function swappedPicks(
  set: JointSet,
  constraints: Constraints,
  which: readonly number[],
): Constraints {
  const other = new Map(which.map((i) => [set.landmarks[i], set.landmarks[set.flip[i] ?? i]]));
  const depthPicks = constraints.depthPicks.map((pick) => ({
    ...pick,
    joint: other.get(pick.joint) ?? pick.joint,
  }));
  return { ...constraints, depthPicks };
}

/** The pose that whoever stood here in the picture before had, with what was seen of it. */
export function copyFromPrevious(): Promise<void> {
  return editSelected(async (person) => {
    const { imageId } = person;
    const before = await client.images.neighbour({ imageId, step: -1, undecidedOnly: false });
    if (before === null) return sayNothing('This is the first picture: there is none before it.');
    const there = await client.people.list({ imageId: before.id });
    const alike = there.filter(({ jointSet }) => jointSet === person.jointSet);
    const found = mostOverlapping(person.box, alike);
    if (found === undefined) return sayNothing(`Nobody stands here in ${before.name}.`);
    const { keypoints } = found.person;
    const changed = { keypoints: shifted(keypoints, [...keypoints.keys()], 0, 0) };
    return { label: `Copy the pose from ${before.name}`, changed };
  });
}

/** Where a browser forbids the clipboard, a pose can still be pasted in its own page. */
let lastCopied: string | undefined;

export async function copyPose(): Promise<void> {
  const person = selectedPerson(studio.getState());
  if (person === undefined) return;
  lastCopied = textOfPose(person);
  try {
    await navigator.clipboard.writeText(lastCopied);
    say('info', 'Pose copied. Ctrl+V pastes it, Ctrl+Shift+V mirrored.');
  } catch {
    say('info', 'Pose copied for this window only: the browser does not share its clipboard.');
  }
}

export function pastePose(isMirrored: boolean): Promise<void> {
  return editSelected(async (person) => {
    const copied = poseOfText(await clipboardText());
    if (copied.jointSet !== person.jointSet) {
      return sayNothing('The copied pose has other joints than this person. Nothing was changed.');
    }
    const keypoints = pasted(copied, person, isMirrored);
    return { label: isMirrored ? 'Paste a pose mirrored' : 'Paste a pose', changed: { keypoints } };
  });
}

async function clipboardText(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return lastCopied ?? ''; // not allowed, or no clipboard on a page without a certificate
  }
}

/** As large as this person and in the same place. */
function pasted({ keypoints }: CopiedPose, { jointSet, box }: Person, isMirrored: boolean) {
  const points = isMirrored ? mirrored(jointSetOf(jointSet), keypoints) : keypoints;
  return fittedInto<Keypoint>(points, boxOfKeypoints(points), box);
}

/** Who may be there twice: the selected person and who overlaps most, else the two most alike. */
export function suggestedPair(
  state: Pick<StudioState, 'people' | 'personId'>,
): { readonly pair: readonly [Person, Person]; readonly overlap: number } | undefined {
  const own = state.people.find(({ id }) => id === state.personId);
  if (own === undefined) return mostAlikePair(state.people);
  const found = mostOverlapping(
    own.box,
    state.people.filter(({ id }) => id !== own.id),
  );
  return found && { pair: [own, found.person], overlap: found.overlap };
}

/** Two become one; what a hand has placed wins. */
export function mergePair(): Promise<void> {
  return inTurn(async () => {
    const found = suggestedPair(studio.getState());
    if (found === undefined) return say('info', 'Nobody overlaps here: there is nobody to merge.');
    const [kept, other] = found.pair.toSorted((a, b) => byHand(b) - byHand(a));
    if (kept === undefined || other === undefined) return;
    if (kept.jointSet !== other.jointSet) return say('info', 'These two have different joints.');
    const { id: personId, revision } = kept;
    const keypoints = mergedPoints(kept.keypoints, other.keypoints);
    const merge = { personId, revision, otherId: other.id, keypoints };
    const merged = await attempt(client.people.merge(merge));
    if (merged === undefined) return;
    studio.setState({ personId, point: null });
    replacePerson(merged);
    say('info', `Merged two people with ${percent(found.overlap)} overlap. Ctrl+Z parts them.`);
    void refine(merged);
  });
}

export function percent(part: number): string {
  return `${Math.round(100 * part)} %`;
}

function byHand({ keypoints }: Person): number {
  return keypoints.filter(({ source }) => source === 'hand').length;
}

/** The chosen joint where the machine had it. */
export function resetJoint(): Promise<void> {
  return editSelected(async (person) => {
    const { point } = studio.getState();
    const machine = await client.people.machine({ personId: person.id });
    const place = point === null ? undefined : machine?.keypoints[point];
    if (point === null || place === undefined) return undefined;
    const label = `Reset ${pointName(person, point)}`;
    return { label, changed: { keypoints: person.keypoints.with(point, place) } };
  });
}

/** Points, body and what is known of it as the machine had them. */
export function resetPerson(): Promise<void> {
  return inTurn(async () => {
    const person = selectedPerson(studio.getState());
    if (person === undefined) return;
    const { id: personId, revision } = person;
    replacePerson(await attempt(client.people.reset({ personId, revision })));
  });
}

/** The whole person by some pixels of the image. */
export function nudgePerson(dx: number, dy: number): Promise<void> {
  return inTurn(async () => {
    const person = selectedPerson(studio.getState());
    const first = person?.keypoints[0];
    if (person === undefined || first === undefined) return;
    beginGesture(person, null, [...person.keypoints.keys()]);
    moveGesture(first.x + dx, first.y + dy);
    await endGesture('Nudge the person');
  });
}

function sayNothing(message: string): Step | undefined {
  say('info', message);
  return undefined;
}
