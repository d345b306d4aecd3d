// A chart page in a real browser without network, and what a reader would see on it.

import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { findPython, pythonEnvironment } from './python.mjs';

/** Writes a chart with the Python package, as the command line does. */
export function writePage(file, chart) {
  const program = fileURLToPath(new URL('write_page.py', import.meta.url));
  const options = { input: JSON.stringify(chart), env: pythonEnvironment(), encoding: 'utf8' };
  const done = spawnSync(findPython(), [program, file], options);
  if (done.status !== 0) throw new Error(`the page was not written: ${done.error ?? done.stderr}`);
}

/** Opens a page offline; `complaints` gathers every request beyond the file, error and policy violation. */
export async function openPage(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const complaints = watch(page, address);
  await page.goto(address);
  await settle(page);
  return { page, complaints };
}

function watch(page, address) {
  const complaints = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith('data:')) complaints.push(`requested ${url}`);
  });
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  return complaints;
}

/** Waits until all that was asked for is painted. */
export async function settle(page) {
  await page.evaluate(
    () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted, 30)))),
  );
}

/** The legend's values by name, and its open time in milliseconds. */
export function readLegend(page) {
  return page.evaluate(() => {
    const cells = [...document.querySelectorAll('.legend [data-field]')];
    const time = Date.parse(document.querySelector('.legend time').dateTime);
    return { time, ...Object.fromEntries(cells.map((cell) => [cell.dataset.field, cell.textContent])) };
  });
}

/** What the legend must say of a bar. */
export function expectedLegend(chart, index) {
  const price = (name) => chart[name][index].toFixed(chart.digits);
  const number = (value, decimals) =>
    value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const prices = { open: price('open'), high: price('high'), low: price('low'), close: price('close') };
  return {
    time: chart.open_time[index],
    ...prices,
    volume: number(chart.volume[index], 2),
    ticks: number(chart.ticks[index], 0),
  };
}

/** How many different colours the drawing of the price pane has, and the commonest of them. */
export function readColors(page) {
  return page.evaluate(() => {
    const canvas = [...document.querySelectorAll('.stage canvas')].sort((a, b) => b.width * b.height - a.width * a.height)[0];
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    const [[commonest]] = [...counts].sort((a, b) => b[1] - a[1]);
    return { different: counts.size, background: [commonest & 255, (commonest >> 8) & 255, (commonest >> 16) & 255] };
  });
}
