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

  // Of the clocks a few, until something is typed: those that the answer names, and the reader's own.
  const MOST = 10;
  let ownZone; // once a list is open: the first use of Intl takes as long as a chart
  const isOwn = ({ value, terms }) => {
    ownZone ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
    return value === ownZone || (terms || '').split(' ').includes(ownZone);
  };
  let few = [], all = []; // all: once somebody looks for one
  const valuesOf = (options) => options.map(({ value }) => value);
  const clockList = () => [...few, ...all.filter(({ value }) => !valuesOf(few).includes(value))];
  function clocks({ options, search }) {
    if (fold(search)) return matching({ options, search });
    const usual = ['none', ...valuesOf(few)];
    const place = (option) => (isOwn(option) ? usual.indexOf('utc') + 0.5 : usual.indexOf(option.value));
    const items = options.filter((option) => place(option) >= 0)
      .sort((one, other) => place(one) - place(other)).slice(0, MOST);
    return [{ group: 'For another, type a city, a country or an offset', items }];
  }
  const CLOCKS = new URL('../clocks', document.currentScript.src).pathname; // web/urls.py
  // What a field says is chosen when it is clicked, so that typing replaces it: "Operator's own clocktokyo" finds nothing.
  controls.addEventListener('click', ({ target }) => {
    if (target.matches('input.mantine-Select-input:not([readonly])') && target.selectionStart === target.selectionEnd) target.select();
  });
  controls.addEventListener('focusin', async ({ target }) => {
    if (all.length || !target.matches('#control-clock, #control-audience')) return;
    const answer = await window.fetch(CLOCKS).catch(() => ({ ok: false })); // then the next who looks asks again
    if (!answer.ok) return;
    all = await answer.json();
    window.dash_clientside.set_props('control-clock', { data: clockList() });
  });

  // Of the months for an end of the period those that keep it in order, by year; beside a chosen one its days.
  const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = (number) => String(number).padStart(2, '0');
  const named = (value) => {
    const [year, month, day] = value.split('-').map(Number);
    return { value, label: [day, NAMES[month - 1], year].filter(Boolean).join(' ') };
  };
  function monthsFrom(first, last) {
    const months = [];
    let [year, month] = first.split('-').map(Number);
    for (let each = first; each && each <= last; each = `${year}-${two(month)}`) {
      months.push(each);
      [year, month] = month < 12 ? [year, month + 1] : [year + 1, 1];
    }
    return months;
  }
  function daysOf(month) {
    const [year, number] = month.split('-').map(Number);
    return Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, day) => `${month}-${two(day + 1)}`);
  }
  function monthList(chosen, none, fits, { months: [first, last] }) {
    const month = chosen.slice(0, 7), years = {};
    monthsFrom(first, last).filter((each) => each !== month && fits(each)).forEach((each) => {
      (years[each.slice(0, 4)] ||= []).push(named(each));
    });
    const days = month ? [{ group: named(month).label, items: [month, ...daysOf(month)].map(named) }] : [];
    return [{ value: '', label: none }, ...days, ...Object.entries(years).map(([group, items]) => ({ group, items }))];
  }

  // Lists that are made here of what an answer names.
  const MADE = {
    clock: (data) => { few = data; return clockList(); },
    start: (data) => monthList(data.ends[0], 'First post', (month) => !data.ends[1] || month <= data.ends[1], data),
    end: (data) => monthList(data.ends[1], 'Last post', (month) => month >= data.ends[0].slice(0, 7), data),
  };
  window.takedownsLists = (name, data) => (MADE[name] ? MADE[name](data) : data);

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
