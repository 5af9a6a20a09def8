//! CODEOWNERS files, as far as a comparison needs them.
//! Source of the syntax: GitHub's documentation, "About code owners". Patterns are those of gitignore.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::{FileId, Span};

/// One line that names owners.
pub struct Line {
    matcher: Gitignore,
    pub owners: Vec<String>,
    pub span: Span,
}

pub fn read(text: &str, file: FileId) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.split('#').next().unwrap_or_default().trim();
        let mut words = content.split_whitespace();
        let Some(pattern) = words.next().filter(|p| !p.starts_with('[')) else { continue };
        let mut builder = GitignoreBuilder::new("");
        if builder.add_line(None, pattern).is_err() {
            continue;
        }
        let Ok(matcher) = builder.build() else { continue };
        lines.push(Line {
            matcher,
            owners: words.map(str::to_owned).collect(),
            span: Span::new(file, start..start + line.trim_end().len()),
        });
    }
    lines
}

/// The last line that matches a path of the repository: it decides.
pub fn matching<'a>(lines: &'a [Line], path: &str) -> Option<&'a Line> {
    lines.iter().rev().find(|l| l.matcher.matched_path_or_any_parents(path, false).is_ignore())
}

/// `@org/team` is the team `team`.
pub fn short(name: &str) -> &str {
    match name.strip_prefix('@').and_then(|n| n.split_once('/')) {
        Some((_, team)) => team,
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_match_decides() {
        let lines = read("* @all\n/runbooks/ @org/dre # ours\n*.sql @lena\n", FileId(0));
        let owners = |path| matching(&lines, path).map(|l| l.owners.join(" "));
        assert_eq!(owners("runbooks/a.md").as_deref(), Some("@org/dre"));
        assert_eq!(owners("adr/1.md").as_deref(), Some("@all"));
        assert_eq!(owners("runbooks/a.sql").as_deref(), Some("@lena"));
        assert_eq!(short("@org/dre"), "dre");
    }
}
