// Searching other handbooks beside one's own: of another origin as data, never as scripts; one that is away is said.

import { statSync } from 'node:fs';
import { join } from 'node:path';

const OTHER = 'https://platform.test/handbook/', AWAY = 'https://away.test/';

export default async function federation({ report, browser, site, url, search, types }) {
  const start = url(types.find(([t]) => t === 'runbook')[1]), own = url('');
  const books = [{ base: `${OTHER}search/`, label: 'Platform' }, { base: `${own}neighbour/search/`, label: 'Neighbour' }, { base: `${AWAY}search/`, label: 'Away' }];
  const context = await browser.newContext();
  const asked = [], refused = [];
  const file = (path) => {
    const at = join(site, decodeURI(path));
    return statSync(at, { throwIfNoEntry: false })?.isFile() ? at : null;
  };
  // The same site stands for all of them: under another origin, under another path, and not at all.
  await context.route('**/*', async (route) => {
    const request = route.request(), at = request.url().replace(/[?#].*/, '');
    asked.push(`${request.resourceType()} ${at}`);
    if (at.startsWith(AWAY)) return route.abort('connectionrefused');
    const [base] = [OTHER, `${own}neighbour/`].filter((b) => at.startsWith(b));
    if (base) {
      const found = file(at.slice(base.length));
      return found ? route.fulfill({ path: found, contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' } }) : route.fulfill({ status: 404 });
    }
    if (request.resourceType() !== 'document') return route.continue();
    const answer = await route.fetch(), attribute = JSON.stringify(books).replaceAll('"', '&quot;');
    const headers = { ...answer.headers(), 'content-security-policy': `default-src 'self'; img-src 'self' data: https:; connect-src 'self' ${new URL(OTHER).origin} ${new URL(AWAY).origin}` };
    return route.fulfill({ response: answer, headers, body: (await answer.text()).replace('<html ', `<html data-books="${attribute}" `) });
  });
  const page = await context.newPage();
  page.on('console', (m) => { if (/Content Security Policy/i.test(m.text())) refused.push(m.text()); });
  await page.goto(start);
  await page.keyboard.press('/');
  await page.locator('.find input').fill(search.query);
  const label = (name) => page.locator('.find [role=option]', { hasText: name }).first();
  const problems = [];
  for (const name of ['Platform', 'Neighbour']) {
    await label(name).waitFor({ timeout: 10000 }).catch(() => problems.push(`no result is labelled ${name}`));
  }
  const text = await page.locator('.find').innerText();
  if (!/Away/.test(text)) problems.push('nobody is told that one handbook is away');
  const links = await page.locator('.find [role=option]').evaluateAll((all) => all.map((o) => (o.href || o.querySelector('a')?.href || '')));
  if (!links.some((l) => l.startsWith(OTHER))) problems.push(`no result leads to ${OTHER}: ${links.join(' ')}`);
  report.add('federation: other handbooks answer beside our own, labelled', problems);
  const scripts = asked.filter((a) => a.startsWith('script ') && (a.includes(OTHER) || a.includes(AWAY)));
  const fetched = asked.filter((a) => a.startsWith('fetch ') && a.includes(OTHER));
  const near = asked.filter((a) => a.startsWith('script ') && a.includes('/neighbour/search/'));
  report.add('federation: what comes from another origin is data, never a script', [
    ...scripts, ...(fetched.length ? [] : ['nothing was fetched']), ...(near.length ? [] : ['the neighbour on our own host was not loaded by script']), ...refused,
  ]);
  await context.close();
}
