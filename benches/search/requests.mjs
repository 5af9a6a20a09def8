// The requests of a page: when each was made and answered, and how many of them had to wait for each other.

const QUIET = 300;

/** Notes every request of a page and of its workers. */
export function record(page, { answered }) {
  const open = new Map(), all = [];
  let last = Date.now(), events = 0;
  page.context().on('request', (request) => {
    // Their order tells more than the clock: several events may come in one turn.
    const entry = { url: new URL(request.url()), start: last = Date.now(), made: events++, answered: Infinity };
    open.set(request, entry);
    all.push(entry);
  });
  const end = (request) => {
    const entry = open.get(request);
    open.delete(request);
    if (entry) [entry.answered, last] = [events++, Date.now()];
  };
  page.context().on('requestfinished', end);
  page.context().on('requestfailed', end);
  return {
    /** Those since a moment, with what they weighed. */
    since: (from) => all.filter((r) => r.start >= from).map((r) => {
      const size = answered.get(r.url.pathname + r.url.search);
      if (!size) throw new Error(`no answer to ${r.url}`);
      return { ...r, path: r.url.pathname, ...size };
    }),
    async quiet() {
      while (open.size || Date.now() - last < QUIET) await new Promise((done) => setTimeout(done, 20));
    },
  };
}

/**
 * What requests come to. Round trips: a request has depth 1 if none was answered before it was made, and else one more
 * than the deepest of those that were. All answers wait alike, so this is the longest chain in which each request
 * could only be made when the one before had been answered. Where a request waits for an answer by chance and not by
 * need, this counts too much, never too little.
 */
export function sum(requests) {
  // They are in the order in which they were made.
  for (const request of requests) {
    request.depth = 1 + Math.max(0, ...requests.filter((r) => r.answered < request.made).map((r) => r.depth));
  }
  const total = (what) => requests.reduce((all, r) => all + r[what], 0);
  return { requests: requests.length, bytes: total('body'), heads: total('head'), trips: Math.max(0, ...requests.map((r) => r.depth)) };
}
