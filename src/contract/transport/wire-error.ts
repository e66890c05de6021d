/**
 * Errors across a border. Inside a process they are `StudioError`s; on the wire they are oRPC's
 * typed error `STUDIO`, whose data is the code and the data of the `StudioError`.
 */
import { ORPCError } from '@orpc/client';
import { type ErrorCode, isStudioError, StudioError } from '../../core/common/errors.ts';

interface WireData {
  readonly code: ErrorCode;
  readonly data: never;
}

/** Writes a bug into the log and gives back its incident number. */
export type ReportBug = (error: unknown) => string;

/** What a server throws for `error`. Cancelled calls pass as they are. */
export function toWireError(error: unknown, reportBug: ReportBug): unknown {
  if (isAbort(error)) return error;
  const { code, message, data } = toStudioError(error, reportBug);
  return new ORPCError('STUDIO', { message, data: { code, data } });
}

/** The `StudioError` that the other side threw; any other error as it is. */
export function fromWireError(error: unknown): unknown {
  if (!(error instanceof ORPCError) || error.code !== 'STUDIO') return error;
  const { code, data } = error.data as WireData;
  return new StudioError(code, error.message, data, { cause: error });
}

interface Call {
  next(): Promise<unknown>;
}

/** For `clientInterceptors` of an `RPCHandler` and `interceptors` of `createRouterClient`. */
export function throwsWireErrors(reportBug: ReportBug) {
  return async <Output>(call: { next(): Promise<Output> }): Promise<Output> => {
    try {
      return await call.next();
    } catch (error) {
      throw toWireError(error, reportBug);
    }
  };
}

/** For `interceptors` of an `RPCLink`. */
export async function throwsStudioErrors(call: Call): Promise<unknown> {
  try {
    return await call.next();
  } catch (error) {
    throw fromWireError(error);
  }
}

function toStudioError(error: unknown, reportBug: ReportBug): StudioError {
  if (isStudioError(error)) return error;
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return invalidInput(error);
  const incident = reportBug(error);
  return new StudioError(
    'internal',
    `Something went wrong in the studio itself. What was done before is saved. Please report incident ${incident}.`,
    { incident },
  );
}

function invalidInput(error: ORPCError<string, unknown>): StudioError {
  const { issues = [] } = (error.data ?? {}) as { issues?: readonly Issue[] };
  const sentences = issues.map(
    ({ message, path = [] }) => `${path.map(String).join('.')}: ${message}`,
  );
  return new StudioError(
    'input/invalid',
    `The request was not understood and nothing was changed. ${sentences.join('; ')}`,
    { issues: sentences },
    { cause: error },
  );
}

interface Issue {
  readonly message: string;
  readonly path?: readonly PropertyKey[];
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
