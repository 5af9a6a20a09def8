//! Links to other sites, against a server of our own: only with `--external`, each URL once.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::support::{CLEAN, Room};

/// Answers `/ok` with 200, `/moved` with a redirect to it and everything else with 404; keeps what was asked for.
fn serve() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut buffer = [0; 4096];
            let n = stream.read(&mut buffer).unwrap_or(0);
            let request = String::from_utf8_lossy(&buffer[..n]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or("").to_owned();
            let head = match path.as_str() {
                "/ok" => "200 OK\r\n".to_owned(),
                "/moved" => "302 Found\r\nlocation: /ok\r\n".to_owned(),
                _ => "404 Not Found\r\n".to_owned(),
            };
            list.lock().expect("unpoisoned").push(path);
            let _ = write!(stream, "HTTP/1.1 {head}content-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    (port, asked)
}

#[test]
fn links_to_other_sites_are_asked_for_on_demand() {
    let (port, asked) = serve();
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("an address").port();
    let site = format!("http://127.0.0.1:{port}");
    let page = format!(
        "{CLEAN}\n[a]({site}/ok), [b]({site}/moved)\n\n[c]({site}/gone), [c]({site}/gone)\n\n[d](http://127.0.0.1:{closed}/) <mailto:a@example.com>\n"
    );
    let room = Room::new([("index.md", page.as_str())]);
    room.check().expect(0);
    assert!(asked.lock().expect("unpoisoned").is_empty(), "asked without --external");
    let run = room.rutter(&["check", "--format", "json", "--external"]).expect(0);
    assert_eq!(run.findings().len(), 3, "{}", run.out);
    run.has("link/external index.md:9:5", "404");
    run.has("link/external index.md:11:5", "");
    let gone = asked.lock().expect("unpoisoned").iter().filter(|p| *p == "/gone").count();
    // One URL is asked for once a run: a HEAD, and a GET where a server refuses that.
    assert!((1..=2).contains(&gone), "{gone}");
    // What was found is remembered for the next run.
    let before = asked.lock().expect("unpoisoned").len();
    let ok_before = asked.lock().expect("unpoisoned").iter().filter(|p| *p == "/ok").count();
    room.rutter(&["check", "--format", "json", "--external"]).expect(0);
    let ok_after = asked.lock().expect("unpoisoned").iter().filter(|p| *p == "/ok").count();
    assert_eq!(ok_before, ok_after, "a link that answered was asked for again ({before} requests before)");
}
