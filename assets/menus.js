// What is folded into the line of controls and the column heads: two panels that buttons open, one at a time, and
// menus, which close at Escape and at a click elsewhere.
(function () {
  const controls = document.getElementById('react-entry-point');
  const buttons = () => [...document.querySelectorAll('[data-opens][aria-expanded]')];
  const isOpen = (panel) => controls.classList.contains(`opens-${panel}`);

  function open(panel, wish) {
    buttons().forEach((button) => {
      const mine = wish && button.dataset.opens === panel;
      button.setAttribute('aria-expanded', String(mine));
      controls.classList.toggle(`opens-${button.dataset.opens}`, mine);
    });
  }

  function closeMenus(but) {
    document.querySelectorAll('details.menu[open]').forEach((menu) => { if (menu !== but) menu.open = false; });
  }

  document.addEventListener('click', ({ target }) => {
    if (!target.closest) return;
    closeMenus(target.closest('.ready a') ? null : target.closest('details.menu'));
    const button = target.closest('[data-opens]');
    if (!button) return;
    const panel = button.dataset.opens, wish = !(button.hasAttribute('aria-expanded') && isOpen(panel));
    open(panel, wish);
    if (!wish) return;
    const first = document.querySelector(`#${panel} input`); // none before the controls have come
    if (first && panel === 'operations') first.focus();
  });
  document.addEventListener('keydown', ({ key }) => {
    const menu = key === 'Escape' && document.querySelector('details.menu[open]');
    if (!menu) return;
    closeMenus();
    menu.querySelector('summary').focus();
  });
})();
