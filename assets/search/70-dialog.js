// The dialog, a combobox: the focus stays in its field. rutter.js makes it, opens it and tells that by `ask`.
function runDialog(dialog, search, home) {
  const input = dialog.querySelector('input'), recent = recentSearches(home);
  const list = make('div', { id: 'find-list', role: 'listbox' });
  const view = outlay(dialog.querySelector('.find-body'), make('p'), list);
  const whole = dialog.querySelector('.find-whole'), tips = make('div', { class: 'find-help' });
  list.after(tips);
  let options = [], active = -1, shown = null, pending = null, frame, telling;

  // Spoken once the typing rests, not at each key.
  function tell(text) {
    clearTimeout(telling);
    telling = setTimeout(() => { view.live.textContent = text; }, 800);
  }

  function point(to) {
    if (options[active]) options[active].setAttribute('aria-selected', false);
    active = to;
    if (!options[to]) return input.removeAttribute('aria-activedescendant');
    options[to].setAttribute('aria-selected', true);
    input.setAttribute('aria-activedescendant', options[to].id);
    if (to) options[to].scrollIntoView({ block: 'nearest' });
    else list.scrollTop = 0;
  }

  function fill(label, nodes) {
    point(-1);
    list.setAttribute('aria-label', label);
    list.replaceChildren(...nodes);
    options = [...list.querySelectorAll('[role=option]')];
    options.forEach((option, n) => {
      option.id = `find-${n}`;
      option.setAttribute('aria-selected', false);
    });
    list.hidden = !options.length;
    list.scrollTop = 0;
    input.setAttribute('aria-expanded', !list.hidden);
  }

  function blank(...help) {
    shown = null;
    view.clear();
    whole.hidden = true;
    tell('');
    const kept = help.length ? [] : recent.all();
    fill('Recent searches', kept.map((text) => make('div', { role: 'option', class: 'result', 'data-query': text }, text)));
    tips.replaceChildren(...help.length ? [] : howTo());
    if (kept.length) help.push(make('div', { class: 'find-head' }, make('span', { class: 'label' }, 'Recent searches'), press('Clear', () => {
      recent.clear();
      blank();
      input.focus();
    })));
    view.help.replaceChildren(...help);
  }

  function show(answer) {
    shown = answer;
    tell(view.count.textContent = amount(answer.total));
    fill('Results', answer.results.map((result) => {
      const rows = entries(result, answer.query, { role: 'option', tabindex: -1 });
      return rows[1] ? make('div', { role: 'group', 'aria-label': result.title }, ...rows) : rows[0];
    }));
    view.help.replaceChildren(...advice(answer, set));
    tips.replaceChildren();
    whole.href = address(home, 'q', answer.query, 1000);
    whole.hidden = !answer.total;
    view.facets(answer, 5, () => shown === answer, (facet, value) => set(toggleFilter(input.value, facet, value)));
    if (pending) open(0, pending.apart);
    pending = null;
  }

  async function ask() {
    cancelAnimationFrame(frame);
    const query = input.value;
    if (!query.trim()) {
      // The index may come while the reader thinks.
      if (dialog.open) search.ready().catch(() => {});
      return blank();
    }
    try {
      view.wait();
      const answer = await search.ask(query, { typing: true, limit: 10 });
      if (!answer || query !== input.value) return;
      if (answer.empty) blank();
      else show(answer);
    } catch (error) {
      if (query === input.value) blank(failure(error, () => set(query)));
    }
  }

  // Chosen, not typed: what was chosen may be gone now, and the focus with it.
  function set(query) {
    input.value = query;
    pending = null;
    if (!document.activeElement.dataset.key) input.focus();
    ask();
  }

  function open(at, apart) {
    const option = options[at];
    if (!option) return;
    if (option.href && apart) {
      recent.add(input.value);
      window.open(option.href, '_blank', 'noopener');
    } else option.click();
  }

  input.addEventListener('input', () => {
    pending = null;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(ask);
  });
  input.addEventListener('keydown', (e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key], apart = e.ctrlKey || e.metaKey;
    if (e.isComposing) return;
    if (step && options.length) {
      e.preventDefault();
      // The field itself is one stop of the round.
      const stops = options.length + 1;
      point((active + 1 + step + stops) % stops - 1);
    } else if (e.key === 'Enter') {
      e.preventDefault();
      if (active >= 0) open(active, apart);
      else if (shown && shown.query === input.value) open(0, apart);
      // Typed faster than answered: the answer opens.
      else if (input.value.trim()) pending = { apart };
    }
  });
  // The focus stays in the field, also after a click.
  list.addEventListener('mousedown', (e) => e.preventDefault());
  list.addEventListener('click', (e) => {
    const option = e.target.closest('[role=option]');
    if (!option) return;
    if (option.dataset.query) return set(option.dataset.query);
    recent.add(input.value);
    if (!(e.ctrlKey || e.metaKey || e.shiftKey)) dialog.close();
  });
  whole.addEventListener('click', () => recent.add(input.value));
  // What was left with results on the screen may have been answered by them.
  dialog.addEventListener('close', () => {
    pending = null;
    if (shown && shown.total && shown.query === input.value) recent.add(shown.query);
  });
  dialog.addEventListener('ask', ask);
  ask();
}
