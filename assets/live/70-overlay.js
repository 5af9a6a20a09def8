// The overlay: the page as it is now written cannot be drawn. What is beneath it can be read once it is closed.
var overlay = null, told = null;

function drawOverlay() {
  var problem = info && info.problem, now = problem ? JSON.stringify(problem) : null;
  // Closed by hand it stays so, as long as it would say the same.
  if (now === told) return;
  told = now;
  if (overlay) overlay.remove();
  overlay = null;
  if (!problem) return;
  var close = press('Close', function () { overlay.close(); }, { autofocus: '' });
  overlay = make('dialog', { 'class': 'live-overlay', 'aria-labelledby': 'live-problem' },
    make('div', { 'class': 'live-head' }, make('h2', { id: 'live-problem' }, 'This page cannot be drawn'), close),
    finding(problem, info.editor && problem.source === info.source),
    make('p', { 'class': 'live-beneath' }, 'The last good version is beneath.'));
  box.append(overlay);
  overlay.showModal();
}
