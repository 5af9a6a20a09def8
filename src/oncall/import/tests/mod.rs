//! Every folder `tests/oncall-import/FORMAT/NAME/` holds an export, the rotations that come of it, and what is said;
//! with `RUTTER_BLESS=1` the expected files are written instead.

#![allow(clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::model::register;
use crate::source::FileId;

mod hostile;
mod laid_out;
mod tables;

const TOOLS: [(&str, Tool); 4] = [
    ("goalert", Tool::GoAlert),
    ("grafana-oncall", Tool::Grafana),
    ("opsgenie", Tool::Opsgenie),
    ("pagerduty", Tool::PagerDuty),
];

const WRITE: Settings = Settings { owner: Some("dre"), says_kind: false };

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oncall-import")
}

fn people() -> Register {
    let text = |name: &str| fs::read_to_string(root().join(name)).expect("a file of the register");
    let (people, teams, services) = (text("people.yaml"), text("teams.yaml"), text("services.yaml"));
    let (register, found) = register::read(register::Files {
        people: Some((FileId(0), &people)),
        teams: Some((FileId(1), &teams)),
        services: Some((FileId(2), &services)),
    });
    assert!(found.is_empty(), "{found:?}");
    register
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// The cases of all tools: the folder, the tool and the files of the export.
fn cases() -> Vec<(PathBuf, Tool, Vec<File>)> {
    let mut cases = Vec::new();
    for (name, tool) in TOOLS {
        for folder in sorted(&root().join(name)) {
            let files = sorted(&folder).into_iter().filter(|p| !name_of(p).starts_with("expected"));
            let files = files.map(|p| File { name: name_of(&p), bytes: fs::read(&p).expect("a file") }).collect();
            cases.push((folder, tool, files));
        }
    }
    cases
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn told(notes: &[Note]) -> String {
    notes.iter().map(|n| format!("{}: {}\n", n.place.trim_end_matches([':', ' ']), n.text)).collect()
}

#[test]
fn exports_give_what_is_expected() {
    let register = people();
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 10, "{}", cases.len());
    for (folder, tool, files) in cases {
        let got = import(tool, &files, &register, &WRITE);
        let yaml: String = got.rotations.iter().map(|r| r.yaml.as_str()).collect::<Vec<_>>().join("---\n");
        let rows = pages::append("", &got.pages, &BTreeSet::new()).expect("a new table").text;
        let expected =
            [("expected.yaml", yaml), ("expected-pages.csv", rows), ("expected-notes.txt", told(&got.notes))];
        for (name, text) in expected {
            let path = folder.join(name);
            let want = fs::read_to_string(&path).unwrap_or_default();
            if want == text {
                continue;
            }
            if std::env::var_os("RUTTER_BLESS").is_some() {
                fs::write(&path, &text).expect("a file");
            } else {
                wrong.push(format!("{}\n{text}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is written is read again without a finding but those about people that people.yaml lacks.
#[test]
fn rotations_are_read_again() {
    let register = people();
    for (folder, tool, files) in cases() {
        for new in import(tool, &files, &register, &WRITE).rotations {
            let (rotation, wrong) = compare::reading(&new.id, &new.yaml);
            assert!(rotation.is_some(), "{}", folder.display());
            assert!(wrong.is_empty(), "{}: {wrong:?}\n{}", folder.display(), new.yaml);
        }
    }
}
