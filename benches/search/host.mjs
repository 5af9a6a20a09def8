// A host of static files as they come: everything that is text compressed, a strict policy, and the same wait before
// each answer, so that one request after another can be told from two at once.

import { createServer } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, posix, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.wasm': 'application/wasm',
  '.xml': 'application/xml',
};

/** As hosts compress while a reader waits. */
export function compressed(bytes, type, accepted) {
  if (!/^text|json|xml|javascript/.test(type)) return { bytes };
  const sized = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  if (/\bbr\b/.test(accepted)) return { bytes: brotliCompressSync(bytes, { params: sized }), encoding: 'br' };
  return /\bgzip\b/.test(accepted) ? { bytes: gzipSync(bytes, { level: 6 }), encoding: 'gzip' } : { bytes };
}

export const typeOf = (file) => TYPES[extname(file)] ?? 'application/octet-stream';

/**
 * Serves folders by the paths they are mounted at, and pages that are given as text. `answered` has for each address
 * the bytes of the last answer's body and head.
 */
export async function host({ folders, pages = {}, policy }) {
  const ready = new Map(), answered = new Map(), self = { latency: 0, requests: 0, answered };

  function read(path) {
    if (path in pages) return { bytes: Buffer.from(pages[path]), type: TYPES['.html'] };
    const mount = Object.keys(folders).filter((m) => path.startsWith(m)).sort((a, b) => b.length - a.length)[0];
    if (!mount) return null;
    const root = resolve(folders[mount]), name = path.slice(mount.length);
    const file = join(root, !name || name.endsWith('/') ? `${name}index.html` : name);
    if (!file.startsWith(root) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return null;
    return { bytes: readFileSync(file), type: typeOf(file) };
  }

  function answerTo(path, accepted) {
    const key = `${path} ${accepted}`;
    if (!ready.has(key)) {
      const found = read(path);
      ready.set(key, found && { type: found.type, ...compressed(found.bytes, found.type, accepted) });
    }
    return ready.get(key);
  }

  const server = createServer((request, response) => {
    self.requests++;
    const path = posix.normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const answer = answerTo(path, request.headers['accept-encoding'] ?? '');
    setTimeout(() => {
      if (!answer) return response.writeHead(404).end();
      const { bytes, type, encoding } = answer;
      response.writeHead(200, {
        'content-type': type,
        'content-length': bytes.length,
        ...(encoding && { 'content-encoding': encoding }),
        'cache-control': 'max-age=600',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
      });
      // The status line, the headers, and those that node adds when it sends them.
      response.on('finish', () => answered.set(request.url, { body: bytes.length, head: response._header?.length ?? 0 }));
      response.end(bytes);
    }, self.latency);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(self, { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() });
}
