// The charts of the panels: drawn once they are near the screen or printed, kept as wide as their place or sheet,
// and heard where a reader chooses on them.
window.takedownsCharts = (function () {
  const CONFIG = { displayModeBar: false, responsive: true, showAxisDragHandles: false }; // axes are fixed
  const NEAR = 300; // px below or above the screen
  const undrawn = new Map(); // panel -> its figure, until it is near: all charts are 8,000 nodes
  const heard = new WeakSet(); // charts whose clicks and drags are heard
  let sheet = 0; // px: how wide charts are while the page is printed, else 0

  const placeOf = (panel) => document.getElementById(`${panel}-figure`);
  const widths = new ResizeObserver((places) => places.forEach(({ target, contentRect }) => {
    const layout = target._fullLayout;
    if (!sheet && layout && contentRect.width && Math.abs(layout.width - contentRect.width) > 1) window.Plotly.Plots.resize(target);
  }));

  const sectionOf = (panel) => document.getElementById(panel);
  function isNear(panel) {
    const { top, bottom } = sectionOf(panel).getBoundingClientRect();
    return bottom > -NEAR && top < window.innerHeight + NEAR;
  }
  const coming = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
    const panel = target.id;
    if (isIntersecting && undrawn.has(panel)) draw(panel, undrawn.get(panel));
  }), { rootMargin: `${NEAR}px 0px` });

  // All charts of the view, at once, for a sheet that is so many px wide; 0: for the screen again. page.css makes
  // a tall one small enough for one sheet, if it can then still be read.
  const TALLEST = 2000; // px: six operations compared pair by pair
  function fit(width) {
    sheet = width;
    undrawn.forEach((figure, panel) => { if (!sectionOf(panel).matches('.late')) draw(panel, figure); });
    document.querySelectorAll('main > :not(.late) .js-plotly-plot:not([hidden])').forEach((place) => {
      const { width: drawn, height } = place._fullLayout;
      place.parentElement.style.setProperty('--tall', height <= TALLEST ? height : 1);
      if (Math.abs(drawn - (width || place.clientWidth)) <= 1) return;
      plot(place, place);
      if (!width) window.Plotly.Plots.resize(place); // once its width is not given any more
    });
  }
  function plot(place, { data, layout: { width, ...layout } }) {
    window.Plotly.react(place, data, sheet ? { ...layout, width: sheet } : layout, CONFIG);
  }

  // plotly.js may still be on its way when the first answer is there.
  const ready = () => new Promise((done) => {
    document.querySelector('script[src*="plotly"]').addEventListener('load', done);
  });

  // A new figure of a panel, null for none. The one before is hidden until it is near, not purged:
  // Plotly.purge forgets what a reader is dragging on any other chart.
  function show(panel, figure) {
    undrawn.delete(panel);
    // What the browser said last saves measuring the page anew, which comes late for a first answer.
    if (figure && (window.takedownsSight.isNear(panel) || isNear(panel))) {
      draw(panel, figure);
      return;
    }
    placeOf(panel).hidden = true;
    if (!figure) return;
    undrawn.set(panel, figure);
    coming.observe(sectionOf(panel));
  }

  function draw(panel, figure) {
    const place = placeOf(panel);
    undrawn.delete(panel);
    coming.unobserve(sectionOf(panel));
    place.hidden = false;
    plot(place, figure);
    if (heard.has(place)) return;
    heard.add(place);
    widths.observe(place);
    if (panel === 'timeline') {
      place.on('plotly_selected', (chosen) => { if (chosen) dragged(place, chosen.range || {}); });
      place.on('plotly_deselect', () => dragged(place, null));
      place.on('plotly_hover', ({ points }) => crosshair(place, points));
    }
    if (panel === 'themes') place.on('plotly_click', (click) => clicked(click.points[0].customdata));
  }

  // Who points at a week or month in one column sees the same one in all: a label of plotly's in each.
  function crosshair(place, points) {
    const subplots = place._fullLayout._subplots.cartesian;
    if (points.length < 2 && subplots.length > 1) window.Plotly.Fx.hover(place, { xval: points[0].x }, subplots);
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
  function dragged(place, range) {
    let start = null, end = null;
    if (range) {
      const key = Object.keys(range).find((axis) => axis.startsWith('x'));
      if (!key) return;
      const [low, high] = range[key].map((x) => Math.round(x + 0.5));
      const middle = (range[key][0] + range[key][1]) / 2;
      const first = low < high ? low : Math.round(middle); // less than half a unit: the unit it lies in
      const begin = begins[place.layout.meta.unit];
      start = day(begin(first));
      end = day(begin(Math.max(high, first + 1)) - 86400000);
    }
    const { start: from, end: to } = window.takedownsLink.controls();
    if (start !== (from || null) || end !== (to || null)) window.takedownsLink.chooseOnChart({ start, end });
    else window.Plotly.relayout(place, { selections: [] }); // no new figure takes it away
  }

  // A click on a theme filters by it; a click on a chosen one takes it away.
  function clicked(theme) {
    if (!theme) return;
    const chosen = window.takedownsLink.controls().themes || [];
    const others = chosen.filter((each) => each !== theme);
    window.takedownsLink.chooseOnChart({ themes: others.length < chosen.length ? others : [...chosen, theme] });
  }

  return { ready, show, fit };
})();
