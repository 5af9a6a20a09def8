// What badge, panel and overlay share: they say what is wrong, and where.
function counted(n, word) { return n + ' ' + word + (n === 1 ? '' : 's'); }
function severities(findings) {
  var errors = findings.filter(function (f) { return f.severity === 'error'; }).length;
  return { errors: errors, warnings: findings.length - errors };
}
// "2 errors, 1 warning": each with its colour, its shape and its word.
function tally(errors, warnings) {
  return [['error', errors], ['warning', warnings]].filter(function (s) { return s[1]; }).map(function (s) {
    return make('span', { 'class': 'live-count live-' + s[0] }, counted(s[1], s[0]));
  });
}

function place(f) { return f.source + ':' + f.line + ':' + f.column; }

// The line that a finding is about, with what it points at. Offsets are in bytes of UTF-8.
function excerpt(cut) {
  if (!cut) return null;
  var bytes = new TextEncoder().encode(cut.text), read = new TextDecoder();
  function part(from, to) { return read.decode(bytes.subarray(from, to)); }
  return make('pre', { 'class': 'live-excerpt' }, make('span', { 'class': 'live-line-number' }, cut.line + ' '),
    part(0, cut.start), make('mark', {}, part(cut.start, cut.end)), part(cut.end));
}

// What stands between backticks is code.
function prose(words) {
  return words.split('`').map(function (part, i) { return i % 2 ? make('code', {}, part) : part; });
}

function finding(f, editable) {
  return [
    make('p', { 'class': 'live-rule' }, make('span', { 'class': 'live-count live-' + f.severity }, f.severity), ' ', make('code', {}, f.rule)),
    make('p', {}, prose(f.message)), excerpt(f.excerpt), f.help ? make('p', { 'class': 'live-help' }, prose(f.help)) : null,
    make('p', { 'class': 'live-place' }, make('code', {}, place(f)), ' ', editable ? press('Open line ' + f.line, function () { edit(f.line); }) : null)
  ];
}

// What the page is called below the site's own folder: `a/b/`.
function here() {
  var path = location.pathname;
  try { path = decodeURIComponent(path); } catch (e) { /* then as it is written */ }
  return path.slice(home.length).replace(/(^|\/)index\.html$/, '$1');
}

function edit(line) {
  var asked = new URL('edit', own);
  asked.searchParams.set('path', here());
  if (line) asked.searchParams.set('line', line);
  asked.searchParams.set('key', tag.dataset.key);
  return fetch(asked, { cache: 'no-store' }).then(function (answer) {
    if (answer.ok) return say('Opened in the editor.', null, 3000);
    return answer.text().then(function (why) {
      var plain = /^text\/plain/.test(answer.headers.get('content-type') || '');
      say((plain && why.trim().slice(0, 300)) || 'The editor could not be opened: the server answered ' + answer.status + '.', null, 8000);
    });
  }).catch(function () { say('The editor could not be opened: the server does not answer.', null, 8000); });
}
