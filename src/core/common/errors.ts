/**
 * Errors that a user of the studio can meet. One class with a closed set of codes, so that an error
 * keeps its meaning when it crosses a process border, where classes and prototypes are lost.
 *
 * A message says what happened, what is safe and what to do, in that order; a path comes last.
 * Throw a `StudioError` for bad files, bad input and failed jobs. Use `assert` (`assert.ts`) for
 * broken invariants: those are bugs and are reported as `internal`.
 */
export interface ErrorData {
  'input/invalid': { readonly issues: readonly string[] };
  'format/invalid': { readonly source: string; readonly issues: readonly string[] };
  'format/unsupported': { readonly source: string; readonly found: string };
  'format/runs-code': { readonly source: string; readonly global: string };
  'folder/unreadable': { readonly reason: string };
  'folder/not-granted': Record<string, never>;
  'image/not-found': { readonly imageId: number };
  'image/gone': { readonly name: string };
  'image/unreadable': { readonly name: string; readonly reason: string };
  'image/too-large': { readonly name: string; readonly megapixels: number; readonly limit: number };
  'person/not-found': { readonly personId: number };
  'person/changed': { readonly personId: number; readonly revision: number };
  'model/mixed': { readonly regressor: string; readonly body: string };
  'model/invalid': { readonly source: string; readonly issues: readonly string[] };
  'model/missing': { readonly source: string; readonly reason: string };
  'fit/infeasible': { readonly term: string };
  'fit/no-keypoints': { readonly usable: number };
  'project/none-open': Record<string, never>;
  'project/corrupt': { readonly reason: string };
  'project/newer-version': { readonly found: number; readonly supported: number };
  'project/locked': { readonly holder: string };
  'project/not-writable': { readonly reason: string };
  'settings/not-writable': { readonly reason: string };
  'disk/full': { readonly target: string };
  'import/nothing': { readonly reasons: readonly string[] };
  'import/unreadable': { readonly reason: string };
  'import/other-size': { readonly found: string; readonly wanted: string };
  'export/nothing': { readonly reasons: readonly string[] };
  'export/verification': { readonly file: string; readonly difference: string };
  'export/exists': { readonly file: string };
  'compute/crashed': { readonly imageName: string | undefined };
  'compute/backend': { readonly tried: readonly string[] };
  'host/no-dialog': Record<string, never>;
  'job/not-found': { readonly jobId: string };
  'train/too-few-people': { readonly needed: number; readonly found: number };
  'train/busy': { readonly runId: number };
  'train/not-found': { readonly runId: number };
  'train/in-use': { readonly runId: number };
  'train/no-model': { readonly runId: number };
  'train/no-checkpoint': { readonly runId: number };
  'train/needs-native': { readonly backend: string };
  'train/out-of-memory': { readonly batchSize: number; readonly smaller: number | undefined };
  'evaluation/no-truth': { readonly reasons: readonly string[] };
  'evaluation/no-match': { readonly truth: readonly string[]; readonly project: readonly string[] };
  'evaluation/other-body': { readonly predicted: string; readonly truth: string };
  'cluster/mixed': { readonly groups: readonly string[] };
  'cluster/incomplete': { readonly shards: readonly number[] };
  'cluster/doubled': { readonly name: string };
  'cluster/folder-changed': { readonly shards: readonly number[] };
  'cluster/other-run': { readonly issues: readonly string[] };
  'cluster/no-run': { readonly folder: string };
  'cluster/no-slurm': { readonly command: string; readonly reason: string };
  'cluster/foreign-job': { readonly jobId: string };
  'video/none': { readonly frames: number };
  'search/invalid': { readonly part: string; readonly reason: string };
  'review/gone': { readonly id: number };
  'review/audit-open': { readonly left: number };
  'train/not-finite': { readonly epoch: number; readonly bestEpoch: number };
  internal: { readonly incident: string };
}

export type ErrorCode = keyof ErrorData;

export class StudioError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'StudioError';
  readonly code: Code;
  readonly data: ErrorData[Code];

  constructor(code: Code, message: string, data: ErrorData[Code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}

/** Narrows to `StudioError`, which plain `instanceof` would narrow to `StudioError<any>`. */
export function isStudioError(error: unknown): error is StudioError {
  return error instanceof StudioError;
}

/** True when `error` is a `StudioError` with the given code; narrows `error.data`. */
export function hasCode<Code extends ErrorCode>(
  error: unknown,
  code: Code,
): error is StudioError<Code> {
  return error instanceof StudioError && error.code === code;
}
