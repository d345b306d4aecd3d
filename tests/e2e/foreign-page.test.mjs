// Pages in a real browser try everything at an engine that listens on the same machine: only those that it was told of get in.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { launchChromium } from '../../scripts/chromium.mjs';
import { clientScript } from './client.mjs';
import { Engine, temporaryFolder } from './engine.mjs';
import { intrude } from './intruder.mjs';
import { openSite } from './site.mjs';

/** A name that its owner lets lead here, after a page was loaded from elsewhere. */
const REBOUND = 'rebound.test';
/** New browsers keep sites from the machine by themselves; others do not, and the engine must do without. */
const WITHOUT_A_FENCE = ['--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets'];
const WRONG = '0'.repeat(64);

describe('an engine, and pages in a browser', () => {
  let folder;
  let browser;
  let friend;
  let stranger;
  let engine;

  before(async () => {
    folder = await temporaryFolder('pages');
    friend = await openSite(await clientScript());
    stranger = await openSite();
    engine = await Engine.start(join(folder.path, 'home'), ['--origin', friend.origin]);
    browser = await launchChromium([`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`, ...WITHOUT_A_FENCE]);
  });

  after(async () => {
    await browser?.close();
    await engine?.stop();
    await Promise.all([friend?.close(), stranger?.close()]);
    await folder.remove();
  });

  /** To the browser this page and the engine are one site. */
  async function onReboundPage(port, run, given) {
    const context = await browser.newContext();
    const url = `http://${REBOUND}:${port}/page`;
    await context.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }));
    return onPage(url, run, given, context);
  }

  async function onPage(url, run, given, context) {
    context ??= await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    const answer = await page.evaluate(run, given);
    await context.close();
    return answer;
  }

  async function onFile(run, given) {
    const file = join(folder.path, 'page.html');
    await writeFile(file, '<!doctype html><title>file</title>');
    return onPage(pathToFileURL(file).href, run, given);
  }

  /** How many connections the engine has let in so far. */
  async function welcomed() {
    const figures = await fetch(`http://127.0.0.1:${engine.endpoint.port}/metrics`);
    return Number(/^tickloom_connections_welcomed_total (\d+)$/m.exec(await figures.text())[1]);
  }

  it('are told apart from a site that anybody may read', async () => {
    const attempts = await onPage(friend.origin, intrude, { port: stranger.port, nonce: WRONG });
    const read = attempts.filter(([, what]) => what !== 'nothing').map(([name]) => name.split(' http')[0]);
    assert.deepEqual([...new Set(read)], ['fetch cors', 'POST', 'HEAD']);
  });

  const strangers = [
    ['of another origin', (run, given) => onPage(stranger.origin, run, given)],
    ['of another origin, by number', (run, given) => onPage(`http://127.0.0.1:${stranger.port}`, run, given)],
    ['of a known site under another name', (run, given) => onPage(`http://127.0.0.1:${friend.port}`, run, given)],
    ['from a file', onFile],
    ['of no origin', (run, given) => onPage('data:text/html,<body>', run, given)],
  ];
  for (const [what, open] of strangers) {
    for (const secret of ['with', 'without']) {
      it(`lets no page ${what} in, nor read a byte, ${secret} the nonce`, async () => {
        const { port, nonce } = engine.endpoint;
        const attempts = await open(intrude, { port, nonce: secret === 'with' ? nonce : WRONG });
        assert.ok(attempts.length > 150, `only ${attempts.length} attempts`);
        assert.deepEqual(attempts.filter(([, what]) => what !== 'nothing'), []);
        assert.equal(await welcomed(), 0);
      });
    }
  }

  for (const secret of ['with', 'without']) {
    it(`lets no page in whose own name was made to lead here, ${secret} the nonce`, async () => {
      const { port, nonce } = engine.endpoint;
      const given = { port, nonce: secret === 'with' ? nonce : WRONG, host: REBOUND };
      const attempts = await onReboundPage(port, intrude, given);
      assert.deepEqual(attempts.filter(([, what]) => !['nothing', 'refused'].includes(what)), []);
      assert.ok(attempts.some(([, what]) => what === 'refused'), 'it did reach the engine');
      assert.equal(await welcomed(), 0);
    });
  }

  it('lets a page that it was told of in, which is served as any program', async () => {
    const heard = await onPage(friend.origin, async (endpoint) => {
      const { connect } = window.tickloom;
      const client = await connect(async () => endpoint, { name: 'page 1' });
      const { time } = await client.request('system.ping', {});
      client.close();
      return typeof time;
    }, engine.endpoint);
    assert.equal(heard, 'bigint');
    assert.equal(await welcomed(), 1);
  });

  it('lets no page in that does not know the nonce, wherever it comes from', async () => {
    const before = await welcomed();
    const code = await onPage(friend.origin, async (endpoint) => {
      const { connect } = window.tickloom;
      return connect(async () => endpoint).then(() => 'in', (error) => error.code);
    }, { ...engine.endpoint, nonce: WRONG });
    assert.equal(code, 'protocol.unauthorized');
    assert.equal(await welcomed(), before);
  });

  it('shows its figures to nobody but who asks for them', async () => {
    const figures = await onPage(`http://127.0.0.1:${engine.endpoint.port}/metrics`, () => document.body.innerText);
    assert.match(figures, /tickloom/);
    const read = await onPage(friend.origin, async (url) => {
      return fetch(url).then((answer) => answer.text(), (error) => error.name);
    }, `http://localhost:${engine.endpoint.port}/metrics`);
    assert.equal(read, 'TypeError');
  });
});
