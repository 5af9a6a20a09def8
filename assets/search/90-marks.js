// Marks what was searched for on the page that a result led to.
function markPage(query, search) {
  const main = document.querySelector('main'), where = search.marks(query), hits = [], texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentElement.closest('script,style,svg,math,noscript,textarea,button,nav,.anchor,.sr')) texts.push(node);
  }
  for (const node of texts) {
    if (hits.length >= 500) break;
    // From the end, so that what stands before keeps its place.
    const marks = where(node.data).slice(0, 500 - hits.length).reverse().map(({ start, end }) => {
      const word = node.splitText(start), mark = make('mark', { class: 'hit' });
      word.splitText(end - start);
      word.replaceWith(mark);
      mark.append(word);
      return mark;
    });
    hits.push(...marks.reverse());
  }
  if (!hits.length) return;

  const total = `${hits.length} hit${hits.length > 1 ? 's' : ''} for ${query}`, said = make('p', { role: 'status' }, total);
  let at = -1;

  function visit(n, anchor) {
    if (hits[at]) hits[at].classList.remove('on');
    at = (n + hits.length) % hits.length;
    const hit = hits[at];
    hit.classList.add('on');
    for (let up = hit; up !== main; up = up.parentElement) {
      if (up.tagName === 'DETAILS') up.open = true;
      if (up.hidden) document.getElementById(up.getAttribute('aria-labelledby'))?.click();
    }
    if (anchor) anchor.scrollIntoView({ behavior: 'instant' });
    const { top, bottom } = hit.getBoundingClientRect();
    // A wide page has its bar above, and all have ours below.
    if (top < (innerWidth < 800 ? 0 : 56) || bottom > innerHeight - 80) hit.scrollIntoView({ block: 'center', behavior: 'instant' });
    said.textContent = `${at + 1} of ${total}`;
  }

  function clear() {
    for (const hit of hits) {
      const box = hit.parentNode;
      hit.replaceWith(...hit.childNodes);
      box.normalize();
    }
    bar.remove();
    document.removeEventListener('keydown', escape);
    const to = new URL(location.href);
    to.searchParams.delete('mark');
    noteAddress('replaceState', to);
  }

  function escape(e) {
    if (e.key === 'Escape' && !document.querySelector('dialog[open]')) clear();
  }

  const bar = make('div', { class: 'hits', role: 'region', 'aria-label': 'Search hits' }, said,
    press('↑', () => visit(Math.max(at, 0) - 1), { 'aria-label': 'Previous hit' }), press('↓', () => visit(at + 1), { 'aria-label': 'Next hit' }), press('Clear', clear));
  main.append(bar);
  document.addEventListener('keydown', escape);

  // The first hit of the section that was asked for; where it has none, the section itself.
  let anchor;
  try { anchor = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { /* no place of ours */ }
  if (!anchor) return visit(0);
  const after = (a, b) => a.contains(b) || a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = [...main.querySelectorAll('h1,h2,h3,h4,h5,h6')].find((h) => !h.contains(anchor) && after(anchor, h));
  const first = hits.findIndex((hit) => after(anchor, hit) && !(next && after(next, hit)));
  if (first >= 0) visit(first, anchor);
}
