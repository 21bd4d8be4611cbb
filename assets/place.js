// The one owner of where a reader is. Panels come late and change their height, so the browser cannot keep a place: it is
// a panel and how far that is scrolled. It is kept with the entry of the history, to which a reload, Back and Forward
// come; and it is held, whatever comes above it, until the reader moves or all is still.
window.takedownsPlace = (function () {
  const SAVED = 150, STILL = 2000; // ms: without a move, until a place is kept; without a change, until it is let go
  const FOCUSABLE = 'a[href], button, input, select, summary, [tabindex]';
  const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown']; // of a reader, who then goes elsewhere
  const main = document.getElementById('comparison');
  let saving, still;
  // { panel, offset, focus }: what is held; without a panel the page, without an offset where a link to the panel leads.
  let held = null;
  window.history.scrollRestoration = 'manual';

  const topOf = (node) => node.getBoundingClientRect().top;
  // What is hidden has no place: its top would be that of the screen.
  const sections = () => [...main.querySelectorAll(':scope > section[id]')].filter((each) => each.getClientRects().length);
  // What is read is the last that begins above the middle of the screen; who is at the top, stays there.
  function here() {
    const section = window.scrollY ? sections().filter((each) => topOf(each) < window.innerHeight / 2).pop() : null;
    return section ? { panel: section.id, offset: -topOf(section) } : { panel: '', offset: window.scrollY };
  }

  function focused() {
    const node = document.activeElement, named = node && node.closest('[id]');
    if (!named || node === document.body) return null;
    return { id: named.id, nth: named === node ? -1 : [...named.querySelectorAll(FOCUSABLE)].indexOf(node) };
  }
  function save() {
    clearTimeout(saving);
    const place = held ? { ...held, focus: held.focus || focused() } : { ...here(), focus: focused() };
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
    if (document.activeElement === node) held.focus = null;
  }
  function come() {
    // The place is one of the view in the address bar, which may not have come.
    if (!held || window.takedownsAnswer.look().query !== window.location.search) return;
    const { panel, offset } = held, section = sections().find(({ id }) => id === panel);
    if (section && offset === undefined) section.scrollIntoView({ behavior: 'instant' });
    else if (section || !panel) window.scrollTo({ top: (section ? topOf(section) + window.scrollY : 0) + offset, behavior: 'instant' });
    if (held.focus) focus(held.focus);
    wait();
  }
  function wait() {
    clearTimeout(still);
    still = setTimeout(() => (window.takedownsAnswer.isUnderway() ? wait() : leave()), STILL);
  }
  function leave() {
    held = null;
    clearTimeout(still);
    soon();
  }
  // From now on, `offset` px of the panel are above the screen: negative where it begins on it.
  function hold(place) {
    clearTimeout(saving); // that was of another entry
    held = place ? { ...place } : null;
    wait();
  }
  function seek(place) {
    hold(place);
    come();
  }

  // How much of the screen sticks above the panels: what a link leads to stands beneath.
  const heads = document.getElementById('heads');
  let known = '';
  function stuck() {
    const { position, top } = getComputedStyle(heads);
    const height = position === 'sticky' ? (parseFloat(top) || 0) + heads.getBoundingClientRect().height : 48;
    const now = `${Math.ceil(height)}px`;
    if (now !== known) document.documentElement.style.setProperty('--stuck', known = now); // styles the whole page anew
  }
  new ResizeObserver(() => { stuck(); come(); }).observe(heads);
  new ResizeObserver(come).observe(main);

  MOVES.forEach((move) => window.addEventListener(move, () => { if (held) leave(); }, { passive: true, capture: true }));
  window.addEventListener('scroll', soon, { passive: true });
  document.addEventListener('focusin', soon);
  window.addEventListener('beforeunload', save); // who leaves at once after a move, comes back to it
  document.addEventListener('takedowns-drawn', () => { come(); soon(); });
  // A page begins at its top by itself: whoever moves there before it is still is not held.
  const { place } = window.history.state || {};
  if (place && (place.panel || place.offset || place.focus)) seek(place);

  return { here, hold, seek };
})();
