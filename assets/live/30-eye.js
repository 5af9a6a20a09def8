// The reader's eye: what it rests on stays where it is, and what has changed shows for a moment.
var BLOCKS = 'h1,h2,h3,h4,h5,h6,p,li,tr,pre,figure,dt,dd,summary,blockquote';
var MARKED = 'h1,h2,h3,h4,h5,h6,p,li,tr,figure,dt,dd,blockquote,details,table,.alert', MOST_MARKS = 40;

// Remembers what is in view. The function that it returns puts it back there, given what was touched.
function hold() {
  // At its top a page grows downwards.
  if (!scrollY) return function () {};
  var bar = doc.querySelector('.top'), line = bar && getComputedStyle(bar).position === 'sticky' ? bar.offsetHeight : 0;
  var seen = all(BLOCKS, doc.querySelector('main')).map(function (el) {
    var box = el.getBoundingClientRect();
    // Contents and bars of their own stay in the window whatever the text does.
    var seen = box.height && box.bottom > line && box.top < innerHeight && !el.closest('nav,[role=region]');
    return { el: el, top: box.top, seen: seen, whole: box.top >= line };
  }).filter(function (at) { return at.seen; });
  // A block that begins above the window may change there.
  seen = seen.filter(function (at) { return at.whole; }).concat(seen.filter(function (at) { return !at.whole; }).reverse());
  // The browser holds on to something too, and both together would move twice.
  root.style.overflowAnchor = 'none';
  return function (touched) {
    var still = seen.filter(function (at) { return at.el.isConnected && at.el.getClientRects().length; });
    // What was touched inside has not gone. What holds all of the text does not count.
    var at = still.filter(function (s) { return !touched.some(function (el) { return s.el.contains(el) || el.matches(BLOCKS) && el.contains(s.el); }); })[0] || still[0];
    if (at) scrollBy({ top: at.el.getBoundingClientRect().top - at.top, behavior: 'instant' });
    requestAnimationFrame(function () { root.style.overflowAnchor = ''; });
  };
}

function mark(touched) {
  var blocks = [];
  touched.forEach(function (el) {
    var block = el.closest('main') && el.closest(MARKED);
    if (block && blocks.indexOf(block) < 0) blocks.push(block);
  });
  if (blocks.length > MOST_MARKS) return;
  blocks.forEach(function (block) {
    block.classList.remove('live-changed');
    // Asked for its size, the browser sees that the mark was gone, and begins it again.
    void block.offsetWidth;
    block.classList.add('live-changed');
    setTimeout(function () {
      block.classList.remove('live-changed');
      if (!block.className) block.removeAttribute('class');
    }, 1600);
  });
}
