//! Standards that a machine enforces, and the SQL that is held to them.
//!
//! 1. [`syntax`] reads SQL into [`Script`](syntax::Script)s: what each statement does, as rules need it. It is the one
//!    room that knows the parser.
//! 2. [`layout`] tells from the name and the text of a file how a migration tool would run it: its version, what is up
//!    and what is down. [`history`] is a folder of such files in the order in which they run.
//! 3. [`rules`] is everything that can be enforced: one file per rule, and squawk's by name.
//! 4. [`standard`] is a document's rules and exceptions, with `read` to get them from front matter.
//! 5. [`lint()`] holds a history to rules. [`examples`] are histories too: the fences of a standard. [`exceptions`] says
//!    which violations are excused, and which excuses are not needed.
//! 6. [`adherence`] counts how well they are kept.
//!
//! Somebody who writes reads again and again: [`Memo`] keeps what need not be read anew.
//!
//! Architecture invariant: text in, violations out. A rule does not know whether it looks at a migration or at an
//! example in a document, and nothing here reads a file.

pub mod adherence;
mod catalogue;
pub mod examples;
pub mod except;
pub mod exceptions;
pub mod history;
pub mod layout;
mod lint;
mod memo;
mod names;
mod read;
pub mod rules;
pub mod standard;
pub mod syntax;

use std::ops::Range;
use std::sync::Arc;

pub use history::{Edit, History, Migration, Part, Step};
pub use lint::{Excuse, Violation, lint};
pub use memo::Memo;
pub use read::unknown_rule;
pub use standard::{Enforce, Exception, Standard};

use crate::diag::Diagnostic;
use crate::model::{Handbook, Loaded};
use examples::Example;

/// A place in the text of one SQL file, in bytes.
pub type Place = Range<usize>;

/// The kind of document that holds rules.
pub const KIND: &str = "standard";

/// Everything that is said in SQL, or about it.
#[derive(Debug, Default)]
pub struct Sql {
    /// In the order of their documents.
    pub standards: Vec<Standard>,
    /// One for each entry of `migrations:`.
    pub histories: Vec<Arc<History>>,
    /// What breaks a rule in `histories`, with what excuses it.
    pub violations: Vec<Violation>,
    /// The SQL fences of all documents.
    pub examples: Vec<Example>,
}

/// Reads the standards, holds the migrations to them, and runs the examples.
pub fn read(handbook: &Handbook, loaded: &Loaded) -> (Sql, Vec<Diagnostic>) {
    read_again(handbook, loaded, &mut Memo::default())
}

/// The same, with what is remembered of the reading before.
pub fn read_again(handbook: &Handbook, loaded: &Loaded, memo: &mut Memo) -> (Sql, Vec<Diagnostic>) {
    let (standards, found) = read::standards(handbook);
    memo.enter(handbook, loaded, &standards);
    let mut histories = Vec::new();
    let mut violations = Vec::new();
    for (at, folder) in loaded.migrations.iter().enumerate() {
        let (history, known) = memo
            .folder(at, folder, loaded)
            .unwrap_or_else(|| (Arc::new(layout::history(folder, handbook, loaded)), None));
        let judge = || lint::one(at, &history, &standards, &loaded.sources, handbook.today);
        violations.extend(known.unwrap_or_else(judge));
        histories.push(history);
    }
    memo.keep_folders(loaded, &histories, &violations);
    let examples = examples::run(handbook, loaded, &standards, memo);
    memo.keep_runs(examples.iter().map(|e| (handbook.document(e.doc), e.standard, e.shared())));
    (Sql { standards, histories, violations, examples }, found)
}
