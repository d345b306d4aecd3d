// Everything that a page can try at an engine. It runs inside the page, so it must not use anything from outside.

/** Tries all of it; says, way by way, what came of it: `nothing`, `refused` if no more than that could be read, or what was read. */
export async function intrude({ port, nonce, host = '127.0.0.1' }) {
  const PATIENCE = 20_000;
  const names = [`${host}:${port}`, `localhost:${port}`];
  const paths = ['/', '/metrics', `/metrics?nonce=${nonce}`, '//metrics', '/./metrics', '/%6detrics', '/x/..%2fmetrics', '/..;/metrics'];
  const hello = new TextEncoder().encode(nonce);

  const within = (attempt) =>
    Promise.race([attempt, new Promise((late) => setTimeout(() => late('late'), PATIENCE))]);

  /** What a page can read of an answer. */
  async function read(url, options) {
    try {
      const answer = await fetch(url, { cache: 'no-store', ...options });
      const text = await answer.text();
      if (answer.type === 'opaque' && text === '') return 'nothing';
      return told(answer.status, text);
    } catch (error) {
      return error instanceof TypeError ? 'nothing' : String(error);
    }
  }

  function told(status, text) {
    return [403, 405].includes(status) && text === '' ? 'refused' : `${status} ${text}`;
  }

  function ask(url, method) {
    return new Promise((answered) => {
      const request = new XMLHttpRequest();
      request.onerror = () => answered('nothing');
      request.onload = () => answered(told(request.status, request.responseText));
      request.open(method, url);
      request.send();
    });
  }

  function embed(tag, url, attribute) {
    return new Promise((told) => {
      const element = document.createElement(tag);
      element.onerror = () => told('nothing');
      element.onload = () => told(contentOf(element));
      element[attribute] = url;
      document.body.append(element);
    });
  }

  /** An error page of the browser loads, too; its content must be out of reach. */
  function contentOf(element) {
    if (element.tagName !== 'IFRAME') return 'loaded';
    try {
      const text = element.contentDocument?.body.textContent;
      if (text === undefined) return 'nothing';
      return text === '' ? 'refused' : `document ${text}`;
    } catch {
      return 'nothing';
    }
  }

  function listen(url) {
    return new Promise((told) => {
      const source = new EventSource(url);
      const end = (what) => {
        source.close();
        told(what);
      };
      source.onopen = () => end('open');
      source.onmessage = ({ data }) => end(data);
      source.onerror = () => end('nothing');
    });
  }

  function connect(url, protocols, words) {
    return new Promise((told) => {
      const socket = new WebSocket(url, protocols);
      let what = 'nothing';
      socket.onopen = () => {
        what = 'open';
        for (const word of words) socket.send(word);
      };
      socket.onmessage = () => (what = 'a message');
      socket.onclose = () => told(what);
    });
  }

  const attempts = [];
  const attempt = (name, promise) => attempts.push(within(promise).then((what) => [name, what]));
  for (const name of names) {
    for (const path of paths) {
      const url = `http://${name}${path}`;
      for (const mode of ['cors', 'no-cors', 'same-origin']) attempt(`fetch ${mode} ${url}`, read(url, { mode }));
      attempt(`fetch with credentials ${url}`, read(url, { credentials: 'include' }));
      attempt(`fetch without referrer ${url}`, read(url, { mode: 'no-cors', referrerPolicy: 'no-referrer' }));
      attempt(`fetch with fields ${url}`, read(url, { headers: { Authorization: `Bearer ${nonce}`, 'X-Nonce': nonce } }));
      attempt(`event source ${url}`, listen(url));
      attempt(`frame ${url}`, embed('iframe', url, 'src'));
      attempt(`script ${url}`, embed('script', url, 'src'));
      attempt(`image ${url}`, embed('img', url, 'src'));
    }
    const url = `http://${name}/metrics`;
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) attempt(`${method} ${url}`, ask(url, method));
    attempt(`post ${url}`, read(url, { method: 'POST', mode: 'no-cors', body: nonce }));
    attempt(`socket ${url}`, connect(`ws://${name}/`, [], [hello]));
  }
  // A browser makes whoever fails more often than this with sockets wait for seconds.
  const socket = `ws://${names[0]}`;
  for (const path of ['/metrics', `/?nonce=${nonce}`, '//']) attempt(`socket ${path}`, connect(socket + path, [], [hello]));
  attempt('socket without a word', connect(socket, [], []));
  attempt('socket with text', connect(socket, [], [nonce]));
  attempt('socket with the nonce as protocol', connect(socket, [nonce.replace(/\W/g, '')], []));
  attempt('socket with a name', connect(`ws://user:${nonce}@${names[0]}/`, [], [hello]));
  return Promise.all(attempts);
}
