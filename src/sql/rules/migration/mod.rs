//! Files of migrations: their order, their way back, their past.

pub mod immutable;
pub mod order;
pub mod rollback;

use crate::paths;
use crate::sql::history::Migration;
use crate::sql::layout::{Layout, Version};

/// The folder whose versions are one sequence. Flyway takes all subfolders for one.
fn sequence(file: &Migration) -> &str {
    match file.layout {
        Layout::Flyway => "",
        Layout::Folders => paths::parent(paths::parent(&file.path)),
        _ => paths::parent(&file.path),
    }
}

/// A version's numbers, so that `1.0` is `1`.
fn numbers(version: &Version) -> &[u64] {
    let end = version.numbers.iter().rposition(|n| *n != 0).map_or(1, |at| at + 1);
    &version.numbers[..end.min(version.numbers.len())]
}

/// The file's name, with its folder where that tells them apart.
fn title(file: &Migration) -> &str {
    match file.layout {
        Layout::Folders => {
            let folder = paths::parent(paths::parent(&file.path));
            file.path.strip_prefix(folder).unwrap_or(&file.path).trim_start_matches('/')
        }
        _ => paths::name(&file.path),
    }
}
