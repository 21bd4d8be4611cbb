// A reload, Back and Forward come to where the reader was, and to what was in focus. Panels come late and change their
// height, so the browser cannot: a place is a panel and how far it was scrolled, kept with the entry of the history.
(function () {
  const SAVED = 150, STILL = 2000; // ms: without a move, until a place is kept; without a change, until it is reached
  const FOCUSABLE = 'a[href], button, input, select, summary, [tabindex]';
  const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown']; // of a reader, who then goes elsewhere
  const main = document.getElementById('comparison');
  let saving, still;
  let wanted = null; // the place to come to; null once it is reached, or the reader moves
  window.history.scrollRestoration = 'manual';

  // What is hidden has no place: its top would be that of the screen.
  const panels = () => [...main.querySelectorAll(':scope > section[id]')].filter((each) => each.getClientRects().length);
  const topOf = (node) => node.getBoundingClientRect().top;

  function focused() {
    const node = document.activeElement, named = node && node.closest('[id]');
    if (!named || node === document.body) return null;
    return { id: named.id, nth: named === node ? -1 : [...named.querySelectorAll(FOCUSABLE)].indexOf(node) };
  }
  function save() {
    clearTimeout(saving);
    if (wanted) return;
    const panel = panels().filter((each) => topOf(each) <= 0).pop();
    const place = { panel: panel ? panel.id : '', offset: panel ? -topOf(panel) : window.scrollY, focus: focused() };
    window.history.replaceState({ ...window.history.state, place }, '');
  }
  function soon() {
    clearTimeout(saving);
    saving = setTimeout(save, SAVED);
  }

  function focus({ id, nth }) {
    const named = document.getElementById(id);
    const node = named && (nth < 0 ? named : named.querySelectorAll(FOCUSABLE)[nth]);
    if (!node) return;
    node.focus({ preventScroll: true });
    if (document.activeElement === node) wanted.focus = null;
  }
  function come() {
    if (!wanted || main.matches('.waiting')) return;
    const panel = wanted.panel && panels().find(({ id }) => id === wanted.panel);
    const top = panel ? topOf(panel) + window.scrollY + wanted.offset : wanted.offset;
    if (!wanted.panel || panel) window.scrollTo({ top, behavior: 'instant' });
    if (wanted.focus) focus(wanted.focus);
    clearTimeout(still);
    still = setTimeout(leave, STILL);
  }
  function leave() {
    wanted = null;
    clearTimeout(still);
    soon();
  }
  function seek(state) {
    clearTimeout(saving); // that was of another entry
    wanted = state && state.place ? { ...state.place } : null;
    come();
  }

  MOVES.forEach((move) => window.addEventListener(move, () => { if (wanted) leave(); }, { passive: true, capture: true }));
  window.addEventListener('scroll', soon, { passive: true });
  document.addEventListener('focusin', soon);
  window.addEventListener('beforeunload', save); // who leaves at once after a move, comes back to it
  document.addEventListener('takedowns-drawn', () => { if (wanted) come(); else soon(); });
  new ResizeObserver(come).observe(main);
  window.addEventListener('popstate', ({ state }) => seek(state));
  // A page begins at its top by itself: whoever moves there before it is still is not held.
  const { place } = window.history.state || {};
  if (place && (place.panel || place.offset || place.focus)) seek(window.history.state);
})();
