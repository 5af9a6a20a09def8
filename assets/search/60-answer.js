// What an answer shows: results with the piece of text that says why, counts, and help where nothing was found.
const SNIPPET = 160, BEFORE = 40, FEW = 6, PAUSE = 30000;

// Finds the words of a query in a text. `slots` has for each clause the stems of its words.
function markerOf(book, clauses, slots) {
  return (text) => {
    const words = analyse(text), stems = words.map((w) => w.tokens.map(book.stem)), bits = words.map(() => 0), out = [];
    clauses.forEach(({ not, phrase, star, typing, tokens }, c) => {
      const prefix = !phrase && (star || typing) && lengthOf(tokens[0].token) > 1 && tokens[0].token;
      const set = (i) => { bits[i] |= 1 << c; };
      if (!not) words.forEach((w, i) => {
        if (slots[c].every(({ at, stems: wanted }) => i + at < words.length && stems[i + at].some((s) => wanted.has(s)))) {
          slots[c].forEach(({ at, stems: wanted }) => {
            set(i + at);
            if (words[i + at].pair && wanted.has(stems[i + at][0])) set(i + at + 1);
          });
        } else if (prefix && w.tokens.some((t) => t.startsWith(prefix))) set(i);
      });
    });
    words.forEach(({ start, end }, i) => {
      const last = out[out.length - 1];
      if (bits[i] && last && last.end === start) last.end = end;
      else if (bits[i]) out.push({ start, end, clauses: bits[i] });
    });
    return out;
  };
}

function partsOf(text, marks, from = 0, to = text.length) {
  const parts = [];
  let at = from;
  const upTo = (end, mark) => { if (end > at) parts.push({ text: text.slice(at, end), mark }); at = end; };
  for (const { start, end } of marks) if (start >= from && end <= to) { upTo(start, false); upTo(end, true); }
  upTo(to, false);
  return parts;
}

// Around the place where most clauses stand together, in the first of several texts where they do; words stay whole.
function snippetOf(bodies, marker) {
  let most = -1, shown;
  for (const body of bodies) {
    const text = body.replace(/\s+/g, ' ').trim(), marks = marker(text);
    let best = 0, found = 0;
    marks.forEach(({ start }, i) => {
      let bits = 0;
      for (let k = i; k < marks.length && marks[k].end <= start + SNIPPET - BEFORE; k++) bits |= marks[k].clauses;
      const count = bits.toString(2).split('1').length - 1;
      if (count > found) [found, best] = [count, start];
    });
    if (found <= most) continue;
    let from = best > BEFORE ? text.indexOf(' ', best - BEFORE) + 1 : 0, to = text.length;
    if (best > BEFORE && (!from || from > best)) from = best;
    if (from + SNIPPET < to) to = text.lastIndexOf(' ', from + SNIPPET);
    if (to <= best) to = Math.min(text.length, from + SNIPPET);
    const dots = { text: '…', mark: false };
    shown = [...from ? [dots] : [], ...partsOf(text, marks, from, to), ...to < text.length ? [dots] : []];
    most = found;
  }
  return shown;
}

async function resultOf({ book, marker }, { starts, sums }, page) {
  const { url: route, sections, known = '', ...shown } = await book.text(page), url = new URL(`../${route}`, book.base);
  // A disk serves no folders.
  if (url.protocol === 'file:' && url.pathname.endsWith('/')) url.pathname += 'index.html';
  const weights = sums.subarray(starts[page], starts[page + 1]);
  const order = sections.map((_, i) => i).sort((a, b) => weights[b] - weights[a] || a - b).slice(0, 3);
  const found = order.filter((i, k) => !k || weights[i] && weights[i] * 2 >= weights[order[0]]).map((i) => {
    const [heading, anchor, body] = sections[i];
    return {
      heading, anchor, headingParts: partsOf(heading, marker(heading)), url: url.href + (anchor && `#${encodeURIComponent(anchor)}`),
      // What a page is known by (error texts, codes) stands on its lead.
      snippet: snippetOf(i || !known ? [body] : [body, known], marker),
    };
  });
  return { ...shown, titleParts: partsOf(shown.title, marker(shown.title)), url: url.href, section: found[0], sections: found.slice(1) };
}

async function facetsOf(rankings, filters) {
  const facets = new Map();
  const columns = await Promise.all(rankings.map(({ book }) => Promise.all(book.manifest.facets.map((name) => book.facet(name)))));
  rankings.forEach(({ book, stages }, r) => book.manifest.facets.forEach((name, f) => {
    const { values, labels, flat, starts, ends } = columns[r][f], counts = values.map(() => 0);
    for (const { pages } of stages) for (const p of pages) for (let i = starts[p]; i < ends[p]; i++) counts[flat[i]]++;
    const merged = facets.get(name) || new Map(), wanted = filters.filter((f) => f.field === name && !f.not).flatMap((f) => f.values);
    values.forEach((value, i) => {
      const label = labels[i], chosen = wanted.includes(fold(value)) || wanted.includes(fold(label));
      const before = merged.get(value), count = counts[i] + (before ? before.count : 0);
      if (count || chosen) merged.set(value, { value, label, count, chosen });
    });
    facets.set(name, merged);
  }));
  const order = (a, b) => b.count - a.count || (a.label < b.label ? -1 : 1);
  return [...facets].filter(([, merged]) => merged.size).map(([name, merged]) => ({ name, values: [...merged.values()].sort(order) }));
}

// The nearest spelling that is loaded: at most two typos away, then the commonest.
function nearestOf(rankings, token) {
  const letters = [...token], near = [];
  for (const { book } of rankings) for (const { keys, entry } of book.loaded.values()) keys.forEach((key, i) => {
    if (letters.length > 3 && key !== token && isNear([...key], letters, 2)) near.push({ key, far: distance([...key], letters), rarity: entry(i).rarity });
  });
  near.sort((a, b) => a.far - b.far || a.rarity - b.rarity || (a.key < b.key ? -1 : 1));
  return near.length ? near[0].key : null;
}

async function helpFor(answer, query, rankings, alive) {
  const positive = query.clauses.filter((c) => !c.not && rankings.some((r) => r.clauses.includes(c)));
  for (const clause of positive) {
    if (clause.phrase || rankings.some((r) => !r.clauses.includes(clause) || !isLost(r.slots[r.clauses.indexOf(clause)]))) continue;
    const instead = nearestOf(rankings, clause.tokens[0].token);
    answer.missing.push(clause.text);
    if (instead) answer.nearest.push({ word: clause.text, instead });
  }
  // A word that nothing has is the one to leave out; without two of those there is little left to offer.
  if (answer.missing.length > 1 || positive.length < 2 || positive.length > FEW) return;
  for (const clause of positive) {
    if (answer.missing.length && clause.text !== answer.missing[0]) continue;
    const rest = { ...query, clauses: query.clauses.filter((c) => c !== clause) };
    const found = await Promise.all(rankings.map((r) => rankBook(r.book, rest, alive)));
    const count = found.reduce((sum, r) => sum + r.total, 0);
    if (count) answer.without.push({ word: clause.text, count });
  }
}

function openSearch(places, { load = loadShard } = {}) {
  const books = places.map((place) => openBook(place, load)), [own] = books;
  let turn = 0;

  // Another handbook may be away: that is said, and not waited for at each key. Our own may not.
  function failed(book, e) {
    if (book === own) throw e;
    Object.assign(book, { problem: e.message, until: Date.now() + PAUSE });
  }
  const isDown = (book) => book.until > Date.now();
  const each = async (work) => (await Promise.all(books.map((b) => isDown(b) ? null : work(b).catch((e) => failed(b, e))))).filter(Boolean);

  async function answerTo(text, { typing = false, limit = 10 } = {}, alive) {
    const query = parseQuery(text, typing), { clauses, filters, truncated } = query, top = [];
    const answer = { query: text, total: 0, empty: !clauses.length && !filters.length, truncated, results: [], missing: [], nearest: [], without: [] };
    const rankings = answer.empty ? [] : await each((book) => rankBook(book, query, alive));
    if (!alive()) return null;
    for (const ranking of rankings) {
      const { book, slots, stages } = ranking;
      const wanted = slots.map((s) => s.map(({ at, stems }) => ({ at, stems: new Set(stems.map(({ entry }) => entry.stem)) })));
      ranking.marker = markerOf(book, ranking.clauses, wanted);
      answer.total += ranking.total;
      for (const found of stages) found.pages.subarray(0, limit).forEach((page, i) => top.push({ ranking, found, page, score: found.scores[i], book: books.indexOf(book) }));
    }
    top.sort((a, b) => a.found.stage - b.found.stage || b.score - a.score || a.book - b.book || a.page - b.page);
    const results = await Promise.all(top.slice(0, limit).map(({ ranking, found, page, score, book }) =>
      resultOf(ranking, found, page).then((shown) => ({ book, label: books[book].label, page, score, ...shown }), (e) => failed(books[book], e))));
    answer.results = results.filter(Boolean);
    if (!answer.total && rankings.length) await helpFor(answer, query, rankings, alive);
    const down = books.filter(isDown).map(({ label, problem }) => ({ label, message: problem }));
    return { ...answer, down, facets: () => facetsOf(rankings.filter((r) => !isDown(r.book)), filters) };
  }

  return {
    // The site is another one now: its files are asked for again.
    forget: () => own.forget(),
    ready: () => each((book) => book.open()).then(() => {}),
    // A later question makes an earlier one void.
    async ask(text, options) {
      const mine = ++turn, alive = () => mine === turn;
      try {
        const answer = await answerTo(text, options, alive);
        return alive() ? answer : null;
      } catch (e) {
        if (alive()) throw e;
        return null;
      }
    },
    marks(text) {
      const clauses = countedClauses(parseQuery(text, true).clauses, own.manifest ? own.manifest.stop : []);
      const slots = clauses.map((c) => c.tokens.map(({ token, at }) => ({ at, stems: new Set([own.stem(token)]) })));
      return markerOf(own, clauses, slots);
    },
  };
}
globalThis.rutterSearch = Object.assign(openSearch, { analyse, fold, stem: stemEnglish });
