// From text to words as src/search/words.rs does it: what is read otherwise here is never found.
const UNSPACED = '[\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{2fa1f}]';
const LETTER = `(?!${UNSPACED})\\p{Alphabetic}`, MARK = '[\\u0300-\\u036f]';
const CHAR = `(?:(?!${UNSPACED})[\\p{Alphabetic}\\p{N}_\\uff3f\\u0300-\\u036f])`;
// A run of a script without spaces, or a word in which apostrophes join letters.
const WORDS = new RegExp(`(?:(?=[\\p{Alphabetic}\\p{N}])${UNSPACED})+|(?:${CHAR}*${LETTER}${MARK}*['’](?=${LETTER}))*${CHAR}+`, 'gu');
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');
const BEND = /(?!\u0345)\p{Lowercase}[\u0300-\u036f]*(?=\p{Uppercase})/gu;
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', '’': '\'' };

// Only Latin letters lose their marks; elsewhere these are letters of their own.
function fold(text) {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  const wide = text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  // By character: a whole text would get the Greek final sigma.
  return Array.from(wide, (c) => c.toLowerCase()).join('').replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (c) => c.normalize('NFD'))
    .replace(/[\u0300-\u036f]/g, '').replace(/[ßæœþøđðłı’]/g, (c) => LETTERS[c]);
}

const lengthOf = (token) => [...token].length;
// Numbers, names with `_` and scripts without spaces are their own stems.
const isPlain = (token) => /^\p{Alphabetic}+$/u.test(token) && !IS_UNSPACED.test(token);

// Texts repeat their words.
const tokensKnown = new Map();
function tokensOf(raw) {
  if (tokensKnown.has(raw)) return tokensKnown.get(raw);
  if (tokensKnown.size > 5e4) tokensKnown.clear();
  const clean = (t) => fold(t).replace(/'/g, '').replace(/^_+|_+$/g, ''), written = raw.replace(/['’]s[\u0300-\u036f]*$/i, ''), word = clean(written);
  const parts = word.includes('_') ? word.split('_') : written.replace(BEND, '$&\0').split('\0').map(clean);
  const all = word ? [word, ...parts.filter((p) => lengthOf(p) > 1 && p !== word)] : [];
  const tokens = all.map((t) => t.length > 64 ? [...t].slice(0, 64).join('') : t);
  tokensKnown.set(raw, tokens);
  return tokens;
}

// One entry for each position. A query asks for its first token, but not for the last character of a run without
// spaces (`tail`), which is in the pair before it.
function analyse(text) {
  const out = [];
  for (const { 0: raw, index } of text.matchAll(WORDS)) {
    if (IS_UNSPACED.test(raw)) {
      const chars = [...raw];
      let start = index;
      chars.forEach((c, i) => {
        const pair = i + 1 < chars.length;
        out.push({ start, end: start += c.length, tokens: pair ? [c + chars[i + 1], c] : [c], pair, tail: i > 0 && !pair });
      });
      continue;
    }
    const tokens = tokensOf(raw);
    if (tokens.length) out.push({ start: index, end: index + raw.length, tokens });
  }
  return out;
}
