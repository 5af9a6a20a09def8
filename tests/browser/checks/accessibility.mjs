// axe-core on every type of page: light and dark, on a desk and on a phone.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

export default async function accessibility({ report, reader, types, url }) {
  const { page, close } = await reader();
  for (const [type, route] of types) {
    await page.unrouteAll();
    // A redirect would be gone before it could be looked at: an answer without content keeps the reader there.
    if (type === 'redirect') await page.route((u) => u.href !== url(route) && /\/$/.test(u.pathname), (r) => r.fulfill({ status: 204 }));
    await page.goto(url(route));
    await page.evaluate(AXE);
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      // Folded parts are read too.
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const found = await page.evaluate((tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] }), TAGS);
        const problems = found.violations.flatMap((v) => v.nodes.slice(0, 4).map((n) => `${v.id}: ${n.html.slice(0, 160)} (${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help})`));
        report.add(`axe: ${type}, ${colorScheme}, ${width} px`, problems);
      }
    }
  }
  await close();
}
