//! How a file of a form calls another decision.

use super::{Desk, Tied};
use crate::adr::forms::Form;
use crate::paths;

/// Whose part is meant: `0007#retention` names it at the end that supersedes.
pub(super) enum With<'a> {
    Whole,
    Part(&'a Option<String>),
}

impl Desk<'_> {
    /// As a value of front matter: its id, else its file where the id would be taken for another's.
    pub(super) fn value(&self, other: &Tied, with: &With) -> String {
        let id = &self.decisions.list[other.at].id;
        let name = if self.means(id, other) { id.clone() } else { self.destination(other) };
        format!("{name}{}", fragment(with))
    }

    /// Whether a name, read in this file, is the other's.
    fn means(&self, name: &str, other: &Tied) -> bool {
        let found = self.page.base().value(name, 0..name.len());
        found.is_some_and(|r| self.links.resolve(self.at, &r) == Some(other.at))
    }

    /// As MADR 4 names it in a status: `ADR-0013`, else by a link.
    pub(super) fn plain(&self, other: &Tied) -> String {
        let name = self.decisions.list[other.at].number.map(|n| format!("ADR-{n:04}"));
        name.filter(|n| self.means(n, other)).unwrap_or_else(|| self.link(other, &With::Whole))
    }

    /// `[13. Use MySQL](0013-use-mysql.md)` as adr-tools writes it, `[ADR-0013](0013-use-mysql.md)` as MADR does.
    pub(super) fn link(&self, other: &Tied, with: &With) -> String {
        let d = &self.decisions.list[other.at];
        let text = match (self.decision.form, d.number) {
            (Form::Nygard | Form::Backstage, Some(number)) if balanced(&d.title) => format!("{number}. {}", d.title),
            (Form::Nygard | Form::Backstage, None) if balanced(&d.title) => d.title.clone(),
            (Form::Madr2 | Form::Madr3 | Form::Madr4 | Form::YStatement, Some(number)) => format!("ADR-{number:04}"),
            _ => d.id.clone(),
        };
        format!("[{text}]({}{})", paths::encode(&self.destination(other)), fragment(with))
    }

    /// The other's file, from this one.
    fn destination(&self, other: &Tied) -> String {
        let path = |at: usize| &self.handbook.document(self.decisions.list[at].doc).path;
        paths::relative(paths::parent(path(self.at)), path(other.at))
    }
}

fn fragment(with: &With) -> String {
    match with {
        With::Part(Some(part)) => format!("#{part}"),
        _ => String::new(),
    }
}

/// Whether a title may stand between the brackets of a link.
fn balanced(title: &str) -> bool {
    let mut depth = 0i32;
    for c in title.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '\n' | '\\' | '<' | '`' => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
