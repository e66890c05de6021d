/**
 * SPIN's SMPLify (Kolotouros et al. 2019, `smplify.py`): a hundred steps of Adam on root
 * orientation and translation over the torso, then a hundred of a new Adam on pose, betas and root
 * with the translation kept. No stopping rule; where it stops is part of what it is.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import type { Stages } from '../problem.ts';
import { STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import { descendWithAdam } from '../solver/adam.ts';
import { createGradientBuffers } from '../solver/gradient.ts';
import type { SolverState } from '../solver/levenberg-marquardt.ts';
import type { Workspace } from '../solver/objective.ts';

const STEPS = 100;

export interface SmplifyOptions {
  /** Steps of the second stage; SPIN takes 100. */
  readonly bodySteps?: number;
  /** Is told the energy before each step. */
  readonly onStep?: (stage: 'camera' | 'body', energy: number) => void;
}

/** Stages without a torso go straight to the second one. */
export function smplify(
  { camera, full }: Stages,
  workspace: Workspace,
  start: BodyParameters,
  { bodySteps = STEPS, onStep }: SmplifyOptions = {},
): SolverState {
  const x = new Float64Array(STRIDE);
  unknownsFromBody(start, x);
  const state: SolverState = { x, energy: 0, component: 0, lambda: 0, iterations: 0 };
  const buffers = createGradientBuffers();
  if (camera !== undefined) {
    descendWithAdam(camera, workspace, buffers, state, STEPS, (e) => onStep?.('camera', e));
  }
  descendWithAdam(full, workspace, buffers, state, bodySteps, (e) => onStep?.('body', e));
  return state;
}
