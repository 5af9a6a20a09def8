//! What a publish must not touch, and what it says then.

use super::*;

fn message(result: Result<Published, PublishError>) -> String {
    result.unwrap_err().to_string()
}

/// Everything below a folder, to see that a refusal changed nothing.
fn everything(room: &Room) -> Vec<PathBuf> {
    OsStore.list(&room.0).unwrap().into_iter().map(|node| node.path).collect()
}

#[test]
fn the_handbook_and_what_holds_it_are_refused() {
    let room = Room::new();
    let before = everything(&room);
    let handbook = room.handbook();
    std::os::unix::fs::symlink("handbook", room.0.join("link")).unwrap();
    for (out, says) in [
        (handbook.clone(), "is the handbook itself"),
        (handbook.join("../handbook/."), "is the handbook itself"),
        (room.0.join("link"), "is the handbook itself"),
        (room.0.clone(), "holds the handbook"),
        (PathBuf::from("/"), "it has no parent"),
    ] {
        let said = message(publish(&OsStore, &out, &handbook, &old_site()));
        assert!(said.contains(says), "{}: {said}", out.display());
    }
    fs::remove_file(room.0.join("link")).unwrap();
    assert_eq!(everything(&room), before);
}

#[test]
fn a_handbook_where_we_would_stage_is_refused() {
    let room = Room::new();
    let handbook = staging_name(&room.out()).join("book");
    fs::create_dir_all(&handbook).unwrap();
    let said = message(publish(&OsStore, &room.out(), &handbook, &old_site()));
    assert!(said.contains("holds the handbook"), "{said}");
    assert!(handbook.exists());
}

#[test]
fn a_folder_inside_the_handbook_is_fine() {
    let room = Room::new();
    let out = room.handbook().join("site");
    publish(&OsStore, &out, &room.handbook(), &old_site()).unwrap();
    publish(&OsStore, &out, &room.handbook(), &new_site()).unwrap();
    assert_eq!(visible(&out), Some(new_site()));
    assert_eq!(names(&room.handbook()), ["handbook.yaml", "site"]);
}

#[test]
fn foreign_files_are_named_and_spared() {
    let room = Room::new();
    fs::create_dir_all(room.out().join("photos")).unwrap();
    for n in 0..8 {
        fs::write(room.out().join(format!("photos/{n}.jpg")), "mine").unwrap();
    }
    let before = everything(&room);
    let said = message(room.publish(&old_site()));
    assert!(said.contains("photos/0.jpg, photos/1.jpg"), "{said}");
    assert!(said.contains("photos/4.jpg and 3 more"), "{said}");
    assert_eq!(everything(&room), before);

    // An empty folder, even with folders in it, is nobody's.
    for n in 0..8 {
        fs::remove_file(room.out().join(format!("photos/{n}.jpg"))).unwrap();
    }
    room.publish(&old_site()).unwrap();
    assert_eq!(visible(&room.out()), Some(old_site()));
    assert_eq!(room.beside(), ["site"]);
}

#[test]
fn dot_files_links_and_foreign_manifests_are_foreign() {
    type Spoil = fn(&Path);
    let spoil: [(&str, Spoil); 4] = [
        (".htaccess", |out| fs::write(out.join(".htaccess"), "").unwrap()),
        ("index.html", |out| {
            fs::rename(out.join("index.html"), out.join("../x")).unwrap();
            std::os::unix::fs::symlink("../x", out.join("index.html")).unwrap();
        }),
        ("deep", |out| {
            fs::rename(out.join("deep"), out.join("../deep")).unwrap();
            std::os::unix::fs::symlink("../deep", out.join("deep")).unwrap();
        }),
        ("it is from another, format 1", |out| {
            let other = r#"{"tool": "another", "format": 1, "files": ["index.html"]}"#;
            fs::write(out.join(MANIFEST), other).unwrap();
        }),
    ];
    for (says, spoil) in spoil {
        let room = Room::new();
        room.publish(&old_site()).unwrap();
        spoil(&room.out());
        let before = everything(&room);
        let said = message(room.publish(&new_site()));
        assert!(said.contains(says), "{said}");
        assert_eq!(everything(&room), before);
    }
}

#[test]
fn a_manifest_cannot_name_files_elsewhere() {
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    fs::write(room.0.join("precious"), "mine").unwrap();
    let path = room.out().join(MANIFEST);
    let manifest = fs::read_to_string(&path).unwrap();
    let evil = manifest.replace("\"file\"", "\"file\", \"../precious\", \"/etc/hostname\"");
    fs::write(&path, evil).unwrap();
    room.publish(&new_site()).unwrap();
    assert_eq!(fs::read_to_string(room.0.join("precious")).unwrap(), "mine");
}

#[test]
fn a_file_and_a_link_to_nothing_are_refused() {
    let room = Room::new();
    fs::write(room.out(), "mine").unwrap();
    assert!(message(room.publish(&old_site())).contains("it is a file"));
    assert_eq!(fs::read_to_string(room.out()).unwrap(), "mine");
    fs::remove_file(room.out()).unwrap();
    std::os::unix::fs::symlink("nowhere", room.out()).unwrap();
    assert!(message(room.publish(&old_site())).contains("a link to nothing"));
    let own = publish(&OsStore, &room.0.join(".rutter-x"), &room.handbook(), &old_site());
    assert!(message(own).contains("rutter's own"));
}

#[test]
fn a_file_that_appears_during_the_build_is_spared() {
    for mode in Mode::ALL {
        let room = Room::new();
        room.publish(&old_site()).unwrap();
        let store = FaultyStore::sound(mode);
        let staging = Staging::open(&store, &room.out(), &room.handbook()).unwrap();
        staging.put("notes.txt", b"ours").unwrap();
        fs::write(room.out().join("notes.txt"), "mine").unwrap();
        let said = message(staging.commit());
        assert!(said.contains("notes.txt"), "{said}");
        assert_eq!(fs::read_to_string(room.out().join("notes.txt")).unwrap(), "mine");
        fs::remove_file(room.out().join("notes.txt")).unwrap();
        assert_eq!(visible(&room.out()), Some(old_site()));
        assert_eq!(room.beside(), ["site"]);
    }
}

#[test]
fn foreign_files_in_our_leftovers_are_spared() {
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    // As if a run had been killed right after the swap, and the old site held a file of someone's.
    let left = staging_name(&room.out());
    fs::create_dir(&left).unwrap();
    for name in [MANIFEST, "index.html"] {
        fs::copy(room.out().join(name), left.join(name)).unwrap();
    }
    fs::write(left.join("notes.txt"), "mine").unwrap();
    let said = message(room.publish(&new_site()));
    assert!(said.contains("notes.txt"), "{said}");
    assert_eq!(fs::read_to_string(left.join("notes.txt")).unwrap(), "mine");
    assert_eq!(visible(&room.out()), Some(old_site()));

    fs::remove_file(left.join("notes.txt")).unwrap();
    room.publish(&new_site()).unwrap();
    assert_eq!(room.beside(), ["site"]);

    // A folder that only has the name of ours.
    fs::create_dir(&left).unwrap();
    fs::write(left.join("index.html"), "mine").unwrap();
    let said = message(room.publish(&new_site()));
    assert!(said.contains("index.html"), "{said}");
    assert_eq!(fs::read_to_string(left.join("index.html")).unwrap(), "mine");
}

#[test]
fn paths_are_checked() {
    let room = Room::new();
    let staging = Staging::open(&OsStore, &room.out(), &room.handbook()).unwrap();
    for path in [
        "",
        "/",
        "/etc/x",
        "..",
        "../x",
        "a/../x",
        "a/..",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "a\0b",
        ".rutter-manifest.json",
        ".Rutter-Manifest.json",
        ".rutter-unfinished",
    ] {
        let result = staging.put(path, b"x");
        assert!(matches!(result, Err(PublishError::BadPath { .. })), "{path:?}: {result:?}");
    }
    for path in ["a.html", ".nojekyll", "a b/ü.html", "x/.rutter", "..."] {
        staging.put(path, b"x").unwrap();
        staging.put(path, b"x").unwrap();
    }
    let differs = staging.put("a.html", b"y").unwrap_err().to_string();
    assert!(differs.contains("two pages or assets want to be `a.html`"), "{differs}");
    let case = staging.put("A.HTML", b"x").unwrap_err().to_string();
    assert!(case.contains("`A.HTML` and `a.html`"), "{case}");
    for path in ["a.html/index.html", "a b"] {
        let both = staging.put(path, b"x").unwrap_err().to_string();
        assert!(both.contains("both a file and a folder"), "{both}");
    }
    // One of them was lost, so this is not the site that was meant.
    assert!(matches!(staging.commit(), Err(PublishError::Incomplete { .. })));
    assert_eq!(room.beside(), [] as [&str; 0]);
}

#[test]
fn an_error_says_what_to_do() {
    let full = PublishError::Io {
        doing: "write",
        path: PathBuf::from("site/index.html"),
        source: std::io::Error::from(std::io::ErrorKind::StorageFull),
    };
    assert!(full.to_string().contains("free some space"), "{full}");
}
