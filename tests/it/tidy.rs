//! What the compiler does not hold: the floors of `src/lib.rs`, the size of files, who may touch the outside.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{files_below, package};

const LONGEST: usize = 400;

/// Every file of `src`: its path there, and its text.
fn sources() -> Vec<(String, String)> {
    let src = package().join("src");
    let files = files_below(&src).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    files.map(|p| (p.to_string_lossy().replace('\\', "/"), fs::read_to_string(src.join(&p)).expect("UTF-8"))).collect()
}

/// The lines of a file that are in the product, numbered: tests and comments may say and use what they like.
fn production<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    if path.contains("/tests/") || path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut all = text.lines().enumerate();
    while let Some((at, line)) = all.next() {
        if line.trim() == "#[cfg(test)]" {
            // What follows is one item: a line that ends in `;`, or a block that closes as deep as it opened.
            let indent = line.len() - line.trim_start().len();
            let close = format!("{}}}", " ".repeat(indent));
            for (_, inner) in all.by_ref() {
                if inner == close
                    || inner.starts_with(&close)
                    || inner.trim_end().ends_with(';') && inner.len() - inner.trim_start().len() == indent
                {
                    break;
                }
            }
        } else if !line.trim_start().starts_with("//") {
            lines.push((at + 1, line));
        }
    }
    lines
}

/// The table in the documentation of `lib.rs`: for each room its floor, and its place from the left on it.
fn floors() -> BTreeMap<String, (u32, usize)> {
    let text = fs::read_to_string(package().join("src/lib.rs")).expect("lib.rs");
    let mut floors = BTreeMap::new();
    for line in text.lines().filter_map(|l| l.strip_prefix("//! | ")) {
        let Some((floor, rooms)) = line.split_once(" | ") else { continue };
        let Ok(floor) = floor.trim().parse() else { continue };
        for (place, room) in rooms.split("[`").skip(1).enumerate() {
            let name = room.split('`').next().expect("a name");
            floors.insert(name.to_owned(), (floor, place));
        }
    }
    floors
}

/// The rooms that a line names after `crate::`.
fn rooms_named(line: &str) -> Vec<String> {
    let ident = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    line.match_indices("crate::")
        .filter(|(at, _)| !line[..*at].ends_with('$'))
        .flat_map(|(at, m)| {
            let rest = &line[at + m.len()..];
            match rest.strip_prefix('{') {
                Some(group) => group.split(',').map(|s| ident(s.trim())).collect(),
                None => vec![ident(rest)],
            }
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn lower_rooms_never_import_higher_ones() {
    let floors = floors();
    assert!(floors.len() > 10, "the table in lib.rs was not found: {floors:?}");
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = path.split('/').next().expect("a part").trim_end_matches(".rs").to_owned();
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let Some(here) = floors.get(&room) else {
            wrong.push(format!("{path}: the room `{room}` is on no floor of the table in lib.rs"));
            continue;
        };
        for (line, code) in production(&path, &text) {
            for other in rooms_named(code).into_iter().filter(|o| *o != room) {
                match floors.get(&other) {
                    // On one floor a room may use those to the left of it.
                    Some(there) if there < here => {}
                    Some((floor, _)) => wrong
                        .push(format!("src/{path}:{line}: `{room}` (floor {}) uses `{other}` (floor {floor})", here.0)),
                    None => {
                        wrong.push(format!("src/{path}:{line}: `crate::{other}` is no room of the table in lib.rs"))
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_room_of_the_table_is_there() {
    let declared: Vec<String> = fs::read_to_string(package().join("src/lib.rs"))
        .expect("lib.rs")
        .lines()
        .filter_map(|l| Some(l.strip_prefix("pub mod ")?.trim_end_matches(';').to_owned()))
        .collect();
    let listed: Vec<String> = floors().into_keys().collect();
    assert_eq!(declared, listed);
}

#[test]
fn files_are_short() {
    let over: Vec<String> =
        sources().into_iter().filter(|(_, text)| text.lines().count() > LONGEST).map(|(path, _)| path).collect();
    assert!(over.is_empty(), "files of more than {LONGEST} lines are probably two things in one: {over:?}");
}

#[test]
fn what_only_one_room_may_do() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (line, code) in production(&path, &text) {
            let code = code.replace("process::ExitCode", "");
            if code.contains(".unwrap()") {
                wrong.push(format!("src/{path}:{line}: unwrap: say with `expect` why it cannot fail"));
            }
            let outside = [
                "std::fs",
                "std::process",
                "std::env",
                "SystemTime",
                "Utc::now",
                "Local::now",
                "std::net",
                "fs::read(",
                "fs::write(",
            ];
            if let Some(name) = outside.iter().find(|o| code.contains(**o)).filter(|_| !path.starts_with("world/")) {
                wrong.push(format!("src/{path}:{line}: `{name}` is for `world` alone"));
            }
            if code.contains("from_local_datetime") && path != "oncall/time.rs" {
                wrong.push(format!("src/{path}:{line}: local times are resolved by `oncall::time` alone"));
            }
            let prints = ["println!(", "print!(", "eprintln!(", "eprint!(", "dbg!(", "stdout()", "stderr()"];
            if let Some(name) = prints.iter().find(|o| code.contains(**o)).filter(|_| !path.starts_with("cli/")) {
                wrong.push(format!("src/{path}:{line}: `{name}` is for `cli` alone"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_of_a_rule_is_registered() {
    let mut files: Vec<String> = sources()
        .into_iter()
        .filter_map(|(path, text)| {
            let rest = path.strip_prefix("check/").or_else(|| path.strip_prefix("sql/rules/"))?.strip_suffix(".rs")?;
            let is_rule = rest.contains('/') && !rest.ends_with("/mod") && text.contains("pub const RULE: Rule");
            is_rule.then(|| rest.replace('_', "-"))
        })
        .collect();
    let mut registered: Vec<String> = rutter::check::RULES.iter().map(|r| r.name.to_owned()).collect();
    // squawk's rules are one table, with a manual beside it for each.
    registered.retain(|name| !name.starts_with("squawk/"));
    files.sort();
    registered.sort();
    assert_eq!(files, registered);
}

/// The project speaks of handbooks, not of how it was made.
#[test]
fn nothing_says_who_or_what_wrote_it() {
    let banned = [
        concat!("l", "lm"),
        concat!("gp", "t"),
        concat!("chatg", "pt"),
        concat!("clau", "de"),
        concat!("anth", "ropic"),
        concat!("opena", "i"),
        concat!("co", "pilot"),
        concat!("gem", "ini"),
        concat!("co", "dex"),
    ];
    let mut wrong = Vec::new();
    for place in [
        "src",
        "templates",
        "assets",
        "content",
        "tests",
        "benches",
        ".ci",
        "README.md",
        "Cargo.toml",
        "deny.toml",
        "clippy.toml",
    ] {
        let root = package().join(place);
        let files = if root.is_dir() { files_below(&root) } else { vec!["".into()] };
        for file in files.into_iter().filter(|f| !f.components().any(|c| c.as_os_str() == "node_modules")) {
            let path = if file.as_os_str().is_empty() { root.clone() } else { root.join(&file) };
            let Ok(text) = fs::read_to_string(&path) else { continue };
            for (at, line) in text.lines().enumerate() {
                let mut words = line.split(|c: char| !c.is_alphanumeric());
                // Two small letters are a syllable, two capitals are not.
                if let Some(word) =
                    words.find(|w| *w == concat!("A", "I") || banned.contains(&w.to_lowercase().as_str()))
                {
                    wrong.push(format!("{}:{}: `{word}`", path.display(), at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_readers_of_this_file_work() {
    let text = "use crate::a;\n#[cfg(test)]\nmod tests {\n    use crate::b;\n}\nfn f() { crate::c::g() } // x\n#[cfg(test)]\nmod more;\nuse crate::{d, e::F};\n";
    let rooms: Vec<String> = production("x.rs", text).into_iter().flat_map(|(_, l)| rooms_named(l)).collect();
    assert_eq!(rooms, ["a", "c", "d", "e"]);
}
