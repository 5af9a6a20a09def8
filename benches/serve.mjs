// From a save to the words on the screen, in Chromium, by a server that runs. Started by serve.rs.
//
//   node serve.mjs URL FILE KIND SAVES
//
// URL is a page, FILE its source. KIND is how it is saved: `write` in place, `rename` another file over it. Prints the
// milliseconds of each save as JSON. Both clocks are this machine's: times are counted from the same instant.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { launch } from '../tests/browser/reader.mjs';

const now = () => performance.timeOrigin + performance.now();
/** Longer than this is no live server. */
const PATIENCE = 60_000;

/** In the page: tells of the greatest number that is written in it, once that has been drawn. Survives reloads. */
function watch() {
  let last = -1;
  const look = () => {
    const found = document.body && /QZ(\d+)QZ/.exec(document.body.textContent);
    if (!found || Number(found[1]) === last) return;
    last = Number(found[1]);
    const number = last;
    requestAnimationFrame(() => {
      // What is queued here runs after the frame was drawn.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.seen(number, performance.timeOrigin + performance.now());
      channel.port2.postMessage(0);
    });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  look();
}

function save(file, text, kind) {
  if (kind === 'write') return writeFileSync(file, text);
  writeFileSync(`${file}~`, text);
  renameSync(`${file}~`, file);
}

async function main([url, file, kind, saves]) {
  if (!saves) throw new Error('usage: node serve.mjs URL FILE KIND SAVES');
  const browser = await launch(), page = await browser.newPage(), before = readFileSync(file, 'utf8');
  let told = () => {};
  await page.exposeFunction('seen', (number, at) => told(number, at));
  await page.addInitScript(watch);
  const answer = await page.goto(url);
  if (!answer.ok()) throw new Error(`${url}: ${answer.status()}`);
  // The page connects to its server once it has been loaded.
  await page.waitForTimeout(1_500);
  const end = before.indexOf('\n---', 3), body = before.startsWith('---') ? before.indexOf('\n', end + 1) + 1 : 0;
  const took = [];
  // The first finds everything cold.
  for (let number = 0; number <= Number(saves); number++) {
    const text = `${before.slice(0, body)}\nQZ${number}QZ\n\n${before.slice(body)}`;
    let start;
    const seen = new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`save ${number} was not seen`)), PATIENCE);
      told = (n, at) => n === number && (clearTimeout(late), done(at - start));
    });
    start = now();
    save(file, text, kind);
    took.push(await seen);
    // Nobody saves at the same moment of a server's turn each time.
    await page.waitForTimeout(150 + Math.random() * 200);
  }
  writeFileSync(file, before);
  await browser.close();
  await new Promise((done) => process.stdout.write(JSON.stringify(took.slice(1)), done));
}

main(process.argv.slice(2)).then(() => process.exit(0), (e) => {
  console.error(e);
  process.exit(1);
});
