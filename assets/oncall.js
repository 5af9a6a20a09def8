// Pages of on-call: times on the reader's clocks, and who is on now.
(function () {
  'use strict';
  var doc = document, sections, chosen;
  if (!window.Intl) return;

  function start(page) {
    function all(sel) { return Array.prototype.slice.call(page.querySelectorAll(sel)); }
    function make(tag, name, text) {
      var el = doc.createElement(tag);
      if (name) el.className = name;
      if (text) el.textContent = text;
      return el;
    }

    // What a clock shows. All instants are in minutes since 1970.
    var formats = {}, MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
    function wall(at, zone) {
      formats[zone] = formats[zone] || new Intl.DateTimeFormat('en-US', {
        timeZone: zone, hourCycle: 'h23', weekday: 'short',
        year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit'
      });
      var p = {};
      formats[zone].formatToParts(at * 60000).forEach(function (part) { p[part.type] = part.value; });
      var clock = p.hour + ':' + p.minute;
      return { date: p.year + '-' + p.month + '-' + p.day, clock: clock, text: p.weekday + ' ' + +p.day + ' ' + MONTHS[p.month - 1] + ' ' + clock };
    }
    function later(date, days) { return new Date(Date.parse(date) + days * 864e5).toISOString().slice(0, 10); }

    var own = page.dataset.zone, reader = own, zone;
    try {
      reader = Intl.DateTimeFormat().resolvedOptions().timeZone || own;
      wall(0, own);
      wall(0, reader);
    } catch (e) { reader = own; }
    var data = page.dataset.oncall ? JSON.parse(page.dataset.oncall) : null, entries = [];
    if (data) entries = data.entries.map(function (e) {
      var from = e[5] + data.base;
      return { row: e[0], sort: e[1], who: data.people[e[2]], word: data.words[e[3]], site: data.sites[e[4]], from: from, to: from + e[6] };
    });
    var SHIFT = 0, GAP = 1, AWAY = 3, CLASSES = ['', 'gap', 'over', 'off', 'work'], MOST = 8;

    function time(at) {
      var el = make('time', '', wall(at, zone).text);
      el.dateTime = new Date(at * 60000).toISOString();
      el.dataset.at = '';
      return el;
    }
    function mark(who) {
      var el = make('b', 'mark ' + who[2], who[1]);
      el.title = who[0];
      return el;
    }
    function person(who) {
      var el = make('span', 'who'), sign = make('span', 'mark ' + who[2], who[1]), name;
      sign.setAttribute('aria-hidden', 'true');
      name = who[3] ? make('a', '', who[0]) : doc.createTextNode(who[0]);
      // A disk serves no folders.
      if (who[3]) name.href = who[3] + (location.protocol === 'file:' && /\/$/.test(who[3]) ? 'index.html' : '');
      el.append(sign, name);
      return el;
    }

    // The months, drawn anew on other clocks. What a day shows is told as the page was built with.
    function shown(e, date) {
      var a = e.a, b = e.b, begins = a.date === date && a.clock !== '00:00';
      if (begins && b.date === date) return a.clock + '–' + b.clock;
      if (begins) return b.date === later(date, 1) && b.clock === '00:00' ? a.clock + '–24:00' : 'from ' + a.clock;
      if (b.date === date) return (a.date === date ? '00:00–' : 'until ') + b.clock;
      return 'all day';
    }
    function months() {
      var cells = {}, full = {};
      all('[data-cell]').forEach(function (td) { cells[td.dataset.cell] = (cells[td.dataset.cell] || []).concat(td); });
      entries.forEach(function (e) {
        e.a = wall(e.from, zone);
        e.b = wall(e.to, zone);
        var last = wall(e.to - 1 / 60, zone).date;
        for (var date = e.a.date; date <= last; date = later(date, 1)) {
          var key = e.row + ' ' + date;
          if (cells[key]) (full[key] = full[key] || []).push([e, date]);
        }
      });
      Object.keys(cells).forEach(function (key) {
        var pieces = full[key] || [], fits = pieces.length > MOST ? MOST - 1 : pieces.length;
        cells[key].forEach(function (td) {
          var list = make('ul');
          pieces.slice(0, fits).forEach(function (p) {
            var li = make('li', CLASSES[p[0].sort]);
            if (p[0].who) li.append(mark(p[0].who));
            li.append(shown(p[0], p[1]));
            if (p[0].word) li.append(' ', make('small', '', p[0].word));
            list.append(li);
          });
          if (fits < pieces.length) list.append(make('li', 'more', 'and ' + (pieces.length - fits) + ' more'));
          td.replaceChildren.apply(td, pieces.length ? [list] : []);
        });
      });
    }

    // Who is on, by the reader's clock: the page may have been built long ago.
    var told;
    function now() {
      var at = Date.now() / 60000, today = wall(at, zone).date, asOf = page.querySelector('[data-as-of]');
      all('[data-day]').forEach(function (td) { td.classList.toggle('today', td.dataset.day === today); });
      if (!data || !asOf) return;
      handoffs(at);
      if (at < data.base || at >= data.base + data.end) {
        asOf.replaceChildren('By your clock it is ' + wall(at, zone).text + ', and this page knows the shifts from ', time(data.base), ' to ', time(data.base + data.end), ' alone. What stands above is as of the day it was built for.');
        return;
      }
      function running(row, sort) {
        return entries.filter(function (e) { return e.row === row && e.sort === sort && e.from <= at && at < e.to; });
      }
      var state = [zone];
      entries.forEach(function (e, i) { if (e.from <= at && at < e.to) state.push(i); });
      if (state.join() === told) return;
      told = state.join();
      all('[data-role]').forEach(function (dd) {
        var row = +dd.dataset.role, on = running(row, SHIFT), off = running(row, AWAY), lines = [];
        var own = entries.filter(function (e) { return e.row === row && e.sort === SHIFT; });
        on.forEach(function (shift) {
          var p = make('p'), more = make('span', 'aside'), until = shift.to;
          own.forEach(function (e) { if (e.who === shift.who && e.from <= until && until < e.to) until = e.to; });
          if (shift.site) more.append(shift.site + ', ');
          if (off.some(function (e) { return e.who === shift.who; })) more.append(make('strong', 'bad', 'has time off'), ', ');
          if (until < data.base + data.end) more.append('until ', time(until));
          else more.append('for good');
          p.append(person(shift.who), ' ', more);
          lines.push(p);
        });
        if (!on.length) {
          var none = make('p');
          none.append(running(row, GAP).length ? make('span', 'state state-stale', 'nobody') : make('span', 'aside', 'nobody, and nobody is asked for'));
          lines.push(none);
        }
        var next = own.filter(function (e) {
          return e.from > at && !on.some(function (o) { return o.who === e.who && o.to === e.from; });
        })[0];
        if (next) {
          var then = make('p', 'aside');
          then.append('then ', person(next.who), next.site ? ' ' + next.site + ',' : '', ' from ', time(next.from));
          lines.push(then);
        }
        dd.replaceChildren.apply(dd, lines);
      });
      all('[data-called]').forEach(function (box) {
        var row = +box.dataset.called, off = running(row, AWAY);
        var people = running(row, SHIFT).filter(function (e) { return !off.some(function (o) { return o.who === e.who; }); });
        box.replaceChildren.apply(box, people.length ? people.map(function (e) { return person(e.who); }) : [make('span', 'aside', 'nobody now')]);
      });
      asOf.textContent = 'By your clock, ' + wall(at, zone).text + '.';
    }
    // More handoffs are in the page than are shown: the next ones are.
    function handoffs(at) {
      all('[data-handoffs]').forEach(function (table) {
        var room = +table.dataset.handoffs;
        Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
          var coming = Date.parse(row.querySelector('time').dateTime) / 60000 > at && room > 0;
          if (coming) room--;
          row.hidden = !coming;
        });
      });
    }

    var buttons = [];
    function draw(to) {
      if (zone !== to) {
        zone = to;
        all('time[data-at]').forEach(function (el) { el.textContent = wall(Date.parse(el.dateTime) / 60000, zone).text; });
        all('[data-zone-name]').forEach(function (el) { el.textContent = zone; });
        if (data) months();
      }
      buttons.forEach(function (b) { b.textContent = 'Show them in ' + (zone === own ? reader : own); });
      now();
    }
    all('.zone-switch').forEach(function (button) { button.remove(); });
    if (reader !== own) all('.zone-bar').forEach(function (bar) {
      var button = make('button', 'zone-switch');
      button.type = 'button';
      button.addEventListener('click', function () {
        choose(zone === own ? 'reader' : 'own');
        sections.forEach(function (section) { section.show(); });
      });
      buttons.push(button);
      bar.append(button);
    });
    zone = own;
    function show() { draw(chosen === 'own' ? own : reader); }
    sections.push({ show: show, now: now });
    show();
  }

  // The reader's choice. Storage may be refused: it then lives as long as the page.
  try { chosen = localStorage.getItem('rutter-zone'); } catch (e) { /* see above */ }
  function choose(wanted) {
    chosen = wanted;
    try { localStorage.setItem('rutter-zone', wanted); } catch (e) { /* see above */ }
  }
  function begin() {
    sections = [];
    Array.prototype.forEach.call(doc.querySelectorAll('.oncall'), start);
  }
  function tick() { sections.forEach(function (section) { section.now(); }); }
  begin();
  setInterval(tick, 30000);
  doc.addEventListener('visibilitychange', function () { if (!doc.hidden) tick(); });
  // A server that follows the files may have changed the page: other shifts, other times.
  doc.addEventListener('rutter:changed', function (e) {
    if (e.detail.roots.some(function (el) { return el.closest('.oncall') || el.querySelector('.oncall'); })) begin();
  });

  if (/[?&]print\b/.test(location.search)) {
    Array.prototype.forEach.call(doc.querySelectorAll('main details'), function (d) { d.open = true; });
    window.addEventListener('load', function () { window.print(); });
  }
})();
