// Makes the page what it was served as anew: only what differs between the two served texts is touched, so that what
// is open, chosen, scrolled, selected or focused elsewhere stays.
var changed = [];

function isBlank(node) { return node.nodeType === 3 && !node.data.trim(); }
function isSheet(node) { return node.nodeName === 'LINK' && node.getAttribute('rel') === 'stylesheet'; }
// Which nodes may become which.
function kind(node) { return node.nodeType === 1 ? node.nodeName + ' ' + (isSheet(node) ? 'sheet' : node.className.baseVal || node.getAttribute('class') || '') : node.nodeName; }
function text(node) { return node.nodeType === 1 ? node.outerHTML : node.nodeName + node.data; }

// The longest common subsequence of two lists, as pairs of places. Blank text between blocks counts less than a block.
function common(a, b, weights) {
  var n = a.length, m = b.length, w = m + 1, pairs = [], i, j;
  // So much was changed that nothing is gained by looking closer.
  if (n * m > 4e6) return pairs;
  var best = new Uint32Array((n + 1) * w);
  for (i = n - 1; i >= 0; i--) for (j = m - 1; j >= 0; j--) {
    best[i * w + j] = Math.max(best[(i + 1) * w + j], best[i * w + j + 1], a[i] === b[j] ? best[(i + 1) * w + j + 1] + weights[i] : 0);
  }
  for (i = j = 0; i < n && j < m;) {
    if (a[i] === b[j] && best[i * w + j] === best[(i + 1) * w + j + 1] + weights[i]) pairs.push([i++, j++]);
    else if (best[(i + 1) * w + j] >= best[i * w + j + 1]) i++;
    else j++;
  }
  return pairs;
}

// For each new node the old one that it is made of, or none. `moved` takes those that change their order.
function plan(olds, news, moved) {
  var from = 0, o = olds.length, n = news.length, made = news.map(function () { return null; });
  while (from < o && from < n && olds[from].isEqualNode(news[from])) { made[from] = olds[from]; from++; }
  while (o > from && n > from && olds[o - 1].isEqualNode(news[n - 1])) made[--n] = olds[--o];
  var a = olds.slice(from, o), b = news.slice(from, n), texts = b.map(text), used = new Set();
  var weights = a.map(function (node) { return isBlank(node) ? 1 : 8; });
  function pair(i, j) { made[from + j] = a[i]; used.add(a[i]); }
  var same = common(a.map(text), texts, weights), i0 = 0, j0 = 0;
  same.forEach(function (at) { pair(at[0], at[1]); });
  // Between those that stayed: of the same kind in the same order.
  same.concat([[a.length, b.length]]).forEach(function (at) {
    common(a.slice(i0, at[0]).map(kind), b.slice(j0, at[1]).map(kind), weights.slice(i0)).forEach(function (p) {
      // Nodes that were moved are looked for below: they are no material for another.
      if (texts.indexOf(text(a[i0 + p[0]])) < 0) pair(i0 + p[0], j0 + p[1]);
    });
    i0 = at[0] + 1;
    j0 = at[1] + 1;
  });
  b.forEach(function (node, j) {
    if (!made[from + j] && !isBlank(node)) a.some(function (old, i) {
      if (used.has(old) || text(old) !== texts[j]) return false;
      pair(i, j);
      return moved.push(old);
    });
  });
  return made;
}

function put(parent, node, after) { parent.insertBefore(node, after ? after.nextSibling : parent.firstChild); }

function setAttribute(node, from, name) {
  var given = from.getAttributeNode(name);
  if (!given) node.removeAttribute(name);
  else if (given.namespaceURI) node.setAttributeNS(given.namespaceURI, name, given.value);
  else node.setAttribute(name, given.value);
}
function attributes(was, will, is) {
  var names = was.getAttributeNames().concat(will.getAttributeNames()), touched = false;
  names.forEach(function (name) {
    if (was.getAttribute(name) === will.getAttribute(name)) return;
    touched = true;
    if (name === 'class') {
      // Scripts have classes of their own there.
      array(was.classList).forEach(function (c) { is.classList.remove(c); });
      array(will.classList).forEach(function (c) { is.classList.add(c); });
    } else setAttribute(is, will, name);
    setAttribute(was, will, name);
  });
  return touched;
}

// The new sheet is there before the old one goes: a page without style is never seen.
function replaceSheet(was, is, next) {
  var before = [is].concat(is.liveBefore || []);
  next.liveBefore = before;
  next.addEventListener('load', function () { before.splice(0).forEach(function (link) { link.remove(); }); });
  put(is.parentNode, next, is);
  twins.set(was, next);
}
function swapSheet(was, will, is) {
  replaceSheet(was, is, doc.importNode(will, true));
  will.getAttributeNames().forEach(function (name) { setAttribute(was, will, name); });
}

function morph(was, will) {
  var is = twins.get(was);
  if (was.isEqualNode(will)) return;
  if (was.nodeType !== 1) {
    was.data = is.data = will.data;
    changed.push(is.parentNode);
    return;
  }
  if (isSheet(was)) return swapSheet(was, will, is);
  if (attributes(was, will, is)) changed.push(is);
  var olds = array(was.childNodes), news = array(will.childNodes), moved = [], made, at = null;
  // What a script has rewritten is drawn anew; it may rewrite that again.
  if (!olds.every(function (old) {
    var now = twins.get(old);
    return now.parentNode === is && (old.nodeType === 1 || now.data === old.data);
  })) {
    if (olds.length === news.length && olds.every(function (old, i) { return old.isEqualNode(news[i]); })) return;
    was.replaceChildren.apply(was, news);
    is.replaceChildren.apply(is, news.map(grow));
    changed.push(is);
    return;
  }
  made = plan(olds, news, moved);
  olds.forEach(function (old) {
    if (made.indexOf(old) >= 0 && moved.indexOf(old) < 0) return;
    if (!isBlank(old)) changed.push(is);
    twins.get(old).remove();
    old.remove();
  });
  news.forEach(function (node, i) {
    var old = made[i];
    if (old && moved.indexOf(old) < 0) morph(old, node);
    else {
      if (!old) grow(old = node);
      put(is, twins.get(old), at && twins.get(at));
      put(was, old, at);
      if (!isBlank(old)) changed.push(old.nodeType === 1 ? twins.get(old) : is);
    }
    at = old;
  });
}

// Returns the elements of the page that were touched.
function become(page) {
  changed = [];
  var lang = page.getAttribute('lang');
  if (lang && lang !== root.lang) root.lang = lang;
  morph(served.querySelector('head'), page.querySelector('head'));
  morph(served.querySelector('body'), page.querySelector('body'));
  return changed.filter(function (el, i) { return el.isConnected && changed.indexOf(el) === i; });
}
