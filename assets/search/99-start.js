const rootData = document.documentElement.dataset;
const searchHome = new URL('search/', new URL(rootData.root || './', location.href)).href;
const searchBooks = [{ base: searchHome, label: '' }];
try {
  for (const { base, label } of JSON.parse(rootData.books || '[]')) searchBooks.push({ base: new URL(base, location.href).href, label });
} catch (e) { /* then only our own */ }
const searchEngine = openSearch(searchBooks);
const searchDialog = document.querySelector('dialog.find'), searchForm = document.querySelector('.search-form');
if (searchForm) runPage(searchForm, searchEngine, searchHome);
if (searchDialog) runDialog(searchDialog, searchEngine, searchHome);
// A server that follows the files tells that there is a new edition: what is on the screen is asked again.
document.addEventListener('rutter:edition', () => {
  searchEngine.forget();
  if (searchForm) searchForm.dispatchEvent(new Event('ask'));
  if (searchDialog && searchDialog.open) searchDialog.dispatchEvent(new Event('ask'));
});
// The manifest knows the words that are too common to mark. A page without marks is a page all the same.
const givenMark = new URLSearchParams(location.search).get('mark');
if (givenMark) searchEngine.ready().catch(() => {}).then(() => markPage(givenMark, searchEngine)).catch(() => {});
