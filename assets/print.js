// On paper: each chart as wide as a sheet, its ink dark, and in words what the controls say. The button fetches
// all that has not come yet; where the browser prints by itself there is no time for that, and the paper says so.
(function () {
  const WIDTH = 700; // px: what A4 and Letter have room for, upright, inside of the margins in page.css
  const GUTTER = 148, COLUMN = 180; // px, as in dashboard/look/style.py
  const PAPER = { across: Math.floor((WIDTH - GUTTER) / COLUMN), dark: false };
  const answer = window.takedownsAnswer, sight = window.takedownsSight, charts = window.takedownsCharts;
  const comparison = document.getElementById('comparison'), button = document.getElementById('print');
  const say = (id, text) => { document.getElementById(id).textContent = text; };

  // At once: the browser prints what is there when this has run. What was drawn for a wider screen keeps the least
  // width that its numbers need, and page.css makes all of it smaller.
  let isPrinting = false, wasWrapped = false;
  window.addEventListener('beforeprint', () => {
    const { across = 1, dark = false } = answer.look();
    const sheet = Math.max(WIDTH, GUTTER + across * COLUMN);
    document.documentElement.style.setProperty('--sheet', sheet);
    document.body.classList.toggle('dark-ink', dark);
    // Each sheet says that all is simulated, also where that came with another data version.
    document.body.classList.toggle('is-simulated', Boolean(document.querySelector('.simulated')));
    if (!isPrinting) wasWrapped = comparison.classList.contains('wrapped');
    isPrinting = true;
    say('not-on-paper', left(sight.missing(), sheet));
    comparison.classList.add('printed', 'wrapped'); // wrapped: names in each panel, as later sheets have no column heads
    document.querySelectorAll('.as-table[open] table').forEach(measure);
    if (window.Plotly) charts.fit(sheet);
    say('link-on-paper', new URL(document.getElementById('copy-link').dataset.link || '', window.location.href).href);
  });
  window.addEventListener('afterprint', () => {
    isPrinting = false;
    comparison.classList.remove('printed');
    comparison.classList.toggle('wrapped', wasWrapped);
    if (window.Plotly) charts.fit(0);
  });
  // How wide a table is at least: page.css makes one that is wider than the sheet smaller.
  function measure(table) {
    table.style.width = 'min-content';
    table.style.setProperty('--wide', table.offsetWidth);
    table.style.width = '';
  }
  function left(missing, sheet) {
    if (missing.length) return `Not on this paper, because the page had not asked for it yet: ${missing.join(' ')} Use the Print button.`;
    const { shown = null } = answer.look();
    if (shown !== null) return 'Only the operation that the screen showed is on this paper: the Print button prints all of them.';
    return sheet > WIDTH ? 'Small, because it was drawn for a screen: the Print button draws it for paper.' : '';
  }

  // The view as it is drawn for paper, all of it; then the screen's again, where a reader was.
  async function print() {
    const place = window.takedownsPlace.here();
    if (!await answer.openLink(window.location.search, { screen: PAPER, wanted: sight.all() })) return;
    const over = new Promise((done) => { window.addEventListener('afterprint', done, { once: true }); });
    window.print();
    if (isPrinting) await over; // a browser that does not wait for its own dialog
    window.takedownsPlace.hold(place);
    await window.takedownsLink.open(window.location.search);
  }
  // The keys for printing press the button; pressed again while it waits, they are the browser's own.
  document.addEventListener('keydown', (event) => {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'p';
    if (!isPrint || button.disabled) return;
    event.preventDefault();
    button.click();
  });
  button.addEventListener('click', async () => {
    button.disabled = true;
    button.textContent = 'Getting all …';
    await print();
    button.textContent = 'Print';
    button.disabled = false;
  });
})();
