/** A fitting thread: one for drags and one for everything else, see `client.ts`. */

import { parentPort, workerData } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { bodySource } from '../../../contract/body-source.ts';
import { fitContract } from '../../../contract/fit-contract.ts';
import { portOfThread } from '../../../contract/transport/thread-port.ts';
import { throwsWireErrors } from '../../../contract/transport/wire-error.ts';
import { assert } from '../../../core/common/assert.ts';
import { loadMotionNoise, loadUncertaintyCalibration } from '../embedded-models.ts';
import { reportBug } from '../incident.ts';
import { loadBody, loadFitterOf } from '../model-files/load-body.ts';
import { candidatesOfPerson } from '../person-candidates.ts';
import { fitPerson, refitPerson } from '../person-fit.ts';
import { fitPersonOverTime } from '../person-over-time.ts';
import { uncertaintyOfPerson } from '../person-uncertainty.ts';
import { warmUp } from './warm-up.ts';

assert(parentPort, 'the fitting thread has a parent');
const source = bodySource.parse(workerData);
const model = loadBody(source);
const bodyModel = { name: model.name, hash: model.hash };
const fitter = loadFitterOf(source, model);
const calibration = loadUncertaintyCalibration();
const motionNoise = loadMotionNoise();
warmUp(fitter, bodyModel);
const drag = { lambda: 0 };

const os = implement(fitContract);
const router = os.router({
  live: os.live.handler(({ input: { query, start, budgetMs } }) => {
    const began = performance.now();
    const outOfTime = () => performance.now() - began > budgetMs;
    const fit = refitPerson(fitter, bodyModel, query, start, outOfTime, drag);
    return { fit, milliseconds: performance.now() - began };
  }),
  full: os.full.handler(({ input: { query, starts } }) =>
    fitPerson(fitter, bodyModel, query, starts),
  ),
  candidates: os.candidates.handler(({ input: { query, shown } }) =>
    candidatesOfPerson(fitter, bodyModel, query, shown),
  ),
  uncertainty: os.uncertainty.handler(({ input }) =>
    uncertaintyOfPerson(fitter, calibration, input),
  ),
  sequence: os.sequence.handler(({ input }) =>
    fitPersonOverTime(fitter, bodyModel, motionNoise, input),
  ),
});

const handler = new RPCHandler(router, { clientInterceptors: [throwsWireErrors(reportBug)] });
handler.upgrade(portOfThread(parentPort));
