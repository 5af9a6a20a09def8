//! `with:`, the settings of a rule, read key by key.

use regex::Regex;

use crate::diag::{Diagnostic, nearest};
use crate::yaml::Node;

/// What a standard gives a rule to go by. Each getter names a key that the rule knows; in the end every other key is a
/// finding.
pub struct With<'a> {
    node: Option<&'a Node>,
    known: Vec<&'static str>,
    found: Vec<Diagnostic>,
}

impl<'a> With<'a> {
    pub fn new(node: Option<&'a Node>) -> Self {
        Self { node, known: Vec::new(), found: Vec::new() }
    }

    /// The value of a key, whatever it is.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        self.node?.get(key)
    }

    /// A regular expression. One that cannot be read is a finding, and the default stands.
    pub fn pattern(&mut self, key: &'static str, default: &str) -> Regex {
        let default = || Regex::new(default).expect("invariant: a rule's own pattern is valid");
        let Some(written) = self.get(key).and_then(Node::text) else { return default() };
        Regex::new(&written.value).unwrap_or_else(|error| {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let message = format!("`{}` is not a regular expression: {reason}", written.value);
            self.found.push(Diagnostic::new("page/bad-value", written.span, message));
            default()
        })
    }

    /// What was wrong: values that could not be read, and keys that the rule does not know.
    pub fn finish(mut self, rule: &str) -> Vec<Diagnostic> {
        for (key, _) in self.node.map(Node::entries).unwrap_or_default() {
            if self.known.contains(&&*key.value) {
                continue;
            }
            let help = match nearest(&key.value, self.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if self.known.is_empty() => format!("`{rule}` takes no settings"),
                None => format!("`{rule}` takes: {}", self.known.join(", ")),
            };
            self.found
                .push(Diagnostic::new("page/unknown-key", key.span, format!("unknown key `{}`", key.value)).help(help));
        }
        self.found
    }
}
