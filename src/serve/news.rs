//! What an edition changed in what was found: only that is worth a line while somebody writes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::sink::Finding;
use crate::diag::{Diagnostic, Findings, RuleName, Severity};
use crate::pipeline::Checked;
use crate::source::Sources;

/// What is new, and what was found before and is no longer.
#[derive(Debug, Default)]
pub struct News {
    pub new: Findings,
    pub fixed: Vec<Fixed>,
}

/// A finding that went away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed {
    pub path: String,
    pub rule: RuleName,
    pub message: String,
}

/// What was found last, and how often.
#[derive(Debug, Default)]
pub struct Known {
    found: BTreeMap<Fixed, usize>,
}

impl Known {
    /// Takes in what was found now, and says what is other than before. A finding is the same one while its file, its
    /// rule and its words are: lines move as somebody writes.
    pub fn learn(&mut self, checked: &Checked) -> News {
        self.compare(&checked.findings, &checked.loaded.sources)
    }

    fn compare(&mut self, findings: &Findings, sources: &Sources) -> News {
        let mut before = std::mem::take(&mut self.found);
        let mut new = Findings::default();
        for finding in &findings.list {
            let key = key(&finding.diagnostic, sources);
            match before.get_mut(&key) {
                Some(left) if *left > 0 => *left -= 1,
                _ => new.list.push(finding.clone()),
            }
            *self.found.entry(key).or_default() += 1;
        }
        let fixed = before.into_iter().flat_map(|(key, left)| std::iter::repeat_n(key, left)).collect();
        News { new, fixed }
    }
}

/// Mistakes that only show when a page is drawn, each with the pages that it keeps from being drawn.
#[derive(Debug, Default)]
pub struct Undrawn {
    pages: BTreeMap<Fixed, BTreeSet<String>>,
}

impl Undrawn {
    /// Takes in that a page could be drawn, or why not. A mistake that many pages have is news once, and so is that one
    /// of them can be drawn again.
    pub fn learn(&mut self, page: &str, mistake: Option<&Diagnostic>, sources: &Sources) -> Option<News> {
        let now = mistake.map(|d| key(d, sources));
        let mut news = News::default();
        let gone = |mistake: &Fixed, pages: &BTreeSet<String>| Some(mistake) != now.as_ref() && pages.contains(page);
        news.fixed.extend(self.pages.extract_if(.., |mistake, pages| gone(mistake, pages)).map(|(mistake, _)| mistake));
        if let Some((now, diagnostic)) = now.zip(mistake) {
            let pages = self.pages.entry(now).or_default();
            if pages.is_empty() {
                news.new.list.push(Finding { severity: Severity::Error, diagnostic: diagnostic.clone(), owner: None });
            }
            pages.insert(page.to_owned());
        }
        (!news.new.list.is_empty() || !news.fixed.is_empty()).then_some(news)
    }
}

fn key(d: &Diagnostic, sources: &Sources) -> Fixed {
    Fixed { path: sources.path(d.span.file).to_owned(), rule: d.rule, message: d.message.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn only_what_changed_is_news() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "one\ntwo\nthree\n");
        let findings = |found: &[(&'static str, usize)]| {
            let finding = |(message, at): &(&'static str, usize)| Finding {
                severity: Severity::Error,
                diagnostic: Diagnostic::new("link/broken", Span::new(file, *at..*at + 1), *message),
                owner: None,
            };
            Findings { list: found.iter().map(finding).collect() }
        };
        let mut known = Known::default();
        let mut news = |found: &[(&'static str, usize)]| {
            let news = known.compare(&findings(found), &sources);
            let new: Vec<String> = news.new.list.into_iter().map(|f| f.diagnostic.message).collect();
            (new, news.fixed.into_iter().map(|f| f.message).collect::<Vec<_>>())
        };
        let (none, text) = (Vec::<String>::new(), |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect());
        assert_eq!(news(&[("x", 0), ("y", 4)]), (text(&["x", "y"]), none.clone()));
        // A line further down it is still the same.
        assert_eq!(news(&[("x", 4), ("y", 8)]), (none.clone(), none.clone()));
        assert_eq!(news(&[("y", 8), ("y", 0)]), (text(&["y"]), text(&["x"])));
        assert_eq!(news(&[]), (none, text(&["y", "y"])));
    }

    #[test]
    fn what_keeps_pages_from_being_drawn_is_news_once() {
        let mut sources = Sources::default();
        let file = sources.add("templates/doc.html", "{{ x }}\n");
        let mut undrawn = Undrawn::default();
        let mut news = |page: &str, message: Option<&'static str>| {
            let mistake = message.map(|message| Diagnostic::new("config/template", Span::top(file), message));
            let news = undrawn.learn(page, mistake.as_ref(), &sources).unwrap_or_default();
            let new = news.new.list.into_iter().map(|f| format!("+{}", f.diagnostic.message));
            new.chain(news.fixed.into_iter().map(|f| format!("-{}", f.message))).collect::<Vec<_>>().concat()
        };
        let steps = [
            ("a", None, ""),
            ("a", Some("x"), "+x"),
            ("a", Some("x"), ""),
            ("b", Some("x"), ""),
            ("c", None, ""),
            ("a", Some("y"), "+y-x"),
            ("b", Some("x"), "+x"),
            ("b", None, "-x"),
            ("a", None, "-y"),
            ("a", None, ""),
        ];
        for (step, (page, message, want)) in steps.into_iter().enumerate() {
            assert_eq!(news(page, message), want, "step {step}");
        }
    }
}
