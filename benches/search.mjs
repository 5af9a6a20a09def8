// Searches a built site in Chromium, by rutter and by Pagefind, and counts what that takes. Started by search.rs.
//
//   node search.mjs SITE PAGEFIND QUERIES LATENCY
//
// SITE is a built site, PAGEFIND the bundle that Pagefind made of it, or `-`. QUERIES has a query a line. LATENCY is
// what every answer waits, in milliseconds. Prints one line of JSON.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../tests/browser/reader.mjs';
import { compressed, typeOf } from './search/host.mjs';
import * as pagefind from './search/pagefind.mjs';
import * as rutter from './search/rutter.mjs';

/** The files of an index: how many, their bytes on disk and as they are sent. */
function size(folder, isCounted) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile() && isCounted(name));
  const sum = { files: names.length, disk: 0, sent: 0 };
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    sum.disk += bytes.length;
    sum.sent += compressed(bytes, typeOf(name), 'br').bytes.length;
  }
  return sum;
}

/** What is typed once everything has been loaded: the last letter, and the words in another order. */
function keystrokes(queries) {
  const letters = queries.filter((q) => /\w\w\w$/.test(q)).map((q) => ['one letter more', q.slice(0, -1), q]);
  const words = queries.filter((q) => /^\w+( \w+)+$/.test(q)).map((q) => ['other order', q, q.split(' ').reverse().join(' ')]);
  return [...letters, ...words];
}

async function measure(tool, folder, queries, latency) {
  const server = await tool.open(folder), browser = await launch(), cold = [];
  // The first of all finds a cold browser and a host that has compressed nothing.
  for (const query of [queries[0], ...queries]) cold.push(await tool.cold(browser, server, query, latency));
  cold.shift();
  const warm = await tool.warm(browser, server, keystrokes(queries));
  await browser.close();
  server.close();
  return { cold, warm };
}

async function main([site, bundle, list, latency]) {
  if (!latency) throw new Error('usage: node search.mjs SITE PAGEFIND QUERIES LATENCY');
  const queries = readFileSync(list, 'utf8').split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#'));
  const found = { rutter: await measure(rutter, site, queries, Number(latency)) };
  found.rutter.size = size(join(site, 'search'), (name) => name.endsWith('.js'));
  if (bundle !== '-') {
    found.pagefind = await measure(pagefind, bundle, queries, Number(latency));
    // It brings several search boxes, of which a site uses one at most.
    found.pagefind.size = size(bundle, (name) => !/^pagefind-(.*ui|highlight)\./.test(name));
  }
  // All of it, before anything ends the program.
  await new Promise((done) => process.stdout.write(JSON.stringify(found), done));
}

main(process.argv.slice(2)).then(() => process.exit(0), (e) => {
  console.error(e);
  process.exit(1);
});
