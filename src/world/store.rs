//! The disk a publish writes to, one primitive per method and no policy: what is ours, in which order things
//! move and what a failure means is decided in `publish`.
//!
//! Every method is one step that a test can break (see `FaultyStore` in the tests of `publish`). Nothing here
//! syncs: a site can always be built again, and a sync per file costs more than the build.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The file that makes a folder a published site, and says which files in it are ours.
pub const MANIFEST: &str = ".rutter-manifest.json";

/// What lies at a path. A link is `Other`, whatever it points to: we never write one, and never follow one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    /// A folder whose contents cannot be seen, like the `lost+found` of a mounted disk.
    Closed,
    Other,
}

/// One entry below a folder, with its path relative to that folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub path: PathBuf,
    pub kind: Kind,
}

/// What is known of one path without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub kind: Kind,
    /// Tells whether two paths are one folder, even where names do not (device and inode); `None` where the
    /// system has no such thing.
    pub id: Option<(u64, u64)>,
    /// The folder is the root of a mount, so it cannot be renamed.
    pub mount: bool,
}

/// Held as long as the value lives; the system lets go of it when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

/// What a publish does to a disk.
pub trait Store: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// A new file, with the folders above it. Never writes into a file that exists: its bytes may be shared
    /// with the live site through a hard link.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// A second name for the file `from`, with the folders above it.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// A new file like `from`, with its time and mode, and the folders above it.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file or folder, over a file or an empty folder if one is there, and makes the folders above it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Swaps two folders in one step. `Unsupported` where the system or the file system cannot.
    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()>;

    /// A folder, with the folders above it. One that exists is fine.
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Gives `to` the mode of `from`.
    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()>;

    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder if it is empty.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Everything below a folder, folders before their contents, sorted by path; dot files too. Links are
    /// listed and not followed, and a `root` that is a link is `NotADirectory`.
    fn list(&self, root: &Path) -> io::Result<Vec<Node>>;

    /// What lies at `path` itself (a link is not followed).
    fn look(&self, path: &Path) -> io::Result<Look>;

    /// The path without links, `.` and `..`.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Locks a folder against other builds, or `WouldBlock` when someone else still holds it after
    /// `patience`.
    fn lock(&self, dir: &Path, patience: Duration) -> io::Result<Lock>;
}

/// The real disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsStore;

impl Store for OsStore {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        new_file(path)?.write_all(bytes)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        with_parents(to, || fs::hard_link(from, to))
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = fs::read(from)?;
        let meta = fs::metadata(from)?;
        let mut file = new_file(to)?;
        file.write_all(&bytes)?;
        file.set_modified(meta.modified()?)?;
        // Some disks know no modes, and those need none.
        let _ = file.set_permissions(meta.permissions());
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        with_parents(to, || fs::rename(from, to))
    }

    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        exchange(a, b)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Node>> {
        if !fs::symlink_metadata(root)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let mut nodes = Vec::new();
        list_below(root, Path::new(""), &mut nodes)?;
        nodes.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(nodes)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        let meta = fs::symlink_metadata(path)?;
        let kind = kind_of(meta.file_type());
        Ok(Look { kind, id: identity(&meta), mount: kind == Kind::Folder && is_mount(path, &meta) })
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn lock(&self, dir: &Path, patience: Duration) -> io::Result<Lock> {
        // Some systems and network disks cannot lock a folder. A build there goes on without: the lock only
        // keeps two builds at once from undoing each other.
        let Ok(file) = File::open(dir) else {
            return Ok(Lock { _file: None });
        };
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: Some(file) }),
                Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
                Err(TryLockError::Error(_)) => return Ok(Lock { _file: None }),
            }
        }
    }
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    with_parents(path, || options.open(path))
}

/// Runs `step`, and once more with the folders above `to` made if one of them was missing. Trying first spares
/// a look before every file, and a list of folders already made.
fn with_parents<T>(to: &Path, step: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (step(), to.parent()) {
        (Err(e), Some(parent)) if e.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            step()
        }
        (result, _) => result,
    }
}

fn list_below(root: &Path, below: &Path, nodes: &mut Vec<Node>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        let mut kind = kind_of(entry.file_type()?);
        if kind == Kind::Folder {
            match list_below(root, &path, nodes) {
                Err(e) if e.kind() == io::ErrorKind::PermissionDenied => kind = Kind::Closed,
                other => other?,
            }
        }
        nodes.push(Node { path, kind });
    }
    Ok(())
}

fn kind_of(file_type: fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|e| match e {
        // EINVAL is what file systems say that know no flags.
        Errno::NOSYS | Errno::INVAL | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
        other => other.into(),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// A folder on another device than its parent, or one the kernel calls a mount root (a bind mount may be on
/// the same device).
fn is_mount(path: &Path, meta: &fs::Metadata) -> bool {
    let parent = path.parent().and_then(|p| fs::symlink_metadata(p).ok());
    let device = |meta: &fs::Metadata| identity(meta).map(|(device, _)| device);
    parent.is_some_and(|parent| device(&parent) != device(meta)) || is_mount_root(path)
}

#[cfg(target_os = "linux")]
fn is_mount_root(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
        .is_ok_and(|s| s.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mount_root(_: &Path) -> bool {
    false
}
