// The chart page as a reader uses it: opened from disk, offline, with mouse and keyboard, in both themes.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { launchChromium } from '../../scripts/chromium.mjs';
import { randomWalk } from './bars.mjs';
import { expectedLegend, openPage, readColors, readLegend, settle, writePage } from './page.mjs';

const BARS = 480;
const CHART = randomWalk(BARS);
const THEMES = [
  { theme: 'dark', background: [14, 18, 24] },
  { theme: 'light', background: [255, 255, 255] },
];
const SIZES = [
  { width: 1280, height: 720 },
  { width: 400, height: 800 },
];

describe('the chart page', () => {
  let folder;
  let file;
  let browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickloom-chart-'));
    file = join(folder, 'EURUSD 1h.html');
    writePage(file, CHART);
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function using(options, check) {
    const { page, complaints } = await openPage(browser, file, options);
    await check(page);
    assert.deepEqual(complaints, []);
    await page.context().close();
  }

  async function press(page, ...keys) {
    for (const key of keys) await page.keyboard.press(key);
    await settle(page);
  }

  async function assertShows(page, index) {
    const { change, ...shown } = await readLegend(page);
    assert.deepEqual(shown, expectedLegend(CHART, index));
    assert.match(change, /^[+−]?\d\.\d{5} \([+−]?\d+\.\d\d%\)$/);
  }

  for (const { theme, background } of THEMES) {
    for (const viewport of SIZES) {
      it(`draws bars in ${theme} at ${viewport.width}x${viewport.height} and fits the window`, () =>
        using({ colorScheme: theme, viewport }, async (page) => {
          const colors = await readColors(page);
          assert.deepEqual(colors.background, background);
          assert.ok(colors.different >= 4, `only ${colors.different} colours: background, grid, up and down are missed`);
          const overflow = await page.evaluate(() => [
            document.documentElement.scrollWidth - innerWidth,
            document.documentElement.scrollHeight - innerHeight,
          ]);
          assert.deepEqual(overflow, [0, 0]);
          await page.getByTitle('Charting by TradingView').waitFor();
        }));
    }
  }

  it('says what it shows and begins with the last bar', () =>
    using({}, async (page) => {
      assert.equal(await page.title(), 'EUR/USD · 1h · bid – Tickloom');
      assert.equal(await page.textContent('h1'), 'EUR/USD · 1h · bid');
      assert.equal(await page.textContent('#range'), '4 Feb 2019 00:00 – 23 Feb 2019 23:00 UTC');
      assert.equal(await page.textContent('#size'), '480 bars');
      await assertShows(page, BARS - 1);
    }));

  it('shows the bar under the mouse, and the last one again when the mouse leaves', () =>
    using({}, async (page) => {
      const stage = await page.locator('.stage').boundingBox();
      const seen = new Set();
      for (const part of [0.2, 0.5, 0.8]) {
        await page.mouse.move(stage.x + stage.width * part, stage.y + stage.height / 3);
        await settle(page);
        const index = CHART.open_time.indexOf((await readLegend(page)).time);
        await assertShows(page, index);
        seen.add(index);
      }
      assert.equal(seen.size, 3);
      assert.ok(!seen.has(BARS - 1) && [...seen].every((index, at, all) => at === 0 || index > all[at - 1]));
      await page.mouse.move(stage.x + 10, 5);
      await settle(page);
      await assertShows(page, BARS - 1);
    }));

  it('walks along the bars by keyboard and speaks the bar it stands on', () =>
    using({}, async (page) => {
      await press(page, 'ArrowLeft');
      await assertShows(page, BARS - 1);
      await press(page, 'ArrowLeft', 'ArrowLeft');
      await assertShows(page, BARS - 3);
      await press(page, 'Home', 'ArrowLeft');
      await assertShows(page, 0);
      await press(page, 'ArrowRight', 'Shift+ArrowRight');
      await assertShows(page, 11);
      assert.match(await page.textContent('[role=status]'), /^Mon 4 Feb 2019 11:00 UTC: open 1\.\d{5}, high/);
      await press(page, 'End', 'ArrowRight');
      await assertShows(page, BARS - 1);
    }));

  it('zooms and fits by keyboard and by button alike', () =>
    using({}, async (page) => {
      const views = [await page.locator('.stage').screenshot()];
      for (const act of [
        () => press(page, '+'),
        () => press(page, 'f'),
        () => page.getByRole('button', { name: 'Zoom in' }).click(),
      ]) {
        await act();
        await page.mouse.move(5, 5);
        await settle(page);
        views.push(await page.locator('.stage').screenshot());
      }
      assert.equal(new Set(views.map((view) => view.toString('base64'))).size, 4);
      await press(page, 'f');
      assert.ok((await page.locator('.stage').screenshot()).equals(views[2]), 'fit does not always give the same view');
    }));

  it('keeps the bar under the crosshair where it is when the view zooms', () =>
    using({}, async (page) => {
      await press(page, 'End', 'ArrowLeft', '+', '+', '-', 'f');
      await assertShows(page, BARS - 2);
    }));

  it('switches the theme and keeps the choice', () =>
    using({ colorScheme: 'dark' }, async (page) => {
      await page.getByRole('button', { name: 'Switch between light and dark' }).click();
      await settle(page);
      assert.deepEqual((await readColors(page)).background, [255, 255, 255]);
      await page.reload();
      await settle(page);
      assert.deepEqual((await readColors(page)).background, [255, 255, 255]);
    }));

  it('follows the system from light to dark', () =>
    using({ colorScheme: 'light' }, async (page) => {
      await page.emulateMedia({ colorScheme: 'dark' });
      await settle(page);
      assert.deepEqual((await readColors(page)).background, [14, 18, 24]);
    }));

  it('lets a hostile name be only a name', async () => {
    const hostile = join(folder, 'hostile.html');
    writePage(hostile, { ...CHART, symbol: '</script><img src=x onerror=document.title=1><b>' });
    const { page, complaints } = await openPage(browser, hostile);
    assert.match(await page.textContent('h1'), /^<\/script><img src=x onerror=document\.title=1><b> · 1h · bid$/);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('refuses to run a script that is not its own', async () => {
    const tampered = join(folder, 'tampered.html');
    const html = await readFile(file, 'utf8');
    await writeFile(tampered, html.replace('</body>', '<script>document.title = "taken"</script></body>'));
    const { page, complaints } = await openPage(browser, tampered);
    assert.notEqual(await page.title(), 'taken');
    assert.match(complaints.join(), /Content Security Policy/);
    await page.context().close();
  });

  it('says why when its data cannot be drawn', async () => {
    const broken = join(folder, 'broken.html');
    await writeFile(broken, (await readFile(file, 'utf8')).replace('"open_time":[', '"open_time":[null,'));
    const { page } = await openPage(browser, broken);
    assert.match(await page.textContent('[role=alert]'), /cannot be drawn: open_time is not a list of numbers/);
    await page.context().close();
  });
});
