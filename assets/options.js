// What the lists of the controls offer at what a reader types, and how an option looks. The component library
// calls these by name (dashboard/look/ui.py).
window.dashMantineFunctions = (function () {
  const controls = document.getElementById('react-entry-point');
  // Words without accents, so that "Turkiye" finds "Türkiye"; of signs those of an offset alone: "UTC+7" is not "UTC-7".
  const WORD = /((?<=utc|^|\s)[+-])?[\p{L}\p{N}]+/gu;
  const fold = (text) => (text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').match(WORD) || []).join(' ');
  const texts = new WeakMap(); // option -> what is searched in it
  function textOf(option) {
    if (!texts.has(option)) texts.set(option, ` ${fold(`${option.label} ${option.value} ${option.terms || ''}`)} `);
    return texts.get(option);
  }

  // 0: has each word as it is; 1: has words that begin so; 2: has not. So "IRA" lists the agency before Iran.
  function rank(option, words) {
    const text = textOf(option);
    if (words.every((word) => text.includes(` ${word} `))) return 0;
    return words.every((word) => text.includes(` ${word}`)) ? 1 : 2;
  }
  const best = (entry, words) => (entry.items ? Math.min(...entry.items.map((item) => rank(item, words))) : rank(entry, words));
  function matching({ options, search }) {
    const words = fold(search).split(' ').filter(Boolean);
    if (!words.length) return options;
    const sorted = (entries) => entries.map((entry) => [best(entry, words), entry])
      .filter(([how]) => how < 2).sort(([one], [other]) => one - other).map(([, entry]) => entry);
    return sorted(options).map((entry) => (entry.items ? { ...entry, items: sorted(entry.items) } : entry));
  }

  // Of the clocks a few, until something is typed: those of the view, which the answer names, and the reader's own.
  const MOST = 10;
  const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isOwn = ({ value, terms }) => value === OWN_ZONE || (terms || '').split(' ').includes(OWN_ZONE);
  function clocks({ options, search }) {
    if (fold(search)) return matching({ options, search });
    const every = options.flatMap((entry) => entry.items || [entry]);
    const usual = (controls.dataset.clocks || '').split('~');
    const place = (option) => (isOwn(option) ? usual.indexOf('utc') + 0.5 : usual.indexOf(option.value));
    const items = every.filter((option) => place(option) >= 0)
      .sort((one, other) => place(one) - place(other)).slice(0, MOST);
    return [{ group: 'For another, type a city, a country or an offset', items }];
  }

  // The label, and at the right what is to be known of the choice before it is made.
  function option({ option: choice, checked }) {
    const { createElement } = window.React;
    const note = choice.note || (isOwn(choice) ? 'your clock' : '');
    const disable = (node) => { // as the library does for eyes alone
      if (node) node.closest('[role=option]').setAttribute('aria-disabled', String(Boolean(choice.disabled)));
    };
    return createElement('span', { className: 'option', ref: disable },
      createElement('span', { className: 'check', 'aria-hidden': true }, checked ? '✓' : ''),
      createElement('span', null, choice.label),
      note && createElement('span', { className: 'note' }, createElement('span', { className: 'unseen' }, ', '), note));
  }

  // What the library leaves out of what it says of a field that one types into, and of the list that is open: it gives
  // the list another id once it stands, and the field goes on naming the one before.
  new MutationObserver(() => {
    controls.querySelectorAll('input[aria-haspopup=listbox]').forEach((input) => {
      input.setAttribute('role', 'combobox');
      input.setAttribute('aria-autocomplete', 'list');
      input.setAttribute('aria-expanded', String(input.hasAttribute('data-expanded')));
    });
    const list = controls.querySelector('[role=listbox]'), input = controls.querySelector('input[data-expanded]');
    if (!list || !input) return;
    input.setAttribute('aria-controls', list.id);
    if (list.matches('.mantine-MultiSelect-options')) list.setAttribute('aria-multiselectable', 'true');
  }).observe(controls, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-expanded'] });

  return { matching, clocks, option };
})();
