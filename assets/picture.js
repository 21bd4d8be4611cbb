// A panel as a file: the server says the whole picture, the browser draws it as vectors or as pixels.
(function () {
  const PIXELS = 2; // of a png, for one of the picture

  document.addEventListener('click', async (event) => {
    const link = window.takedownsLink.clicked(event, 'a.picture');
    if (!link) return;
    event.preventDefault();
    const answer = await fetch(link.href).catch(() => null);
    const problem = !answer ? 'The server did not answer: no picture was made.' : answer.ok ? '' : await answer.text();
    window.takedownsAnswer.tell(problem);
    if (problem) return;
    const { figure, name, width, height } = await answer.json();
    const format = link.dataset.format;
    const scale = format === 'png' ? PIXELS : 1;
    await window.Plotly.downloadImage(figure, { format, width, height, scale, filename: name });
  });
})();
