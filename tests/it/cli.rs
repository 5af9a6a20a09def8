//! The command line. `tests/cli/*.txt` are sessions: what is typed, the exit code, and what is printed.
//!
//! `$ rutter …` runs the binary in a copy of the folder that `handbook:` names; `$ cat FILE` shows a file there, and
//! `$ cat > FILE` writes one: the lines after it, without their `< `. Then come `? CODE`, standard output as it is, and standard error with `! ` before each line. With `RUTTER_BLESS=1`
//! the sessions are written anew; read the difference before you keep it.

use std::fs;
use std::path::Path;

use crate::support::{CLEAN, Room, Run, TODAY, package, rutter};

/// Splits a command line at spaces; quotes keep a word together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("never empty").push(c),
        }
    }
    words
}

fn lines(prefix: &str, text: &str) -> String {
    text.split_inclusive('\n').map(|l| format!("{prefix}{l}")).collect::<String>()
        + if text.is_empty() || text.ends_with('\n') { "" } else { "\n" }
}

/// Plays the commands of a session and writes down what happened.
fn play(session: &str, room: &Room) -> String {
    let mut out = String::new();
    for line in session.lines().take_while(|l| !l.starts_with("$ ")) {
        out.push_str(line);
        out.push('\n');
    }
    let mut all = session.lines().peekable();
    while let Some(line) = all.next() {
        let Some(command) = line.strip_prefix("$ ") else { continue };
        out.push_str(&format!("$ {command}\n"));
        let words = words(command);
        let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        match words[0].as_str() {
            "rutter" => {
                let run = room.rutter(&args);
                let shown = lines("", &run.out) + &lines("! ", &run.err);
                // Where the copy lies is nobody's business.
                let place = room.book().canonicalize().expect("it is there").display().to_string();
                out.push_str(&format!("? {}\n{}", run.code, shown.replace(&place, "BOOK")));
            }
            "cat" if args[0] == ">" => {
                let mut text = String::new();
                while let Some(line) = all.next_if(|l| l.starts_with('<')) {
                    text += &format!("{}\n", line.strip_prefix("< ").unwrap_or(&line[1..]));
                    out.push_str(&format!("{line}\n"));
                }
                room.write(args[1], text);
            }
            "cat" => out.push_str(&lines("", &room.read(args[0]))),
            other => panic!("a session knows no `{other}`"),
        }
        out.push('\n');
    }
    out
}

#[test]
fn sessions() {
    let folder = package().join("tests/cli");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("tests/cli")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    assert!(files.len() > 5);
    let mut wrong = Vec::new();
    for file in files {
        let want = fs::read_to_string(&file).expect("a session");
        let name = want
            .lines()
            .find_map(|l| l.strip_prefix("handbook: "))
            .unwrap_or_else(|| panic!("{}: no `handbook:` line", file.display()));
        let room = if name == "none" { Room::bare() } else { Room::copy_of(&folder.join(name)) };
        let got = play(&want, &room);
        if got != want && std::env::var_os("RUTTER_BLESS").is_some() {
            fs::write(&file, &got).expect("a session");
        } else if got != want {
            let at = got
                .lines()
                .zip(want.lines())
                .position(|(g, w)| g != w)
                .unwrap_or_else(|| got.lines().count().min(want.lines().count()));
            let around = |text: &str| {
                text.lines().skip(at.saturating_sub(2)).take(6).map(|l| format!("    {l}\n")).collect::<String>()
            };
            wrong.push(format!("{}:{}\n  expected\n{}  got\n{}", file.display(), at + 1, around(&want), around(&got)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_init_writes_passes_today() {
    let room = Room::bare();
    let run = room.rutter(&["init", "fresh"]).expect(0);
    assert!(run.out.is_empty(), "{}", run.out);
    let run = room.rutter(&["check", "fresh", "--strict", "--format", "json"]);
    assert_eq!(run.findings(), Vec::<String>::new());
    assert_eq!(run.code, 0);
    room.rutter(&["build", "fresh", "-o", "../site", "--strict"]).expect(0);
    assert!(room.page("index.html").contains("Our handbook"));
    // Nothing is written over.
    assert!(room.rutter(&["init", "fresh"]).expect(2).err.contains("already"));
    let taken = Room::new([("index.md", CLEAN)]);
    fs::remove_file(taken.book().join("handbook.yaml")).expect("it is there");
    taken.rutter(&["init"]).expect(2);
    assert_eq!(taken.read("index.md"), CLEAN);
    assert!(!taken.book().join("handbook.yaml").exists());
}

#[test]
fn a_document_of_every_kind_passes() {
    for owner in ["dre", "ana"] {
        let room = Room::new([("index.md", CLEAN)]);
        room.write("services.yaml", "- {id: db, name: Database, owner: dre}\n");
        room.write("handbook.yaml", "title: T\ntoday: 2026-11-22\nkinds: {rfc: {paths: [\"rfcs/**\"]}}\n");
        let kinds = ["page", "runbook", "adr", "standard", "incident", "change", "ritual", "handover", "rfc"];
        for kind in kinds {
            for title in ["A first try: \"quotes\" & <tags>", "Überfällig 🚒", "true"] {
                let run = room.rutter(&["new", kind, title, "--owner", owner]).expect(0);
                let path = run.out.trim().to_owned();
                assert!(room.book().join(&path).exists(), "{path}");
            }
        }
        // What a template leaves for the author to fill in may warn, but it must not be wrong.
        let run = room.check();
        assert_eq!(run.findings(), Vec::<String>::new(), "kind by kind");
        assert_eq!(run.json()["documents"], kinds.len() * 3 + 1);
        room.build(&[]).expect(0);
    }
}

#[test]
fn a_decision_in_every_form_passes_and_says_nothing_yet() {
    for (form, status, sections) in [("house", "draft", 4), ("madr4", "proposed", 4), ("nygard", "proposed", 3)] {
        for folder in ["adr/**", "decisions/log/*"] {
            let room = Room::new([("index.md", CLEAN)]);
            let config = format!("title: T\ntoday: 2026-11-22\nkinds: {{adr: {{paths: [\"{folder}\"]}}}}\n");
            room.write("handbook.yaml", config);
            let titles = ["A first try: \"quotes\" & <tags>", "Überfällig 🚒 *x* [y]", "true", "12 factors #1 {a}"];
            for title in titles {
                let run = room.rutter(&["new", "adr", title, "--form", form, "--decider", "ana"]).expect(0);
                let path = run.out.trim().to_owned();
                let run = room.rutter(&["adr", "show", &path, "--format", "json"]).expect(0);
                let shown = run.json();
                assert_eq!(shown["title"], title, "{form}");
                assert_eq!(shown["form"], form);
                assert_eq!(shown["status"], status);
                assert_eq!(shown["date"], TODAY);
                assert_eq!(shown["deciders"][0], "ana");
                assert_eq!(shown["supersedes"].as_array().map(Vec::len), Some(0));
                // Each section asks, and no question is text.
                let text = room.read(&path);
                assert!(text.matches("<!-- ").count() >= sections - 1, "{text}");
            }
            assert_eq!(room.check().findings(), Vec::<String>::new(), "{form} in {folder}");
            // What a folder has most of is what it gets more of.
            let path = room.rutter(&["new", "adr", "Like the others"]).expect(0).out.trim().to_owned();
            let shown = room.rutter(&["adr", "show", &path, "--format", "json"]).expect(0).json();
            assert_eq!((shown["form"].as_str(), shown["number"].as_u64()), (Some(form), Some(5)));
        }
    }
}

#[test]
fn the_handbooks_own_template_wins() {
    let room = Room::new([("index.md", CLEAN), ("adr/0001-x.md", "# 1. X\n\n## Status\n\nAccepted\n")]);
    room.write("templates/new/adr.md", "---\ntitle: {{ title }}\nstatus: draft\nsupersedes: [\"0001\"]\n---\nOurs.\n");
    let path = room.rutter(&["new", "adr", "Y", "--supersedes", "1"]).expect(0).out.trim().to_owned();
    assert_eq!(room.read(&path), "---\ntitle: Y\nstatus: draft\nsupersedes: [\"0001\"]\n---\nOurs.\n");
    let path = room.rutter(&["new", "adr", "Z", "--form", "nygard"]).expect(0).out.trim().to_owned();
    assert!(room.read(&path).contains("# 3. Z\n"));
    // Numbers go on past four digits.
    room.write("adr/10000-x.md", "# 10000. X\n\n## Status\n\nAccepted\n");
    assert_eq!(room.rutter(&["new", "adr", "W"]).expect(0).out.trim(), "adr/10001-w.md");
}

fn review(room: &Room, args: &[&str]) -> Run {
    let mut all = vec!["review", "--by", "ana", "--today", TODAY];
    all.extend(args);
    room.rutter(&all)
}

#[test]
fn a_review_changes_its_own_lines_and_no_other_byte() {
    for (before, after) in [
        (
            "---\ntitle:   T  # kept\nlast_reviewed: 2026-01-01   # kept\nreviewed_by: bo\nowner: dre\n---\n\n\ttext \r\n\n\nno newline at the end",
            "---\ntitle:   T  # kept\nlast_reviewed: 2026-11-22   # kept\nreviewed_by: ana\nowner: dre\n---\n\n\ttext \r\n\n\nno newline at the end",
        ),
        (
            "---\r\nowner: dre\r\nlast_reviewed: \"2026-01-01\"\r\n---\r\nx\r\n",
            "---\r\nowner: dre\r\nlast_reviewed: \"2026-11-22\"\r\nreviewed_by: ana\r\n---\r\nx\r\n",
        ),
        (
            "\u{feff}---\nowner: dre\nlastReviewed: 2026-01-01\n---\n",
            "\u{feff}---\nowner: dre\nlastReviewed: 2026-11-22\nreviewed_by: ana\n---\n",
        ),
        (
            "# G\n\n<!--* freshness: { owner: 'bo' reviewed: '2021-10-10' review_interval: '6 months' } *-->\n",
            "# G\n\n<!--* freshness: { owner: 'bo' reviewed: '2026-11-22' review_interval: '6 months' } *-->\n",
        ),
        (
            "---\nowner: dre\nextra: {last_reviewed: 2020-01-01}\nlast_reviewed: 2026-01-01\n---\nlast_reviewed: 2026-01-01\n",
            "---\nowner: dre\nextra: {last_reviewed: 2020-01-01}\nlast_reviewed: 2026-11-22\nreviewed_by: ana\n---\nlast_reviewed: 2026-01-01\n",
        ),
    ] {
        let room = Room::new([("page.md", before)]);
        review(&room, &["page.md"]).expect(0);
        assert_eq!(room.read("page.md"), after);
        // A second one on the same day changes nothing.
        review(&room, &["page.md"]).expect(0);
        assert_eq!(room.read("page.md"), after);
    }
}

#[test]
fn a_review_is_all_or_nothing() {
    let stale = CLEAN.replace("2026-11-01", "2026-01-01");
    let room =
        Room::new([("a.md", stale.as_str()), ("broken.md", "---\ntitle: [\n---\n"), ("guide/b.md", stale.as_str())]);
    for (args, says) in
        [(&["a.md", "broken.md"][..], "broken.md"), (&["a.md", "gone.md"], "gone.md"), (&["a.md", "guide"], "folder")]
    {
        let run = review(&room, args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.contains(says), "{args:?}: {}", run.err);
        assert_eq!(room.read("a.md"), stale, "{args:?}");
    }
    // From outside the handbook too, and as findings name the path.
    let parent = room.book().parent().map(Path::to_owned).expect("a parent");
    Run::of(rutter().current_dir(&parent).args(["review", "--by", "ana", "book/a.md", "book/guide/b.md"])).expect(0);
    assert!(room.read("a.md").contains("2026-11-22") && room.read("guide/b.md").contains("2026-11-22"));
    room.write("broken.md", CLEAN);
    assert_eq!(room.check().expect(0).findings(), Vec::<String>::new());
}

#[test]
fn the_job_summary_is_added_to() {
    let room = Room::new([("index.md", format!("{CLEAN}\n[x](gone.md)\n").as_str())]);
    let summary = room.path().join("summary.md");
    fs::write(&summary, "before\n").expect("a file");
    let run = Run::of(
        rutter().current_dir(room.book()).args(["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &summary),
    )
    .expect(1);
    assert!(run.out.starts_with("::error file=index.md,line=7,"), "{}", run.out);
    let text = fs::read_to_string(&summary).expect("a file");
    assert!(text.starts_with("before\n## Handbook check") && text.contains("gone.md"), "{text}");
}

#[test]
fn every_rule_explains_itself() {
    for rule in rutter::check::RULES.iter() {
        let run = Run::of(rutter().args(["explain", rule.name])).expect(0);
        assert!(run.out.starts_with(rule.name) && run.out.contains("How to fix"), "{}", run.out);
    }
}

#[test]
fn completions_and_the_manual_page() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Run::of(rutter().args(["completions", shell])).expect(0);
        assert!(run.out.contains("codeowners"), "{shell}");
    }
    let man = Run::of(rutter().arg("man")).expect(0).out;
    assert!(man.contains(".TH rutter 1") && man.contains("SUBCOMMANDS"), "{man}");
}

/// What scripts rely on: keys are added, never taken away.
#[test]
fn the_exported_model_keeps_its_keys() {
    let room = Room::copy_of(&package().join("tests/cli/small"));
    let json = room.rutter(&["export", "json"]).expect(0).json();
    assert_eq!((json["version"].as_u64(), json["today"].as_str()), (Some(1), Some(TODAY)));
    for (list, count, keys) in [
        (
            "documents",
            4,
            &[
                "path",
                "url",
                "title",
                "kind",
                "owner",
                "review",
                "tags",
                "draft",
                "headings",
                "links",
                "backlinks",
                "external",
                "changed",
                "front_matter",
            ][..],
        ),
        ("people", 2, &["id", "name", "active", "owns"]),
        ("teams", 2, &["id", "name", "members", "owns"]),
        ("services", 0, &[]),
        (
            "decisions",
            1,
            &["path", "id", "number", "title", "kind", "status", "date", "supersedes", "amended_by", "states"],
        ),
    ] {
        let items = json[list].as_array().unwrap_or_else(|| panic!("no {list}"));
        assert_eq!(items.len(), count, "{list}");
        for (item, key) in items.iter().flat_map(|i| keys.iter().map(move |k| (i, k))) {
            assert!(item.get(key).is_some(), "{list}: no `{key}` in {item}");
        }
    }
    let stale = json["documents"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|d| d["path"] == "runbooks/failover.md")
        .expect("the runbook");
    assert_eq!(stale["review"]["state"], "stale");
    assert_eq!(stale["review"]["due"], "2026-08-01");
    assert_eq!(stale["links"], serde_json::json!(["adr/0001-patroni.md"]));
}

#[test]
fn output_goes_to_a_file_whole() {
    let room = Room::new([("index.md", CLEAN)]);
    let run = room.rutter(&["check", "--format", "json", "--output", "../out/report.json"]).expect(0);
    assert!(run.out.is_empty());
    let text = fs::read_to_string(room.path().join("out/report.json")).expect("the report");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(room.rutter(&["check", "--format", "json"]).out, text);
}

#[test]
fn without_an_argument_the_handbook_is_here_or_in_content() {
    let room = Room::bare();
    room.write("content/handbook.yaml", "title: T\ntoday: 2026-11-22\n");
    room.write("content/index.md", "[x](gone.md)\n");
    let human = room.rutter(&["check"]).expect(1);
    assert!(human.out.contains("content/index.md:1:5"), "{}", human.out);
    // JSON has paths relative to the handbook.
    room.check().expect(1).has("link/broken index.md:1:5", "");
}
