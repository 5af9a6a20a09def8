//! Search: the command line and the browser's reader answer alike, and what people look for comes first.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use rutter::pipeline::{self, Settings};
use rutter::search::answer::{Ask, Searcher};
use rutter::world::OsWorld;
use serde_json::{Value, json};

use crate::flavours::{self, Code, Flavour};
use crate::generate;
use crate::support::{Room, TODAY, package};

/// The index of a room's site, as `rutter search` opens it.
fn searcher(room: &Room) -> Searcher {
    let world = OsWorld::new(&room.book()).expect("the book is there");
    let settings = Settings { today: TODAY.parse().ok(), ..Settings::default() };
    let opened = pipeline::search::open(&world, &room.site(), &settings, &|_| {}).expect("it can be searched");
    assert_eq!(opened.note, None, "the site's own index answers");
    opened.searcher
}

/// A query, and whether its last word is being typed.
type Asked = (String, bool);

/// The first ten pages: total, then route, score and anchor of each.
fn by_index(searcher: &mut Searcher, queries: &[Asked]) -> Vec<Value> {
    let ask = |(query, typing): &Asked| {
        let ask = Ask { typing: *typing, limit: 10, facets: &[] };
        let answer = searcher.ask(query, ask).expect("the index can be read");
        let results: Vec<Value> = answer
            .hits
            .iter()
            .map(|hit| json!({"url": hit.route, "score": hit.score, "anchor": hit.sections[0].anchor}))
            .collect();
        json!({"total": answer.total, "results": results})
    };
    queries.iter().map(ask).collect()
}

/// The same from the browser's reader, run by node on the shards of the site; none where there is no node.
fn by_reader(site: &Path, queries: &[Asked]) -> Option<Vec<Value>> {
    let lines: String =
        queries.iter().map(|(query, typing)| json!({"query": query, "typing": typing}).to_string() + "\n").collect();
    let node = Command::new("node")
        .arg(package().join("tests/browser/engine.mjs"))
        .arg(site)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut node) = node else {
        assert!(std::env::var_os("CI").is_none(), "the reader cannot be run: there is no node");
        let _ = writeln!(std::io::stderr(), "\n*** SKIPPED: the search reader was not run: there is no node\n");
        return None;
    };
    let mut input = node.stdin.take().expect("it was piped");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().expect("node runs");
    writer.join().expect("no panic").expect("node reads all queries");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: Vec<Value> = said.lines().map(|l| serde_json::from_str(l).expect("a line of JSON")).collect();
    assert_eq!(answers.len(), queries.len());
    Some(answers)
}

/// Lines of words, as they stand in the documents.
fn lines(book: &Path) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for path in crate::support::files_below(book) {
        if path.extension().is_some_and(|e| e == "md") {
            let text = fs::read_to_string(book.join(&path)).unwrap_or_default();
            let words = |l: &str| -> Vec<String> {
                l.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|w| !w.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            out.extend(text.lines().map(words).filter(|l| l.len() > 3));
        }
    }
    out
}

/// Queries made of the handbook's own words, of every form, and what nobody should type.
fn queries(book: &Path, count: usize) -> Vec<Asked> {
    let lines = lines(book);
    let mut random = fastrand::Rng::with_seed(42);
    let mut queries: Vec<Asked> =
        ODD.iter().flat_map(|q| [((*q).to_owned(), false), ((*q).to_owned(), true)]).collect();
    queries.push((format!("{} end", "lag ".repeat(1_300)), true));
    while queries.len() < count {
        let line = &lines[random.usize(0..lines.len())];
        let other = &lines[random.usize(0..lines.len())];
        let word = |random: &mut fastrand::Rng, line: &[String]| line[random.usize(0..line.len())].clone();
        let (a, b, c) = (word(&mut random, line), word(&mut random, line), word(&mut random, other));
        let at = random.usize(0..line.len() - 2);
        let cut = |word: &str, n: usize| word.chars().take(n).collect::<String>();
        let query = match random.u8(0..14) {
            0 | 1 => (a, false),
            2 => (format!("{a} {b}"), false),
            3 => (format!("{a} {c}"), false),
            4 => (format!("{a} {b} {c}"), false),
            5 => (format!("\"{} {}\"", line[at], line[at + 1]), false),
            6 => (format!("\"{} {} {}\" {a}", line[at], line[at + 1], line[at + 2]), false),
            7 => (cut(&a, random.usize(1..6)), true),
            8 => (format!("{b} {}", cut(&a, random.usize(1..5))), true),
            9 => (format!("{}* {b}", cut(&a, 3)), false),
            10 => (typo(&a, &mut random), false),
            11 => (format!("{b} {}", typo(&a, &mut random)), random.bool()),
            12 => (format!("{a} -{b}"), false),
            _ => {
                let filters = [
                    "kind:runbook",
                    "-kind:adr",
                    "owner:dre",
                    "stale:no",
                    "stale:yes",
                    "tag:postgres",
                    "status:accepted",
                ];
                (format!("{a} {}", filters[random.usize(0..filters.len())]), false)
            }
        };
        queries.push(query);
    }
    queries
}

const ODD: [&str; 30] = [
    "",
    " ",
    "-",
    "--",
    "\"",
    "\"\"",
    "\"unclosed vacuum",
    "vacuum \"",
    "*",
    "-*",
    "kind:",
    "kind:runbook",
    "-kind:runbook",
    "stale:",
    "owner:\"dre",
    "FATAL: sorry, too many clients already",
    "[a-z]+(vacuum|freeze)?",
    "\\d+$",
    "数据库",
    "データベース lag",
    "🙂 🚒",
    "idle-in-transaction",
    "pg_stat_statements",
    "PG_STAT",
    "the",
    "to the of",
    "\"to the\"",
    "-vacuum",
    "don't",
    "ＶＡＣＵＵＭ",
];

/// One letter dropped, doubled, changed, or swapped with the next.
fn typo(word: &str, random: &mut fastrand::Rng) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let at = random.usize(0..chars.len());
    match random.u8(0..4) {
        0 => drop(chars.remove(at)),
        1 => chars.insert(at, chars[at]),
        2 => chars[at] = 'q',
        _ if at + 1 < chars.len() => chars.swap(at, at + 1),
        _ => {}
    }
    chars.into_iter().collect()
}

fn answer_alike(room: &Room, count: usize) {
    let queries = queries(&room.book(), count);
    let Some(read) = by_reader(&room.site(), &queries) else { return };
    let indexed = by_index(&mut searcher(room), &queries);
    let mut empty = 0;
    let mut apart = Vec::new();
    for ((query, index), reader) in queries.iter().zip(&indexed).zip(&read) {
        empty += usize::from(index["total"] == 0);
        if index != reader {
            apart.push(format!("{query:?}\n  index:  {index}\n  reader: {reader}"));
        }
    }
    assert!(
        apart.is_empty(),
        "{} of {} differ:\n{}",
        apart.len(),
        queries.len(),
        apart[..apart.len().min(5)].join("\n")
    );
    assert!(empty * 2 < queries.len(), "queries that find nothing prove nothing: {empty} of {}", queries.len());
}

#[test]
fn the_example_handbook_answers_alike_in_index_and_browser() {
    let room = Room::copy_of(&package().join("content"));
    room.build(&[]).expect(0);
    answer_alike(&room, 500);
}

#[test]
fn two_thousand_documents_answer_alike_in_index_and_browser() {
    let room = Room::bare();
    let documents = generate::documents(2_000, 7);
    flavours::write(&room.book(), Flavour::Rutter, Code::Highlighted, &documents).expect("it is written");
    room.build(&["--force", "-q"]);
    answer_alike(&room, 400);
}

/// `RUTTER_BOOK=DIR cargo test --test it search::any_handbook -- --ignored` asks about a handbook of yours.
#[test]
#[ignore = "it needs RUTTER_BOOK"]
fn any_handbook_answers_alike_in_index_and_browser() {
    let book = std::env::var("RUTTER_BOOK").expect("RUTTER_BOOK names a handbook");
    let room = Room::copy_of(Path::new(&book));
    room.build(&["--force", "-q"]);
    answer_alike(&room, 1_000);
}

/// What somebody pastes at 03:00, and where it has to lead.
#[test]
fn what_is_pasted_finds_its_page_first() {
    let room = Room::copy_of(&package().join("content"));
    room.build(&[]).expect(0);
    let mut searcher = searcher(&room);
    let expected = [
        ("53300", "runbooks/connection-exhaustion/"),
        ("too many clients", "runbooks/connection-exhaustion/"),
        ("FATAL: sorry, too many clients already", "runbooks/connection-exhaustion/"),
        ("idle in transaction", "runbooks/lock-pile-up/"),
        ("remaining connection slots", "runbooks/connection-exhaustion/"),
        ("replication lag", "runbooks/replication-lag/"),
        ("replicaton lag", "runbooks/replication-lag/"),
        ("failover", "runbooks/failover/"),
        ("wraparound", "runbooks/wraparound/"),
        ("glossary", "glossary/"),
        ("orders-db", "directory/services/orders-db/"),
    ];
    for (query, route) in expected {
        let ask = Ask { typing: false, limit: 3, facets: &[] };
        let answer = searcher.ask(query, ask).expect("the index can be read");
        let found: Vec<&str> = answer.hits.iter().map(|h| h.route.as_str()).collect();
        assert_eq!(found.first(), Some(&route), "{query}: {found:?}");
    }
    let shown: BTreeSet<String> = searcher
        .ask("pg_stat_statements", Ask { typing: false, limit: 10, facets: &[] })
        .expect("the index can be read")
        .hits
        .into_iter()
        .map(|h| h.route)
        .collect();
    assert!(shown.contains("runbooks/slow-queries/"), "{shown:?}");
}

/// One search on the command line: what it found, and what it said of the index.
fn search(room: &Room, query: &str) -> (u64, String) {
    let run = room.rutter(&["search", query, "--site", "../site", "--format", "json"]).expect(0);
    (run.json()["total"].as_u64().expect("a number"), run.err)
}

#[test]
fn a_published_index_answers_only_while_it_holds() {
    let page = |words: &str| format!("{}# A page\n\n{words}\n", crate::support::CLEAN);
    let room = Room::new([("a.md", page("Vacuum and bloat.").as_str()), ("b.md", page("Locks.").as_str())]);
    room.build(&[]).expect(0);
    assert_eq!(search(&room, "bloat"), (1, String::new()));

    // Another file, an edit, a rename: the site is older than the handbook.
    room.write("c.md", page("More bloat."));
    let (total, said) = search(&room, "bloat");
    assert!(total == 2 && said.contains("changed since its site was built"), "{total} {said}");
    room.build(&[]).expect(0);
    assert_eq!(search(&room, "bloat"), (2, String::new()));
    std::thread::sleep(std::time::Duration::from_millis(20));
    room.write("c.md", page("More bloom."));
    let (total, said) = search(&room, "bloat");
    assert!(total == 1 && said.contains("changed since its site was built"), "{total} {said}");
    room.build(&[]).expect(0);

    let index = room.site().join("search/index");
    let stamp = fs::read_to_string(index.join("stamp.json")).expect("a stamp");
    fs::write(index.join("stamp.json"), stamp.replace("\"version\":1", "\"version\":0")).expect("written");
    let (total, said) = search(&room, "bloat");
    assert!(total == 1 && said.contains("another version"), "{total} {said}");
    fs::write(index.join("stamp.json"), stamp).expect("written");

    // Whatever a disk does to a file, it is noticed.
    let mut random = fastrand::Rng::with_seed(1);
    for file in crate::support::files_below(&index) {
        let path = index.join(&file);
        let whole = fs::read(&path).expect("a file");
        for damage in 0..6 {
            let mut bytes = whole.clone();
            let at = random.usize(0..bytes.len());
            match damage {
                0 => bytes.truncate(at),
                1 => bytes.clear(),
                _ => bytes[at] ^= 1 << random.u8(0..7),
            }
            if bytes == whole {
                continue;
            }
            fs::write(&path, &bytes).expect("written");
            let (total, said) = search(&room, "bloat");
            assert_eq!(total, 1, "{file:?} damaged at {at}: {said}");
        }
        fs::write(&path, &whole).expect("written");
    }
    fs::remove_dir_all(&index).expect("removed");
    assert_eq!(search(&room, "bloat"), (1, String::new()));
}

#[test]
fn no_words_make_an_empty_index() {
    let room = Room::bare();
    room.write("handbook.yaml", "title: \"…\"\ntoday: 2026-11-22\n");
    room.build(&["--force"]);
    assert_eq!(search(&room, "anything").0, 0);
    room.write("index.md", "");
    room.build(&["--force"]);
    let queries: Vec<Asked> = ["vacuum", "\"a b\"", "kind:page", "va*"].map(|q| (q.to_owned(), true)).into();
    let Some(read) = by_reader(&room.site(), &queries) else { return };
    assert_eq!(by_index(&mut searcher(&room), &queries), read);
}

#[test]
fn records_for_other_engines_have_ids_that_last() {
    let ids = |room: &Room, form: &str| -> Vec<String> {
        let out = room.rutter(&["export", form]).expect(0).out;
        let lines: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).expect("NDJSON")).collect();
        if form == "opensearch" {
            // An action, then its record.
            for pair in lines.chunks(2) {
                assert_eq!(pair[0]["index"]["_id"], pair[1]["id"]);
            }
        }
        lines.iter().filter_map(|l| l["id"].as_str()).map(str::to_owned).collect()
    };
    let room = Room::copy_of(&package().join("content"));
    let (before, other) = (ids(&room, "quickwit"), ids(&room, "opensearch"));
    assert_eq!(before, other);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "ids are unique");
    let path = "runbooks/failover.md";
    room.write(path, room.read(path).replace("standby", "follower"));
    assert_eq!(ids(&room, "quickwit"), before);

    // Every key of a record is a field of the index.
    let config = room.rutter(&["export", "opensearch", "--config"]).expect(0).json();
    let fields = config["mappings"]["properties"].as_object().expect("fields").clone();
    let out = room.rutter(&["export", "quickwit"]).expect(0).out;
    let quickwit = room.rutter(&["export", "quickwit", "--config"]).expect(0).out;
    for line in out.lines() {
        let record: Value = serde_json::from_str(line).expect("NDJSON");
        for key in record.as_object().expect("a record").keys() {
            assert!(fields.contains_key(key) && quickwit.contains(&format!("{{name: {key},")), "{key}");
        }
    }
}

#[test]
fn federation_reaches_pages_and_the_policy() {
    let room = Room::new([("a/b.md", format!("{}# B\n\nText.\n", crate::support::CLEAN).as_str())]);
    let list = "federation:\n  - {title: Platform, url: \"https://platform.example.com/handbook\"}\n  - ../security/\n  - /data/\n";
    room.write("handbook.yaml", format!("title: T\ntoday: 2026-11-22\n{list}"));
    room.build(&["--force"]);
    let policy = room.page("_headers");
    assert!(policy.contains("connect-src 'self' https://platform.example.com;"), "{policy}");
    let page = room.page("a/b/index.html");
    let books = page.split("data-books=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an attribute");
    let books: Value = serde_json::from_str(&books.replace("&quot;", "\"").replace("&#x2F;", "/")).expect("JSON");
    let expected = json!([
        {"base": "https://platform.example.com/handbook/search/", "label": "Platform"},
        {"base": "../../../security/search/", "label": "security"},
        {"base": "/data/search/", "label": "data"},
    ]);
    assert_eq!(books, expected);
    room.write("handbook.yaml", "title: T\ntoday: 2026-11-22\nfederation: [\"https://x.example; script-src *\"]\n");
    room.check().has("config/bad-value handbook.yaml:3", "is no URL");
}
