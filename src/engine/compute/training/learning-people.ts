/** The people of a run, from its file to what training works with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type LearningPerson,
  learningPeople,
  PEOPLE_FILE,
} from '../../../contract/training-compute.ts';
import type { JudgedPerson } from '../../../core/train/person-errors.ts';
import type { TrainingPerson } from '../../../core/train/training-person.ts';
import { bodyFromWire } from '../../adapters/person-fit.ts';

export async function readPeople(runFolder: string): Promise<LearningPerson[]> {
  const text = await readFile(join(runFolder, PEOPLE_FILE), 'utf8');
  return learningPeople.parse(JSON.parse(text)).people;
}

/** An accepted body is the truth that is learnt; of an untouched person the fits are. */
export function trainingPersonOf(person: LearningPerson): TrainingPerson {
  const { personId, imageSha256, jointSet, keypoints, camera, role, fit } = person;
  const isAccepted = role !== 'untouched';
  return {
    id: personId,
    imageHash: imageSha256,
    jointSet,
    keypoints,
    camera,
    decision: isAccepted ? 'accepted' : 'open',
    truth: isAccepted ? bodyFromWire(fit) : undefined,
    weight: 1,
  };
}

/** As somebody is judged who was accepted; the person's own record comes along. */
export function judgedPersonOf(person: LearningPerson): JudgedPerson & { record: LearningPerson } {
  const { jointSet, keypoints, camera, preset, constraints, fit, truth } = person;
  const { bakedBody } = constraints;
  return {
    record: person,
    jointSet,
    keypoints,
    camera,
    preset,
    regression: undefined,
    constraints: { ...constraints, bakedBody: bakedBody && bodyFromWire(bakedBody) },
    accepted: bodyFromWire(fit),
    truth: truth === null ? undefined : bodyFromWire(truth),
  };
}
