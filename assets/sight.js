// What is on the screen is answered first. A panel of another view than the one shown is hidden until it
// comes: it is asked for when it is near the screen, or once the page has been idle for a while. What is folded,
// a table or how we know, is asked for once it is open.
window.takedownsSight = (function () {
  const SEEN = '0px', NEAR = '300px 0px', AHEAD = '900px 0px', SOON = 30, IDLE = 50, NEXT = 30, MOST = 6; // ms; panels at a time
  const every = () => [...document.querySelectorAll('main > .panel')];
  const isOpen = (section) => !section.hidden && section.dataset.unknown === undefined; // and can be answered
  const sections = () => every().filter(isOpen);
  const rows = () => [...document.querySelectorAll('#more li:not([hidden])')];
  const keyOf = (section) => section.id;
  const keyOfRow = (row) => row.id.slice(0, -'-row'.length);
  const FOLDS = { table: 'details.as-table', how: 'details.how' };
  const foldOf = (section, kind) => section.querySelector(FOLDS[kind]);
  const seen = new Set(), near = new Set(); // keys of panels, and 'more'
  let key = ''; // of the view shown
  let waiting, idle, pause = IDLE;

  const isLate = (section) => section.dataset.view !== key;
  const isFoldLate = (section, kind) => foldOf(section, kind).open && foldOf(section, kind).dataset.view !== key;
  // Which folds of some panels are open, as they are asked for.
  function folds(panels, isWanted = (section, kind) => foldOf(section, kind).open) {
    const open = (kind) => panels.filter((section) => isWanted(section, kind)).map(keyOf);
    return { tables: open('table'), how: open('how') };
  }

  // Nothing is seen while the comparison is hidden: then the server says what comes first.
  function wanted() {
    const panels = sections().filter((section) => seen.has(keyOf(section)));
    return panels.length ? { panels: panels.map(keyOf), ...folds(panels), sentences: seen.has('more') ? rows().map(keyOfRow) : [] } : null;
  }

  function ask(parts) {
    if (!Object.values(parts).some((keys) => keys.length)) return; // what is waited for is still to be asked
    clearTimeout(waiting);
    if (window.takedownsAnswer.isUnderway()) soon();
    else window.takedownsAnswer.rest(parts);
  }
  // The sentences of questions that are not open come together, once the list of them is near.
  function askNear() {
    const panels = sections().filter((section) => near.has(keyOf(section)));
    const late = near.has('more') ? rows().filter(isLate) : [];
    ask({ panels: panels.filter(isLate).map(keyOf), ...folds(panels, isFoldLate), sentences: late.map(keyOfRow) });
  }
  // A few at a time, so that the page answers its reader in between.
  function askRest() {
    const panels = sections().filter(isLate).slice(0, MOST);
    const folded = sections().filter((section) => Object.keys(FOLDS).some((kind) => isFoldLate(section, kind)));
    ask(panels.length ? { panels: panels.map(keyOf) } : folds(folded.slice(0, 1), isFoldLate));
  }

  function soon() { clearTimeout(waiting); waiting = setTimeout(askNear, SOON); }

  function watch(place, rootMargin, then, sections) {
    const observer = new IntersectionObserver((entries) => {
      entries.forEach((e) => (e.isIntersecting ? place.add(keyOf(e.target)) : place.delete(keyOf(e.target))));
      then(entries);
    }, { rootMargin });
    sections.forEach((section) => observer.observe(section));
  }

  function start() {
    const more = document.getElementById('more'), askSoon = () => { if (key) soon(); };
    const follow = (entries) => entries.forEach(({ target, isIntersecting }) => target.classList.toggle('seen', isIntersecting));
    watch(seen, SEEN, follow, [...every(), more]);
    watch(near, NEAR, askSoon, every());
    watch(near, AHEAD, askSoon, [more]); // its rows grow with their sentences: nobody is to see that
    every().forEach((section) => {
      heights.observe(section);
      Object.keys(FOLDS).forEach((kind) => foldOf(section, kind).addEventListener('toggle', () => unfolded(section)));
    });
  }

  // Asked for wherever it stands: a search in the page opens what is far away.
  function unfolded(section) {
    mark(section);
    if (key) ask(folds([section], isFoldLate));
  }

  function mark(section) {
    section.classList.toggle('late', isOpen(section) && isLate(section));
    Object.keys(FOLDS).forEach((kind) => foldOf(section, kind).classList.toggle('late', isOpen(section) && isFoldLate(section, kind)));
  }

  // Another view is shown: all of the one before is late. What nobody can see is marked so once what
  // is on the screen is drawn (settle): to style it anew would delay that.
  function changed(newKey) {
    clearTimeout(idle);
    key = newKey;
    // A view that was shown before, as Back and Forward do, is as high as it was then: nothing moves when its panels come.
    const known = shownBefore.get(key) || new Map();
    sections().forEach((section) => {
      const height = known.get(keyOf(section));
      if (height) section.style.setProperty('--kept', height);
      if (height || near.has(keyOf(section))) mark(section);
    });
    pause = IDLE;
  }

  // How high a panel is: so high its place stays while it is late.
  const shownBefore = new Map(); // key of a view -> (key of a panel -> how high it was)
  const heights = new ResizeObserver((places) => places.forEach(({ target, borderBoxSize }) => {
    if (!isOpen(target) || isLate(target)) return;
    const height = `${borderBoxSize[0].blockSize}px`;
    target.style.setProperty('--kept', height);
    if (!shownBefore.has(key)) shownBefore.set(key, new Map());
    shownBefore.get(key).set(keyOf(target), height);
  }));

  function came(panel, part) {
    if (part === 'sentence') { document.getElementById(`${panel}-row`).dataset.view = key; return; }
    const section = document.getElementById(panel);
    (FOLDS[part] ? foldOf(section, part) : section).dataset.view = key;
    mark(section);
  }

  function settle() {
    requestAnimationFrame(() => setTimeout(() => every().forEach(mark)));
    soon();
    clearTimeout(idle);
    idle = setTimeout(askRest, pause);
    pause = NEXT;
  }

  // Everything there is to ask for, and what of it has not come.
  const all = () => ({ panels: sections().map(keyOf), ...folds(sections()) });
  function missing() {
    sections().forEach(mark);
    return sections().flatMap((section) => {
      const question = section.querySelector('h2').textContent;
      if (isLate(section)) return [question];
      const isUndrawn = !window.Plotly && section.querySelector('.body:not(.plain, .bare)'); // it is on its way
      return [
        isUndrawn && `the chart of “${question}”`,
        isFoldLate(section, 'table') && `the table of “${question}”`,
        isFoldLate(section, 'how') && `how we know “${question}”`,
      ].filter(Boolean);
    });
  }

  // A question that was opened is late, unless it was open before in the same view; one that is closed never is.
  const toggled = (panel) => mark(document.getElementById(panel));
  const hasCome = (panel) => !isLate(document.getElementById(panel));

  return { start, wanted, all, missing, changed, came, settle, toggled, hasCome, isNear: (panel) => near.has(panel) };
})();
