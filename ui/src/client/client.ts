// The client: asks the engine, listens to it, and comes back to it by itself.

import type { ParamsOf, ResultOf } from '../protocol/methods';
import type { Fields } from '../protocol/records';
import type { FindEndpoint } from './endpoint';
import { asEngineError } from './errors';
import { Exchange, type RequestOptions, type Sink } from './exchange';
import { Join } from './join';
import { LIMITS, type Limits } from './limits';
import type { Line } from './line';
import type { EventsMethod, OnceMethod, PartsMethod } from './methods';
import { Parts } from './parts';
import type { Receiver } from './pending';
import { Reconnection } from './reconnection';
import { platformSocket, type SocketConstructor } from './socket';
import type { State, StateListener } from './state';
import { LiveSubscription, type Listener, type Subscription } from './subscription';

const NAME = 'tickloom-typescript 0.1.0';

/** What may be said of a client; none of it must. */
export interface ClientOptions {
  /** Who connects, for people: name and version. */
  readonly name?: string;
  /** The platform's own; Node before 22 needs one. */
  readonly webSocket?: SocketConstructor;
  /** Bounds other than the usual ones. */
  readonly limits?: Partial<Limits>;
  /** From 0 to 1; by it pauses differ from client to client. */
  readonly random?: () => number;
}

/** A client whose first connection is there. Throws `ipc.unreachable` if none comes in time, or why the engine lets nobody in. */
export async function connect(find: FindEndpoint, options: ClientOptions = {}): Promise<Client> {
  const client = new Client(find, options);
  try {
    await client.opened();
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
}

/** A connection to the engine that is made anew whenever it breaks. */
export class Client {
  readonly #limits: Limits;
  readonly #reconnection: Reconnection;
  readonly #subscriptions = new Set<Receiver & { attach(line: Line): Promise<void> }>();

  /** Begins to connect at once. */
  constructor(find: FindEndpoint, options: ClientOptions = {}) {
    const { name = NAME, webSocket = platformSocket(), random = Math.random } = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#reconnection = new Reconnection({ find, name, webSocket, random, limits: this.#limits });
    this.#reconnection.onLine = (line) => this.#subscriptions.forEach((subscription) => void subscription.attach(line));
    this.#reconnection.onClosed = (error) => this.#subscriptions.forEach((subscription) => subscription.fail(error));
  }

  /** How it stands. */
  get state(): State {
    return this.#reconnection.state.now;
  }

  /** Tells `listener` of each change of the state, until the function that is returned is called. */
  onState(listener: StateListener): () => void {
    return this.#reconnection.state.observe(listener);
  }

  /** Waits for a connection, as long as requests do. Throws `ipc.unreachable`, or why there will be none. */
  async opened(): Promise<void> {
    await this.#reconnection.line();
  }

  /**
   * The result of a method. Where there is no connection it is waited for. Throws an `EngineError`: what the engine answers;
   * `ipc.disconnected` if the connection broke before that, after which nobody knows whether it was done; it is never asked twice.
   */
  request<M extends OnceMethod>(method: M, params: ParamsOf<M>, options?: RequestOptions): Promise<ResultOf<M>> {
    return this.#one(method, params, options) as Promise<ResultOf<M>>;
  }

  /** The result of a method that this version does not know, such as one of a service in Python. Throws as `request` does. */
  call(method: string, params: Fields, options?: RequestOptions): Promise<unknown> {
    return this.#one(method, params, options);
  }

  /** A result in parts, as they come. Throws as `request` does, and `ipc.result_too_large` where they are read too slowly. */
  parts<M extends PartsMethod>(method: M, params: ParamsOf<M>, options?: RequestOptions): Parts<ResultOf<M>> {
    const parts = new Parts<ResultOf<M>>(this.#limits.partBytes);
    const exchange = this.#exchange(method, params, parts, options);
    parts.onReturn = (error) => exchange.giveUp(error);
    return parts;
  }

  /**
   * All tables of a result, `columns` of each a whole Arrow IPC stream: one, or one for each timeframe. Throws as `request` does, and
   * `ipc.result_too_large`.
   */
  tables<M extends PartsMethod>(
    method: M,
    params: ParamsOf<M>,
    options?: RequestOptions,
  ): Promise<readonly ResultOf<M>[]> {
    return new Promise((resolve, reject) => {
      this.#exchange(method, params, new Join<ResultOf<M>>(this.#limits.tableBytes, resolve, reject), options);
    });
  }

  /** Listens to events; the promise is kept when the engine has agreed. Throws as `request` does. */
  subscribe<M extends EventsMethod>(
    method: M,
    params: ParamsOf<M>,
    listener: Listener<ResultOf<M>, ParamsOf<M>>,
  ): Promise<Subscription> {
    return this.#subscribe(method, params, listener);
  }

  /** Listens to events of a method that this version does not know. Throws as `request` does. */
  listen(method: string, params: Fields, listener: Listener<unknown, Fields>): Promise<Subscription> {
    return this.#subscribe(method, params, listener);
  }

  /** Ends the connection; what is open fails with `ipc.closed`. May be repeated. */
  close(): void {
    this.#reconnection.close();
  }

  #one(method: string, params: unknown, options?: RequestOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#exchange(method, params, { part: resolve, fail: reject }, options);
    });
  }

  async #subscribe<E, P>(method: string, params: P, listener: Listener<E, P>): Promise<Subscription> {
    const line = await this.#reconnection.line();
    const subscription = new LiveSubscription(method, params, listener);
    this.#subscriptions.add(subscription);
    const forget = () => void this.#subscriptions.delete(subscription);
    subscription.ended.then(forget, forget);
    void subscription.attach(line);
    await subscription.begun;
    return subscription;
  }

  #exchange(method: string, params: unknown, sink: Sink, options: RequestOptions = {}): Exchange {
    const exchange = new Exchange(method, sink, options);
    void this.#begin(exchange, params);
    return exchange;
  }

  async #begin(exchange: Exchange, params: unknown): Promise<void> {
    try {
      exchange.begin(await this.#reconnection.line(), params);
    } catch (error) {
      exchange.fail(asEngineError(error, 'ipc.disconnected'));
    }
  }
}
