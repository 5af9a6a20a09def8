// Reads the files of a site's search/ folder: each is `rutterShard(JSON)` and a line feed.
const HELD_FILES = 400, HELD_NUMBERS = 4e6, PATIENCE = 8000;
const DIGITS = new Uint8Array(128);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].forEach((c, i) => { DIGITS[c.charCodeAt(0)] = i; });
const digitAt = (text, i) => DIGITS[text.charCodeAt(i) & 127];

function digits(text) {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < out.length; i++) out[i] = digitAt(text, i);
  return out;
}

function numbers(text) {
  const out = new Uint32Array(text.length);
  let n = 0, shift = 0;
  for (let i = 0; i < text.length; i++) {
    const d = digitAt(text, i);
    out[n] |= (d & 31) << shift;
    if (d & 32) shift += 5; else { n++; shift = 0; }
  }
  return out.slice(0, n);
}

// Lists, each led by its length: where the items of each begin and end.
function lists(text, count) {
  const flat = numbers(text), starts = new Uint32Array(count), ends = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    starts[i] = at + 1;
    at = ends[i] = at + 1 + flat[at];
  }
  return { flat, starts, ends };
}

// The first of a sorted list that is not below a key.
function seek(list, key, low = 0, high = list.length) {
  while (low < high) {
    const mid = low + high >> 1;
    if (list[mid] < key) low = mid + 1; else high = mid;
  }
  return low;
}

// A disk answers no fetch, and our own scripts need no permission to be read.
const awaited = new Map();
globalThis.rutterShard = (value) => { const give = awaited.get(document.currentScript); if (give) give(value); };
const loadScript = (url) => new Promise((resolve, reject) => {
  const script = document.createElement('script');
  awaited.set(script, resolve);
  // A damaged script runs into its end without having given anything.
  script.onload = script.onerror = () => { awaited.delete(script); script.remove(); reject(new Error(url)); };
  script.src = url;
  document.head.append(script);
});

// Scripts of other origins are never run.
async function loadText(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout && AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(url);
  return JSON.parse(/^rutterShard\(([^]*)\)\n$/.exec(await answer.text())[1]);
}

function loadShard(url) {
  const { protocol, origin } = new URL(url);
  return (protocol === 'file:' || origin === location.origin ? loadScript : loadText)(url);
}

const reversed = (text) => [...text].reverse().join('');

function readDictionary(value, backwards) {
  const lines = value.spellings.split('\n').slice(0, -1), stems = value.stems.split('\n');
  const rarities = numbers(value.weights), places = numbers(value.at);
  let key = '', shard = 0;
  const keys = lines.map((line) => (key = key.slice(0, digitAt(line, 0)) + line.slice(1)));
  const shards = numbers(value.shards).map((d) => (shard += d >>> 1 ^ -(d & 1)));
  return {
    keys,
    entry(i) {
      const word = backwards ? reversed(keys[i]) : keys[i];
      const stem = stems[i] ? word.slice(0, word.length - digitAt(stems[i], 0)) + stems[i].slice(1) : word;
      return { word, stem, rarity: rarities[i], shard: shards[i], place: places[i] };
    },
  };
}

function readPostings(value, i) {
  const sections = numbers(value.gaps[i]);
  for (let k = 0, next = 0; k < sections.length; k++) next = (sections[k] += next) + 1;
  return { sections, impacts: digits(value.impacts[i]) };
}

function readPositions(value, i, count) {
  const read = lists(value[i], count), { flat, starts, ends } = read;
  for (let k = 0; k < count; k++) for (let j = starts[k] + 1; j < ends[k]; j++) flat[j] += flat[j - 1];
  return read;
}

function openBook({ base, label = '' }, load) {
  const files = new Map(), decoded = new Map(), loaded = new Map(), stems = new Map();
  const forget = () => { held = 0; for (const map of [files, decoded, loaded]) map.clear(); };
  const fail = (name) => { forget(); return new Error(`The search file search/${name}.js could not be read.`); };
  let held = 0;

  function get(name, read = (v) => v, stamp = `?v=${book.manifest && book.manifest.stamp}`) {
    if (files.size > HELD_FILES) forget();
    // What failed is asked for again, and all with it: the site may be another by then.
    if (!files.has(name)) files.set(name, load(`${base}${name}.js${stamp}`).then(read).catch(() => { throw fail(name); }));
    return files.get(name);
  }

  // What one stem has in a posting or a position shard.
  async function column(kind, { shard, place }, read) {
    const name = `${kind}/${shard}`, key = `${name} ${place}`, file = await get(name);
    if (!decoded.has(key)) {
      if (held > HELD_NUMBERS) { held = 0; decoded.clear(); }
      try { decoded.set(key, read(file, place)); } catch (e) { throw fail(name); }
      held += (decoded.get(key).flat || decoded.get(key).sections).length;
    }
    return decoded.get(key);
  }

  const shardOf = (kind, key) => seek(book.manifest[kind], `${key}\0`) - 1;
  const dictionary = (kind, i) => get(`${kind}/${i}`, (v) => {
    const read = readDictionary(v, kind === 'endings');
    if (kind === 'terms') loaded.set(i, read);
    return read;
  });
  const lookUp = (d, word) => {
    const i = d ? seek(d.keys, word) : 0;
    return d && d.keys[i] === word ? d.entry(i) : null;
  };

  const book = {
    base, label, loaded, forget,
    open: async () => (book.manifest = await get('manifest', (v) => { if (v.version !== 1) throw v; return v; }, '')),
    pages: () => get('pages', (v) => {
      const factors = digits(v.factors), starts = new Uint32Array(factors.length + 1);
      numbers(v.sections).forEach((n, p) => { starts[p + 1] = starts[p] + n; });
      return { factors, starts };
    }),
    postings: (entry) => column('postings', entry, readPostings),
    // Asked for early, with what has to be known to read it still under way.
    hasten: ({ shard }) => { get(`positions/${shard}`).catch(() => {}); },
    positions: (entry, count) => column('positions', entry, (v, i) => readPositions(v, i, count)),
    facet: (name) => get(`facets/${name}`, (v) => ({ ...v, ...lists(v.pages, book.manifest.pages) })),
    async text(page) {
      const k = book.manifest.pages_per_text, name = `texts/${Math.floor(page / k)}`, found = (await get(name))[page % k];
      if (!found || !Array.isArray(found.sections)) throw fail(name);
      return found;
    },
    find: async (word) => lookUp(book.manifest.terms.length && await dictionary('terms', shardOf('terms', word)), word),
    // Every entry of the dictionary (`terms`, or from their ends `endings`) that begins so.
    async scan(kind, prefix) {
      const loading = [], found = [];
      for (let i = Math.max(0, shardOf(kind, prefix)); i <= shardOf(kind, `${prefix}\uffff`); i++) loading.push(dictionary(kind, i));
      for (const d of await Promise.all(loading)) {
        for (let i = seek(d.keys, prefix); i < d.keys.length && d.keys[i].startsWith(prefix); i++) found.push(d.entry(i));
      }
      return found;
    },
    // By rule, or for other languages by what is loaded of their dictionary.
    stem(token) {
      if (!isPlain(token)) return token;
      if (book.manifest ? book.manifest.stemmer !== 'english' : /^(?!en|$)/.test(document.documentElement.lang)) {
        const known = book.manifest && lookUp(loaded.get(shardOf('terms', token)), token);
        return known ? known.stem : token;
      }
      if (!stems.has(token)) stems.set(token, stemEnglish(token));
      return stems.get(token);
    },
  };
  return book;
}
