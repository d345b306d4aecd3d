// A real engine for tests: a process of its own with a home of its own, which leaves with the test that started it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { findPython, pythonEnvironment } from './python.mjs';

const PROGRAM = ['-m', 'tickloom.cli', 'engine'];

/** An engine that serves; `options` are those of the command line, `folders` hold modules that it may import. */
export class Engine {
  static async start(home, options = [], folders = []) {
    const command = [...PROGRAM, '--home', home, ...options];
    const child = spawn(findPython(), command, { env: pythonEnvironment(...folders), stdio: 'pipe' });
    const engine = new Engine(child);
    const [, port, nonce] = (await engine.#firstLine()).split(' ');
    engine.endpoint = { port: Number(port), nonce };
    return engine;
  }

  constructor(child) {
    this.child = child;
    this.complaints = '';
    this.ended = once(child, 'exit');
    child.stderr.on('data', (text) => (this.complaints += text));
  }

  /** Tells it to end, and waits until it has. */
  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    await this.ended;
  }

  async #firstLine() {
    const lines = createInterface(this.child.stdout);
    const [line] = await Promise.race([once(lines, 'line'), this.ended.then(() => [''])]);
    if (!line.startsWith('READY ')) throw new Error(`the engine did not start: ${this.complaints}`);
    return line;
  }
}

/** A folder that is there as long as the tests of a suite. */
export async function temporaryFolder(name) {
  const path = await mkdtemp(join(tmpdir(), `tickloom-${name}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
