// What the checks of the live server ask a page.

/** Waits until the text has some words. */
export const says = (page, text) => page.waitForFunction((t) => document.querySelector('main').textContent.includes(t), text);

/** Whether this is the document that was opened, not one that was loaded again. */
export const same = (page) => page.evaluate(() => window.sameWindow === true);
