// What the server adds to a page: badge, panel, overlay, the key that opens the source.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { same, says } from '../author.mjs';
import { settled } from '../reader.mjs';

const PAGE = 'runbooks/failover.md', ROUTE = 'runbooks/failover/';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

const badge = (page) => page.locator('.live-badge');
const badgeSays = (page, text) => page.waitForFunction((t) => document.querySelector('.live-badge').textContent.includes(t), text);

async function axe(room, page, name) {
  await page.evaluate(AXE);
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags, resultTypes: ['violations'] }), TAGS);
      const problems = found.violations.flatMap((v) => v.nodes.slice(0, 4).map((n) => `${v.id}: ${n.html.slice(0, 160)} (${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help})`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) problems.push(`the page is ${wide} px too wide`);
      room.report.add(`live: axe on ${name}, ${colorScheme}, ${width} px`, problems);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Breaks a page in two ways that are findings. */
function spoil(room) {
  room.book.edit(PAGE, 'owner: dre', 'ownr: dre');
  room.book.edit(PAGE, 'Patroni promotes a replica by itself.', 'Patroni (déjà vu 🐘) promotes a [replica](nowhere.md) by itself.');
}

export async function panel(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  await badgeSays(page, 'live');
  spoil(room);
  await badgeSays(page, 'error');
  await axe(room, page, 'the badge');
  await badge(page).click();
  const box = page.locator('.live-panel');
  const text = await box.innerText();
  for (const word of ['Failover and switchover', PAGE, 'Review', 'link/broken', 'nowhere.md', 'All findings', 'Links out', 'Links in']) {
    if (!text.toLowerCase().includes(word.toLowerCase())) problems.push(`the panel does not say "${word}"`);
  }
  const marked = await box.locator('li', { hasText: 'link/broken' }).first().locator('.live-excerpt').evaluate((e) => [e.textContent, e.querySelector('mark').textContent]);
  if (!marked[0].includes('déjà vu 🐘') || !marked[1].includes('nowhere.md') || marked[1].includes('by itself')) problems.push(`the excerpt is ${JSON.stringify(marked)}`);
  const { out, back } = await box.evaluate((e) => {
    const lists = [...e.querySelectorAll('h3')].map((h) => [h.textContent, h.nextElementSibling.querySelectorAll('a').length]);
    return { out: lists.find(([t]) => t.startsWith('Links out')), back: lists.find(([t]) => t.startsWith('Links in')) };
  });
  for (const [title, n] of [out, back]) if (!n || !title.endsWith(` ${n}`)) problems.push(`${title} has ${n} links`);
  await axe(room, page, 'the panel');
  if ((await badge(page).getAttribute('aria-expanded')) !== 'true') problems.push('the badge does not say that the panel is open');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.live-panel').textContent.includes('nowhere.md'));
  await page.locator('.live-panel a').first().focus();
  await page.keyboard.press('Escape');
  if (await page.locator('.live-panel').isVisible()) problems.push('Esc does not close the panel');
  if (!(await badge(page).evaluate((b) => b === document.activeElement))) problems.push('the focus does not come back to the badge');
  room.book.restore();
  await badgeSays(page, 'live');
  await page.emulateMedia({ media: 'print' });
  if (await badge(page).isVisible()) problems.push('the badge is printed');
  room.report.add('live: badge and panel say what is wrong with a page and whose it is', [...problems, ...take()]);
  await close();
}

/** At 360 px nothing but the badge lies over the text, and what is last on the page can be read. */
export async function small(room) {
  const { page, take, close } = await room.open(ROUTE, { width: 360, height: 700 }), problems = [];
  await badgeSays(page, 'live');
  const found = await page.evaluate(async () => {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
    const boxes = [...document.querySelector('.live-box').children].filter((e) => e.checkVisibility()).map((e) => e.className);
    const b = document.querySelector('.live-badge').getBoundingClientRect();
    const last = [...document.querySelectorAll('.bottom p')].at(-1).getBoundingClientRect();
    return { boxes, over: last.bottom > b.top && last.right > b.left, width: b.width };
  });
  if (found.boxes.length !== 1) problems.push(`there are ${found.boxes.join(' and ')}`);
  if (found.over) problems.push('the badge lies on the last line of the page');
  if (found.width > 120) problems.push(`the badge is ${found.width} px wide`);
  room.report.add('live: on a phone there is no more than the badge', [...problems, ...take()]);
  await close();
}

export async function states(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  const line = () => page.evaluate(() => document.querySelector('.live-line')?.textContent ?? '');
  if (await line()) problems.push(`a page that is well has the line "${await line()}"`);
  // Due in three days: the frozen clock is at 2026-11-22, and a runbook holds six months.
  room.book.edit(PAGE, 'last_reviewed: 2026-10-28', 'last_reviewed: 2026-05-25');
  await page.waitForFunction(() => /due in 3 days/.test(document.querySelector('.live-line')?.textContent ?? ''));
  const before = await page.evaluate(() => {
    const box = document.querySelector('.live-line').getBoundingClientRect(), head = document.querySelector('.head > *').getBoundingClientRect();
    return { over: box.bottom - head.top };
  });
  if (before.over > 0) problems.push(`the line lies ${before.over} px over the text`);
  room.book.edit(PAGE, 'owner: dre', 'owner: dre\ndraft: true');
  await says(page, 'This is a draft.');
  await page.waitForFunction(() => !/Draft/.test(document.querySelector('.live-line')?.textContent ?? ''));
  room.book.restore();
  await page.waitForFunction(() => !document.querySelector('.live-line') && !document.querySelector('main .banner'));
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: drafts and reviews that are due are marked, once', [...problems, ...take()]);
  await close();
}

export async function overlay(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  // The diagrams of a page are drawn with it: those of its last good version may be away.
  const expected = (c) => !/^500: |status of 500|^404: .*\/assets\/diagrams\/|status of 404/.test(c);
  room.breakPage();
  await page.waitForSelector('.live-overlay[open]');
  const text = await page.locator('.live-overlay').innerText();
  for (const word of [/cannot be drawn/, /config\/template/, /:\d+:\d+/, /last good version is beneath/]) if (!word.test(text)) problems.push(`it does not say ${word}: ${text}`);
  if (!(await page.locator('#impact').isVisible())) problems.push('the last good version is not beneath');
  await axe(room, page, 'the overlay');
  await page.keyboard.press('Escape');
  if (await page.locator('.live-overlay').isVisible()) problems.push('Esc does not close it');
  await badgeSays(page, 'not drawn');
  // Opened in this state: the same, over what was good last.
  await page.reload();
  await page.waitForSelector('.live-overlay[open]');
  if (!(await page.locator('#impact').isVisible())) problems.push('after a reload, the last good version is not beneath');
  room.book.restore();
  room.book.edit(PAGE, 'No leader means no writes.', 'No leader means a quoll.');
  await says(page, 'a quoll');
  await page.waitForFunction(() => !document.querySelector('.live-overlay'));
  room.report.add('live: a page that cannot be drawn says why, and is drawn again by itself', [...problems, ...take().filter(expected)]);
  await close();
}

export async function key(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  await badgeSays(page, 'live');
  const expected = (c) => !/^4\d\d: .*\/-\/edit|status of 4\d\d/.test(c);
  const opened = () => room.opened();
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.find[open]');
  await page.keyboard.type('e');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+e');
  await page.waitForTimeout(200);
  if (opened().length) problems.push(`an e in a field opened ${opened()}`);
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.querySelector('.live-note').textContent);
  for (let n = 0; n < 100 && !opened().length; n++) await page.waitForTimeout(30);
  if (opened().length !== 1 || !opened()[0].includes('failover.md')) problems.push(`e opened ${JSON.stringify(opened())}`);
  // A page that nobody wrote has no source.
  await page.goto(room.url('health/'));
  await page.waitForFunction(() => document.documentElement.dataset.edition);
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.querySelector('.live-note').textContent);
  const why = await page.locator('.live-note').textContent();
  if (/Opened/.test(why)) problems.push(`on a page without a source it says "${why}"`);
  room.report.add('live: e opens the source, and says why if it cannot', [...problems, ...take().filter(expected)]);
  await close();
}
