//! Footnotes: numbered as they are first referred to, drawn at the end, with a way back to each reference.

use std::collections::HashMap;
use std::fmt::Write;

#[derive(Default)]
pub(super) struct Footnotes {
    numbers: HashMap<String, usize>,
    /// References so far, by number minus one.
    references: Vec<usize>,
    /// What each footnote says, by label.
    bodies: HashMap<String, String>,
}

impl Footnotes {
    /// The number of a footnote that is referred to here, and the anchor of this reference.
    pub fn refer(&mut self, label: &str) -> (usize, String) {
        let next = self.references.len() + 1;
        let number = *self.numbers.entry(label.to_owned()).or_insert(next);
        if number == next {
            self.references.push(0);
        }
        let count = &mut self.references[number - 1];
        *count += 1;
        (number, reference_id(number, *count))
    }

    /// The first definition of a label counts, as on GitHub.
    pub fn define(&mut self, label: &str, html: String) {
        self.bodies.entry(label.to_owned()).or_insert(html);
    }

    /// Anchors of everything that was numbered.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        (1..).zip(&self.references).flat_map(|(number, &count)| {
            std::iter::once(format!("fn-{number}")).chain((1..=count).map(move |n| reference_id(number, n)))
        })
    }

    /// The list of all footnotes that are referred to; empty when there are none.
    pub fn section(mut self) -> String {
        if self.numbers.is_empty() {
            return String::new();
        }
        let mut labels: Vec<(usize, String)> = self.numbers.into_iter().map(|(l, n)| (n, l)).collect();
        labels.sort();
        let mut out = String::from("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (number, label) in labels {
            let body = self.bodies.remove(&label).unwrap_or_default();
            // The way back belongs on the last line of the text.
            let (text, end) = match body.trim_end().strip_suffix("</p>") {
                Some(text) => (text, "</p>"),
                None => (body.trim_end(), ""),
            };
            let _ = write!(out, "<li id=\"fn-{number}\">{text}");
            for n in 1..=self.references[number - 1] {
                let id = reference_id(number, n);
                let label = if n == 1 { "Back to text".to_owned() } else { format!("Back to text, reference {n}") };
                let _ = write!(out, " <a class=\"fn-back\" href=\"#{id}\" aria-label=\"{label}\">↩</a>");
            }
            let _ = writeln!(out, "{end}</li>");
        }
        out.push_str("</ol></section>\n");
        out
    }
}

fn reference_id(number: usize, count: usize) -> String {
    match count {
        1 => format!("fnref-{number}"),
        n => format!("fnref-{number}-{n}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_first_use() {
        let mut notes = Footnotes::default();
        assert_eq!(notes.refer("b"), (1, "fnref-1".to_owned()));
        assert_eq!(notes.refer("a"), (2, "fnref-2".to_owned()));
        assert_eq!(notes.refer("b"), (1, "fnref-1-2".to_owned()));
        notes.define("a", "<p>A</p>\n".to_owned());
        notes.define("a", "again".to_owned());
        notes.define("unused", "x".to_owned());
        assert_eq!(notes.ids().collect::<Vec<_>>(), ["fn-1", "fnref-1", "fnref-1-2", "fn-2", "fnref-2"]);
        let html = notes.section();
        assert!(html.contains("<li id=\"fn-2\"><p>A <a class=\"fn-back\" href=\"#fnref-2\""), "{html}");
        assert!(!html.contains("again") && !html.contains("unused"));
    }
}
