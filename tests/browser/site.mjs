// A built site: its files, and the server that hands them out as a strict host would.

import { createServer } from 'node:http';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, posix, resolve, sep } from 'node:path';

export const POLICY = "default-src 'self'; img-src 'self' data: https:";

const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8', '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.xml': 'application/xml',
};

/** Every file below a folder, relative to it, with forward slashes, sorted. */
export function files(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join('/'))
    .sort();
}

/** The routes of all pages: `a/b/` for `a/b/index.html`. */
export function routes(folder) {
  return files(folder).filter((f) => f.endsWith('.html')).map((f) => f.replace(/(^|\/)index\.html$/, '$1'));
}

/** Serves a folder on loopback below `base`; what is not there answers with the site's own 404 page. */
export async function serve(folder, base) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const answer = (code, file) => {
      response.writeHead(code, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      });
      response.end(readFileSync(file));
    };
    const path = posix.normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    let file = path.startsWith(base) ? join(root, path.slice(base.length)) : '';
    if (path.endsWith('/')) file = join(file, 'index.html');
    const there = file.startsWith(root) && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (there) answer(200, file);
    else answer(404, join(root, '404.html'));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
