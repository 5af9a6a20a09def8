// Rutter's search as its readers have it: the dialog on a page of the site.

import { basename } from 'node:path';
import { host } from './host.mjs';
import { record, sum } from './requests.mjs';

const POLICY = "default-src 'self'; img-src 'self' data: https:";
/** How often a keystroke is timed. */
const TIMES = 5;

export const open = (site) => host({ folders: { '/': site }, policy: POLICY });

/** A page whose search was never asked for. */
async function arrive(browser, server) {
  const context = await browser.newContext({ reducedMotion: 'reduce' }), page = await context.newPage();
  const requests = record(page, server);
  await page.goto(`${server.origin}/`, { waitUntil: 'networkidle' });
  return { page, requests, close: () => context.close() };
}

/** One query with nothing in the cache: opened by its key, pasted, answered. */
export async function cold(browser, server, query, latency) {
  const { page, requests, close } = await arrive(browser, server);
  await page.evaluate(() => {
    globalThis.answered = new Promise((done) => {
      const seen = new MutationObserver(() => {
        const result = document.querySelector('.find-list a[role=option]'), none = /^No /.test(document.querySelector('.find-count')?.textContent);
        if (!none && !result?.getClientRects().length) return;
        seen.disconnect();
        // On the screen after the next frame.
        requestAnimationFrame(() => setTimeout(() => done({ at: Date.now(), shown: document.querySelectorAll('.find-list a.result:not(.result-more)').length })));
      });
      seen.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  });
  server.latency = latency;
  const from = Date.now();
  await page.keyboard.press('/');
  await page.keyboard.insertText(query);
  const { at, shown } = await page.evaluate(() => globalThis.answered);
  await requests.quiet();
  server.latency = 0;
  const all = requests.since(from), needed = all.filter((r) => r.start <= at), first = { ms: at - from, ...sum(needed) };
  await close();
  const folders = {};
  for (const { path, body, start } of all) {
    const name = start > at ? 'after the results' : /^\/assets\//.test(path) ? 'search.js' : path.split('/').length > 3 ? path.split('/')[2] : basename(path, '.js');
    const entry = folders[name] ??= { files: 0, bytes: 0 };
    entry.files++;
    entry.bytes += body;
  }
  // All ten are drawn at once, with their text.
  return { query, shown, first, ten: first, whole: { ms: null, ...sum(all) }, folders };
}

const nap = (ms) => new Promise((done) => setTimeout(done, ms));

/** From the event of the last key to results on the screen, with every shard there. */
export async function warm(browser, server, queries) {
  const { page, requests, close } = await arrive(browser, server), times = [];
  await page.keyboard.press('/');
  await page.waitForSelector('.find-list', { state: 'attached' });
  const type = async (query) => {
    const time = await page.evaluate((text) => new Promise((done) => {
      const input = document.querySelector('.find input'), body = document.querySelector('.find-body'), from = performance.now();
      setTimeout(done, 5000, null);
      new MutationObserver((_, seen) => {
        seen.disconnect();
        const drawn = performance.now() - from;
        requestAnimationFrame(() => setTimeout(() => done({ drawn, painted: performance.now() - from })));
      }).observe(body, { childList: true, characterData: true, subtree: true });
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }), query);
    // The counts of the filters come later, and are not what is timed.
    await nap(150);
    return time;
  };
  for (const [kind, before, after] of queries) {
    for (const text of [before, after]) {
      await type(text);
      await requests.quiet();
    }
    for (let i = 0; i < TIMES; i++) {
      await type(before);
      const from = Date.now(), time = await type(after);
      if (time && !requests.since(from).length) times.push({ kind, query: after, ...time });
    }
  }
  await close();
  return times;
}
