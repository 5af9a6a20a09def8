// The badge, the note above it and the line on top of the page.
var note = make('p', { 'class': 'live-note', role: 'status' }), badge = press('', function () { open(badge.getAttribute('aria-expanded') !== 'true'); }, {
  'class': 'live-badge', 'aria-expanded': 'false', 'aria-controls': 'live-panel'
});
var panel = make('section', { id: 'live-panel', 'class': 'live-panel', 'aria-labelledby': 'live-title', hidden: '' });
var box = make('aside', { 'class': 'live-box', 'aria-label': 'Live server' }, note, badge, panel);
var line = make('p', { 'class': 'live-line' }), info = null, state = { away: false, gone: null, stuck: null }, said = '', fading;

// A word to the author; `to` leads on. Without a time it stays until something else is said.
function say(words, to, time) {
  clearTimeout(fading);
  // The same is not spoken twice.
  if (said !== words + (to && to.href)) {
    note.replaceChildren(words);
    if (to) note.append(' ', make('a', { href: to.href }, to.title));
  }
  said = words + (to && to.href);
  if (time) fading = setTimeout(standing, time);
}
// What holds for longer than a moment.
function standing() {
  if (state.stuck) say(state.stuck);
  else if (state.gone) say(state.gone.words, state.gone.to);
  else say('');
}

function drawBadge() {
  var found = info ? severities(info.findings) : { errors: 0, warnings: 0 }, words = tally(found.errors, found.warnings);
  if (info && info.problem) words.unshift(make('span', { 'class': 'live-count live-error' }, 'not drawn'));
  if (state.stuck) words = [make('span', { 'class': 'live-count live-error' }, 'cannot be read')];
  if (state.gone) words = [make('span', { 'class': 'live-count live-warning' }, 'gone')];
  if (state.away) words = [make('span', { 'class': 'live-count live-away' }, 'not connected')];
  if (!words.length) words.push(make('span', { 'class': 'live-count live-none' }, 'live'));
  badge.replaceChildren.apply(badge, words);
}

// Drafts and pages that are stale have a banner. What will soon be due has none.
function drawLine() {
  var words = '';
  if (info && info.draft && !doc.querySelector('main .banner')) words = 'Draft: not in a build';
  else if (info && info.review && info.review.state === 'due') words = info.review.label;
  if (line.textContent !== words) line.textContent = words;
  if (words && line.parentNode !== doc.querySelector('main')) doc.querySelector('main').prepend(line);
  if (!words) line.remove();
}

function open(wanted) {
  badge.setAttribute('aria-expanded', wanted);
  panel.hidden = !wanted;
  save('panel', wanted ? 'open' : null);
  if (wanted) drawPanel();
}
doc.addEventListener('keydown', function (e) {
  if (e.key !== 'Escape' || panel.hidden || doc.querySelector('dialog[open]')) return;
  var had = box.contains(doc.activeElement);
  open(false);
  if (had) badge.focus();
});
