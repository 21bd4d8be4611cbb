// The address bar holds the view. The server writes the query (one codec, in Python); here it is only
// pushed or put in place, and Back, Forward, links on the page and a changed screen ring the store.
(function () {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const GUTTER = 148 + 56, COLUMN = 180; // px: labels and page margin; the least a column needs
  const across = () =>
    Math.max(1, Math.min(6, Math.floor((document.documentElement.clientWidth - GUTTER) / COLUMN)));
  const screenNow = () => ({ across: across(), dark: dark.matches });
  let shownQuery = window.location.search;
  let shownScreen = JSON.stringify(screenNow());

  function ring(query) {
    shownQuery = query;
    shownScreen = JSON.stringify(screenNow());
    window.dash_clientside.set_props('rung', { data: { query, ...screenNow(), at: Date.now() } });
  }

  // A drag over the timeline -> the days of its whole weeks or months, which are set as if typed.
  // Unit n reaches from n - 0.5 to n + 0.5; weeks are numbered from that of 29 December 1969,
  // months from January of the year 0. A double click gives null: all days.
  const WEEK = 7 * 86400000, MONDAY = -3 * 86400000; // ms
  const begins = {
    week: (n) => MONDAY + n * WEEK,
    month: (n) => Date.UTC(Math.floor(n / 12), n % 12, 1),
  };
  const day = (ms) => new Date(ms).toISOString().slice(0, 10);
  function dragged(chosen, figure, start, end) {
    const keep = window.dash_clientside.no_update;
    const key = chosen && Object.keys(chosen.range || {}).find((axis) => axis.startsWith('x'));
    if (chosen && !key) return [keep, keep, keep];
    let from = null, to = null;
    if (chosen) {
      const [low, high] = chosen.range[key].map((x) => Math.round(x + 0.5));
      const middle = (chosen.range[key][0] + chosen.range[key][1]) / 2;
      const first = low < high ? low : Math.round(middle); // less than half a unit: the unit it lies in
      const begin = begins[figure.layout.meta.unit];
      from = day(begin(first));
      to = day(begin(Math.max(high, first + 1)) - 86400000);
    }
    // What was dragged is used up, so that the same drag, or a double click, is heard again.
    if (from !== (start || null) || to !== (end || null)) return [from, to, {}];
    const drawn = document.querySelector('#timeline-figure .js-plotly-plot');
    if (drawn) window.Plotly.relayout(drawn, { selections: [] }); // no new figure takes it away
    return [keep, keep, {}];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    takedowns: {
      dragged,
      load: () => {
        window.dash_clientside.set_props('timeline-figure', { selectedData: {} });
        if (document.documentElement.clientWidth < 600) document.getElementById('filters').open = false;
        window.takedownsSight.start(ring);
        return { query: window.location.search, ...screenNow() };
      },
      // A second click on the same bar is one only if the first is forgotten.
      theme: (click, chosen) => {
        const id = click && click.points && click.points[0] && click.points[0].customdata;
        const none = window.dash_clientside.no_update;
        if (!id) return [none, click ? null : none];
        const rest = (chosen || []).filter((theme) => theme !== id);
        return [rest.length < (chosen || []).length ? rest : [...rest, id], null];
      },
      address: (shown) => {
        if (shown) {
          shownQuery = shown.query;
          if (shown.query !== window.location.search) {
            const how = shown.push ? 'pushState' : 'replaceState';
            window.history[how](null, '', window.location.pathname + shown.query + window.location.hash);
          }
        }
        return window.dash_clientside.no_update;
      },
      came: (told) => window.takedownsSight.came(told),
    },
  });

  // In-page anchors fire popstate too: they change no query, so they ring nothing.
  window.addEventListener('popstate', () => {
    if (window.location.search !== shownQuery) ring(window.location.search);
  });

  // The link that a plain click is on: one with a key opens it elsewhere.
  function clicked(event, selector) {
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    return plain && event.target.closest ? event.target.closest(selector) : null;
  }

  // A link to another view on this page changes the view without loading the page again.
  document.addEventListener('click', (event) => {
    const link = clicked(event, 'a[href]');
    if (!link || event.defaultPrevented || link.target) return;
    const url = new URL(link.href, window.location.href);
    if (url.origin !== window.location.origin || url.pathname !== window.location.pathname) return;
    if (url.hash || url.search === window.location.search) return;
    event.preventDefault();
    window.history.pushState(null, '', url.pathname + url.search);
    ring(url.search);
  });

  let waiting;
  const screenChanged = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (JSON.stringify(screenNow()) !== shownScreen) ring(window.location.search);
    }, 200);
  };
  window.addEventListener('resize', screenChanged);
  dark.addEventListener('change', screenChanged);

  // Each sheet says that all is simulated, also where that came with another data version.
  window.addEventListener('beforeprint', () => {
    document.body.classList.toggle('is-simulated', Boolean(document.querySelector('.simulated')));
  });

  // While the server does not answer, say so, keep what is shown, and ask again.
  const ask = window.fetch.bind(window);
  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  function tell(text) {
    const place = document.getElementById('trouble');
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
  }
  window.takedownsPage = { clicked, tell };
  async function askUntilAnswered(resource, options) {
    for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
      try {
        const answer = await ask(resource, options);
        if (answer.status < 500) { tell(''); return answer; }
      } catch (problem) {
        if (problem.name === 'AbortError') throw problem;
      }
      tell('The server did not answer. The page shows its last answer and asks again.');
      await pause(wait);
    }
  }
  window.fetch = async (resource, options) => {
    const { pathname } = new URL(resource.url || resource, window.location.href); // a query may follow
    if (pathname === '/rest') return askUntilAnswered(resource, options);
    if (!pathname.endsWith('/_dash-update-component')) return ask(resource, options);
    let drawn = false;
    const call = window.takedownsSight.called();
    try {
      const answer = await askUntilAnswered(resource, options);
      drawn = answer.ok;
      return answer;
    } finally {
      window.takedownsSight.answered(call, drawn);
    }
  };

  // Copy link: the clipboard where the page may use it, else a selected text to copy by hand.
  async function copy(button) {
    const link = new URL(button.dataset.link, window.location.href).href;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      const text = document.createElement('textarea');
      text.value = link;
      document.body.append(text);
      text.select();
      const copied = document.execCommand('copy');
      text.remove();
      if (!copied) window.prompt('Copy this link', link);
    }
    button.textContent = 'Link copied';
    setTimeout(() => { button.textContent = 'Copy link'; }, 2000);
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('#copy-link');
    if (button && button.dataset.link) copy(button);
  });
  // Enter in a control is a choice, not a form that is sent.
  document.addEventListener('submit', (event) => event.preventDefault());
})();
