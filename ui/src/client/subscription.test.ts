// What a listener is told, and that nothing is told twice or left out when the connection breaks.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { BarColumns, MtfEvent, MtfSubscription } from '../protocol/records';
import { Client } from './client';
import { NODE_SOCKET, ScriptedEngine, type Visitor } from './scripted-engine';
import type { Listener, Subscription } from './subscription';

const METHOD = 'mtf.subscribe';
const PARAMS: MtfSubscription = { session: 's-1' };
const NO_BARS: BarColumns = {
  symbol: [],
  timeframe: [],
  open_time: [],
  open: [],
  high: [],
  low: [],
  close: [],
  volume: [],
  ticks: [],
  available_at: [],
  complete: [],
};

let engine: ScriptedEngine;
let client: Client;
let visitor: Visitor;
/** Times of events, and holes among them. */
let told: (bigint | string)[];
/** The number of the subscription, as the engine knows it. */
let id: number;
let params: unknown;

const listener: Listener<MtfEvent, MtfSubscription> = {
  onEvent: ({ time }) => void told.push(time),
  onGap: (missed) => void told.push(`${missed} missed`),
};

/** Subscribes, and lets the engine agree. */
async function subscribe(more: Partial<Listener<MtfEvent, MtfSubscription>> = {}): Promise<Subscription> {
  const subscription = client.subscribe(METHOD, PARAMS, { ...listener, ...more });
  await agree();
  return subscription;
}

/** The engine hears that somebody subscribes, and agrees. */
async function agree(): Promise<void> {
  ({ id, params } = await visitor.hear('subscribe'));
  visitor.say({ kind: 'reply', id, result: {} });
}

/** An event of a time; its number is the time, less that of the first one. */
function tell(time: number, first: number, last = false): void {
  const data = { time: BigInt(time), bars: NO_BARS };
  visitor.say({ kind: 'event', subscription: id, sequence: time - first, last, data }, 'MtfEvent');
}

/** Waits until all that was said before has been heard. */
async function heard(): Promise<void> {
  const answer = client.call('echo', {});
  const request = await visitor.hear('request');
  visitor.say({ kind: 'reply', id: request.id, result: {} });
  await answer;
}

/** The connection breaks, and the next one is there. */
async function breakDown(): Promise<void> {
  visitor.socket.terminate();
  visitor = await engine.guest();
}

beforeEach(async () => {
  told = [];
  engine = await ScriptedEngine.start();
  const limits = { firstPause: 1, longestPause: 5 };
  client = new Client(() => Promise.resolve(engine.endpoint), { webSocket: NODE_SOCKET, limits });
  visitor = await engine.guest();
  await client.opened();
});

afterEach(async () => {
  client.close();
  await engine.stop();
});

describe('a subscription', () => {
  it('is told every event in order, until the last', async () => {
    const { ended } = await subscribe();
    for (const time of [10, 11, 12]) tell(time, 10, time === 12);
    await ended;
    expect(told).toEqual([10n, 11n, 12n]);
    expect(params).toEqual(PARAMS);
  });

  it('of a method that only the engine knows is told what comes', async () => {
    const heardOf: unknown[] = [];
    const subscribed = client.listen('greeter.greetings', { of: 'Ada' }, { onEvent: (event) => void heardOf.push(event) });
    await agree();
    visitor.say({ kind: 'event', subscription: id, sequence: 0, last: true, data: { said: 'hello' } });
    await (await subscribed).ended;
    expect([params, heardOf]).toEqual([{ of: 'Ada' }, [{ said: 'hello' }]]);
  });

  it('is told how many events were merged before one', async () => {
    await subscribe();
    for (const time of [12, 13, 17]) tell(time, 10);
    await heard();
    expect(told).toEqual(['2 missed', 12n, 13n, '3 missed', 17n]);
  });

  it('that is refused fails with what the engine says', async () => {
    const subscribed = client.subscribe(METHOD, PARAMS, listener);
    const frame = await visitor.hear('subscribe');
    visitor.say({ kind: 'error', id: frame.id, code: 'session.unknown', message: 'closed' });
    await expect(subscribed).rejects.toMatchObject({ code: 'session.unknown' });
  });

  it('ends with what the engine says', async () => {
    const { ended } = await subscribe();
    visitor.say({ kind: 'error', id, code: 'replay.day_changed', message: 'open it anew' });
    await expect(ended).rejects.toMatchObject({ code: 'replay.day_changed' });
  });

  it('is told nothing after it was ended', async () => {
    const subscription = await subscribe();
    const agreed = subscription.unsubscribe();
    const frame = await visitor.hear('unsubscribe');
    tell(10, 10);
    visitor.say({ kind: 'reply', id: frame.id, result: {} });
    await Promise.all([agreed, subscription.ended]);
    expect(frame.subscription).toBe(id);
    expect(told).toEqual([]);
  });

  it('can be ended by a signal, before the engine has agreed and after', async () => {
    const [before, after] = [new AbortController(), new AbortController()];
    const subscribed = client.subscribe(METHOD, PARAMS, { ...listener, signal: before.signal });
    const frame = await visitor.hear('subscribe');
    before.abort();
    await expect(subscribed).rejects.toMatchObject({ code: 'protocol.cancelled' });
    expect(await visitor.hear('cancel')).toEqual({ kind: 'cancel', id: frame.id });
    const { ended } = await subscribe({ signal: after.signal });
    after.abort();
    await ended;
    expect((await visitor.hear('unsubscribe')).subscription).toBe(id);
  });

  it('ends when its listener throws, and harms nobody else', async () => {
    const { ended } = await subscribe({
      onEvent: () => {
        throw new RangeError('a defect');
      },
    });
    tell(10, 10);
    await expect(ended).rejects.toThrow(RangeError);
    await visitor.hear('unsubscribe');
    expect(client.state.kind).toBe('open');
  });

  it.each([
    ['that is none of its type', { time: 'noon' }, 0],
    ['that was there before', { time: 1n, bars: NO_BARS }, -1],
  ])('ends at an event %s', async (_, data, step) => {
    const { ended } = await subscribe();
    tell(11, 10);
    visitor.say({ kind: 'event', subscription: id, sequence: 2 + step, data });
    await expect(ended).rejects.toMatchObject({ code: 'protocol.malformed' });
  });

  it('fails when the client is closed', async () => {
    const { ended } = await subscribe({ resume: 'again' });
    client.close();
    await expect(ended).rejects.toMatchObject({ code: 'ipc.closed' });
  });
});

describe('when the connection breaks, a subscription', () => {
  it('that does work ends', async () => {
    const { ended } = await subscribe();
    await breakDown();
    await expect(ended).rejects.toMatchObject({ code: 'ipc.disconnected' });
    await heard();
  });

  it('that the engine had not agreed to fails', async () => {
    const subscribed = client.subscribe(METHOD, PARAMS, { ...listener, resume: 'again' });
    const failed = expect(subscribed).rejects.toMatchObject({ code: 'ipc.disconnected' });
    await visitor.hear('subscribe');
    await breakDown();
    await failed;
  });

  it('begins again, and is told that nobody knows what was missed', async () => {
    await subscribe({ resume: 'again' });
    tell(10, 10);
    await heard();
    await breakDown();
    await agree();
    tell(20, 20);
    await heard();
    expect(params).toEqual(PARAMS);
    expect(told).toEqual([10n, 'undefined missed', 20n]);
  });

  it('goes on where it was, without a hole or a double', async () => {
    const resume = (last?: { time: bigint }) => ({ ...PARAMS, after: last?.time ?? -1n });
    await subscribe({ resume });
    for (let time = 0; time < 100; time += 1) {
      // What the engine would send after the moment that it is given.
      const after = (params as { after?: bigint | number }).after ?? -1;
      tell(time, Number(after) + 1);
      await heard();
      if (time % 7 !== 6) continue;
      await breakDown();
      await agree();
    }
    expect(told).toEqual(Array.from({ length: 100 }, (_, time) => BigInt(time)));
  });

  it('goes on where it was, however often the connection breaks amid a flood', async () => {
    const resume = (last?: { time: bigint }) => ({ ...PARAMS, after: last?.time ?? -1n });
    await subscribe({ resume });
    for (let broken = 0; broken < 25; broken += 1) {
      const { after = -1 } = params as { after?: bigint | number };
      const first = Number(after) + 1;
      for (let time = first; time < first + 200; time += 1) tell(time, first);
      // Some of it is read, some is on its way, some never leaves.
      await new Promise((later) => setTimeout(later, Math.random() * 4));
      await breakDown();
      await agree();
    }
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual(told.map((_, place) => BigInt(place)));
  }, 60_000);

  it('may ask the engine before it goes on, as often as it takes', async () => {
    const resume = async () => ({ session: String(await client.call('reopen', {})) });
    await subscribe({ resume });
    await breakDown();
    await visitor.hear('request');
    await breakDown();
    const request = await visitor.hear('request');
    visitor.say({ kind: 'reply', id: request.id, result: 's-2' });
    await agree();
    tell(10, 10);
    await heard();
    expect(params).toEqual({ session: 's-2' });
    expect(told).toEqual([10n]);
  });

  it.each([
    ['it cannot say where to go on', () => Promise.reject(new Error('no state')), 'ipc.disconnected'],
    ['the engine does not know it any more', () => PARAMS, 'session.unknown'],
  ])('ends where %s', async (_, resume, code) => {
    const { ended } = await subscribe({ resume });
    await breakDown();
    if (code === 'session.unknown') {
      const frame = await visitor.hear('subscribe');
      visitor.say({ kind: 'error', id: frame.id, code, message: 'the engine was started anew' });
    }
    await expect(ended).rejects.toMatchObject({ code });
  });

  it('goes on after an engine that was shut down', async () => {
    await subscribe({ resume: 'again' });
    visitor.say({ kind: 'error', id, code: 'protocol.shutting_down', message: 'the engine ends' });
    visitor.socket.close(1001, 'protocol.shutting_down');
    visitor = await engine.guest();
    await agree();
    tell(10, 10);
    await heard();
    expect(told).toEqual(['undefined missed', 10n]);
  });

  it('that was ended meanwhile does not begin again', async () => {
    const subscription = await subscribe({ resume: 'again' });
    visitor.socket.terminate();
    await subscription.unsubscribe();
    visitor = await engine.guest();
    await heard();
    await subscription.ended;
  });
});
