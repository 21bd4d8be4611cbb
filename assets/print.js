// On paper: each chart as wide as a sheet, its ink dark, and in words what the controls say. The button fetches
// all that has not come yet; where the browser prints by itself there is no time for that, and the paper says so.
(function () {
  const WIDTH = 700; // px: what A4 and Letter have room for, upright, inside of the margins in page.css
  const GUTTER = 148, COLUMN = 180; // px, as in dashboard/look/style.py
  const PAPER = { across: Math.floor((WIDTH - GUTTER) / COLUMN), dark: false };
  const answer = window.takedownsAnswer, sight = window.takedownsSight, charts = window.takedownsCharts;
  const comparison = document.getElementById('comparison'), button = document.getElementById('print');
  const root = document.documentElement;
  const columns = (across) => Math.min(document.querySelectorAll('#heads .head').length, across);
  const say = (id, text) => { document.getElementById(id).textContent = text; };

  // At once: the browser prints what is there when this has run. Columns that were drawn for a wider screen
  // keep the least width that they need, and page.css makes all of them smaller.
  let wasWrapped = true;
  window.addEventListener('beforeprint', () => {
    // Each sheet says that all is simulated, also where that came with another data version.
    document.body.classList.toggle('is-simulated', Boolean(document.querySelector('.simulated')));
    document.body.classList.toggle('dark-ink', answer.isDark());
    const missing = sight.missing();
    say('not-on-paper', missing.length ? `Not on this paper, because the page had not asked for it yet: ${missing.join(' ')} Use the Print button.` : '');
    say('link-on-paper', new URL(document.getElementById('copy-link').dataset.link || '', window.location.href).href);
    const across = Number(comparison.style.getPropertyValue('--columns')) || 1;
    const sheet = Math.max(WIDTH, GUTTER + across * COLUMN);
    root.style.setProperty('--sheet', sheet);
    wasWrapped = comparison.classList.contains('wrapped');
    comparison.classList.add('wrapped'); // each column under its operation's name: there are no heads on later sheets
    if (window.Plotly) charts.fit(sheet);
  });
  window.addEventListener('afterprint', () => {
    comparison.classList.toggle('wrapped', wasWrapped);
    if (window.Plotly) charts.fit(0);
  });

  // The view as it is drawn for paper, all of it; then the screen's again, where a reader was.
  async function print() {
    const screen = window.takedownsLink.screen();
    const isAlike = !screen.dark && columns(screen.across) === columns(PAPER.across);
    const panel = [...document.querySelectorAll('main > .panel')].find((each) => each.getBoundingClientRect().bottom > 0);
    const { top } = panel.getBoundingClientRect();
    const link = window.location.search;
    if (!await answer.openLink(link, { screen: isAlike ? screen : PAPER, wanted: sight.all() })) return;
    window.print();
    if (isAlike) return;
    await window.takedownsLink.open(link);
    window.scrollBy(0, panel.getBoundingClientRect().top - top);
  }
  button.addEventListener('click', async () => {
    button.disabled = true;
    button.textContent = 'Getting all of it …';
    await print();
    button.textContent = 'Print';
    button.disabled = false;
  });
})();
