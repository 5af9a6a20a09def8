// Snowball English (2026), as the indexer has it.
const table = (text) => Object.fromEntries(text.split(' ').map((pair) => pair.split(':')));
const WHOLE = table('andes:andes atlas:atlas bias:bias cosmos:cosmos early:earli gently:gentl howe:howe idly:idl news:news only:onli singly:singl skies:sky skis:ski sky:sky ugly:ugli');
const STEP_2 = table('tional:tion enci:ence anci:ance abli:able entli:ent izer:ize ization:ize ational:ate ation:ate ator:ate alism:al aliti:al alli:al fulness:ful fulli:ful ousli:ous ousness:ous iveness:ive iviti:ive biliti:ble bli:ble ogist:og ogi:og lessli:less li:');
const STEP_3 = table('tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:');
// Of endings within endings the leftmost match is the longest.
const ends = (steps) => new RegExp(`(?:${Object.keys(steps).join('|')})$`);
const END_2 = ends(STEP_2), END_3 = ends(STEP_3), END_4 = /(?:[ae]nce|[ai]ble|ate|ive|ize|iti|al|ism|ion|er|ous|ant|(?:e?m)?ent|ic)$/;
const REGION = /^.*?[aeiouy][^aeiouy]/u;

function stemEnglish(word) {
  if (lengthOf(word) < 3) return word;
  if (typeof WHOLE[word] === 'string') return WHOLE[word];
  let w = word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
  let m = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/.exec(w) || REGION.exec(w);
  const r1 = m ? m[0].length : w.length;
  m = REGION.exec(w.slice(r1));
  const r2 = m ? r1 + m[0].length : w.length;
  const short = (s) => /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/u.test(s);
  const cut = (n) => w.slice(0, w.length - n), head = () => w.slice(0, m.index);

  if (/sses$/.test(w)) w = cut(2);
  else if (/ie[ds]$/.test(w)) w = cut(lengthOf(w) > 4 ? 2 : 1);
  else if (/[aeiouy].+s$/u.test(w) && !/[us]s$/.test(w)) w = cut(1);

  if ((m = /eed(?:ly)?$/.exec(w))) {
    if (m.index >= r1 && !/^(?:succ|proc|exc)$/.test(head())) w = head() + 'ee';
  } else if ((m = /(?:ed|ing)(?:ly)?$/.exec(w))) {
    const s = head(), ing = m[0] === 'ing';
    if (ing && /^[^aeiouy]y$/u.test(s)) w = s.slice(0, -1) + 'ie';
    else if (/[aeiouy]/.test(s) && !(ing && /^(?:even|cann|inn|earr|herr|out)$/.test(s))) {
      w = s;
      if (/(?:at|bl|iz)$/.test(s)) w += 'e';
      else if (/(?:([bdfgmnprt])\1)$/.test(s)) w = /^[aeo]..$/.test(s) ? s : cut(1);
      else if (s.length === r1 && short(s)) w += 'e';
    }
  }

  if (/.[^aeiouy][yY]$/u.test(w)) w = cut(1) + 'i';
  if ((m = END_2.exec(w)) && m.index >= r1 && (m[0] === 'ogi' ? /logi$/ : m[0] === 'li' ? /[cdeghkmnrt]li$/ : /$/).test(w)) w = head() + STEP_2[m[0]];
  if ((m = END_3.exec(w)) && m.index >= (m[0] === 'ative' ? r2 : r1)) w = head() + STEP_3[m[0]];
  if ((m = END_4.exec(w)) && m.index >= r2 && (m[0] !== 'ion' || /[st]ion$/.test(w))) w = head();
  const last = w.length - 1;
  if (/e$/.test(w) ? last >= r2 || last >= r1 && !short(cut(1)) : /ll$/.test(w) && last >= r2) w = cut(1);
  return w.replace(/Y/g, 'y');
}
