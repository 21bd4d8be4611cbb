// Which questions are open and in what order, the list of the others, the contents, and links to one question.
// The link says which are open (`panels=`): each that is opened, closed or moved is a step of its own.
window.takedownsQuestions = (function () {
  const main = document.getElementById('comparison'), more = document.getElementById('more');
  const contents = document.getElementById('contents');
  const sectionOf = (key) => document.querySelector(`main > .panel[id="${CSS.escape(key)}"]`);
  const keyOf = (hash) => decodeURIComponent(hash.slice(1)).replace(/-panel$/, ''); // as links of before spelled it
  const entryOf = (key) => document.getElementById(`${key}-entry`);
  const every = [...document.querySelectorAll('main > .panel')].map(({ id }) => id); // in the order of the house

  // What an answer says is open. Nodes are moved only where their order differs: that costs their focus.
  let opened = null;
  function show(panels) {
    if (opened && panels.join() === opened.join()) return;
    opened = panels;
    every.forEach((key) => {
      const isOpen = panels.includes(key);
      sectionOf(key).hidden = !isOpen;
      document.getElementById(`${key}-row`).hidden = isOpen;
      entryOf(key).classList.toggle('other', !isOpen);
      window.takedownsSight.toggled(key);
      if (!isOpen) main.insertBefore(sectionOf(key), main.querySelector(':scope > .panel'));
    });
    let next = more;
    [...panels].reverse().forEach((key) => {
      if (sectionOf(key).nextElementSibling !== next) main.insertBefore(sectionOf(key), next);
      next = sectionOf(key);
    });
    more.hidden = panels.length === every.length;
    const list = contents.querySelector('ol');
    [...panels, ...every.filter((key) => !panels.includes(key))].forEach((key) => list.append(entryOf(key)));
    document.querySelectorAll('.tools [data-move]').forEach((button) => {
      const place = panels.indexOf(button.closest('.panel').id) + Number(button.dataset.move);
      button.disabled = place < 0 || place >= panels.length;
    });
  }

  // Asks for other panels, and keeps `after` on the screen where `before` is: without that, where a link to it leads.
  function change(panels, after, before) {
    window.takedownsPlace.hold({ panel: after.id, offset: before && -before.getBoundingClientRect().top });
    return window.takedownsAnswer.openPanels(panels);
  }
  const focus = (node) => { if (node) node.focus({ preventScroll: true }); };

  // An opened question takes the place on the screen of the row that opened it, where there is one.
  async function open(key, row) {
    const section = sectionOf(key), panels = window.takedownsAnswer.panels();
    if (await change([...panels, key], section, row)) focus(section.querySelector('h2'));
  }
  function close(key) {
    const panels = window.takedownsAnswer.panels(), place = panels.indexOf(key);
    const next = sectionOf(panels[place + 1] || '') || more;
    return change(panels.filter((each) => each !== key), next, sectionOf(key)).then((isDone) => { if (isDone) focus(next.querySelector('h2')); });
  }
  async function move(key, by, button) {
    const panels = [...window.takedownsAnswer.panels()], place = panels.indexOf(key);
    panels.splice(place, 1);
    panels.splice(place + by, 0, key);
    if (await change(panels, sectionOf(key), sectionOf(key))) focus(button.disabled ? sectionOf(key).querySelector('h2') : button);
  }

  // A link that is opened asks for the question that it points at; one that is loaded again stays where it was.
  function asked() {
    const key = keyOf(window.location.hash);
    if (!every.includes(key)) return {};
    if (!opened && performance.getEntriesByType('navigation')[0].type === 'navigate') window.takedownsPlace.seek({ panel: key });
    return { anchor: key };
  }
  window.addEventListener('hashchange', () => {
    const key = keyOf(window.location.hash);
    const { place } = window.history.state || {}; // of Back and Forward, which go there
    if (!every.includes(key) || !opened || place) return;
    if (opened.includes(key)) window.takedownsPlace.seek({ panel: key });
    else open(key);
  });

  // A link within a panel or a column head changes the view, not which questions are open.
  function keepIn(url) {
    const now = new URLSearchParams(window.location.search).get('panels');
    if (now && !url.searchParams.has('panels')) url.search += `${url.search ? '&' : '?v=2&'}panels=${now}`;
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('.tools button');
    if (button && !button.disabled) {
      const key = button.closest('.panel').id;
      if (button.dataset.move) move(key, Number(button.dataset.move), button);
      else close(key);
      return;
    }
    const link = window.takedownsLink.clicked(event, 'a[href^="#"]');
    const key = link && keyOf(link.hash);
    if (!link || !every.includes(key) || link.matches('.to-panel')) return;
    if (link.closest('.contents') && !isRail.matches) contents.querySelector('details').open = false;
    event.preventDefault();
    if (sectionOf(key).dataset.unknown !== undefined) { // it is named at the foot, with what it would need
      document.getElementById('not-known').scrollIntoView({ block: 'center' });
      return;
    }
    if (!opened.includes(key)) { open(key, link.closest('#more li')); return; }
    if (window.location.hash !== `#${key}`) window.location.hash = key;
    window.takedownsPlace.seek({ panel: key });
    focus(sectionOf(key).querySelector('h2'));
  });

  // The contents: always open where there is room for a rail; arrows go around in them.
  const isRail = window.matchMedia('(min-width: 1440px)');
  const fold = () => { contents.querySelector('details').open = isRail.matches; };
  isRail.addEventListener('change', fold);
  fold();
  contents.addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key], links = [...contents.querySelectorAll('a')];
    if (event.key === 'Escape' && !isRail.matches) contents.querySelector('details').open = false;
    const place = links.indexOf(document.activeElement);
    if (!by || place < 0) return;
    event.preventDefault();
    links[(place + by + links.length) % links.length].focus();
  });
  document.addEventListener('click', ({ target }) => {
    if (!isRail.matches && !contents.contains(target)) contents.querySelector('details').open = false;
  });
  // The question in view is marked.
  let looking = 0;
  function look() {
    looking = 0;
    const { panel: key } = window.takedownsPlace.here();
    every.forEach((each) => {
      const link = entryOf(each).firstElementChild;
      if (each === key) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  }
  const soon = () => { looking = looking || requestAnimationFrame(look); };
  window.addEventListener('scroll', soon, { passive: true });
  document.addEventListener('takedowns-drawn', () => {
    soon();
    const { link } = document.getElementById('copy-link').dataset;
    if (link) document.querySelectorAll('.to-panel').forEach((each) => { each.href = `${link}#${each.closest('.panel').id}`; });
  });

  return { show, asked, keepIn };
})();
