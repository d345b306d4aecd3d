// For the tests: an engine over a real socket that says exactly what a test wants, also what a good one never would.

import type { AddressInfo } from 'node:net';

import { WebSocket as NodeSocket, WebSocketServer } from 'ws';

import { decodeFrame, encodeFrame } from '../protocol/codec';
import { PROTOCOL_VERSION, type Frame } from '../protocol/frames';
import type { Records } from '../protocol/records';
import type { Endpoint } from './endpoint';
import type { SocketConstructor } from './socket';

/** The WebSocket of a library: Node before 22 has none of its own. */
export const NODE_SOCKET = NodeSocket as unknown as SocketConstructor;

/** A connection, seen from the engine. */
export class Visitor {
  readonly #heard: Frame[] = [];
  #wake: () => void = () => undefined;

  constructor(readonly socket: NodeSocket) {
    socket.on('message', (bytes: Buffer) => {
      this.#heard.push(decodeFrame(new Uint8Array(bytes)));
      this.#wake();
    });
  }

  /** The next frame of a kind; others before it are passed over. */
  async hear<K extends Frame['kind']>(kind: K): Promise<Extract<Frame, { kind: K }>> {
    for (;;) {
      const frame = this.#heard.shift();
      if (frame?.kind === kind) return frame as Extract<Frame, { kind: K }>;
      if (frame === undefined) await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  say(frame: Frame, record?: keyof Records): void {
    this.socket.send(encodeFrame(frame, record));
  }

  /** Lets the client in. */
  async welcome(protocol = PROTOCOL_VERSION): Promise<this> {
    await this.hear('hello');
    this.say({ kind: 'welcome', protocol, api_level: 1, engine: '0.1.0', session: 'c-1' });
    return this;
  }
}

/** An engine on a port of its own. */
export class ScriptedEngine {
  readonly #server: WebSocketServer;
  readonly #visitors: Visitor[] = [];
  readonly #awaited: ((visitor: Visitor) => void)[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => this.#arrive(new Visitor(socket)));
  }

  static async start(port = 0): Promise<ScriptedEngine> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await new Promise((listening) => server.once('listening', listening));
    return new ScriptedEngine(server);
  }

  get endpoint(): Endpoint {
    return { port: (this.#server.address() as AddressInfo).port, nonce: 'n' };
  }

  /** The next connection. */
  visitor(): Promise<Visitor> {
    const here = this.#visitors.shift();
    return here === undefined ? new Promise((arrived) => this.#awaited.push(arrived)) : Promise.resolve(here);
  }

  /** The next connection, let in. */
  async guest(): Promise<Visitor> {
    return (await this.visitor()).welcome();
  }

  /** Ends at once, without a word to anybody. */
  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((closed) => this.#server.close(closed));
  }

  #arrive(visitor: Visitor): void {
    const awaited = this.#awaited.shift();
    if (awaited === undefined) this.#visitors.push(visitor);
    else awaited(visitor);
  }
}
