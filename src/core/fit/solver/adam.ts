/** Adam (Kingma and Ba 2015) with the settings of SPIN's SMPLify, step by step as PyTorch takes it. */

import { STRIDE } from '../skeleton/unknowns.ts';
import { type GradientBuffers, gradientAt } from './gradient.ts';
import type { SolverState } from './levenberg-marquardt.ts';
import { energyAt, type Objective, type Workspace } from './objective.ts';

const LEARNING_RATE = 1e-2;
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Takes all the steps, whether or not the energy falls; `state` is where the last one leads to. Ends
 * early, with an infinite energy, when a landmark comes behind the camera.
 *
 * @param onStep is told the energy before each step
 */
export function descendWithAdam(
  objective: Objective,
  workspace: Workspace,
  buffers: GradientBuffers,
  state: SolverState,
  steps: number,
  onStep?: (energy: number) => void,
): void {
  const first = new Float64Array(STRIDE);
  const second = new Float64Array(STRIDE);
  for (let step = 1; step <= steps; step++) {
    const { total, component } = gradientAt(
      objective,
      workspace,
      state.x,
      state.component,
      buffers,
    );
    state.component = component;
    if (!Number.isFinite(total)) break;
    onStep?.(total);
    takeStep(state.x, buffers.gradient, first, second, step);
    state.iterations++;
  }
  const { total, component } = energyAt(objective, workspace, state.x, state.component, false);
  state.energy = total;
  state.component = component;
}

function takeStep(
  x: Float64Array,
  gradient: Float64Array,
  first: Float64Array,
  second: Float64Array,
  step: number,
): void {
  const rate = LEARNING_RATE / (1 - BETA1 ** step);
  const correction = Math.sqrt(1 - BETA2 ** step);
  for (let i = 0; i < STRIDE; i++) {
    const g = gradient[i];
    first[i] = BETA1 * first[i] + (1 - BETA1) * g;
    second[i] = BETA2 * second[i] + (1 - BETA2) * g * g;
    x[i] -= (rate * first[i]) / (Math.sqrt(second[i]) / correction + EPSILON);
  }
}
