// Without a script everything can be read, and the menu of a phone opens all the same.

export default async function scriptless(room) {
  await desk(room);
  await phone(room);
}

async function desk({ report, reader, types, url }) {
  const { page, take, close } = await reader({ javaScriptEnabled: false, colorScheme: 'dark' });
  for (const [type, route] of types.filter(([t]) => t !== 'redirect')) {
    await page.goto(url(route));
    const problems = take().filter((c) => type !== 'not found' || !c.includes('404'));
    problems.push(...(await page.evaluate(() => {
      const found = [];
      const shows = (sel) => [...document.querySelectorAll(sel)].filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
      const hidden = (sel) => [...document.querySelectorAll(sel)].length - shows(sel).length;
      if (document.documentElement.classList.contains('js')) found.push('a script ran');
      if (!shows('h1').length) found.push('no h1');
      for (const sel of ['.side a', '.toc ul a', '.content > *', '.tab', '.tab-label', '.tab pre', 'main section > *']) if (hidden(sel)) found.push(`${hidden(sel)} × ${sel} cannot be seen`);
      for (const sel of ['.theme', '.copy', '[role=tab]']) if (shows(sel).length) found.push(`${sel} does nothing, and is shown`);
      for (const figure of document.querySelectorAll('.diagram:not(.failed)')) {
        const pictures = [...figure.querySelectorAll('img')].filter((i) => i.checkVisibility()).map((i) => i.className);
        if (pictures.join() !== 'only-dark') found.push(`a diagram shows ${pictures.join() || 'nothing'}`);
      }
      const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
      if (r + g + b > 384) found.push('light in a dark system');
      return found;
    })));
    report.add(`scriptless: ${type} can be read`, problems);
  }
  await close();
}

async function phone({ report, reader, types, url }) {
  const { page, close } = await reader({ javaScriptEnabled: false, width: 360 });
  const problems = [];
  await page.goto(url(types.find(([t]) => t === 'runbook')[1]));
  for (const [fold, inside] of [['.menu', '.side-in a'], ['.toc .fold', '.toc ul a']]) {
    const links = page.locator(inside);
    if (await links.first().isVisible()) problems.push(`${fold} is open from the start`);
    await page.locator(`${fold} > summary`).click();
    const shut = await links.evaluateAll((all) => all.filter((a) => !a.checkVisibility()).length);
    if (shut) problems.push(`${fold}: ${shut} links stay hidden`);
  }
  await page.locator('.side-in a').first().click();
  if (page.url() === url(types.find(([t]) => t === 'runbook')[1])) problems.push('the menu leads nowhere');
  report.add('scriptless: the menu and the contents open on a phone', problems);
  await close();
}
