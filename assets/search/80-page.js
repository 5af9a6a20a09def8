// The page of all results. Its address holds all of it, for Back and for a link in a ticket.
function runPage(form, search, home) {
  const PAGE = 25, input = form.elements.q, name = document.title, recent = recentSearches(home);
  const list = make('ol'), view = outlay(document.querySelector('main .find-body'), make('h2'), list);
  const more = press('Show more', () => {
    const from = list.children.length;
    number = from + PAGE;
    note('replaceState');
    ask(from);
  }, { class: 'find-button find-next' });
  let number, back, seen;
  list.after(more);

  function blank(...help) {
    document.title = name;
    view.clear();
    list.replaceChildren();
    more.hidden = true;
    view.help.replaceChildren(...help);
  }

  async function ask(from = 0) {
    const query = input.value;
    try {
      view.wait();
      const answer = await search.ask(query, { typing: false, limit: number });
      if (!answer) return;
      if (answer.empty) return blank(...howTo(), ...recent.all().map((text) => press(text, () => go(text))));
      document.title = `${query.trim()} · ${name}`;
      view.live.textContent = view.count.textContent = amount(answer.total);
      view.help.replaceChildren(...advice(answer, go));
      if (!from) list.replaceChildren();
      list.append(...answer.results.slice(from).map((result) => make('li', {}, ...entries(result, query))));
      if (from && list.children[from]) list.children[from].firstChild.focus();
      more.hidden = list.children.length >= answer.total;
      if (back) scrollTo({ top: back, behavior: 'instant' });
      back = null;
      view.facets(answer, 8, () => query === input.value, (facet, value) => go(toggleFilter(input.value, facet, value)));
    } catch (error) {
      blank(failure(error, () => ask()));
    }
  }

  function note(how) {
    const to = new URL(address(location.href, 'q', input.value, 1000));
    to.hash = '';
    to.searchParams.delete('n');
    if (number > PAGE) to.searchParams.set('n', number);
    noteAddress(how, to);
    seen = location.search;
  }

  function go(query) {
    input.value = query;
    number = PAGE;
    recent.add(query);
    note('pushState');
    ask();
  }

  function read() {
    // Also a link within the page comes here.
    if (seen === location.search) return;
    const given = new URLSearchParams(seen = location.search);
    input.value = given.get('q') || '';
    number = Math.min(Math.max(PAGE, given.get('n') | 0), 1000);
    back = history.state && history.state.y;
    ask();
  }

  form.addEventListener('submit', (e) => {
    e.preventDefault();
    go(input.value);
  });
  form.addEventListener('ask', () => ask());
  addEventListener('popstate', read);
  // The browser scrolls back before the results are there.
  addEventListener('pagehide', () => noteAddress('replaceState', location.href, { y: scrollY }));
  read();
}
