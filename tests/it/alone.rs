//! Any file of a site drawn alone is the file that a build writes.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rutter::pipeline::{self, Edition, Settings};
use rutter::render::Output;
use rutter::world::{OsWorld, World};

use crate::support::{CLEAN, Room, package, unstamped};

/// What a build writes, in memory.
#[derive(Default)]
struct Site(Mutex<BTreeMap<String, Vec<u8>>>);

impl Output for Site {
    fn put(&self, path: &str, bytes: &[u8]) {
        self.0.lock().expect("no writer panics").insert(path.to_owned(), bytes.to_owned());
    }
}

fn edition(world: &dyn World) -> Edition {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22);
    let settings = Settings { today, ..Settings::default() };
    Edition::new(world, pipeline::check(world, &settings, &|_| ()).expect("a handbook"))
}

/// Every file of a site, after each was asked for alone of an edition that drew nothing before.
fn compare(world: &dyn World) -> BTreeMap<String, Vec<u8>> {
    let whole = Site::default();
    let built = edition(world);
    let found = built.draw(world, &whole);
    assert!(found.is_empty(), "{found:?}");
    built.index(&whole).expect("an index");
    let whole = whole.0.into_inner().expect("no writer panics");
    let asked = edition(world);
    // A diagram comes first here: its page was not drawn yet.
    let (diagrams, others): (Vec<_>, Vec<_>) = whole.iter().partition(|(path, _)| path.ends_with(".svg"));
    let same = |(path, bytes): (&String, &Vec<u8>)| {
        let alone = asked.file(world, path).unwrap_or_else(|| panic!("nothing draws {path}"));
        let alone = alone.unwrap_or_else(|mistake| panic!("{path}: {}", mistake.message));
        assert!(unstamped(path, &alone) == unstamped(path, bytes), "{path} is another file when it is drawn alone");
    };
    diagrams.into_iter().for_each(same);
    others.into_iter().for_each(same);
    whole
}

#[test]
fn a_file_drawn_alone_is_the_file_of_the_build() {
    let world = OsWorld::new(&package().join("content")).expect("the example is there");
    let files = compare(&world);
    for path in ["index.html", "404.html", "feed.xml", "calendar/all.ics", "health/findings/index.html"] {
        assert!(files.contains_key(path), "{path}");
    }
    let nothing = edition(&world);
    for path in ["", "nothing", "nothing/index.html", "calendar/", "calendar/nothing.ics", "assets/diagrams/x.svg"] {
        assert!(nothing.file(&world, path).is_none(), "{path}");
    }
}

/// Names that the site has folders for, used by documents; an old place of a document; a draft.
#[test]
fn what_lies_in_a_folder_of_the_site_is_drawn_alone_too() {
    let moved = CLEAN.replacen("---\n", "---\naliases: [old/place, gone.html]\n", 1);
    let draft = CLEAN.replacen("---\n", "---\ndraft: true\n", 1);
    let room = Room::new([
        ("index.md", CLEAN),
        ("calendar/index.md", CLEAN),
        ("calendar/fairs.md", CLEAN),
        ("assets/notes.md", CLEAN),
        ("guide/moved.md", &moved),
        ("guide/draft.md", &draft),
    ]);
    let world = OsWorld::new(&room.book()).expect("the book is there");
    let files = compare(&world);
    for path in ["calendar/index.html", "calendar/fairs/index.md", "old/place/index.html", "gone.html"] {
        assert!(files.contains_key(path), "{path}");
    }
    assert!(edition(&world).file(&world, "guide/draft/index.html").is_none());
}
