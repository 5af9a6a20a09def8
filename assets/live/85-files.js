// Pictures, style sheets and scripts that a handbook has of its own keep their names as they change: their tags tell.
var etags = new Map(), renewed = 0;

function files() {
  return all('img[src],link[rel=stylesheet],script[src]', served).map(function (was) {
    var url = new URL(was.getAttribute(was.nodeName === 'LINK' ? 'href' : 'src'), location.href);
    return { was: was, url: url.href, ours: url.origin === location.origin && url.href.indexOf(own.href) !== 0 };
  }).filter(function (file) {
    // The theme's names change with their bytes.
    return file.ours && !/\.[0-9a-f]{10}\.\w+$/.test(file.url);
  });
}

// Asks for the tags of them all. The first time there is nothing to compare them with.
function freshen(mine) {
  var urls = {};
  files().forEach(function (file) { (urls[file.url] = urls[file.url] || []).push(file.was); });
  Object.keys(urls).forEach(function (url) {
    fetch(url, { method: 'HEAD', cache: 'no-store', signal: mine.signal }).then(function (answer) {
      var etag = answer.headers.get('etag'), before = etags.get(url);
      if (!etag) return;
      etags.set(url, etag);
      if (before && before !== etag) urls[url].forEach(function (was) { renew(was, url); });
    }).catch(function () { /* what is missing now is asked for again with the next edition */ });
  });
}

function renew(was, url) {
  var is = twins.get(was), to = new URL(url), next;
  if (was.nodeName === 'SCRIPT') return reload();
  // Under its own address the browser would show what it has.
  to.searchParams.set('edition', ++renewed);
  if (was.nodeName === 'IMG') is.src = to;
  else {
    next = doc.importNode(was, true);
    next.href = to;
    replaceSheet(was, is, next);
  }
}
