// Suggestions while a reader types: hashtags and domains that begin so, or mean so. Without scripts the page is whole.
(function () {
  const PAUSE = 120; // ms without a key
  const form = document.getElementById('find'), field = document.getElementById('q'), list = document.getElementById('suggestions');
  let waiting, asked = new AbortController();

  async function suggest() {
    asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${form.dataset.suggestions}?${query}`, { signal: asked.signal });
      if (!answer.ok) return;
      const options = (await answer.json()).map(([text, label]) => Object.assign(new Option(), { value: text, label }));
      list.replaceChildren(...options);
    } catch { /* another key was pressed, or there is no server: a reader can send the form all the same */ }
  }
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    if (field.value.trim()) waiting = setTimeout(suggest, PAUSE); else list.replaceChildren();
  });
})();
