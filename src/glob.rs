//! Path patterns of handbook.yaml and of standards. In every one `*` stops at a `/` and `**` does not.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diag::{Diagnostic, RuleName};
use crate::paths;
use crate::yaml::Node;

/// A set of path patterns.
#[derive(Debug, Clone)]
pub struct Globs {
    pub patterns: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// Patterns of our own, which are known to be valid. An empty one matches nothing.
    pub fn of<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut globs = Self { patterns: Vec::new(), set: GlobSet::empty() };
        let mut set = GlobSetBuilder::new();
        for pattern in patterns.into_iter().filter(|p| !p.is_empty()) {
            if let Ok(glob) = build(pattern) {
                set.add(glob);
                globs.patterns.push(pattern.to_owned());
            }
        }
        globs.set = set.build().unwrap_or_default();
        globs
    }

    /// Patterns as a user wrote them, `./` taken off; each one that cannot be read is a finding of `rule`.
    pub fn read(node: &Node, rule: RuleName, found: &mut Vec<Diagnostic>) -> Self {
        let written = node.texts();
        for pattern in &written {
            if let Err(error) = build(&pattern.value) {
                found.push(Diagnostic::new(
                    rule,
                    pattern.span,
                    format!("`{}` is not a path pattern: {}", pattern.value, error.kind()),
                ));
            }
        }
        let plain: Vec<String> = written.iter().map(|p| paths::join("", &p.value)).collect();
        Self::of(plain.iter().map(String::as_str))
    }

    pub fn matches(&self, path: &str) -> bool {
        !self.set.is_empty() && self.set.is_match(path)
    }
}

fn build(pattern: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_stops_at_a_slash() {
        let globs = Globs::of(["oncall/*.yaml", "runbooks/**"]);
        assert!(globs.matches("oncall/postgres.yaml"));
        assert!(!globs.matches("oncall/holidays/pt.yaml"));
        assert!(globs.matches("runbooks/a/b.md"));
        assert!(!globs.matches("old/runbooks/a.md"));
        assert!(!Globs::of([""]).matches("anything"));
    }
}
