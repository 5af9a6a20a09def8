// What somebody typed, taken apart as src/search/query.rs does. There are no errors: what is no syntax is words.
const FIELDS = ['kind', 'status', 'owner', 'service', 'tag', 'level', 'audience', 'stale'];
const MOST_CHARS = 1000, MOST_ITEMS = 24, SEPARATES = /[\p{White_Space},;=()[\]{}<>|!?&`]/u;

function itemsOf(chars) {
  const items = [], closing = (open) => chars[open] === '"' ? chars.indexOf('"', open + 1) : -1;
  const text = (from, to) => chars.slice(from, to).join('');
  let at = 0;
  while (at < chars.length) {
    const next = chars[at + 1];
    // A lone `-` excludes nothing, and `--dry-run` is an option of some program.
    const not = chars[at] === '-' && next !== undefined && next !== '-' && !SEPARATES.test(next);
    if (not) at++;
    let end = at;
    while (end < chars.length && chars[end] !== '"' && !SEPARATES.test(chars[end])) end++;
    const word = text(at, end), [name] = word.split(':', 1), value = word.slice(name.length + 1), field = FIELDS.find((f) => f === fold(name));
    const close = closing(end);
    if (end === at || field && word.endsWith(':') && !value && close > 0) {
      const quoted = close > 0 ? text(end + 1, close) : '', isFilter = end > at && quoted.trim();
      if (close > 0) items.push({ text: quoted, quoted: !isFilter, not, field: isFilter ? field : undefined });
      at = close > 0 ? close + 1 : at + 1;
    } else {
      items.push(field && value ? { text: value, not, field } : { text: word, not });
      at = end;
    }
  }
  return items;
}

function parseQuery(input, typing) {
  const all = [...input], chars = all.slice(0, MOST_CHARS), items = itemsOf(chars), clauses = new Map(), filters = [];
  const open = typing && !/["\p{White_Space}]$/u.test(chars.join(''));
  items.slice(0, MOST_ITEMS).forEach(({ text, quoted = false, not, field }, i) => {
    if (field) {
      const value = field === 'stale' ? String(!/^(?:no|false|0)$/.test(fold(text.trim()))) : fold(text.trim());
      let filter = filters.find((f) => f.field === field && f.not === not);
      if (!filter) filters.push(filter = { field, not, values: [] });
      filter.values.push(value);
      return;
    }
    const tokens = [];
    analyse(text).forEach((w, at) => { if (!w.tail) tokens.push({ token: w.tokens[0], at }); });
    if (!tokens.length) return;
    const phrase = tokens.length > 1, star = !phrase && !quoted && text.endsWith('*');
    const clause = { not, phrase, star, quoted: quoted && !phrase, typing: open && !quoted && !star && i === items.length - 1, tokens };
    const key = JSON.stringify(clause);
    if (!clauses.has(key)) clauses.set(key, { ...clause, text });
  });
  return { clauses: [...clauses.values()], filters, truncated: all.length > MOST_CHARS || items.length > MOST_ITEMS };
}

// Stop words count only where there is nothing else.
function countedClauses(clauses, stops) {
  const kept = clauses.filter((c) => c.not || c.phrase || c.quoted || c.star || c.typing || !stops.includes(c.tokens[0].token));
  return kept.some((c) => !c.not) ? kept : clauses;
}
