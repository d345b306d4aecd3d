// One connection that the engine has welcomed, from the welcome to its end.

import type { Frame, WelcomeFrame } from '../protocol/frames';
import { ERRORS } from '../protocol/errors';
import type { Ending } from './ending';
import { EngineError, lost, tooManyUnsent } from './errors';
import { watch, type Patient } from './heartbeat';
import type { Limits } from './limits';
import { Pending, type Receiver } from './pending';
import type { Wire } from './wire';

const UNRESPONSIVE = ERRORS['protocol.unresponsive'];

/** Nobody cares for the answer. */
const NOBODY: Receiver = {
  isSubscription: false,
  reply: () => undefined,
  event: () => undefined,
  fail: () => undefined,
  lose: () => undefined,
};

/** A connection on which can be asked. */
export class Line implements Patient {
  readonly #pending: Pending;

  constructor(
    private readonly wire: Wire,
    readonly welcome: WelcomeFrame,
    private readonly limits: Pick<Limits, 'open' | 'heartbeat' | 'unsentBytes'>,
  ) {
    this.#pending = new Pending(limits.open, welcome.session);
    wire.onFrame = (frame) => this.#hear(frame);
    const stop = watch(this, limits.heartbeat);
    void wire.ended.then(({ error }) => {
      stop();
      this.#pending.loseAll(lost(error));
    });
  }

  /** How it ended. */
  get ended(): Promise<Ending> {
    return this.wire.ended;
  }

  /** Whether it has. */
  get isOver(): boolean {
    return this.wire.ending !== undefined;
  }

  /** Messages that have come. */
  get messages(): number {
    return this.wire.messages;
  }

  /** Sends what opens a number, and gives it. Throws an `EngineError`; nothing is open then. */
  open(receiver: Receiver, frame: (id: number) => Frame): number {
    if (this.wire.unsent > this.limits.unsentBytes) throw tooManyUnsent(this.limits.unsentBytes);
    const id = this.#pending.add(receiver);
    try {
      this.wire.send(frame(id));
    } catch (error) {
      this.#pending.remove(id);
      throw error;
    }
    return id;
  }

  /** Gives up a request. Its number stays taken until the engine has answered. */
  cancel(id: number): void {
    if (!this.isOver) this.wire.send({ kind: 'cancel', id });
  }

  /** Wants no more events; the promise is kept when the engine has agreed, or the connection is over. */
  async unsubscribe(subscription: number): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      const over = () => resolve();
      const receiver = { ...NOBODY, reply: over, fail: over, lose: over };
      this.open(receiver, (id) => ({ kind: 'unsubscribe', id, subscription }));
    });
    this.#pending.remove(subscription);
  }

  /** Asks for a word of the engine. */
  ask(): void {
    this.open(NOBODY, (id) => ({ kind: 'request', id, method: 'system.ping', params: {} }));
  }

  /** The engine says nothing any more. */
  bury(): void {
    this.end(UNRESPONSIVE, new EngineError('protocol.unresponsive', 'the engine says nothing any more'));
  }

  /** Ends it from this side. */
  end(code: number, error: EngineError): void {
    this.wire.end(code, error);
  }

  #hear(frame: Frame): void {
    if (frame.kind === 'reply') this.#pending.reply(frame);
    else if (frame.kind === 'event') this.#pending.event(frame);
    else if (frame.kind === 'error') this.#pending.error(frame);
  }
}
