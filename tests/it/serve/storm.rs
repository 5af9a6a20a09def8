//! Many files change at once while many ask: nobody gets an error, and when it is quiet the site is the one a build
//! writes.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;

use super::Server;
use super::asked::compare;
use super::client::ask;
use crate::git::git;
use crate::support::{CLEAN, Room, TODAY};

const CHANGES: usize = 200;
const READERS: u64 = 4;
const FOLDERS: [&str; 3] = ["guides", "runbooks", "deep/er"];
/// Longer than a debug build takes to read a storm on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// The author. What is where is remembered, as the disk is what is under test.
struct Storm<'a> {
    room: &'a Room,
    rng: Rng,
    files: Vec<String>,
    /// Every document there ever was, for readers to ask for.
    ever: &'a Mutex<BTreeSet<String>>,
    next: usize,
}

impl Storm<'_> {
    fn any(&mut self) -> usize {
        self.rng.usize(..self.files.len())
    }

    fn fresh(&mut self) -> String {
        self.next += 1;
        let path = format!("{}/n{}.md", FOLDERS[self.rng.usize(..FOLDERS.len())], self.next);
        self.ever.lock().expect("no reader panics").insert(path.clone());
        path
    }

    /// A document that leads to another, which may be gone by the time somebody follows the link.
    fn text(&mut self, change: usize) -> String {
        let other = self.any();
        format!(
            "{}\nChange {change}, see [that](/{}).\n",
            CLEAN.replace("A page", &format!("Page {change}")),
            self.files[other]
        )
    }

    fn change(&mut self, change: usize) {
        let at = |path: &str| self.room.book().join(path);
        match self.rng.u32(..100) {
            0..35 => {
                let (file, text) = (self.any(), self.text(change));
                self.room.write(&self.files[file], text);
            }
            // As editors do it: another file takes its place.
            35..50 => {
                let (file, text) = (self.any(), self.text(change));
                let path = self.files[file].clone();
                self.room.write(&format!("{path}~"), text);
                fs::rename(at(&format!("{path}~")), at(&path)).expect("a file takes another's place");
            }
            50..62 => {
                let (path, text) = (self.fresh(), self.text(change));
                self.room.write(&path, text);
                self.files.push(path);
            }
            62..77 => {
                let (file, to) = (self.any(), self.fresh());
                fs::create_dir_all(at(&to).parent().expect("it has a folder")).expect("a folder");
                fs::rename(at(&self.files[file]), at(&to)).expect("a file moves");
                self.files[file] = to;
            }
            77..87 if self.files.len() > 6 => {
                let file = self.any();
                fs::remove_file(at(&self.files.swap_remove(file))).expect("a file goes");
            }
            // What cannot be read is a finding, and no reason to answer with an error.
            77..92 => {
                let file = self.any();
                let broken: &[u8] =
                    if self.rng.bool() { b"---\ntitle: [\n---\n\nHalf.\n" } else { b"\xff\xfe\x00 no text" };
                self.room.write(&self.files[file], broken);
            }
            92..95 => self.room.write("handbook.yaml", format!("title: After {change}\ntoday: {TODAY}\n")),
            95..98 => self.room.write("assets/own.css", format!("p {{ order: {change} }}\n")),
            _ => {
                let (from, to) = (FOLDERS[self.rng.usize(..FOLDERS.len())], format!("moved{change}"));
                if at(from).exists() {
                    fs::rename(at(from), at(&to)).expect("a folder moves");
                    let mut ever = self.ever.lock().expect("no reader panics");
                    for file in self.files.iter_mut().filter(|file| file.starts_with(&format!("{from}/"))) {
                        *file = format!("{to}{}", &file[from.len()..]);
                        ever.insert(file.clone());
                    }
                }
            }
        }
    }
}

fn route(document: &str) -> String {
    format!("/{}/", document.trim_end_matches(".md"))
}

/// Asks for whatever there is or was. An error, or half a page, is told.
fn read(port: u16, ever: &Mutex<BTreeSet<String>>, rng: &mut Rng) -> Result<(), String> {
    let document = {
        let ever = ever.lock().expect("no writer panics");
        ever.iter().nth(rng.usize(..ever.len())).expect("there are documents").clone()
    };
    let path = match rng.u32(..10) {
        0 => "/".to_owned(),
        1 => "/health/findings/".to_owned(),
        2 => format!("/-/page?path={}", route(&document).trim_start_matches('/')),
        _ => route(&document),
    };
    let answer = ask(port, "GET", &path, &[]);
    let is_page = answer.header("content-type").starts_with("text/html");
    if answer.status >= 500 {
        return Err(format!("{path}: {}", answer.status));
    }
    if answer.status == 200 && is_page && !answer.text().trim_end().ends_with("</html>") {
        return Err(format!("{path}: half a page"));
    }
    Ok(())
}

#[test]
fn a_storm_of_changes_ends_in_the_site_that_a_build_writes() {
    let documents: Vec<String> = (0..30).map(|n| format!("{}/d{n}.md", FOLDERS[n % FOLDERS.len()])).collect();
    let room = Room::new([("index.md", CLEAN)]);
    for (n, path) in documents.iter().enumerate() {
        room.write(path, CLEAN.replace("A page", &format!("Document {n}")));
    }
    git(&room.book(), &["init", "-q"], "2026-11-01");
    git(&room.book(), &["add", "-A"], "2026-11-01");
    git(&room.book(), &["commit", "-q", "-m", "All of it", "--author", "Ana <ana@example.com>"], "2026-11-01");
    let server = Server::start(&room, &["--no-drafts"]);
    server.says("edition 1");

    let (ends, wrong) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let ever = Mutex::new(documents.iter().cloned().collect());
    let asked = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|seed| {
                let (port, ever, ends, wrong) = (server.port, &ever, &ends, &wrong);
                scope.spawn(move || {
                    let (mut rng, mut asked) = (Rng::with_seed(seed), 0_usize);
                    while !ends.load(Ordering::Relaxed) {
                        if let Err(why) = read(port, ever, &mut rng) {
                            wrong.lock().expect("no reader panics").push(why);
                        }
                        asked += 1;
                    }
                    asked
                })
            })
            .collect();
        let mut storm = Storm { room: &room, rng: Rng::with_seed(7), files: documents.clone(), ever: &ever, next: 0 };
        for change in 0..CHANGES {
            storm.change(change);
            // Some at once, some apart, and now and then long enough for an edition.
            std::thread::sleep(Duration::from_millis([0, 0, 3, 15, 60][storm.rng.usize(..5)]));
        }
        // All that was written before this was seen before this.
        room.write("settled.md", CLEAN.replace("A page", "It is quiet"));
        let start = Instant::now();
        while server.get("/settled/").status != 200 && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        ends.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().expect("no reader panics")).collect::<Vec<_>>()
    });
    assert_eq!(server.get("/settled/").status, 200, "what was written last is served");
    assert!(asked.iter().all(|&asked| asked > 10), "they asked all the while: {asked:?}");
    let wrong = wrong.into_inner().expect("no reader panics");
    assert!(wrong.is_empty(), "{} of {asked:?}\n{}", wrong.len(), wrong.join("\n"));

    room.build(&["--force", "--today", TODAY]);
    compare(&server, &room);
    // A page that a build does not write is not served either.
    for document in ever.into_inner().expect("no reader panics") {
        let is_built = room.site().join(route(&document).trim_matches('/')).join("index.html").exists();
        assert_eq!(server.get(&route(&document)).status == 200, is_built, "{document}");
    }
}
