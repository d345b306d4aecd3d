// A replay that Node watches through an engine which is killed on the way: no bar is missing, and none comes twice.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { importClient, webSocket } from './client.mjs';
import { Engine, temporaryFolder } from './engine.mjs';
import { findPython, pythonEnvironment } from './python.mjs';

const PROGRAM = fileURLToPath(new URL('stored.py', import.meta.url));
const MINUTE = 60_000_000_000n;
const START = 1_704_672_000_000_000_000n; // 2024-01-08
const ORDER = { symbols: ['EURUSD'], timeframes: ['1m', '1h'], start: START, end: START + 300n * MINUTE, capacity: 1_000 };

describe('a replay that is watched', () => {
  let folder;
  let engine;
  let client;

  before(async () => {
    folder = await temporaryFolder('replay');
    const words = [PROGRAM, 'write', join(folder.path, 'week')];
    const written = spawnSync(findPython(), words, { env: pythonEnvironment(), encoding: 'utf8' });
    await startEngine();
    const { connect } = await importClient(folder.path);
    client = await connect(async () => engine.endpoint, { webSocket });
    const order = { symbol: 'EURUSD', sources: [{ path: written.stdout.trim() }] };
    const { id } = await client.request('imports.start', order);
    await (await client.subscribe('imports.progress', { id }, { onEvent: () => undefined })).ended;
  });

  after(async () => {
    client?.close();
    await engine?.stop();
    await folder.remove();
  });

  async function startEngine() {
    engine = await Engine.start(join(folder.path, 'home'));
  }

  /** A replay that plays on from a moment, as what is asked of its bars. */
  async function playFrom(time, speed) {
    const { session } = await client.request('replay.open', ORDER);
    await client.request('replay.seek', { session, time });
    await client.request('replay.play', { session, ...(speed && { speed }) });
    return { session, forming: false, after: time };
  }

  /** Completed bars until so many were told; `onBars` is told how many there are. */
  async function watch(count, speed, onBars = () => undefined) {
    const seen = [];
    const params = await playFrom(START, speed);
    await new Promise((over, failed) => {
      const onEvent = ({ bars }) => {
        for (const row of bars.open_time.keys()) seen.push(`${bars.timeframe[row]} ${bars.open_time[row]} ${bars.close[row]}`);
        onBars(seen.length);
        if (seen.length >= count) over();
      };
      const resume = (last) => playFrom(last?.time ?? START, speed);
      client.subscribe('mtf.subscribe', params, { onEvent, resume }).then(({ ended }) => ended.catch(failed), failed);
    });
    return seen;
  }

  it('goes on where it was when the engine was killed', async () => {
    const expected = await watch(295);
    let kills = 0;
    let isRestarting = false;
    const seen = await watch(expected.length, 6_000, (count) => {
      if (isRestarting || kills === 3 || count < 60 * (kills + 1)) return;
      kills += 1;
      isRestarting = true;
      void engine.stop('SIGKILL').then(startEngine).then(() => (isRestarting = false));
    });
    assert.equal(kills, 3);
    assert.deepEqual(seen, expected);
    assert.equal(new Set(seen).size, seen.length);
  });
});
