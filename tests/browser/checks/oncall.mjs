// Pages of on-call: times on the reader's clocks, and who is on by the reader's clock.

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export default async function oncall(room) {
  const route = room.types.find(([type]) => type === 'rotation')[1];
  // The other handbook has no schedule that anything is known of.
  if (!room.text(route).includes('Wei Lin Tan')) return;
  await zones(room, room.url(route), 'served');
  await zones(room, pathToFileURL(join(room.site, route, 'index.html')).href, 'from a disk');
  await clock(room, room.url(route));
  await scriptless(room, room.url(route));
}

const state = (page) => page.evaluate(() => ({
  zones: [...new Set([...document.querySelectorAll('[data-zone-name]')].map((e) => e.textContent))].join(),
  buttons: [...new Set([...document.querySelectorAll('.zone-switch')].map((e) => e.textContent))].join(),
  handoff: document.querySelector('[data-handoffs] tbody tr:not([hidden]) time').textContent,
  apac: [...document.querySelector('[data-cell="0 2026-11-25"]').querySelectorAll('li')].map((li) => li.textContent).find((t) => t.startsWith('WT')),
  focus: document.activeElement.className,
}));

/** The switch, by keyboard, and that it is remembered. */
async function zones({ report, reader }, url, how) {
  const { page, take, close } = await reader({ timezoneId: 'Asia/Tokyo', origin: url.startsWith('file:') ? 'file://' : undefined });
  await page.clock.setFixedTime('2026-11-22T12:00:00Z');
  await page.goto(url);
  const problems = [];
  const expect = async (what, wanted) => {
    const now = await state(page);
    for (const [key, value] of Object.entries(wanted)) if (now[key] !== value) problems.push(`${what}: ${key} is "${now[key]}", not "${value}"`);
  };
  const tokyo = { zones: 'Asia/Tokyo', buttons: 'Show them in UTC', handoff: 'Mon 23 Nov 02:30', apac: 'WT09:30–17:30' };
  const utc = { zones: 'UTC', buttons: 'Show them in Asia/Tokyo', handoff: 'Sun 22 Nov 17:30', apac: 'WT00:30–08:30' };
  await expect('at first', tokyo);
  await page.locator('.zone-switch').first().focus();
  await page.keyboard.press('Enter');
  await expect('Enter', { ...utc, focus: 'zone-switch' });
  await page.reload();
  await expect('a reload', utc);
  await page.locator('.zone-switch').last().click();
  await expect('a click', tokyo);
  problems.push(...take().filter((c) => how === 'from a disk' || !c.startsWith('request outside')));
  const dead = await page.evaluate(() => [...document.querySelectorAll('[data-role] a')].filter((a) => location.protocol === 'file:' && !a.href.endsWith('index.html')).length);
  if (dead) problems.push(`${dead} links lead to a folder of the disk`);
  report.add(`oncall: the reader's zone and back, ${how}`, problems);
  await close();
}

/** Who is on follows the clock, while the page is open and when it is opened late. */
async function clock({ report, reader }, url) {
  const { page, close } = await reader({ timezoneId: 'UTC' });
  const problems = [];
  const primary = () => page.locator('[data-role="0"] .who a').first().textContent();
  const called = () => page.locator('[data-called="0"]').textContent();
  for (const [at, who] of [['2026-11-24T09:00:00Z', 'Ines Almeida'], ['2026-11-25T14:00:00Z', 'Tomas Novak'], ['2026-12-01T20:00:00Z', 'Sam Whitfield']]) {
    await page.clock.setFixedTime(at);
    await page.goto(url);
    if ((await primary()) !== who) problems.push(`${at}: ${await primary()} is on, not ${who}`);
    if (!(await called()).includes(who)) problems.push(`${at}: the ladder calls ${await called()}`);
    const next = await page.locator('[data-handoffs] tbody tr:not([hidden]) time').first().getAttribute('datetime').catch(() => null);
    if (next && next < at) problems.push(`${at}: the next handoff was at ${next}`);
  }
  report.add('oncall: a page opened late says who is on then', problems);

  await page.clock.setFixedTime('2029-01-01T00:00:00Z');
  await page.goto(url);
  const said = await page.locator('[data-as-of]').textContent();
  report.add('oncall: a page that is too old says so', said.includes('this page knows the shifts from') ? [] : [said]);
  await close();

  const open = await reader({ timezoneId: 'UTC' });
  await open.page.clock.install({ time: '2026-11-24T07:59:00Z' });
  await open.page.goto(url);
  const before = await open.page.locator('[data-role="0"]').textContent();
  await open.page.clock.runFor(3 * 60_000);
  const after = await open.page.locator('[data-role="0"]').textContent();
  const moved = !before.includes('Ines Almeida emea, until') && after.includes('Ines Almeida emea, until');
  report.add('oncall: an open page follows the clock', moved ? [] : [`at 07:59: ${before}; at 08:02: ${after}`]);
  await open.close();
}

/** Without a script the page says as of when it speaks, and offers no switch. */
async function scriptless({ report, reader }, url) {
  const { page, close } = await reader({ javaScriptEnabled: false, timezoneId: 'Asia/Tokyo' });
  await page.goto(url);
  const problems = [];
  if (!(await page.locator('[data-as-of]').textContent()).startsWith('As of Sun 22 Nov 12:00')) problems.push('it does not say as of when');
  if (await page.locator('.zone-switch').count()) problems.push('there is a switch that does nothing');
  if ((await page.locator('[data-zone-name]').first().textContent()) !== 'UTC') problems.push('the times are not in the zone of the rotation');
  report.add('oncall: without a script, in the zone of the rotation', problems);
  await close();
}
