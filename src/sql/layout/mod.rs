//! How migration tools name and divide their files.

use chrono::NaiveDate;

use super::Place;
use super::history::{History, Migration, Part, Step};
use super::syntax::{Dialect, Script};
use crate::diag::Diagnostic;
use crate::model::{Handbook, Loaded, MigrationFolder};
use crate::paths;
use crate::source::FileId;
use crate::world::git;

/// Whose names and comments a folder follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Names without a version, in their own order.
    #[default]
    Plain,
    Flyway,
}

/// A file's place in the order of its tool: numbers, compared one by one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub numbers: Vec<u64>,
    /// As it is written.
    pub text: String,
}

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub version: Option<Version>,
    pub part: Part,
    pub date: Option<NaiveDate>,
}

/// The files of one entry of `migrations:`.
pub(super) fn history(
    folder: &MigrationFolder,
    handbook: &Handbook,
    loaded: &Loaded,
    _found: &mut Vec<Diagnostic>,
) -> History {
    let texts =
        folder.files.iter().map(|&f| (loaded.sources.path(f), loaded.sources.text(f), Some(f))).collect::<Vec<_>>();
    let settings = &handbook.config.migrations[folder.entry];
    let dialect = Dialect { postgres: settings.postgres.clone().unwrap_or(Dialect::default().postgres) };
    of(&folder.path, dialect, &texts, &loaded.history)
}

/// The files of an example: names, and texts that keep their places in the fence.
pub(super) fn of_example(texts: &[(&str, String)]) -> History {
    let texts: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str(), None)).collect();
    of("", Dialect::default(), &texts, &git::History::default())
}

/// A text without everything outside of a place: every byte keeps its place, every line its number.
pub(super) fn only(text: &str, place: Place) -> String {
    let blank = |part: &str| part.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect::<String>();
    format!("{}{}{}", blank(&text[..place.start]), &text[place.clone()], blank(&text[place.end..]))
}

fn of(folder: &str, dialect: Dialect, texts: &[(&str, &str, Option<FileId>)], past: &git::History) -> History {
    use rayon::prelude::*;
    let mut files: Vec<Migration> =
        texts.par_iter().map(|(path, text, file)| migration(path, text, *file, past)).collect();
    files.sort_by(|a, b| {
        let key = |m: &Migration| (m.version.is_none(), m.part == Part::Repeatable);
        key(a).cmp(&key(b)).then_with(|| a.version.cmp(&b.version)).then_with(|| a.path.cmp(&b.path))
    });
    let layout = if files.iter().any(|f| f.version.is_some()) { Layout::Flyway } else { Layout::Plain };
    History { folder: folder.to_owned(), layout, dialect, files }
}

fn migration(path: &str, text: &str, file: Option<FileId>, past: &git::History) -> Migration {
    let named = flyway(paths::stem(path)).unwrap_or(Named { version: None, part: Part::Up, date: None });
    let added = || past.of(&past.repository_path(path)).last().map(|c| c.date);
    let step = Step { part: named.part, in_transaction: true, script: Script::read(text), place: 0..text.len() };
    Migration {
        path: path.to_owned(),
        file,
        version: named.version,
        part: named.part,
        date: named.date.or_else(added),
        steps: vec![step],
    }
}

/// `V1.2__words`, `U1.2__words`, `R__words`.
fn flyway(stem: &str) -> Option<Named> {
    let (head, _) = stem.split_once("__")?;
    let part = match head.get(..1)? {
        "V" | "B" => Part::Up,
        "U" => Part::Down,
        "R" => Part::Repeatable,
        _ => return None,
    };
    let text = &head[1..];
    if part == Part::Repeatable {
        return text.is_empty().then_some(Named { version: None, part, date: None });
    }
    let numbers: Option<Vec<u64>> = text.split(['.', '_']).map(|n| n.parse().ok()).collect();
    let date = text.get(..8).and_then(|d| NaiveDate::parse_from_str(d, "%Y%m%d").ok());
    Some(Named { version: Some(Version { numbers: numbers?, text: text.to_owned() }), part, date })
}
