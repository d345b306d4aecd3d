// One request from the question to its last reply, whatever comes between: cancelling, a time limit, a broken connection.

import type { ReplyFrame } from '../protocol/frames';
import { asEngineError, cancelled, timedOut, type EngineError } from './errors';
import type { Line } from './line';
import { resultOf } from './methods';
import type { Receiver } from './pending';

/** How long a request may take. */
export interface RequestOptions {
  /** Cancels it. */
  readonly signal?: AbortSignal;
  /** After so many milliseconds it is cancelled, the wait for a connection counted. */
  readonly timeout?: number;
}

/** Where results go. */
export interface Sink {
  /** Takes a result. Throws an `EngineError` if no more of them can be taken; the request is then given up. */
  part(result: unknown, isLast: boolean): void;
  fail(error: EngineError): void;
}

/** A request. */
export class Exchange implements Receiver {
  readonly isSubscription = false;
  #sent: { readonly line: Line; readonly id: number } | undefined;
  #isOver = false;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #abort = () => this.giveUp(cancelled(this.options.signal?.reason));

  constructor(
    private readonly method: string,
    private readonly sink: Sink,
    private readonly options: RequestOptions,
  ) {
    const { signal, timeout } = options;
    if (timeout !== undefined) this.#timer = setTimeout(() => this.giveUp(timedOut(method, timeout)), timeout);
    signal?.addEventListener('abort', this.#abort);
    if (signal?.aborted === true) this.#abort();
  }

  /** Asks, unless it was given up before. Throws an `EngineError`. */
  begin(line: Line, params: unknown): void {
    if (this.#isOver) return;
    const id = line.open(this, (id) => ({ kind: 'request', id, method: this.method, params }));
    this.#sent = { line, id };
  }

  reply({ result, more = false }: ReplyFrame): void {
    if (this.#isOver) return;
    try {
      this.sink.part(resultOf(this.method, result), !more);
    } catch (error) {
      return this.giveUp(asEngineError(error, 'protocol.malformed'), more);
    }
    if (!more) this.#finish();
  }

  event(): void {
    // Requests have none.
  }

  fail(error: EngineError): void {
    if (this.#isOver) return;
    this.#finish();
    this.sink.fail(error);
  }

  lose(error: EngineError): void {
    this.fail(error);
  }

  /** Wants no answer any more. */
  giveUp(error: EngineError, isOpen = true): void {
    if (this.#isOver) return;
    if (isOpen) this.#sent?.line.cancel(this.#sent.id);
    this.fail(error);
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.options.signal?.removeEventListener('abort', this.#abort);
  }
}
