// Dark, light, or as the system says: chosen in the navigation and remembered in this browser. It runs in head, before
// anything is painted. The name and the words are Mantine's own, whose controls read them and hear of a change.
window.takedownsTheme = (function () {
  const KEY = 'mantine-color-scheme-value', CHOICES = ['light', 'dark'];
  const root = document.documentElement, system = window.matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';
  const changed = () => document.dispatchEvent(new Event('takedowns-theme'));

  function apply(choice) {
    if (CHOICES.includes(choice)) root.dataset.theme = choice; else delete root.dataset.theme;
    const select = document.getElementById('colour-theme');
    if (select) select.value = root.dataset.theme || 'auto';
  }
  // A browser may forbid a page to remember anything: then the choice holds for this page.
  function remembered() {
    try { return window.localStorage.getItem(KEY); } catch { return null; }
  }
  function remember(choice) {
    try {
      window.localStorage.setItem(KEY, choice);
      const change = { key: KEY, newValue: choice, storageArea: window.localStorage };
      window.dispatchEvent(new StorageEvent('storage', change)); // other pages of this browser hear it by themselves
    } catch {
      apply(choice);
      changed();
    }
  }

  apply(remembered());
  document.addEventListener('DOMContentLoaded', () => apply(root.dataset.theme));
  document.addEventListener('change', ({ target }) => { if (target.id === 'colour-theme') remember(target.value); });
  window.addEventListener('storage', ({ key, newValue }) => { if (key === KEY) { apply(newValue); changed(); } });
  system.addEventListener('change', changed);
  return { isDark };
})();
