(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  function all(sel, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(sel)); }
  function make(tag, attrs, text) {
    var el = doc.createElement(tag), key;
    for (key in attrs) el.setAttribute(key, attrs[key]);
    if (text) el.textContent = text;
    return el;
  }
  // Storage may be refused (private windows, file://): the choice then lives as long as the page.
  function load(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function save(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* see above */ } }

  // Theme: the style sheet shows the word that belongs to data-theme.
  doc.addEventListener('click', function (e) {
    if (!e.target.closest('.theme')) return;
    var next = { auto: 'light', light: 'dark' }[root.dataset.theme] || 'auto';
    root.dataset.theme = next;
    save('rutter-theme', next);
  });

  // Copy buttons.
  var live = make('div', { 'class': 'sr', role: 'status', 'aria-live': 'polite' });
  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // Plain http inside a company network has no clipboard API.
    var area = make('textarea', { 'class': 'sr', 'aria-hidden': 'true' });
    area.value = text;
    doc.body.appendChild(area);
    area.select();
    var ok = doc.execCommand('copy');
    area.remove();
    return ok ? Promise.resolve() : Promise.reject();
  }
  function copies() {
    if (!live.isConnected) (doc.querySelector('main') || doc.body).appendChild(live);
    all('figure.code').forEach(copyable);
  }
  function copyable(fig) {
    var cap = fig.querySelector('figcaption');
    if (!cap || !fig.querySelector('pre code') || cap.querySelector('.copy')) return;
    var button = make('button', { type: 'button', 'class': 'copy' }, 'Copy'), timer;
    function say(word, message) {
      button.textContent = word;
      live.textContent = message;
      clearTimeout(timer);
      timer = setTimeout(function () { button.textContent = 'Copy'; live.textContent = ''; }, 2000);
    }
    button.addEventListener('click', function () {
      var bare = fig.querySelector('pre code').cloneNode(true);
      all('.said', bare).forEach(function (said) { said.remove(); });
      copy(bare.textContent.replace(/\n$/, '')).then(
        function () { say('Copied', 'Copied'); button.focus(); },
        function () { say('Failed', 'Copying failed'); });
    });
    cap.appendChild(button);
  }

  // Tabs: without this they are stacked, each under its own label.
  var groups = [], made = 0;
  function tabbed(box) {
    var panels = all('.tab', box).filter(function (p) { return p.parentNode === box; });
    var labels = panels.map(function (p) { return p.dataset.label; });
    var had = groups.filter(function (g) { return g.box === box; })[0];
    if (had && had.labels.join('|') === labels.join('|') && panels.every(function (p, i) { return p === had.panels[i]; })) return;
    var focused = had && had.list.contains(doc.activeElement);
    if (had) {
      groups.splice(groups.indexOf(had), 1);
      had.list.remove();
      box.classList.remove('live');
      panels.forEach(function (p) {
        p.hidden = false;
        ['id', 'role', 'aria-labelledby'].forEach(function (name) { p.removeAttribute(name); });
      });
    }
    if (panels.length < 2) return;
    var n = made++;
    var list = make('div', { role: 'tablist', 'aria-label': labels.join(', ') });
    var tabs = panels.map(function (panel, i) {
      var id = 'tab-' + n + '-' + i;
      var tab = make('button', { type: 'button', role: 'tab', id: id, 'aria-controls': id + '-panel' }, labels[i]);
      panel.id = id + '-panel';
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', id);
      tab.addEventListener('click', function () { choose(labels[i], tab); });
      list.appendChild(tab);
      return tab;
    });
    list.addEventListener('keydown', function (e) {
      var at = tabs.indexOf(doc.activeElement), last = tabs.length - 1, to;
      if (e.key === 'ArrowRight') to = at === last ? 0 : at + 1;
      else if (e.key === 'ArrowLeft') to = at === 0 ? last : at - 1;
      else if (e.key === 'Home') to = 0;
      else if (e.key === 'End') to = last;
      else return;
      e.preventDefault();
      choose(labels[to], tabs[to]);
      tabs[to].focus();
    });
    box.insertBefore(list, box.firstChild);
    box.classList.add('live');
    var group = {
      box: box,
      list: list,
      panels: panels,
      labels: labels,
      show: function (i) {
        tabs.forEach(function (tab, k) {
          tab.setAttribute('aria-selected', k === i);
          tab.tabIndex = k === i ? 0 : -1;
          panels[k].hidden = k !== i;
        });
      }
    };
    groups.push(group);
    // The group keeps its own choice; the latest one that it has a tab for wins.
    var kept = (load('rutter-tabs') || '').split('|').filter(function (l) { return labels.indexOf(l) >= 0; });
    group.show(kept.length ? labels.indexOf(kept[0]) : 0);
    if (focused) list.querySelector('[tabindex="0"]').focus();
  }
  function choose(label, tab) {
    // Other groups above may change height: hold the tab where the reader's eye is.
    var before = tab.getBoundingClientRect().top;
    groups.forEach(function (g) {
      var i = g.labels.indexOf(label);
      if (i >= 0) g.show(i);
    });
    window.scrollBy(0, tab.getBoundingClientRect().top - before);
    var rest = (load('rutter-tabs') || '').split('|').filter(function (l) { return l && l !== label; });
    save('rutter-tabs', [label].concat(rest).slice(0, 20).join('|'));
  }
  // A link into a tab that is closed opens it.
  function reveal() {
    var target;
    // A link from elsewhere may end in anything.
    try { target = doc.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { return; }
    var panel = target && target.closest('[role=tabpanel][hidden]');
    if (!panel) return;
    var tab = doc.getElementById(panel.getAttribute('aria-labelledby'));
    choose(tab.textContent, tab);
    target.scrollIntoView();
  }
  window.addEventListener('hashchange', reveal);

  // Scroll-spy: the current section is the last heading that has come to where a link would put it.
  var links, heads, current, waiting;
  function contents() {
    links = {};
    all('.toc a').forEach(function (a) { links[decodeURIComponent(a.hash.slice(1))] = a; });
    heads = all('h2[id],h3[id],h4[id]').filter(function (h) { return links[h.id]; });
    soon();
  }
  function spy() {
    waiting = false;
    var line = (parseFloat(getComputedStyle(root).scrollPaddingTop) || 0) + 16, found = heads[0], i;
    for (i = 0; i < heads.length && heads[i].getBoundingClientRect().top < line; i++) found = heads[i];
    // At the end of the page the last headings never get there: the one that was asked for counts, or the last.
    if (heads.length && innerHeight + scrollY >= root.scrollHeight - 2) {
      found = heads.slice(i).filter(function (h) { return links[h.id].hash === location.hash; })[0] || heads[heads.length - 1];
    }
    found = found && links[found.id];
    if (found === current) return;
    if (current) current.removeAttribute('aria-current');
    current = found;
    if (current) current.setAttribute('aria-current', 'true');
  }
  function soon() {
    if (!waiting) waiting = requestAnimationFrame(spy);
  }
  ['scroll', 'resize', 'hashchange'].forEach(function (name) { window.addEventListener(name, soon, { passive: true }); });

  // All that is added to what a page says. A server that follows the files may have changed some of it: what is new
  // gets the same, and what is there already stays.
  function add() {
    copies();
    groups = groups.filter(function (g) { return g.box.isConnected; });
    all('.tabs').forEach(tabbed);
    contents();
  }
  doc.addEventListener('rutter:changed', add);
  add();
  reveal();

  // A disk serves no folders: there a link to one means the page in it.
  if (location.protocol === 'file:') all('a[href]').forEach(function (a) {
    var href = a.getAttribute('href'), m = /^([^#?]*\/)(#.*)?$/.exec(href);
    if (m && !/^[a-z][a-z+.-]*:|^\/\//i.test(href)) a.setAttribute('href', m[1] + 'index.html' + (m[2] || ''));
  });

  // Search: its script is asked for when a reader wants it, not before. The dialog and its field are there at once,
  // so that no key is lost while the script comes; the script finds them and does the rest.
  var ownField = doc.querySelector('.search-form input'), find, script;
  function opener() { return doc.querySelector('.search-open'); }
  function wake() {
    if (script || !opener() || !root.dataset.search) return;
    if (!find) frame();
    script = make('script', { src: root.dataset.search });
    script.addEventListener('error', function () {
      script.remove();
      script = null;
      all('.find-body').forEach(function (box) {
        var again = make('button', { type: 'button', 'class': 'find-button' }, 'Try again');
        var note = make('p', { 'class': 'find-note', role: 'alert' }, 'Search could not be loaded. ');
        again.addEventListener('click', function () {
          wait(box);
          if (find.open) find.querySelector('input').focus();
          wake();
        });
        note.appendChild(again);
        box.replaceChildren(note);
      });
    });
    doc.head.appendChild(script);
    // The first thing that the script asks for comes along with it.
    doc.head.appendChild(make('link', { rel: 'preload', as: 'script', href: (root.dataset.root || './') + 'search/manifest.js' }));
  }
  function wait(box) { box.replaceChildren(make('p', { 'class': 'find-note wait' }, 'Loading search…')); }
  function frame() {
    find = make('dialog', { 'class': 'find', 'aria-label': 'Search' });
    // Enter before the script is there leads to the page of results.
    var form = make('form', { action: opener().href }), body = make('div', { 'class': 'find-body' });
    var close = make('button', { type: 'button', 'class': 'find-button' }, 'Close');
    form.append(opener().querySelector('svg').cloneNode(true), make('input', {
      name: 'q', 'aria-label': 'Search', placeholder: 'Search the handbook', autocomplete: 'off', autocapitalize: 'off',
      autocorrect: 'off', spellcheck: 'false', inputmode: 'search', enterkeyhint: 'go',
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'find-list'
    }), close);
    wait(body);
    var keys = make('p', { 'class': 'find-keys' }), whole = make('a', { 'class': 'find-whole', href: opener().href, hidden: '' }, 'All results');
    [['↑', ''], ['↓', 'choose'], ['Enter', 'open'], ['Ctrl Enter', 'in a new tab']].forEach(function (k) {
      keys.append(make('kbd', {}, k[0]), ' ' + k[1] + ' ');
    });
    var foot = make('div', { 'class': 'find-foot' });
    foot.append(keys, whole);
    find.append(form, body, foot);
    close.addEventListener('click', function () { find.close(); });
    // A press beside it closes it; text that is dragged out of the field ends there, but does not begin there.
    find.addEventListener('mousedown', function (e) {
      if (e.target !== find) return;
      e.preventDefault();
      find.close();
    });
    doc.body.appendChild(find);
  }
  function ask(e) {
    if (!opener() || !root.dataset.search || !window.HTMLDialogElement) return;
    e.preventDefault();
    if (ownField) return ownField.select();
    wake();
    if (!find.open) find.showModal();
    find.querySelector('input').select();
    find.dispatchEvent(new Event('ask'));
  }
  function onOpener(act) {
    return function (e) { if (e.target.closest && e.target.closest('.search-open')) act(e); };
  }
  doc.addEventListener('click', onOpener(function (e) {
    if (!(e.ctrlKey || e.metaKey || e.shiftKey || e.altKey)) ask(e);
  }));
  ['pointerover', 'focusin'].forEach(function (name) { doc.addEventListener(name, onOpener(wake)); });
  doc.addEventListener('keydown', function (e) {
    var held = e.ctrlKey || e.metaKey, into = e.target;
    if (e.defaultPrevented || e.altKey || e.isComposing) return;
    if (held && !e.shiftKey && /^k$/i.test(e.key)) ask(e);
    else if (e.key === '/' && !held && !into.isContentEditable && !/^(INPUT|TEXTAREA|SELECT)$/.test(into.tagName)) ask(e);
  });
  if (ownField || /[?&]mark=/.test(location.search)) wake();

  // Esc closes what was folded open: the menu and the table of contents.
  doc.addEventListener('keydown', function (e) {
    if (e.key !== 'Escape' || find && find.open) return;
    all('details.fold[open]').forEach(function (d) {
      var had = d.parentNode.contains(doc.activeElement);
      d.open = false;
      if (had) d.firstElementChild.focus();
    });
  });
})();
