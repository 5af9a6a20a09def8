// A new edition of the handbook: the page is asked for again and becomes what it is there.
var turn = null, scripts = null, missing = null;

function draw() {
  standing();
  drawBadge();
  drawPanel();
  drawLine();
  drawOverlay();
}

// Where an address leads that has no page of its own any longer.
function movedTo(answer, page) {
  var refresh = page.querySelector('meta[http-equiv="refresh"]'), to = refresh && /url=(.*)/i.exec(refresh.content);
  if (to) return new URL(to[1].trim(), location.href).href;
  if (answer.redirected) return answer.url;
  return answer.headers.get('location');
}

// Whether the page stands as the answer says.
function show(answer, text) {
  var page = parse(text), to = movedTo(answer, page);
  // Our own address with a slash at its end is no other page.
  if (to && new URL(to, location.href).pathname.replace(/\/$/, '') !== location.pathname.replace(/\/$/, '')) {
    state.gone = { words: 'This page is gone; it may have been renamed.', to: { href: to, title: 'Go to where it is now' } };
    return true;
  }
  if (answer.status === 404) {
    // The page that says that there is none may itself be what is shown.
    if (missing === null) missing = served.querySelector('main').isEqualNode(page.querySelector('main'));
    if (!missing) {
      state.gone = { words: 'This page is gone; it may have been renamed.', to: { href: home, title: 'Go home' } };
      return true;
    }
  } else if (!answer.ok) return true;
  missing = answer.status === 404;
  state.gone = null;
  if (needs(served) !== needs(page)) {
    reload();
    return false;
  }
  var back = hold(), touched = become(page);
  if (touched.length) doc.dispatchEvent(new CustomEvent('rutter:changed', { detail: { roots: touched } }));
  back(touched);
  mark(touched);
  return true;
}

function update(edition) {
  if (turn) turn.abort();
  if (scripts !== null && scripts !== edition.scripts) return reload();
  scripts = edition.scripts;
  state.stuck = null;
  doc.dispatchEvent(new CustomEvent('rutter:edition'));
  var mine = turn = new AbortController();
  ask(location.href.split('#')[0], 'text/html', mine).then(function (page) {
    if (!page || !show(page.answer, page.text)) return;
    performance.mark('rutter-live');
    root.dataset.edition = edition.edition;
    freshen(mine);
    return ask(new URL('page?path=' + encodeURIComponent(here()), own), 'application/json', mine).then(function (said) {
      if (!said) return;
      info = said.answer.ok ? JSON.parse(said.text) : null;
      draw();
    });
  });
}

// What the server answers. Nothing, where something newer was asked for meanwhile; a server that has gone away is
// noticed by the stream of events.
function ask(url, type, mine) {
  return fetch(url, { cache: 'no-store', signal: mine.signal, headers: { Accept: type } }).then(function (answer) {
    return answer.text().then(function (text) { return mine === turn ? { answer: answer, text: text } : null; });
  }).catch(function () { return null; });
}
