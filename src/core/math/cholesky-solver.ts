/**
 * Systems of one size, solved over and over: in WebAssembly with two doubles at a time
 * (`wasm/cholesky.as.ts`), or in TypeScript (`cholesky.ts`) where the host has no such instructions.
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

/** Undefined where the host cannot run the module. */
export function createWasmSolver(size: number): CholeskySolver | undefined {
  const api = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
  const bytes = Uint8Array.from(CHOLESKY_WASM.match(/../g) ?? [], (hex) =>
    Number.parseInt(hex, 16),
  );
  if (api?.validate(bytes) !== true) return undefined;
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
