// The small parts of the client that count and wait, each by itself.

import { describe, expect, expectTypeOf, it } from 'vitest';

import type { DayList, TablePart } from '../protocol/records';
import { Backoff } from './backoff';
import type { Client } from './client';
import { endingOf } from './ending';
import { EngineError } from './errors';
import { Pending, type Receiver } from './pending';
import { platformSocket } from './socket';

describe('Backoff', () => {
  const LIMITS = { firstPause: 10, longestPause: 100 };

  it('doubles up to a bound and begins anew', () => {
    const backoff = new Backoff(LIMITS, () => 1);
    expect(Array.from({ length: 6 }, () => backoff.next())).toEqual([10, 20, 40, 80, 100, 100]);
    backoff.reset();
    expect([backoff.failed, backoff.next()]).toEqual([0, 10]);
  });

  it('never waits less than half, nor longer than the bound, however often it failed', () => {
    const backoff = new Backoff(LIMITS, Math.random);
    const pauses = Array.from({ length: 2_000 }, () => backoff.next()).slice(4);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(100);
    expect(new Set(pauses).size).toBeGreaterThan(1_000);
  });
});

describe('endingOf', () => {
  it.each([
    ['what the engine said before', 4429, 'protocol.slow_consumer', new EngineError('protocol.slow_consumer', 'said'), 'said'],
    ['the reason', 4429, 'protocol.slow_consumer: read faster', undefined, 'read faster'],
    ['a reason without a text', 4401, 'protocol.unauthorized', undefined, 'protocol.unauthorized'],
    ['the table, without a reason', 4401, '', undefined, 'protocol.unauthorized'],
    ['the number, without a code', 1006, '', undefined, 'the engine cannot be reached: the connection ended with 1006'],
    ['the number, with a reason that is no code', 1006, 'Bye!', undefined, 'the engine cannot be reached: the connection ended with 1006'],
  ])('tells %s', (_, code, reason, said, message) => {
    expect(endingOf(code, reason, said).error.message).toBe(message);
  });
});

describe('Pending', () => {
  const receiver = { isSubscription: false } as Receiver;

  it('gives numbers that nobody else has, and takes them back', () => {
    const pending = new Pending(2, 'c-1');
    const [one, two] = [pending.add(receiver), pending.add(receiver)];
    expect(one).not.toBe(two);
    expect(() => pending.add(receiver)).toThrow(EngineError);
    pending.remove(one);
    expect(pending.add(receiver)).not.toBe(two);
    expect(pending.size).toBe(2);
  });

  it('passes over answers to what is not open', () => {
    const pending = new Pending(1, 'c-1');
    pending.reply({ kind: 'reply', id: 9, result: {} });
    pending.event({ kind: 'event', subscription: 9, sequence: 0, data: {} });
    pending.error({ kind: 'error', id: 9, code: 'store.io', message: 'm' });
    expect(pending.size).toBe(0);
  });
});

describe('platformSocket', () => {
  it('says what to do where there is none', () => {
    const global = globalThis as { WebSocket?: unknown };
    const own = global.WebSocket;
    delete global.WebSocket;
    try {
      expect(platformSocket).toThrow('webSocket');
      global.WebSocket = class {};
      expect(platformSocket()).toBe(global.WebSocket);
    } finally {
      global.WebSocket = own;
    }
  });
});

describe('the types of methods', () => {
  it('follow the protocol', () => {
    type Days = ReturnType<typeof client.request<'ticks.days'>>;
    type Ticks = ReturnType<typeof client.parts<'ticks.range'>>;
    const client = {} as Client;
    expectTypeOf<Days>().toEqualTypeOf<Promise<DayList>>();
    expectTypeOf<Ticks>().toExtend<AsyncIterable<TablePart>>();
    // @ts-expect-error: it is answered in parts.
    type _Once = ReturnType<typeof client.request<'ticks.range'>>;
    // @ts-expect-error: nothing goes without a symbol.
    const missing: Parameters<typeof client.request<'ticks.days'>>[1] = {};
    expect(missing).toEqual({});
  });
});
