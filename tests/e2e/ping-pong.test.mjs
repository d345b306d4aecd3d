// A player in Python and one in Node send a ball to and fro, through an engine that serves both and a service written in Python.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { importClient, webSocket } from './client.mjs';
import { Engine, temporaryFolder } from './engine.mjs';
import { findPython, pythonEnvironment } from './python.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LAST = 200;
/** Beyond what a double holds, so that a time that was rounded on its way shows. */
const BEGIN = 1_704_704_400_000_000_001n;

describe('an engine between Python and Node', () => {
  let folder;
  let engine;
  let client;

  before(async () => {
    folder = await temporaryFolder('court');
    engine = await Engine.start(join(folder.path, 'home'), ['--service', 'court:Court'], [HERE]);
    const { connect } = await importClient(folder.path);
    client = await connect(async () => engine.endpoint, { webSocket });
  });

  after(async () => {
    client?.close();
    await engine?.stop();
    await folder.remove();
  });

  /** A player in Python that has begun to watch. */
  async function startPlayer() {
    const command = [join(HERE, 'player.py'), join(folder.path, 'home'), 'Python', String(LAST)];
    const child = spawn(findPython(), command, { env: pythonEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, 'ready');
    return { lines, ended: once(child, 'exit') };
  }

  /** Plays until the last ball; gives all that were seen. */
  function play() {
    return new Promise((over, failed) => {
      const seen = [];
      const hit = (number, time) => client.call('court.hit', { by: 'Node', number, time }).catch(failed);
      const onEvent = (ball) => {
        if (ball.number === 0) return hit(1, BEGIN);
        seen.push(`${ball.by} ${ball.number} ${ball.time}`);
        if (ball.number === LAST) over(seen);
        else if (ball.by === 'Python') hit(ball.number + 1, ball.time + 1n);
      };
      client.listen('court.balls', {}, { onEvent }).catch(failed);
    });
  }

  it('carries every ball to both, in order and to the nanosecond', async () => {
    const python = await startPlayer();
    const seen = await play();
    assert.deepEqual(seen, Array.from({ length: LAST }, (_, place) => ballAt(place)));
    assert.deepEqual(await all(python.lines), seen);
    assert.deepEqual(await python.ended, [0, null]);
  });
});

function ballAt(place) {
  return `${place % 2 === 0 ? 'Node' : 'Python'} ${place + 1} ${BEGIN + BigInt(place)}`;
}

async function all(lines) {
  const found = [];
  for await (const line of lines) found.push(line);
  return found;
}
