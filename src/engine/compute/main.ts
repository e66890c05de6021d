/** The compute process: the only one that loads TensorFlow. Its parent speaks to it over IPC. */

import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { computeContract } from '../../contract/compute-contract.ts';
import { portOfProcess } from '../../contract/transport/process-port.ts';
import { throwsWireErrors } from '../../contract/transport/wire-error.ts';
import { createLifter } from '../../core/regress/lifter.ts';
import { loadBodyModel, loadFitter, loadLifterWeights } from '../adapters/embedded-models.ts';
import { reportBug } from '../adapters/incident.ts';
import { chooseBackend } from './backend.ts';
import { loadDetector } from './detector.ts';
import { predictImage, predictInBox, regressBody } from './predictor.ts';

const backend = await chooseBackend();
const model = loadBodyModel();
const parts = {
  detector: await loadDetector(),
  lifter: createLifter(loadLifterWeights()),
  fitter: loadFitter(model),
  bodyModel: { name: model.name, hash: model.hash },
};

const os = implement(computeContract);
const router = os.router({
  info: os.info.handler(() => backend),
  predict: os.predict.handler(({ input }) => predictImage(parts, input, input.preset)),
  predictInBox: os.predictInBox.handler(({ input }) => predictInBox(parts, input, input.box)),
  regress: os.regress.handler(({ input }) =>
    regressBody(parts.lifter, input.keypoints, input.camera),
  ),
});

const handler = new RPCHandler(router, { clientInterceptors: [throwsWireErrors(reportBug)] });
handler.upgrade(portOfProcess(process));
process.on('disconnect', () => process.exit());
process.send?.('ready');
