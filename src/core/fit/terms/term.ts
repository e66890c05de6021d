import type { Kinematics } from '../skeleton/kinematics.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

/** A further residual of an energy, in pixels² of the crop as the others are. */
export interface Term {
  /** What it is called when it cannot be met: "height", "left knee towards the camera". */
  readonly name: string;
  /** Energy at x, ≥ 0; the skeleton is posed at x. */
  energy(state: Kinematics, x: Float64Array): number;
  /** Adds half gradient and half Gauss–Newton Hessian at x; the skeleton is posed and differentiated there. */
  add(state: Kinematics, x: Float64Array, normal: NormalEquations): void;
}

/** Energies of several terms, summed. */
export function termsEnergy(terms: readonly Term[], state: Kinematics, x: Float64Array): number {
  let energy = 0;
  for (const term of terms) energy += term.energy(state, x);
  return energy;
}
