// The panel: whose page this is, where it comes from and leads to, and what is wrong with it.
var drawn = null;

function fact(term) {
  return make('div', {}, make('dt', {}, term), make('dd', {}, array(arguments).slice(1).filter(function (v) { return v != null; })));
}
function links(title, list) {
  return [
    make('h3', {}, title + ' ', make('span', { 'class': 'count' }, String(list.length))),
    list.length ? make('ul', { 'class': 'live-links' }, list.map(function (l) { return make('li', {}, make('a', { href: l.href }, l.title)); })) : make('p', { 'class': 'live-none-yet' }, 'None.')
  ];
}

function drawPanel() {
  var now = JSON.stringify([info, state.stuck]);
  if (panel.hidden || now === drawn) return;
  drawn = now;
  // What had the focus may still be there, and the reader may have scrolled.
  var had = panel.contains(doc.activeElement) && doc.activeElement, y = panel.scrollTop;
  var title = make('h2', { id: 'live-title' }, info ? info.title : 'This page');
  var close = press('Close', function () { open(false); badge.focus(); });
  panel.replaceChildren(make('div', { 'class': 'live-head' }, title, close));
  if (state.stuck) panel.append(make('p', { 'class': 'live-help' }, state.stuck));
  if (info) panel.append.apply(panel, facts().concat(findings(), links('Links out', info.links), links('Links in', info.backlinks)));
  else panel.append(make('p', {}, 'The server has not said anything about this page.'));
  panel.scrollTop = y;
  if (had) (all('a,button', panel).filter(function (el) { return el.textContent === had.textContent && el.href === had.href; })[0] || close).focus({ preventScroll: true });
}

function facts() {
  var source = info.source ? [make('code', {}, info.source), ' '] : ['Made from the whole handbook.'];
  if (info.source && info.editor) source.push(press('Open in editor', function () { edit(); }), make('span', { 'class': 'live-key' }, ' or ', make('kbd', {}, 'e')));
  else if (info.source) source.push(make('span', { 'class': 'live-how' }, 'Start with ', make('code', {}, 'rutter serve --editor'), ' to open it from here.'));
  var site = info.site, total = tally(site.errors, site.warnings), review = info.review;
  return [make('dl', { 'class': 'live-facts' },
    fact('Source', source),
    info.draft ? fact('Status', make('span', { 'class': 'badge tone-warn' }, 'draft'), ' not in a build') : null,
    info.source ? fact('Owner', info.owner ? (info.owner.href ? make('a', { href: info.owner.href }, info.owner.name) : info.owner.name) : make('span', { 'class': 'state state-stale' }, 'No owner')) : null,
    info.source && review ? fact('Review', make('span', { 'class': 'state state-' + review.state }, review.label), review.due && review.state !== 'historical' ? ' (due ' + review.due + ')' : null) : null,
    fact('Handbook', total.length ? total : 'No findings', ' ', site.health ? make('a', { href: site.health }, 'All findings') : null))];
}

function findings() {
  var list = info.findings;
  return [
    make('h3', {}, 'Findings here ', make('span', { 'class': 'count' }, String(list.length))),
    list.length ? make('ol', { 'class': 'live-findings' }, list.map(function (f) { return make('li', {}, finding(f, info.editor && f.source === info.source)); })) : make('p', { 'class': 'live-none-yet' }, 'None.')
  ];
}
