// The repository's Python, with the package as it lies in the checkout.

import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** The interpreter: the environment's, or the one that PYTHON names, with which that would be made, or the machine's. */
export function findPython() {
  const ours = ['.venv/bin/python', '.venv/Scripts/python.exe'].map((path) => fileURLToPath(new URL(path, ROOT)));
  return ours.find(existsSync) ?? process.env.PYTHON ?? 'python3';
}

/** The environment in which it finds the package, and what else lies in these folders. */
export function pythonEnvironment(...folders) {
  const paths = [fileURLToPath(new URL('python', ROOT)), ...folders, process.env.PYTHONPATH].filter(Boolean);
  return { ...process.env, PYTHONPATH: paths.join(delimiter) };
}
