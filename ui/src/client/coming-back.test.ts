// When a client comes back, when it does not, and what it shows meanwhile.

import { encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ERRORS } from '../protocol/errors';
import { Client, connect, type ClientOptions } from './client';
import { comeback } from './ending';
import { EngineError } from './errors';
import { NODE_SOCKET, ScriptedEngine } from './scripted-engine';
import type { State } from './state';

const QUICK = { firstPause: 1, longestPause: 5 };

let engine: ScriptedEngine;
let client: Client;
let states: State['kind'][];

function begin(options: ClientOptions = {}, find = () => Promise.resolve(engine.endpoint)): Client {
  client = new Client(find, { webSocket: NODE_SOCKET, ...options, limits: { ...QUICK, ...options.limits } });
  states = [client.state.kind];
  client.onState(({ kind }) => states.push(kind));
  return client;
}

/** The first state of a kind from now on. */
function reached<K extends State['kind']>(kind: K): Promise<Extract<State, { kind: K }>> {
  return new Promise((resolve) => {
    const stop = client.onState((state) => {
      if (state.kind !== kind) return;
      stop();
      resolve(state as Extract<State, { kind: K }>);
    });
  });
}

beforeEach(async () => {
  engine = await ScriptedEngine.start();
});

afterEach(async () => {
  client.close();
  await engine.stop();
});

describe('a client', () => {
  it('says who it is, and shows whom it found', async () => {
    begin({ name: 'test 1' });
    const visitor = await engine.visitor();
    const open = reached('open');
    expect(await visitor.hear('hello')).toEqual({ kind: 'hello', protocol: 1, nonce: 'n', client: 'test 1' });
    visitor.say({ kind: 'welcome', protocol: 1, api_level: 3, engine: '0.2.0', session: 'c-7' });
    expect(await open).toEqual({ kind: 'open', engine: '0.2.0', apiLevel: 3, session: 'c-7' });
  });

  it('finds an engine that came back at another port', async () => {
    begin();
    await engine.guest();
    await client.opened();
    await engine.stop();
    await reached('waiting');
    engine = await ScriptedEngine.start();
    await engine.guest();
    await reached('open');
    expect(states.slice(0, 3)).toEqual(['connecting', 'open', 'waiting']);
    expect(states[states.length - 1]).toBe('open');
  });

  it('waits longer each time, up to a bound, while nobody is there', async () => {
    const pauses: number[] = [];
    begin({ random: () => 1 }, () => Promise.reject(new Error('no run file')));
    client.onState((state) => state.kind === 'waiting' && pauses.push(state.pause));
    while (pauses.length < 5) await reached('waiting');
    expect(pauses.slice(0, 5)).toEqual([1, 2, 4, 5, 5]);
  });

  it.each([
    ['nobody knows where the engine is', () => Promise.reject(new Error('no run file'))],
    ['nobody listens there', async () => ({ port: await freePort(), nonce: 'n' })],
    ['what was told is no port', () => Promise.resolve({ port: 0, nonce: 'n' })],
    ['what was told is no nonce', () => Promise.resolve({ port: 7, nonce: '' })],
    ['nobody says where it is in time', () => new Promise<never>(() => undefined)],
  ])('is unreachable where %s', async (_, find) => {
    begin({ limits: { patience: 50, find: 10 } }, find);
    await expect(client.opened()).rejects.toMatchObject({ code: 'ipc.unreachable' });
  });

  it('asks where the engine is after a wrong nonce, and gives up after so many', async () => {
    let asked = 0;
    begin({ limits: { refusals: 3 } }, () => {
      asked += 1;
      return Promise.resolve(engine.endpoint);
    });
    const closed = reached('closed');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      (await engine.visitor()).socket.close(ERRORS['protocol.unauthorized'], 'protocol.unauthorized');
    }
    expect((await closed).error).toMatchObject({ code: 'protocol.unauthorized' });
    expect(asked).toBe(3);
    await expect(client.request('system.ping', {})).rejects.toMatchObject({ code: 'protocol.unauthorized' });
  });

  it.each([
    ['the engine says so', 'close'],
    ['the welcome is of another', 'welcome'],
  ])('never comes back to an engine of another version: %s', async (_, how) => {
    begin();
    const closed = reached('closed');
    const visitor = await engine.visitor();
    if (how === 'welcome') await visitor.welcome(2);
    else visitor.socket.close(ERRORS['protocol.version_unsupported'], 'protocol.version_unsupported: bring it up to date');
    expect((await closed).error).toMatchObject({ code: 'protocol.version_unsupported' });
  });

  it.each([
    ['says nothing', () => undefined],
    ['speaks before it welcomes', (say: (bytes: Uint8Array) => void) => say(encode({ kind: 'cancel', id: 1 }))],
    ['sends what is no frame', (say: (bytes: Uint8Array) => void) => say(Uint8Array.of(0xc1))],
  ])('leaves an engine that %s', async (_, speak) => {
    begin({ limits: { handshake: 50 } });
    const waiting = reached('waiting');
    const { socket } = await engine.visitor();
    speak((bytes) => socket.send(bytes));
    await waiting;
    expect(states).not.toContain('open');
  });

  it.each([
    ['text', 'hello'],
    ['noise', Uint8Array.of(0xc1)],
  ])('leaves a connection on which comes %s, and makes another', async (what, message) => {
    begin();
    const visitor = await engine.guest();
    await client.opened();
    const left = new Promise<number>((closed) => visitor.socket.once('close', closed));
    visitor.socket.send(message);
    expect(await left, what).toBe(ERRORS['protocol.malformed']);
    await engine.guest();
    await reached('open');
  });

  it('passes over frames of kinds that it does not know', async () => {
    begin();
    const visitor = await engine.guest();
    await client.opened();
    visitor.socket.send(encode({ kind: 'news', of: 'a later version' }));
    const answer = client.call('echo', {});
    const { id } = await visitor.hear('request');
    visitor.say({ kind: 'reply', id, result: {} });
    expect(await answer).toEqual({});
  });

  it('leaves an engine that says nothing any more', async () => {
    begin({ limits: { heartbeat: 10 } });
    const visitor = await engine.guest();
    const { error } = await reached('waiting');
    expect(error.code).toBe('protocol.unresponsive');
    expect((await visitor.hear('request')).method).toBe('system.ping');
  });

  it('stays with an engine that answers when it is asked for a word', async () => {
    begin({ limits: { heartbeat: 20 } });
    const visitor = await engine.guest();
    for (let word = 0; word < 10; word += 1) {
      const { id } = await visitor.hear('request');
      visitor.say({ kind: 'reply', id, result: { time: 0n } }, 'Pong');
    }
    expect(states.filter((state) => state === 'waiting')).toEqual([]);
  });

  it('can be closed at any time', async () => {
    begin().close();
    expect(client.state).toEqual({ kind: 'closed' });
    begin({}, () => new Promise<never>(() => undefined)).close();
    begin();
    await engine.visitor();
    client.close();
    expect(states).toEqual(['connecting', 'closed']);
  });

  it('is told by one listener what another throws at', async () => {
    const thrown = new Promise((caught) => process.once('uncaughtException', caught));
    begin();
    const stop = client.onState(() => {
      throw new Error('a defect');
    });
    client.close();
    stop();
    expect(states[states.length - 1]).toBe('closed');
    expect(await thrown).toMatchObject({ message: 'a defect' });
  });
});

describe('connect', () => {
  it('gives a client that is connected', async () => {
    const connected = connect(() => Promise.resolve(engine.endpoint), { webSocket: NODE_SOCKET });
    await engine.guest();
    client = await connected;
    expect(client.state.kind).toBe('open');
  });

  it('fails where no engine is', async () => {
    const find = () => Promise.reject(new Error('no run file'));
    const connected = connect(find, { webSocket: NODE_SOCKET, limits: { patience: 20 } });
    await expect(connected).rejects.toMatchObject({ code: 'ipc.unreachable' });
  });
});

describe('comeback', () => {
  const CODES = Object.entries(ERRORS).flatMap(([name, close]) => (close === null ? [] : [[name, close] as const]));
  const OTHERWISE = new Map([
    ['protocol.unauthorized', 'refused'],
    ['protocol.version_unsupported', 'never'],
  ]);

  it.each([...CODES, ['no close frame', 1006] as const])('after %s', (name, code) => {
    const error = new EngineError(name, name);
    expect(comeback({ code, error })).toBe(OTHERWISE.get(name) ?? 'again');
  });
});

/** A port at which nobody listens any more. */
async function freePort(): Promise<number> {
  const other = await ScriptedEngine.start();
  const { port } = other.endpoint;
  await other.stop();
  return port;
}
