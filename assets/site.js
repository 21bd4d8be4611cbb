// What JavaScript adds to pages that are complete without it: charts, sorting, a filter while typing,
// and a count of ticks. Every address it uses is a link of the page that works on the server too.
(function () {
  const GUTTER = 56, COLUMN = 180; // px: page margin; what dashboard/style.py calls a column
  const SHEET = 700; // px, as in print.js

  // ---- Charts ----------------------------------------------------------------------------------
  const charts = [...document.querySelectorAll('.drawn')].map((place) => ({
    place,
    figures: JSON.parse(document.getElementById(place.id.replace(/-chart$/, '-figures')).textContent),
    drawn: '',
  }));

  function width(px, figures) {
    const room = px / COLUMN;
    const widths = Object.keys(figures).map(Number).sort((a, b) => a - b);
    return widths.filter((across) => across <= room).pop() || widths[0];
  }

  // `sheet`: how wide charts are on paper, 0 on the screen, where they are as wide as their place.
  function draw(mode, sheet = 0) {
    if (!window.Plotly) return;
    charts.forEach((chart) => {
      const figures = chart.figures[mode];
      const across = width(sheet || chart.place.parentElement.clientWidth - GUTTER, figures);
      const wanted = `${mode} ${across} ${sheet}`;
      chart.place.hidden = false;
      if (chart.drawn === wanted) return;
      chart.drawn = wanted;
      const figure = JSON.parse(JSON.stringify(figures[across])); // Plotly writes into what it draws
      if (sheet) figure.layout.width = sheet;
      chart.place.style.height = `${figure.layout.height}px`;
      chart.place.style.setProperty('--tall', figure.layout.height);
      window.Plotly.react(chart.place, figure.data, figure.layout, { displayModeBar: false, responsive: true });
    });
  }
  const isPrinted = () => document.body.classList.contains('printed');
  const drawNow = () => { if (!isPrinted()) draw(window.takedownsTheme.isDark() ? 'dark' : 'light'); };
  let waiting;
  window.addEventListener('resize', () => { clearTimeout(waiting); waiting = setTimeout(drawNow, 150); });
  document.addEventListener('takedowns-theme', drawNow);
  window.addEventListener('beforeprint', () => {
    document.body.classList.add('printed');
    draw('light', SHEET);
    document.querySelectorAll('.wide table').forEach((table) => { // as in print.js
      table.style.width = 'min-content';
      table.style.setProperty('--wide', table.offsetWidth);
      table.style.width = '';
    });
  });
  window.addEventListener('afterprint', () => {
    document.body.classList.remove('printed');
    drawNow();
  });
  drawNow();

  // ---- A table to tick: that of releases is sorted and filtered, too ------------------------------
  const form = document.getElementById('choose');
  if (!form) return;
  const table = form.querySelector('table');
  const body = table.tBodies[0];
  const filter = document.getElementById('filter');

  // The server sends only the rows that its filter leaves, so a narrower page is filtered there.
  const all = Number(form.dataset.all) === body.rows.length;

  function keep(changes) {
    const url = new URL(window.location.href);
    Object.entries(changes).forEach(([key, value]) => {
      if (value) url.searchParams.set(key, value); else url.searchParams.delete(key);
    });
    window.history.replaceState(null, '', url);
    document.querySelectorAll('[data-sort], .switch a').forEach((link) => { // keep them in step
      const target = new URL(link.href);
      Object.entries(changes).forEach(([key, value]) => {
        if (key === 'sort' && link.dataset.sort) return;
        if (value) target.searchParams.set(key, value); else target.searchParams.delete(key);
      });
      link.href = target;
    });
  }

  function compare(a, b) {
    const numbers = [Number(a), Number(b)];
    return numbers.some(Number.isNaN) ? (a < b ? -1 : Number(a > b)) : numbers[0] - numbers[1];
  }

  function sort(head, link) {
    const down = head.getAttribute('aria-sort') === 'ascending';
    const place = head.cellIndex;
    const key = (row) => row.cells[place].dataset.key;
    const rows = [...body.rows];
    const known = rows.filter((row) => key(row) !== '');
    known.sort((a, b) => (down ? -1 : 1) * compare(key(a), key(b)));
    body.append(...known, ...rows.filter((row) => key(row) === ''));
    table.querySelectorAll('[aria-sort]').forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const name = link.dataset.sort;
    keep({ sort: down ? `-${name}` : name });
    filter.querySelectorAll('[name=sort]').forEach((field) => { field.value = down ? `-${name}` : name; });
  }

  table.tHead.addEventListener('click', (event) => {
    const link = event.target.closest('[data-sort]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    sort(link.closest('th'), link);
  });

  function narrow() {
    const words = filter.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const country = filter.elements.country.value;
    let found = 0;
    [...body.rows].forEach((row) => {
      const its = row.dataset.countries.split(' ');
      const fits = (!country || its.includes(country)) && words.every((word) => row.dataset.words.includes(word));
      row.hidden = !fits && !row.querySelector('input').checked; // what is ticked stays in sight
      found += fits;
    });
    document.getElementById('found').textContent = `${found} of ${body.rows.length} releases`;
    keep({ q: words.join(' '), country });
  }
  if (all) {
    filter.querySelector('button').hidden = true;
    filter.addEventListener('input', narrow);
    filter.addEventListener('submit', (event) => { event.preventDefault(); narrow(); });
  }

  // ---- Ticks -----------------------------------------------------------------------------------
  const most = Number(form.dataset.most);
  const ticks = [...form.querySelectorAll('input[type=checkbox]')];
  function count() {
    const chosen = ticks.filter((tick) => tick.checked).length;
    ticks.forEach((tick) => {
      tick.disabled = !tick.checked && chosen >= most;
      tick.closest('tr').classList.toggle('chosen', tick.checked);
    });
    document.getElementById('chosen').textContent = `${chosen} of ${most} chosen`;
    form.querySelector('button').disabled = chosen === 0;
  }
  form.addEventListener('change', count);
  window.addEventListener('pageshow', count); // Back brings ticks along
  count();
})();
