// What is in sight is answered first. A panel of another view than the one shown is hidden until it comes:
// it is asked for when it nears the screen, or once the page has been idle for a while.
window.takedownsSight = (function () {
  const NEAR = '300px 0px', SOON = 30, IDLE = 1500, NEXT = 200; // ms
  const sections = () => [...document.querySelectorAll('main > .panel')];
  const keyOf = (section) => section.id.slice(0, -'-panel'.length);
  const tableOf = (section) => section.querySelector('details.as-table');
  const near = new Set();
  let shown = { key: '', query: '' };
  let pending = 0;
  let waiting, idle;

  const isLate = (section) => section.dataset.view !== shown.key;
  const isTableLate = (section) => tableOf(section).dataset.view !== shown.key;
  const openTables = () => sections().filter((s) => tableOf(s).open && near.has(keyOf(s)));

  function tellWanted() {
    // Nothing is near while the comparison is hidden: then the server says what comes first.
    const data = near.size ? { panels: [...near], tables: openTables().map(keyOf) } : null;
    window.dash_clientside.set_props('wanted', { data });
  }

  function ask(panels, tables) {
    clearTimeout(waiting);
    if (!panels.length && !tables.length) return;
    if (pending) { soon(); return; } // two calls at once: Dash would drop the answer to the first
    const data = { query: shown.query, panels: panels.map(keyOf), tables: tables.map(keyOf), at: Date.now() };
    window.dash_clientside.set_props('more', { data });
  }
  const askNear = () => ask(sections().filter((s) => near.has(keyOf(s)) && isLate(s)), openTables().filter(isTableLate));
  // One at a time, so that the page answers its reader in between.
  const askRest = () => ask(sections().filter(isLate).slice(0, 1), []);
  function soon() { clearTimeout(waiting); waiting = setTimeout(askNear, SOON); }
  function later(wait) { clearTimeout(idle); idle = setTimeout(askRest, wait); }

  function start() {
    const seen = new IntersectionObserver((entries) => {
      entries.forEach((e) => (e.isIntersecting ? near.add(keyOf(e.target)) : near.delete(keyOf(e.target))));
      if (!shown.key) return;
      tellWanted();
      soon();
    }, { rootMargin: NEAR });
    sections().forEach((section) => {
      seen.observe(section);
      tableOf(section).addEventListener('toggle', () => { mark(section); tellWanted(); soon(); });
    });
  }

  function mark(section) {
    section.classList.toggle('late', isLate(section));
    tableOf(section).classList.toggle('late', tableOf(section).open && isTableLate(section));
  }

  function came(told) {
    if (!told) return window.dash_clientside.no_update;
    if (told.whole) shown = { key: told.key, query: told.query };
    sections().forEach((section) => {
      if (told.panels.includes(keyOf(section))) section.dataset.view = told.key;
      if (told.tables.includes(keyOf(section))) tableOf(section).dataset.view = told.key;
      mark(section);
    });
    tellWanted();
    soon();
    later(told.whole ? IDLE : NEXT);
    return window.dash_clientside.no_update;
  }

  const asked = (change) => { pending += change; if (change > 0) clearTimeout(idle); };
  return { start, came, asked };
})();
