// What is on the screen is answered first. A panel of another view than the one shown is hidden until it
// comes: it is asked for when it is near the screen, or once the page has been idle for a while.
window.takedownsSight = (function () {
  const SEEN = '0px', NEAR = '300px 0px', SOON = 30, IDLE = 1500, NEXT = 200; // ms
  const sections = () => [...document.querySelectorAll('main > .panel')];
  const keyOf = (section) => section.id.slice(0, -'-panel'.length);
  const tableOf = (section) => section.querySelector('details.as-table');
  const seen = new Set(), near = new Set(); // keys of panels
  let shown = { key: '', view: {} };
  let calls = 0, lastCall = 0; // for another view: how many are not answered yet, the newest one's number
  let arriving = false; // the answer to the newest is here, and not all of it is drawn yet
  let asking = null; // what asks for the rest of the view shown, and can be stopped
  let waiting, idle, ring;

  const isLate = (section) => section.dataset.view !== shown.key;
  const isTableLate = (section) => tableOf(section).dataset.view !== shown.key;
  const openTables = (place) => sections().filter((s) => tableOf(s).open && place.has(keyOf(s)));

  function tellWanted() {
    // Nothing is seen while the comparison is hidden: then the server says what comes first.
    const data = seen.size ? { panels: [...seen], tables: openTables(seen).map(keyOf) } : null;
    window.dash_clientside.set_props('wanted', { data });
  }

  function ask(panels, tables) {
    clearTimeout(waiting);
    if (!panels.length && !tables.length) return;
    if (calls || arriving || asking) soon();
    else fetchRest({ ...shown.view, panels: panels.map(keyOf), tables: tables.map(keyOf) });
  }
  const askNear = () => ask(sections().filter((s) => near.has(keyOf(s)) && isLate(s)), openTables(near).filter(isTableLate));
  // One at a time, so that the page answers its reader in between.
  function askRest() {
    const panels = sections().filter(isLate).slice(0, 1);
    ask(panels, panels.length ? [] : sections().filter((s) => tableOf(s).open && isTableLate(s)).slice(0, 1));
  }

  async function fetchRest(wanted) {
    const mine = new AbortController();
    asking = mine;
    try {
      const answer = await window.fetch('/rest', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(wanted),
        signal: mine.signal,
      });
      if (answer.status === 410) ring(window.location.search);
      const parts = answer.ok ? await answer.json() : {};
      if (asking !== mine) return; // stopped: another view comes
      asking = null;
      const { came: told, ...drawn } = parts;
      Object.entries(drawn).forEach(([id, props]) => window.dash_clientside.set_props(id, props));
      came(told && told.data);
    } catch (problem) {
      if (asking === mine) asking = null;
      if (problem.name !== 'AbortError') throw problem;
    }
  }

  function soon() { clearTimeout(waiting); waiting = setTimeout(askNear, SOON); }
  function later(wait) { clearTimeout(idle); idle = setTimeout(askRest, wait); }

  function watch(place, rootMargin, then) {
    const observer = new IntersectionObserver((entries) => {
      entries.forEach((e) => (e.isIntersecting ? place.add(keyOf(e.target)) : place.delete(keyOf(e.target))));
      if (shown.key) then();
    }, { rootMargin });
    sections().forEach((section) => observer.observe(section));
  }

  function start(ringing) {
    ring = ringing;
    watch(seen, SEEN, tellWanted);
    watch(near, NEAR, soon);
    sections().forEach((section) => {
      tableOf(section).addEventListener('toggle', () => { mark(section); tellWanted(); soon(); });
    });
  }

  function mark(section) {
    section.classList.toggle('late', isLate(section));
    tableOf(section).classList.toggle('late', tableOf(section).open && isTableLate(section));
  }

  function came(told) {
    if (!told) return window.dash_clientside.no_update;
    if (told.whole) {
      shown = { key: told.key, view: told.view };
      arriving = false;
    }
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

  // A call for another view: what is asked of the view shown is not drawn over it.
  function called() {
    calls += 1;
    clearTimeout(idle);
    if (asking) asking.abort();
    asking = null;
    lastCall += 1;
    return lastCall;
  }
  function answered(call, drawn) {
    calls -= 1;
    if (call === lastCall) arriving = drawn; // Dash draws no answer to an older one
  }

  return { start, came, called, answered };
})();
