//! What holds for any handbook at all: no panic, places inside their files, the same findings each time.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rutter::pipeline::{self, Checked, Settings};
use rutter::world::MemWorld;

use crate::html;
use crate::support::{CLEAN, REGISTER, Room, files_below, package};

/// Xorshift, so that a failure can be repeated from its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn settings() -> Settings {
    Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() }
}

/// Reads and checks; every span must lie in its file, on character boundaries.
fn checked(world: &MemWorld) -> Checked {
    let checked = pipeline::check(world, &settings(), &|_| {}).expect("there is a handbook.yaml");
    for f in &checked.findings.list {
        let spans = std::iter::once(f.diagnostic.span).chain(f.diagnostic.related.iter().map(|r| r.span));
        for span in spans {
            let text = checked.loaded.sources.text(span.file);
            let range = span.range();
            assert!(
                text.get(range.clone()).is_some(),
                "{}: {range:?} of {} bytes: {:?}",
                checked.loaded.sources.path(span.file),
                text.len(),
                f.diagnostic
            );
        }
    }
    checked
}

/// The findings as a reader sees them.
fn shown(checked: &Checked) -> Vec<String> {
    let sources = &checked.loaded.sources;
    let line = |f: &rutter::diag::sink::Finding| {
        let at = sources.start(f.diagnostic.span);
        format!(
            "{}:{}:{} {} {}",
            sources.path(f.diagnostic.span.file),
            at.line,
            at.column,
            f.diagnostic.rule,
            f.diagnostic.message
        )
    };
    checked.findings.list.iter().map(line).collect()
}

/// Runs a check on a world; on a panic, says which seed made it.
fn survives(what: &str, seed: u64, world: &MemWorld) {
    let outcome = catch_unwind(AssertUnwindSafe(|| drop(checked(world))));
    if outcome.is_err() {
        let kept = std::env::temp_dir().join(format!("rutter-{what}-{seed}"));
        for (path, bytes) in &world.files {
            let at = kept.join(path);
            let _ = fs::create_dir_all(at.parent().expect("a folder"));
            let _ = fs::write(at, bytes);
        }
        panic!("{what}, seed {seed}: the handbook is kept in {}", kept.display());
    }
}

const PATHS: [&str; 10] = [
    "handbook.yaml",
    "people.yaml",
    "teams.yaml",
    "services.yaml",
    "index.md",
    "a.md",
    "runbooks/a.md",
    "adr/0001-a.md",
    "oncall/a.yaml",
    "CODEOWNERS",
];

#[test]
fn no_panic_on_any_bytes() {
    for seed in 1..=60 {
        let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ seed << 20);
        let mut world = MemWorld::new(REGISTER);
        for path in PATHS {
            let len = random.below(400);
            let bytes: Vec<u8> = match seed % 3 {
                0 => (0..len).map(|_| random.next() as u8).collect(),
                // Printable, with the signs that parsers live on.
                _ => (0..len)
                    .map(|_| *random.pick(b"---\n\n\n:: []{}#&*!|>'\"`$~_^<>/\\abc.md-0123(){{}}\t\r%@"))
                    .collect(),
            };
            world.files.insert(path.to_owned(), bytes);
        }
        survives("bytes", seed, &world);
    }
}

/// Pieces that mean something, put together so that they do not.
const PIECES: [&str; 58] = [
    "---\n",
    "...\n",
    "title: x\n",
    "owner: dre\n",
    "last_reviewed: 2026-11-01\n",
    "last_reviewed: ",
    "review_every: 9999y\n",
    "tags: [a, b]\n",
    "watches: ['**', '[']\n",
    "aliases: ['', '/', '../..', '/a/']\n",
    "draft: true\n",
    "kind: adr\n",
    "status: accepted\n",
    "id: \"1\"\n",
    "&a [*a]",
    "<<: *a\n",
    "!!binary x\n",
    "? ",
    ": ",
    "|\n  x\n",
    "\u{feff}",
    "\r\n",
    "\r",
    "\0",
    "# H\n",
    "## H {#h}\n",
    "- ",
    "> ",
    "> [!NOTE]\n",
    "    ",
    "\t",
    "```mermaid\n",
    "```rust {1,3-2}\n",
    "```\n",
    "~~~\n",
    "$x$",
    "$$\n",
    "[a](b.md#c)",
    "[[a|b]]",
    "![[x.png]]",
    "![a](b)",
    "[^1]",
    "[^1]: x\n",
    "| a | b |\n|---|---|\n",
    "{{#include a.md}}\n",
    "{{#include index.md:1:2}}",
    "<!--* freshness: { owner: 'a' reviewed: '",
    "' } *-->",
    "<script>",
    "<a href='javascript:x'>",
    "<b",
    "-->",
    "\n: def\n",
    "é🚒\u{301}\u{200f}",
    "&amp;&#0;",
    "https://x.y/(z)",
    "\\",
    "\n\n",
];

#[test]
fn no_panic_on_pieces_of_documents() {
    for seed in 1..=150 {
        let mut random = Random(0x2545_F491_4F6C_DD1D ^ seed << 20);
        let mut world = MemWorld::new(REGISTER);
        for path in ["index.md", "a.md", "runbooks/a.md", "adr/0001-a.md", "oncall/a.yaml", "glossary.md"] {
            let start = if random.below(2) == 0 { CLEAN } else { "" };
            let count = random.below(40);
            let text: String = std::iter::once(start).chain((0..count).map(|_| *random.pick(&PIECES))).collect();
            world.files.insert(path.to_owned(), text.into_bytes());
        }
        survives("pieces", seed, &world);
    }
}

/// The same pieces, drawn: each site is whole and holds nothing that a browser would run.
#[test]
fn no_panic_while_pages_are_drawn() {
    for seed in 1..=10 {
        let mut random = Random(0xD1B5_4A32_D192_ED03 ^ seed << 20);
        let room = Room::new([]);
        for path in ["index.md", "a.md", "runbooks/a.md", "adr/0001-a.md", "oncall/a.yaml", "glossary.md"] {
            let count = random.below(40);
            let text: String = std::iter::once(CLEAN).chain((0..count).map(|_| *random.pick(&PIECES))).collect();
            room.write(path, text);
        }
        room.build(&["--force"]);
        for path in files_below(&room.site()).iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
            let page = room.page(&path.to_string_lossy());
            assert!(page.contains("</html>"), "seed {seed}: {}", path.display());
            assert_eq!(
                html::forbidden(&html::elements(&page)),
                Vec::<String>::new(),
                "seed {seed}: {}",
                path.display()
            );
        }
    }
}

fn example() -> MemWorld {
    let content = package().join("content");
    let mut world = MemWorld::default();
    for path in files_below(&content) {
        world
            .files
            .insert(path.to_string_lossy().into_owned(), fs::read(content.join(&path)).expect("the example handbook"));
    }
    world
}

/// A sound handbook with one file cut off, doubled, or with a byte changed.
#[test]
fn no_panic_on_a_damaged_handbook() {
    let example = example();
    let paths: Vec<&String> = example.files.keys().collect();
    for seed in 1..=12 {
        let mut random = Random(seed * 0x9E37_79B9);
        let mut world = MemWorld::default();
        // A dozen documents and the register are enough, and quick.
        for _ in 0..12 {
            let path = (*random.pick(&paths)).clone();
            world.files.insert(path.clone(), example.files[&path].clone());
        }
        for path in ["handbook.yaml", "people.yaml", "teams.yaml", "services.yaml"] {
            world.files.insert(path.to_owned(), example.files[path].clone());
        }
        let damaged: Vec<String> = world.files.keys().cloned().collect();
        for path in damaged {
            let bytes = world.files.get_mut(&path).expect("just listed");
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes.truncate(at),
                1 => bytes[at] = random.next() as u8,
                2 => bytes.extend_from_within(at..),
                _ => drop(bytes.drain(..at)),
            }
        }
        survives("damaged", seed, &world);
    }
}

#[test]
fn findings_come_in_one_order() {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for fixture in ["links", "owners", "freshness", "duplicates", "text"] {
        let folder = package().join("tests/fixtures").join(fixture);
        for path in files_below(&folder).iter().filter(|p| p.extension().is_some_and(|e| e == "md")) {
            files.insert(
                format!("{fixture}/{}", path.to_string_lossy()),
                fs::read(folder.join(path)).expect("a fixture"),
            );
        }
    }
    let mut world = MemWorld::new(REGISTER);
    world.files.extend(files);
    let first = shown(&checked(&world));
    assert!(first.len() > 50, "{first:#?}");
    for _ in 0..5 {
        assert_eq!(shown(&checked(&world)), first);
    }
    // By path, then by place.
    let key = |line: &String| {
        let mut parts = line.splitn(3, ':');
        let path = parts.next().unwrap_or_default().to_owned();
        let line: usize = parts.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        (path, line)
    };
    assert!(first.iter().map(key).is_sorted());
}

/// One bad file never hides the findings of the others.
#[test]
fn a_file_that_cannot_be_read_hides_nothing() {
    let bad: [&[u8]; 6] = [
        b"\xff\xfe\x00",
        b"---\n[\n---\n",
        b"---\ntitle: x\n",
        b"",
        b"\0\0\0",
        "---\na: &a [*a, *a]\n---\n".as_bytes(),
    ];
    for bytes in bad {
        let mut world = MemWorld::new(
            REGISTER
                .into_iter()
                .chain([("z.md", "---\ntitle: Z\nowner: dre\nlast_reviewed: 2026-11-01\n---\n\n[x](gone.md)\n")]),
        );
        world.files.insert("a.md".to_owned(), bytes.to_vec());
        let shown = shown(&checked(&world));
        assert!(shown.iter().any(|f| f.starts_with("z.md:7:5 link/broken")), "{bytes:?}: {shown:?}");
        assert!(shown.iter().any(|f| f.starts_with("a.md:")), "{bytes:?}: {shown:?}");
    }
}
