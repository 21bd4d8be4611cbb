// What every page that is measured says of itself, from before its first script on. Times are
// milliseconds since the load began.
window.bench = (() => {
  const QUIET = 500; // ms without work, after which a page is settled
  const tasks = [], shifts = []; // [start, milliseconds] of what blocked; [time, layout shift]
  let asked = 0; // fetches that are under way
  let latest = 0; // when an answer came, or was drawn, last
  const now = () => performance.now();
  const hear = (type, keep) => new PerformanceObserver((list) => list.getEntries().forEach(keep))
    .observe({ type, buffered: true });
  hear('longtask', (e) => tasks.push([e.startTime, e.duration]));
  hear('layout-shift', (e) => { if (!e.hadRecentInput) shifts.push([e.startTime, e.value]); });
  document.addEventListener('takedowns-drawn', () => { latest = now(); });

  const fetchAsEver = window.fetch;
  window.fetch = async (...all) => {
    asked += 1;
    try { return await fetchAsEver(...all); } finally { asked -= 1; latest = now(); }
  };

  const nextPicture = () => new Promise((done) => { requestAnimationFrame(done); });
  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  async function painted() {
    await nextPicture();
    await nextPicture();
    return now();
  }

  const isDrawn = (chart) => chart.calcdata && chart.querySelector('.main-svg text');
  const drawn = () => [...document.querySelectorAll('.js-plotly-plot')].filter(isDrawn).length;
  // When so many charts were painted for the first time.
  async function loaded(charts) {
    while (drawn() < charts) await nextPicture();
    return painted();
  }

  function chartOf(panel) {
    const place = document.getElementById(`${panel}-figure`);
    return place.matches('.js-plotly-plot') ? place : place.querySelector('.js-plotly-plot');
  }
  // Do what a reader does; over when each of these charts is drawn anew and painted.
  async function change(panels, act) {
    const charts = panels.map(chartOf);
    const before = charts.map((chart) => chart.calcdata);
    await pause(0); // a click comes in a task of its own
    const begun = now();
    const all = charts.map((chart) => new Promise((done) => { chart.once('plotly_react', done); }));
    act();
    await Promise.all(all);
    const end = await painted();
    if (charts.some((chart, i) => chart.calcdata === before[i])) throw Error('A chart is as before.');
    return [begun, end];
  }

  // When the page did something last, once it has been idle for a while and nothing is late.
  async function settled(since) {
    for (;;) {
      const last = Math.max(since, latest, ...tasks.map(([start, ms]) => start + ms));
      const late = document.querySelector('main .late');
      if (!asked && !late && now() - last > QUIET) return last;
      await pause(50);
    }
  }

  const nodes = () => document.querySelectorAll('*').length;
  return { tasks, shifts, loaded, change, settled, nodes };
})();
