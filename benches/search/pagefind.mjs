// Pagefind by its own script on a page with nothing else: less than any search box made with it can need, as that has
// to load its own script and style and to draw.

import { host } from './host.mjs';
import { record, sum } from './requests.mjs';

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: https:";
const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title><link rel="icon" href="data:,"><h1>Search</h1></html>';
const TIMES = 5;

export const open = (bundle) => host({ folders: { '/pagefind/': bundle }, pages: { '/': PAGE }, policy: POLICY });

/** It filters by what a page's markup says, and rutter's says nothing; `*` and `-` are not in its language. */
export const asked = (query) => query.split(' ').filter((w) => !/^[a-z]+:\w/.test(w) && !/^-\w/.test(w)).join(' ').replace(/\*$/, '');

async function arrive(browser, server) {
  const context = await browser.newContext(), page = await context.newPage();
  const requests = record(page, server);
  await page.goto(`${server.origin}/`, { waitUntil: 'networkidle' });
  return { page, requests, close: () => context.close() };
}

const search = (page, query, most) => page.evaluate(async ([text, limit]) => {
  const pagefind = await import('/pagefind/pagefind.js'), from = performance.now();
  const { results } = await pagefind.search(text || null);
  const shown = await Promise.all(results.slice(0, limit).map((r) => r.data()));
  return { at: Date.now(), shown: shown.length, took: performance.now() - from };
}, [query, most]);

export async function cold(browser, server, query, latency) {
  const run = async (most) => {
    const { page, requests, close } = await arrive(browser, server);
    server.latency = latency;
    const from = Date.now();
    const { at, shown } = await search(page, asked(query), most);
    await requests.quiet();
    server.latency = 0;
    const all = requests.since(from);
    await close();
    return { shown, sum: { ms: at - from, ...sum(all) } };
  };
  const one = await run(1), ten = await run(10);
  return { query, shown: ten.shown, first: one.sum, ten: ten.sum, whole: ten.sum };
}

/** From the question to the texts of ten results, nothing drawn. */
export async function warm(browser, server, queries) {
  const { page, close } = await arrive(browser, server), times = [];
  for (const [kind, , query] of queries) {
    await search(page, asked(query), 10);
    for (let i = 0; i < TIMES; i++) {
      const { took } = await search(page, asked(query), 10);
      times.push({ kind, query, drawn: took, painted: null });
    }
  }
  await close();
  return times;
}
