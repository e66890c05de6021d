/** Which way a bone points in depth, said by key or click. Each is one step, and can be released. */
import type { BodyCandidate } from '../../contract/candidate.ts';
import type { Constraints } from '../../contract/constraints.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { type Bone, boneEndingAt, type DepthDirection, depthWords } from '../../core/body/bones.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { client } from '../client/connection.ts';
import { loadBody } from '../mesh/body-model.ts';
import { pointsTowards } from '../mesh/bone-ends.ts';
import { editSelected, type Step } from './editing.ts';
import { type PersonCandidates, say, selectedPerson, studio } from './studio-state.ts';

type Picks = Constraints['depthPicks'];
/** What F says next; undefined releases. */
const AFTER = { towards: 'away', away: 'flat', flat: undefined } as const;
const OTHER = { towards: 'away', away: 'towards' } as const;

/** Takes one of the bodies on offer; the one that is shown keeps the bone in question as it is. */
export function pickCandidate(index: number): Promise<void> {
  const { candidates: offer } = studio.getState();
  return editSelected(async (person) => {
    if (offer?.personId !== person.id || offer.revision !== person.revision) return undefined;
    return index === 0 ? keepShown(person, offer) : takeCandidate(person, offer.candidates[index]);
  });
}

function keepShown({ constraints }: Person, { candidates, rival }: PersonCandidates) {
  const turned = rival === null ? [] : (candidates[rival]?.turned ?? []);
  const picks = turned.map(({ joint, direction }) => ({ joint, direction: OTHER[direction] }));
  if (picks.length === 0) return undefined;
  return { label: labelOf(picks), changed: { constraints: withPicks(constraints, picks) } };
}

function takeCandidate(
  { constraints }: Pick<Person, 'constraints'>,
  candidate: BodyCandidate | undefined,
): Step | undefined {
  if (candidate === undefined) return undefined;
  const { fit, turned, isAnchored, label } = candidate;
  // Nothing would hold the body of the points alone in a fit that is near the regression again.
  if (!isAnchored) return { label: `Body ${label}`, changed: { fit }, isRefined: false };
  if (turned.length === 0) return { label: 'Body as it was', changed: { fit, constraints } };
  return { label: capital(label), changed: { fit, constraints: withPicks(constraints, turned) } };
}

/** F: the bone at the chosen joint, else the one in question: the other way, flat, released. */
export function cycleDepth(): Promise<void> {
  return editSelected(async (person) => {
    const bone = boneInQuestion(person);
    if (bone === undefined || person.fit === null) return undefined;
    const picked = person.constraints.depthPicks.find(({ joint }) => joint === bone.joint);
    const next = picked === undefined ? await otherWay(person.fit, bone) : AFTER[picked.direction];
    return next === undefined
      ? released(person, bone.joint)
      : pointing(person, person.fit, bone, next);
  });
}

/** K: the bone lies at right angles to the view. */
export function straighten(): Promise<void> {
  return editSelected(async (person) => {
    const bone = boneInQuestion(person);
    if (bone === undefined || person.fit === null) return undefined;
    return pointing(person, person.fit, bone, 'flat');
  });
}

export function releasePick(joint: number): Promise<void> {
  return editSelected(async (person) => released(person, joint));
}

interface Walk {
  readonly offer: PersonCandidates;
  /** What was known before the first of them was tried. */
  readonly constraints: Constraints;
  readonly at: number;
  /** Revision that trying it has led to. */
  readonly revision: number;
}
let walk: Walk | undefined;

/** Shift+F: the next of the bodies on offer, round to the one that was shown first. */
export async function nextCandidate(): Promise<void> {
  const { candidates: offer } = studio.getState();
  let tried: Omit<Walk, 'revision'> | undefined;
  await editSelected(async (person) => {
    const isGoingOn = walk?.offer.personId === person.id && walk.revision === person.revision;
    const from = isGoingOn ? walk : offer && { offer, constraints: person.constraints, at: 0 };
    const count = from?.offer.candidates.length ?? 0;
    if (!from || count < 2) {
      say('info', 'The points allow no other body.');
      return undefined;
    }
    tried = { ...from, at: (from.at + 1) % count };
    return takeCandidate(from, from.offer.candidates[tried.at]);
  });
  const revision = selectedPerson(studio.getState())?.revision;
  if (tried !== undefined && revision !== undefined) walk = { ...tried, revision };
}

/** The bone that ends at the chosen joint, or the one that the machine asks about. */
function boneInQuestion({ id, jointSet }: Person): Bone | undefined {
  const { point, candidates } = studio.getState();
  const chosen = point === null ? undefined : jointSetOf(jointSet).landmarks[point];
  const rival =
    candidates?.personId === id ? candidates.candidates[candidates.rival ?? -1] : undefined;
  const joint = chosen ?? rival?.turned[0]?.joint;
  const bone = joint === undefined ? undefined : boneEndingAt(joint);
  if (bone === undefined) say('info', 'Choose an elbow, wrist, knee or ankle: its bone is turned.');
  return bone;
}

async function otherWay(fit: BodyFit, bone: Bone): Promise<DepthDirection> {
  const model = await loadBody(fit.bodyModel.hash);
  return pointsTowards(model, fit, bone) ? 'away' : 'towards';
}

/** The engine turns the bone where the body contradicts the pick, and fits from there. */
async function pointing(
  { id: personId, keypoints, constraints: before }: Person,
  start: BodyFit,
  bone: Bone,
  direction: DepthDirection,
): Promise<Step> {
  const picks = [{ joint: bone.joint, direction }];
  const constraints = withPicks(before, picks);
  const { pose, betas, translation } = start;
  const query = { personId, sequence: 0, keypoints, constraints, dragged: null };
  const { fit } = await client.fit.live({ ...query, start: { pose, betas, translation } });
  return { label: labelOf(picks), changed: { constraints, fit } };
}

function released({ constraints }: Person, joint: number): Step {
  const depthPicks = constraints.depthPicks.filter((pick) => pick.joint !== joint);
  const name = boneEndingAt(joint)?.name ?? `joint ${joint}`;
  const label = `Release the depth of the ${name}`;
  return { label, changed: { constraints: { ...constraints, depthPicks } } };
}

function withPicks(constraints: Constraints, picks: Picks): Constraints {
  const joints = new Set(picks.map(({ joint }) => joint));
  const others = constraints.depthPicks.filter(({ joint }) => !joints.has(joint));
  return { ...constraints, depthPicks: [...others, ...picks] };
}

function labelOf(picks: Picks): string {
  const words = picks.map(({ joint, direction }) => {
    const bone = boneEndingAt(joint);
    return bone === undefined ? `joint ${joint} ${direction}` : depthWords(bone, direction);
  });
  return capital(words.join(', '));
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
