/**
 * Everything that a page or a command line can ask of the engine. Folders are grants made by the
 * host and images are ids: no path crosses this border. A failure is the typed error `STUDIO`.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';
import { bodyCandidates } from './candidate.ts';
import { constraints } from './constraints.ts';
import { evaluationRequest, evaluationSummary, truthChoice } from './evaluation.ts';
import { exportCheck, exportRequest } from './export.ts';
import { imageRow, imageSort, imageState } from './image.ts';
import { importChoice, importPreview } from './import.ts';
import { job } from './job.ts';
import { box, keypoint } from './keypoint.ts';
import { bodyName, bodyUse, modelReport } from './models.ts';
import { bodyFit, fitPreset, person } from './person.ts';
import { historyState, projectInfo, studioEvent } from './project.ts';
import { bulkAudit, reviewChoice, reviewEntry, reviewPage, reviewQueue } from './review.ts';
import { settingsChange, settingsState } from './settings.ts';
import { grant, nativeLibrary, systemInfo } from './system.ts';
import {
  instantPreview,
  regressorInUse,
  trainingPlan,
  trainingRecipe,
  trainingRun,
  trainingSettings,
} from './training.ts';
import { bodyUncertainty } from './uncertainty.ts';
import { videoChoice, videoInfo } from './video.ts';

const studio = oc.errors({
  STUDIO: { data: z.object({ code: z.string(), data: z.unknown() }) },
});

const none = z.object({});
const ofPerson = z.object({ personId: z.int() });
const ofImage = z.object({ imageId: z.int() });
const importFile = importChoice.extend({ grantId: z.string(), path: z.string() });
const ofJob = z.object({ jobId: z.string() });
const ofRun = z.object({ runId: z.int() });

export const studioContract = {
  system: {
    info: studio.input(none).output(systemInfo),
    /** A snapshot of everything first, then each change. Ends when the engine closes. */
    events: studio.input(none).output(eventIterator(studioEvent)),
    /** The start of a browser's or a window's session: which folders it may open. */
    grants: studio.input(none).output(z.array(grant)),
    /** Sub-folders of a place under a grant, for hosts without a folder dialog. */
    browse: studio.input(z.object({ grantId: z.string(), path: z.string() })).output(
      z.object({
        folders: z.array(z.string()),
        images: z.int(),
        /** That people can be imported from. */
        files: z.array(z.string()),
      }),
    ),
    /** Shows the host's own folder dialog; null when the user cancelled it. */
    chooseFolder: studio.input(none).output(grant.nullable()),
  },
  settings: {
    get: studio.input(none).output(settingsState),
    /** Changes some values for good, and for every page at once. */
    set: studio.input(settingsChange.omit({ models: true })).output(settingsState),
  },
  compute: {
    nativeLibrary: studio.input(none).output(nativeLibrary),
    /** Fetches and proves it, then starts the compute process anew; a user has agreed to the size. */
    setUpNative: studio.input(none).output(job),
  },
  models: {
    /** What is in the folder with the user's licensed files. */
    report: studio.input(none).output(modelReport),
    /** Keeps a folder for all projects. */
    choose: studio
      .input(z.object({ grantId: z.string(), path: z.string().default('') }))
      .output(modelReport),
    /** Forgets the folder; nothing in it is touched. */
    forget: studio.input(none).output(modelReport),
    /** What the open project fits. */
    inUse: studio.input(none).output(bodyUse),
    /** Another body for the open project: everyone is fitted again. Null when it is that one. */
    use: studio.input(z.object({ body: bodyName })).output(job.nullable()),
  },
  project: {
    info: studio.input(none).output(projectInfo.nullable()),
    open: studio
      .input(z.object({ grantId: z.string(), path: z.string().default('') }))
      .output(projectInfo),
    openSample: studio.input(none).output(projectInfo),
    /** Looks at the folder again: new, changed and vanished files. */
    rescan: studio.input(none).output(job),
    /** Whether the pictures are frames of a video, and why nobody can be smoothed in time if so. */
    video: studio.input(none).output(videoInfo),
    setVideo: studio.input(videoChoice).output(videoInfo),
  },
  images: {
    /** A window of the list. `text` is in the language of `core/search`; else `search/invalid`. */
    page: studio
      .input(
        z.object({
          text: z.string().default(''),
          states: z.array(imageState).default([]),
          sort: imageSort.default('name'),
          offset: z.int().nonnegative(),
          limit: z.int().min(1).max(1000),
        }),
      )
      .output(z.object({ total: z.int(), rows: z.array(imageRow) })),
    get: studio.input(ofImage).output(imageRow),
    /** Nearest image before or after this one, optionally only those that need a decision. */
    neighbour: studio
      .input(z.object({ imageId: z.int(), step: z.int(), undecidedOnly: z.boolean() }))
      .output(imageRow.nullable()),
    /** "Nobody is here", said by a person; false takes it back. */
    setEmpty: studio.input(ofImage.extend({ empty: z.boolean() })).output(imageRow),
  },
  people: {
    list: studio.input(ofImage).output(z.array(person)),
    /** Finds the person in the box, regresses and fits. */
    add: studio.input(ofImage.extend({ box })).output(person),
    remove: studio.input(ofPerson).output(none),
    /**
     * What the machine had made of a person before a hand was on it; for an imported one what the file
     * said. Null when there was never anything but a hand's work.
     */
    machine: studio.input(ofPerson).output(person.nullable()),
    /** Back to the machine's result, as one step. */
    reset: studio.input(ofPerson.extend({ revision: z.int() })).output(person),
    /** Two people of a picture are one: `personId` gets these points, the other one goes. One step. */
    merge: studio
      .input(ofPerson.extend({ revision: z.int(), otherId: z.int(), keypoints: z.array(keypoint) }))
      .output(person),
    /**
     * One gesture: new keypoints or constraints, and the body that the page showed for them. `revision` is the one
     * that the gesture began with; another one is refused with `person/changed`.
     */
    edit: studio
      .input(
        ofPerson.extend({
          revision: z.int(),
          label: z.string().max(200),
          keypoints: z.array(keypoint),
          constraints,
          fit: bodyFit.nullable(),
        }),
      )
      .output(person),
    decide: studio
      .input(
        ofPerson.extend({
          decision: z.enum(['accepted', 'rejected', 'undecided']),
          reason: z.string().max(200).nullable(),
        }),
      )
      .output(person),
    /** Said beside the state, which stays as it is; what is left out stays too. */
    flag: studio
      .input(
        ofPerson.extend({
          marked: z.boolean().optional(),
          /** Empty takes it away. */
          note: z.string().max(2000).optional(),
        }),
      )
      .output(person),
    /** Known for the image, so for everyone in it; null takes what the image says. */
    setFocalLength: studio
      .input(ofImage.extend({ focalLengthPx: constraints.shape.focalLengthPx }))
      .output(z.array(person)),
  },
  fit: {
    /** A warm-started refit while a point is dragged; newest wins, nothing is stored. */
    live: studio
      .input(
        ofPerson.extend({
          /** Comes back with the answer, so that a late one is known. */
          sequence: z.int(),
          keypoints: z.array(keypoint),
          constraints,
          /** Index of the point in hand; it pulls as a placed one. */
          dragged: z.int().nullable(),
          start: bodyParameters,
        }),
      )
      .output(z.object({ sequence: z.int(), fit: bodyFit, milliseconds: z.number() })),
    /**
     * Regression on the present points and the full fit from both answers; stored. Without a preset
     * that of the present fit.
     */
    refine: studio
      .input(ofPerson.extend({ revision: z.int(), preset: fitPreset.optional() }))
      .output(person),
    /** Bodies that the points allow too, beside the one that is shown; nothing is stored. */
    candidates: studio.input(ofPerson.extend({ revision: z.int() })).output(bodyCandidates),
    /** How sure the stored body of this revision is; null without one. */
    uncertainty: studio
      .input(ofPerson.extend({ revision: z.int() }))
      .output(bodyUncertainty.nullable()),
  },
  review: {
    /** Puts the undecided people in an order that stays while they are worked through. */
    queue: studio.input(reviewChoice).output(reviewQueue),
    /** A window of it as its people are now. An unknown queue is refused with `review/gone`. */
    page: studio
      .input(
        z.object({
          queueId: z.int(),
          offset: z.int().nonnegative(),
          limit: z.int().min(1).max(500),
        }),
      )
      .output(reviewPage),
    /** The next of it who is undecided, from a place on; null when nobody is left. */
    next: studio
      .input(z.object({ queueId: z.int(), from: z.int() }))
      .output(reviewEntry.nullable()),
    /** Draws who stands for all people with a body under this error. */
    startAudit: studio
      .input(z.object({ underPx: z.number().positive(), seed: z.int() }))
      .output(bulkAudit),
    audit: studio.input(z.object({ auditId: z.int() })).output(bulkAudit),
    /** Accepts all the others as one step; refused with `review/audit-open` before everyone drawn is decided. */
    acceptAudited: studio
      .input(z.object({ auditId: z.int() }))
      .output(z.object({ accepted: z.int(), sentence: z.string() })),
  },
  history: {
    state: studio.input(none).output(historyState),
    undo: studio.input(none).output(historyState),
    redo: studio.input(none).output(historyState),
  },
  jobs: {
    list: studio.input(none).output(z.array(job)),
    cancel: studio.input(ofJob).output(none),
    /** Rests after what is under way, and goes on. */
    pause: studio.input(ofJob).output(none),
    resume: studio.input(ofJob).output(none),
    /** Only what has failed in a job that looked for people. */
    retry: studio.input(ofJob).output(job),
    /** Detect, regress and fit images that no person has touched; all of them when ids are null. */
    predict: studio.input(z.object({ imageIds: z.array(z.int()).nullable() })).output(job),
    /** Fits people again that no person has touched. */
    refit: studio.input(none).output(job),
    /** Fits people over time whom no person has touched; those that a person has touched draw them. */
    smooth: studio.input(none).output(job),
  },
  training: {
    /** What a training would use and take; `settings` asks for the minutes of these. */
    plan: studio
      .input(z.object({ recipe: trainingRecipe, settings: trainingSettings.nullable() }))
      .output(trainingPlan),
    /** Cheap: worked out beside the edits, after each accept, and told as an event too. */
    instant: studio.input(none).output(instantPreview),
    /** All runs, newest first, without the bodies of their reports. */
    runs: studio.input(none).output(z.array(trainingRun)),
    run: studio.input(ofRun).output(trainingRun),
    start: studio.input(trainingSettings).output(trainingRun),
    /** Ends after the step in hand and keeps the best epoch. */
    stop: studio.input(ofRun).output(none),
    /** Goes on from the last whole epoch, with a smaller batch if asked. */
    resume: studio
      .input(ofRun.extend({ batchSize: trainingSettings.shape.batchSize.nullable() }))
      .output(trainingRun),
    /** Removes its files for good and keeps its row; never what is in use or could be rolled back to. */
    delete: studio.input(ofRun).output(trainingRun),
    regressor: studio.input(none).output(regressorInUse),
    /**
     * Works with a run's model from now on, or with what was brought along when null; any model can be
     * taken up again at any time. `repredict` lets it look at untouched people again: a job.
     */
    adopt: studio
      .input(z.object({ runId: z.int().nullable(), repredict: z.boolean() }))
      .output(regressorInUse),
    /** Back to the model that was in use before. */
    rollBack: studio.input(none).output(regressorInUse),
  },
  imports: {
    /** What an import of this file, or folder, would do; nothing is changed. */
    preview: studio.input(importFile).output(importPreview),
    /** One undoable step. */
    run: studio.input(importFile).output(job),
  },
  exports: {
    check: studio.input(exportRequest).output(exportCheck),
    /** Writes into a folder named after the export, below the project's export folder. */
    run: studio.input(exportRequest).output(job),
  },
  evaluations: {
    /** Files beside the pictures that may hold their truth; the sample project brings its own. */
    truths: studio.input(none).output(truthChoice),
    /** Compares everyone with the truth and writes a report and tables beside the exports. */
    run: studio.input(evaluationRequest).output(job),
    /** Of a job that has ended well; null before. */
    summary: studio.input(z.object({ jobId: z.string() })).output(evaluationSummary.nullable()),
  },
};
