//! A constraint that was added `NOT VALID` is not validated in a later file.
//!
//! ## What it checks
//! Each check and foreign key that a migration adds `NOT VALID`: a later file must validate it, unless it is dropped, or
//! its table is. One that the same file validates is a finding too; changesets of one Liquibase file count as files,
//! since each is a transaction of its own. `with: {within: 5}` asks that it be one of the next five files; until there
//! are as many, nothing is said.
//!
//! Without `within` the finding is there as soon as the constraint is: the two files come in one change.
//!
//! ## Why
//! What is `NOT VALID` is kept by new rows only, and the planner does not trust it. In one file, and so in one
//! transaction, nothing is won: the strong lock of `ADD CONSTRAINT` is held until `VALIDATE` has read the table.
//!
//! ## Example
//! ```sql bad
//! ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
//! ```
//!
//! ```sql bad
//! ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
//! ```
//!
//! ```sql good
//! -- 1.sql
//! ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
//! -- 2.sql
//! ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
//! ```
//!
//! ```yaml
//! with: {within: 1}
//! ```
//!
//! ```sql good
//! -- 1.sql
//! ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
//! ```
//!
//! ```sql bad
//! -- 1.sql
//! ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
//! -- 2.sql
//! SELECT 1;
//! -- 3.sql
//! ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
//! ```
//!
//! ## How to fix
//! Write a file after it with `ALTER TABLE ... VALIDATE CONSTRAINT ...`. It reads the table beside reads and writes.

use crate::dates::counted;
use crate::sql::catalogue::{Constraint, Site};
use crate::sql::history::{History, Part};
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "ddl/validate-later", manual: include_str!("validate_later.rs"), configure };

fn configure(with: &mut With) -> Check {
    let within = with.count("within");
    Check::History(Box::new(move |history: &History, hits| {
        let catalogue = history.catalogue();
        for constraint in catalogue.constraints.iter().filter(|c| c.not_valid) {
            let table = catalogue.tables[constraint.table].title();
            hits.extend(judge(constraint, &table, within, history).map(|hit| (constraint.made.file, hit)));
        }
    }))
}

fn judge(constraint: &Constraint, table: &str, within: Option<usize>, history: &History) -> Option<Hit> {
    let (made, name) = (&constraint.made, &constraint.name);
    let help = format!("write a later file with `ALTER TABLE {table} VALIDATE CONSTRAINT {name}`");
    match &constraint.validated {
        Some(done) if (done.file, done.step) == (made.file, made.step) => {
            let message = format!("`{name}` of `{table}` is added NOT VALID and validated in one file");
            let mut hit = Hit::new(made.place.clone(), message)
                .help(format!("move `ALTER TABLE {table} VALIDATE CONSTRAINT {name}` to a later file"));
            hit.related.push((done.file, done.place.clone(), "it is validated here".to_owned()));
            Some(hit)
        }
        Some(done) => {
            let files = files_between(made, done.file, history) + 1;
            let limit = within.filter(|limit| files > *limit)?;
            let message =
                format!("`{name}` of `{table}` is validated {} later; the limit is {limit}", counted(files, "file"));
            let mut hit = Hit::new(made.place.clone(), message);
            hit.related.push((done.file, done.place.clone(), "it is validated here".to_owned()));
            Some(hit.help("validate it sooner"))
        }
        None if constraint.dropped.is_some() => None,
        None => {
            let later = files_between(made, history.files.len(), history);
            let message = match within {
                Some(limit) if later < limit => return None,
                Some(_) => format!("`{name}` of `{table}` is NOT VALID still, {} later", counted(later, "file")),
                None => format!("`{name}` of `{table}` is added NOT VALID and never validated"),
            };
            Some(Hit::new(made.place.clone(), message).help(help))
        }
    }
}

/// How many files with something to run stand between two.
fn files_between(made: &Site, end: usize, history: &History) -> usize {
    let files = history.files.get(made.file + 1..end).unwrap_or_default();
    files.iter().filter(|f| f.steps.iter().any(|s| s.part == Part::Up)).count()
}
