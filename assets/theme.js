// Runs before the first paint, so that a chosen theme never flashes.
(function (root) {
  var theme = 'auto';
  try { theme = localStorage.getItem('rutter-theme') || theme; } catch (e) { /* storage is off */ }
  root.dataset.theme = theme;
  root.classList.add('js');
})(document.documentElement);
