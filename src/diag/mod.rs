//! Findings: what is wrong, where, and what to do about it.
//!
//! Stages make [`Diagnostic`]s and know nothing of levels; the [`Sink`](sink::Sink) alone decides what each
//! one weighs and in which order they are shown.

pub mod emit;
pub mod sink;

pub use sink::{Findings, Level, Policy, Severity};

use crate::source::{FileId, Span};

/// The name of a rule, `group/name`.
pub type RuleName = &'static str;

/// A second place that helps to understand a finding, with what it has to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// One thing that is wrong, before anyone decided how much it weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub rule: RuleName,
    pub span: Span,
    pub message: String,
    /// What to do, in the imperative.
    pub help: Option<String>,
    pub related: Vec<Label>,
    /// What a standard says it weighs; without one, the rule's own level counts.
    pub level: Option<Level>,
    /// The document whose owner answers for it, where the file that it is in has none.
    pub of: Option<FileId>,
}

impl Diagnostic {
    pub fn new(rule: RuleName, span: Span, message: impl Into<String>) -> Self {
        Self { rule, span, message: message.into(), help: None, related: Vec::new(), level: None, of: None }
    }

    /// A finding about a file as a whole; it stands on the file's first line.
    pub fn at_top(rule: RuleName, file: FileId, message: impl Into<String>) -> Self {
        Self::new(rule, Span::top(file), message)
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The owner of that document answers for it.
    pub fn owned_as(mut self, document: FileId) -> Self {
        self.of = Some(document);
        self
    }

    pub fn weighs(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label { span, message: message.into() });
        self
    }
}

/// How many known words are told; of a team of hundreds, the others are in its file.
const TOLD: usize = 20;

/// Help for a word that is none of a few known ones: what was meant, if it can be told, and all there are, or the first
/// of them.
pub fn known_words<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut all = known.clone().take(TOLD).collect::<Vec<_>>().join(", ");
    let left = known.clone().skip(TOLD).count();
    if left > 0 {
        all.push_str(&format!(" and {left} more"));
    }
    match nearest(written, known) {
        Some(near) => format!("did you mean `{near}`? Known: {all}"),
        None => format!("known: {all}"),
    }
}

/// Help for a word that is none of many known ones: what was meant, or, if that cannot be told, what else to do.
pub fn meant<'a>(written: &str, known: impl IntoIterator<Item = &'a str>, otherwise: impl Into<String>) -> String {
    nearest(written, known).map_or_else(|| otherwise.into(), |near| format!("did you mean `{near}`?"))
}

/// "draft", "draft or proposed", "draft, proposed or accepted"; none of nothing.
pub fn alternatives(words: &[String]) -> Option<String> {
    let (last, rest) = words.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} or {last}", rest.join(", ")) })
}

/// "a runbook", "an incident review".
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The candidate nearest to what was written, if it is near enough to have been meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let limit = (lower.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_known_words_are_not_all_told() {
        let names: Vec<String> = (0..TOLD + 2).map(|n| format!("person-{n:02}")).collect();
        let told = |count: usize| known_words("persn-03", names[..count].iter().map(String::as_str));
        assert!(told(TOLD).ends_with(", person-19"), "{}", told(TOLD));
        assert!(told(TOLD + 2).starts_with("did you mean `person-03`? Known: person-00, "), "{}", told(TOLD + 2));
        assert!(told(TOLD + 2).ends_with(", person-19 and 2 more"), "{}", told(TOLD + 2));
    }
}
