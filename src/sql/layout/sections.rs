//! Comments that divide a file into what goes up and what goes down. Sources: goose and dbmate `README.md`, Liquibase
//! "Formatted SQL changelog".

use super::Layout;
use crate::sql::Place;
use crate::sql::history::Part;

/// A part of a file that runs as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub part: Part,
    pub place: Place,
    /// Where the comment says.
    pub in_transaction: Option<bool>,
}

/// The tool whose comments a text has.
pub(super) fn layout(text: &str) -> Option<Layout> {
    comments(text).find_map(|(_, comment)| {
        if comment.starts_with("+goose ") {
            Some(Layout::Goose)
        } else if comment.starts_with("migrate:up") {
            Some(Layout::Dbmate)
        } else if comment.starts_with("liquibase formatted sql") {
            Some(Layout::Liquibase)
        } else {
            None
        }
    })
}

/// The lines that are comments: where each begins, and its words.
fn comments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let words = line.trim_start_matches('\u{feff}').trim_start().strip_prefix("--")?;
        Some((start, words.trim()))
    })
}

/// Pieces from where each begins to where the next does. What stands before the first is none.
fn until_next(text: &str, mut starts: Vec<(usize, Part, Option<bool>)>) -> Vec<Piece> {
    starts.dedup_by_key(|(at, ..)| *at);
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]).collect();
    let piece = |((at, part, in_transaction), end)| Piece { part, place: at..end, in_transaction };
    starts.into_iter().zip(ends).map(piece).collect()
}

/// `-- +goose Up`, `-- +goose Down`, `-- +goose NO TRANSACTION`.
pub(super) fn goose(text: &str) -> Vec<Piece> {
    let is = |comment: &str, word: &str| comment.eq_ignore_ascii_case(&format!("+goose {word}"));
    let outside = comments(text).any(|(_, c)| is(c, "NO TRANSACTION"));
    let starts = comments(text).filter_map(|(at, c)| {
        let part = if is(c, "Up") {
            Part::Up
        } else if is(c, "Down") {
            Part::Down
        } else {
            return None;
        };
        Some((at, part, outside.then_some(false)))
    });
    until_next(text, starts.collect())
}

/// `-- migrate:up transaction:false`, `-- migrate:down`.
pub(super) fn dbmate(text: &str) -> Vec<Piece> {
    let starts = comments(text).filter_map(|(at, c)| {
        let (part, options) = match (c.strip_prefix("migrate:up"), c.strip_prefix("migrate:down")) {
            (Some(options), _) => (Part::Up, options),
            (_, Some(options)) => (Part::Down, options),
            _ => return None,
        };
        Some((at, part, options.contains("transaction:false").then_some(false)))
    });
    until_next(text, starts.collect())
}

/// `--changeset author:id runInTransaction:false`. `--rollback` and its statement are comments to SQL, so that nothing
/// of them is read; that there is one is a piece of its own.
pub(super) fn liquibase(text: &str) -> Vec<Piece> {
    let starts = comments(text).filter_map(|(at, c)| {
        if let Some(options) = c.strip_prefix("changeset ") {
            let outside = options.contains("runInTransaction:false");
            let repeated = options.contains("runOnChange:true") || options.contains("runAlways:true");
            let part = if repeated { Part::Repeatable } else { Part::Up };
            return Some((at, part, outside.then_some(false)));
        }
        let rollback = c.strip_prefix("rollback")?;
        // `--rollback empty` and the like say that nothing is to be undone, which is an answer too.
        (rollback.is_empty() || rollback.starts_with(char::is_whitespace)).then_some((at, Part::Down, None))
    });
    until_next(text, starts.collect())
}

/// The names of a sqitch.plan's changes, in their order.
pub(super) fn plan(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with(['%', '#', '@']));
    lines.filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}
