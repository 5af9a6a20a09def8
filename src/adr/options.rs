//! The options that were weighed: which one was chosen, and why the others were not.

use std::ops::Range;

use super::heads::Head;
use super::page::Page;
use super::text::{paragraph_end, plain, trim};
use crate::source::{Span, Spanned};

#[derive(Debug, Clone, PartialEq)]
pub struct OptionConsidered {
    pub title: String,
    /// None where the text does not say which way it went.
    pub chosen: Option<bool>,
    /// Why it was chosen, or why not.
    pub reason: Option<Spanned<String>>,
    /// Of its title.
    pub span: Span,
}

/// Words that end an option, and what they say. The reason follows.
const VERDICTS: [(&str, bool); 12] = [
    ("not chosen because", false),
    ("rejected because", false),
    ("rejected since", false),
    ("rejected as", false),
    ("rejected:", false),
    ("discarded because", false),
    ("dismissed because", false),
    ("chosen because", true),
    ("chosen since", true),
    ("chosen as", true),
    ("chosen:", true),
    ("accepted because", true),
];

/// What a MADR option's drawbacks begin with.
const DRAWBACKS: [&str; 4] = ["bad, because", "bad because", "con:", "bad:"];

/// One option for each heading below a section's own, ending in "Chosen because …" or "Rejected because …".
pub(super) fn by_headings(page: &Page, section: &Head) -> Vec<OptionConsidered> {
    let inside = |h: &&Head| section.whole.contains(&h.range.start) && h.level > section.level;
    let Some(level) = page.heads.iter().filter(inside).map(|h| h.level).min() else {
        return Vec::new();
    };
    let heads = page.heads.iter().filter(inside).filter(|h| h.level == level);
    heads
        .map(|h| {
            let verdict = verdict(page, h.whole.clone());
            let (title, chosen) = marked_title(&h.text);
            OptionConsidered {
                title,
                chosen: verdict.as_ref().map(|v| v.0).or(chosen),
                reason: verdict.map(|v| v.1),
                span: page.span(h.range.clone()),
            }
        })
        .collect()
}

/// One option for each bullet of a section.
pub(super) fn by_bullets(page: &Page, section: &Head) -> Vec<OptionConsidered> {
    let bullets = page.bullets(section.own.clone());
    bullets
        .into_iter()
        .filter(|b| !b.is_empty())
        .map(|b| {
            let verdict = verdict(page, b.clone());
            // "**Name**: what it is" has a title and a text.
            let name = page.spanned(title_of(page, b));
            let (title, chosen) = marked_title(&name.value);
            OptionConsidered {
                title,
                chosen: verdict.as_ref().map(|v| v.0).or(chosen),
                reason: verdict.map(|v| v.1),
                span: name.span,
            }
        })
        .collect()
}

/// Up to the end of a bold start, or up to the verdict.
fn title_of(page: &Page, bullet: Range<usize>) -> Range<usize> {
    let line = page.text[..bullet.start].rfind('\n').map_or(0, |i| i + 1);
    let is_bold = page.text[line..bullet.start].ends_with("**");
    let part = &page.shown[bullet.clone()];
    let bold = part.find("**").filter(|_| is_bold);
    let lower = part.to_ascii_lowercase();
    let said = VERDICTS.iter().filter_map(|(v, _)| lower.find(v)).filter(|at| *at > 0).min();
    let end = bold.or(said).unwrap_or(part.len());
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | ',' | ';' | '-' | '–' | '—' | '*');
    bullet.start..bullet.start + part[..end].trim_end_matches(ends).len()
}

/// `Option A (chosen)`, `~~Option B~~`, `✅ Option C`.
fn marked_title(title: &str) -> (String, Option<bool>) {
    let lower = title.to_lowercase();
    for (mark, chosen) in
        [("(chosen)", true), ("(selected)", true), ("(accepted)", true), ("(rejected)", false), ("(not chosen)", false)]
    {
        if let Some(kept) = lower.strip_suffix(mark).and_then(|l| title.get(..l.len())) {
            return (kept.trim().to_owned(), Some(chosen));
        }
    }
    let chosen = if title.starts_with('✅') {
        Some(true)
    } else if title.starts_with('❌') || title.starts_with("~~") {
        Some(false)
    } else {
        None
    };
    (title.trim_start_matches(['✅', '❌', '\u{fe0f}', ' ']).replace("~~", ""), chosen)
}

/// The last verdict of a text that begins a sentence, with its reason up to the end of the paragraph.
pub(super) fn verdict(page: &Page, range: Range<usize>) -> Option<(bool, Spanned<String>)> {
    let lower = page.shown[range.clone()].to_ascii_lowercase();
    let (at, words, chosen) = VERDICTS
        .iter()
        .filter_map(|(words, chosen)| {
            let hits = lower.match_indices(words).map(|(at, _)| at);
            hits.filter(|at| begins_sentence(&page.shown[range.clone()], *at)).last().map(|at| (at, words, *chosen))
        })
        .max_by_key(|(at, ..)| *at)?;
    let start = range.start + at + words.len();
    Some((chosen, reason(page, start..range.end)?))
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let is_capital = text[at..].starts_with(char::is_uppercase);
    let new_line = text[before.len()..at].contains('\n');
    before.is_empty() || new_line && is_capital || before.ends_with(['.', '!', '?', ':', ')', ';', '-', '–', '—', ','])
}

/// What stands from here to the end of the paragraph.
fn reason(page: &Page, range: Range<usize>) -> Option<Spanned<String>> {
    let end = range.start + paragraph_end(&page.shown[range.clone()]);
    let place = page.trimmed(range.start..end);
    (!place.is_empty()).then(|| page.spanned(place))
}

/// "Chosen option: "X", because Y": tells the options apart, and why the others lost from their drawbacks.
pub(super) fn judge(page: &Page, decision: &Head, options: &mut Vec<OptionConsidered>) {
    let Some((name, why)) = chosen(page, decision) else { return };
    let wanted = words(&plain(&page.text[name.clone()]));
    let same = |title: &str| {
        let title = words(title);
        title == wanted
            || !wanted.is_empty()
                && (title.starts_with(&format!("{wanted} ")) || wanted.starts_with(&format!("{title} ")))
    };
    let reason = why.and_then(|at| reason(page, at));
    if options.is_empty() {
        let option = page.spanned(name);
        options.push(OptionConsidered { title: option.value, chosen: Some(true), reason, span: option.span });
        return;
    }
    let exact = options.iter().position(|o| words(&o.title) == wanted);
    // An option that is not listed was chosen: nothing is known of the listed ones then.
    let Some(at) = exact.or_else(|| options.iter().position(|o| same(&o.title))) else { return };
    for (i, option) in options.iter_mut().enumerate() {
        option.chosen = Some(i == at);
        if i == at {
            option.reason = reason.clone().or(option.reason.take());
        }
    }
}

/// Gives the options that have no reason the first of the drawbacks told under a heading of their name.
pub(super) fn add_drawbacks(page: &Page, options: &mut [OptionConsidered]) {
    for option in options.iter_mut().filter(|o| o.reason.is_none() && o.chosen != Some(true)) {
        let name = words(&option.title);
        let heads = page.heads.iter().filter(|h| h.level > 2 && words(&h.text) == name);
        option.reason = heads.filter_map(|h| drawback(page, h)).next();
    }
}

fn drawback(page: &Page, head: &Head) -> Option<Spanned<String>> {
    if let Some((false, reason)) = verdict(page, head.own.clone()) {
        return Some(reason);
    }
    page.bullets(head.own.clone()).into_iter().find_map(|b| {
        let lower = page.shown[b.clone()].to_ascii_lowercase();
        let mark = DRAWBACKS.iter().find(|m| lower.starts_with(**m))?;
        let place = page.trimmed(b.start + mark.len()..b.end);
        (!place.is_empty()).then(|| page.spanned(place))
    })
}

/// The name of the chosen option, and where its reason begins.
fn chosen(page: &Page, decision: &Head) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let range = decision.own.clone();
    let part = &page.shown[range.clone()];
    let lower = part.to_ascii_lowercase();
    let lead = ["chosen option:", "chosen option**:", "chosen option is", "chosen:"]
        .iter()
        .find_map(|m| lower.find(m).map(|at| at + m.len()))?;
    let start = lead + (part[lead..].len() - part[lead..].trim_start_matches([' ', '*', '_', '\n', '\r']).len());
    let rest = &part[start..];
    let close = match rest.chars().next()? {
        '"' => Some('"'),
        '“' => Some('”'),
        '`' => Some('`'),
        _ => None,
    };
    let because = lower[start..].find("because").map(|i| start + i);
    let paragraph = start + paragraph_end(&lower[start..]);
    let because = because.filter(|b| *b < paragraph);
    let quoted = close.and_then(|c| {
        let open = start + rest.chars().next().map_or(0, char::len_utf8);
        part[open..].find(c).map(|len| open..open + len)
    });
    let name = quoted.unwrap_or_else(|| {
        let sentence = part[start..paragraph].find(". ").map_or(paragraph, |i| start + i);
        start..because.unwrap_or(sentence)
    });
    let shift = |r: Range<usize>| range.start + r.start..range.start + r.end;
    let name = trim(&page.shown, shift(name), &['*', '_', '"', ',', '.', ':', '-', '–']);
    let why = because.map(|b| shift(b + "because".len()..part.len()));
    (!name.is_empty()).then_some((name, why))
}

/// A title's words alone, to hold one against another.
pub(super) fn words(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
