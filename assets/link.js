// The address bar holds the view. The server writes the query (one codec, in Python); here it is only
// pushed or put in place. Back, Forward, links on the page and a changed screen open a link; a control that
// the reader changed asks for the view that all controls say.
(function () {
  const GUTTER = 148 + 56, COLUMN = 180; // px: labels and page margin; the least a column needs
  const RAIL = 140; // px: the contents, on screens with room for them beside six columns
  const rail = window.matchMedia('(min-width: 1440px)');
  const across = () =>
    Math.max(1, Math.min(6, Math.floor((document.documentElement.clientWidth - GUTTER - (rail.matches ? RAIL : 0)) / COLUMN)));
  const screenNow = () => ({ dark: window.takedownsTheme.isDark(), ...window.takedownsNarrow.fit(across()) });
  let shownQuery = window.location.search;
  let shownScreen = JSON.stringify(screenNow());
  let known = null; // what each control says, as it is to be set or was heard last; null before the first answer
  const unseen = {}; // control -> how it is to be set once somebody sees it
  let due = {}; // likewise, of those that are being set
  const box = document.getElementById('react-entry-point'); // of the controls: `heard` once they are there

  function open(query) {
    shownQuery = query;
    shownScreen = JSON.stringify(screenNow());
    return window.takedownsAnswer.openLink(query, window.takedownsQuestions.asked());
  }

  // The server has answered: its query stands in the address bar, and the controls say the view.
  function show({ view, push }, controls) {
    shownQuery = view.query;
    if (view.query !== window.location.search) {
      const how = push ? 'pushState' : 'replaceState';
      window.history[how](null, '', window.location.pathname + view.query + window.location.hash);
    }
    const last = known || {};
    const differs = ([name, { value, data }]) => data !== undefined || !isEqual(value, last[name]);
    const values = Object.entries(controls).filter(([, { value }]) => value !== undefined);
    known = { ...last, ...Object.fromEntries(values.map(([name, { value }]) => [name, value])) };
    // Only what differs: to draw a control anew takes longer than a chart.
    set(Object.fromEntries(Object.entries(controls).filter(differs)));
  }
  const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // All controls at once: set one by one, each would be heard as the choice of a reader.
  function set(controls) {
    Object.entries(controls).forEach(([name, how]) => {
      if (OWN.includes(name)) setOwn(name, how.value);
      else unseen[name] = { ...unseen[name], ...how };
    });
    setSeen();
  }
  // To draw a control anew takes longer than a chart, and nobody looks into a panel that is closed.
  function setSeen(opening) {
    if (!box.classList.contains('heard')) return;
    const isSeen = ({ id }) => id === opening || box.classList.contains(`opens-${id}`);
    const seen = Object.keys(unseen).filter((name) => isSeen(own(name).closest('#operations, #filters')));
    if (!seen.length) return;
    seen.forEach((name) => {
      due[name] = { ...due[name], ...unseen[name] };
      delete unseen[name];
    });
    window.dash_clientside.set_props('sink', { 'data-controls': performance.now() }); // of two at once Dash hears the last
  }
  // Before the click that opens a panel comes a pointer or the focus, and what it holds is drawn by then.
  ['pointerover', 'focusin', 'click'].forEach((type) => document.addEventListener(type, ({ target }) => {
    const button = target.closest && target.closest('[data-opens]');
    if (button) setSeen(button.dataset.opens);
  }));

  // The controls that stand with their panel are plain elements.
  const OWN = ['sort', 'tag'];
  const own = (name) => document.getElementById(`control-${name}`);
  function setOwn(name, value) {
    if (name === 'tag') own(name).value = value;
    else own(name).querySelectorAll('input').forEach((radio) => { radio.checked = radio.value === value; });
  }
  document.addEventListener('change', ({ target }) => {
    const name = OWN.find((each) => own(each).contains(target));
    if (name) choose({ [name]: target.value });
  });
  function choose(values) {
    const isChanged = ([name, value]) => !isEqual(value, known[name]);
    if (!known || !Object.entries(values).some(isChanged)) return;
    known = { ...known, ...values };
    window.takedownsAnswer.choose(known);
  }

  // A choice on a chart: its controls say it too.
  function chooseOnChart(values) {
    set(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])));
    choose(values);
  }

  const CONTROL = 'control-';
  const nameOf = (part) => part.id.slice(CONTROL.length);
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    takedowns: {
      load: () => {
        box.classList.add('heard');
        setSeen();
        return window.dash_clientside.no_update;
      },
      choose: () => {
        const parts = window.dash_clientside.callback_context.inputs_list.map((part) => [nameOf(part), part.value]);
        choose(Object.fromEntries(parts.filter(([name]) => !(name in unseen || name in due)))); // what is to be set is no choice
        return window.dash_clientside.no_update;
      },
      secondClocks: ([, ...others]) => [{ value: 'none', label: 'No second clock' }, ...others],
      setControls: () => {
        const controls = due;
        due = {};
        return window.dash_clientside.callback_context.outputs_list.map((part) => {
          const given = (controls[nameOf(part)] || {})[part.property];
          if (given === undefined) return window.dash_clientside.no_update;
          return part.property === 'data' ? window.takedownsLists(nameOf(part), given) : given;
        });
      },
    },
  });
  window.takedownsLink = { open, screen: screenNow, show, chooseOnChart, clicked, controls: () => known };

  // In-page anchors fire popstate too: they change no query, so they open nothing. The place of another view is there
  // once that is drawn.
  window.addEventListener('popstate', ({ state }) => {
    const { place } = state || {};
    if (window.location.search === shownQuery) { window.takedownsPlace.seek(place); return; }
    window.takedownsPlace.hold(place);
    open(window.location.search);
  });

  // The link that a plain click is on: one with a key opens it elsewhere.
  function clicked(event, selector) {
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    return plain && event.target.closest ? event.target.closest(selector) : null;
  }

  // A link to another view on this page changes the view without loading the page again.
  document.addEventListener('click', (event) => {
    const link = clicked(event, 'a[href]');
    if (!link || event.defaultPrevented || link.target) return;
    const url = new URL(link.href, window.location.href);
    if (url.origin !== window.location.origin || url.pathname !== window.location.pathname) return;
    if (url.hash || url.search === window.location.search) return;
    event.preventDefault();
    if (link.closest('main')) window.takedownsQuestions.keepIn(url);
    window.history.pushState(null, '', url.pathname + url.search);
    open(url.search);
  });

  let resized;
  const screenChanged = () => {
    clearTimeout(resized);
    resized = setTimeout(() => {
      const isPrinted = document.querySelector('main.printed'); // a sheet is no screen
      if (!isPrinted && JSON.stringify(screenNow()) !== shownScreen) open(window.location.search);
    }, 200);
  };
  window.addEventListener('resize', screenChanged);
  document.addEventListener('takedowns-theme', screenChanged);

  // Copy link: the clipboard where the page may use it, else a selected text to copy by hand.
  async function copy(button) {
    const link = new URL(button.dataset.link || button.href, window.location.href).href;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      const text = document.createElement('textarea');
      text.value = link;
      document.body.append(text);
      text.select();
      const copied = document.execCommand('copy');
      text.remove();
      if (!copied) {
        window.prompt('Copy this link', link);
        return; // nobody knows whether it was copied
      }
    }
    const { textContent } = button;
    button.textContent = 'Link copied';
    setTimeout(() => { button.textContent = textContent; }, 2000);
  }
  document.addEventListener('click', (event) => {
    const button = clicked(event, '#copy-link, .to-panel');
    if (!button) return;
    event.preventDefault();
    if (button.textContent !== 'Link copied') copy(button);
  });
  // Enter in a control is a choice, not a form that is sent.
  document.addEventListener('submit', (event) => event.preventDefault());

  document.getElementById('frame').hidden = false;
  window.takedownsSight.start();
  open(window.location.search);
})();
