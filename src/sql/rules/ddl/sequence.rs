//! A change that breaks the release before is not made in three files: expand, backfill, contract.
//!
//! ## What it checks
//! A column that a migration adds to a table of an earlier file, and that has no default, is filled (`UPDATE` sets it)
//! and then required (`SET NOT NULL`). These must come in that order, each in a file after the one before. So it finds:
//!
//! - `SET NOT NULL` in the file that adds the column, or in the one that fills it;
//! - `SET NOT NULL` in a file before the one that fills it;
//! - `UPDATE` in the file that adds the column, if a later file requires it;
//! - `DROP COLUMN` in the file that adds another column to the same table, or that fills one which was added before:
//!   the release before still reads what is dropped.
//!
//! It does not see a backfill that is a job and no migration: a column that no file fills may be required by a file
//! after the one that adds it. Which column is another's successor is not known either, so a `DROP COLUMN` in a file of
//! its own passes. Tables that are made in the same file are left alone, since nobody uses them yet. Changesets of one
//! Liquibase file count as files.
//!
//! ## Why
//! During a rollout two releases run. A value that is required before the old rows have one fails on the first of them,
//! or stops the release that does not write it yet. In one file, and so in one transaction, the lock of the `ALTER` is
//! held through the whole update.
//!
//! ## Example
//! ```sql bad
//! -- 1.sql
//! ALTER TABLE shops ADD COLUMN region text;
//! -- 2.sql
//! ALTER TABLE shops ALTER COLUMN region SET NOT NULL;
//! -- 3.sql
//! UPDATE shops SET region = 'emea' WHERE region IS NULL;
//! ```
//!
//! ```sql bad
//! ALTER TABLE shops ADD COLUMN region text;
//! UPDATE shops SET region = 'emea' WHERE region IS NULL;
//! ALTER TABLE shops ALTER COLUMN region SET NOT NULL;
//! ```
//!
//! ```sql bad
//! -- 1.sql
//! ALTER TABLE shops ADD COLUMN region text;
//! -- 2.sql
//! UPDATE shops SET region = area WHERE region IS NULL;
//! ALTER TABLE shops DROP COLUMN area;
//! ```
//!
//! ```sql good
//! -- 1.sql
//! ALTER TABLE shops ADD COLUMN region text;
//! -- 2.sql
//! UPDATE shops SET region = area WHERE region IS NULL;
//! -- 3.sql
//! ALTER TABLE shops ALTER COLUMN region SET NOT NULL;
//! ALTER TABLE shops DROP COLUMN area;
//! ```
//!
//! ```sql good
//! -- 1.sql
//! CREATE TABLE shops (id int, area text);
//! ALTER TABLE shops ADD COLUMN region text;
//! ALTER TABLE shops ALTER COLUMN region SET NOT NULL;
//! -- 2.sql
//! ALTER TABLE shops ADD COLUMN open boolean NOT NULL DEFAULT true;
//! ```
//!
//! ## How to fix
//! Divide the file: one that adds, one that fills, one that requires and drops, each released before the next.

use crate::sql::catalogue::{Column, Site, Table};
use crate::sql::history::History;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "ddl/sequence", manual: include_str!("sequence.rs"), configure };

fn configure(_with: &mut With) -> Check {
    Check::History(Box::new(|history: &History, hits| {
        for table in &history.catalogue().tables {
            let title = table.title();
            for column in &table.columns {
                hits.extend(added(table, column).and_then(|made| required(&title, column, made)));
            }
            hits.extend(dropped(&title, table));
        }
    }))
}

/// The file, or the changeset.
fn unit(site: &Site) -> (usize, usize) {
    (site.file, site.step)
}

/// Where a column was added to a table that was there before.
fn added<'c>(table: &Table, column: &'c Column) -> Option<&'c Site> {
    let made = column.made.as_ref()?;
    table.made.as_ref().is_none_or(|t| unit(t) != unit(made)).then_some(made)
}

fn required(table: &str, column: &Column, made: &Site) -> Option<(usize, Hit)> {
    let (name, required) = (&column.name, column.required.as_ref()?);
    if column.has_default {
        return None;
    }
    let last = column.filled.iter().max_by_key(|f| unit(f));
    let (at, message, related, why) = if unit(required) == unit(made) {
        (required, format!("`{table}.{name}` is added and required in one file"), made, "it is added here")
    } else if let Some(fill) = last.filter(|f| unit(f) > unit(required)) {
        (required, format!("`{table}.{name}` is required before a later file fills it"), fill, "it is filled here")
    } else if let Some(fill) = column.filled.iter().find(|f| unit(f) == unit(required)) {
        (required, format!("`{table}.{name}` is filled and required in one file"), fill, "it is filled here")
    } else {
        let fill = column.filled.iter().find(|f| unit(f) == unit(made))?;
        (fill, format!("`{table}.{name}` is added and filled in one file"), made, "it is added here")
    };
    let help = "add it, fill it and require it in three files, each released before the next";
    let mut hit = Hit::new(at.place.clone(), message).help(help);
    hit.related.push((related.file, related.place.clone(), why.to_owned()));
    Some((at.file, hit))
}

/// Columns that are dropped where another is added or filled.
fn dropped(title: &str, table: &Table) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for column in table.columns.iter() {
        let Some(gone) = column.dropped.as_ref().filter(|gone| table.dropped.as_ref() != Some(gone)) else { continue };
        let is_new = |made: &Option<Site>| made.as_ref().is_some_and(|made| unit(made) == unit(gone));
        if is_new(&column.made) || is_new(&table.made) {
            continue;
        }
        let others = || table.columns.iter().filter(|other| other.made.is_some());
        let adds = others().find(|other| is_new(&other.made)).and_then(|o| Some((o, o.made.as_ref()?, "adds")));
        let fills = || others().find_map(|o| Some((o, o.filled.iter().find(|f| unit(f) == unit(gone))?, "fills")));
        let Some((other, site, verb)) = adds.or_else(fills).filter(|(o, ..)| added(table, o).is_some()) else {
            continue;
        };
        let message = format!("`{title}.{}` is dropped in the file that {verb} `{title}.{}`", column.name, other.name);
        let help = format!("drop `{}` in a later file, once no release reads it", column.name);
        let mut hit = Hit::new(gone.place.clone(), message).help(help);
        hit.related.push((site.file, site.place.clone(), format!("the file {verb} `{}` here", other.name)));
        hits.push((gone.file, hit));
    }
    hits
}
