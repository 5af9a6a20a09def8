// A page that is written while it is open: what changed is there, and all else stays as the reader had it.

import { same, says } from '../author.mjs';
import { settled } from '../reader.mjs';

const PAGE = 'runbooks/failover.md', ROUTE = 'runbooks/failover/';

export async function visible(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  room.book.edit(PAGE, 'No leader means no writes.', 'No leader means a quetzal.');
  await says(page, 'No leader means a quetzal.');
  if (!(await same(page))) problems.push('the page was loaded again');
  // A heading, its anchor and the contents; the title is in the head, the sidebar and the crumbs.
  room.book.edit(PAGE, '## Impact', '## What it costs');
  await page.waitForFunction(() => document.querySelector('.toc').textContent.includes('What it costs'));
  room.book.edit(PAGE, 'title: Failover and switchover', 'title: Failing over');
  await page.waitForFunction(() => document.title.startsWith('Failing over'));
  const state = await page.evaluate(() => ({
    id: document.querySelector('main').textContent.includes('What it costs') && Boolean(document.getElementById('what-it-costs')),
    h1: document.querySelector('h1').textContent, side: document.querySelector('.side [aria-current]').textContent.trim(),
    mark: performance.getEntriesByName('rutter-live').length,
  }));
  if (!state.id) problems.push('the heading has no anchor of its new name');
  if (state.h1 !== 'Failing over' || state.side !== 'Failing over') problems.push(`the title is ${state.h1}, in the sidebar ${state.side}`);
  if (state.mark < 3) problems.push('the measure is not there');
  room.book.write('runbooks/new-one.md', '---\ntitle: A page that came\nowner: dre\nlast_reviewed: 2026-11-01\n---\n\nText.\n');
  await page.waitForFunction(() => document.querySelector('.side').textContent.includes('A page that came'));
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: text, headings, title and sidebar change in place', [...problems, ...take()]);
  // What was morphed step by step is what is served now.
  await settled(page);
  const differs = await page.evaluate(async () => {
    const next = new DOMParser().parseFromString(await (await fetch(location.href, { cache: 'no-store' })).text(), 'text/html');
    const plain = (from) => from.querySelector('main').cloneNode(true);
    const text = (main) => {
      main.querySelectorAll('.copy, [role=tablist], [role=status], .live-line').forEach((e) => e.remove());
      return main.textContent.replace(/\s+/g, ' ');
    };
    return text(plain(document)) !== text(plain(next));
  });
  room.report.add('live: a page that was changed often says what is served', differs ? ['it differs'] : []);
  await close();
}

export async function keeps(room) {
  const { page, take, close } = await room.open(ROUTE), problems = [];
  room.book.edit(PAGE, '## Impact', '<details><summary>More of it</summary>\n\nHidden words.\n\n</details>\n\n## Impact');
  await says(page, 'Hidden words.');
  const before = await page.evaluate(() => {
    const tabs = [...document.querySelectorAll('.tabs [role=tab]')], code = [...document.querySelectorAll('.code-scroll')].find((c) => c.checkVisibility() && c.scrollWidth > c.clientWidth);
    const details = document.querySelector('.content details');
    if (details) details.open = true;
    tabs[1].click();
    tabs[1].focus({ preventScroll: true });
    if (code) code.scrollLeft = 7;
    window.kept = { tab: tabs[1], code, details };
    const words = document.querySelector('#rollback').nextElementSibling.firstChild;
    getSelection().setBaseAndExtent(words, 0, words, 12);
    return { tab: tabs[1].textContent, code: Boolean(code), details: Boolean(details), selected: String(getSelection()) };
  });
  room.book.edit(PAGE, 'Patroni promotes a replica by itself.', 'Patroni promotes a replica, as a quokka would.\n\nAnd again.');
  await says(page, 'as a quokka would');
  const after = await page.evaluate(() => ({
    selected: String(getSelection()), focus: document.activeElement === window.kept.tab, chosen: window.kept.tab.getAttribute('aria-selected'), there: window.kept.tab.isConnected,
    lists: document.querySelectorAll('[role=tablist]').length, boxes: document.querySelectorAll('.tabs').length,
    copies: [...document.querySelectorAll('figure.code')].map((f) => f.querySelectorAll('.copy').length),
    scrolled: window.kept.code ? window.kept.code.scrollLeft : 7, details: window.kept.details ? window.kept.details.isConnected && window.kept.details.open : true,
  }));
  if (!before.details) problems.push('there are no details to keep');
  if (!after.details) problems.push('what was unfolded is folded');
  if (after.selected !== before.selected) problems.push(`selected was "${before.selected}", and is "${after.selected}"`);
  if (!after.focus || !after.there || after.chosen !== 'true') problems.push(`the tab: ${JSON.stringify(after)}`);
  if (after.lists !== after.boxes) problems.push(`${after.boxes} groups of tabs have ${after.lists} lists`);
  if (after.copies.some((n) => n !== 1)) problems.push(`copy buttons: ${after.copies}`);
  if (after.scrolled !== 7) problems.push(`the code is at ${after.scrolled}`);
  if (!(await same(page))) problems.push('the page was loaded again');
  room.report.add('live: folds, tabs, focus, selection and code stay as they were', [...problems, ...take()]);
  await close();
}

/** What the theme's script adds is added to what is new. */
export async function enhances(room) {
  const { page, take, close } = await room.open(ROUTE, { permissions: ['clipboard-read', 'clipboard-write'] }), problems = [];
  room.book.edit(PAGE, '## Impact', '```bash tab="One"\necho one\n```\n```bash tab="Two"\necho two\n```\n\n## Impact');
  await page.waitForFunction(() => [...document.querySelectorAll('[role=tab]')].some((t) => t.textContent === 'Two'));
  await page.getByRole('tab', { name: 'Two', exact: true }).click();
  const figure = page.locator('figure.code', { hasText: 'echo two' });
  await figure.locator('.copy').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  if (copied !== 'echo two') problems.push(`copied "${copied}"`);
  // A tab more, and other code in one that is open.
  room.book.edit(PAGE, 'echo two\n```', 'echo deux\n```\n```bash tab="Three"\necho three\n```');
  await page.waitForFunction(() => [...document.querySelectorAll('[role=tab]')].some((t) => t.textContent === 'Three'));
  const state = await page.evaluate(() => {
    const box = [...document.querySelectorAll('.tabs')].find((b) => b.textContent.includes('echo three'));
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    return {
      lists: box.querySelectorAll('[role=tablist]').length, labels: [...box.querySelectorAll('[role=tab]')].map((t) => t.textContent).join(),
      shown: [...box.querySelectorAll('[role=tabpanel]')].filter((p) => p.checkVisibility()).map((p) => p.dataset.label).join(),
      twice: ids.filter((id, n) => ids.indexOf(id) !== n),
    };
  });
  if (state.lists !== 1 || state.labels !== 'One,Two,Three') problems.push(`tabs: ${state.lists} lists, ${state.labels}`);
  if (state.shown !== 'Two') problems.push(`shown is ${state.shown}`);
  if (state.twice.length) problems.push(`ids that are there twice: ${state.twice}`);
  await page.locator('figure.code', { hasText: 'echo deux' }).locator('.copy').click();
  const again = await page.evaluate(() => navigator.clipboard.readText());
  if (again !== 'echo deux') problems.push(`copied "${again}" then`);
  // The contents follow new headings.
  room.book.edit(PAGE, '## Impact', '## A heading that came\n\nText.\n\n## Impact');
  await page.waitForFunction(() => document.getElementById('a-heading-that-came'));
  await page.evaluate(() => document.getElementById('a-heading-that-came').scrollIntoView({ behavior: 'instant' }));
  await settled(page);
  const current = await page.locator('.toc [aria-current]').allTextContents();
  if (current.join() !== 'A heading that came') problems.push(`the contents mark ${current}`);
  room.report.add('live: new code has its button, new tabs work, the contents mark new headings', [...problems, ...take()]);
  await close();
}

export async function scroll(room) {
  const { page, take, close } = await room.open(`${ROUTE}#steps`), problems = [];
  const top = () => page.evaluate(() => document.getElementById('rollback').getBoundingClientRect().top);
  await page.evaluate(() => scrollTo({ top: document.getElementById('rollback').getBoundingClientRect().top + scrollY - 300, behavior: 'instant' }));
  await settled(page);
  const before = await top();
  room.book.edit(PAGE, '## Impact', `${'Much that is above.\n\n'.repeat(20)}## Impact`);
  await says(page, 'Much that is above.');
  await settled(page);
  if (Math.abs((await top()) - before) > 1) problems.push(`text above moved it from ${before} to ${await top()}`);
  room.book.edit(PAGE, `${'Much that is above.\n\n'.repeat(20)}## Impact`, '## Impact');
  await page.waitForFunction(() => !document.querySelector('main').textContent.includes('Much that is above.'));
  await settled(page);
  if (Math.abs((await top()) - before) > 1) problems.push(`text above that went moved it from ${before} to ${await top()}`);
  // What the reader looks at goes: the rest does not jump to the hash.
  room.book.edit(PAGE, '## Rollback', '## Back again');
  await page.waitForFunction(() => document.getElementById('back-again'));
  await settled(page);
  const now = await page.evaluate(() => document.getElementById('back-again').getBoundingClientRect().top);
  if (Math.abs(now - before) > 1) problems.push(`a heading that was changed moved from ${before} to ${now}`);
  room.report.add('live: what the reader looks at stays where it is', [...problems, ...take()]);
  await close();
}

export async function marks(room) {
  for (const reducedMotion of ['no-preference', 'reduce']) {
    const { page, take, close } = await room.open(ROUTE, { reducedMotion }), problems = [];
    room.book.edit(PAGE, 'No leader means no writes.', 'No leader means no quail.');
    await says(page, 'no quail');
    const marked = await page.evaluate(() => [...document.querySelectorAll('.live-changed')].map((e) => [e.textContent.slice(0, 40), getComputedStyle(e).animationName]));
    if (marked.length !== 1 || !marked[0][0].includes('no quail')) problems.push(`marked are ${JSON.stringify(marked)}`);
    if (marked[0] && (marked[0][1] === 'none') !== (reducedMotion === 'reduce')) problems.push(`animated by ${marked[0][1]}`);
    await page.waitForFunction(() => !document.querySelector('.live-changed'));
    room.report.add(`live: what has changed is marked for a moment, ${reducedMotion} motion`, [...problems, ...take()]);
    await close();
    room.book.restore();
    await room.book.settled(room.url);
  }
}

/** Shifts on the reader's clocks: a page that its script has rewritten. */
export async function oncall(room) {
  const { page, take, close } = await room.open('oncall/postgres/', { timezoneId: 'Asia/Tokyo' }), problems = [];
  const shown = () => page.evaluate(() => ({
    zones: [...new Set([...document.querySelectorAll('[data-zone-name]')].map((e) => e.textContent))].join(), switches: document.querySelectorAll('.zone-switch').length, bars: document.querySelectorAll('.zone-bar').length,
    now: document.querySelector('[data-as-of]').textContent.length > 0, cells: document.querySelectorAll('[data-cell] li').length,
    // Every time is on the same clocks.
    wrong: [...document.querySelectorAll('time[data-at]')].filter((t) => !t.textContent.endsWith(new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Tokyo', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(new Date(t.dateTime)))).length,
  }));
  const before = await shown();
  room.book.edit('oncall/postgres.yaml', 'name: PostgreSQL on-call', 'name: The quagga watch');
  await says(page, 'The quagga watch');
  const [, name] = /id: ines,? *\n? *name: ([^,}\n]+)/.exec(room.book.text('people.yaml'));
  room.book.edit('people.yaml', name, 'Quentin Quiroga');
  await says(page, 'Quentin Quiroga');
  await settled(page);
  const after = await shown();
  if (JSON.stringify(after) !== JSON.stringify(before)) problems.push(`${JSON.stringify(before)}, then ${JSON.stringify(after)}`);
  if (before.wrong || before.zones !== 'Asia/Tokyo' || !before.switches) problems.push(`at first ${JSON.stringify(before)}`);
  await page.locator('.zone-switch').first().click();
  const own = await shown();
  if (own.zones === 'Asia/Tokyo' || own.wrong === 0) problems.push(`after a click ${JSON.stringify(own)}`);
  room.report.add('live: a calendar is drawn anew on the clocks that were chosen', [...problems, ...take()]);
  await close();
}
