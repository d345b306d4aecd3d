// Ticks and bars as Node gets them from an engine: to the last bit those that Python reads from the store.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { importClient, webSocket } from './client.mjs';
import { Engine, temporaryFolder } from './engine.mjs';
import { findPython, pythonEnvironment } from './python.mjs';

const PROGRAM = fileURLToPath(new URL('stored.py', import.meta.url));
const TIMEFRAMES = ['1h', '1d'];
const TICKS = 638_263;
const EURUSD = { symbol: 'EURUSD' };

describe('an engine and what is stored', () => {
  let folder;
  let home;
  let file;
  let engine;
  let client;

  before(async () => {
    folder = await temporaryFolder('data');
    home = join(folder.path, 'home');
    file = python('write', join(folder.path, 'week')).trim();
    engine = await Engine.start(home);
    const { connect } = await importClient(folder.path);
    client = await connect(async () => engine.endpoint, { webSocket });
  });

  after(async () => {
    client?.close();
    await engine?.stop();
    await folder.remove();
  });

  function python(...words) {
    const done = spawnSync(findPython(), [PROGRAM, ...words], { env: pythonEnvironment(), encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  }

  it('imports a file, and tells how far it is until the report is there', async () => {
    const { id } = await client.request('imports.start', { ...EURUSD, sources: [{ path: file }] });
    const moments = [];
    const watched = await client.subscribe('imports.progress', { id }, { onEvent: (moment) => moments.push(moment) });
    await watched.ended;
    const { state, report } = moments[moments.length - 1];
    assert.deepEqual([state, report.outcome, report.stored, report.days_changed], ['done', 'done', TICKS, 6]);
    await assert.rejects(client.request('imports.report', { id: 'another' }), { code: 'import.unknown' });
  });

  it('gives parts one by one, which are the same stream as all at once', async () => {
    const parts = [];
    for await (const { columns } of client.parts('ticks.range', EURUSD)) parts.push(columns);
    const [whole] = await client.tables('ticks.range', EURUSD);
    assert.ok(parts.length > 10 && whole.columns.length > TICKS * 32, `${parts.length} parts`);
    assert.equal(Buffer.compare(Buffer.concat(parts), whole.columns), 0);
    assert.equal(whole.price_digits, 5);
  });

  it('lets go of a result that nobody reads to its end', async () => {
    for await (const { columns } of client.parts('ticks.range', EURUSD)) {
      assert.ok(columns.length > 0);
      break;
    }
    assert.equal((await client.request('ticks.days', EURUSD)).days.length, 6);
  });

  it('counts ticks in SQL, and tells what it refuses', async () => {
    const [{ is_cut: isCut = false }] = await client.tables('sql.query', { query: 'SELECT count(*) FROM ticks' });
    assert.equal(isCut, false);
    await assert.rejects(client.tables('sql.query', { query: 'DROP TABLE trades' }), { code: 'sql.refused' });
  });

  it('gives up a query that is cancelled', async () => {
    const control = new AbortController();
    const query = 'SELECT count(*) FROM ticks a, ticks b, ticks c WHERE a.bid + b.bid > c.bid';
    const asked = client.tables('sql.query', { query }, { signal: control.signal });
    setTimeout(() => control.abort(), 50);
    await assert.rejects(asked, { code: 'protocol.cancelled' });
    assert.equal((await client.tables('sql.query', { query: 'SELECT 1' })).length, 1);
  });

  it('tells which symbol was meant', async () => {
    const asked = client.tables('ticks.range', { symbol: 'EURUSDD' });
    await assert.rejects(asked, { code: 'symbol.unknown', message: /EURUSD/ });
  });

  it('keeps records with their times', async () => {
    const record = { id: 't-1', symbol: 'EURUSD', direction: 'long', quantity: 1, opened: 2n ** 62n, open_price: 109_471n, commission: 0 };
    await client.request('tables.create', { table: 'trades', record });
    const found = await client.request('tables.get', { table: 'trades', key: ['t-1'] });
    assert.equal(found.record.opened, 2n ** 62n);
    await assert.rejects(client.request('tables.create', { table: 'trades', record }), { code: 'record.exists' });
  });

  it('sends what is stored, bit for bit', async () => {
    const [ticks] = await client.tables('ticks.range', EURUSD);
    const bars = await client.tables('bars.range', { ...EURUSD, timeframes: TIMEFRAMES });
    await writeFile(join(folder.path, 'ticks.arrow'), ticks.columns);
    for (const { timeframe, columns } of bars) await writeFile(join(folder.path, `${timeframe}.arrow`), columns);
    assert.deepEqual(bars.map(({ timeframe }) => timeframe), TIMEFRAMES);
    await engine.stop();
    python('compare', home, folder.path);
  });
});
