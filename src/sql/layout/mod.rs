//! How migration tools name and divide their files.
//!
//! 1. [`name`] reads a path: whose it is, its version, whether it goes up or down, the day it tells.
//! 2. [`sections`] divides a text where a comment says that something else begins: goose's and dbmate's up and down,
//!    Liquibase's changesets and rollbacks.
//! 3. The two make the files of a history, in the order of their tool.

mod name;
mod sections;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::Place;
use super::history::{Edit, History, Migration, Part, Step};
use super::syntax::{Dialect, Effect, Script};
use crate::config::{LAYOUTS, Migrations};
use crate::model::{Handbook, Loaded, MigrationFolder};
use crate::paths;
use crate::source::FileId;
use crate::world::git::{self, Reach};
pub use name::{Named, Version};

/// Whose names and comments a file follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Layout {
    /// Names without a version, in their own order.
    #[default]
    Plain,
    Flyway,
    Liquibase,
    Sqitch,
    Goose,
    GolangMigrate,
    Dbmate,
    /// `20240102030405_words.sql` or `0042_words.sql` without a word of another tool: Rails' way, Supabase's, sqlx's.
    Numbered,
    /// A folder for each migration: Diesel, Prisma, Hasura.
    Folders,
}

impl Layout {
    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Self::Plain,
            Self::Flyway,
            Self::Liquibase,
            Self::Sqitch,
            Self::Goose,
            Self::GolangMigrate,
            Self::Dbmate,
            Self::Numbered,
            Self::Folders,
        ];
        LAYOUTS.iter().position(|n| *n == text).map(|at| all[at])
    }

    pub fn name(self) -> &'static str {
        LAYOUTS[self as usize]
    }
}

/// A text to be read as a migration.
struct Text<'a> {
    path: &'a str,
    text: &'a str,
    file: Option<FileId>,
}

/// What the files of a folder have in common.
struct Setting<'a> {
    dialect: Dialect,
    /// Whether files run in a transaction, where the configuration says.
    transaction: Option<bool>,
    /// Where it is set; each file's own otherwise.
    layout: Option<Layout>,
    /// The order of a sqitch.plan, by name.
    plan: Vec<String>,
    past: &'a git::History,
}

/// The files of one entry of `migrations:`.
pub(super) fn history(folder: &MigrationFolder, handbook: &Handbook, loaded: &Loaded) -> History {
    let settings = &handbook.config.migrations[folder.entry];
    let is_plan = |f: &&FileId| paths::name(loaded.sources.path(**f)) == PLAN;
    let plan = folder.files.iter().find(is_plan).map(|f| sections::plan(loaded.sources.text(*f))).unwrap_or_default();
    let texts: Vec<Text> = folder
        .files
        .iter()
        .filter(|f| !is_plan(f))
        .map(|&f| Text { path: loaded.sources.path(f), text: loaded.sources.text(f), file: Some(f) })
        .collect();
    let setting = Setting {
        dialect: dialect(settings),
        transaction: settings.transaction,
        layout: settings.layout.as_deref().and_then(Layout::parse),
        plan,
        past: &loaded.history,
    };
    of(&folder.path, &texts, &setting)
}

/// What the files of an entry are written for.
pub(super) fn dialect(settings: &Migrations) -> Dialect {
    settings.postgres.clone().map_or_else(Dialect::default, |postgres| Dialect { postgres })
}

/// Sqitch's list of changes, in their order.
pub const PLAN: &str = "sqitch.plan";

/// The files of an example: names, and texts that keep their places in the fence.
pub(super) fn of_example(texts: &[(&str, String)]) -> History {
    let texts: Vec<Text> = texts.iter().map(|(path, text)| Text { path, text, file: None }).collect();
    let past = git::History::default();
    let setting =
        Setting { dialect: Dialect::default(), transaction: None, layout: None, plan: Vec::new(), past: &past };
    of("", &texts, &setting)
}

/// A text without everything outside of a place: every byte keeps its place, every line its number.
pub(super) fn only(text: &str, place: Place) -> String {
    let blank = |part: &str| part.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect::<String>();
    format!("{}{}{}", blank(&text[..place.start]), &text[place.clone()], blank(&text[place.end..]))
}

fn of(folder: &str, texts: &[Text], setting: &Setting) -> History {
    let mut files: Vec<Migration> = texts.par_iter().map(|text| migration(text, folder, setting)).collect();
    let planned = |m: &Migration| setting.plan.iter().position(|name| *name == paths::stem(&m.path));
    files.sort_by(|a, b| {
        let key = |m: &Migration| (m.part == Part::Repeatable, planned(m).is_none(), planned(m), m.version.is_none());
        let number = |m: &Migration| m.version.as_ref().map(|v| v.numbers.clone());
        key(a).cmp(&key(b)).then_with(|| number(a).cmp(&number(b))).then_with(|| a.path.cmp(&b.path))
    });
    let mut layouts: BTreeMap<Layout, usize> = BTreeMap::new();
    for file in &files {
        *layouts.entry(file.layout).or_default() += 1;
    }
    let most = layouts.into_iter().max_by_key(|(_, count)| *count).map(|(layout, _)| layout);
    let layout = setting.layout.or(most).unwrap_or_default();
    History { folder: folder.to_owned(), layout, dialect: setting.dialect.clone(), files, made: OnceLock::new() }
}

fn migration(text: &Text, folder: &str, setting: &Setting) -> Migration {
    let Text { path, text, file } = *text;
    let inside = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
    let named = name::read(inside);
    let layout = setting.layout.or(sections::layout(text)).unwrap_or(named.layout);
    let pieces = match layout {
        Layout::Goose => sections::goose(text),
        Layout::Dbmate => sections::dbmate(text),
        Layout::Liquibase => sections::liquibase(text),
        _ => Vec::new(),
    };
    let steps: Vec<Step> = if pieces.is_empty() {
        vec![step(Script::read(text), named.part, 0..text.len(), layout, None, setting)]
    } else {
        let piece = |p: sections::Piece| {
            let script = Script::read(&only(text, p.place.clone()));
            step(script, p.part, p.place, layout, p.in_transaction, setting)
        };
        pieces.into_iter().map(piece).collect()
    };
    let of_repository = setting.past.repository_path(path);
    let touches = || if setting.past.reach == Reach::Full { setting.past.touches(&of_repository) } else { &[] };
    let changes = |t: &&git::Touch| t.after.is_some() && t.before != t.after;
    let edits: Vec<Edit> = touches()
        .iter()
        .rev()
        .filter(changes)
        .map(|t| (&setting.past.commits[t.commit], t))
        .filter(|(c, _)| !setting.past.reformatted.contains(&c.hash))
        .map(|(c, t)| Edit {
            date: c.date,
            commit: c.short().to_owned(),
            author: c.author.clone(),
            contents: t.after.clone(),
        })
        .collect();
    Migration {
        path: path.to_owned(),
        file,
        layout,
        version: named.version,
        part: named.part,
        date: named.date.or(edits.first().map(|e| e.date)),
        edits,
        steps,
    }
}

fn step(
    script: Script,
    part: Part,
    place: Place,
    layout: Layout,
    in_transaction: Option<bool>,
    setting: &Setting,
) -> Step {
    let in_transaction = in_transaction.or(setting.transaction).unwrap_or_else(|| by_layout(layout, &script));
    Step { part, in_transaction, script, place }
}

/// Whether a tool puts a file into a transaction where nothing says so.
fn by_layout(layout: Layout, script: &Script) -> bool {
    match layout {
        // Sqitch's and Liquibase's users write BEGIN themselves, or the changeset has one of its own.
        Layout::Sqitch => false,
        // Flyway looks for statements that cannot run in a transaction, and then uses none.
        Layout::Flyway => !script.statements.iter().any(|s| s.within.is_none() && refuses_transaction(&s.effect)),
        // What is sent as one text is one transaction, unless it is a single statement.
        Layout::GolangMigrate => script.statements.iter().filter(|s| s.within.is_none()).nth(1).is_some(),
        _ => true,
    }
}

/// Statements that PostgreSQL refuses in a transaction block.
fn refuses_transaction(effect: &Effect) -> bool {
    match effect {
        Effect::CreateIndex(index) => index.concurrently,
        Effect::DropIndex { concurrently, .. } | Effect::Reindex { concurrently } => *concurrently,
        Effect::Vacuum { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
