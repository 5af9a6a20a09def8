// On paper: the document and nothing around it, black on white, every tab.

const CHROME = ['.top', '.side', '.toc', '.bottom', '.pager', '.skip', '.copy', '.anchor', '.crumbs', '[role=tablist]', '.only-dark'];

export default async function print({ report, reader, types, url }) {
  // The width of A4 without its margins; a reader who likes it dark prints on the same white paper.
  const { page, close } = await reader({ width: 680, height: 1000, colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const [type, route] of types.filter(([t]) => t !== 'redirect')) {
    await page.goto(url(route));
    await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
    report.add(`print: ${type}`, await page.evaluate(look, CHROME));
  }
  await close();
}

/** Runs in the page. */
function look(chrome) {
  const problems = [];
  const light = (colour) => {
    const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return alpha === 0 ? null : (r * 3 + g * 6 + b) / 10;
  };
  for (const sel of chrome) {
    const shown = [...document.querySelectorAll(sel)].filter((e) => e.checkVisibility());
    if (shown.length) problems.push(`${shown.length} × ${sel} on paper`);
  }
  for (const sel of ['h1', '.content > p', '.tab', '.tab-label', '.code pre', '.diagram:not(.failed) .only-light']) {
    const hidden = [...document.querySelectorAll(sel)].filter((e) => !e.checkVisibility());
    if (hidden.length) problems.push(`${hidden.length} × ${sel} is missing`);
  }
  if (light(getComputedStyle(document.body).backgroundColor) < 250) problems.push('the paper is not white');
  for (const e of document.querySelectorAll('h1, h2, .content p, .content li, .content td, .content pre code, .content pre span, .alert-title, .banner p, .state, .badge')) {
    const ink = light(getComputedStyle(e).color);
    if (ink > 150) problems.push(`too pale for paper: ${e.outerHTML.slice(0, 80)} ${getComputedStyle(e).color}`);
  }
  const root = document.documentElement;
  const cut = [...document.querySelectorAll('.code-scroll')].filter((e) => e.scrollWidth > e.clientWidth + 1);
  if (cut.length) problems.push(`${cut.length} blocks of code are cut off`);
  if (root.scrollWidth > root.clientWidth) {
    const far = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
    problems.push(`${root.scrollWidth} px wide on ${root.clientWidth} px of paper: ${far.slice(0, 3).map((e) => e.outerHTML.slice(0, 80)).join(' … ')}`);
  }
  return problems;
}
