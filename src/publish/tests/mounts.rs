//! Real mounts. They need root; without it these tests say so and pass.

use std::io::Write as _;
use std::process::Command;

use super::*;

/// A file system mounted for a test, gone with the value.
struct Mount(PathBuf);

impl Mount {
    /// `None`, with a word on stderr that the test harness does not swallow, where mounting is not possible.
    fn new(at: &Path, args: &[&str]) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let status = Command::new("mount").args(args).arg(at).output();
        if status.is_ok_and(|output| output.status.success()) {
            return Some(Self(at.to_path_buf()));
        }
        let _ = writeln!(std::io::stderr(), "SKIPPED: cannot mount {args:?} (not root?)");
        None
    }

    fn tmpfs(at: &Path, size: &str) -> Option<Self> {
        Self::new(at, &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn check_mounted(room: &Room) {
    for site in [old_site(), new_site(), old_site(), old_site()] {
        let done = room.publish(&site).unwrap();
        assert_eq!(done.written + done.unchanged, site.len());
        assert_eq!(visible(&room.out()), Some(site));
        assert!(!room.out().join(STAGING).exists());
        assert_eq!(room.beside(), ["site"]);
    }
    assert!(OsStore.look(&room.out()).unwrap().mount);
}

#[test]
fn a_mount_point() {
    let room = Room::new();
    let Some(_mount) = Mount::tmpfs(&room.out(), "4m") else {
        return;
    };
    check_mounted(&room);
    let same = room.out().join("same.html");
    age(&same);
    let before = stamp(&same);
    room.publish(&new_site()).unwrap();
    assert_eq!(stamp(&same), before);
}

#[test]
fn a_bind_mount_on_the_same_disk() {
    let room = Room::new();
    let real = room.handbook().join("real");
    fs::create_dir(&real).unwrap();
    let Some(_mount) = Mount::new(&room.out(), &["--bind", real.to_str().unwrap()]) else {
        return;
    };
    check_mounted(&room);
}

#[test]
fn the_handbook_bound_to_another_name_is_still_the_handbook() {
    let room = Room::new();
    let Some(_mount) = Mount::new(&room.out(), &["--bind", room.handbook().to_str().unwrap()]) else {
        return;
    };
    let said = room.publish(&old_site()).unwrap_err().to_string();
    assert!(said.contains("is the handbook itself"), "{said}");
}

#[test]
fn a_folder_of_a_lower_overlay_layer() {
    let room = Room::new();
    let (merged, layers) = (room.0.join("merged"), room.0.join("layers"));
    // The layers lie on a disk of their own: an overlay cannot lie on an overlay, as in a container.
    let Some(_disk) = Mount::tmpfs(&layers, "8m") else {
        return;
    };
    for layer in ["lower", "upper", "work"] {
        fs::create_dir(layers.join(layer)).unwrap();
    }
    publish(&OsStore, &layers.join("lower/site"), &room.handbook(), &old_site()).unwrap();
    let at = layers.display();
    let options = format!("redirect_dir=off,lowerdir={at}/lower,upperdir={at}/upper,workdir={at}/work");
    let Some(_overlay) = Mount::new(&merged, &["-t", "overlay", "-o", &options, "overlay"]) else {
        return;
    };
    let out = merged.join("site");
    assert!(!OsStore.look(&out).unwrap().mount);
    let moved = fs::rename(&out, merged.join("moved")).unwrap_err();
    assert_eq!(moved.kind(), std::io::ErrorKind::CrossesDevices);
    for site in [new_site(), old_site()] {
        publish(&OsStore, &out, &room.handbook(), &site).unwrap();
        assert_eq!(visible(&out), Some(site));
        assert_eq!(names(&merged), ["site"]);
    }
}

/// A site that does not fit on a disk of one megabyte, the new pages in the middle of the old.
fn too_big() -> Files {
    let page = "x".repeat(20_000);
    let pages = (0..100).map(|n| (format!("pages/{n}/index.html"), page.clone()));
    pages.chain(new_site()).collect()
}

#[test]
fn a_full_disk_leaves_the_last_site() {
    for beside in [false, true] {
        let room = Room::new();
        let disk = if beside { room.0.join("disk") } else { room.out() };
        let out = if beside { disk.join("site") } else { room.out() };
        let Some(_mount) = Mount::tmpfs(&disk, "1m") else {
            return;
        };
        publish(&OsStore, &out, &room.handbook(), &old_site()).unwrap();
        let said = publish(&OsStore, &out, &room.handbook(), &too_big()).unwrap_err().to_string();
        assert!(said.contains("free some space"), "{said}");
        assert_eq!(visible(&out), Some(old_site()));
        publish(&OsStore, &out, &room.handbook(), &new_site()).unwrap();
        assert_eq!(visible(&out), Some(new_site()));
        if beside {
            assert_eq!(names(&disk), ["site"]);
        }
    }
}
