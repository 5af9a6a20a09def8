//! A migration has no way back.
//!
//! ## What it checks
//! Each file with a version has what undoes it, in the form of its tool: Flyway's `U1__x.sql`, `1_x.down.sql` for
//! `1_x.up.sql` or `1_x.sql`, `down.sql` in the same folder, `-- +goose Down`, `-- migrate:down`, `revert/x.sql` of
//! Sqitch, `--rollback` for each changeset of Liquibase. A down that holds no statement is a finding too: write
//! `SELECT 'nothing to undo';` where that is so. `--rollback empty` says the same in Liquibase.
//!
//! Files that are run again when they change, baselines and files without a version are left alone. Whether the down
//! undoes what the up does is not looked at.
//!
//! ## Why
//! A way back is written while the author still knows the change, not at night by somebody else.
//!
//! ## Example
//! ```sql bad
//! -- 0063_orders_add_gift_note.up.sql
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! ```
//!
//! ```sql bad
//! -- 0063_orders_add_gift_note.up.sql
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! -- 0063_orders_add_gift_note.down.sql
//! ```
//!
//! ```sql bad
//! -- 00001_orders.sql
//! -- +goose Up
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! ```
//!
//! ```sql bad
//! -- changelog.sql
//! --liquibase formatted sql
//! --changeset ana:1
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! --rollback ALTER TABLE orders DROP COLUMN gift_note;
//! --changeset ana:2
//! ALTER TABLE orders ADD COLUMN gift_wrap text;
//! ```
//!
//! ```sql good
//! -- 0063_orders_add_gift_note.up.sql
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! -- 0063_orders_add_gift_note.down.sql
//! ALTER TABLE orders DROP COLUMN gift_note;
//! ```
//!
//! ```sql good
//! -- V2__orders_add_gift_note.sql
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! -- U2__orders_add_gift_note.sql
//! ALTER TABLE orders DROP COLUMN gift_note;
//! -- R__views.sql
//! CREATE OR REPLACE VIEW v AS SELECT id FROM orders;
//! ```
//!
//! ```sql good
//! -- 20260102030405_orders.sql
//! -- migrate:up
//! ALTER TABLE orders ADD COLUMN gift_note text;
//! -- migrate:down
//! ALTER TABLE orders DROP COLUMN gift_note;
//! ```
//!
//! ## How to fix
//! Write the down. Where data is gone for good it restores the shape.

use std::collections::HashMap;

use super::{numbers, sequence, title};
use crate::paths;
use crate::sql::Place;
use crate::sql::history::{History, Migration, Part, Step};
use crate::sql::layout::Layout;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "migration/rollback", manual: include_str!("rollback.rs"), configure };

fn configure(_with: &mut With) -> Check {
    Check::History(Box::new(|history: &History, hits| {
        let files = || history.files.iter().enumerate();
        let downs: HashMap<Key, usize> =
            files().filter(|(_, f)| f.part == Part::Down).filter_map(|(at, f)| Some((key(f)?, at))).collect();
        for (at, file) in files().filter(|(_, f)| f.part == Part::Up && !f.is_baseline()) {
            if file.layout == Layout::Liquibase {
                hits.extend(changesets(file).into_iter().map(|hit| (at, hit)));
            } else if let Some(down) = file.steps.iter().find(|s| s.part == Part::Down) {
                hits.extend(empty(file, down, file.top()).map(|hit| (at, hit)));
            } else if let Some(key) = key(file) {
                match downs.get(&key).map(|down| (*down, &history.files[*down])) {
                    Some((down_at, down)) => {
                        let hit = down.steps.first().and_then(|step| empty(down, step, down.top()));
                        hits.extend(hit.map(|hit| (down_at, hit)));
                    }
                    None => {
                        let message = format!("nothing undoes `{}`", title(file));
                        hits.push((at, Hit::new(file.top(), message).help(format!("add {}", wanted(file)))));
                    }
                }
            }
        }
    }))
}

/// What an up and its down have in common.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Version(&'a str, &'a [u64]),
    /// The change of a Sqitch project.
    Change(&'a str),
}

fn key(file: &Migration) -> Option<Key<'_>> {
    if file.layout == Layout::Sqitch {
        let (_, change) = ["deploy/", "revert/"].iter().find_map(|folder| file.path.rsplit_once(folder))?;
        return Some(Key::Change(change));
    }
    Some(Key::Version(sequence(file), numbers(file.version.as_ref()?)))
}

fn empty(file: &Migration, down: &Step, place: Place) -> Option<Hit> {
    let is_empty = down.script.statements.is_empty() && down.script.errors.is_empty();
    is_empty.then(|| {
        Hit::new(place, format!("the down of `{}` holds no statement", title(file)))
            .help("write what undoes the up, or `SELECT 'nothing to undo';`")
    })
}

/// The changesets that no `--rollback` follows.
fn changesets(file: &Migration) -> Vec<Hit> {
    let next = |at: usize| file.steps.get(at + 1).map(|s| s.part);
    let bare = file.steps.iter().enumerate().filter(|(at, s)| s.part == Part::Up && next(*at) != Some(Part::Down));
    let hit = |step: &Step| {
        let place = step.script.statements.first().map_or(step.place.start..step.place.start, |s| s.place.clone());
        Hit::new(place, "nothing undoes this changeset").help("add `--rollback` and what undoes it")
    };
    bare.map(|(_, step)| hit(step)).collect()
}

/// What a tool looks for.
fn wanted(file: &Migration) -> String {
    let (name, stem) = (paths::name(&file.path), paths::stem(&file.path));
    match file.layout {
        Layout::Flyway => format!("`U{}`", name.get(1..).unwrap_or_default()),
        Layout::Goose => "`-- +goose Down` and what undoes it".to_owned(),
        Layout::Dbmate => "`-- migrate:down` and what undoes it".to_owned(),
        Layout::Sqitch => format!("`revert/{name}`"),
        Layout::Folders => "`down.sql` to its folder".to_owned(),
        _ => format!("`{}.down.sql`", stem.strip_suffix(".up").unwrap_or(stem)),
    }
}
