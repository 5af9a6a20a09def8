// The page as it was served, beside the page as scripts have made it. What a script of the theme adds has no twin
// in the served page, so that it is never taken for something that an author removed.
var doc = document, root = doc.documentElement, tag = doc.currentScript;
var own = new URL('.', tag.src), home = new URL('..', own).pathname;
var inert = doc.implementation.createHTMLDocument(''), twins = new WeakMap(), served = null;

function all(sel, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(sel)); }
function array(list) { return Array.prototype.slice.call(list); }

// An element; attributes that are null or false are left out. Children: text, nodes, lists of them, or nothing.
function make(name, attrs) {
  var el = doc.createElement(name), key;
  for (key in attrs) if (attrs[key] != null && attrs[key] !== false) el.setAttribute(key, attrs[key]);
  for (var i = 2; i < arguments.length; i++) [arguments[i]].flat(9).forEach(function (child) { if (child != null) el.append(child); });
  return el;
}
function press(text, act, attrs) {
  var button = make('button', Object.assign({ type: 'button', 'class': 'live-button' }, attrs), text);
  button.addEventListener('click', act);
  return button;
}

// Storage may be refused: what is open then lives as long as the page.
function load(key) { try { return sessionStorage.getItem('rutter-live-' + key); } catch (e) { return null; } }
function save(key, value) {
  try {
    if (value === null) sessionStorage.removeItem('rutter-live-' + key);
    else sessionStorage.setItem('rutter-live-' + key, value);
  } catch (e) { /* see above */ }
}

function twin(was, is) {
  twins.set(was, is);
  for (was = was.firstChild, is = is.firstChild; was && is; was = was.nextSibling, is = is.nextSibling) twin(was, is);
}
// To be called before other scripts change the page: our own is no deferred script, theirs are.
function take() {
  served = inert.importNode(root, true);
  twin(served, root);
}
// A served piece, for the page.
function grow(was) {
  var is = doc.importNode(was, true);
  twin(was, is);
  return is;
}

// A page out of its text. The parser reads what is in <noscript> where scripts are off: here it is text, as in the page.
function parse(text) {
  var page = new DOMParser().parseFromString(text, 'text/html').documentElement;
  all('noscript', page).forEach(function (el) { el.textContent = el.innerHTML; });
  return page;
}

// What cannot be changed in a page that runs: its scripts, and what they read once.
function needs(page) {
  var data = ['data-search', 'data-root', 'data-books'].map(function (name) { return page.getAttribute(name); });
  return data.concat(all('script[src]', page).map(function (s) { return s.getAttribute('src'); })).join('\n');
}

function reload() {
  save('scroll', location.pathname + ' ' + scrollY);
  location.reload();
}
function rescroll() {
  var kept = (load('scroll') || '').split(' ');
  save('scroll', null);
  if (kept[0] !== location.pathname) return;
  var back = function () { scrollTo({ top: +kept[1], behavior: 'instant' }); };
  back();
  window.addEventListener('load', back);
}
