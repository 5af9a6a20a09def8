// Keys alone: the skip link, every control by Tab, a focus that can be seen, Escape.

import { settled } from '../reader.mjs';

export default async function keyboard(room) {
  await skip(room);
  for (const width of [1440, 360]) {
    const window = await room.reader({ width });
    for (const [type, route] of room.types) if (type !== 'redirect') await tabThrough(room, window, type, route, width);
    await window.close();
  }
  await escape(room);
}

async function skip({ report, reader, types, url }) {
  const { page, close } = await reader();
  const problems = [];
  for (const [type, route] of types.filter(([t]) => t !== 'redirect')) {
    await page.goto(url(route));
    await page.keyboard.press('Tab');
    const link = await page.evaluate(() => ({ at: document.activeElement.getAttribute('href'), top: document.activeElement.getBoundingClientRect().top }));
    if (link.at !== '#main' || link.top < 0) {
      problems.push(`${type}: the first Tab shows no skip link (${JSON.stringify(link)})`);
      continue;
    }
    await page.keyboard.press('Enter');
    if ((await page.evaluate(() => document.activeElement.id)) !== 'main') problems.push(`${type}: the skip link moves no focus`);
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => document.activeElement.closest('main, footer')))) problems.push(`${type}: the next Tab is back before the content`);
  }
  report.add('keyboard: the skip link moves the focus into the content', problems);
  await close();
}

/** Presses Tab until the page ends: every control is met, in the order of the page, and seen when it is. */
async function tabThrough({ report, url }, { page, context }, type, route, width) {
  await page.goto(url(route));
  if (width < 800) {
    await page.evaluate(() => document.querySelectorAll('details.fold').forEach((d) => { d.open = true; }));
  }
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, summary, input:not([disabled]), select, textarea, [tabindex]')];
    window.controls = all.filter((e) => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
    return window.controls.map((e) => e.outerHTML.slice(0, 100));
  });
  // The presses go out in one batch, and the page takes notes: a round trip for each would take minutes.
  await page.evaluate((look) => {
    const at = new Function(`return (${look})()`);
    window.notes = [];
    document.addEventListener('keyup', () => window.notes.push(at()), true);
  }, focused.toString());
  const session = await context.newCDPSession(page);
  const key = (type) => session.send('Input.dispatchKeyEvent', { type, key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 });
  await Promise.all(Array.from({ length: wanted.length + 40 }, () => [key('rawKeyDown'), key('keyUp')]).flat());
  const notes = await page.evaluate(() => window.notes);
  const met = new Set(), problems = [];
  let last = -1;
  for (const at of notes) {
    // Past the end of the page, or from its start again.
    if (!at || met.has(at.index)) break;
    if (at.index >= 0) {
      if (at.index < last) problems.push(`out of order: ${at.html}`);
      last = at.index;
      met.add(at.index);
    }
    if (!at.outlined) problems.push(`no sign of focus: ${at.html}`);
    if (!at.onTop) problems.push(`focus is out of sight: ${at.html}`);
  }
  problems.push(...wanted.filter((_, i) => !met.has(i)).map((html) => `never reached: ${html}`));
  if (wanted.length < 5) problems.push('hardly anything to reach');
  report.add(`keyboard: ${type}, everything by Tab at ${width} px`, problems);
  await session.detach();
}

/** Runs in the page: what has the focus, and whether a reader could tell. */
function focused() {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const rects = [...e.getClientRects()];
  // A long block is seen when any part of it is: look at a few points of the part that is in the window.
  const onTop = rects.some((r) => {
    const left = Math.max(r.left, 0), right = Math.min(r.right, innerWidth), top = Math.max(r.top, 0), bottom = Math.min(r.bottom, innerHeight);
    if (right <= left || bottom <= top) return false;
    return [0.5, 0.1, 0.9].some((y) => [0.5, 0.1, 0.9].some((x) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit && (e.contains(hit) || hit.contains(e) && hit !== document.body && hit !== document.documentElement);
    }));
  });
  return {
    index: window.controls.indexOf(e), html: e.outerHTML.slice(0, 100), onTop,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}

async function escape({ report, reader, types, url }) {
  const { page, close } = await reader({ width: 360 });
  const problems = [];
  await page.goto(url(types.find(([t]) => t === 'runbook')[1]));
  for (const fold of ['.menu', '.toc .fold']) {
    const summary = page.locator(`${fold} > summary`);
    await summary.focus();
    await page.keyboard.press('Enter');
    await settled(page);
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => document.activeElement.matches('.side a, .toc a')))) problems.push(`${fold}: Tab does not go into what was opened`);
    await page.keyboard.press('Escape');
    const after = await page.evaluate((f) => ({ open: document.querySelector(f).open, back: document.activeElement === document.querySelector(`${f} > summary`) }), fold);
    if (after.open) problems.push(`${fold}: Escape does not close it`);
    if (!after.back) problems.push(`${fold}: the focus is lost`);
  }
  report.add('keyboard: Enter opens the folds of a phone, Escape closes them and keeps the focus', problems);
  await close();
}
