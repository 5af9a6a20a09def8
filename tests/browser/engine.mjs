// Asks the browser's search engine on a site on disk, without a browser.
//
//   node engine.mjs SITE < queries.jsonl > answers.jsonl
//
// A line in: {"query", "typing"}. A line out: {"total", "results": [{"url", "score", "anchor"}]}, the first ten, with
// addresses relative to the site's root.

import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PIECES = new URL('../../assets/search/', import.meta.url);
const ROOT = 'https://handbook.test/';

/** The engine's pieces (10 to 60) as the build puts them together, without those that need a page. */
export function engine() {
  const names = readdirSync(PIECES).filter((name) => /^[1-6]\d-.*\.js$/.test(name)).sort();
  const text = names.map((name) => readFileSync(new URL(name, PIECES), 'utf8')).join('\n');
  new Function(`'use strict';\n${text}`)();
  return globalThis.rutterSearch;
}

/** Reads shards from a disk as a page of another origin would. */
export function fromDisk(site) {
  return async (url) => {
    const text = await readFile(join(site, decodeURI(new URL(url).pathname)), 'utf8');
    if (!text.startsWith('rutterShard(') || !text.endsWith(')\n')) throw new Error(`${url}: no shard`);
    return JSON.parse(text.slice(12, -2));
  };
}

export async function open(site) {
  const search = engine()([{ base: `${ROOT}search/`, label: '' }], { load: fromDisk(site) });
  await search.ready();
  return search;
}

async function main([site]) {
  if (!site) throw new Error('usage: node engine.mjs SITE < queries.jsonl > answers.jsonl');
  const search = await open(site);
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { query, typing } = JSON.parse(line);
    const { total, results } = await search.ask(query, { typing, limit: 10 });
    const shown = results.map((r) => ({ url: r.url.slice(ROOT.length).split('#')[0], score: r.score, anchor: r.section.anchor }));
    process.stdout.write(`${JSON.stringify({ total, results: shown })}\n`);
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
