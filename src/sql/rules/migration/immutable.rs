//! A migration was edited after it had been added.
//!
//! ## What it checks
//! The commits that changed a file after the day of the one that added it. `with: {grace: 7d}` lets edits pass for that
//! long after it was added; without it those of the same day pass. Commits that only move a file are no edits, nor are
//! those that `.git-blame-ignore-revs` names, and a file that is again as it was is fine.
//!
//! Files that a tool runs again when they change may change: Flyway's `R__`, changesets with `runOnChange`. Files of
//! Liquibase get new changesets, so they are not judged. Files that undo or verify may be mended. Where git knows
//! nothing - no repository, a shallow clone - nothing is said; what is not committed yet is not seen.
//!
//! ## Why
//! Where it has run it does not run again: databases that got the old text and those that get the new one differ from
//! then on. Tools that keep a checksum refuse to go on.
//!
//! ## Example
//! `V7__orders.sql` was added on 3 March and edited on 9 April. This file has no past, so it passes:
//!
//! ```sql good
//! -- V7__orders.sql
//! CREATE TABLE orders (id bigint PRIMARY KEY);
//! ```
//!
//! ## How to fix
//! Put it back as it was, and write what is to change as a new migration.

use crate::dates::{Period, human};
use crate::sql::history::{History, Migration, Part};
use crate::sql::layout::Layout;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "migration/immutable", manual: include_str!("immutable.rs"), configure };

fn configure(with: &mut With) -> Check {
    let grace = with.period("grace");
    Check::History(Box::new(move |history: &History, hits| {
        let files = history.files.iter().enumerate();
        hits.extend(files.filter_map(|(at, file)| Some((at, edited(file, grace)?))));
    }))
}

fn edited(file: &Migration, grace: Option<Period>) -> Option<Hit> {
    let (added, later) = file.edits.split_first()?;
    if file.part != Part::Up || file.layout == Layout::Liquibase {
        return None;
    }
    let limit = grace.map_or(added.date, |grace| grace.after(added.date));
    let released = later.iter().rfind(|e| e.date <= limit).unwrap_or(added);
    let last = later.last().filter(|last| last.date > limit && last.contents != released.contents)?;
    let message = format!(
        "`{}` was added on {} and edited on {} by {} ({})",
        super::title(file),
        human(added.date),
        human(last.date),
        last.author,
        last.commit
    );
    Some(
        Hit::new(file.top(), message)
            .help(format!("put back what commit {} has, and write a new migration for the change", released.commit)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::history::Edit;
    use crate::sql::layout;

    #[test]
    fn edits_after_the_grace_are_found() {
        for (name, edits, grace, found) in [
            ("V1__a.sql", "2026-03-01 a", None, false),
            ("V1__a.sql", "2026-03-01 a, 2026-03-01 b", None, false),
            ("V1__a.sql", "2026-03-01 a, 2026-03-02 b", None, true),
            ("V1__a.sql", "2026-03-01 a, 2026-03-08 b", Some(7), false),
            ("V1__a.sql", "2026-03-01 a, 2026-03-08 b, 2026-03-09 c", Some(7), true),
            ("V1__a.sql", "2026-03-01 a, 2026-03-08 b, 2026-03-09 c, 2026-03-10 b", Some(7), false),
            ("V1__a.sql", "2026-03-01 a, 2026-04-09 c, 2026-04-10 a", None, false),
            ("R__a.sql", "2026-03-01 a, 2026-03-02 b", None, false),
            ("U1__a.sql", "2026-03-01 a, 2026-03-02 b", None, false),
            ("V1__a.sql", "", None, false),
        ] {
            let mut history = layout::of_example(&[(name, "SELECT 1;".to_owned())]);
            let edit = |e: &str| {
                let (date, contents) = e.split_once(' ').unwrap();
                let (commit, author) = ("abc1234".to_owned(), "Ana".to_owned());
                Edit { date: date.parse().unwrap(), commit, author, contents: Some(contents.into()) }
            };
            history.files[0].edits = edits.split(", ").filter(|e| !e.is_empty()).map(edit).collect();
            let hit = edited(&history.files[0], grace.map(Period::days));
            assert_eq!(hit.is_some(), found, "{name} {edits} {grace:?}");
        }
    }
}
