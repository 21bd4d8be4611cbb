// Asks the server for views and draws its answers. One at a time: asking for another view stops what is
// under way, so that what is drawn is always of the newest.
window.takedownsAnswer = (function () {
  const below = (name) => new URL(`../${name}`, document.currentScript.src).pathname; // a path of the host, or none
  const VIEW = below('answer'), REST = below('rest');
  const SLOWEST = 8000; // ms between two tries where the server does not answer
  let underway = null; // stops what was asked for last, until all of it is drawn
  let shown = null; // what the last whole answer said of its view

  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const nextPicture = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });

  // While the server does not answer, say so, keep what is shown, and ask again.
  function tell(text) {
    const place = document.getElementById('trouble');
    place.textContent = text;
    place.hidden = !text;
  }

  async function post(address, body, signal) {
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal };
    for (let wait = 500; ; wait = Math.min(2 * wait, SLOWEST)) {
      try {
        const answer = await window.fetch(address, options);
        if (answer.status < 500) { tell(''); return answer; }
      } catch (problem) {
        if (problem.name === 'AbortError') throw problem;
      }
      tell('The server did not answer. The page shows its last answer and asks again.');
      await pause(wait);
      signal.throwIfAborted();
    }
  }

  // Whether what was asked for came and was drawn: not where another view was asked for meanwhile.
  async function ask(address, body) {
    if (underway) underway.abort();
    const mine = new AbortController();
    underway = mine;
    try {
      const answer = await post(address, body, mine.signal);
      if (answer.status === 410) { openLink(window.location.search); return false; }
      if (!answer.ok) { tell(await answer.text()); return false; }
      await draw(await answer.json(), mine.signal);
      return true;
    } catch (problem) {
      if (problem.name !== 'AbortError') throw problem;
      return false;
    } finally {
      if (underway === mine) underway = null;
    }
  }

  const before = () => (shown ? { query: shown.view.query, version: shown.view.version }
    : { version: document.getElementById('comparison').dataset.version });
  const common = () => ({ screen: window.takedownsLink.screen(), before: before(), wanted: window.takedownsSight.wanted() });
  const openLink = (link, more = {}) => ask(VIEW, { link, ...common(), ...more });
  const choose = (choices) => ask(VIEW, { choices, ...common() });
  const rest = (parts) => ask(REST, { ...shown.view, panels: [], ...parts }); // keys of each
  // Other questions are open, or in another order: what is shown of them stays.
  function openPanels(panels) {
    const late = panels.filter((panel) => !window.takedownsSight.hasCome(panel) && !shown.panels.includes(panel));
    return ask(VIEW, { ...common(), panels, wanted: { panels: late } });
  }

  // Texts first; then chart by chart, and in between the browser shows what there is.
  async function draw(answer, signal) {
    signal.throwIfAborted();
    const parts = answer.drawn, sight = window.takedownsSight;
    if (answer.shown.whole) {
      shown = answer.shown;
      sight.changed(shown.key);
      window.takedownsQuestions.show(shown.panels);
      window.takedownsLink.show(shown, answer.controls);
    }
    parts.filter((part) => !part.panel).forEach((part) => {
      setNodes(part.nodes);
      ['table', 'how', 'sentence'].filter((kind) => part[kind]).forEach((kind) => sight.came(part[kind], kind));
    });
    for (const [number, part] of parts.filter((each) => each.panel).entries()) {
      if (number) { await nextPicture(); signal.throwIfAborted(); }
      setNodes(part.nodes);
      sight.came(part.panel, 'panel');
      if (!window.Plotly) { await window.takedownsCharts.ready(); signal.throwIfAborted(); }
      window.takedownsCharts.show(part.panel, part.figure);
    }
    if (parts.length) sight.settle();
    document.dispatchEvent(new CustomEvent('takedowns-drawn', { detail: answer.shown }));
  }

  function setNodes(nodes) {
    Object.entries(nodes).forEach(([id, { html, ...attributes }]) => {
      const node = document.getElementById(id);
      Object.entries(attributes).forEach(([name, value]) => {
        if (value === null) node.removeAttribute(name);
        else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
      });
      if (html !== undefined) setHtml(node, html);
    });
  }

  const written = new WeakMap(); // node -> the text that it was made of: what a browser makes of it is spelled otherwise
  function setHtml(node, html) {
    if (written.get(node) === html) return;
    const folds = () => [...node.querySelectorAll('details')].map((fold, i) => [fold.id || i, fold]);
    const opened = new Map(folds().map(([name, fold]) => [name, fold.open]));
    const focused = node.contains(document.activeElement) ? document.activeElement : null;
    const menu = focused && focused.closest('details');
    node.innerHTML = html;
    written.set(node, html);
    folds().forEach(([name, fold]) => { fold.open = Boolean(opened.get(name)); });
    // Who chose by keyboard goes on from the same place, or where that is gone, from the nearest.
    const places = focused ? [focused.id, menu && `${menu.id}-summary`, node.dataset.else] : [];
    const next = places.map((id) => id && document.getElementById(id)).find(Boolean);
    if (next) next.focus({ preventScroll: true });
  }

  return { openLink, openPanels, choose, rest, tell, isUnderway: () => underway !== null, look: () => (shown ? shown.view : {}), panels: () => (shown ? shown.panels : []) };
})();
