// Writes in a handbook while `rutter serve` shows it, and looks at its pages as the author does.
//
//   node live.mjs RUTTER HANDBOOK [CHECK...]
//
// RUTTER is the binary. HANDBOOK is a copy of the example handbook: it is written in, and left as it was. CHECK is a
// file of live/, without its ending; all of them run if none is named.
// Prints one JSON object. Exit 0: all is well. 1: a check failed. 2: it could not run.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { launch, reader } from './reader.mjs';

const PATIENCE = 30_000;

/** The handbook: what a check writes is put back after it. */
class Book {
  before = new Map();

  constructor(folder) {
    this.folder = folder;
  }

  at(path) {
    return join(this.folder, path);
  }

  text(path) {
    return statSync(this.at(path), { throwIfNoEntry: false }) ? readFileSync(this.at(path), 'utf8') : null;
  }

  /** Writes a file, or removes it if there is no text. */
  write(path, text) {
    if (!this.before.has(path)) this.before.set(path, this.text(path));
    this.put(path, text);
  }

  put(path, text) {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    if (text === null) rmSync(this.at(path));
    else writeFileSync(this.at(path), text);
  }

  /** Replaces a piece of a file; that it is there is part of the test. */
  edit(path, from, to) {
    const text = this.text(path);
    if (!text.includes(from)) throw new Error(`${path} has no "${from}"`);
    this.write(path, text.replace(from, () => to));
  }

  restore() {
    for (const [path, text] of this.before) if (this.text(path) !== text) this.put(path, text);
    this.before.clear();
  }

  /** Waits until the server has read all that was written. */
  async settled(url) {
    const word = `Round ${(this.rounds = (this.rounds ?? 0) + 1)}.`, until = Date.now() + PATIENCE;
    this.put('settled.md', `---\ntitle: Settled\nowner: dre\nlast_reviewed: 2026-11-01\n---\n\n${word}\n`);
    while (!(await fetch(url('settled/')).then((r) => r.text(), () => '')).includes(word)) {
      if (Date.now() > until) throw new Error('the server does not see what is written');
      await new Promise((r) => setTimeout(r, 20));
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The server, which can be ended and started again at the same address. */
class Server {
  log = '';
  more = [];

  constructor(binary, folder, port) {
    Object.assign(this, { binary, folder, port, origin: `http://127.0.0.1:${port}` });
  }

  async start() {
    this.child = spawn(this.binary, ['serve', this.folder, '--port', String(this.port), ...this.more], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (d) => { this.log = (this.log + d).slice(-4000); });
    const until = Date.now() + PATIENCE;
    while (!(await fetch(this.origin).then((r) => r.text(), () => null))) {
      if (Date.now() > until || this.child.exitCode !== null) throw new Error(`the server does not start: ${this.log}`);
      await new Promise((r) => setTimeout(r, 30));
    }
  }

  async end() {
    const gone = new Promise((r) => this.child.once('exit', r));
    this.child.kill();
    await gone;
  }
}

async function main([binary, folder, ...chosen]) {
  if (!folder) throw new Error('usage: node live.mjs RUTTER HANDBOOK [CHECK...]');
  const started = performance.now();
  const book = new Book(folder), server = new Server(binary, folder, await freePort()), browser = await launch(), checks = [];
  const edited = `${folder}.edited`;
  server.more = ['--editor', `sh -c 'echo "$0" >> "${edited}"'`];
  rmSync(edited, { force: true });
  await server.start();
  const room = {
    book, server, browser,
    report: { add: (name, problems) => checks.push({ name, ok: problems.length === 0, problems: problems.slice(0, 20) }) },
    /** What the editor was called with. */
    opened: () => (statSync(edited, { throwIfNoEntry: false }) ? readFileSync(edited, 'utf8').trim().split('\n') : []),
    /** A template of the handbook's own that nothing can be drawn with. */
    breakPage: () => book.write('templates/part/doc-foot.html', '<p>{{ doc.nonsense.deeper }}</p>\n'),
    url: (route) => `${server.origin}/${route}`,
    /** A window that shows a page and is connected. */
    async open(route, options) {
      const window = await reader(browser, { origin: server.origin, ...options });
      await window.page.goto(room.url(route));
      await window.page.waitForFunction(() => document.documentElement.dataset.edition);
      await window.page.evaluate(() => { window.sameWindow = true; });
      return window;
    },
  };
  const names = readdirSync(new URL('live', import.meta.url)).map((f) => f.replace(/\.mjs$/, '')).sort();
  await book.settled(room.url);
  for (const name of chosen.length ? chosen : names) {
    const all = await import(`./live/${name}.mjs`);
    for (const [label, check] of Object.entries(all)) {
      // One check that breaks must not hide the others.
      await check(room).catch((e) => room.report.add(`${name}: ${label} ran to its end`, [e.stack]));
      book.restore();
      await book.settled(room.url);
    }
  }
  await browser.close();
  await server.end();
  book.put('settled.md', null);
  const failed = checks.filter((c) => !c.ok).length;
  console.log(JSON.stringify({ ok: failed === 0, passed: checks.length - failed, failed, seconds: Math.round((performance.now() - started) / 100) / 10, checks }, null, 1));
  return failed ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => process.exit(code), (e) => {
  console.error(e);
  process.exit(2);
});
