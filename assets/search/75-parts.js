// What the dialog and the page of results share.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function press(text, act, attributes) {
  const button = make('button', { type: 'button', class: 'find-button', ...attributes }, ...[text].flat());
  button.addEventListener('click', act);
  return button;
}

function outlay(body, count, list) {
  const help = make('div', { class: 'find-help' }), live = make('p', { class: 'sr', role: 'status' });
  const fold = make('details', { class: 'fold find-fold' }, make('summary', {}, 'Filters'));
  const filters = make('div', { class: 'find-filters', role: 'group', 'aria-label': 'Filters' });
  const draw = (facets, ...how) => {
    drawFilters(filters, facets, ...how);
    fold.hidden = !filters.firstChild;
  };
  let timer;
  const later = (act, time) => {
    clearTimeout(timer);
    timer = setTimeout(act, time);
  };
  count.className = 'find-count';
  list.className = 'find-list';
  body.replaceChildren(make('div', { class: 'find-bar' }, count, fold, filters), make('div', { class: 'find-main' }, help, list), live);
  return {
    count, help, live,
    clear() {
      clearTimeout(timer);
      count.textContent = '';
      draw([]);
    },
    wait: () => later(() => { count.textContent = 'Searching…'; }, 400),
    // The counts cost more than the results: those come first.
    facets: (answer, most, wanted, pick) => later(async () => {
      const facets = await answer.facets().catch(() => []);
      if (wanted()) draw(facets, answer.total, most, pick);
    }, 50),
  };
}

const amount = (n) => (n ? `${n.toLocaleString('en')} result${n === 1 ? '' : 's'}` : 'No results');

// A page from a disk may not be allowed to.
function noteAddress(how, to, state) {
  try { history[how](state, '', to); } catch (e) { /* it stays */ }
}

// A disk serves no folders.
function address(url, name, text, most) {
  const to = new URL(url);
  if (to.protocol === 'file:') to.pathname = to.pathname.replace(/\/$/, '/index.html');
  to.searchParams.set(name, text.trim().slice(0, most));
  return to.href;
}

const shownParts = (snippet) => snippet.map((part) => (part.mark ? make('mark', {}, part.text) : part.text));

// A page with its best section, then its other good sections.
function entries(result, query, attributes) {
  const span = (kind, ...children) => make('span', { class: `result-${kind}` }, ...children, ' ');
  const link = (kind, { url }, ...children) => make('a', { class: kind, ...attributes, href: address(url, 'mark', query, 200) }, ...children);
  const { titleParts, label, kind, owner, note, section, sections } = result;
  const heading = (s, otherwise) => (s.heading || otherwise ? [span('section', ...shownParts(s.heading ? s.headingParts : titleParts))] : []);
  return [link('result', section, span('title', ...shownParts(titleParts)), span('meta', [label, kind, owner].filter(Boolean).join(' · ')),
    ...note ? [make('span', { class: `badge tone-${note === 'stale' ? 'bad' : 'warn'}` }, note), ' '] : [],
    ...heading(section), span('text', ...shownParts(section.snippet))),
  ...sections.map((s) => link('result result-more', s, ...heading(s, true)))];
}

// A filter is a word of the query: `kind:runbook`.
function toggleFilter(query, facet, { value, label, chosen }) {
  // A quote without its partner would pair with one of ours.
  if (query.split('"').length % 2 === 0) query = query.replace(/"(?=[^"]*$)/, ' ');
  if (!chosen) {
    return `${query} ${facet}:${/^[\w.-]+$/.test(value) ? value : `"${value.replace(/"/g, '')}"`} `.trimStart();
  }
  const own = [fold(value), fold(label)];
  if (facet === 'stale') own.push(...(value === 'true' ? ['yes', '1'] : ['no', '0']));
  return query.replace(/(^|\s)([a-z]+):("[^"]*"|[^\s",;()]+)/gi, (all, gap, name, text) =>
    (name.toLowerCase() === facet && own.includes(fold(text.replace(/"/g, ''))) ? gap : all)).replace(/\s+/g, ' ').trimStart();
}

// Draws them anew; the focus stays on the one that was used.
function drawFilters(box, facets, total, most, pick) {
  const at = box.contains(document.activeElement) && document.activeElement.dataset.key;
  box.replaceChildren(...facets.flatMap(({ name, values }) => {
    // What cannot narrow anything is no filter.
    if (!values.some((v) => v.chosen || v.count < total)) return [];
    const stale = name === 'stale', title = stale ? 'Out of date' : name;
    const one = (v) => press([make('span', {}, stale ? { true: 'Yes', false: 'No' }[v.value] : v.label), make('span', { class: 'count' }, v.count)],
      () => pick(name, v), { class: 'filter-value', 'aria-pressed': v.chosen, 'data-key': `${name}:${v.value}` });
    const first = values.filter((v, n) => v.chosen || n < most), rest = values.filter((v) => !first.includes(v));
    const more = press(`${rest.length} more`, () => {
      const buttons = rest.map(one);
      more.replaceWith(...buttons);
      buttons[0].focus();
    }, { class: 'filter-more' });
    return [make('div', { class: 'filter', role: 'group', 'aria-label': title }, make('span', { class: 'label', 'aria-hidden': true }, title),
      ...first.map(one), ...rest.length ? [more] : [])];
  }));
  for (const button of box.querySelectorAll('[data-key]')) if (button.dataset.key === at) button.focus();
}

const hint = (...children) => make('p', { class: 'find-note' }, ...children);
const howTo = () => Object.entries({ 'replication lag': 'All of these words', '"too many clients"': 'Exactly this', 'failover -drill': 'Without a word', 'kind:runbook': 'One kind of page' })
  .map(([how, what]) => hint(make('code', {}, how), ` ${what}`));

// `word` may have a hyphen, or be a phrase.
function reword(query, word, instead) {
  const text = query.replace(/[\p{L}\p{M}\p{N}_'’]+/gu, (found) => (found === word ? instead : found));
  return (text === query ? query.replace(word, instead) : text).replace('""', '').trim();
}

// What to do about an answer that is not what was hoped for.
function advice({ query, total, down, truncated, missing, nearest, without }, set) {
  const said = down.map(({ label, message }) => hint(`${label} was not searched. ${message}`));
  if (truncated) said.push(hint('The query is long: only its beginning was used.'));
  if (total) return said;
  const change = (text, word, instead) => press(text, () => set(reword(query, word, instead)));
  for (const word of missing) {
    const near = nearest.filter((n) => n.word === word).map((n) => change(n.instead, word, n.instead));
    said.push(hint('No page has ', make('b', {}, word), '. ', ...near.length ? ['Nearest: ', ...near] : []));
  }
  const rest = without.filter((w) => w.count).map(({ word, count }) => hint(change(`Without ${word}`, word, ''), amount(count)));
  if (!missing.length) said.push(hint('No page has all of it.'));
  return [...said, ...rest];
}

const failure = (error, again) => make('p', { class: 'find-note', role: 'alert' }, `${error.message} `, press('Try again', again));

// Storage may be refused: they live as long as the page then.
function recentSearches(home) {
  const key = `rutter-recent ${home}`;
  let kept = [];
  const keep = (queries) => {
    kept = queries.slice(0, 8);
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch (e) { /* see above */ }
  };
  return {
    all() {
      try { kept = JSON.parse(localStorage.getItem(key) || '[]').filter((q) => typeof q === 'string'); } catch (e) { /* see above */ }
      return kept;
    },
    add(query) {
      const text = query.trim().slice(0, 200);
      if (text) keep([text, ...this.all().filter((q) => q !== text)]);
    },
    clear: () => keep([]),
  };
}
