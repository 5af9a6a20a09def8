/* What the dialog and the page of results share. */

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
  let waiting, slow;
  count.className = 'find-count';
  list.className = 'find-list';
  body.replaceChildren(make('div', { class: 'find-bar' }, count, fold, filters), make('div', { class: 'find-main' }, help, list), live);
  return {
    count, help, live,
    clear() {
      clearTimeout(waiting);
      clearTimeout(slow);
      count.textContent = '';
      draw([]);
    },
    async ask(search, query, options) {
      clearTimeout(slow);
      const mine = slow = setTimeout(() => { count.textContent = 'Searching…'; }, 400);
      try {
        await search.ready();
        return await search.ask(query, options);
      } finally {
        clearTimeout(mine);
      }
    },
    // The counts cost more than the results: those come first.
    facets(answer, most, wanted, pick) {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const facets = await answer.facets().catch(() => []);
        if (wanted()) draw(facets, answer.total, most, pick);
      }, 50);
    },
  };
}

const amount = (n) => (n ? `${n.toLocaleString('en')} result${n === 1 ? '' : 's'}` : 'No results');

// A disk may refuse.
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
  const span = (kind, ...children) => make('span', { class: `result-${kind}` }, ...children);
  const link = (kind, section, ...children) => make('a', { class: kind, ...attributes, href: address(section.url, 'mark', query, 200) }, ...children);
  const { section, note } = result;
  const name = span('name', span('title', ...shownParts(result.titleParts)), ' ',
    span('meta', [result.label, result.kind, result.owner].filter(Boolean).join(' · ')));
  if (note) name.append(' ', make('span', { class: `badge tone-${note === 'stale' ? 'bad' : 'warn'}` }, note));
  if (section.heading) name.append(' ', span('section', ...shownParts(section.headingParts)));
  return [link('result', section, name, ' ', span('text', ...shownParts(section.snippet))),
    ...result.sections.map((other) => link('result result-more', other, span('section', ...shownParts(other.heading ? other.headingParts : result.titleParts))))];
}

// A filter is a word of the query: `kind:runbook`.
function toggleFilter(query, facet, { value, label, chosen }) {
  // A quote without its partner would pair with one of ours.
  if (query.split('"').length % 2 === 0) query = query.replace(/"(?=[^"]*$)/, ' ');
  if (!chosen) {
    const text = /[\s,;=()[\]{}<>|!?&"`]/.test(value) ? `"${value.replace(/"/g, '')}"` : value;
    return `${query} ${facet}:${text} `.trimStart();
  }
  const own = [fold(value), fold(label)];
  if (facet === 'stale') own.push(...(value === 'true' ? ['yes', '1'] : ['no', '0']));
  return query.replace(/(^|\s)([a-z]+):("[^"]*"|[^\s,;=()[\]{}<>|!?&"`]+)/gi, (all, gap, name, text) =>
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
const howTo = () => [['All of these words', 'replication lag'], ['Exactly this', '"too many clients"'], ['Without a word', 'failover -drill'],
  ['One kind of page', 'kind:runbook']].map(([what, how]) => hint(make('code', {}, how), ` ${what}`));

// `word` may have a hyphen, or be a phrase.
function reword(query, word, instead) {
  const text = query.replace(/[\p{L}\p{M}\p{N}_'’]+/gu, (found) => (found === word ? instead : found));
  return (text === query ? query.replace(word, instead) : text).replace('""', '').trim();
}

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
