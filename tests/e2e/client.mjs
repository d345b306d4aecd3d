// The TypeScript client as programs and pages get it: one file, made of its sources.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';
import { WebSocket as LibrarySocket } from 'ws';

const FOLDER = fileURLToPath(new URL('../../ui/src/client/', import.meta.url));
const CLIENT = "export * from './index';";
const TABLES = "export { METHODS } from '../protocol/tables';";

/** The platform's WebSocket; Node before 22 has none of its own. */
export const webSocket = globalThis.WebSocket ?? LibrarySocket;

/** The client, and the table of methods, as a module of this process; `folder` is where its file is put. */
export async function importClient(folder) {
  const file = join(folder, 'client.mjs');
  await writeFile(file, await bundled(CLIENT + TABLES, { format: 'esm', platform: 'node' }));
  return import(pathToFileURL(file));
}

/** The client as a script that gives a page the name `tickloom`. */
export function clientScript() {
  return bundled(CLIENT, { format: 'iife', globalName: 'tickloom' });
}

async function bundled(contents, options) {
  const stdin = { contents, resolveDir: FOLDER, loader: 'ts' };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, target: 'es2022', ...options });
  return outputFiles[0].text;
}
