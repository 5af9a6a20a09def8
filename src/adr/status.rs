//! Statuses: the six there are, the moves between them, and how people write them.
//!
//! What is read: `✅ Accepted`, `Superceded by [13. Use MySQL](0013-use-mysql.md)`, `Decided. We are open to new
//! alternatives.`, `DEPRECATED by [0001]`, `~~Proposed~~ Accepted`, and several lines of that, as adr-tools
//! writes them. A word in a link's text never is the status.

use std::ops::Range;

use super::text::{links, mask_links, trim};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Draft,
    Proposed,
    Accepted,
    Rejected,
    Deprecated,
    Superseded,
}

impl Status {
    pub const NAMES: [&'static str; 6] = ["draft", "proposed", "accepted", "rejected", "deprecated", "superseded"];

    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// What a state of any lifecycle comes to; none for a word that says nothing of that.
    pub fn of_state(name: &str) -> Option<Self> {
        read(name).status.map(|(status, _)| status)
    }

    /// Nobody has decided yet.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Proposed)
    }
}

/// How one decision stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    Supersedes,
    SupersededBy,
    Amends,
    AmendedBy,
    Related,
}

/// What a text says of a status. Ranges are of the text.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub status: Option<(Status, Range<usize>)>,
    /// Where the names of other decisions stand, and what they are to this one.
    pub relations: Vec<(Relation, Range<usize>)>,
}

struct Word<'a> {
    text: &'a str,
    range: Range<usize>,
}

/// One mention of a status.
struct Mention {
    status: Status,
    range: Range<usize>,
    /// It begins its line, so that it is the status and no word of a sentence.
    leads: bool,
    /// It holds for a part of the decision only.
    partial: bool,
    /// Another decision is named behind it.
    refers: bool,
}

/// Reads what stands where a status belongs.
pub(super) fn read(text: &str) -> Said {
    if is_choice(text) {
        return Said::default();
    }
    let said = read_words(text);
    if said.status.is_some() { said } else { within_link(text).unwrap_or(said) }
}

/// `{proposed | rejected | accepted}`: a template's choice that nobody made.
pub(super) fn is_choice(text: &str) -> bool {
    text.trim().starts_with(['{', '<']) || text.split('|').filter(|t| !words(t, 0..t.len()).is_empty()).count() > 2
}

/// `[superseded by ADR-0005](0005-use-x.md)`: all of it is one link.
fn within_link(text: &str) -> Option<Said> {
    let found = links(text);
    let [link] = found.as_slice() else { return None };
    let inner = read_words(&text[link.text.clone()]).status.filter(|_| link.whole == trim(text, 0..text.len(), &[]));
    let (status, at) = inner.filter(|(s, _)| matches!(s, Status::Superseded | Status::Deprecated))?;
    let at = link.text.start + at.start..link.text.start + at.end;
    Some(Said { status: Some((status, at)), relations: vec![(Relation::SupersededBy, link.whole.clone())] })
}

fn read_words(text: &str) -> Said {
    let masked = mask_links(text);
    let mut said = Said::default();
    let mut mentions = Vec::new();
    let mut start = 0;
    for line in masked.split_inclusive('\n') {
        read_line(&masked, start..start + line.len(), text, &mut mentions, &mut said.relations);
        start += line.len();
    }
    said.status = choose(&mentions).or_else(|| by_sign(text));
    said
}

/// The mention that counts. A superseded decision often keeps its old status on the line above.
fn choose(mentions: &[Mention]) -> Option<(Status, Range<usize>)> {
    let found = |m: &Mention| (m.status, m.range.clone());
    let whole = || mentions.iter().filter(|m| !m.partial);
    if let Some(m) = whole().find(|m| m.status == Status::Superseded && (m.leads || m.refers)) {
        return Some(found(m));
    }
    if let Some(m) = whole().rfind(|m| m.leads) {
        return Some(found(m));
    }
    if let Some(m) = whole().next() {
        return Some(found(m));
    }
    // What is superseded in part only is in force with the rest.
    mentions.first().map(|m| (Status::Accepted, m.range.clone()))
}

fn read_line(
    masked: &str,
    line: Range<usize>,
    text: &str,
    mentions: &mut Vec<Mention>,
    relations: &mut Vec<(Relation, Range<usize>)>,
) {
    // `Proposed → Accepted` tells a history; its end is what holds.
    let arrow = ["→", "->", "=>"].iter().filter_map(|a| masked[line.clone()].rfind(a).map(|at| at + a.len())).max();
    let from = line.start + arrow.unwrap_or(0);
    let words = words(masked, from..line.end);
    let mut open: Option<(Relation, usize)> = None;
    let mut led = false;
    for (i, word) in words.iter().enumerate() {
        let lower = word.text.to_lowercase();
        let next = words.get(i + 1).map(|w| w.text.to_lowercase());
        let before: Vec<String> = words[i.saturating_sub(2)..i].iter().map(|w| w.text.to_lowercase()).collect();
        let favour = words.get(i + 2).is_some_and(|w| w.text.to_lowercase().starts_with("favo"));
        if let Some(relation) = relation(&lower, next.as_deref(), favour) {
            if let Some((relation, start)) = open.take() {
                close(masked, relation, start..word.range.start, relations);
            }
            open = Some((relation, word.range.end));
        }
        let partial = before.iter().any(|b| b.starts_with("partial") || b == "partly");
        let leads = !led && (i == 0 || partial || before.last().is_some_and(|b| is_lead_in(b)));
        let negated = before.iter().any(|b| matches!(b.as_str(), "not" | "never" | "isn't" | "no" | "if" | "until"));
        let in_review =
            lower == "review" && before.last().is_some_and(|b| matches!(b.as_str(), "in" | "under" | "for"));
        let status = named(&lower, leads).or(in_review.then_some(Status::Proposed));
        let Some(status) = status.filter(|_| !negated) else { continue };
        // "Proposed by Ana" names a person, not a state.
        if next.as_deref() == Some("by")
            && !matches!(status, Status::Superseded | Status::Deprecated)
            && !mentions.is_empty()
        {
            continue;
        }
        led = true;
        let refers = text[word.range.end..line.end].contains(|c: char| c == '[' || c.is_ascii_digit());
        mentions.push(Mention { status, range: word.range.clone(), leads, partial, refers });
    }
    match open {
        Some((relation, start)) => close(masked, relation, start..line.end, relations),
        None => relations.push((Relation::Related, from..line.end)),
    }
}

/// Words that may stand before a status without making it a part of a sentence.
fn is_lead_in(word: &str) -> bool {
    matches!(word, "status" | "is" | "now" | "currently" | "adr" | "decision" | "been" | "was")
}

/// A relation ends with its sentence; what is named after that is named for another reason.
fn close(masked: &str, relation: Relation, range: Range<usize>, relations: &mut Vec<(Relation, Range<usize>)>) {
    let end = masked[range.clone()].find(". ").map_or(range.end, |i| range.start + i + 1);
    relations.push((relation, range.start..end));
    if end < range.end {
        relations.push((Relation::Related, end..range.end));
    }
}

fn relation(word: &str, next: Option<&str>, favour: bool) -> Option<Relation> {
    let passive = next == Some("by") || favour;
    if is_superseded(word) || matches!(word, "replaced" | "obsoleted") || word == "deprecated" && passive {
        return Some(Relation::SupersededBy);
    }
    match word {
        "replaces" | "obsoletes" => Some(Relation::Supersedes),
        "amends" | "modifies" => Some(Relation::Amends),
        "amended" | "modified" if passive => Some(Relation::AmendedBy),
        _ if is_supersede(word) && word.ends_with("es") => Some(Relation::Supersedes),
        _ => None,
    }
}

/// The tool that made the form popular spells it with a c, and people follow.
fn is_supersede(word: &str) -> bool {
    ["supersed", "superced", "supersced", "superseed"].iter().any(|s| word.starts_with(s))
}

fn is_superseded(word: &str) -> bool {
    is_supersede(word) && word.ends_with("ed")
}

/// The status that a word stands for. Some words are that only where they begin a line.
pub(super) fn named(word: &str, leads: bool) -> Option<Status> {
    let anywhere = match word {
        "draft" | "wip" => Some(Status::Draft),
        "proposed" | "undecided" => Some(Status::Proposed),
        "accepted" | "approved" | "decided" | "adopted" | "ratified" => Some(Status::Accepted),
        "rejected" | "declined" | "withdrawn" | "abandoned" => Some(Status::Rejected),
        "deprecated" | "obsolete" | "retired" => Some(Status::Deprecated),
        "replaced" | "obsoleted" => Some(Status::Superseded),
        _ => is_superseded(word).then_some(Status::Superseded),
    };
    let leading = match word {
        "drafted" | "idea" | "incomplete" | "deferred" | "postponed" => Some(Status::Draft),
        "proposal" | "pending" | "open" | "submitted" | "tentative" | "rfc" | "provisional" => Some(Status::Proposed),
        "agreed" | "implemented" | "implementable" | "active" | "final" | "current" | "done" | "enacted" | "merged" => {
            Some(Status::Accepted)
        }
        "denied" | "cancelled" | "canceled" | "dismissed" | "discarded" | "closed" => Some(Status::Rejected),
        "outdated" | "archived" | "inactive" => Some(Status::Deprecated),
        _ => None,
    };
    anywhere.or(leading.filter(|_| leads))
}

/// Where no word says it, a sign may.
fn by_sign(text: &str) -> Option<(Status, Range<usize>)> {
    let (at, c) = text.char_indices().find(|(_, c)| !c.is_whitespace())?;
    let status = match c {
        '✅' | '✔' => Status::Accepted,
        '❌' | '✖' => Status::Rejected,
        '🤔' => Status::Proposed,
        '🚧' => Status::Draft,
        _ => return None,
    };
    let bare = !text.contains(char::is_alphabetic);
    bare.then(|| (status, at..at + c.len_utf8()))
}

fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text[range.clone()].char_indices().map(|(i, c)| (range.start + i, c)) {
        match (c.is_alphabetic() || c == '\'', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { text: &text[from..at], range: from..at });
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(Word { text: &text[from..range.end], range: from..range.end });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_as_people_write_them() {
        for (text, want) in [
            ("✅ Accepted", "accepted"),
            ("⌛️ Superseded [0019](0019-use-bash.md)", "superseded"),
            ("❌ Rejected", "rejected"),
            ("🤔 Proposed", "proposed"),
            ("🤔 Incomplete", "draft"),
            ("✅", "accepted"),
            ("Superceded by [13. Use MySQL](0013-use-mysql.md)", "superseded"),
            ("superseeded by ADR-5", "superseded"),
            ("Decided. We are open to new\nalternatives as they arise.", "accepted"),
            ("DEPRECATED by [0001]", "deprecated"),
            ("Accepted\n\nSuperceded by [5. X](0005-x.md)", "superseded"),
            ("Accepted, supersedes [3. X](0003-rejected-x.md)", "accepted"),
            ("Accepted. It would be superseded if costs rise.", "accepted"),
            ("Proposed → Accepted", "accepted"),
            ("~~Proposed~~ **Accepted**", "accepted"),
            ("2020-01-01 proposed\n2020-02-01 accepted", "accepted"),
            ("This decision was approved by the board", "accepted"),
            ("In review", "proposed"),
            ("Partially superseded by [7](0007-x.md)", "accepted"),
            ("We adopted this in May.", "accepted"),
            ("`accepted`", "accepted"),
            ("[superseded by ADR-0005](0005-use-x.md)", "superseded"),
        ] {
            let got = read(text).status.map(|(s, _)| s.name());
            assert_eq!(got, Some(want), "{text}");
        }
        for text in [
            "",
            "{proposed | accepted}",
            "proposed | accepted | rejected",
            "maybe",
            "Not yet accepted",
            "[Accepted risks](x.md)",
            "acepted",
        ] {
            assert!(read(text).status.is_none(), "{text}");
        }
    }

    #[test]
    fn relations_are_kept_apart() {
        let text = "Accepted. Supersedes [1](0001-a.md), amended by [4](0004-d.md)";
        let got: Vec<(Relation, &str)> = read(text).relations.into_iter().map(|(r, at)| (r, text[at].trim())).collect();
        assert_eq!(got, [(Relation::Supersedes, "[1](0001-a.md),"), (Relation::AmendedBy, "by [4](0004-d.md)")]);
        let text = "Superseded by [2. B](0002-b.md). See [3](0003-c.md)";
        let got: Vec<(Relation, &str)> = read(text).relations.into_iter().map(|(r, at)| (r, text[at].trim())).collect();
        assert_eq!(got, [(Relation::SupersededBy, "by [2. B](0002-b.md)."), (Relation::Related, "See [3](0003-c.md)")]);
        let text = "Deprecated, see [3](0003-c.md)";
        assert_eq!(read(text).relations.first().map(|(r, _)| *r), Some(Relation::Related));
    }
}
