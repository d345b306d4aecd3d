// What comes of a request, whatever the engine, the network or the one who asked does.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Client, type ClientOptions } from './client';
import type { EngineError } from './errors';
import { NODE_SOCKET, ScriptedEngine, type Visitor } from './scripted-engine';

const PONG = { time: 1_704_704_400_000_000_000n };
const RANGE = { symbol: 'EURUSD' };

let engine: ScriptedEngine;
let client: Client;
let visitor: Visitor;

async function begin(options: ClientOptions = {}): Promise<void> {
  client?.close();
  client = new Client(() => Promise.resolve(engine.endpoint), { webSocket: NODE_SOCKET, ...options });
  visitor = await engine.guest();
  await client.opened();
}

beforeEach(async () => {
  engine = await ScriptedEngine.start();
  await begin();
});

afterEach(async () => {
  client.close();
  await engine.stop();
});

/** The code with which a promise fails. */
function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: EngineError) => error.code,
  );
}

describe('a request', () => {
  it('gives the result with its types', async () => {
    const answer = client.request('system.ping', {});
    const { id, method } = await visitor.hear('request');
    visitor.say({ kind: 'reply', id, result: PONG }, 'Pong');
    expect(method).toBe('system.ping');
    expect(await answer).toEqual(PONG);
  });

  it('is told apart from others that are open', async () => {
    const answers = [client.request('ticks.days', { symbol: 'A' }), client.request('ticks.days', { symbol: 'B' })];
    const asked = [await visitor.hear('request'), await visitor.hear('request')];
    for (const { id, params } of asked.reverse()) {
      visitor.say({ kind: 'reply', id, result: { days: [(params as { symbol: string }).symbol] } }, 'DayList');
    }
    expect(await Promise.all(answers)).toEqual([{ days: ['A'] }, { days: ['B'] }]);
  });

  it('fails with the code, the text and the facts that the engine gives', async () => {
    const answer = client.request('ticks.days', RANGE);
    const { id } = await visitor.hear('request');
    visitor.say({ kind: 'error', id, code: 'symbol.unknown', message: 'did you mean EURUSD?', details: {} });
    await expect(answer).rejects.toMatchObject({
      name: 'EngineError',
      code: 'symbol.unknown',
      message: 'did you mean EURUSD?',
      details: {},
    });
  });

  it.each([
    ['the engine says so', 'greeter.tired', true, true],
    ['the engine says that not', 'store.busy', false, false],
    ['the engine says nothing, and the code that it may', 'store.busy', undefined, true],
    ['the engine says nothing, and the code that not', 'store.full', undefined, false],
    ['nobody knows', 'greeter.tired', undefined, false],
  ])('that has failed may be asked again: %s', async (_, code, said, retryable) => {
    const answer = client.request('ticks.days', RANGE);
    const { id } = await visitor.hear('request');
    const told = said === undefined ? {} : { retryable: said };
    visitor.say({ kind: 'error', id, code, message: 'm', ...told });
    await expect(answer).rejects.toMatchObject({ code, retryable, request: `c-1-${id}` });
  });

  it('of a method that only the engine knows gives what comes', async () => {
    const answer = client.call('greeter.greet', { name: 'Ada', times: 2 });
    const { id, params } = await visitor.hear('request');
    visitor.say({ kind: 'reply', id, result: { said: ['Ada', 'Ada'] } });
    expect(params).toEqual({ name: 'Ada', times: 2 });
    expect(await answer).toEqual({ said: ['Ada', 'Ada'] });
  });

  it('waits for the first connection', async () => {
    const other = new Client(() => Promise.resolve(engine.endpoint), { webSocket: NODE_SOCKET });
    const answer = other.request('system.ping', {});
    const guest = await engine.guest();
    const { id } = await guest.hear('request');
    guest.say({ kind: 'reply', id, result: PONG }, 'Pong');
    expect(await answer).toEqual(PONG);
    other.close();
  });

  it('that is cancelled fails at once, and its late answer harms nobody', async () => {
    const control = new AbortController();
    const answer = client.request('ticks.days', RANGE, { signal: control.signal });
    const { id } = await visitor.hear('request');
    control.abort();
    expect(await codeOf(answer)).toBe('protocol.cancelled');
    expect(await visitor.hear('cancel')).toEqual({ kind: 'cancel', id });
    visitor.say({ kind: 'reply', id, result: { days: [] } }, 'DayList');
    const next = client.request('system.ping', {});
    const asked = await visitor.hear('request');
    expect(asked.id).not.toBe(id);
    visitor.say({ kind: 'reply', id: asked.id, result: PONG }, 'Pong');
    expect(await next).toEqual(PONG);
  });

  it('that was cancelled before is not sent', async () => {
    expect(await codeOf(client.request('ticks.days', RANGE, { signal: AbortSignal.abort() }))).toBe('protocol.cancelled');
    const next = client.call('next', {});
    expect((await visitor.hear('request')).method).toBe('next');
    client.close();
    expect(await codeOf(next)).toBe('ipc.closed');
  });

  it('that takes longer than it may is cancelled', async () => {
    const answer = client.request('ticks.days', RANGE, { timeout: 5 });
    expect(await codeOf(answer)).toBe('protocol.timed_out');
    await visitor.hear('cancel');
  });

  it('fails when the connection breaks, and is not repeated', async () => {
    const answer = client.request('imports.start', { symbol: 'X', sources: [] });
    await visitor.hear('request');
    visitor.socket.terminate();
    expect(await codeOf(answer)).toBe('ipc.disconnected');
    visitor = await engine.guest();
    const next = client.call('next', {});
    expect((await visitor.hear('request')).method).toBe('next');
    client.close();
    await codeOf(next);
  });

  it('whose result is none of its type fails alone', async () => {
    const answer = client.request('ticks.days', RANGE);
    const { id } = await visitor.hear('request');
    visitor.say({ kind: 'reply', id, result: { days: 7 } });
    expect(await codeOf(answer)).toBe('protocol.malformed');
    expect(client.state.kind).toBe('open');
  });

  it.each([
    ['without what it needs', {}, 'protocol.bad_params'],
    ['of more than a frame holds', { symbol: 'x'.repeat(17 << 20) }, 'protocol.frame_too_large'],
  ])('%s is refused here', async (_, params, code) => {
    expect(await codeOf(client.request('ticks.days', params as typeof RANGE))).toBe(code);
    expect(client.state.kind).toBe('open');
  });

  it('beyond the bound of open ones is refused here', async () => {
    await begin({ limits: { open: 2 } });
    const open = [client.call('a', {}), client.call('b', {})];
    expect(await codeOf(client.call('c', {}))).toBe('protocol.too_many_requests');
    client.close();
    expect(await Promise.all(open.map(codeOf))).toEqual(['ipc.closed', 'ipc.closed']);
  });

  it('after the end fails with what ended it', async () => {
    client.close();
    client.close();
    expect(await codeOf(client.request('system.ping', {}))).toBe('ipc.closed');
  });
});

describe('a result in parts', () => {
  const part = (id: number, byte: number, more: boolean, size = 1) =>
    visitor.say({ kind: 'reply', id, more, result: { columns: new Uint8Array(size).fill(byte) } }, 'TablePart');

  it('is read as it comes', async () => {
    const parts = client.parts('ticks.range', RANGE);
    const { id } = await visitor.hear('request');
    [1, 2, 3].forEach((byte) => part(id, byte, byte < 3));
    const read: number[] = [];
    for await (const { columns } of parts) read.push(...columns);
    expect(read).toEqual([1, 2, 3]);
  });

  it('gives what came before it fails', async () => {
    const parts = client.parts('ticks.range', RANGE);
    const { id } = await visitor.hear('request');
    part(id, 1, true);
    visitor.say({ kind: 'error', id, code: 'store.io', message: 'm' });
    expect((await parts.next()).done).toBe(false);
    expect(await codeOf(parts.next())).toBe('store.io');
    expect((await parts.next()).done).toBe(true);
  });

  it('is cancelled by who reads no further', async () => {
    const parts = client.parts('ticks.range', RANGE);
    const { id } = await visitor.hear('request');
    part(id, 1, true);
    for await (const { columns } of parts) {
      expect(columns).toEqual(Uint8Array.of(1));
      break;
    }
    expect(await visitor.hear('cancel')).toEqual({ kind: 'cancel', id });
  });

  it('is given up when more of it waits than may', async () => {
    await begin({ limits: { partBytes: 100_000 } });
    const parts = client.parts('ticks.range', RANGE);
    const { id } = await visitor.hear('request');
    for (let byte = 0; byte < 3; byte += 1) part(id, byte, true, 40_000);
    await visitor.hear('cancel');
    const read: number[] = [];
    const all = (async () => {
      for await (const { columns } of parts) read.push(columns.length);
    })();
    expect(await codeOf(all)).toBe('ipc.result_too_large');
    expect(read).toEqual([40_000, 40_000]);
  });

  it('is joined to one table', async () => {
    const tables = client.tables('ticks.range', RANGE);
    const { id } = await visitor.hear('request');
    visitor.say({ kind: 'reply', id, more: true, result: { price_digits: 5, columns: Uint8Array.of(1) } }, 'TablePart');
    part(id, 2, true, 2);
    part(id, 0, false, 0);
    expect(await tables).toEqual([{ price_digits: 5, columns: Uint8Array.of(1, 2, 2) }]);
  });

  it('is joined to one table for each timeframe', async () => {
    const tables = client.tables('bars.range', { symbol: 'X', timeframes: ['1m', '1h'] });
    const { id } = await visitor.hear('request');
    const pieces = [
      ['1m', 1],
      ['1m', 2],
      ['1h', 3],
    ] as const;
    for (const [timeframe, byte] of pieces) {
      const result = { timeframe, columns: Uint8Array.of(byte) };
      visitor.say({ kind: 'reply', id, more: byte < 3, result }, 'BarsPart');
    }
    expect(await tables).toEqual([
      { timeframe: '1m', columns: Uint8Array.of(1, 2) },
      { timeframe: '1h', columns: Uint8Array.of(3) },
    ]);
  });

  it('is given up when the tables are larger than may be', async () => {
    await begin({ limits: { tableBytes: 10 } });
    const tables = client.tables('ticks.range', RANGE);
    const { id } = await visitor.hear('request');
    part(id, 1, true, 11);
    expect(await codeOf(tables)).toBe('ipc.result_too_large');
    await visitor.hear('cancel');
  });
});
