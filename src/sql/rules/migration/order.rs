//! Versions of migrations are not in order.
//!
//! ## What it checks
//! - Each version is there once, in a folder, or in all folders for Flyway. `V1` and `V1.0` are one version. An up and
//!   its down may share one.
//! - A file has a version where most files of the history have one. One without is not run by the tool, or at a time
//!   that nobody meant.
//! - A new version is above those that are there: a file that git saw later, by a day or more, must not come before one
//!   that it saw earlier. `with: {out_of_order: true}` lets that pass, for tools that are set to run such files. Where
//!   git knows nothing nothing is said.
//! - `with: {gaps: false}` asks for each number after the one before. It holds for numbers, not for timestamps.
//!
//! Liquibase and Sqitch keep the order in files of their own, so their names are not judged.
//!
//! ## Why
//! Two branches that take the same number merge without a conflict. What runs first then depends on the file system. A
//! file that comes in below what has run is left out, or runs where it was never tested.
//!
//! ## Example
//! ```sql bad
//! -- 0061_orders_add_channel.up.sql
//! ALTER TABLE orders ADD COLUMN channel text;
//! -- 0061_orders_add_source.up.sql
//! ALTER TABLE orders ADD COLUMN source text;
//! ```
//!
//! ```sql bad
//! -- V1__init.sql
//! CREATE TABLE a (id bigint);
//! -- V2__more.sql
//! CREATE TABLE b (id bigint);
//! -- add_index.sql
//! CREATE INDEX ON a (id);
//! ```
//!
//! ```sql good
//! -- V1__init.sql
//! CREATE TABLE a (id bigint);
//! -- U1__init.sql
//! DROP TABLE a;
//! -- V3__more.sql
//! CREATE TABLE b (id bigint);
//! -- R__views.sql
//! CREATE VIEW v AS SELECT id FROM a;
//! ```
//!
//! ```yaml
//! with: {gaps: false}
//! ```
//!
//! ```sql bad
//! -- 0001_a.sql
//! CREATE TABLE a (id bigint);
//! -- 0003_b.sql
//! CREATE TABLE b (id bigint);
//! ```
//!
//! ## How to fix
//! Give the file the next free version, before it is merged. One that has run keeps its version.

use std::collections::HashMap;

use super::{numbers, sequence, title};
use crate::dates::human;
use crate::sql::history::{History, Migration, Part};
use crate::sql::layout::Layout;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "migration/order", manual: include_str!("order.rs"), configure };

/// A number with as many digits is a time.
const TIMESTAMP: u64 = 10_000_000;

fn configure(with: &mut With) -> Check {
    let gaps = with.flag("gaps", true);
    let out_of_order = with.flag("out_of_order", false);
    Check::History(Box::new(move |history: &History, hits| {
        let judged = |f: &Migration| !matches!(f.layout, Layout::Liquibase | Layout::Sqitch);
        let files: Vec<(usize, &Migration)> = history.files.iter().enumerate().filter(|(_, f)| judged(f)).collect();
        hits.extend(twice(&files));
        hits.extend(without(&files));
        let ups: Vec<(usize, &Migration)> =
            files.into_iter().filter(|(_, f)| f.part == Part::Up && f.version.is_some() && !f.is_baseline()).collect();
        if !out_of_order {
            hits.extend(late(&ups));
        }
        if !gaps {
            hits.extend(missing(&ups));
        }
    }))
}

type Files<'a> = [(usize, &'a Migration)];

fn twice(files: &Files) -> Vec<(usize, Hit)> {
    let mut seen: HashMap<(&str, &[u64], Part, bool), usize> = HashMap::new();
    let mut hits = Vec::new();
    for (nth, (at, file)) in files.iter().enumerate() {
        let Some(version) = &file.version else { continue };
        let key = (sequence(file), numbers(version), file.part, file.is_baseline());
        let Some(first) = seen.get(&key).copied() else {
            seen.insert(key, nth);
            continue;
        };
        let (first_at, first) = files[first];
        let message = format!("`{}` has version {}, as `{}` does", title(file), version.text, title(first));
        let mut hit =
            Hit::new(file.top(), message).help("give the one that has not run anywhere the next free version");
        hit.related.push((first_at, first.top(), "the other file".to_owned()));
        hits.push((*at, hit));
    }
    hits
}

fn without(files: &Files) -> Vec<(usize, Hit)> {
    let numbered = files.iter().filter(|(_, f)| f.version.is_some());
    let Some((_, example)) = numbered.clone().next() else { return Vec::new() };
    if numbered.count() * 2 <= files.len() {
        return Vec::new();
    }
    let odd = files.iter().filter(|(_, f)| f.version.is_none() && f.part != Part::Repeatable);
    let hit = |file: &Migration| {
        let message = format!("`{}` has no version, as the other files do", title(file));
        Hit::new(file.top(), message)
            .help(format!("name it as `{}` is named, or move it out of the folder", title(example)))
    };
    odd.map(|(at, file)| (*at, hit(file))).collect()
}

/// Files that came in below one that was there before.
fn late(ups: &Files) -> Vec<(usize, Hit)> {
    // For each sequence, going down: the file above that was added first.
    let mut first: HashMap<&str, (usize, &Migration)> = HashMap::new();
    let mut hits = Vec::new();
    for (at, file) in ups.iter().rev() {
        let Some(added) = file.edits.first() else { continue };
        let above = first.get(sequence(file)).and_then(|(at, above)| Some((*at, *above, above.edits.first()?)));
        if let Some((above_at, above, before)) = above
            && before.date < added.date
        {
            let message = format!(
                "`{}` was added on {}, below `{}` of {}",
                title(file),
                human(added.date),
                title(above),
                human(before.date)
            );
            let mut hit = Hit::new(file.top(), message).help("give it a version above all that have been released");
            hit.related.push((above_at, above.top(), "the file above it".to_owned()));
            hits.push((*at, hit));
        } else {
            first.insert(sequence(file), (*at, file));
        }
    }
    hits.reverse();
    hits
}

fn missing(ups: &Files) -> Vec<(usize, Hit)> {
    let mut last: HashMap<&str, (u64, &Migration)> = HashMap::new();
    let mut hits = Vec::new();
    for (at, file) in ups {
        let Some([number]) = file.version.as_ref().map(|v| v.numbers.as_slice()) else { continue };
        if *number >= TIMESTAMP {
            continue;
        }
        if let Some((before, other)) = last.insert(sequence(file), (*number, file))
            && *number > before + 1
        {
            let absent = match number - before {
                2 => format!("version {} is missing", before + 1),
                _ => format!("versions {} to {} are missing", before + 1, number - 1),
            };
            let message = format!("{absent} between `{}` and `{}`", title(other), title(file));
            hits.push((*at, Hit::new(file.top(), message).help("number the files without a gap")));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::history::Edit;
    use crate::sql::layout;

    /// Names with the day on which each was added, and those that are late.
    #[test]
    fn what_comes_in_below_is_late() {
        for (files, found) in [
            ("V1__a.sql 2026-01-01, V2__b.sql 2026-01-02", ""),
            ("V1__a.sql 2026-01-03, V2__b.sql 2026-01-02", "V1__a.sql"),
            ("V1__a.sql 2026-01-02, V2__b.sql 2026-01-02", ""),
            ("V1__a.sql 2026-01-01, V2__b.sql 2026-01-09, V3__c.sql 2026-01-05, V4__d.sql 2026-02-01", "V2__b.sql"),
            ("1_a.up.sql 2026-01-03, 1_a.down.sql 2026-01-03, 2_b.up.sql 2026-01-04, 2_b.down.sql 2026-01-01", ""),
            ("x/1_a.sql 2026-01-03, y/2_b.sql 2026-01-02", ""),
        ] {
            let files: Vec<(&str, &str)> = files.split(", ").map(|f| f.split_once(' ').unwrap()).collect();
            let texts: Vec<(&str, String)> = files.iter().map(|(name, _)| (*name, "SELECT 1;".to_owned())).collect();
            let mut history = layout::of_example(&texts);
            for file in &mut history.files {
                let (_, date) = files.iter().find(|(name, _)| *name == file.path).unwrap();
                let (commit, author) = (String::new(), String::new());
                file.edits = vec![Edit { date: date.parse().unwrap(), commit, author, contents: None }];
            }
            let Check::History(check) =
                configure(&mut With::new(None, crate::source::Span::top(crate::source::FileId(0))))
            else {
                panic!()
            };
            let mut hits = Vec::new();
            check(&history, &mut hits);
            let names: Vec<&str> = hits.iter().map(|(at, _)| history.files[*at].path.as_str()).collect();
            assert_eq!(names.join(", "), found, "{files:?}");
        }
    }
}
