use std::collections::BTreeMap;
use std::sync::Mutex;

use super::{Memo, Served, UNUSED, live};
use crate::pipeline::{self, Settings};
use crate::search::index::FOLDER;
use crate::search::publish;
use crate::world::MemWorld;

type Files = BTreeMap<String, String>;

const BOOK: &str = "title: Book\nlanguage: en\n";
const WORDS: [&str; 16] = [
    "vacuum",
    "Vacuuming",
    "policies",
    "policy",
    "pg_stat_activity",
    "lag",
    "KubePodCrashLooping",
    "数据库",
    "\u{20000}\u{20001}",
    "ﬂow",
    "the",
    "und",
    "node's",
    "53300",
    "foo_foo",
    "🙂",
];

fn settings(day: &str) -> Settings {
    Settings { today: day.parse().ok(), ..Settings::default() }
}

fn served(world: &MemWorld, day: &str, memo: &mut Memo) -> Served {
    let (loaded, handbook, _) = pipeline::read(world, &settings(day)).expect("a handbook");
    live(&handbook, &loaded, &pipeline::read_decisions_of_today(&handbook, &loaded), memo)
}

fn files(served: &Served) -> Files {
    let file = |path: String| {
        let bytes = served.file(&path).expect("a file that is named is there").into_owned();
        (path, String::from_utf8(bytes).expect("UTF-8"))
    };
    served.paths().into_iter().map(file).collect()
}

fn built(world: &MemWorld, day: &str) -> Files {
    let (loaded, handbook, _) = pipeline::read(world, &settings(day)).expect("a handbook");
    let files = Mutex::new(Files::new());
    let put = |path: &str, bytes: &[u8]| {
        if !path.starts_with(FOLDER) {
            let text = String::from_utf8(bytes.to_owned()).expect("UTF-8");
            files.lock().expect("no panic").insert(path.to_owned(), text);
        }
    };
    publish(&handbook, &loaded, &pipeline::read_decisions_of_today(&handbook, &loaded), &put).expect("an index");
    files.into_inner().expect("no panic")
}

/// The manifest without its stamp, and the stamp.
fn stamp_of(files: &mut Files) -> String {
    let manifest = files.get_mut("search/manifest.js").expect("a manifest");
    let start = manifest.find("\"stamp\":\"").expect("a stamp") + 9;
    let stamp = manifest[start..start + 16].to_owned();
    manifest.replace_range(start..start + 16, "");
    stamp
}

struct Editor {
    random: fastrand::Rng,
    world: MemWorld,
    day: &'static str,
}

impl Editor {
    fn words(&mut self, most: usize) -> String {
        let words: Vec<&str> = (0..self.random.usize(1..=most)).map(|_| WORDS[self.random.usize(0..16)]).collect();
        words.join(" ")
    }

    fn page(&mut self) -> String {
        let status = ["accepted", "superseded by 3", "draft"][self.random.usize(0..3)];
        let reviewed = ["2026-01-01", "2026-11-01"][self.random.usize(0..2)];
        let mut text = format!("---\nstatus: {status}\nlast_reviewed: {reviewed}\nowner: db\n");
        for key in ["description", "tags", "fingerprints", "services"] {
            if self.random.bool() {
                text += &format!("{key}: [{}]\n", ["orders", "lag", "\"too many\""][self.random.usize(0..3)]);
            }
        }
        if self.random.u8(0..8) == 0 {
            text += "draft: true\n";
        }
        text += &format!("---\n# {}\n\n{}\n", self.words(3), self.words(9));
        for _ in 0..self.random.usize(0..4) {
            text += &format!("\n## {}\n\n{}\n", self.words(2), self.words(12));
        }
        if self.random.bool() {
            text += "\n{{#include parts/a.txt}}\n";
        }
        text
    }

    fn write(&mut self, path: &str, text: String) {
        self.world.files.insert(path.to_owned(), text.into_bytes());
    }

    fn any(&mut self) -> String {
        let pages: Vec<&String> = self.world.files.keys().filter(|path| path.ends_with(".md")).collect();
        pages[self.random.usize(0..pages.len())].clone()
    }

    /// Does what people do between two saves.
    fn edit(&mut self) {
        let path = ["a", "b", "runbooks/c", "runbooks/d", "adr/0001-e", "index"][self.random.usize(0..6)];
        match self.random.u8(0..13) {
            0..4 => {
                let page = self.page();
                self.write(&format!("{path}.md"), page);
            }
            4 | 5 => {
                // One word more, at the end.
                let path = self.any();
                let word = format!(" {}\n", self.words(1));
                self.world.files.get_mut(&path).expect("a page").extend(word.into_bytes());
            }
            6 if self.world.files.len() > 4 => {
                let path = self.any();
                self.world.files.remove(&path);
            }
            7 => {
                let old = self.any();
                let text = self.world.files.remove(&old).expect("a page");
                self.world.files.insert(format!("{path}.md"), text);
            }
            8 => {
                let text = self.words(6);
                self.write("parts/a.txt", text);
            }
            9 => drop(self.world.files.remove("parts/a.txt")),
            10 => {
                let name = self.words(2);
                self.write("teams.yaml", format!("db:\n  name: {name}\n"));
                self.write("services.yaml", format!("orders:\n  name: {name} orders\n  owner: db\n"));
            }
            11 => {
                let language = ["en", "de", "ja"][self.random.usize(0..3)];
                let title = self.words(2);
                self.write("handbook.yaml", format!("title: {title}\nlanguage: {language}\n"));
            }
            _ => self.day = ["2026-02-01", "2026-11-22", "2027-11-22"][self.random.usize(0..3)],
        }
    }
}

#[test]
fn whatever_is_edited_the_files_are_those_of_a_build() {
    let world = MemWorld::new([("handbook.yaml", BOOK), ("a.md", "# A\n\nVacuum.\n")]);
    let mut editor = Editor { random: fastrand::Rng::with_seed(5), world, day: "2026-11-22" };
    let mut memo = Memo::default();
    let mut before: Option<(Files, String)> = None;
    for round in 0..250 {
        let mut files = files(&served(&editor.world, editor.day, &mut memo));
        let fresh = self::files(&served(&editor.world, editor.day, &mut Memo::default()));
        assert_eq!(files, fresh, "round {round}: what is remembered changes nothing, not even the stamp");
        let stamp = stamp_of(&mut files);
        let mut built = built(&editor.world, editor.day);
        stamp_of(&mut built);
        assert_eq!(files, built, "round {round}");
        if let Some((last, of_last)) = &before {
            assert!(last == &files || of_last != &stamp, "round {round}: other files at the same addresses");
        }
        before = Some((files, stamp));
        (0..editor.random.usize(1..4)).for_each(|_| editor.edit());
    }
}

#[test]
fn what_is_the_same_is_not_read_again() {
    let mut world = MemWorld::new([("handbook.yaml", BOOK), ("a.md", "# A\n\nLocks.\n"), ("b.md", "# B\n\nBloat.\n")]);
    let mut memo = Memo::default();
    let leaves = |memo: &Memo| -> BTreeMap<String, usize> {
        memo.pages
            .values()
            .map(|known| (known.page.path.clone(), std::sync::Arc::as_ptr(&known.leaf) as usize))
            .collect()
    };
    // Kept: what is freed may come back at the same place.
    let _first = served(&world, "2026-11-22", &mut memo);
    let before = leaves(&memo);
    world.files.insert("a.md".to_owned(), b"# A\n\nOther locks.\n".to_vec());
    let _second = served(&world, "2026-11-23", &mut memo);
    let after = leaves(&memo);
    assert_ne!(before["a.md"], after["a.md"]);
    assert_eq!(before["b.md"], after["b.md"]);
}

#[test]
fn an_edition_keeps_its_own_answers() {
    let mut world = MemWorld::new([("handbook.yaml", BOOK), ("a.md", "# A\n\nLocks.\n")]);
    let mut memo = Memo::default();
    let first = served(&world, "2026-11-22", &mut memo);
    world.files.insert("a.md".to_owned(), b"# A\n\nBloat and other words.\n".to_vec());
    let second = served(&world, "2026-11-22", &mut memo);
    // Nothing of the first was made before the second came.
    let fresh = |text: &str| {
        let world = MemWorld::new([("handbook.yaml", BOOK), ("a.md", text)]);
        files(&served(&world, "2026-11-22", &mut Memo::default()))
    };
    assert_eq!(files(&first), fresh("# A\n\nLocks.\n"));
    assert_eq!(files(&second), fresh("# A\n\nBloat and other words.\n"));
    for path in ["search/", "search/texts/1.js", "search/texts/00.js", "search/terms/9.js", "search/manifest", "x"] {
        assert!(second.file(path).is_none(), "{path}");
    }
}

#[test]
fn a_thousand_saves_leave_no_more_than_one() {
    let mut world = MemWorld::new([("handbook.yaml", BOOK), ("a.md", "# A\n")]);
    let mut memo = Memo::default();
    for save in 0..1_000 {
        let path = format!("page-{}.md", save % 7);
        world.files.remove(&format!("page-{}.md", (save + 3) % 7));
        let words: String = (0..40).map(|word| format!("w{save}x{word} ")).collect();
        world.files.insert(path, format!("# B\n\n{words}\n").into_bytes());
        served(&world, "2026-11-22", &mut memo);
        let words = memo.vocabulary.words().len();
        assert!(words <= 2 * memo.words + UNUSED + 100, "{words} words after {save} saves");
        assert_eq!(memo.pages.len(), world.files.len() - 1);
    }
    assert!(memo.vocabulary.words().len() < 40_000, "it began anew");
}
