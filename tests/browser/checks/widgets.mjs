// What the script adds: tabs, copy buttons, the mark in the table of contents.

import { settled } from '../reader.mjs';

export default async function widgets(room) {
  await tabs(room);
  await copies(room);
  await copiesWithoutClipboard(room);
  await contents(room);
}

const state = (page) => page.evaluate(() => ({
  focus: document.activeElement.textContent,
  groups: [...document.querySelectorAll('.tabs')].map((box) => {
    const tabs = [...box.querySelectorAll('[role=tab]')];
    return {
      labels: tabs.map((t) => t.textContent),
      named: Boolean(box.querySelector('[role=tablist]')?.getAttribute('aria-label')),
      selected: tabs.filter((t) => t.getAttribute('aria-selected') === 'true').map((t) => t.textContent),
      inOrder: tabs.filter((t) => t.tabIndex === 0).map((t) => t.textContent),
      shown: tabs.filter((t) => document.getElementById(t.getAttribute('aria-controls')).checkVisibility()).map((t) => t.textContent),
    };
  }),
}));

async function tabs(room) {
  const { page, close } = await room.reader();
  const pages = room.pagesWith('class="tabs"');
  for (const [type, route] of pages) {
    const problems = [];
    await page.goto(room.url(route));
    const { groups } = await state(page);
    const labels = groups[0].labels;
    const expect = async (what, label) => {
      const now = await state(page);
      if (now.focus !== label) problems.push(`${what}: the focus is on "${now.focus}", not on "${label}"`);
      now.groups.forEach((g, n) => {
        if (!g.named) problems.push(`group ${n + 1} has no name`);
        const one = g.selected.length === 1 && g.inOrder.join() === g.selected.join() && g.shown.join() === g.selected.join();
        if (!one) problems.push(`${what}, group ${n + 1}: selected ${g.selected}, in the Tab order ${g.inOrder}, shown ${g.shown}`);
        if (g.labels.includes(label) && g.selected[0] !== label) problems.push(`${what}, group ${n + 1} is out of step: ${g.selected}`);
      });
    };
    await page.locator('[role=tab]').first().click();
    await expect('a click', labels[0]);
    const last = labels.length - 1;
    for (const [key, at] of [['ArrowRight', 1], ['Home', 0], ['End', last], ['ArrowRight', 0], ['ArrowLeft', last], ['Home', 0], ['ArrowRight', 1]]) {
      await page.keyboard.press(key);
      await expect(key, labels[at]);
    }
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => document.activeElement.closest('[role=tabpanel]')))) problems.push('Tab does not lead into the open panel');
    await page.reload();
    const kept = await state(page);
    if (kept.groups[0].selected[0] !== labels[1]) problems.push(`a reload shows ${kept.groups[0].selected} again`);
    report(room, `widgets: tabs by keyboard, in step and kept: ${type}`, problems);
  }
  report(room, 'widgets: a page with tabs was seen', pages.length ? [] : ['none']);
  await close();
}

const report = (room, name, problems) => room.report.add(name, problems);
/** Code in a list is indented in the source and not in the page. */
const flat = (text) => text.split('\n').map((l) => l.trim()).join('\n');

async function copies(room) {
  const { page, close } = await room.reader({ permissions: ['clipboard-read', 'clipboard-write'] });
  const pages = room.pagesWith('<figure class="code');
  const problems = [];
  for (const [type, route] of pages) {
    await page.goto(room.url(route));
    // The Markdown twin is what the author wrote: that, and nothing else, is what a reader wants to paste.
    const twin = flat(await page.evaluate(async () => (await fetch(document.querySelector('link[type="text/markdown"]').href)).text()));
    // What is announced is gone after two seconds: take notes.
    await page.evaluate(() => {
      const live = document.querySelector('main [role=status]');
      window.said = [];
      new MutationObserver(() => live.textContent && window.said.push(live.textContent)).observe(live, { childList: true });
    });
    for (const figure of await page.locator('figure.code').filter({ visible: true }).all()) {
      const button = figure.locator('.copy');
      if ((await button.count()) !== 1) {
        problems.push(`${type}: ${await button.count()} copy buttons`);
        continue;
      }
      await page.evaluate(async () => {
        window.said.length = 0;
        await navigator.clipboard.writeText('');
      });
      await button.click();
      const said = await page.waitForFunction(() => window.said.at(-1)).then((s) => s.jsonValue(), () => 'nothing');
      const text = await page.evaluate(() => navigator.clipboard.readText());
      if (!text.trim() || !twin.includes(flat(text))) problems.push(`${type}: the page's source has no ${JSON.stringify(text.slice(0, 200))}`);
      if (said !== 'Copied') problems.push(`${type}: says "${said}"`);
      if (!(await button.evaluate((b) => b === document.activeElement))) problems.push(`${type}: the focus leaves the button`);
    }
  }
  report(room, 'widgets: copy buttons give the code as it was written', pages.length ? problems : ['no page with code was seen']);
  await close();
}

/** Plain http inside a company network has no clipboard API. */
async function copiesWithoutClipboard(room) {
  const { page, take, close } = await room.reader({ permissions: ['clipboard-read', 'clipboard-write'] });
  const [[, route]] = room.pagesWith('<figure class="code');
  await page.addInitScript(() => {
    window.copied = [];
    Object.defineProperty(window, 'isSecureContext', { value: false });
    document.addEventListener('copy', () => window.copied.push(document.activeElement.value), true);
  });
  await page.goto(room.url(route));
  await page.locator('.copy').first().click();
  const problems = take();
  const said = await page.locator('main [role=status]').textContent();
  const copied = await page.evaluate(() => window.copied);
  if (said !== 'Copied' || !copied[0]?.trim()) problems.push(`says "${said}", copied ${JSON.stringify(copied)}`);
  report(room, 'widgets: copy buttons work without the clipboard API', problems);
  await close();
}

async function contents(room) {
  const { page, close } = await room.reader();
  const problems = [];
  const pages = room.pagesWith('class="toc"');
  for (const [type, route] of pages) {
    await page.goto(room.url(route));
    await settled(page);
    const marks = () => page.locator('.toc [aria-current]').evaluateAll((all) => all.map((a) => decodeURIComponent(a.hash.slice(1))));
    const ids = await page.locator('.toc a').evaluateAll((all) => all.map((a) => decodeURIComponent(a.hash.slice(1))));
    if ((await marks()).join() !== ids[0]) problems.push(`${type}: at the top, ${await marks()} is marked`);
    for (const id of ids) {
      const reached = await page.evaluate((i) => {
        const heading = document.getElementById(i);
        heading?.scrollIntoView();
        return heading && scrollY + innerHeight < document.documentElement.scrollHeight - 2;
      }, id);
      if (reached === null) problems.push(`${type}: no heading ${id}`);
      // At the end of the page the last heading is the current one, wherever it stands.
      await settled(page);
      if ((await marks()).join() !== (reached ? id : ids.at(-1))) problems.push(`${type}: at ${id}, ${await marks()} is marked`);
    }
    for (const id of [ids[0], ids.at(-2)]) {
      await page.locator(`.toc a[href="#${id}"], .toc a[href="#${encodeURIComponent(id)}"]`).click();
      await settled(page);
      if ((await marks()).join() !== id) problems.push(`${type}: after a click on ${id}, ${await marks()} is marked`);
      const top = await page.evaluate((i) => document.getElementById(i).getBoundingClientRect().top, id);
      if (top < 56) problems.push(`${type}: after a click on ${id}, the heading is at ${Math.round(top)} px, under the bar`);
    }
  }
  report(room, 'widgets: the contents mark where the reader is', pages.length ? problems : ['no page with contents was seen']);
  await close();
}
