//! What becomes of the site while somebody writes.

use std::fs;
use std::path::Path;

use super::{PATIENCE, Server};
use crate::support::{CLEAN, Room};

/// Saves a file as a careful editor does: no reader ever sees half of it.
fn save(room: &Room, path: &str, bytes: impl AsRef<[u8]>) {
    let (at, aside) = (room.book().join(path), room.path().join("aside"));
    fs::create_dir_all(at.parent().expect("inside the book")).expect("a folder");
    fs::write(&aside, bytes).expect("a file");
    fs::rename(aside, at).expect("it is renamed");
}

fn room() -> Room {
    let room = Room::new([("index.md", CLEAN), ("guide/a.md", CLEAN), ("guide/b.md", CLEAN)]);
    save(&room, "handbook.yaml", "title: Test handbook\n");
    room
}

#[test]
fn the_site_follows_its_files() {
    let room = room();
    let server = Server::start(&room, &[]);
    let mut events = server.events("/");
    assert_eq!(events.next().0, "hello");
    let (name, first) = events.next();
    assert_eq!((name.as_str(), &first["edition"], &first["errors"]), ("edition", &1.into(), &0.into()));
    let style = first["css"]["rutter.css"].as_str().expect("the theme's style").to_owned();
    assert_eq!(server.get(&format!("/{style}")).status, 200);

    // In place, as most editors save.
    room.write("guide/a.md", format!("{CLEAN}\nA word more.\n"));
    let second = events.next_of("edition");
    assert_eq!(second["edition"], 2);
    server.until(&mut events, "/guide/a/", |page| page.text().contains("A word more."));

    save(&room, "guide/new/deep.md", format!("{CLEAN}\nA new page.\n"));
    server.until(&mut events, "/guide/new/deep/", |page| page.status == 200);
    assert!(server.get("/guide/").text().contains("href=\"new/\""), "the sidebar has the new folder");

    fs::rename(room.book().join("guide/new"), room.book().join("guide/old")).expect("it is renamed");
    server.until(&mut events, "/guide/old/deep/", |page| page.status == 200);
    server.until(&mut events, "/guide/new/deep/", |page| page.status == 404);
    // In a folder that was renamed, too, a change is seen.
    save(&room, "guide/old/deep.md", format!("{CLEAN}\nWritten after.\n"));
    server.until(&mut events, "/guide/old/deep/", |page| page.text().contains("Written after."));

    fs::remove_dir_all(room.book().join("guide/old")).expect("it is removed");
    server.until(&mut events, "/guide/old/deep/", |page| page.status == 404);

    // An editor that writes beside the file and renames.
    let aside = room.book().join("guide/.a.md.swp");
    fs::write(&aside, format!("{CLEAN}\nSwapped in.\n")).expect("a file");
    fs::rename(&aside, room.book().join("guide/a.md")).expect("it is renamed");
    server.until(&mut events, "/guide/a/", |page| page.text().contains("Swapped in."));

    // The theme: its style has another name then, and browsers are told which.
    save(&room, "assets/rutter.css", "body { color: teal }\n");
    let now = loop {
        let edition = events.next_of("edition");
        if edition["css"]["rutter.css"] != style.as_str() {
            break edition["css"]["rutter.css"].as_str().expect("a name").to_owned();
        }
    };
    assert_eq!(server.get(&format!("/{now}")).text(), "body { color: teal }\n");
}

#[test]
fn drafts_are_shown_unless_they_are_not_to_be() {
    let room = room();
    save(&room, "guide/draft.md", CLEAN.replacen("---\n", "---\ndraft: true\n", 1));
    let server = Server::start(&room, &[]);
    assert!(server.get("/guide/draft/").text().contains("This is a draft"));
    assert_eq!(server.about("guide/draft/")["draft"], true);
    drop(server);
    assert_eq!(Server::start(&room, &["--no-drafts"]).get("/guide/draft/").status, 404);
}

#[test]
fn what_is_found_is_told_once_and_what_is_mended_too() {
    let room = room();
    let server = Server::start(&room, &[]);
    let mut events = server.events("/");
    server.says("edition 1: 3 documents, 0 errors, 0 warnings");
    save(&room, "guide/a.md", "---\ntitle: [A\nowner: dre\n---\n\n[there](nowhere.md)\n");
    assert_ne!(events.until_errors(2)["warnings"], serde_json::Value::Null);
    server.says("error[page/front-matter]");
    server.says("--> guide/a.md:");
    let about = server.about("guide/a/");
    let rules: Vec<&str> =
        about["findings"].as_array().expect("a list").iter().filter_map(|f| f["rule"].as_str()).collect();
    assert!(rules.contains(&"page/front-matter") && rules.contains(&"link/broken"), "{about}");
    // The page is shown all the same.
    assert_eq!(server.get("/guide/a/").status, 200);
    // Further down it is the same finding, which is not told again.
    save(&room, "guide/a.md", format!("{CLEAN}\nMore.\n\n[there](nowhere.md)\n"));
    events.until_errors(1);
    let mended = server.says("fixed: ");
    assert!(mended.starts_with("fixed: guide/a.md: page/front-matter: "), "{mended}");
    save(&room, "guide/a.md", CLEAN);
    events.until_errors(0);
    let line = server.says("link/broken");
    assert!(line.starts_with("fixed: guide/a.md: link/broken: "), "{line}");
    // What there is in all is said of an edition, not of each few findings.
    let said = server.said.borrow();
    assert!(!said.iter().any(|line| line.contains("documents: ")), "{said:?}");
}

#[test]
fn a_page_that_cannot_be_drawn_is_shown_as_it_was() {
    let room = room();
    let server = Server::start(&room, &[]);
    let mut events = server.events("/");
    save(&room, "guide/a.md", format!("{CLEAN}\nThe last good words.\n"));
    server.until(&mut events, "/guide/a/", |page| page.text().contains("The last good words."));
    save(&room, "templates/part/doc-foot.html", "<p>{{ doc.nonsense.deeper }}</p>\n");
    let broken = server.until(&mut events, "/guide/a/", |page| page.status == 500);
    let text = broken.text();
    assert!(
        text.contains("The last good words.") && text.contains("<meta name=\"rutter-problem\" content=\"1\">"),
        "{text}"
    );
    assert_eq!(broken.header("cache-control"), "no-store");
    let problem = server.about("guide/a/")["problem"].clone();
    assert_eq!((problem["source"].as_str(), problem["line"].as_u64()), (Some("templates/part/doc-foot.html"), Some(1)));
    assert!(problem["excerpt"]["text"].as_str().is_some_and(|text| text.contains("doc.nonsense")), "{problem}");
    let line = server.says("error[");
    assert!(line.contains("config/template"), "{line}");
    // Nobody asked for this one while it could be drawn: the frame of the site is there, and says nothing.
    let other = server.get("/guide/b/");
    let text = other.text();
    assert_eq!(other.status, 500);
    assert!(text.contains("<title>Cannot be drawn</title>") && text.contains("tabindex=\"-1\"></main>"), "{text}");
    assert!(text.contains("rutter-problem") && text.contains("/-/live.js"), "{text}");
    // Nor can the frame be drawn.
    save(
        &room,
        "templates/base.html",
        "{{ site.nonsense.deeper }}{% block head %}{% endblock %}{% block main %}{% endblock %}\n",
    );
    let bare = server.until(&mut events, "/guide/b/", |page| !page.text().contains("tabindex"));
    assert!(bare.status == 500 && bare.text().contains("rutter-problem"), "{}", bare.text());
    assert_eq!(server.get("/nothing/").status, 404);
    for path in ["templates/base.html", "templates/part/doc-foot.html"] {
        fs::remove_file(room.book().join(path)).expect("it is there");
    }
    server.until(&mut events, "/guide/b/", |page| page.status == 200);
    server.says("fixed: templates/part/doc-foot.html: config/template");
    assert_eq!(server.about("guide/a/")["problem"], serde_json::Value::Null);
}

#[test]
fn a_handbook_yaml_that_is_being_written_changes_nothing_else() {
    let good =
        "title: Test handbook\nbase_url: https://docs.example.com/book/\nkinds: {runbook: {paths: [\"guide/**\"]}}\n";
    let room = room();
    save(&room, "handbook.yaml", good);
    let server = Server::start(&room, &["--select", "config/*"]);
    let mut events = server.events("/book/");
    let before = server.get("/book/guide/a/");
    assert_eq!(before.status, 200);
    for broken in ["title: [Test\nkinds: {\n", "tit", "title: Test handbook\nbase_url: \"https://docs\n"] {
        save(&room, "handbook.yaml", broken);
        events.until_errors(1);
        let line = server.says("error[");
        assert!(line.contains("config/"), "{line}");
        server.says("--> handbook.yaml:");
        assert_eq!(server.get("/book/guide/a/").body, before.body, "{broken}");
    }
    save(&room, "handbook.yaml", [0xff, 0xfe]);
    server.says("fixed: handbook.yaml: config/");
    assert_eq!(server.get("/book/guide/a/").body, before.body);
    save(&room, "handbook.yaml", good.replace("Test handbook", "Another title"));
    server.until(&mut events, "/book/guide/a/", |page| page.text().contains("Another title"));
}

#[test]
fn a_handbook_that_is_gone_stays_on_show() {
    let room = room();
    let server = Server::start(&room, &[]);
    let mut events = server.events("/");
    let good = room.read("handbook.yaml");
    let number = events.next_of("edition")["edition"].as_u64().expect("a number");
    fs::remove_file(room.book().join("handbook.yaml")).expect("it is there");
    let stuck = events.next_of("stuck");
    assert!(stuck["message"].as_str().is_some_and(|m| m.contains("no handbook.yaml")), "{stuck}");
    server.says("error: there is no handbook.yaml here");
    assert_eq!(server.get("/guide/a/").status, 200);
    // Who comes now is told what is shown, and that it is old.
    let mut late = server.events("/");
    let told: Vec<String> = (0..3).map(|_| late.next().0).collect();
    assert_eq!(told, ["hello", "edition", "stuck"]);
    // Still gone: nobody is told twice.
    save(&room, "guide/a.md", format!("{CLEAN}\nWritten meanwhile.\n"));
    // It comes back whole: it may be looked at for the sake of the page, at any moment.
    save(&room, ".handbook.yaml", good);
    fs::rename(room.book().join(".handbook.yaml"), room.book().join("handbook.yaml")).expect("it is put back");
    let back = events.next();
    assert_eq!((back.0.as_str(), back.1["edition"].as_u64()), ("edition", Some(number + 1)));
    server.until(&mut events, "/guide/a/", |page| page.text().contains("Written meanwhile."));
}

/// The key that a page carries.
fn key(server: &Server) -> String {
    let page = server.get("/").text();
    let (_, rest) = page.split_once("data-key=\"").expect("a key");
    rest.split('"').next().expect("its end").to_owned()
}

/// The text of a file, once a program that was started has written it.
fn awaited(path: &Path) -> String {
    let start = std::time::Instant::now();
    loop {
        match fs::read_to_string(path) {
            Ok(text) if text.ends_with('\n') => return text,
            _ if start.elapsed() > PATIENCE => panic!("{} was not written", path.display()),
            _ => std::thread::yield_now(),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_page_opens_in_the_editor() {
    let room = room();
    let opened = room.path().join("opened");
    let editor = format!("sh -c 'echo \"$0 $1\" > \"{}\"' {{path}} {{line}}", opened.display());
    let server = Server::start(&room, &["--editor", &editor]);
    let key = key(&server);
    let ask = |query: &str, site: &str| server.ask("GET", &format!("/-/edit?{query}"), &[("Sec-Fetch-Site", site)]);
    let wrong = key.replace(|c: char| c.is_ascii_digit(), "f");
    for (query, site) in [
        ("path=guide/a/&line=3".to_owned(), "same-origin"),
        (format!("path=guide/a/&line=3&key={wrong}"), "same-origin"),
        (format!("path=guide/a/&line=3&key={key}"), "cross-site"),
        (format!("path=guide/a/&line=3&key={key}"), "same-site"),
        (format!("path=guide/a/&line=3&key={key}"), "none"),
    ] {
        let answer = ask(&query, site);
        assert_eq!(answer.status, 403, "{query} {site}");
        assert!(!opened.exists());
    }
    // Only what has a page has a source.
    for path in ["../people.yaml", "people.yaml", "tags/", "nothing/", "%2e%2e/"] {
        assert_eq!(ask(&format!("path={path}&key={key}"), "same-origin").status, 404, "{path}");
    }
    assert!(!opened.exists());
    let answer = ask(&format!("path=guide%2Fa%2F&line=3&key={key}"), "same-origin");
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    let source = room.book().canonicalize().expect("it is there").join("guide/a.md");
    assert_eq!(awaited(&opened), format!("{} 3\n", source.display()));
    assert_eq!(server.about("guide/a/")["editor"], true);
}

#[test]
fn an_editor_that_is_not_there_is_said() {
    let room = room();
    let server = Server::start(&room, &["--editor", "/nowhere/editor"]);
    let answer = server.get(&format!("/-/edit?path=guide/a/&key={}", key(&server)));
    assert_eq!(answer.status, 500);
    assert!(answer.text().starts_with("/nowhere/editor could not be started: "), "{}", answer.text());
    server.says("note: /nowhere/editor could not be started: ");
    drop(server);
    let server = Server::start(&room, &[]);
    assert_eq!(server.about("guide/a/")["editor"], false);
    let answer = server.get(&format!("/-/edit?path=guide/a/&key={}", key(&server)));
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("--editor"), "{}", answer.text());
}
