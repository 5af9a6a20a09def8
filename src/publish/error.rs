//! Why a site was not published, and what to do about it.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::site::FORMAT;

/// How many foreign files are named before the rest is counted.
const NAMED: usize = 5;

/// Why a publish stopped. Unless it is [`Halfway`](Self::Halfway), the last good site is as it was.
#[derive(Debug)]
pub enum PublishError {
    /// OUT is the handbook, or holds it.
    Handbook { out: PathBuf, handbook: PathBuf },
    /// OUT is a file, or a link to nothing, or has no name of its own, or one of ours.
    NotAFolder { out: PathBuf, why: &'static str },
    /// A folder that we would replace or clear holds what we did not write: the first few of them, and how
    /// many there are.
    Foreign { folder: PathBuf, named: Vec<String>, total: usize },
    /// The manifest of a site cannot be read, so nothing says which files are ours.
    Manifest { path: PathBuf, why: String },
    /// A page or asset was given a path that cannot be in a site.
    BadPath { path: String, why: &'static str },
    /// Two pages or assets want the same file.
    Taken { path: String, by: String },
    /// A file could not be put, and the site was to be published all the same.
    Incomplete { path: String },
    /// Another build held the lock for too long.
    Busy { out: PathBuf },
    /// The disk said no.
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    /// The site could not be swapped in one step and the files were being moved: some are new, some old. The
    /// next run finishes it.
    Halfway { source: Box<PublishError> },
}

impl PublishError {
    pub(super) fn foreign(folder: &Path, mut files: Vec<String>) -> Self {
        let total = files.len();
        files.sort_unstable();
        files.truncate(NAMED);
        Self::Foreign { folder: folder.to_path_buf(), named: files, total }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Halfway { source } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handbook { out, handbook } if out == handbook => {
                write!(f, "{} is the handbook itself; choose another folder for the site", out.display())
            }
            Self::Handbook { out, handbook } => write!(
                f,
                "{} holds the handbook ({}) and would be replaced; choose another folder for the site",
                out.display(),
                handbook.display()
            ),
            Self::NotAFolder { out, why } => {
                write!(f, "cannot publish to {}: {why}; choose another folder for the site", out.display())
            }
            Self::Foreign { folder, named, total } => {
                write!(f, "{} holds files that rutter did not write: ", folder.display())?;
                write!(f, "{}", named.join(", "))?;
                if *total > named.len() {
                    write!(f, " and {} more", total - named.len())?;
                }
                f.write_str("; move them away, or choose another folder for the site")
            }
            Self::Manifest { path, why } => write!(
                f,
                "{} does not say which files are rutter's ({why}; this rutter reads format {FORMAT}); \
                 remove its folder by hand, or choose another folder for the site",
                path.display()
            ),
            Self::BadPath { path, why } => {
                write!(f, "`{path}` cannot be a file of the site: {why}; rename its source")
            }
            Self::Taken { path, by } if path == by => {
                write!(f, "two pages or assets want to be `{path}` and differ; rename one of them")
            }
            Self::Taken { path, by } => write!(
                f,
                "`{path}` and `{by}` cannot both be in the site: on many disks and hosts they are one file; \
                 rename one of them"
            ),
            Self::Incomplete { path } => {
                write!(f, "`{path}` could not be written, so the site was not published")
            }
            Self::Busy { out } => write!(
                f,
                "another build is still publishing to {} or a folder beside it; wait for it or stop it",
                out.display()
            ),
            Self::Io { doing, path, source } => {
                write!(f, "cannot {doing} {}: {source}", path.display())?;
                advice(source.kind()).map_or(Ok(()), |advice| write!(f, "; {advice}"))
            }
            Self::Halfway { source } => {
                write!(f, "{source}; some files of the site are new and some old, the next build finishes it")
            }
        }
    }
}

fn advice(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("free some space: a publish needs room for every changed file beside the old one")
        }
        ErrorKind::PermissionDenied => {
            Some("give this user the right to write there, or choose another folder for the site")
        }
        ErrorKind::ReadOnlyFilesystem => Some("choose a folder on a disk that can be written to"),
        _ => None,
    }
}

/// Says what was being done to which path when the disk said no.
pub(super) trait Doing<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, PublishError>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, PublishError> {
        self.map_err(|source| PublishError::Io { doing, path: path.to_path_buf(), source })
    }
}

/// Takes a missing file or folder for `None`.
pub(super) fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}
