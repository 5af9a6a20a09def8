//! What the path of a migration tells. Sources: the documentation of each tool - Flyway "Migrations", golang-migrate
//! `MIGRATIONS.md`, goose and dbmate `README.md`, Diesel "Getting started", Prisma "Migration histories", Hasura
//! "Migrations", Sqitch `sqitchtutorial`, sqlx `sqlx migrate`.

use chrono::{DateTime, NaiveDate};

use super::Layout;
use crate::paths;
use crate::sql::history::Part;

/// A file's place in the order of its tool: numbers, compared one by one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version {
    pub numbers: Vec<u64>,
    /// As it is written.
    pub text: String,
}

/// What a path says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub layout: Layout,
    pub version: Option<Version>,
    pub part: Part,
    /// The day that a timestamp tells.
    pub date: Option<NaiveDate>,
}

/// Reads a path, from the folder of the migrations on.
pub(super) fn read(path: &str) -> Named {
    let stem = paths::stem(path);
    let folder = paths::name(paths::parent(path));
    let in_folder = |part| numbered(folder).map(|version| named(Layout::Folders, Some(version), part));
    let by_folder = match stem {
        "up" | "migration" => in_folder(Part::Up),
        "down" => in_folder(Part::Down),
        _ => None,
    };
    let sqitch = match path.split('/').next() {
        Some("deploy") => Some(Part::Up),
        Some("revert") => Some(Part::Down),
        Some("verify") => Some(Part::Verify),
        _ => None,
    };
    by_folder
        .or_else(|| sqitch.filter(|_| path.contains('/')).map(|part| named(Layout::Sqitch, numbered(stem), part)))
        .or_else(|| flyway(stem))
        .or_else(|| up_or_down(stem))
        .or_else(|| numbered(stem).map(|version| named(Layout::Numbered, Some(version), Part::Up)))
        .unwrap_or_else(|| named(Layout::Plain, None, Part::Up))
}

fn named(layout: Layout, version: Option<Version>, part: Part) -> Named {
    let date = version.as_ref().and_then(|v| date(&v.text));
    Named { layout, version, part, date }
}

/// `V1.2__words`, `U1.2__words`, `B1.2__words`, `R__words`.
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
        return text.is_empty().then_some(Named { layout: Layout::Flyway, version: None, part, date: None });
    }
    let numbers: Option<Vec<u64>> = text.split(['.', '_']).map(|n| n.parse().ok()).collect();
    Some(named(Layout::Flyway, Some(Version { numbers: numbers?, text: text.to_owned() }), part))
}

/// `0042_words.up`, `0042_words.down`.
fn up_or_down(stem: &str) -> Option<Named> {
    let (rest, part) = match stem.rsplit_once('.')? {
        (rest, "up") => (rest, Part::Up),
        (rest, "down") => (rest, Part::Down),
        _ => return None,
    };
    Some(named(Layout::GolangMigrate, numbered(rest), part))
}

/// `0042_words`, `20240102030405-words`, `2024-01-02-030405_words`, or the number alone.
fn numbered(stem: &str) -> Option<Version> {
    let end = stem.find(|c: char| !c.is_ascii_digit() && c != '-' && c != '.').unwrap_or(stem.len());
    let text = stem[..end].trim_end_matches(['-', '.']);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_start = text.starts_with(|c: char| c.is_ascii_digit());
    // A number glued to a word, `3d_models`, is no version.
    let ends = stem[end..].is_empty() || stem[end..].starts_with('_') || stem[..end].ends_with('-');
    (is_start && ends).then_some(())?;
    Some(Version { numbers: vec![digits.parse().ok()?], text: text.to_owned() })
}

/// The day of `20240102030405`, `20240102`, `2024-01-02-030405`, or of seconds or milliseconds since 1970.
fn date(text: &str) -> Option<NaiveDate> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plausible = |day: &NaiveDate| {
        (NaiveDate::from_ymd_opt(1990, 1, 1)..NaiveDate::from_ymd_opt(2200, 1, 1)).contains(&Some(*day))
    };
    let since_1970 = |seconds: i64| DateTime::from_timestamp(seconds, 0).map(|t| t.date_naive());
    match digits.len() {
        8 | 12 | 14 | 17 => NaiveDate::parse_from_str(digits.get(..8)?, "%Y%m%d").ok().filter(plausible),
        10 => since_1970(digits.parse().ok()?).filter(plausible),
        13 => since_1970(digits.parse::<i64>().ok()? / 1000).filter(plausible),
        _ => None,
    }
}
