// Opens a built site in Chromium and looks at it as readers do.
//
//   node run.mjs HANDBOOK SITE OFFLINE_SITE [CHECK...]
//
// HANDBOOK is an entry of pages.json: which page stands for which type. SITE was built as it is published,
// OFFLINE_SITE with --offline. CHECK is a file of checks/, without its ending; all of them run if none is named.
// Prints one JSON object. Exit 0: all is well. 1: a check failed. 2: it could not run.

import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch, reader } from './reader.mjs';
import { routes, serve } from './site.mjs';

const here = new URL('.', import.meta.url);

class Report {
  checks = [];

  /** One named check; without problems it passed. */
  add(name, problems) {
    this.checks.push({ name, ok: problems.length === 0, problems: problems.slice(0, 20) });
  }
}

async function main([handbook, site, offline, ...chosen]) {
  if (!offline) throw new Error('usage: node run.mjs HANDBOOK SITE OFFLINE_SITE [CHECK...]');
  const started = performance.now();
  const plan = JSON.parse(readFileSync(new URL('pages.json', here)))[handbook];
  if (!plan) throw new Error(`pages.json knows no handbook ${handbook}`);
  const report = new Report();
  const server = await serve(site, plan.base);
  const browser = await launch();
  const all = routes(site);
  // A page that was renamed must not take its checks with it.
  report.add('pages: every type has a page', Object.entries(plan.pages).filter(([, r]) => !all.includes(r)).map(([type, r]) => `${type}: no ${r}`));
  const types = Object.entries(plan.pages).filter(([, r]) => all.includes(r));
  const text = (route) => readFileSync(join(site, route.endsWith('.html') ? route : `${route}index.html`), 'utf8');
  const room = {
    report, browser, home: server.origin + plan.base,
    site: resolve(site), offline: resolve(offline), routes: all, types, text,
    /** The types whose page holds a piece of markup. */
    pagesWith: (markup) => types.filter(([, route]) => text(route).includes(markup)),
    /** Broken on purpose. */
    broken: (plan.broken ?? []).map((b) => server.origin + plan.base + b),
    url: (route) => server.origin + plan.base + encodeURI(route),
    /** What is looked for, the page that must come first, and a word that many pages have. */
    search: plan.search,
    reader: (options) => reader(browser, { origin: server.origin, ...options }),
  };
  const names = readdirSync(new URL('checks', here)).map((f) => f.replace(/\.mjs$/, '')).sort();
  const seconds = {};
  for (const name of chosen.length ? chosen : names) {
    const from = performance.now();
    const { default: check } = await import(`./checks/${name}.mjs`);
    // One check that breaks must not hide the others.
    await check(room).catch((e) => report.add(`${name}: ran to its end`, [e.stack]));
    seconds[name] = Math.round((performance.now() - from) / 100) / 10;
  }
  await browser.close();
  server.close();
  const failed = report.checks.filter((c) => !c.ok).length;
  const result = { handbook, ok: failed === 0, passed: report.checks.length - failed, failed, seconds: { ...seconds, all: Math.round((performance.now() - started) / 100) / 10 }, checks: report.checks };
  console.log(JSON.stringify(result, null, 1));
  return failed ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => process.exit(code), (e) => {
  console.error(e);
  process.exit(2);
});
