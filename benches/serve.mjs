// From a save to what it changes on the screen, in Chromium, by a server that runs. Started by serve/visible.rs.
//
//   node serve.mjs JOB
//
// JOB is JSON: `kind` is one of KINDS, `saves` is how often, `pages` are those that are open, one after another, each
// with its `url` and its source `file`; `pause` is how many milliseconds nobody saves after a change was seen, at least.
// Kinds that change all pages have the `path` of what they write, and the `text` of it, in which `{n}` stands for the
// number of the save.
// Prints JSON: for each kind of change its saves, with the milliseconds from just before the write until the page asked
// for itself, until it was answered, and until the change was drawn. A page that was loaded again tells only the last.
// Both clocks are this machine's: times are counted from the same instant.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { launch } from '../tests/browser/reader.mjs';

const now = () => performance.timeOrigin + performance.now();
/** Longer than this is no live server. */
const PATIENCE = 60_000;

/** In the page: tells what is seen of saves, once that has been drawn. Survives reloads. */
function watch(kind) {
  let last = '';
  performance.setResourceTimingBufferSize(100_000);
  const look = () => {
    if (!document.body) return;
    const numbers = (text, form) => [...text.matchAll(form)].map((m) => Number(m[1]));
    const state = { text: numbers(document.body.textContent, /QZ(\d+)QZ/g) };
    if (kind === 'move') state.links = numbers([...document.links].map((a) => a.href).join(' '), /qz(\d+)/g);
    if (kind === 'css') state.css = Number(getComputedStyle(document.documentElement).getPropertyValue('--qz'));
    const told = JSON.stringify(state);
    if (told === last) return;
    last = told;
    requestAnimationFrame(() => {
      // What is queued here runs after the frame was drawn.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const at = performance.timeOrigin + performance.now(), here = location.href.split('#')[0];
        const fetched = performance.getEntriesByType('resource').filter((e) => e.initiatorType === 'fetch' && e.name === here).at(-1);
        const since = (time) => fetched && performance.timeOrigin + time;
        window.seen(state, { asked: since(fetched?.startTime), answered: since(fetched?.responseEnd), drawn: at });
      };
      channel.port2.postMessage(0);
    });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributes: kind === 'move' });
  look();
}

/** The text of a document with a word before its first paragraph's first. */
function worded(text, number) {
  const heading = /^# .*\n\n/m.exec(text), at = heading.index + heading[0].length;
  return `${text.slice(0, at)}QZ${number}QZ ${text.slice(at)}`;
}

/** Another document of the same owner. */
function titled(text, number) {
  const head = text.slice(0, text.indexOf('\n---', 3) + 5).replace(/^title: .*$/m, `title: QZ${number}QZ`);
  return `${head}\n# QZ${number}QZ\n\nWords of a new document.\n`;
}

function put(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const beside = (file, number) => join(dirname(file), `qz${number}.md`);
const hasText = (n) => (seen) => seen.text.includes(n);

/** What each kind of save does: what is measured of it, by name, and when it is on the screen. `source` is the text of `file`. */
const KINDS = {
  write: ({ file, source }, n) => [['write', () => writeFileSync(file, worded(source, n)), hasText(n)]],
  rename: ({ file, source }, n) => {
    // The other file is there before the clock starts, as the editor's own work is not the server's.
    writeFileSync(`${file}~`, worded(source, n));
    return [['rename', () => renameSync(`${file}~`, file), hasText(n)]];
  },
  come: ({ file, source }, n) => [
    ['come', () => writeFileSync(beside(file, n), titled(source, n)), hasText(n)],
    ['go', () => rmSync(beside(file, n)), (seen) => !seen.text.includes(n)],
  ],
  move: ({ file }, n, before) => [['move', () => renameSync(before === null ? file : beside(file, before), beside(file, n)), (seen) => seen.links.includes(n)]],
  shared: (_, n, before, { path, text }) => [['shared', () => put(path, text.replaceAll('{n}', n)), hasText(n)]],
  css: (_, n, before, { path, text }) => [['css', () => put(path, text.replaceAll('{n}', n)), (seen) => seen.css === n]],
};

/** What is put back when a page was measured. */
function restore({ kind, path }, { file, source }, last, shared) {
  if (kind === 'move') renameSync(beside(file, last), file);
  else if (shared !== null) writeFileSync(path, shared);
  else if (path) rmSync(path);
  else if (kind !== 'come') writeFileSync(file, source);
}

async function main([text]) {
  if (!text) throw new Error('usage: node serve.mjs JOB');
  const job = JSON.parse(text), took = {}, browser = await launch(), page = await browser.newPage();
  const shared = job.path && existsSync(job.path) ? readFileSync(job.path, 'utf8') : null;
  let told = () => {};
  await page.exposeFunction('seen', (state, times) => told(state, times));
  await page.addInitScript(watch, job.kind);
  let number = 0;
  const save = async ([name, act, isSeen]) => {
    let start;
    const seen = new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`${job.kind}: save ${number} was not seen on ${page.url()}`)), PATIENCE);
      told = (state, times) => isSeen(state) && (clearTimeout(late), done(times));
    });
    start = now();
    act();
    const times = await seen;
    // What the page asked for before the save was another one's.
    const since = (time) => (time > start ? time - start : null);
    // Nobody saves at the same moment of a server's turn each time.
    await page.waitForTimeout(job.pause + Math.random() * 200);
    return [name, { asked: since(times.asked), answered: since(times.answered), drawn: times.drawn - start }];
  };
  for (const [at, { url, file }] of job.pages.entries()) {
    const answer = await page.goto(url), open = { file, source: readFileSync(file, 'utf8') };
    if (!answer.ok()) throw new Error(`${url}: ${answer.status()}`);
    // The page connects to its server once it has been loaded.
    await page.waitForTimeout(1_500);
    const share = Math.floor(job.saves / job.pages.length) + (at < job.saves % job.pages.length);
    let before = null;
    // The first finds everything cold, and is not counted.
    for (let i = 0; i <= share; i++) {
      for (const step of KINDS[job.kind](open, ++number, before, job)) {
        const [name, times] = await save(step);
        if (i) (took[name] ??= []).push(times);
      }
      before = number;
    }
    restore(job, open, before, shared);
  }
  await browser.close();
  await new Promise((done) => process.stdout.write(JSON.stringify(took), done));
}

main(process.argv.slice(2)).then(() => process.exit(0), (e) => {
  console.error(e);
  process.exit(1);
});
