//! A migration takes a lock without `lock_timeout` and `statement_timeout`, or with ones that are too long.
//!
//! ## What it checks
//! Before the first statement that locks something that is already there, the file has set `lock_timeout` and
//! `statement_timeout`, and whenever such a statement runs, neither is above its maximum.
//!
//! | `with:` | Meaning | Unless written |
//! |---|---|---|
//! | `max_lock_timeout` | the longest `lock_timeout`: `500ms`, `5s`, `1min` | any |
//! | `max_statement_timeout` | the longest `statement_timeout` | any |
//! | `runner` | which of the two the runner sets: `lock_timeout`, `statement_timeout`; a file need not set it, and not above the maximum if it does | none |
//!
//! What locks: everything that alters or drops a table, view, index, sequence or type; the creation and the end of an
//! index, trigger, rule or policy; what writes rows; `VACUUM`, `CLUSTER`, `REINDEX`, `REFRESH`, `LOCK TABLE`; a new table
//! with a foreign key to one that is there, or that becomes a partition of one. What does not count: queries, grants and
//! comments, new tables and views, and whatever is done to what the same file has created. `DO` blocks are looked into;
//! the bodies of functions run later, and under somebody else's limits.
//!
//! `0` is no limit, and so above any maximum. `SET ... TO DEFAULT` and `RESET` take a setting back. `SET LOCAL` ends with
//! its transaction, and does nothing where there is none: that has a finding of its own. A value that a variable stands
//! for counts as set. Each changeset of a file stands for itself, since an earlier one may have run another day.
//!
//! ## Why
//! An `ALTER TABLE` that takes 5 ms waits behind a report that takes 10 minutes, and everything that comes after it waits
//! behind the `ALTER`. With `lock_timeout` it gives up, and the queue moves again.
//!
//! ## Example
//! ```yaml
//! with: {max_lock_timeout: 5s, max_statement_timeout: 1h}
//! ```
//!
//! ```sql bad
//! ALTER TABLE orders ADD COLUMN channel text;
//! ```
//!
//! ```sql bad
//! SET lock_timeout = '5min';
//! SET statement_timeout = '30s';
//! ALTER TABLE orders ADD COLUMN channel text;
//! ```
//!
//! ```sql bad
//! SET lock_timeout = '2s';
//! SET statement_timeout = 0;
//! UPDATE orders SET channel = 'web' WHERE channel IS NULL;
//! ```
//!
//! ```sql bad
//! COMMIT;
//! SET LOCAL lock_timeout = '2s';
//! SET LOCAL statement_timeout = '30s';
//! ALTER TABLE orders ADD COLUMN channel text;
//! ```
//!
//! ```sql good
//! SET lock_timeout = 2000;
//! SET statement_timeout = '30s';
//! ALTER TABLE orders ADD COLUMN channel text;
//! RESET lock_timeout;
//! ```
//!
//! ```sql good
//! CREATE TABLE refunds (id bigint PRIMARY KEY);
//! CREATE INDEX refunds_id_idx ON refunds (id);
//! INSERT INTO refunds VALUES (1);
//! SELECT count(*) FROM orders;
//! ```
//!
//! Where the runner sets `lock_timeout`:
//!
//! ```yaml
//! with: {max_lock_timeout: 5s, runner: [lock_timeout]}
//! ```
//!
//! ```sql bad
//! SET lock_timeout = '1min';
//! SET statement_timeout = '30s';
//! DROP TABLE old_orders;
//! ```
//!
//! ```sql good
//! SET statement_timeout = '30s';
//! DROP TABLE old_orders;
//! ```
//!
//! ## How to fix
//! Begin the file with `SET lock_timeout = '2s'; SET statement_timeout = '30s';`, with limits that fit what it does.

use super::state::{SETTINGS, State};
use super::{Made, runs};
use crate::sql::Step;
use crate::sql::rules::time::{Limit, UNITS};
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{ConstraintKind, Effect, Path, Setting, Statement, Table};
use crate::yaml::Node;
use crate::yaml::schema::{list, one_of};

pub const RULE: Rule = Rule { name: "ddl/timeouts", manual: include_str!("timeouts.rs"), configure };

/// What is asked of one setting.
struct Asked {
    most: Option<Limit>,
    by_runner: bool,
}

fn configure(with: &mut With) -> Check {
    let most = [with.limit("max_lock_timeout"), with.limit("max_statement_timeout")];
    let runner = with.typed("runner", &list(one_of(&SETTINGS))).map(Node::texts).unwrap_or_default();
    let mut names = SETTINGS.iter();
    let asked = most.map(|most| {
        let name = names.next().copied().unwrap_or_default();
        Asked { most, by_runner: runner.iter().any(|r| r.value == name) }
    });
    Check::Step(Box::new(move |step, hits| check(step, &asked, hits)))
}

fn check(step: &Step, asked: &[Asked; 2], hits: &mut Vec<Hit>) {
    let mut state = State::new(step.in_transaction);
    let mut made = Made::default();
    // Each is asked for once; each statement that sets it is judged once.
    let mut is_asked = asked.each_ref().map(|a| !a.by_runner);
    let mut judged: Vec<&Setting> = Vec::new();
    for statement in step.script.statements.iter().filter(|s| runs(&step.script, s)) {
        if let Some(locked) = locks(statement, &made) {
            let mut missing = Vec::new();
            for (at, asked) in asked.iter().enumerate() {
                match (state.of(at), state.lost(at)) {
                    (Some(set), _) if !judged.contains(&set) => {
                        judged.push(set);
                        hits.extend(too_long(set, asked));
                    }
                    (Some(_), _) => {}
                    (None, lost) => {
                        if std::mem::take(&mut is_asked[at]) {
                            match lost {
                                Some(lost) => hits.push(without_effect(lost)),
                                None => missing.push(at),
                            }
                        }
                    }
                }
            }
            hits.extend(unset(statement, &locked, &missing, asked));
        }
        state.run(statement);
        made.add(statement);
    }
}

fn unset(statement: &Statement, locked: &str, missing: &[usize], asked: &[Asked; 2]) -> Option<Hit> {
    let names: Vec<String> = missing.iter().map(|at| format!("`{}`", SETTINGS[*at])).collect();
    if names.is_empty() {
        return None;
    }
    let are = if names.len() == 1 { "is" } else { "are" };
    let message = format!("{} {are} not set before `{}`{locked}", names.join(" and "), statement.command);
    let sets: Vec<String> = missing
        .iter()
        .map(|at| {
            let (usual, millis) = [("2s", 2_000), ("30s", 30_000)][*at];
            let most = asked[*at].most.as_ref().filter(|most| most.millis < millis);
            let value = most.map_or(usual, |most| &most.text);
            format!("SET {} = '{value}';", SETTINGS[*at])
        })
        .collect();
    Some(Hit::new(statement.head(), message).help(format!("write `{}` before it", sets.join(" "))))
}

fn without_effect(set: &Setting) -> Hit {
    let message = format!("`{}` is set for a transaction, and there is none: it has no effect", set.name);
    Hit::new(set.place.clone(), message).help("write `SET` without `LOCAL`, or `BEGIN` before it")
}

fn too_long(set: &Setting, asked: &Asked) -> Option<Hit> {
    let value = set.value.as_deref()?;
    let at_most = asked.most.as_ref().map(|most| format!(", {} at most", most.text)).unwrap_or_default();
    let hit = |what: String| Hit::new(set.place.clone(), format!("`{}` is {what}", set.name));
    match Limit::parse(value) {
        Some(limit) if limit.is_off() => {
            Some(hit(format!("`{value}`, which is no limit{at_most}")).help("set the longest time that it may take"))
        }
        Some(limit) => asked.most.as_ref().filter(|most| limit.millis > most.millis).map(|most| {
            hit(format!("`{value}`{at_most}"))
                .help(format!("set `{}` or less, and try again when it is not enough", most.text))
        }),
        // What begins with no number is a variable's name.
        None if value.starts_with(|c: char| c.is_ascii_digit() || "-+.".contains(c)) => Some(
            hit(format!("`{value}`, which PostgreSQL cannot read")).help(format!("write a number and one of {UNITS}")),
        ),
        None => None,
    }
}

/// Commands that lock what they name, of those that have no effect of their own.
const LOCKING: [&str; 29] = [
    "ALTER DOMAIN",
    "ALTER FOREIGN TABLE",
    "ALTER INDEX",
    "ALTER MATERIALIZED VIEW",
    "ALTER POLICY",
    "ALTER PUBLICATION",
    "ALTER RULE",
    "ALTER SEQUENCE",
    "ALTER STATISTICS",
    "ALTER TRIGGER",
    "ALTER TYPE",
    "ALTER VIEW",
    "CREATE POLICY",
    "CREATE RULE",
    "CREATE STATISTICS",
    "CREATE TRIGGER",
    "DROP DOMAIN",
    "DROP EXTENSION",
    "DROP FOREIGN TABLE",
    "DROP MATERIALIZED VIEW",
    "DROP OWNED",
    "DROP POLICY",
    "DROP RULE",
    "DROP SCHEMA",
    "DROP SEQUENCE",
    "DROP TRIGGER",
    "DROP TYPE",
    "DROP VIEW",
    "LOCK TABLE",
];

/// What a statement locks that was there before the file, as a message has it behind the command; nothing if it locks
/// nothing of that kind.
fn locks(statement: &Statement, made: &Made) -> Option<String> {
    let locks = match &statement.effect {
        Effect::CreateTable(table) => {
            return another(table, made).map(|other| format!(", which locks `{}`", other.shown()));
        }
        Effect::AlterTable { table, .. } | Effect::Write { table, .. } => !made.has(table),
        Effect::DropTable(tables) => !made.has_all(tables),
        Effect::CreateIndex(index) => !made.has(&index.table),
        Effect::DropIndex { indexes, .. } => !made.has_all(indexes),
        Effect::RenameIndex { index, .. } => !made.has(index),
        Effect::RefreshView { view, .. } => !made.has(view),
        Effect::Vacuum { .. } | Effect::Reindex { .. } | Effect::Cluster => !made.has_all(&statement.objects),
        Effect::Other => {
            LOCKING.contains(&statement.command.as_str()) && !statement.objects.iter().any(|o| made.has(o))
        }
        Effect::CreateFunction(_) | Effect::Set(_) | Effect::Begin | Effect::Commit | Effect::Rollback => false,
    };
    locks.then(|| statement.objects.first().map(|o| format!(" on `{}`", o.shown())).unwrap_or_default())
}

/// The table that a new one locks: what its foreign key points at, or what it is a partition of.
fn another<'a>(table: &'a Table, made: &Made) -> Option<&'a Path> {
    let constraints = table.columns.iter().flat_map(|c| &c.constraints).chain(&table.constraints);
    let others = constraints.filter_map(|c| match &c.kind {
        ConstraintKind::ForeignKey { table, .. } => Some(table),
        _ => None,
    });
    let is_old = |other: &&Path| other.name.value != table.name.name.value && !made.has(other);
    others.chain(&table.partition_of).find(is_old)
}
