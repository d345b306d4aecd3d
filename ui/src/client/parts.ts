// A result in parts, read one after the other.

import { cancelled, tooLarge, type EngineError } from './errors';
import type { Sink } from './exchange';
import { Deferred } from './waiting';

/** What a part without columns counts, so that a flood of them is bounded, too. */
const LEAST = 1_024;

/** Parts in the order in which they came. To stop reading is to cancel the request. */
export class Parts<R extends { readonly columns: Uint8Array }> implements Sink, AsyncIterableIterator<R> {
  /** Is called when nobody wants to read on. */
  onReturn: (error: EngineError) => void = () => undefined;
  readonly #waiting: R[] = [];
  #bytes = 0;
  #end: { readonly error?: EngineError } | undefined;
  #changed = new Deferred<void>();

  constructor(private readonly most: number) {}

  part(result: unknown, isLast: boolean): void {
    const part = result as R;
    this.#bytes += sizeOf(part);
    if (this.#bytes > this.most) throw tooLarge(this.most);
    this.#waiting.push(part);
    if (isLast) this.#end = {};
    this.#wake();
  }

  fail(error: EngineError): void {
    this.#end = { error };
    this.#wake();
  }

  async next(): Promise<IteratorResult<R>> {
    while (this.#waiting.length === 0 && this.#end === undefined) await this.#changed.promise;
    return this.#taken();
  }

  async return(): Promise<IteratorResult<R>> {
    this.#waiting.length = 0;
    if (this.#end === undefined) this.onReturn(cancelled('nobody reads on'));
    this.#end = {};
    this.#wake();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = new Deferred();
    changed.resolve();
  }

  /** What came before a failure is still given. */
  #taken(): IteratorResult<R> {
    const value = this.#waiting.shift();
    if (value !== undefined) {
      this.#bytes -= sizeOf(value);
      return { done: false, value };
    }
    const error = this.#end?.error;
    this.#end = {};
    if (error !== undefined) throw error;
    return { done: true, value: undefined };
  }
}

function sizeOf(part: { readonly columns: Uint8Array }): number {
  return Math.max(part.columns.length, LEAST);
}
