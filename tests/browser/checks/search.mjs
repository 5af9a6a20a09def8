// Search as readers use it: the dialog, the page of results, the marks on the page that a result opens.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settled } from '../reader.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SCRIPT = /\/search\.[^/]*js$/;
const NOTHING = 'qwzxqwzx';

export default async function search(room) {
  const { query, page } = room.search;
  const served = { start: room.url(room.types.find(([t]) => t === 'runbook')[1]), results: room.url('search/'), wanted: room.url(page) };
  const disk = (folder) => {
    const url = (route) => pathToFileURL(join(folder, route, 'index.html')).href;
    return { start: url(room.types.find(([t]) => t === 'runbook')[1]), results: url('search/'), wanted: url(page), origin: 'file://' };
  };
  const places = { served, 'from a disk': disk(room.site), 'offline build': disk(room.offline) };
  await quiet(room, served);
  for (const [where, urls] of Object.entries(places)) {
    await find(room, where, urls, query);
    await resultsPage(room, where, urls, query);
  }
  await more(room, served);
  await keys(room, served, query);
  await early(room, served, query);
  await filters(room, served, query);
  await recent(room, served, query);
  await refused(room, served, query);
  await nothing(room, served, query);
  await damage(room, served, query);
  await hostile(room, served, query);
  await phone(room, served, query);
  await accessible(room, served, query);
  await scriptless(room, served);
}

const field = (page) => page.locator('.find input');
const options = (page) => page.locator('.find [role=option]');
const path = (href) => href.replace(/[?#].*/, '');

/** Opens the dialog and asks; the link to all results tells which query is on the screen. */
async function ask(page, query) {
  if (!(await page.evaluate(() => document.querySelector('dialog.find')?.open))) await page.keyboard.press('/');
  await field(page).fill(query);
  await shown(page, query);
}

const shown = (page, query) => page.waitForFunction((q) => {
  const link = document.querySelector('.find-whole');
  return link && new URL(link.href).searchParams.get('q') === q.trim().slice(0, 1000);
}, query);

/** The counts come after the results. */
const counted = (page) => page.waitForFunction(() => document.querySelector('.find-filters [data-key]'));

async function quiet({ report, reader, types, url }, { start }) {
  const { page, close } = await reader();
  const asked = [];
  page.on('request', (r) => /\/search\//.test(r.url()) || SCRIPT.test(r.url()) ? asked.push(r.url()) : 0);
  for (const [type, route] of types.filter(([t]) => t !== 'redirect' && t !== 'search')) {
    await page.goto(url(route));
    await settled(page);
    if (asked.length) report.add(`search: nothing is loaded for it: ${type}`, asked.splice(0));
  }
  await page.goto(start);
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.querySelector('.find-help'));
  report.add('search: nothing is loaded for it before it is asked for', asked.some((u) => SCRIPT.test(u)) ? [] : ['nor afterwards']);
  await close();
}

async function find({ report, reader }, where, { start, wanted, origin }, query) {
  const { page, take, close } = await reader(origin ? { origin } : {});
  const problems = [];
  await page.goto(start);
  await ask(page, query);
  const first = await options(page).first().getAttribute('href');
  if (path(first) !== wanted) problems.push(`the first result is ${first}`);
  if (!(await options(page).first().locator('mark').count())) problems.push('its words are not marked');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => path(u.href) === wanted);
  await page.waitForSelector('main mark.hit');
  const seen = await page.evaluate(() => {
    const hit = document.querySelector('mark.hit.on') ?? document.querySelector('mark.hit'), { top, bottom } = hit.getBoundingClientRect();
    return { text: hit.textContent, inView: top >= 0 && bottom <= innerHeight, bar: document.querySelector('.hits p')?.textContent };
  });
  if (!query.split(' ').some((word) => seen.text.toLowerCase().includes(word))) problems.push(`marks "${seen.text}"`);
  if (!seen.inView) problems.push('the hit is out of sight');
  if (!/\d+ hits? for/.test(seen.bar)) problems.push(`the bar says ${seen.bar}`);
  await page.locator('.hits button').nth(1).click();
  if ((await page.locator('mark.hit.on').count()) !== 1) problems.push('no hit is the current one');
  await page.keyboard.press('Escape');
  if (await page.locator('mark.hit, .hits').count()) problems.push('Escape leaves the marks');
  report.add(`search: finds, opens and marks, ${where}`, [...problems, ...take()]);
  await close();
}

async function resultsPage({ report, reader }, where, { start, results, wanted, origin }, query) {
  const { page, take, close } = await reader(origin ? { origin } : {});
  const problems = [];
  const hits = page.locator('main .find-list > li');
  const there = (q) => page.waitForFunction((t) => document.title.startsWith(t), `${q} · `);
  await page.goto(start);
  await ask(page, query);
  await page.locator('.find-whole').click();
  await page.waitForURL((u) => path(u.href) === results && u.searchParams.get('q') === query);
  await there(query);
  const first = await hits.first().locator('a').first().getAttribute('href');
  if (path(first) !== wanted) problems.push(`the first result is ${first}`);
  await counted(page);
  const before = await hits.count();
  await page.locator('main .find-filters [data-key^="kind:"]').first().click();
  await page.waitForFunction(() => /kind:/.test(document.title));
  if (!/kind%3A/.test(page.url())) problems.push(`a filter is not in the address: ${page.url()}`);
  await page.goBack();
  await there(query);
  await page.waitForFunction((n) => document.querySelectorAll('main .find-list > li').length === n, before);
  if ((await page.locator('.search-form input').inputValue()) !== query) problems.push('Back leaves the filter in the field');
  await page.locator('.search-form input').fill(NOTHING);
  await page.keyboard.press('Enter');
  await there(NOTHING);
  if (await hits.count()) problems.push(`results for ${NOTHING}`);
  await page.goBack();
  await there(query);
  await hits.first().locator('a').first().click();
  await page.waitForURL((u) => path(u.href) === wanted);
  await page.goBack();
  await there(query);
  if ((await hits.count()) !== before) problems.push('Back from a page shows other results');
  await page.keyboard.press('/');
  if (!(await page.evaluate(() => document.activeElement.matches('.search-form input')))) problems.push('/ does not lead to the field of the page');
  report.add(`search: the page of results and Back, ${where}`, [...problems, ...take()]);
  await close();
}

/** Twenty-five at a time; the address keeps how many, so that Back shows what was there. */
async function more({ report, reader, search: { many } }, { results }) {
  const { page, take, close } = await reader();
  const problems = [];
  const hits = page.locator('main .find-list > li');
  const amount = (n) => page.waitForFunction((m) => document.querySelectorAll('main .find-list > li').length === m, n, { timeout: 5000 });
  await page.goto(`${results}?q=${many}`);
  await amount(25).catch(() => problems.push('not 25 at first'));
  const all = parseInt(await page.locator('main .find-count').textContent(), 10), then = Math.min(50, all);
  await page.locator('.find-next').click();
  await amount(then).catch(async () => problems.push(`${await hits.count()} after a click, not ${then}`));
  if (!(await hits.nth(25).locator('a').first().evaluate((a) => a === document.activeElement))) problems.push('the focus is not on the first new one');
  const links = await hits.locator('a:first-child').evaluateAll((as) => as.map((a) => a.pathname));
  if (new Set(links).size !== then) problems.push('a page comes twice');
  await hits.nth(30).scrollIntoViewIfNeeded();
  const y = await page.evaluate(() => scrollY);
  await hits.nth(30).locator('a').first().click();
  await page.waitForURL((u) => !u.searchParams.has('q'));
  await page.goBack();
  await amount(then).catch(async () => problems.push(`${await hits.count()} after Back, not ${then}`));
  await settled(page);
  const now = await page.evaluate(() => scrollY);
  if (Math.abs(now - y) > 100) problems.push(`Back leads to ${now}, not to ${y}`);
  report.add('search: more results, and Back to them', [...problems, ...take()]);
  await close();
}

async function keys({ report, reader }, { start }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  const open = () => page.evaluate(() => Boolean(document.querySelector('dialog.find')?.open));
  await page.goto(start);
  for (const [how, go] of [['/', () => page.keyboard.press('/')], ['Ctrl-K', () => page.keyboard.press('Control+k')], ['Cmd-K', () => page.keyboard.press('Meta+k')], ['the button', () => page.locator('.search-open').click()]]) {
    await page.locator('.theme').focus();
    await go();
    if (!(await open())) problems.push(`${how} does not open it`);
    if (!(await page.evaluate(() => document.activeElement.matches('.find input')))) problems.push(`${how}: the focus is elsewhere`);
    await page.keyboard.press('Escape');
    if (await open()) problems.push(`${how}: Escape does not close it`);
    if (how !== 'the button' && !(await page.evaluate(() => document.activeElement.matches('.theme')))) problems.push(`${how}: the focus does not return`);
  }
  await page.evaluate(() => document.querySelector('main').prepend(document.createElement('textarea')));
  await page.locator('main textarea').focus();
  await page.keyboard.type('a/b');
  if (await open()) problems.push('/ opens it while somebody types elsewhere');
  await page.evaluate(() => document.querySelector('main textarea').remove());
  await ask(page, query);
  const state = () => page.evaluate(() => {
    const input = document.querySelector('.find input'), all = [...document.querySelectorAll('.find [role=option]')];
    return {
      expanded: input.getAttribute('aria-expanded'), list: document.getElementById(input.getAttribute('aria-controls'))?.getAttribute('role'),
      active: all.indexOf(document.getElementById(input.getAttribute('aria-activedescendant'))),
      selected: all.map((o, i) => o.getAttribute('aria-selected') === 'true' ? i : -1).filter((i) => i >= 0).join(), count: all.length, caret: input.selectionStart,
    };
  });
  const { count, expanded, list } = await state();
  if (expanded !== 'true' || list !== 'listbox') problems.push(`expanded is ${expanded}, what it controls is ${list}`);
  for (const [key, at] of [['ArrowDown', 0], ['ArrowDown', count > 1 ? 1 : -1], ['ArrowUp', count > 1 ? 0 : 0], ['ArrowUp', -1], ['ArrowUp', count - 1], ['ArrowDown', -1]]) {
    await page.keyboard.press(key);
    const now = await state();
    if (now.active !== at || now.selected !== (at < 0 ? '' : String(at))) problems.push(`${key}: at ${now.active}, selected ${now.selected || 'none'}, not ${at}`);
  }
  for (const [key, at] of [['Home', 0], ['End', query.length]]) {
    await page.keyboard.press(key);
    if ((await state()).caret !== at) problems.push(`${key} does not move in the text`);
  }
  const said = await page.waitForFunction(() => document.querySelector('.find [role=status]').textContent).then((s) => s.jsonValue());
  if (!/^\d+ results?$/.test(said)) problems.push(`what is said is "${said}"`);
  const [other] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+Enter')]);
  if (!(await open())) problems.push('Ctrl-Enter closes it');
  await other.close();
  report.add('search: keys, the focus and what is said', [...problems, ...take()]);
  await close();
}

/** On a slow line: what is typed before the script has come is not lost. */
async function early({ report, reader }, { start, wanted }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  let let_ = () => {};
  const held = new Promise((go) => { let_ = go; });
  await page.route(SCRIPT, async (r) => {
    await held;
    await r.continue();
  });
  await page.goto(start);
  await page.keyboard.type(`/${query}`);
  if ((await field(page).inputValue()) !== query) problems.push(`in the field is "${await field(page).inputValue()}"`);
  let_();
  await shown(page, query);
  if (path(await options(page).first().getAttribute('href')) !== wanted) problems.push('another first result');
  // Enter may be faster than an answer.
  await field(page).fill('');
  await page.keyboard.type(query);
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => path(u.href) === wanted).catch(() => problems.push(`Enter right after the last letter leads to ${page.url()}`));
  report.add('search: fast fingers lose nothing', [...problems, ...take()]);
  await close();
}

async function filters({ report, reader }, { start }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  await page.goto(start);
  await ask(page, query);
  await counted(page);
  const button = page.locator('.find-filters [data-key^="kind:"]').first();
  const key = await button.getAttribute('data-key');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((k) => document.querySelector(`.find-filters [data-key="${k}"][aria-pressed=true]`), key);
  const value = await field(page).inputValue();
  if (!value.includes('kind:')) problems.push(`the query is "${value}"`);
  if ((await page.evaluate(() => document.activeElement.dataset.key)) !== key) problems.push('the focus is lost');
  const count = await page.locator('.find-count').textContent(), own = await page.locator(`[data-key="${key}"] .count`).textContent();
  if (parseInt(count, 10) !== Number(own)) problems.push(`${count}, and the filter says ${own}`);
  await page.keyboard.press('Enter');
  await page.waitForFunction((k) => document.querySelector(`.find-filters [data-key="${k}"][aria-pressed=false]`), key);
  if ((await field(page).inputValue()).trim() !== query) problems.push(`afterwards the query is "${await field(page).inputValue()}"`);
  report.add('search: filters', [...problems, ...take()]);
  await close();
}

async function recent({ report, reader }, { start }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  await page.goto(start);
  await page.keyboard.press('/');
  await page.waitForSelector('.find-help p');
  if (await options(page).count()) problems.push('searches before the first one');
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g', query, `${query} kind:runbook`]) {
    await ask(page, text);
    await page.locator('.find-whole').evaluate((a) => {
      a.addEventListener('click', (e) => e.preventDefault(), { once: true });
      a.click();
    });
  }
  await page.goto(start);
  await page.keyboard.press('/');
  await options(page).first().waitFor();
  const kept = await options(page).allTextContents();
  if (kept.length !== 8 || kept[0] !== `${query} kind:runbook` || kept[1] !== query) problems.push(`kept: ${kept.join(' | ')}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await shown(page, query);
  if ((await field(page).inputValue()) !== query) problems.push('a recent search is not asked again');
  await field(page).fill('');
  await page.locator('.find-head button').click();
  if (await options(page).count()) problems.push('they cannot be cleared');
  await page.reload();
  await page.keyboard.press('/');
  await page.waitForSelector('.find-help p');
  if (await options(page).count()) problems.push('they are back after a reload');
  report.add('search: recent searches', [...problems, ...take()]);
  await close();
}

async function refused({ report, reader }, { start, wanted }, query) {
  const { page, take, close } = await reader();
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } }));
  await page.goto(start);
  await ask(page, query);
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => path(u.href) === wanted);
  report.add('search: works where storage is refused', take());
  await close();
}

async function nothing({ report, reader }, { start }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  const help = () => page.locator('.find .find-main').textContent();
  await page.goto(start);
  await page.keyboard.press('/');
  await page.waitForSelector('.find-help p');
  for (const word of ['"', '-', 'kind:']) if (!(await help()).includes(word)) problems.push(`the help says nothing of ${word}`);
  await ask(page, `${query} ${NOTHING}`);
  if (!(await help()).includes(NOTHING)) problems.push(`the missing word is not named: ${await help()}`);
  if ((await field(page).getAttribute('aria-expanded')) !== 'false') problems.push('an empty list counts as open');
  report.add('search: an empty answer helps', [...problems, ...take()]);
  await close();
}

async function damage({ report, reader }, { start, wanted }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  const message = page.locator('.find [role=alert]'), again = message.locator('button');
  const right = async (what) => {
    const first = await shown(page, query).then(() => options(page).first().getAttribute('href'), () => '');
    if (path(first) !== wanted) problems.push(`${what}: still no result: ${await page.locator('.find-body').innerText()}`);
    await page.keyboard.press('Escape');
  };
  for (const [what, files, answer] of [
    ['the script is missing', SCRIPT, (r) => r.abort()],
    ['the manifest is missing', /\/search\/manifest\.js/, (r) => r.abort()],
    ['a shard is missing', /\/search\/terms\//, (r) => r.fulfill({ status: 404, body: 'no' })],
    ['a shard is cut off', /\/search\/postings\//, (r) => r.fulfill({ contentType: 'text/javascript', body: 'rutterShard({"gaps":["' })],
    ['a shard holds something else', /\/search\/terms\//, (r) => r.fulfill({ contentType: 'text/javascript', body: 'rutterShard([1])\n' })],
    ['the texts are empty', /\/search\/texts\//, (r) => r.fulfill({ contentType: 'text/javascript', body: '' })],
  ]) {
    // In place before the page is: a browser that begins to intercept while it is busy may let the first file pass.
    await page.route(files, answer);
    await page.goto(start);
    await page.keyboard.press('/');
    await field(page).fill(query);
    await message.waitFor({ timeout: 20000 }).catch(() => problems.push(`${what}: no message`));
    const theme = await page.evaluate(() => {
      document.querySelector('.theme').click();
      return document.documentElement.dataset.theme;
    });
    if (theme === 'auto') problems.push(`${what}: the rest of the page is dead`);
    await page.evaluate(() => localStorage.removeItem('rutter-theme'));
    await page.unroute(files);
    await again.click({ timeout: 20000 }).catch(() => problems.push(`${what}: cannot be tried again`));
    await right(what);
  }
  // The browser complains of what is not there; nothing else may.
  problems.push(...take().filter((c) => !/^404|Failed to load resource|net::ERR_FAILED|Invalid or unexpected token|Unexpected end of input|missing \)/.test(c)));
  report.add('search: damaged files give a message, and can be asked for again', problems);
  await close();
}

async function hostile({ report, reader }, { start, results }, query) {
  const { page, take, close } = await reader();
  const problems = [];
  const strange = [
    'word '.repeat(1000), 'x'.repeat(5000), '"too many', '"', '""', '" "', '-', '--', '- -', '-"', '*', 'a*', ':', 'kind:', 'kind:""', 'kind:"', '-kind:runbook', 'nothere:x',
    '(', '[a-z]+', '.*', '\\', '\\d{3}$', '${x}', '%', '%zz', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '&amp;', '🚒', '🚒 failover', '查询优化', '数据库', 'データ',
    'النسخ', '\u0000', '\ud800', 'e\u0301', '__proto__', 'constructor', 'toString hasOwnProperty', ' ', '\t', '0', '-1', 'ﬁ', 'İ',
  ];
  await page.goto(start);
  await page.keyboard.press('/');
  await page.waitForSelector('.find-help p');
  for (const text of strange) {
    const name = text.slice(0, 20);
    await field(page).fill(text);
    await settled(page);
    await page.waitForTimeout(40);
    problems.push(...take().map((c) => `${name}: ${c}`));
    if (await page.locator('.find [role=alert]').count()) problems.push(`${name}: ${await page.locator('.find [role=alert]').textContent()}`);
    if (await page.locator('.find script, .find img').count()) problems.push(`${name}: markup gets in`);
  }
  await ask(page, query);
  if (!(await options(page).count())) problems.push('afterwards nothing is found any more');
  await page.goto(`${results}?q=%zz&n=-5#%zz`);
  await page.waitForSelector('main .find-help p');
  for (const text of strange) {
    await page.locator('.search-form input').fill(text);
    await page.locator('.search-form input').press('Enter');
    await settled(page);
    await page.waitForTimeout(40);
    problems.push(...take().map((c) => `${text.slice(0, 20)} on the page of results: ${c}`));
    if (await page.locator('main [role=alert]').count()) problems.push(`${text.slice(0, 20)} on the page of results: ${await page.locator('main [role=alert]').textContent()}`);
  }
  for (const text of ['word '.repeat(1000), '"', '(', '\\', '.*', '<img src=x onerror=alert(1)>', '🚒', '查询优化', 'e', '*', 'a*']) {
    await page.goto(`${start}?mark=${encodeURIComponent(text)}#%zz`);
    await page.waitForFunction(() => window.rutterSearch);
    await settled(page);
    problems.push(...take().map((c) => `${text.slice(0, 20)} as a mark: ${c}`));
    if (await page.locator('main img[src=x]').count()) problems.push(`${text.slice(0, 20)} as a mark: markup gets in`);
  }
  report.add('search: strange queries do no harm', problems);
  await close();
}

async function phone({ report, reader }, { start, results }, query) {
  const { page, take, close } = await reader({ width: 360, height: 740, hasTouch: true, isMobile: true });
  const problems = [];
  const small = (within) => page.evaluate((box) => {
    const all = [...document.querySelectorAll(`${box} :is(a, button, summary, input, [role=option])`)].filter((e) => e.checkVisibility());
    return all.filter((e) => e.getBoundingClientRect().height < 43.5 || e.getBoundingClientRect().width < 43.5).map((e) => `small: ${e.outerHTML.slice(0, 100)}`);
  }, within);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []);
  await page.goto(start);
  if (await page.locator('.search-open kbd').isVisible()) problems.push('a key is shown to those who have none');
  await page.locator('.search-open').tap();
  await field(page).fill(query);
  await shown(page, query);
  await counted(page);
  const box = await page.evaluate(() => {
    const r = document.querySelector('dialog.find').getBoundingClientRect();
    return [r.left, r.top, r.width - innerWidth, r.height - innerHeight].map(Math.round).join();
  });
  if (box !== '0,0,0,0') problems.push(`the dialog is not the screen: ${box}`);
  await page.locator('.find summary').tap();
  problems.push(...await small('.find'), ...await wide());
  await options(page).first().tap();
  await page.waitForSelector('.hits');
  problems.push(...await small('.hits'), ...await wide());
  await page.goto(`${results}?q=${encodeURIComponent(query)}`);
  await page.waitForSelector('main .find-list a');
  problems.push(...await small('main .find-body'), ...await wide());
  report.add('search: on a phone, a sheet with room for thumbs', [...problems, ...take()]);
  await close();
}

async function accessible({ report, reader }, { start, results }, query) {
  for (const width of [1440, 360]) {
    for (const colorScheme of ['light', 'dark']) {
      const { page, close } = await reader({ width, colorScheme });
      const look = async (what) => {
        await page.evaluate(AXE);
        const { violations } = await page.evaluate((tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] }), TAGS);
        const problems = violations.flatMap((v) => v.nodes.slice(0, 4).map((n) => `${v.id}: ${n.html.slice(0, 160)} (${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help})`));
        report.add(`search: axe: ${what}, ${colorScheme}, ${width} px`, problems);
      };
      await page.goto(start);
      await page.keyboard.press('/');
      await page.waitForSelector('.find-help p');
      await look('before typing');
      await ask(page, `${query} ${NOTHING}`);
      await look('no results');
      await ask(page, query);
      await counted(page);
      if (width < 800) await page.locator('.find summary').click();
      await field(page).focus();
      await page.keyboard.press('ArrowDown');
      await look('results');
      await page.locator('.find-filters [data-key]').first().click();
      await page.waitForSelector('.find-filters [aria-pressed=true]');
      await look('a filter');
      await ask(page, query);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.hits');
      await look('marks');
      await page.keyboard.press('/');
      await page.waitForSelector('.find [role=option]');
      await look('recent searches');
      await page.goto(`${results}?q=${encodeURIComponent(query)}`);
      await counted(page);
      await look('page of results');
      await close();
    }
  }
}

async function scriptless({ report, reader }, { start, results }) {
  const { page, take, close } = await reader({ javaScriptEnabled: false });
  const problems = [];
  await page.goto(start);
  await page.locator('.search-open').click();
  if (page.url() !== results) problems.push(`the link leads to ${page.url()}`);
  if (!/JavaScript/.test(await page.locator('main').textContent())) problems.push('the page does not say what it needs');
  if (await page.locator('.search-form').isVisible()) problems.push('a form that does nothing is shown');
  const links = await page.locator('main .banner a').count();
  if (links < 2) problems.push(`${links} ways on`);
  report.add('search: without a script, other ways on', [...problems, ...take()]);
  await close();
}
