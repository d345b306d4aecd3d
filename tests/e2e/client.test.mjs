// The TypeScript client in Node against a real engine, which is also killed, stopped and started anew under it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { importClient, webSocket } from './client.mjs';
import { Engine, temporaryFolder } from './engine.mjs';

describe('the client and an engine', () => {
  let folder;
  let home;
  let library;
  let engine;
  let client;

  before(async () => {
    folder = await temporaryFolder('client');
    home = join(folder.path, 'home');
    library = await importClient(folder.path);
    engine = await Engine.start(home);
    client = await library.connect(async () => engine.endpoint, { webSocket, name: 'test 1' });
  });

  after(async () => {
    client?.close();
    await engine?.stop();
    await folder.remove();
  });

  /** Waits for a state, which may be there already. */
  async function reached(kind) {
    if (client.state.kind === kind) return;
    await new Promise((resolve) => {
      const stop = client.onState((state) => {
        if (state.kind !== kind) return;
        stop();
        resolve();
      });
    });
  }

  it('tell each other times exactly', async () => {
    const begun = BigInt(Date.now()) * 1_000_000n;
    const { time } = await client.request('system.ping', {});
    const difference = time - begun;
    assert.ok(difference > -60_000_000_000n && difference < 60_000_000_000n, `${difference} ns apart`);
  });

  it('speak of the same methods, records and codes', async () => {
    const { protocol, api_level: level, methods, records } = await client.request('system.describe', {});
    assert.deepEqual([protocol, level], [1, client.state.apiLevel]);
    const described = new Map(methods.map((method) => [method.name, method]));
    for (const [name, { answer, params, result }] of Object.entries(library.METHODS)) {
      const { answer: theirs, params: taken, result: given } = described.get(name);
      assert.deepEqual({ answer: theirs, params: taken, result: given }, { answer, params, result }, name);
    }
    assert.ok(records.length > 80);
  });

  it('keep the codes of errors', async () => {
    const asked = client.request('system.start', { name: 'nobody' });
    await assert.rejects(asked, { name: 'EngineError', code: 'service.unknown' });
    await assert.rejects(client.call('nobody.knows', {}), { code: 'protocol.unknown_method' });
  });

  it('answer a thousand requests, each its own', async () => {
    const ask = async () => (await client.request('system.ping', {})).time;
    const times = [];
    for (let round = 0; round < 20; round += 1) times.push(...(await Promise.all(Array.from({ length: 50 }, ask))));
    assert.equal(times.length, 1_000);
    assert.ok(times.every((time, place) => place < 50 || time >= times[place - 50]));
  });

  it('let nobody in whose nonce is wrong', async () => {
    const endpoint = { ...engine.endpoint, nonce: 'wrong' };
    const limits = { refusals: 2, firstPause: 1 };
    await assert.rejects(library.connect(async () => endpoint, { webSocket, limits }), { code: 'protocol.unauthorized' });
  });

  for (const signal of ['SIGTERM', 'SIGKILL']) {
    it(`find each other again after ${signal}, with another nonce`, async () => {
      const { nonce } = engine.endpoint;
      await engine.stop(signal);
      await reached('waiting');
      engine = await Engine.start(home);
      assert.notEqual(engine.endpoint.nonce, nonce);
      await reached('open');
      assert.equal(typeof (await client.request('system.ping', {})).time, 'bigint');
    });
  }
});
