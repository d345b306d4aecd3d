// A web site on this machine, as any program may open one: the same page at every path.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Opens a site that lets anybody read it; `origin` is what browsers call it, `port` where it is. */
export async function openSite(script = '') {
  const html = `<!doctype html><meta charset="utf-8"><title>site</title><script>${script}</script>`;
  const fields = { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' };
  const server = createServer((_, response) => response.writeHead(200, fields).end(html));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return { port, origin: `http://localhost:${port}`, close: () => new Promise((closed) => server.close(closed)) };
}
