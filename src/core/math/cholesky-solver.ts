/**
 * Systems of one size, solved over and over: in WebAssembly with two doubles at a time, multiplied and
 * added in one where the host can (`wasm/cholesky.as.ts`), or in TypeScript (`cholesky.ts`) where it
 * has no such instructions.
 */
import { factorizeCholesky, solveCholesky } from './cholesky.ts';
import { CHOLESKY_WASM } from './wasm/cholesky-wasm.ts';

/** A symmetric positive definite A x = b; an order is a multiple of 4 and at most the size. */
export interface CholeskySolver {
  /** Lower triangle of A, shape [size, size]; its factor after {@link factorize}. */
  readonly matrix: Float64Array;
  /** b, shape [size]; x after {@link solve}. */
  readonly vector: Float64Array;
  /** @returns false, with `matrix` spoilt, when A is not positive definite or not finite */
  factorize(order: number): boolean;
  solve(order: number): void;
}

export function createCholeskySolver(size: number): CholeskySolver {
  return createWasmSolver(size) ?? createPlainSolver(size);
}

export function createPlainSolver(size: number): CholeskySolver {
  const matrix = new Float64Array(size * size);
  const vector = new Float64Array(size);
  const inverseDiagonal = new Float64Array(size);
  return {
    matrix,
    vector,
    factorize: (order) => factorizeCholesky(matrix, order, size, inverseDiagonal),
    solve: (order) => solveCholesky(matrix, order, size, inverseDiagonal, vector),
  };
}

/** What core uses of WebAssembly, which is neither the language's nor the DOM's alone. */
interface WebAssemblyApi {
  readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  validate(bytes: Uint8Array): boolean;
}

/** Addresses and strides are in bytes. */
interface CholeskyExports {
  factorize(a: number, order: number, stride: number, inverseDiagonal: number): number;
  solve(factor: number, order: number, stride: number, inverseDiagonal: number, x: number): void;
}

const PAGE_BYTES = 65_536;

/**
 * @param modules in hexadecimal; the first one that the host can run is taken
 * @returns undefined where it can run none
 */
export function createWasmSolver(
  size: number,
  modules: readonly string[] = CHOLESKY_WASM,
): CholeskySolver | undefined {
  const api = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
  const bytes = modules.map(bytesOfHex).find((module) => api?.validate(module));
  if (api === undefined || bytes === undefined) return undefined;
  const stride = Float64Array.BYTES_PER_ELEMENT * size;
  const inverseDiagonal = stride * size;
  const x = inverseDiagonal + stride;
  const memory = new api.Memory({ initial: Math.ceil((x + stride) / PAGE_BYTES) });
  const { exports } = new api.Instance(new api.Module(bytes), { env: { memory } });
  const { factorize, solve } = exports as CholeskyExports;
  return {
    matrix: new Float64Array(memory.buffer, 0, size * size),
    vector: new Float64Array(memory.buffer, x, size),
    factorize: (order) => factorize(0, order, stride, inverseDiagonal) === 1,
    solve: (order) => solve(0, order, stride, inverseDiagonal, x),
  };
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
}
