// The TypeScript client in a real browser: on a page and in a worker, with the browser's own WebSocket.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { launchChromium } from '../../scripts/chromium.mjs';
import { clientScript } from './client.mjs';
import { Engine, temporaryFolder } from './engine.mjs';
import { openSite } from './site.mjs';

describe('the client in a browser', () => {
  let folder;
  let site;
  let engine;
  let browser;
  let page;

  before(async () => {
    folder = await temporaryFolder('browser');
    site = await openSite(await clientScript());
    await startEngine();
    browser = await launchChromium();
    page = await browser.newPage();
    await page.exposeFunction('endpoint', () => engine.endpoint);
    await page.goto(site.origin);
    await page.evaluate(async () => {
      window.states = [];
      window.client = await window.tickloom.connect(window.endpoint);
      window.client.onState(({ kind }) => window.states.push(kind));
    });
  });

  after(async () => {
    await browser?.close();
    await engine?.stop();
    await site?.close();
    await folder.remove();
  });

  async function startEngine() {
    engine = await Engine.start(join(folder.path, 'home'), ['--origin', site.origin]);
  }

  it('reads tables as bytes and times as whole numbers', async () => {
    const read = await page.evaluate(async () => {
      const [{ columns }] = await window.client.tables('sql.query', { query: 'SELECT 7 AS seven' });
      const { time } = await window.client.request('system.ping', {});
      return { magic: [...columns.slice(0, 4)], isBytes: columns instanceof Uint8Array, time: typeof time };
    });
    assert.deepEqual(read, { magic: [255, 255, 255, 255], isBytes: true, time: 'bigint' });
  });

  it('is told what is wrong by code', async () => {
    const code = await page.evaluate(() =>
      window.client.request('ticks.days', { symbol: 'EURUSD' }).then(() => 'none', (error) => error.code),
    );
    assert.equal(code, 'symbol.unknown');
  });

  for (const signal of ['SIGTERM', 'SIGKILL']) {
    it(`comes back when the engine does, after ${signal}`, async () => {
      await page.evaluate(() => (window.states.length = 0));
      await engine.stop(signal);
      await page.waitForFunction(() => window.states.includes('waiting'));
      await startEngine();
      await page.waitForFunction(() => window.client.state.kind === 'open');
      const time = await page.evaluate(async () => typeof (await window.client.request('system.ping', {})).time);
      assert.equal(time, 'bigint');
    });
  }

  it('works in a worker', async () => {
    const program = `${await clientScript()}
      onmessage = async ({ data }) => {
        const client = await tickloom.connect(async () => data);
        postMessage((await client.request('system.ping', {})).time);
        client.close();
      };`;
    const time = await page.evaluate(async ({ program, endpoint }) => {
      const worker = new Worker(URL.createObjectURL(new Blob([program], { type: 'text/javascript' })));
      const answered = new Promise((told) => (worker.onmessage = ({ data }) => told(typeof data)));
      worker.postMessage(endpoint);
      return answered;
    }, { program, endpoint: engine.endpoint });
    assert.equal(time, 'bigint');
  });
});
