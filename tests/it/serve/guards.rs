//! Only this machine's own browser may ask, only to read, and only for what is there.

use std::net::TcpListener;

use super::client::Server;
use crate::support::{CLEAN, Room, package};

fn small() -> Room {
    let page = format!("{CLEAN}\nWords, and [another](other.md).\n\n![](pictures/one.png)\n");
    Room::new([
        ("index.md", CLEAN),
        ("a b.md", page.as_str()),
        ("other.md", CLEAN),
        ("pictures/one.png", "no picture"),
        ("secret.txt", "nobody links to this"),
    ])
}

#[test]
fn the_example_is_served_as_it_is_built() {
    let room = Room::copy_of(&package().join("content"));
    Server::start(&room, &[]).is_as_built(&room);
}

#[test]
fn only_who_may_ask_is_answered() {
    let room = small();
    let server = Server::start(&room, &[]);
    let port = server.port;
    for host in ["evil.example".to_owned(), format!("evil.example:{port}"), "localhost:1".to_owned(), String::new()] {
        let answer = server.ask("GET", "/", &[("Host", &host)]);
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.text().contains("Test handbook"), "{host}");
    }
    for host in [format!("127.0.0.1:{port}"), format!("[::1]:{port}"), format!("LOCALHOST:{port}")] {
        assert_eq!(server.ask("GET", "/", &[("Host", &host)]).status, 200, "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let answer = server.ask(method, "/", &[]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let head = server.ask("HEAD", "/a-b/", &[]);
    let get = server.get("/a-b/");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    for name in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
        assert!(!get.header(name).is_empty(), "{name}");
    }
    assert!(get.header("content-security-policy").starts_with("default-src 'self'; img-src 'self' data: https:"));
}

#[test]
fn nothing_but_the_site_is_there() {
    let room = small();
    let server = Server::start(&room, &[]);
    for path in [
        "/../handbook.yaml",
        "/..%2fhandbook.yaml",
        "/%2e%2e/handbook.yaml",
        "/pictures/../handbook.yaml",
        "/pictures/..%5chandbook.yaml",
        "/handbook.yaml",
        "/people.yaml",
        "/secret.txt",
        "/a%20b.md",
        "//etc/passwd",
        "/a-b//",
        "/pictures",
        "/pictures/",
        "/assets/",
        "/a-b/index.html%00",
        "/%ff%fe",
        "/-/",
        "/-/nothing",
        "/nowhere/",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("title: Test handbook") && !answer.text().contains("ana@example"), "{path}");
    }
    assert!(server.get("/nowhere/").text().contains("Page not found"));
    let moved = server.get("/a-b");
    assert_eq!((moved.status, moved.header("location")), (307, "/a-b/"));
    assert_eq!(server.get("/a-b/?x=1").status, 200);
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let room = small();
    let server = Server::start(&room, &[]);
    let page = server.get("/a-b/");
    assert_eq!((page.header("cache-control"), page.header("content-type")), ("no-cache", "text/html; charset=utf-8"));
    let tag = page.header("etag");
    for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let again = server.ask("GET", "/a-b/", &[("If-None-Match", &known)]);
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag), "{known}");
    }
    assert_eq!(server.ask("GET", "/a-b/", &[("If-None-Match", "\"x\"")]).status, 200);
    let text = page.text();
    let css = text.split("href=\"../").find(|part| part.starts_with("assets/rutter.")).expect("a style sheet");
    let css = server.get(&format!("/{}", css.split('"').next().expect("a quote")));
    assert_eq!((css.status, css.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(server.get("/pictures/one.png").header("cache-control"), "no-cache");
    for (accepted, encoding) in [("gzip", "gzip"), ("br", "br"), ("gzip, br", "br"), ("identity", "")] {
        let packed = server.ask("GET", "/a-b/", &[("Accept-Encoding", accepted)]);
        assert_eq!(packed.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(packed.body.len() < page.body.len(), !encoding.is_empty(), "{accepted}");
    }
}

#[test]
fn a_base_url_has_its_path() {
    let room = small();
    let server = Server::start(&room, &["--base-url", "https://example.com/hand/book"]);
    for path in ["/", "/hand/book"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, "/hand/book/"), "{path}");
    }
    let page = server.get("/hand/book/a-b/");
    assert!(page.text().contains("src=\"/hand/book/-/live.js\""), "{}", page.text());
    assert_eq!(server.get("/hand/book/-/live.js").status, 200);
    assert_eq!(server.get("/a-b/").status, 404);
    assert_eq!(server.get("/hand/book/a-b").header("location"), "/hand/book/a-b/");
}

#[test]
fn a_port_that_is_taken_is_passed_over() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let room = small();
    let server = Server::start(&room, &["--port", &port.to_string()]);
    assert_ne!(server.port, port);
    assert!(server.said().contains(&format!("port {port} is taken")), "{}", server.said());
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn only_our_own_pages_open_the_editor() {
    let room = small();
    let log = room.path().join("opened");
    let command = format!("sh -c 'echo \"$0 $1\" >> \"{}\"' {{path}} {{line}}", log.display());
    let server = Server::start(&room, &["--editor", &command]);
    let page = server.get("/a-b/").text();
    let key = page.split("data-key=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key").to_owned();
    let edit = |query: &str, headers: &[(&str, &str)]| server.ask("GET", &format!("/-/edit?{query}"), headers).status;
    assert_eq!(edit("path=a-b/", &[]), 403);
    assert_eq!(edit("path=a-b/&key=guessed", &[]), 403);
    assert_eq!(edit(&format!("path=a-b/&key={key}"), &[("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(edit(&format!("path=directory/&key={key}"), &[]), 404);
    assert_eq!(edit(&format!("path=../../etc/passwd&key={key}"), &[]), 404);
    assert!(!log.exists());
    assert_eq!(edit(&format!("path=a-b/&line=4&key={key}"), &[("Sec-Fetch-Site", "same-origin")]), 204);
    for _ in 0..2_000 {
        if std::fs::read_to_string(&log).is_ok_and(|text| text.ends_with("a b.md 4\n")) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("nothing was opened: {:?}", std::fs::read_to_string(&log));
}
