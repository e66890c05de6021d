/** One core's share of `throughput.ts`: says when it is warm, then fits as many as it has said. */
import { parentPort } from 'node:worker_threads';
import { fitBody } from '../../src/core/fit/fitter.ts';
import { newFitter } from '../fixtures/embedded.ts';
import { drawProblems } from './fit-problems.ts';

const ROUNDS = 8;

const fitter = newFitter(0.25);
const problems = drawProblems(100);

function fitAll(): void {
  for (const { problem, start } of problems) fitBody(fitter, problem, [start], false);
}

fitAll();
parentPort?.once('message', () => {
  for (let round = 0; round < ROUNDS; round++) fitAll();
  parentPort?.postMessage(ROUNDS * problems.length);
});
parentPort?.postMessage('warm');
