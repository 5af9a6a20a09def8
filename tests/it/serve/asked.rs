//! What is answered to whom.

use std::io::Read;
use std::net::TcpListener;

use flate2::read::GzDecoder;

use super::Server;
use super::client::send;
use crate::support::{CLEAN, Room, TODAY, files_below, package, unstamped};

/// A page of some length, in a folder, with a name that has to be encoded.
fn small() -> Room {
    let long = format!("{CLEAN}\n{}", "A word to the reader. ".repeat(200));
    let room =
        Room::new([("index.md", CLEAN), ("guide/index.md", CLEAN), ("guide/long.md", &long), ("guide/🚒.md", CLEAN)]);
    room.write("handbook.yaml", "title: Test handbook\n");
    room.write("assets/logo.png", [0x89, b'P', b'N', b'G'].repeat(1000));
    room.write("assets/notes.txt", "words\n");
    room
}

/// A page without what the server put into it.
fn built(html: &[u8], base: &str) -> Vec<u8> {
    let html = String::from_utf8(html.to_vec()).expect("pages are UTF-8");
    let style = format!("<link rel=\"stylesheet\" href=\"{base}-/live.css\">\n");
    let script = format!("<script src=\"{base}-/live.js\" data-key=\"");
    let start = html.find(&style).unwrap_or_else(|| panic!("no client in\n{html}"));
    let rest = html[start + style.len()..].strip_prefix(&script).expect("script after style");
    let (_, rest) = rest.split_once("\"></script>\n").expect("the end of the tag");
    assert!(rest.starts_with("</head>"), "the client is the last thing in the head");
    [&html[..start], rest].concat().into_bytes()
}

#[test]
fn every_file_of_a_build_is_served() {
    let room = Room::copy_of(&package().join("content"));
    room.build(&["--today", TODAY]).expect(0);
    let pages = compare(&Server::start(&room, &["--no-drafts"]), &room);
    assert!(pages > 50, "{pages}");
}

/// Every file of a room's site is served with the bytes that were built, but for the client in each page. Gives how many
/// are pages.
pub fn compare(server: &Server, room: &Room) -> usize {
    let mut files = files_below(&room.site());
    // What the next build goes by is no part of the site.
    files.retain(|path| !path.starts_with(".rutter-manifest.json"));
    // Diagrams first: the pages that show them were not asked for yet.
    let (mut ordered, others): (Vec<_>, Vec<_>) = files.iter().partition(|p| p.starts_with("assets"));
    ordered.extend(others);
    let (mut pages, mut wrong) = (0, Vec::new());
    for path in ordered {
        let want = std::fs::read(room.site().join(path)).expect("it was built");
        let path = path.to_str().expect("UTF-8");
        let answer = server.get(&format!("/{}", encoded(path)));
        let status = if path == "404.html" { 200 } else { answer.status };
        let got = if path.ends_with(".html") { built(&answer.body, "/") } else { answer.body.clone() };
        if status != 200 || unstamped(path, &got) != unstamped(path, &want) {
            wrong.push(format!("{path}: {status}, {} bytes for {}", got.len(), want.len()));
        }
        // A page is asked for by its folder.
        if let Some(folder) = path.strip_suffix("index.html") {
            pages += 1;
            let by_folder = server.get(&format!("/{}", encoded(folder)));
            assert_eq!((by_folder.status, &by_folder.body), (200, &answer.body), "{folder}");
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    pages
}

fn encoded(path: &str) -> String {
    path.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"/-_.~".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

#[test]
fn strangers_are_refused() {
    let room = small();
    let server = Server::start(&room, &[]);
    let port = server.port;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(server.ask("GET", "/", &[("Host", &host)]).status, 200, "{host}");
    }
    let other = format!("localhost:{}", port - 1);
    let rebound = format!("evil.example:{port}");
    for host in ["localhost", "evil.example", &other, &rebound, &format!("localhost:{port}@evil.example")] {
        for path in ["/", "/-/page?path=", "/-/events", "/-/edit?path="] {
            let answer = server.ask("GET", path, &[("Host", host)]);
            assert_eq!(answer.status, 421, "{host} {path}");
            assert!(answer.text().contains(&format!("localhost:{port}")), "{}", answer.text());
        }
    }
    // No name at all, in a form of HTTP that needs none.
    assert_eq!(send(port, "GET / HTTP/1.0\r\n\r\n").status, 421);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let answer = server.ask(method, "/", &[]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    assert_eq!(server.ask("GET", "/", &[]).header("access-control-allow-origin"), "");
}

#[test]
fn no_path_leaves_the_site() {
    let room = small();
    std::fs::write(room.path().join("secret.txt"), "secret").expect("a file");
    std::fs::write(room.book().join("assets/.hidden"), "secret").expect("a file");
    let server = Server::start(&room, &[]);
    assert_eq!(server.get("/assets/notes.txt").text(), "words\n");
    for path in [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/.%2E/.%2E/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/assets/..\\..\\secret.txt",
        "/%252e%252e/secret.txt",
        "//secret.txt",
        "/assets//notes.txt",
        "/assets/./notes.txt",
        "/assets/notes.txt%00.png",
        "/assets/notes.txt/",
        "/assets/.hidden",
        "/handbook.yaml",
        "/people.yaml",
        "/guide/long.md",
        "/assets/",
        "/assets",
        "/%ff%fe",
        "/%",
        "/%zz",
        "/-/",
        "/-/nothing",
        "/-/../people.yaml",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret") || answer.text().contains("<!doctype html>"), "{path}");
    }
    // What is no request at all does not end the server either.
    for rude in ["GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\r\n\r\n"] {
        let _ = std::panic::catch_unwind(|| send(server.port, rude));
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn pages_are_found_and_missed_as_on_a_host() {
    let room = small();
    let server = Server::start(&room, &[]);
    for (path, to) in
        [("/guide", "/guide/"), ("/guide/long", "/guide/long/"), ("/guide/%F0%9F%9A%92", "/guide/%F0%9F%9A%92/")]
    {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, to), "{path}");
        assert_eq!(server.get(to).status, 200, "{to}");
    }
    let missing = server.get("/nothing/here/");
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(missing.text().contains("There is no page at this address"), "{}", missing.text());
    built(&missing.body, "/");
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/guide/long/index.md", "text/markdown; charset=utf-8"),
        ("/feed.xml", "application/xml"),
        ("/handbook.json", "application/json"),
        ("/llms.txt", "text/plain; charset=utf-8"),
        ("/assets/logo.png", "image/png"),
        ("/-/live.js", "text/javascript; charset=utf-8"),
        ("/-/live.css", "text/css; charset=utf-8"),
        ("/-/page?path=", "application/json"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; img-src 'self' data: https:;"), "{path}: {policy}");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
        // The same without the body.
        let head = server.ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len(), head.header("content-type")), (200, 0, kind), "{path}");
        assert_eq!(head.header("content-length"), answer.body.len().to_string(), "{path}");
    }
    let stream = server.ask("HEAD", "/-/events", &[]);
    assert_eq!((stream.status, stream.body.len()), (200, 0));
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let room = small();
    let server = Server::start(&room, &[]);
    let page = server.get("/guide/long/");
    assert_eq!(page.header("cache-control"), "no-cache");
    let tag = page.header("etag").to_owned();
    let others = format!("\"x\", {tag}");
    for known in [tag.as_str(), &others, "*", tag.trim_start_matches("W/")] {
        let again = server.ask("GET", "/guide/long/", &[("If-None-Match", known)]);
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()), "{known}");
    }
    assert_eq!(server.ask("GET", "/guide/long/", &[("If-None-Match", "W/\"x\"")]).body, page.body);
    assert_eq!(server.get("/-/page?path=guide/long/").header("cache-control"), "no-store");
    assert_eq!(server.get("/assets/notes.txt").header("cache-control"), "no-cache");
    // The name of a theme's file changes with its bytes.
    let (_, rest) = page
        .text()
        .split_once("href=\"../../assets/rutter.")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a style");
    let style = server.get(&format!("/assets/rutter.{}", rest.split('"').next().expect("the end of it")));
    assert_eq!((style.status, style.header("cache-control")), (200, "public, max-age=31536000, immutable"));
}

#[test]
fn long_text_is_packed() {
    let room = small();
    let server = Server::start(&room, &[]);
    let plain = server.get("/guide/long/");
    assert_eq!(plain.header("content-encoding"), "");
    let packed = server.ask("GET", "/guide/long/", &[("Accept-Encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.body.len() * 2 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    let mut text = Vec::new();
    GzDecoder::new(packed.body.as_slice()).read_to_end(&mut text).expect("gzip");
    assert_eq!(text, plain.body);
    let modern = ("Accept-Encoding", "gzip, deflate, br, zstd");
    assert_eq!(server.ask("GET", "/guide/long/", &[modern]).header("content-encoding"), "br");
    assert_eq!(server.ask("GET", "/-/live.js", &[modern]).header("content-encoding"), "br");
    for path in ["/assets/logo.png", "/assets/notes.txt"] {
        assert_eq!(server.ask("GET", path, &[modern]).header("content-encoding"), "", "{path}");
    }
}

#[test]
fn the_path_of_the_base_url_is_served_here_too() {
    let room = small();
    room.write(
        "handbook.yaml",
        "title: T\nbase_url: https://docs.example.com/team/book\nfederation: [https://other.example.com/x/]\n",
    );
    let server = Server::start(&room, &[]);
    for path in ["/", "/team/book"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, "/team/book/"), "{path}");
    }
    for path in ["/guide/long/", "/-/live.js", "/-/events", "/team/bookish/", "/team/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let page = server.get("/team/book/guide/long/");
    assert_eq!(page.status, 200);
    built(&page.body, "/team/book/");
    assert!(page.header("content-security-policy").contains("connect-src 'self' https://other.example.com;"));
    assert_eq!(server.get("/team/book/guide").header("location"), "/team/book/guide/");
    assert_eq!(server.get("/team/book/-/live.js").status, 200);
    let about = server.get("/team/book/-/page?path=guide/long/").text();
    assert!(about.contains("\"/team/book/directory/teams/dre/\""), "{about}");
    assert_eq!(server.events("/team/book/").next().0, "hello");
    drop(server);
    let server = Server::start(&room, &["--base-url", ""]);
    assert_eq!(server.get("/guide/long/").status, 200);
    drop(server);
    let server = Server::start(&room, &["--base-url", "https://a.example/elsewhere"]);
    assert!(server.greeting.contains(&format!("http://localhost:{}/elsewhere/;", server.port)), "{}", server.greeting);
    assert_eq!(server.get("/elsewhere/guide/long/").status, 200);
}

#[test]
fn the_next_free_port_is_taken() {
    let room = small();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let server = Server::start_at(&room, &port.to_string(), &[]);
    assert_ne!(server.port, port);
    assert!(server.greeting.contains(&format!("(port {port} is taken)")), "{}", server.greeting);
    assert_eq!(server.get("/").status, 200);
    // `localhost` is either of two addresses: a port that another program has by one of them is taken.
    let Ok(taken) = TcpListener::bind("[::1]:0") else { return };
    let port = taken.local_addr().expect("an address").port();
    let server = Server::start_at(&room, &port.to_string(), &[]);
    assert_ne!(server.port, port);
    assert_eq!(std::net::TcpStream::connect(("::1", server.port)).map(drop).map_err(|e| e.kind()), Ok(()));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_well() {
    let room = small();
    let mut server = Server::start(&room, &[]);
    let _open = server.events("/");
    let id = server.child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status().expect("kill runs");
    assert!(sent.success());
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
}
