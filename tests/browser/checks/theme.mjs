// The theme: what the system asks for, what the reader chooses, no flash, and diagrams that follow.

import { settled } from '../reader.mjs';

const LIGHT = 'light', DARK = 'dark';

export default async function theme(room) {
  const first = room.types.find(([type]) => type === 'runbook');
  await follows(room, room.url(first[1]));
  await survives(room, room.url(first[1]), room.url(''));
  await withoutStorage(room, room.url(first[1]));
  await diagrams(room);
}

/** What the page shows, judged by its paper and not by its attributes. */
const shown = (page) => page.evaluate(() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
  return r + g + b > 384 ? 'light' : 'dark';
});

async function follows({ report, reader }, url) {
  const { page, close } = await reader({ colorScheme: LIGHT });
  const problems = [];
  const expect = async (what, scheme) => {
    const is = await shown(page);
    if (is !== scheme) problems.push(`${what}: ${is}, not ${scheme}`);
  };
  await page.goto(url);
  await expect('auto in a light system', LIGHT);
  await page.emulateMedia({ colorScheme: DARK });
  await expect('auto in a dark system', DARK);
  const toggle = page.getByRole('button', { name: /^Theme/ });
  for (const [word, scheme] of [['Light', LIGHT], ['Dark', DARK], ['Auto', DARK]]) {
    await toggle.click();
    await expect(`after a click to ${word}`, scheme);
    if (!(await page.getByRole('button', { name: `Theme: ${word}`, exact: true }).count())) problems.push(`the button does not say ${word}`);
  }
  report.add('theme: follows the system and the button', problems);
  await close();
}

/** Notes what the theme is when the body begins, and the paper of every frame from then on. */
function watchFrames() {
  window.atBody = undefined;
  window.frames_ = [];
  new MutationObserver((_, self) => {
    if (!document.body) return;
    self.disconnect();
    window.atBody = document.documentElement.dataset.theme ?? null;
    const note = () => {
      window.frames_.push(getComputedStyle(document.body).backgroundColor);
      if (window.frames_.length < 20) requestAnimationFrame(note);
    };
    // A frame comes only when something can be painted: the style sheet is there by then.
    requestAnimationFrame(note);
  }).observe(document, { childList: true, subtree: true });
}

async function survives({ report, reader }, url, other) {
  const { page, close } = await reader({ colorScheme: LIGHT });
  const problems = [];
  await page.addInitScript(watchFrames);
  await page.goto(url);
  const toggle = page.getByRole('button', { name: /^Theme/ });
  await toggle.click();
  await toggle.click();
  for (const [what, go] of [['a reload', () => page.reload()], ['another page', () => page.goto(other)]]) {
    await go();
    await page.waitForFunction(() => window.frames_.length >= 10);
    const { atBody, papers } = await page.evaluate(() => ({ atBody: window.atBody, papers: [...new Set(window.frames_)] }));
    if (atBody !== DARK) problems.push(`${what}: data-theme is ${atBody} when the body begins`);
    if ((await shown(page)) !== DARK) problems.push(`${what}: no longer dark`);
    if (papers.length !== 1) problems.push(`${what}: the paper changes from frame to frame: ${papers.join(', ')}`);
  }
  report.add('theme: survives a reload and a link without a flash', problems);
  await close();
}

async function withoutStorage({ report, reader }, url) {
  const { page, take, close } = await reader({ colorScheme: LIGHT });
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } }));
  await page.goto(url);
  const toggle = page.getByRole('button', { name: /^Theme/ });
  await toggle.click();
  await toggle.click();
  const problems = take();
  if ((await shown(page)) !== DARK) problems.push('the button does nothing');
  report.add('theme: works where storage is refused', problems);
  await close();
}

async function diagrams({ report, reader, pagesWith, url }) {
  const { page, close } = await reader();
  const problems = [];
  let seen = 0;
  for (const [type, route] of pagesWith('<figure class="diagram"')) {
    await page.goto(url(route));
    for (const system of [LIGHT, DARK]) {
      for (const chosen of ['auto', LIGHT, DARK]) {
        await page.emulateMedia({ colorScheme: system });
        await page.evaluate((t) => { document.documentElement.dataset.theme = t; }, chosen);
        await settled(page);
        const wanted = chosen === 'auto' ? system : chosen;
        const figures = await page.locator('figure.diagram:not(.failed)').evaluateAll((all) => all.map((f) => [...f.querySelectorAll('img')].filter((i) => i.checkVisibility()).map((i) => i.className)));
        seen += figures.length;
        figures.forEach((classes, n) => {
          if (classes.join() !== `only-${wanted}`) problems.push(`${type}, diagram ${n + 1}: ${classes.join() || 'nothing'} is shown with ${chosen} in a ${system} system`);
        });
      }
    }
  }
  if (!seen) problems.push('no page with a diagram was seen');
  report.add('theme: one picture of each diagram is shown, and it is the right one', problems);
  await close();
}
