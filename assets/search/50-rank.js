// Which pages answer a query, and in what order: src/search/rank.rs over whole columns of numbers.
const ENOUGH = 10, PREFIXES = 12, TYPOS = 8, EXACT = 2, LOOSE = 1;

async function exactOf(book, token) {
  const own = await book.find(token), stem = own ? own.stem : book.stem(token);
  // Without an entry of its own, any relative knows the place. All of them begin as the stem does but for its end.
  const begin = stem.slice(0, Math.max(1, stem.length - (stem.endsWith('ie') ? 2 : 1)));
  const entry = own || isPlain(token) && (await book.scan('terms', begin)).find((e) => e.stem === stem);
  return { stem, entry };
}

// Optimal string alignment.
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i], above = rows[i - 1];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1], swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + !same, swapped ? rows[i - 2][j - 2] + 1 : i + j);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
const isNear = (a, b, most) => Math.abs(a.length - b.length) <= most && distance(a, b) <= most;

// One typo leaves the first or the last half of a word as it is.
async function typosOf(book, token) {
  const half = token.length >> 1, end = reversed(token).slice(0, token.length - half - 1);
  const near = await Promise.all([book.scan('terms', token.slice(0, half)), book.scan('endings', end)]);
  return near.flat().filter((e) => e.word !== token && isNear([...e.word], [...token], 1));
}

// The stems a word may stand for, each once, with its weight.
async function stemsOf(book, token, byPrefix, byTypo) {
  const [exact, longer, near] = await Promise.all([
    exactOf(book, token),
    byPrefix && lengthOf(token) > 1 ? book.scan('terms', token) : [],
    byTypo && lengthOf(token) > 4 && isPlain(token) ? typosOf(book, token) : [],
  ]);
  const taken = new Set([exact.stem]), stems = exact.entry ? [{ entry: exact.entry, weight: EXACT }] : [];
  for (const [found, most] of [[longer, PREFIXES], [near, TYPOS]]) {
    found.sort((a, b) => a.rarity - b.rarity || (a.word < b.word ? -1 : 1));
    let room = most;
    for (const entry of found) {
      if (taken.has(entry.stem) || !room) continue;
      taken.add(entry.stem);
      stems.push({ entry, weight: LOOSE });
      room--;
    }
  }
  return stems;
}

// For each word of a clause its stems. Stage 0 is exact, 1 has prefixes of what is being typed, 2 typos.
function slotsOf(book, clause, stage) {
  const vary = !clause.not && !clause.quoted;
  return Promise.all(clause.tokens.map(async ({ token, at }, i) => {
    const byPrefix = vary && (clause.star || clause.typing && stage > 0 && i === clause.tokens.length - 1);
    return { at, stems: await stemsOf(book, token, byPrefix, vary && !clause.phrase && stage > 1) };
  }));
}
const isLost = (slots) => slots.some((s) => !s.stems.length);

// Writes into `w` what a clause weighs in each section.
function weigh(w, { phrase }, slots) {
  w.fill(0);
  if (isLost(slots)) return;
  const fixed = slots.map((s) => ({ at: s.at, ...s.stems[0] })), last = fixed.pop();
  for (const stem of slots[slots.length - 1].stems) {
    if (phrase) weighPhrase(w, [...fixed, { ...last, ...stem }]);
    else {
      const { sections, impacts } = stem.postings, factor = stem.weight * stem.entry.rarity;
      for (let i = 0; i < sections.length; i++) w[sections[i]] = Math.max(w[sections[i]], factor * impacts[i]);
    }
  }
}

// Where stems stand at their distances from the first.
function weighPhrase(w, words) {
  const factor = EXACT * words.reduce((sum, { entry }) => sum + entry.rarity, 0), at = words.map(() => 0);
  const rarest = words.map(({ postings }) => postings.sections).reduce((a, b) => b.length < a.length ? b : a);
  const stands = (start) => words.every(({ at: by, positions: { flat, starts, ends } }, k) => {
    const i = seek(flat, start + by, starts[at[k]], ends[at[k]]);
    return i < ends[at[k]] && flat[i] === start + by;
  });
  for (const section of rarest) {
    let least = 63;
    for (let k = 0; k < words.length; k++) {
      const { sections, impacts } = words[k].postings;
      while (sections[at[k]] < section) at[k]++;
      least = sections[at[k]] === section ? Math.min(least, impacts[at[k]]) : 0;
      if (!least) break;
    }
    if (factor * least <= w[section]) continue;
    const { flat, starts, ends } = words[0].positions, by = words[0].at;
    for (let i = starts[at[0]]; i < ends[at[0]]; i++) if (stands(flat[i] - by)) { w[section] = factor * least; break; }
  }
}

// `open` says which pages count. Gives them in order, with what each section weighs.
function evaluate({ starts, factors }, clauses, slots, open) {
  const P = factors.length, w = new Uint32Array(starts[P]), sums = new Uint32Array(starts[P]);
  const anywhere = new Float64Array(P), lacking = new Int16Array(P).fill(clauses.filter((c) => !c.not).length);
  const scored = lacking[0] > 0, keys = new Float64Array(P);
  clauses.forEach((clause, c) => {
    weigh(w, clause, slots[c]);
    for (let p = 0; p < P; p++) {
      let most = 0;
      for (let s = starts[p]; s < starts[p + 1]; s++) {
        if (w[s] > most) most = w[s];
        if (!clause.not) sums[s] += w[s];
      }
      if (!most) continue;
      lacking[p] += clause.not ? 99 : -1;
      anywhere[p] += most;
    }
  });
  let n = 0;
  for (let p = 0; p < P; p++) {
    if (!open[p] || lacking[p]) continue;
    let best = 0, second = 0;
    for (let s = starts[p]; s < starts[p + 1]; s++) {
      if (sums[s] > best) { second = best; best = sums[s]; } else if (sums[s] > second) second = sums[s];
    }
    if (starts[p + 1] - starts[p] === 1) second = best;
    // Score and page in one number: numbers are sorted far quicker than objects.
    keys[n++] = (scored ? 2 * best + second + anywhere[p] : 1) * factors[p] * P + P - 1 - p;
  }
  const sorted = keys.subarray(0, n).sort().reverse();
  return { starts, sums, pages: Uint32Array.from(sorted, (key) => P - 1 - key % P), scores: sorted.map((key) => Math.floor(key / P)) };
}

async function allowedPages(book, filters) {
  const { pages, facets } = book.manifest, allowed = new Uint8Array(pages).fill(1);
  for (const { field, not, values: wanted } of filters) {
    const passes = new Uint8Array(pages);
    if (facets.includes(field)) {
      const { values, labels, flat, starts, ends } = await book.facet(field);
      const named = values.map((v, i) => wanted.includes(fold(v)) || wanted.includes(fold(labels[i])));
      for (let p = 0; p < pages; p++) for (let i = starts[p]; i < ends[p]; i++) if (named[flat[i]]) passes[p] = 1;
    }
    passes.forEach((yes, p) => { if (yes === +not) allowed[p] = 0; });
  }
  return allowed;
}

// Stage by stage; `slots` are those of the last that ran.
async function rankBook(book, { clauses: all, filters }, alive) {
  const { stop } = await book.open(), clauses = countedClauses(all, stop), positive = clauses.filter((c) => !c.not);
  const runs = [true, positive.some((c) => c.typing), positive.some((c) => !c.phrase && !c.quoted)];
  const ranking = { book, clauses, slots: [], stages: [], total: 0 };
  let open;
  // What a typo needs comes along with the rest: it is little, and saves a round trip.
  for (const c of positive) if (!c.phrase && !c.quoted) stemsOf(book, c.tokens[0].token, false, true).catch(() => {});
  for (let stage = 0; stage < 3 && alive(); stage++) {
    if (!runs[stage] || ranking.total >= ENOUGH) continue;
    const [pages, allowed, ...slots] = await Promise.all([
      book.pages(), open || allowedPages(book, filters), ...clauses.map((c) => slotsOf(book, c, stage)),
    ]);
    ranking.slots = slots;
    open = allowed;
    // Where no page has one of the words, there is nothing to load.
    if (clauses.some((c, i) => !c.not && isLost(slots[i]))) continue;
    await Promise.all(clauses.flatMap(({ phrase }, c) => isLost(slots[c]) ? [] : slots[c].flatMap(({ stems }) => stems.map(async (stem) => {
      if (phrase) book.hasten(stem.entry);
      stem.postings = await book.postings(stem.entry);
      if (phrase) stem.positions = await book.positions(stem.entry, stem.postings.sections.length);
    }))));
    const found = evaluate(pages, clauses, slots, open);
    found.pages.forEach((p) => { open[p] = 0; });
    ranking.total += found.pages.length;
    ranking.stages.push({ ...found, stage });
  }
  return ranking;
}
