// What goes wrong between a client and the engine, with the codes that Rust and Python know, too.

import { valueOf } from '../protocol/codec';
import { RETRYABLE } from '../protocol/errors';
import type { ErrorFrame } from '../protocol/frames';
import type { ErrorDetails } from '../protocol/records';
import { BadFrame } from '../protocol/scan';

/** Codes of the client's own end; those of the engine stand in docs/protocol.md and docs/errors.md. */
export type ClientCode = 'ipc.closed' | 'ipc.disconnected' | 'ipc.result_too_large' | 'ipc.unreachable';

/** What the engine answered, or why it could not be asked. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    /** What kind of error, for programs; never changes. */
    readonly code: string,
    /** What was being done, what went wrong, and what to do, for people. */
    message: string,
    /** Facts for programs. */
    readonly details?: ErrorDetails,
    options?: { readonly cause?: unknown; readonly retryable?: boolean | undefined; readonly request?: string | undefined },
  ) {
    super(message);
    this.request = options?.request;
    this.retryable = options?.retryable ?? RETRYABLE.has(code);
    // The constructor of older browsers does not take it.
    if (options?.cause !== undefined) this.cause = options.cause;
  }

  readonly cause?: unknown;

  /** The request's id in the engine's log, if it was the engine that refused it. */
  readonly request: string | undefined;

  /**
   * Whether the same, asked again later, may succeed without a change of what is asked. What changes something may have been
   * done all the same.
   */
  readonly retryable: boolean;
}

/** What the engine has said, of a request with this id or of the connection. */
export function errorOf({ code, message, details, retryable }: ErrorFrame, request?: string): EngineError {
  const facts = details === undefined ? undefined : valueOf('ErrorDetails', details);
  return new EngineError(code, message, facts, { retryable, request });
}

/** What becomes of all that is open on a connection which has ended: the client was closed, or the connection broke. */
export function lost(why: EngineError): EngineError {
  return why.code === 'ipc.closed' ? why : disconnected(why);
}

function disconnected(why: EngineError): EngineError {
  const message = `the connection to the engine broke before the answer came (${why.message}): what it did by then is not undone`;
  return new EngineError('ipc.disconnected', message, undefined, { cause: why });
}

/** The client was closed. */
export function closed(): EngineError {
  return new EngineError('ipc.closed', 'the connection was closed: make another one');
}

/** There is no connection, and none came in time. */
export function unreachable(why: string, cause?: unknown): EngineError {
  return new EngineError('ipc.unreachable', `the engine cannot be reached: ${why}`, undefined, { cause });
}

/** More of a result came than may be held. */
export function tooLarge(bytes: number): EngineError {
  return new EngineError('ipc.result_too_large', `more than ${bytes} bytes of a result would wait here: ask for less`);
}

/** The engine does not take what is sent to it. */
export function tooManyUnsent(bytes: number): EngineError {
  return new EngineError('protocol.too_many_requests', `more than ${bytes} bytes wait to be sent: send less at once`);
}

/** A request was given up by who asked. */
export function cancelled(reason: unknown): EngineError {
  return new EngineError('protocol.cancelled', 'the request was cancelled', undefined, { cause: reason });
}

/** A request took longer than who asked wanted to wait. */
export function timedOut(method: string, timeout: number): EngineError {
  const message = `${method} was not answered within ${timeout} ms; what the engine did by then is not undone`;
  return new EngineError('protocol.timed_out', message);
}

/** Anything that was thrown, with a code. */
export function asEngineError(thrown: unknown, code: string): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new EngineError(thrown instanceof BadFrame ? thrown.code : code, message, undefined, { cause: thrown });
}
