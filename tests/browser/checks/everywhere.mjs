// Every page of the site, not only one of each type: what can be seen in one visit at 320 px.

import { files } from '../site.mjs';

export default async function everywhere({ report, reader, routes, site, text, url, home, types, broken }) {
  const { page, take, close } = await reader({ width: 320, height: 700 });
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.shifted += e.hadRecentInput ? 0 : e.value; })).observe({ type: 'layout-shift', buffered: true });
  });
  const silent = [], wide = [], images = [], ids = [], shifts = [], landmarks = [], links = [];
  const anchors = new Map();
  for (const route of routes.filter((r) => !text(r).includes('http-equiv="refresh"'))) {
    await page.goto(url(route));
    const seen = await page.evaluate(look);
    silent.push(...take().map((c) => `/${route}: ${c}`));
    anchors.set(url(route), new Set(seen.ids));
    links.push(...seen.links.filter((to) => !broken.includes(to)).map((to) => ({ route, to })));
    if (seen.overflow) wide.push(`/${route}: ${seen.overflow}`);
    images.push(...seen.images.map((i) => `/${route}: ${i}`));
    ids.push(...seen.twice.map((i) => `/${route}: ${i}`));
    if (seen.shifted > 0.02) shifts.push(`/${route}: ${seen.shifted}`);
    if (seen.landmarks !== '1 h1, 1 main, 1 header, 1 footer') landmarks.push(`/${route}: ${seen.landmarks}`);
  }
  await close();
  report.add('everywhere: no console error, no breach of the policy, no request outside', silent);
  report.add('everywhere: no horizontal scroll at 320 px', wide);
  report.add('everywhere: images have their size, their text and their bytes', images);
  report.add('everywhere: no id twice', ids);
  report.add('everywhere: nothing shifts while a page loads', shifts);
  report.add('everywhere: one h1 and the landmarks', landmarks);
  report.add('everywhere: links lead to a page and its heading', dead(links, anchors, site, home));
  await elsewhere({ report, reader, types, url });
}

/** Runs in the page. */
async function look() {
  const root = document.documentElement;
  const name = (e) => e.outerHTML.slice(0, 120);
  let overflow = '';
  if (root.scrollWidth > root.clientWidth) {
    // What scrolls in a box of its own is not what widens the page.
    const boxed = (e) => e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || boxed(e.parentElement));
    const far = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !boxed(e.parentElement));
    overflow = `${root.scrollWidth} px: ${far.slice(-2).map(name).join(' … ')}`;
  }
  const images = [];
  for (const image of document.querySelectorAll('img')) {
    if (!(image.getAttribute('width') > 0 && image.getAttribute('height') > 0)) images.push(`no size: ${name(image)}`);
    if (!image.hasAttribute('alt')) images.push(`no text: ${name(image)}`);
    image.loading = 'eager';
    if (image.checkVisibility() && !(await image.decode().then(() => true, () => false))) images.push(`cannot be shown: ${name(image)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  const count = (sel) => document.querySelectorAll(sel).length;
  return {
    overflow, images, ids, shifted: window.shifted,
    twice: ids.filter((id, i) => ids.indexOf(id) !== i),
    landmarks: `${count('h1')} h1, ${count('main')} main, ${count('body > header')} header, ${count('body > footer')} footer`,
    // A link that the build reported as broken is drawn as broken.
    // A link in a drawing has no `href` that is a text.
    links: [...document.querySelectorAll('a[href]:not(.broken), link[href]')].map((a) => new URL(a.getAttribute('href'), document.baseURI).href),
  };
}

/** Links within the site that lead nowhere. A built site knows all its files. */
function dead(links, anchors, site, home) {
  const there = new Set(files(site).map((f) => home + encodeURI(f)));
  const problems = new Set();
  for (const { route, to } of links) {
    const [target, anchor] = to.split('#');
    if (!target.startsWith(home)) {
      if (target.startsWith(new URL(home).origin)) problems.add(`/${route}: ${to} is above the site`);
      continue;
    }
    const known = there.has(target) || there.has(`${target}index.html`);
    if (!known) problems.add(`/${route}: no ${to}`);
    const ids = anchors.get(target);
    if (anchor && ids && !ids.has(decodeURIComponent(anchor))) problems.add(`/${route}: no heading ${to}`);
  }
  return [...problems];
}

/** Redirects, and addresses where nothing is. */
async function elsewhere({ report, reader, types, url }) {
  const redirect = types.find(([type]) => type === 'redirect');
  const { page, take, close } = await reader();
  if (redirect) {
    await page.goto(url(redirect[1]));
    await page.waitForURL((u) => u.href !== url(redirect[1]), { timeout: 5000 }).catch(() => {});
    const problems = take();
    if (page.url() === url(redirect[1])) problems.push('the reader stays on the redirect');
    if (!(await page.locator('main h1').count())) problems.push(`nothing at ${page.url()}`);
    report.add('everywhere: a redirect leads on', problems);
  }
  // A missing page may lie at any depth: the 404 page must find its style from there.
  const answer = await page.goto(url('no/such/page/at/all'));
  const problems = take().filter((c) => !c.includes('/no/such/page') && !c.includes('status of 404'));
  if (answer.status() !== 404) problems.push(`status ${answer.status()}`);
  if (!(await page.evaluate(() => document.styleSheets.length && document.documentElement.dataset.theme))) problems.push('without style or script');
  await page.locator('main a').first().click();
  if (page.url() !== url('')) problems.push(`its first link leads to ${page.url()}`);
  report.add('everywhere: a missing page is told so at any depth', problems);
  await close();
}
