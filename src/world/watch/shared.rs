//! Disks that are written to behind the system's back.

use std::path::Path;

/// Why a folder may change and the system does not know of it: another machine writes to it too.
#[cfg(target_os = "linux")]
pub(super) fn reason(root: &Path) -> Option<String> {
    /// By `statfs(2)`, and `linux/magic.h`. Under WSL, Windows' disks are 9P; with Docker on other systems, theirs are
    /// FUSE.
    const SHARED: [(u32, &str); 7] = [
        (0x6969, "NFS"),
        (0x517B, "SMB"),
        (0xFE53_4D42, "SMB"),
        (0xFF53_4D42, "SMB"),
        (0x0102_1997, "9P"),
        (0x6573_5546, "FUSE"),
        (0x00C3_6400, "Ceph"),
    ];
    let kind = rustix::fs::statfs(root).ok()?.f_type;
    // The field is as wide as a word, and signed on some machines: what counts are its low 32 bits.
    let (_, name) = SHARED.into_iter().find(|(magic, _)| *magic == kind as u32)?;
    Some(format!("the handbook is on a file system of the kind {name}, which others may write to"))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn reason(_: &Path) -> Option<String> {
    None
}
