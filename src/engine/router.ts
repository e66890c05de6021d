/** The contract, answered by the services. */
import { implement } from '@orpc/server';
import { studioContract } from '../contract/studio-contract.ts';
import type { Engine } from './open-engine.ts';

const os = implement(studioContract);

export function createRouter(engine: Engine) {
  const {
    projects,
    images,
    people,
    fits,
    predictions,
    smoothing,
    training,
    imports,
    exports,
    evaluations,
    review,
    history,
    jobs,
  } = engine;
  return os.router({
    system: {
      info: os.system.info.handler(() => engine.info()),
      events: os.system.events.handler(({ signal }) => engine.events(signal)),
      grants: os.system.grants.handler(() => engine.grants.list()),
      browse: os.system.browse.handler(({ input }) => engine.browse(input.grantId, input.path)),
      chooseFolder: os.system.chooseFolder.handler(() => engine.chooseFolder()),
    },
    settings: {
      get: os.settings.get.handler(() => engine.settings.state()),
      set: os.settings.set.handler(({ input }) => engine.settings.set(input)),
    },
    compute: {
      nativeLibrary: os.compute.nativeLibrary.handler(() => engine.nativeSetup.status()),
      setUpNative: os.compute.setUpNative.handler(() => engine.nativeSetup.start()),
    },
    models: {
      report: os.models.report.handler(() => engine.models.report()),
      choose: os.models.choose.handler(async ({ input }) =>
        engine.models.choose(await engine.grants.resolve(input.grantId, input.path)),
      ),
      forget: os.models.forget.handler(() => engine.models.choose(null)),
      inUse: os.models.inUse.handler(() => engine.models.inUse()),
      use: os.models.use.handler(({ input }) => engine.models.use(input.body)),
    },
    project: {
      info: os.project.info.handler(() => projects.info()),
      open: os.project.open.handler(async ({ input }) =>
        engine.openFolder(await engine.grants.resolve(input.grantId, input.path)),
      ),
      openSample: os.project.openSample.handler(() => engine.openSample()),
      rescan: os.project.rescan.handler(() => projects.rescan()),
      video: os.project.video.handler(() => smoothing.info()),
      setVideo: os.project.setVideo.handler(({ input }) => smoothing.choose(input)),
    },
    images: {
      page: os.images.page.handler(async ({ input }) => {
        if (input.sort === 'worst' || /error:|is:suspect/i.test(input.text)) await review.measure();
        return images.page(input);
      }),
      get: os.images.get.handler(({ input }) => images.get(input.imageId)),
      neighbour: os.images.neighbour.handler(({ input }) =>
        images.neighbour(input.imageId, input.step, input.undecidedOnly),
      ),
      setEmpty: os.images.setEmpty.handler(({ input }) =>
        images.setEmpty(input.imageId, input.empty),
      ),
    },
    people: {
      list: os.people.list.handler(({ input }) => people.list(input.imageId)),
      add: os.people.add.handler(({ input }) => people.add(input.imageId, input.box)),
      remove: os.people.remove.handler(({ input }) => {
        people.remove(input.personId);
        return {};
      }),
      machine: os.people.machine.handler(({ input }) => people.machine(input.personId)),
      reset: os.people.reset.handler(({ input }) => people.reset(input)),
      merge: os.people.merge.handler(({ input }) => people.merge(input)),
      edit: os.people.edit.handler(({ input }) => people.edit(input)),
      decide: os.people.decide.handler(({ input }) => people.decide(input)),
      flag: os.people.flag.handler(({ input }) => people.flag(input)),
      setFocalLength: os.people.setFocalLength.handler(({ input }) =>
        people.setFocalLength(input.imageId, input.focalLengthPx),
      ),
    },
    fit: {
      live: os.fit.live.handler(({ input }) => fits.live(input)),
      refine: os.fit.refine.handler(({ input }) =>
        fits.refine(input.personId, input.revision, input.preset),
      ),
      candidates: os.fit.candidates.handler(({ input }) =>
        fits.candidates(input.personId, input.revision),
      ),
      uncertainty: os.fit.uncertainty.handler(({ input }) =>
        fits.uncertainty(input.personId, input.revision),
      ),
    },
    review: {
      queue: os.review.queue.handler(({ input }) => review.queue(input)),
      page: os.review.page.handler(({ input }) =>
        review.page(input.queueId, input.offset, input.limit),
      ),
      next: os.review.next.handler(({ input }) => review.next(input.queueId, input.from)),
      startAudit: os.review.startAudit.handler(({ input }) =>
        review.startAudit(input.underPx, input.seed),
      ),
      audit: os.review.audit.handler(({ input }) => review.audit(input.auditId)),
      acceptAudited: os.review.acceptAudited.handler(({ input }) =>
        review.acceptAudited(input.auditId),
      ),
    },
    history: {
      state: os.history.state.handler(() => history.state()),
      undo: os.history.undo.handler(() => history.undo()),
      redo: os.history.redo.handler(() => history.redo()),
    },
    jobs: {
      list: os.jobs.list.handler(() => jobs.list()),
      cancel: os.jobs.cancel.handler(({ input }) => {
        jobs.cancel(input.jobId);
        return {};
      }),
      pause: os.jobs.pause.handler(({ input }) => {
        jobs.pause(input.jobId);
        return {};
      }),
      resume: os.jobs.resume.handler(({ input }) => {
        jobs.resume(input.jobId);
        return {};
      }),
      retry: os.jobs.retry.handler(({ input }) => predictions.retry(input.jobId)),
      predict: os.jobs.predict.handler(({ input }) => predictions.predict(input.imageIds)),
      refit: os.jobs.refit.handler(() => fits.refit()),
      smooth: os.jobs.smooth.handler(() => smoothing.smooth()),
    },
    training: {
      plan: os.training.plan.handler(({ input }) => training.plan(input)),
      instant: os.training.instant.handler(() => training.instant.now()),
      runs: os.training.runs.handler(() => training.runs.list()),
      run: os.training.run.handler(({ input }) => training.runs.get(input.runId)),
      start: os.training.start.handler(({ input }) => training.runs.start(input)),
      stop: os.training.stop.handler(async ({ input }) => {
        await training.runs.stop(input.runId);
        return {};
      }),
      resume: os.training.resume.handler(({ input }) =>
        training.runs.resume(input.runId, input.batchSize),
      ),
      delete: os.training.delete.handler(({ input }) => training.runs.delete(input.runId)),
      regressor: os.training.regressor.handler(() => training.regressors.inUse()),
      adopt: os.training.adopt.handler(({ input }) =>
        training.regressors.adopt(input.runId, input.repredict),
      ),
      rollBack: os.training.rollBack.handler(() => training.regressors.rollBack()),
    },
    imports: {
      preview: os.imports.preview.handler(async ({ input: { grantId, path, ...choice } }) =>
        imports.preview({ ...choice, path: await engine.grants.resolveFile(grantId, path) }),
      ),
      run: os.imports.run.handler(async ({ input: { grantId, path, ...choice } }) =>
        imports.run({ ...choice, path: await engine.grants.resolveFile(grantId, path) }),
      ),
    },
    exports: {
      check: os.exports.check.handler(({ input }) => exports.check(input)),
      run: os.exports.run.handler(({ input }) => exports.run(input)),
    },
    evaluations: {
      truths: os.evaluations.truths.handler(() => evaluations.choices()),
      run: os.evaluations.run.handler(async ({ input }) =>
        evaluations.run({ ...input, truth: await evaluations.truthPath(input.truth) }),
      ),
      summary: os.evaluations.summary.handler(({ input }) => evaluations.summary(input.jobId)),
    },
  });
}
