import { z } from 'zod';

export const backendInfo = z.object({
  /** tfjs' name: tensorflow (native), wasm or cpu. */
  name: z.enum(['tensorflow', 'wasm', 'cpu']),
  /** Of the library that computes: TensorFlow's own when it is native, else tfjs'. */
  version: z.string(),
  versions: z.object({ tfjs: z.string(), node: z.string() }),
  /** A small convolution and its gradient against values worked out without TensorFlow. */
  selfTest: z.object({ passed: z.boolean(), maxError: z.number(), milliseconds: z.number() }),
  /** What of the program runs on it. */
  capabilities: z.object({
    predicts: z.boolean(),
    /** The lifter, and the head of a network on cached features. */
    trainsHeads: z.boolean(),
    /** A whole network with its convolutions. */
    trainsConvolutions: z.boolean(),
  }),
  /** Why a faster one is not in use, one sentence a backend that was tried. */
  notes: z.array(z.string()),
});
export type BackendInfo = z.infer<typeof backendInfo>;

/** What setting up the native library would take. */
export const nativeLibrary = z.object({
  /** "g++ is missing …"; null when it can be set up. */
  missing: z.string().nullable(),
  downloadMb: z.number(),
  diskMb: z.number(),
});
export type NativeLibrary = z.infer<typeof nativeLibrary>;

export const bodyModelInfo = z.object({
  name: z.string(),
  hash: z.string(),
  isSmpl: z.boolean(),
});
export type BodyModelInfo = z.infer<typeof bodyModelInfo>;

export const systemInfo = z.object({
  version: z.string(),
  host: z.enum(['electron', 'web', 'cli']),
  /** What this host can do that others cannot. */
  canChooseFolder: z.boolean(),
  /** What the open project fits. */
  bodyModel: bodyModelInfo,
  /** Null until the compute process has started. */
  backend: backendInfo.nullable(),
});
export type SystemInfo = z.infer<typeof systemInfo>;

/** A folder that the host allows; no path reaches the page, only its name. */
export const grant = z.object({ id: z.string(), name: z.string() });
export type Grant = z.infer<typeof grant>;
