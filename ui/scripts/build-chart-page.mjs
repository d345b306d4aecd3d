// Builds the chart page: script and style inlined into one template, which Python fills with bars.

import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const SOURCE = new URL('../src/chart-page/', import.meta.url);
const PAGE = new URL('../../python/tickloom/chart/page.html', import.meta.url);
const OLDEST_BROWSER = 'chrome83';

const script = await bundle('main.ts');
const style = await bundle('page.css');
const page = inline(await readFile(new URL('index.html', SOURCE), 'utf8'), {
  POLICY: policy(script, [style, libraryStyle(script)]),
  STYLE: style,
  SCRIPT: script,
});
await mkdir(dirname(fileURLToPath(PAGE)), { recursive: true });
await writeFile(PAGE, page);
console.log(`chart page: ${Math.round(Buffer.byteLength(page) / 1024)} KiB`);

async function bundle(name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(name, SOURCE))],
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'ascii',
    target: OLDEST_BROWSER,
    // The licence of the drawing library asks for its notice to travel with it.
    legalComments: 'inline',
    write: false,
  });
  return outputFiles[0].text.trim();
}

/** The style sheet that the drawing library adds by itself; only its hash can let it through the policy. */
function libraryStyle(script) {
  const found = /a#tv-attr-logo\{[^`"']*\}/.exec(script);
  if (found === null) throw new Error('the style of the attribution logo was not found in lightweight-charts');
  return found[0];
}

function policy(script, styles) {
  return [
    "default-src 'none'",
    `script-src ${sourceHash(script)}`,
    `style-src ${styles.map(sourceHash).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sourceHash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function inline(template, parts) {
  return template.replace(/%([A-Z]+)%/g, (_, name) => {
    const part = parts[name];
    if (part === undefined || /<(!--|\/?(script|style))/i.test(part)) throw new Error(`%${name}% cannot be inlined`);
    return part;
  });
}
