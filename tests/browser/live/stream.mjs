// Editions that come while a page is open, is hidden, is gone, or has lost its server; style, scripts and search.

import { readFileSync } from 'node:fs';
import { same, says } from '../author.mjs';
import { settled } from '../reader.mjs';

const PAGE = 'runbooks/failover.md', ROUTE = 'runbooks/failover/';
const theme = (name) => readFileSync(new URL(`../../../assets/${name}`, import.meta.url), 'utf8');
const badgeSays = (page, text) => page.waitForFunction((t) => document.querySelector('.live-badge').textContent.includes(t), text);

export async function style(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  await page.evaluate(() => {
    // A page that has lost its style for a moment is seen.
    window.bare = 0;
    const look = () => {
      if (getComputedStyle(document.querySelector('.top')).display !== 'flex') window.bare++;
      requestAnimationFrame(look);
    };
    look();
  });
  for (const colour of ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']) {
    room.book.write('assets/rutter.css', `${theme('rutter.css')}\nh1 { color: ${colour}; }\n`);
    await page.waitForFunction((c) => getComputedStyle(document.querySelector('h1')).color === c, colour);
  }
  await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet][href*="rutter."]').length === 1);
  if (await page.evaluate(() => window.bare)) problems.push('the page was without style for a moment');
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: style is swapped in place', [...problems, ...take()]);
  await close();
}

/** Files of the handbook's own, whose names do not change with their bytes. */
export async function files(room) {
  const base = readFileSync(new URL('../../../templates/base.html', import.meta.url), 'utf8');
  const picture = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"><rect width="9" height="9"/></svg>\n`;
  room.book.write('assets/own.css', 'h1 { color: rgb(1, 1, 1); }\n');
  room.book.write('templates/base.html', base.replace('<link rel="icon"', '<link rel="stylesheet" href="{{ site.root }}assets/own.css">\n<link rel="icon"'));
  room.book.write('runbooks/own.svg', picture(30));
  room.book.edit(PAGE, '## Impact', '![Ours](own.svg)\n\n## Impact');
  await room.book.settled(room.url);
  const { page, take, close } = await room.open(ROUTE), problems = [];
  const colour = (c) => page.waitForFunction((is) => getComputedStyle(document.querySelector('h1')).color === is, c);
  const wide = (n) => page.waitForFunction((w) => document.querySelector('img[alt=Ours]').naturalWidth === w, n);
  await page.locator('img[alt=Ours]').scrollIntoViewIfNeeded();
  await wide(30);
  await colour('rgb(1, 1, 1)');
  for (const n of [2, 3]) {
    room.book.write('assets/own.css', `h1 { color: rgb(${n}, ${n}, ${n}); }\n`);
    await colour(`rgb(${n}, ${n}, ${n})`);
    room.book.write('runbooks/own.svg', picture(30 + n));
    await wide(30 + n);
  }
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: pictures and style of its own are fresh too', [...problems, ...take()]);
  await close();
}

export async function scripts(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  await page.evaluate(() => scrollTo({ top: 700, behavior: 'instant' }));
  room.book.write('assets/rutter.js', `${theme('rutter.js')}\ndocument.documentElement.dataset.other = 'yes';\n`);
  await page.waitForFunction(() => document.documentElement.dataset.other === 'yes' && document.documentElement.dataset.edition);
  await settled(page);
  const y = await page.evaluate(() => scrollY);
  if (Math.abs(y - 700) > 2) problems.push(`the page was loaded again and is at ${y} px`);
  await page.evaluate(() => { window.sameWindow = true; });
  room.book.edit(PAGE, 'No leader means no writes.', 'No leader means a quelea.');
  await says(page, 'a quelea');
  if (!(await same(page))) problems.push('and again, for a change of its text');
  room.report.add('live: other scripts load the page again, where it was', [...problems, ...take()]);
  await close();
}

/** A template changes the frame: what hangs on it works still. */
export async function frame(room) {
  const { page, take, close } = await room.open(ROUTE, { colorScheme: 'light' }), problems = [];
  const base = readFileSync(new URL('../../../templates/base.html', import.meta.url), 'utf8');
  room.book.write('templates/base.html', base.replace('<header class="top">', '<header class="top other"><p>Ours</p>').replace('<div class="header-tools">', '<div class="header-tools ours">'));
  await page.waitForFunction(() => document.querySelector('.top').textContent.includes('Ours'));
  await page.locator('.theme').click();
  if ((await page.evaluate(() => document.documentElement.dataset.theme)) !== 'light') problems.push('the theme cannot be chosen');
  await page.locator('.search-open').click();
  if (!(await page.locator('dialog.find').isVisible())) problems.push('search does not open');
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: a template that changes the frame keeps its tools', [...problems, ...take()]);
  await close();
}

export async function search(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  await page.keyboard.press('/');
  await page.keyboard.type('zorilla');
  await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === 'No results');
  room.book.edit(PAGE, 'No leader means no writes.', 'No leader means a zorilla.');
  await page.waitForFunction(() => document.querySelector('.find [role=option]')?.textContent.includes('zorilla'));
  room.book.edit(PAGE, 'a zorilla', 'a numbat');
  await page.waitForFunction(() => document.querySelector('.find-count').textContent === 'No results');
  if ((await page.locator('.find input').inputValue()) !== 'zorilla') problems.push('what was typed is gone');
  await page.goto(room.url('search/?q=wombat'));
  await page.waitForFunction(() => document.documentElement.dataset.edition && document.querySelector('.find-count')?.textContent === 'No results');
  room.book.edit(PAGE, 'a numbat', 'a wombat');
  await page.waitForFunction(() => document.querySelector('main .find-list')?.textContent.includes('wombat'));
  room.report.add('live: search answers from the new text, in the open dialog and on its page', [...problems, ...take()]);
  await close();
}

export async function gone(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  const expected = (c) => !/^404: |status of 404/.test(c);
  const text = room.book.text(PAGE);
  room.book.write(PAGE, null);
  await badgeSays(page, 'gone');
  const note = page.locator('.live-note');
  if (!/gone/.test(await note.textContent()) || !(await note.locator('a').count())) problems.push(`the note is "${await note.textContent()}"`);
  if (!(await page.locator('#impact').isVisible())) problems.push('the text is gone too');
  // Renamed, with the old address among its aliases: the way there is offered.
  room.book.write('runbooks/failing-over.md', text.replace('owner: dre', 'owner: dre\naliases: [runbooks/failover]'));
  await page.waitForFunction(() => /failing-over/.test(document.querySelector('.live-note a')?.href));
  await note.locator('a').click();
  await page.waitForURL('**/runbooks/failing-over/');
  await page.waitForFunction(() => document.documentElement.dataset.edition);
  await page.goBack();
  room.book.write('runbooks/failing-over.md', null);
  room.book.write(PAGE, text.replace('No leader means no writes.', 'No leader means a quokka.'));
  await room.book.settled(room.url);
  await page.goto(room.url(ROUTE));
  await says(page, 'a quokka');
  await badgeSays(page, 'live');
  // Gone and back while it is open.
  room.book.write(PAGE, null);
  await badgeSays(page, 'gone');
  room.book.write(PAGE, text.replace('No leader means no writes.', 'No leader means a kakapo.'));
  await says(page, 'a kakapo');
  await badgeSays(page, 'live');
  // The page that says that there is none becomes the page that comes.
  await page.goto(room.url('runbooks/to-come/'));
  await page.waitForFunction(() => document.documentElement.dataset.edition);
  if (await note.textContent()) problems.push(`where there is no page the note says "${await note.textContent()}"`);
  room.book.write('runbooks/to-come.md', text.replace('title: Failover and switchover', 'title: It has come'));
  await page.waitForFunction(() => document.querySelector('h1').textContent === 'It has come');
  room.report.add('live: a page that goes is said to be gone, and comes back', [...problems, ...take().filter(expected)]);
  await close();
}

export async function away(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  await room.server.end();
  await badgeSays(page, 'not connected');
  if (!(await page.locator('#impact').isVisible())) problems.push('the text is gone');
  room.book.edit(PAGE, 'No leader means no writes.', 'No leader means a potoo.');
  await room.server.start();
  await says(page, 'a potoo');
  await badgeSays(page, 'live');
  if (!(await same(page))) problems.push('the page was loaded again');
  const expected = (c) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/.test(c);
  room.report.add('live: a server that was started again is found, and what was missed is there', [...problems, ...take().filter(expected)]);
  await close();
}

export async function hidden(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  const turn = (to) => page.evaluate((h) => {
    Object.defineProperty(document, 'hidden', { value: h, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, to);
  await turn(true);
  const asked = [];
  page.on('request', (r) => asked.push(r.url()));
  room.book.edit(PAGE, 'No leader means no writes.', 'No leader means a kea.');
  await room.book.settled(room.url);
  if (asked.length) problems.push(`hidden, it asks for ${asked}`);
  await turn(false);
  await says(page, 'a kea');
  // A storm of saves: the last one counts.
  for (let n = 1; n <= 30; n++) {
    room.book.edit(PAGE, n === 1 ? 'means a kea' : `means kea ${n - 1}.`, `means kea ${n}.`);
    await page.waitForTimeout(15);
  }
  await says(page, 'means kea 30.');
  await room.book.settled(room.url);
  await settled(page);
  if (!(await page.evaluate(() => document.querySelector('main').textContent.includes('means kea 30.')))) problems.push('an older text came after the last one');
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: a hidden page waits, and of many saves the last one counts', [...problems, ...take()]);
  await close();
}
