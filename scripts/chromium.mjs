// Finds the machine's Chromium and starts it without a window; tests and pictures share it.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome.exe', 'msedge.exe'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium with an empty profile: the one that CHROMIUM names, or the first on the PATH. */
export function launchChromium(options = []) {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: [...QUIET, ...options] });
}

function findChromium() {
  const named = process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = named ?? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (found === undefined) {
    throw new Error('no Chromium was found: install it (Debian: apt-get install chromium) or name it in CHROMIUM');
  }
  return found;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
