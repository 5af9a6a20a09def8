//! How a decision names another: `[13. Use MySQL](0013-use-mysql.md)`, `ADR-0005`, `[0001]`, `"0007#retention"`,
//! `payments:0012`, `20201016-use-x.md`.

use std::ops::Range;

use super::name::FileName;
use super::text::{links, plain};
use crate::paths;
use crate::source::{FileId, Span, Spanned};

/// Another decision, as one names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// As written, links with their text.
    pub text: Spanned<String>,
    pub number: Option<u64>,
    /// The name it goes by: of the file where one is named, else as it is written.
    pub id: Option<String>,
    /// The file, as a path of the handbook.
    pub path: Option<String>,
    /// The part of it that is meant: `0007#retention`.
    pub section: Option<String>,
    /// The decision that is meant, by its place among all; none until all are read, and where there is none such.
    pub target: Option<usize>,
}

/// What people write where there is no decision to name.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "" | "none" | "null" | "-" | "n/a" | "~" | "tbd")
}

/// Where references are read: they are resolved from this document's folder.
pub(super) struct Base<'a> {
    pub file: FileId,
    pub path: &'a str,
}

impl Base<'_> {
    /// A value that is one reference and nothing else.
    pub fn value(&self, text: &str, range: Range<usize>) -> Option<Reference> {
        let part = &text[range.clone()];
        if let Some(link) = links(part).into_iter().next() {
            let shift = |r: Range<usize>| range.start + r.start..range.start + r.end;
            return Some(self.link(text, shift(link.whole), shift(link.text), link.dest.map(shift)));
        }
        (!is_nothing(part)).then(|| self.named(part, range))
    }

    /// The references in running text. A bare number is one only where it must be: first, or as long as a file's.
    pub fn scan(&self, text: &str, range: Range<usize>) -> Vec<Reference> {
        let part = &text[range.clone()];
        let mut found = Vec::new();
        let mut at = 0;
        for link in links(part) {
            self.scan_bare(text, range.start + at..range.start + link.whole.start, at == 0, &mut found);
            at = link.whole.end;
            let shift = |r: Range<usize>| range.start + r.start..range.start + r.end;
            let bare = link.dest.is_none();
            let reference = self.link(text, shift(link.whole), shift(link.text), link.dest.map(shift));
            if !bare || reference.number.is_some() || reference.path.is_some() {
                found.push(reference);
            }
        }
        self.scan_bare(text, range.start + at..range.end, at == 0, &mut found);
        found
    }

    fn scan_bare(&self, text: &str, range: Range<usize>, first: bool, found: &mut Vec<Reference>) {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | ':');
        let mut prefix: Option<Range<usize>> = None;
        let mut count = 0;
        let mut after_by = false;
        let mut at = range.start;
        for token in text[range.clone()].split_inclusive(|c: char| !is_part(c)) {
            let start = at;
            at += token.len();
            let word = token.trim_end_matches(|c: char| !is_part(c)).trim_end_matches(['.', ':']);
            if word.is_empty() {
                continue;
            }
            let place = start..start + word.len();
            let is_prefix = matches!(word.to_ascii_lowercase().as_str(), "adr" | "adr-" | "record");
            let digits = word.trim_start_matches('#');
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            let leads = first && count == 0 && (!is_year || after_by);
            let named = FileName::of(word);
            if let Some(prefix) = prefix.take().filter(|_| is_number) {
                found.push(self.named(&text[prefix.start..place.end], prefix.start..place.end));
            } else if is_number && (leads || digits.len() >= 3 && !is_year)
                || word.ends_with(".md")
                || named.prefixed && named.number.is_some()
                || named.number.is_some() && named.slugged && named.id.len() >= 3
                || named.dated && named.slugged
            {
                found.push(self.named(word, place.clone()));
            }
            prefix = is_prefix.then_some(place);
            // "by" does not come between a verb and its number.
            after_by = matches!(word.to_ascii_lowercase().as_str(), "by" | "with");
            count += usize::from(!after_by);
        }
    }

    fn link(&self, text: &str, whole: Range<usize>, inner: Range<usize>, dest: Option<Range<usize>>) -> Reference {
        let title = plain(&text[inner.clone()]);
        let named = self.named(&title, inner.clone());
        let Some(dest) = dest.map(|d| text[d].trim()) else {
            return Reference { text: self.at(title, whole), ..named };
        };
        let dest = dest.split_whitespace().next().unwrap_or_default();
        let (file, section) = match dest.split_once('#') {
            Some((file, section)) => (file, Some(section.to_owned())),
            None => (dest, None),
        };
        let web = paths::is_web_url(file);
        let name = FileName::of(paths::stem(file));
        Reference {
            text: self.at(title, whole),
            number: name.number.or(named.number),
            id: if file.is_empty() { named.id } else { Some(name.id) },
            path: (!web && !file.is_empty()).then(|| paths::join(paths::parent(self.path), &paths::decode(file))),
            section: section.filter(|s| !s.is_empty()),
            target: None,
        }
    }

    /// A reference without a link.
    fn named(&self, written: &str, range: Range<usize>) -> Reference {
        let written = written.trim();
        let (name, section) = match written.split_once('#') {
            Some((name, section)) if !name.is_empty() => (name, Some(section.to_owned())),
            _ => (written.trim_start_matches('#'), None),
        };
        let is_file = name.ends_with(".md");
        let parsed = FileName::of(if is_file { paths::stem(name) } else { name });
        // `payments:0012` is a decision of another handbook; its number says nothing here.
        let foreign = name.contains(':') && !name.contains(' ');
        Reference {
            text: self.at(written.to_owned(), range),
            number: parsed.number.filter(|_| !foreign),
            id: Some(if foreign { name.to_owned() } else { parsed.id }),
            path: is_file.then(|| paths::join(paths::parent(self.path), name)),
            section,
            target: None,
        }
    }

    fn at(&self, text: String, range: Range<usize>) -> Spanned<String> {
        Spanned::new(text, Span::new(self.file, range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Vec<(Option<u64>, String, Option<String>)> {
        let base = Base { file: FileId(0), path: "adr/0001-a.md" };
        let found = base.scan(text, 0..text.len());
        found.into_iter().map(|r| (r.number, r.id.unwrap_or_default(), r.path)).collect()
    }

    #[test]
    fn names_of_decisions_in_running_text() {
        let path = |p: &str| Some(p.to_owned());
        for (text, number, id, at) in [
            ("by [13. Use MySQL](0013-use-mysql.md)", Some(13), "0013", path("adr/0013-use-mysql.md")),
            ("by ADR-0005 in 2021", Some(5), "ADR-0005", None),
            ("by ADR 5.", Some(5), "ADR 5", None),
            ("by 12", Some(12), "12", None),
            ("by [000]", Some(0), "000", None),
            ("by 0005-use-x.md since", Some(5), "0005", path("adr/0005-use-x.md")),
            ("by 20201016-use-x", None, "20201016-use-x", None),
            ("[0007](./old/0007-x.md#why)", Some(7), "0007", path("adr/old/0007-x.md")),
        ] {
            assert_eq!(scan(text), [(number, id.to_owned(), at)], "{text}");
        }
        for text in ["in 2021", "on 2020-10-10", "we moved 3 nodes", "by [somebody]", "pg-16"] {
            assert_eq!(scan(text), [], "{text}");
        }
    }

    #[test]
    fn values_are_one_reference() {
        let base = Base { file: FileId(0), path: "adr/0001-a.md" };
        let value = |text: &str| base.value(text, 0..text.len());
        let part = value("0007#retention").expect("a reference");
        assert_eq!((part.number, part.section.as_deref()), (Some(7), Some("retention")));
        let foreign = value("payments:0012").expect("a reference");
        assert_eq!((foreign.number, foreign.id.as_deref()), (None, Some("payments:0012")));
        assert_eq!(value("adr_0001.md").expect("a reference").number, Some(1));
        assert!(value("none").is_none());
    }
}
