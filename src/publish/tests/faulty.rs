//! A disk that breaks, or a process that dies, at a chosen step.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::world::store::{Kind, Lock, Look, Node, OsStore, Store};

/// What the disk can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It swaps two folders in one step.
    Exchange,
    /// It cannot, but it renames.
    TwoRenames,
    /// OUT is a mount point, and says so.
    InPlace,
    /// OUT cannot be renamed, and nobody knows before it is tried.
    Stuck,
}

impl Mode {
    pub const ALL: [Self; 4] = [Self::Exchange, Self::TwoRenames, Self::InPlace, Self::Stuck];

    pub fn moves_file_by_file(self) -> bool {
        matches!(self, Self::InPlace | Self::Stuck)
    }
}

/// How a step goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This step fails; the next ones work.
    Fails,
    /// This step and all later ones fail, as if the process had been killed. A write leaves half a file.
    Kills,
}

pub struct FaultyStore {
    mode: Mode,
    fault: Option<(usize, Fault)>,
    steps: AtomicUsize,
    links: bool,
    closed: Option<PathBuf>,
}

impl FaultyStore {
    pub fn sound(mode: Mode) -> Self {
        Self { mode, fault: None, steps: AtomicUsize::new(0), links: true, closed: None }
    }

    pub fn breaking(mode: Mode, at: usize, fault: Fault) -> Self {
        Self { fault: Some((at, fault)), ..Self::sound(mode) }
    }

    pub fn without_links(mut self) -> Self {
        self.links = false;
        self
    }

    /// Nothing can be made at this path, which lies in a folder that is not ours.
    pub fn with_closed_parent(mut self, path: PathBuf) -> Self {
        self.closed = Some(path);
        self
    }

    /// Whether the fault came to pass.
    pub fn broke(&self) -> bool {
        self.fault.is_some_and(|(at, _)| self.steps.load(Ordering::Relaxed) > at)
    }

    fn step(&self) -> io::Result<()> {
        let now = self.steps.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Some((at, Fault::Fails)) if now == at => Err(ErrorKind::StorageFull.into()),
            Some((at, Fault::Kills)) if now >= at => Err(ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }

    /// The first step that fails leaves half of what it was to write.
    fn torn(&self) -> bool {
        self.fault.is_some_and(|(at, _)| self.steps.load(Ordering::Relaxed) == at + 1)
    }
}

impl Store for FaultyStore {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        OsStore.read(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step().inspect_err(|_| {
            if self.torn() {
                let _ = OsStore.write(path, &bytes[..bytes.len() / 2]);
            }
        })?;
        OsStore.write(path, bytes)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if !self.links {
            return Err(ErrorKind::Unsupported.into());
        }
        OsStore.link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().inspect_err(|_| {
            if self.torn() {
                let _ = OsStore.write(to, b"");
            }
        })?;
        OsStore.copy(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        OsStore.rename(from, to)
    }

    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        self.step()?;
        match self.mode {
            Mode::Exchange => OsStore.exchange(a, b),
            Mode::TwoRenames => Err(ErrorKind::Unsupported.into()),
            Mode::InPlace | Mode::Stuck => Err(ErrorKind::CrossesDevices.into()),
        }
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        if self.closed.as_deref() == Some(path) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        OsStore.create_dir(path)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        OsStore.copy_mode(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        OsStore.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        OsStore.remove_dir(path)
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Node>> {
        self.step()?;
        OsStore.list(root)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        self.step()?;
        let mut look = OsStore.look(path)?;
        look.mount = self.mode == Mode::InPlace && look.kind == Kind::Folder;
        Ok(look)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.step()?;
        OsStore.canonicalize(path)
    }

    fn lock(&self, dir: &Path, patience: Duration) -> io::Result<Lock> {
        self.step()?;
        OsStore.lock(dir, patience)
    }
}
