// Renders a chart page to the README's picture: node scripts/render-readme-picture.mjs FILE.html OUT.png

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { launchChromium } from './chromium.mjs';

const SIZE = { width: 1280, height: 640 };

const [file, picture] = process.argv.slice(2);
if (file === undefined || picture === undefined) {
  console.error('usage: node scripts/render-readme-picture.mjs FILE.html OUT.png');
  process.exit(2);
}
const browser = await launchChromium();
try {
  await render(await browser.newPage({ viewport: SIZE, colorScheme: 'dark', reducedMotion: 'reduce', offline: true }));
} finally {
  await browser.close();
}

async function render(page) {
  await page.goto(pathToFileURL(resolve(file)).href);
  // The last bar's time is written only once the chart stands.
  await page.waitForSelector('.legend time[datetime]');
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  await page.screenshot({ path: picture });
}
