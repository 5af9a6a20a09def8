//! Somebody writes: what is saved is shown, and what is wrong is said.

use std::fs;

use super::client::Server;
use crate::support::{CLEAN, Room};

fn small() -> Room {
    let one = format!("{CLEAN}\nFirst words, and [two](guides/two.md).\n");
    let two = CLEAN.replace("A page", "Page two");
    Room::new([("index.md", CLEAN), ("one.md", one.as_str()), ("guides/two.md", two.as_str())])
}

fn rename(room: &Room, from: &str, to: &str) {
    fs::rename(room.book().join(from), room.book().join(to)).expect("a rename");
}

#[test]
fn files_that_come_change_and_go_are_seen() {
    let room = small();
    let server = Server::start(&room, &[]);
    let mut events = server.events();
    let has = |path: &str, words: &str| {
        let answer = server.get(path);
        answer.status == 200 && answer.text().contains(words)
    };
    room.write("one.md", format!("{CLEAN}\nOther words.\n"));
    events.until("a save is seen", || has("/one/", "Other words."));

    // As editors do it: another file takes its place.
    room.write("one.md~", format!("{CLEAN}\nRenamed words.\n"));
    rename(&room, "one.md~", "one.md");
    events.until("a save by renaming is seen", || has("/one/", "Renamed words."));

    room.write("three.md", CLEAN.replace("A page", "Page three"));
    events.until("a new file is seen", || has("/three/", "Page three") && has("/", "Page three"));
    room.write("deep/er/four.md", CLEAN.replace("A page", "Page four"));
    events.until("new folders are seen", || has("/deep/er/four/", "Page four"));
    room.write("deep/er/four.md", CLEAN.replace("A page", "Page four again"));
    events.until("a file in a new folder is watched", || has("/deep/er/four/", "Page four again"));

    rename(&room, "deep", "shallow");
    events.until("a folder has another name", || {
        has("/shallow/er/four/", "Page four again") && server.get("/deep/er/four/").status == 404
    });
    room.write("shallow/er/four.md", CLEAN.replace("A page", "Page four for ever"));
    events.until("a folder is watched under its new name", || has("/shallow/er/four/", "Page four for ever"));
    fs::remove_dir_all(room.book().join("shallow")).expect("a folder");
    fs::remove_file(room.book().join("three.md")).expect("a file");
    events.until("what is gone is gone", || {
        server.get("/three/").status == 404 && server.get("/shallow/er/four/").status == 404
    });

    room.write("handbook.yaml", "title: Another title\ntoday: 2026-11-22\n");
    events.until("the configuration is read again", || has("/one/", "Another title"));
    room.write("assets/rutter.css", "main { color: red }\n");
    events.until("a style is another", || server.events().next().1.to_string().contains("rutter."));
    room.write("templates/part/crumbs.html", "<p>Crumbs of our own</p>\n");
    events.until("a template is drawn", || has("/one/", "Crumbs of our own"));
    server.is_as_built(&room);
}

#[test]
fn what_is_wrong_is_said_where_it_is_and_gone_when_it_is_mended() {
    let room = small();
    let server = Server::start(&room, &[]);
    let mut events = server.events();
    server.hears("edition 1");
    room.write("one.md", format!("{CLEAN}\nSee [this](nowhere.md).\n"));
    events.until("the finding is in the panel", || server.panel("one/")["findings"][0]["rule"] == "link/broken");
    let finding = &server.panel("one/")["findings"][0];
    assert_eq!((finding["source"].as_str(), finding["line"].as_u64()), (Some("one.md"), Some(7)));
    assert_eq!(finding["excerpt"]["text"], "See [this](nowhere.md).");
    server.hears("error[link/broken]");
    room.write("one.md", format!("{CLEAN}\nNothing more.\n"));
    events.until("it is gone", || server.panel("one/")["findings"].as_array().is_some_and(Vec::is_empty));
    server.hears("fixed: one.md: link/broken");

    let before = server.get("/one/").text();
    room.write("templates/page.html", "{% extends \"base.html\" %}{% block main %}{{ nobody.knows }}{% endblock %}\n");
    events
        .until("a page that cannot be drawn says so", || server.panel("one/")["problem"]["rule"] == "config/template");
    let broken = server.get("/one/");
    assert_eq!(broken.status, 500);
    assert!(broken.text().contains("rutter-problem") && broken.text().contains("Nothing more."), "{}", broken.text());
    fs::remove_file(room.book().join("templates/page.html")).expect("a file");
    events.until("it is drawn again", || server.panel("one/")["problem"].is_null());
    assert_eq!(server.get("/one/").text(), before);

    let config = room.read("handbook.yaml");
    fs::remove_file(room.book().join("handbook.yaml")).expect("a file");
    loop {
        let (name, data) = events.next();
        if name == "stuck" {
            assert!(data["message"].as_str().is_some_and(|m| m.contains("handbook.yaml")), "{data}");
            break;
        }
    }
    assert_eq!(server.get("/one/").status, 200, "the last edition is still there");
    room.write("handbook.yaml", config);
    assert_eq!(events.next().0, "edition");
    server.is_as_built(&room);
}

#[test]
fn a_page_tells_where_it_is_from_and_where_it_leads() {
    let room = small();
    room.write("draft.md", format!("{}\n[one](one.md)\n", CLEAN.replace("title:", "draft: true\ntitle:")));
    let server = Server::start(&room, &[]);
    let panel = server.panel("guides/two/");
    assert_eq!(panel["source"], "guides/two.md");
    assert_eq!(panel["owner"]["name"], "Reliability");
    assert_eq!(panel["review"]["state"], "fresh");
    assert_eq!(panel["backlinks"][0]["href"], "/one/");
    assert_eq!(server.panel("one/")["links"][0]["href"], "/guides/two/");
    assert_eq!(server.panel("directory/")["source"], serde_json::Value::Null);
    assert_eq!(server.get("/draft/").status, 404, "drafts were left out");
}
