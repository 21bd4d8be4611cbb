// On a screen with room for one column: one operation at a time, which a reader switches, or all of them side by
// side, for a page that is then wider than the screen. Which of the two is remembered in this browser.
window.takedownsNarrow = (function () {
  const REMEMBERED = 'takedowns-side-by-side';
  const operations = document.getElementById('switch'), button = document.getElementById('side-by-side');
  let shown = 0; // place of the operation
  let isBeside = false;
  try { isBeside = window.localStorage.getItem(REMEMBERED) === 'yes'; } catch { /* a browser that remembers nothing */ }

  // What is asked of the server for a screen on which `across` columns fit.
  function fit(across) {
    const isNarrow = across === 1;
    document.documentElement.classList.toggle('beside', isNarrow && isBeside);
    button.setAttribute('aria-pressed', String(isBeside));
    if (!isNarrow) return { across };
    return isBeside ? { across: 6 } : { across, shown };
  }

  // What is in sight stays where it is on the screen, also while panels above it change.
  function redraw() {
    window.takedownsPlace.hold(window.takedownsPlace.here());
    window.takedownsLink.open(window.location.search);
  }
  operations.addEventListener('click', ({ target }) => {
    const chosen = target.closest('button');
    if (!chosen) return;
    shown = Number(chosen.dataset.operation);
    operations.querySelectorAll('button').forEach((each) => each.setAttribute('aria-pressed', String(each === chosen)));
    chosen.scrollIntoView({ block: 'nearest', inline: 'center' });
    redraw();
  });
  button.addEventListener('click', () => {
    isBeside = !isBeside;
    try { window.localStorage.setItem(REMEMBERED, isBeside ? 'yes' : 'no'); } catch { /* for this visit alone */ }
    redraw();
  });

  return { fit };
})();
