// What is open on a connection, by number: who waits for the replies, events or the error.

import type { ErrorFrame, EventFrame, ReplyFrame } from '../protocol/frames';
import { EngineError, errorOf } from './errors';

/** Who waits for what comes under one number. */
export interface Receiver {
  /** Whether it stays open after a reply. */
  readonly isSubscription: boolean;
  reply(frame: ReplyFrame): void;
  event(frame: EventFrame): void;
  /** The engine has refused it, or ended it; nothing comes after it. */
  fail(error: EngineError): void;
  /** The connection is no more, for the reason given; nothing comes after it. */
  lose(error: EngineError): void;
}

const LARGEST = 2 ** 32 - 1;

/** Numbers that are open, and who waits for what comes under them. */
export class Pending {
  readonly #receivers = new Map<number, Receiver>();
  #last = 0;

  constructor(
    private readonly most: number,
    /** What the engine calls the connection. */
    private readonly session: string,
  ) {}

  /** How many are open. */
  get size(): number {
    return this.#receivers.size;
  }

  /** A number that nobody else has. Throws `protocol.too_many_requests`. */
  add(receiver: Receiver): number {
    if (this.#receivers.size >= this.most) {
      const message = `${this.most} requests and subscriptions are open: wait for some of them`;
      throw new EngineError('protocol.too_many_requests', message);
    }
    do this.#last = this.#last === LARGEST ? 1 : this.#last + 1;
    while (this.#receivers.has(this.#last));
    this.#receivers.set(this.#last, receiver);
    return this.#last;
  }

  /** Nothing comes under this number any more. */
  remove(id: number): void {
    this.#receivers.delete(id);
  }

  reply(frame: ReplyFrame): void {
    const receiver = this.#receivers.get(frame.id);
    if (receiver?.isSubscription === false && frame.more !== true) this.remove(frame.id);
    receiver?.reply(frame);
  }

  event(frame: EventFrame): void {
    const receiver = this.#receivers.get(frame.subscription);
    if (frame.last === true) this.remove(frame.subscription);
    receiver?.event(frame);
  }

  error(frame: ErrorFrame): void {
    if (frame.id === undefined) return;
    const receiver = this.#receivers.get(frame.id);
    const error = errorOf(frame, `${this.session}-${frame.id}`);
    this.remove(frame.id);
    receiver?.fail(error);
  }

  /** Everybody is told that nothing comes any more. */
  loseAll(error: EngineError): void {
    const lost = [...this.#receivers.values()];
    this.#receivers.clear();
    for (const receiver of lost) receiver.lose(error);
  }
}
