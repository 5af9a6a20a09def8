// A reader: one browser window that keeps a list of everything that went wrong in it.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function findBrowser() {
  const found = [process.env.CHROMIUM, ...PLACES].find((p) => p && existsSync(p));
  if (!found) throw new Error(`no browser: set CHROMIUM, or install one of ${PLACES.join(', ')}`);
  return found;
}

export function launch() {
  return chromium.launch({ executablePath: findBrowser(), args: ARGUMENTS });
}

/**
 * A new window. `complaints` collects console errors (breaches of the content security policy are among them),
 * exceptions, answers of 400 and more, and every request that leaves the site.
 */
export async function reader(browser, { origin, width = 1440, height = 900, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  // Nothing here takes a second; a machine that compiles beside it may.
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on('console', (m) => m.type() === 'error' && complaints.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => complaints.push(`exception: ${e.message}`));
  page.on('response', (r) => r.status() >= 400 && complaints.push(`${r.status()}: ${r.url()}`));
  page.on('request', (r) => {
    const url = r.url();
    if (!url.startsWith(origin ?? 'file://') && !url.startsWith('data:')) complaints.push(`request outside: ${url}`);
  });
  const take = () => complaints.splice(0);
  return { page, context, take, close: () => context.close() };
}

/** Waits until what a scroll or a click set off has been drawn. */
export function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
