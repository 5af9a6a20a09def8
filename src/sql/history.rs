//! A folder of migrations in the order in which they run.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::Place;
use super::catalogue::Catalogue;
use super::layout::{Layout, Version};
use super::syntax::{Dialect, Script, Statement};
use crate::paths;
use crate::source::FileId;

/// The files of one database, in the order in which a tool runs them: by version, then what is repeated, then files
/// without a version by name.
#[derive(Debug, Default)]
pub struct History {
    /// The folder, relative to the handbook; empty for an example.
    pub folder: String,
    pub layout: Layout,
    pub dialect: Dialect,
    pub files: Vec<Migration>,
    /// What the files make, once a rule has asked for it.
    pub made: OnceLock<Catalogue>,
}

/// One file.
#[derive(Debug)]
pub struct Migration {
    /// Relative to the handbook; it may climb. In an example, as its separating line names it.
    pub path: String,
    /// Nothing for a file of an example.
    pub file: Option<FileId>,
    pub layout: Layout,
    pub version: Option<Version>,
    /// What it is as a whole; its steps say it of each part.
    pub part: Part,
    /// The day its name tells, else of the commit that added it.
    pub date: Option<NaiveDate>,
    /// The commits that changed it, the one that added it first. Those that only move or reformat it are left out;
    /// where git cannot tell there is none.
    pub edits: Vec<Edit>,
    /// What runs, in the order of the file. One, unless the file holds ups and downs or several changesets.
    pub steps: Vec<Step>,
}

/// A commit that touched a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// In UTC.
    pub date: NaiveDate,
    /// The abbreviated hash.
    pub commit: String,
    pub author: String,
    /// Git's name for what the file holds after it.
    pub contents: Option<Box<str>>,
}

/// What runs as one.
#[derive(Debug)]
pub struct Step {
    pub part: Part,
    /// Whether the tool puts it into a transaction.
    pub in_transaction: bool,
    /// Its places are places in the whole file.
    pub script: Script,
    /// Of the step, in its file.
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Part {
    #[default]
    Up,
    /// Undoes an up. Rules are not held to it: it must parse, and be there where a rule wants it.
    Down,
    /// Runs whenever it changed: views, functions.
    Repeatable,
    /// Proves that an up worked (Sqitch's verify).
    Verify,
}

impl Part {
    /// Whether rules hold for it.
    pub fn is_held(self) -> bool {
        matches!(self, Self::Up | Self::Repeatable)
    }
}

impl Migration {
    /// Flyway's `B1__x.sql`: all versions up to its own in one, for a database that has none of them.
    pub fn is_baseline(&self) -> bool {
        self.layout == Layout::Flyway && self.version.is_some() && paths::name(&self.path).starts_with('B')
    }

    /// The place of a finding about the whole file: what its first statement does to what.
    pub fn top(&self) -> Place {
        self.steps.iter().find_map(|s| s.script.statements.first()).map_or(0..0, Statement::head)
    }
}

impl History {
    /// The schema that its files make.
    pub fn catalogue(&self) -> &Catalogue {
        self.made.get_or_init(|| Catalogue::of(self))
    }

    /// The steps that rules hold for, with the place of their file.
    pub fn held(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.files
            .iter()
            .enumerate()
            .flat_map(|(at, f)| f.steps.iter().filter(|s| s.part.is_held()).map(move |s| (at, s)))
    }
}
