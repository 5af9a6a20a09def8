// The stream of events. A hidden page has none: a browser allows six connections to a server for all its tabs, and
// what was missed is asked for when the page is shown.
var stream = null, pause = 250, waiting, away;

function connect() {
  clearTimeout(waiting);
  if (stream || doc.hidden) return;
  stream = new EventSource(new URL('events', own));
  stream.addEventListener('hello', function () {
    pause = 250;
    clearTimeout(away);
    away = null;
    state.away = false;
    drawBadge();
  });
  stream.addEventListener('edition', function (e) { update(JSON.parse(e.data)); });
  stream.addEventListener('stuck', function (e) {
    state.stuck = JSON.parse(e.data).message;
    draw();
  });
  stream.addEventListener('error', function () {
    disconnect();
    away = away || setTimeout(function () {
      state.away = true;
      drawBadge();
    }, 2000);
    waiting = setTimeout(connect, pause);
    pause = Math.min(pause * 2, 4000);
  });
}
function disconnect() {
  clearTimeout(waiting);
  if (stream) stream.close();
  stream = null;
}
function turnTo() {
  if (!doc.hidden) return connect();
  disconnect();
  clearTimeout(away);
  away = null;
}

function start() {
  take();
  rescroll();
  doc.body.append(box);
  drawBadge();
  if (load('panel')) open(true);
  doc.addEventListener('visibilitychange', turnTo);
  // A page that comes back by the Back button is as it was left.
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', turnTo);
  doc.addEventListener('keydown', function (e) {
    if (e.key !== 'e' || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.defaultPrevented || e.isComposing) return;
    if (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    var problem = overlay && overlay.open && info.problem;
    if (problem && problem.source === info.source) edit(problem.line);
    else edit();
  });
  connect();
}
// The page is whole then, and no deferred script has run.
if (doc.readyState === 'loading') doc.addEventListener('readystatechange', start, { once: true });
