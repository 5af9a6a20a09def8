//! The example handbook as a whole: which files its site has, and how its documents stand. A change in either is
//! meant, or it is a mistake; `RUTTER_BLESS=1 cargo test golden` takes it over.

use std::path::Path;

use super::support::{Run, files_below, rutter};

fn content() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

#[test]
fn the_example_site_has_these_files() {
    let out = tempfile::tempdir().expect("a folder");
    let site = out.path().join("site");
    let run = Run::of(rutter().arg("build").arg(content()).arg("-o").arg(&site).arg("-q"));
    assert_eq!(run.code, 0, "{}", run.out);
    let mut names: Vec<String> = files_below(&site).iter().map(|f| without_hash(&f.to_string_lossy())).collect();
    names.sort();
    hold("example-files.txt", &(names.join("\n") + "\n"));
}

#[test]
fn the_example_handbook_stands_like_this() {
    let run = Run::of(rutter().arg("owners").arg(content()));
    hold("example-owners.txt", &run.out);
}

/// `assets/rutter.0123456789.css` changes with every byte of the theme; diagrams do with every byte of theirs.
fn without_hash(path: &str) -> String {
    let is_hash = |part: &str| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts: Vec<&str> = path.split_inclusive(['.', '-', '/']).collect();
    parts.iter().map(|p| if is_hash(p.trim_end_matches(['.', '-'])) { "HASH." } else { p }).collect()
}

fn hold(name: &str, got: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("RUTTER_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("written");
        std::fs::write(&file, got).expect("written");
    }
    let want = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(got, want, "tests/golden/{name} differs; RUTTER_BLESS=1 takes the change over");
}
