// A subscription from the first event to the last one, on as many connections as it takes.

import type { EventFrame } from '../protocol/frames';
import { BadFrame } from '../protocol/scan';
import { asEngineError, cancelled, EngineError, lost } from './errors';
import type { Line } from './line';
import { resultOf } from './methods';
import type { Receiver } from './pending';
import { Deferred } from './waiting';

/** Makes the parameters `P` that go on after an event `E`; none is given if none has come yet. */
export type Resume<E, P> = (last: E | undefined) => P | Promise<P>;

/** Who listens to events `E` of a method that takes `P`. */
export interface Listener<E, P> {
  /** Is given each event, in order. If it throws, the subscription ends with that. */
  onEvent(event: E): void;
  /** Is told that events were merged into the next one or dropped: how many, or `undefined` after a break where nobody knows. */
  onGap?(missed: number | undefined): void;
  /**
   * What to do when the connection breaks. Without it the subscription ends with `ipc.disconnected`: right for all that does work,
   * such as a backup. With `again` it is asked for anew with the same parameters, and `onGap` is told. With a function it is asked for
   * with what the function makes of the last event, so that none is missing and none comes twice.
   */
  readonly resume?: 'again' | Resume<E, P>;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** A subscription, as its owner sees it. */
export interface Subscription {
  readonly method: string;
  /**
   * When there will be no more events: after the last, or after `unsubscribe`. Fails if it ended early: with an `EngineError`, or
   * with what the listener threw.
   */
  readonly ended: Promise<void>;
  /** Wants no more events. None comes after the call. */
  unsubscribe(): Promise<void>;
}

/** A subscription, as connections see it. */
export class LiveSubscription<E, P> implements Subscription, Receiver {
  readonly isSubscription = true;
  readonly #begun = new Deferred<void>();
  readonly #ended = new Deferred<void>();
  #hasBegun = false;
  #isOver = false;
  #last: E | undefined;
  #expected = 0;
  #line: Line | undefined;
  /** Its number on that connection, and whether the engine has agreed there. */
  #asked: { readonly id: number; isAgreed: boolean } | undefined;
  readonly #abort = () => void this.unsubscribe().catch(() => undefined);

  constructor(
    readonly method: string,
    private readonly params: P,
    private readonly listener: Listener<E, P>,
  ) {
    listener.signal?.addEventListener('abort', this.#abort);
    if (listener.signal?.aborted === true) this.#end();
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** When the engine has agreed. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  /** Asks for events on a connection: the first, or one that follows a broken one. */
  async attach(line: Line): Promise<void> {
    this.#line = line;
    try {
      const params = await this.#paramsNow();
      if (!this.#isOver && this.#line === line) this.#ask(line, params);
    } catch (error) {
      // On a connection that broke meanwhile nothing could be asked; one that had begun will be asked for on the next.
      if (this.#line === line && !(line.isOver && this.#hasBegun)) this.#end(asEngineError(error, 'ipc.disconnected'));
    }
  }

  reply(): void {
    if (this.#asked !== undefined) this.#asked.isAgreed = true;
    if (this.#isOver) return;
    if (this.#hasBegun && this.listener.resume === 'again') this.#tell(() => this.listener.onGap?.(undefined));
    this.#hasBegun = true;
    this.#begun.resolve();
  }

  event({ sequence, data, last }: EventFrame): void {
    if (this.#isOver) return;
    this.#tell(() => {
      this.#count(sequence);
      const event = resultOf(this.method, data) as E;
      this.#last = event;
      this.listener.onEvent(event);
    });
    if (last === true) this.#endAsTold();
  }

  fail(error: EngineError): void {
    if (error.code === 'protocol.shutting_down') this.lose(lost(error));
    else this.#endAsTold(error);
  }

  lose(error: EngineError): void {
    this.#asked = undefined;
    const isOver = error.code === 'ipc.closed' || this.listener.resume === undefined || !this.#hasBegun;
    if (isOver) this.#end(error);
  }

  async unsubscribe(): Promise<void> {
    this.#end();
    await this.#leave();
  }

  #paramsNow(): P | Promise<P> {
    const { resume } = this.listener;
    return this.#hasBegun && typeof resume === 'function' ? resume(this.#last) : this.params;
  }

  #ask(line: Line, params: P): void {
    this.#expected = 0;
    const id = line.open(this, (id) => ({ kind: 'subscribe', id, method: this.method, params }));
    this.#asked = { id, isAgreed: false };
  }

  #count(sequence: number): void {
    const missed = sequence - this.#expected;
    if (missed < 0) throw new EngineError('protocol.malformed', `event ${sequence} came after event ${this.#expected - 1}`);
    this.#expected = sequence + 1;
    if (missed > 0) this.listener.onGap?.(missed);
  }

  /** What a listener throws ends its own subscription. */
  #tell(say: () => void): void {
    try {
      say();
    } catch (error) {
      this.#end(error instanceof BadFrame ? asEngineError(error, error.code) : (error as Error));
      this.#leave().catch(() => undefined);
    }
  }

  /** Tells the engine, if it has not said so itself. */
  async #leave(): Promise<void> {
    const [line, asked] = [this.#line, this.#asked];
    this.#asked = undefined;
    if (line === undefined || asked === undefined) return;
    if (asked.isAgreed) await line.unsubscribe(asked.id);
    else line.cancel(asked.id);
  }

  #endAsTold(error?: EngineError): void {
    this.#asked = undefined;
    this.#end(error);
  }

  #end(error?: Error): void {
    this.#isOver = true;
    this.listener.signal?.removeEventListener('abort', this.#abort);
    this.#begun.reject(error ?? cancelled(this.listener.signal?.reason));
    if (error === undefined) this.#ended.resolve();
    else this.#ended.reject(error);
  }
}
