// Keeps a connection to the engine: makes one, waits for its end, and makes the next one, until it is closed for good.

import { Backoff } from './backoff';
import { comeback, type Ending } from './ending';
import { found, urlOf, type FindEndpoint } from './endpoint';
import { closed, unreachable, type EngineError } from './errors';
import { handshake } from './handshake';
import type { Limits } from './limits';
import { Line } from './line';
import type { SocketConstructor } from './socket';
import { ObservedState } from './state';
import { Deferred, within } from './waiting';
import { Wire } from './wire';

/** What a connection is made with. */
export interface Surroundings {
  readonly find: FindEndpoint;
  readonly name: string;
  readonly webSocket: SocketConstructor;
  readonly limits: Limits;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** A connection that is made anew whenever it breaks. */
export class Reconnection {
  readonly state = new ObservedState();
  /** Is given each new connection. */
  onLine: (line: Line) => void = () => undefined;
  /** Is told when there will be no other. */
  onClosed: (error: EngineError) => void = () => undefined;
  readonly #backoff: Backoff;
  #refusals = 0;
  #line: Line | undefined;
  #wire: Wire | undefined;
  #next = new Deferred<Line>();
  /** Why there will be no other connection. */
  #closed: EngineError | undefined;
  readonly #closing = new Deferred<void>();

  constructor(private readonly surroundings: Surroundings) {
    this.#backoff = new Backoff(surroundings.limits, surroundings.random);
    void this.#keep();
  }

  /** The connection. Where there is none it is waited for. Throws `ipc.unreachable`, or why there will be none. */
  async line(patience = this.surroundings.limits.patience): Promise<Line> {
    if (this.#line !== undefined) return this.#line;
    if (this.#closed !== undefined) throw this.#closed;
    return within(patience, this.#next.promise, () => this.#late(patience));
  }

  /** Ends the connection, and makes no other. */
  close(error?: EngineError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error ?? closed();
    this.#wire?.end(1000, this.#closed);
    this.#line = undefined;
    this.#next.reject(this.#closed);
    this.#closing.resolve();
    this.state.change(error === undefined ? { kind: 'closed' } : { kind: 'closed', error });
    this.onClosed(this.#closed);
  }

  async #keep(): Promise<void> {
    while (this.#closed === undefined) {
      this.state.change({ kind: 'connecting', attempt: this.#backoff.failed + 1 });
      const made = await this.#attempt();
      const ending = made instanceof Line ? await this.#serve(made) : made;
      if (this.#closed !== undefined) return;
      if (this.#comesBack(ending)) await this.#pause(ending.error);
      else this.close(ending.error);
    }
  }

  async #attempt(): Promise<Line | Ending> {
    const { find, name, webSocket, limits } = this.surroundings;
    try {
      const endpoint = await found(find, limits.find);
      if (this.#closed !== undefined) throw this.#closed;
      this.#wire = new Wire(urlOf(endpoint), webSocket);
      const answer = await handshake(this.#wire, endpoint.nonce, name, limits.handshake);
      return 'kind' in answer ? new Line(this.#wire, answer, limits) : answer;
    } catch (error) {
      return { code: 1006, error: error as EngineError };
    }
  }

  /** Lets everybody use the connection until it ends. */
  async #serve(line: Line): Promise<Ending> {
    const { engine, api_level: apiLevel, session } = line.welcome;
    const begun = performance.now();
    this.#refusals = 0;
    this.#line = line;
    this.#next.resolve(line);
    this.#next = new Deferred();
    this.state.change({ kind: 'open', engine, apiLevel, session });
    this.onLine(line);
    const ending = await line.ended;
    this.#line = undefined;
    // Whoever breaks at once after each welcome is not back.
    if (performance.now() - begun >= this.surroundings.limits.longestPause) this.#backoff.reset();
    return ending;
  }

  #comesBack(ending: Ending): boolean {
    const then = comeback(ending);
    if (then === 'refused') this.#refusals += 1;
    return then === 'again' || (then === 'refused' && this.#refusals < this.surroundings.limits.refusals);
  }

  async #pause(error: EngineError): Promise<void> {
    const pause = this.#backoff.next();
    this.state.change({ kind: 'waiting', attempt: this.#backoff.failed, pause, error });
    await within(pause, this.#closing.promise, () => error).catch(() => undefined);
  }

  #late(patience: number): EngineError {
    const state = this.state.now;
    const why = state.kind === 'waiting' ? state.error : undefined;
    return unreachable(`no connection within ${patience} ms${why ? ` (${why.message})` : ''}`, why);
  }
}
