/** The compute process: the only one that loads TensorFlow. Its parent speaks to it over IPC. */

import { join } from 'node:path';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { bodySource } from '../../contract/body-source.ts';
import { computeContract } from '../../contract/compute-contract.ts';
import type { RegressorChoice } from '../../contract/regressor.ts';
import { portOfProcess } from '../../contract/transport/process-port.ts';
import { throwsWireErrors } from '../../contract/transport/wire-error.ts';
import { compactLandmarks } from '../../core/body/landmarks.ts';
import { createPosedMesh } from '../../core/body/posed-mesh.ts';
import { createTape } from '../../core/train/landmark-gradient.ts';
import { dataFolders } from '../adapters/files/data-folders.ts';
import { reportBug } from '../adapters/incident.ts';
import { loadBody, loadFitterOf } from '../adapters/model-files/load-body.ts';
import { bodyToWire } from '../adapters/person-fit.ts';
import { chooseBackend } from './backend.ts';
import { loadDetector } from './detector.ts';
import { createFeatureCache } from './feature-cache.ts';
import { createEvidenceReader } from './image-evidence.ts';
import { predictImage, predictInBox } from './predictor.ts';
import { regressPictures } from './regress-pictures.ts';
import { pictureOf } from './regressor.ts';
import { regressorForBody } from './regressor-for-body.ts';
import { createRegressors } from './regressors.ts';
import { replayOf } from './training/replay.ts';
import { createTeaching } from './training/teaching.ts';
import { trainableOf } from './training/trainables.ts';

const backend = await chooseBackend();
const source = bodySource.parse(JSON.parse(process.argv[2] ?? 'null'));
const model = loadBody(source);
const cache = createFeatureCache(join(dataFolders().cache, 'features'));
const regressors = createRegressors(model, cache);
const regressorOf = async (choice: RegressorChoice) =>
  regressorForBody(await regressors.get(choice), choice, model);
const parts = {
  detector: await loadDetector(),
  evidence: createEvidenceReader(),
  fitter: loadFitterOf(source, model),
  bodyModel: { name: model.name, hash: model.hash },
};

const teaching = createTeaching({
  ...parts,
  mesh: createPosedMesh(model),
  tape: () => createTape(compactLandmarks(model)),
  trainable: (choice, course) => trainableOf({ model, cache }, choice, course),
  replay: replayOf(model),
});

const os = implement(computeContract);
const router = os.router({
  info: os.info.handler(() => backend),
  predict: os.predict.handler(async ({ input: { preset, imageEvidence, regressor, ...file } }) =>
    predictImage({ ...parts, regressor: await regressorOf(regressor) }, file, {
      preset,
      imageEvidence,
    }),
  ),
  regressPictures: os.regressPictures.handler(async ({ input: { files, regressor } }) =>
    regressPictures({ ...parts, regressor: await regressorOf(regressor) }, files),
  ),
  predictInBox: os.predictInBox.handler(async ({ input: { box, regressor, ...file } }) =>
    predictInBox({ ...parts, regressor: await regressorOf(regressor) }, file, box),
  ),
  regress: os.regress.handler(async ({ input: { file, regressor, ...person } }) => {
    const { regress } = await regressorOf(regressor);
    const [body] = await regress([{ ...person, picture: pictureOf(file) }]);
    return body === undefined ? null : bodyToWire(body);
  }),
  train: os.train.handler(({ input }) => teaching.train(input)),
  stopTraining: os.stopTraining.handler(() => {
    teaching.stop();
    return {};
  }),
  instant: os.instant.handler(({ input }) => teaching.instant(input)),
});

const handler = new RPCHandler(router, { clientInterceptors: [throwsWireErrors(reportBug)] });
handler.upgrade(portOfProcess(process));
process.on('disconnect', () => process.exit());
process.send?.('ready');
