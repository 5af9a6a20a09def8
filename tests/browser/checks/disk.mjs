// Opened from a disk, without a server: as it is published, and as --offline builds it.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { routes } from '../site.mjs';

export default async function disk(room) {
  // The 404 page has absolute links: it is for servers.
  const types = room.types.filter(([t]) => t !== 'redirect' && t !== 'not found');
  for (const [build, folder] of [['published', room.site], ['offline', room.offline]]) {
    const url = (route) => pathToFileURL(join(folder, route, 'index.html')).href;
    await opens(room, build, types, url);
    await behaves(room, build, url(types.find(([t]) => t === 'runbook')[1]));
    await walk(room, build, folder);
  }
  links(room);
}

async function opens({ report, reader }, build, types, url) {
  const { page, take, close } = await reader({ origin: 'file://' });
  for (const [type, route] of types) {
    await page.goto(url(route));
    const problems = take();
    const { sheets, theme, script, broken } = await page.evaluate(async () => {
      const images = [...document.images].filter((i) => i.checkVisibility());
      images.forEach((i) => { i.loading = 'eager'; });
      const shown = await Promise.all(images.map((i) => i.decode().then(() => true, () => false)));
      return {
        sheets: getComputedStyle(document.querySelector('.top')).display, theme: document.documentElement.dataset.theme,
        script: Boolean(document.querySelector('main > [role=status]')), broken: images.filter((_, n) => !shown[n]).map((i) => i.src),
      };
    });
    if (sheets !== 'flex') problems.push('no style');
    if (theme !== 'auto') problems.push('the theme script did not run');
    if (!script) problems.push('the script did not run');
    problems.push(...broken.map((b) => `cannot be shown: ${b}`));
    report.add(`disk: ${type} opens, ${build} build`, problems);
  }
  await close();
}

async function behaves({ report, reader }, build, url) {
  const { page, take, close } = await reader({ origin: 'file://', colorScheme: 'light' });
  const problems = [];
  await page.goto(url);
  await page.locator('.theme').click();
  await page.locator('.theme').click();
  await page.reload();
  if ((await page.evaluate(() => document.documentElement.dataset.theme)) !== 'dark') problems.push('the theme is forgotten');
  if (await page.locator('.tabs').count()) {
    await page.locator('[role=tab]').nth(1).click();
    if ((await page.locator('[role=tab]').nth(1).getAttribute('aria-selected')) !== 'true') problems.push('tabs do nothing');
  }
  report.add(`disk: theme and tabs work, ${build} build`, [...problems, ...take()]);
  await close();
}

/** Every link of the offline build ends in a file: a browser shows a folder as a list of names. */
function links({ report, offline }) {
  const problems = new Set();
  for (const route of routes(offline).filter((r) => !r.endsWith('.html'))) {
    const from = pathToFileURL(join(offline, route, 'index.html'));
    const html = readFileSync(from, 'utf8');
    for (const [, link, moved] of html.matchAll(/<a [^>]*href="([^"]*)"|content="0; url=([^"]*)"/g)) {
      const to = new URL((link ?? moved).replaceAll('&amp;', '&'), from);
      if (to.protocol !== 'file:') continue;
      const found = statSync(fileURLToPath(to), { throwIfNoEntry: false });
      if (!found?.isFile()) problems.add(`/${route}: ${found ? 'a folder' : 'nothing'} at ${to}`);
    }
  }
  report.add('disk: every link of the offline build ends in a file', [...problems]);
}

/** The links of the published build end in folders, and the script mends them; the offline build needs no script. */
async function walk({ report, reader, types }, build, folder) {
  const { page, take, close } = await reader({ origin: 'file://', javaScriptEnabled: build === 'published' });
  const problems = [];
  const runbook = types.find(([t]) => t === 'runbook')[1];
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  for (const [what, link, expected] of [
    ['the section', '.side a[href*="runbooks/"]', 'runbooks/index.html'],
    ['the runbook', '.doc-title[href*="failover/"]', `${runbook}index.html`],
    ['home', '.brand', 'index.html'],
  ]) {
    await page.locator(link).first().click();
    const wanted = pathToFileURL(join(folder, expected)).href;
    if (page.url() !== wanted) {
      problems.push(`${what}: ${page.url()}, not ${wanted}`);
      break;
    }
  }
  report.add(`disk: a walk from home to a runbook and back, ${build} build`, [...problems, ...take()]);
  await close();
}
