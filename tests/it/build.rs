//! `rutter build`: what is written, when, and what is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::html;
use crate::support::{CLEAN, REGISTER, Room, files_below, package};

/// Every file of a site with its bytes.
fn bytes(site: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(site)
        .into_iter()
        .map(|p| (p.to_string_lossy().into_owned(), fs::read(site.join(&p)).expect("a file")))
        .collect()
}

fn mtimes(site: &Path) -> BTreeMap<String, SystemTime> {
    let time = |p: &Path| fs::metadata(p).and_then(|m| m.modified()).expect("a time");
    files_below(site).into_iter().map(|p| (p.to_string_lossy().into_owned(), time(&site.join(&p)))).collect()
}

fn small() -> Room {
    Room::new([
        ("index.md", CLEAN),
        ("guide/one.md", &format!("{CLEAN}\n## Heading\n\nSee [two](two.md).\n")),
        ("guide/two.md", &format!("{CLEAN}\n![dot](dot.svg)\n")),
        ("guide/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>"),
        ("assets/extra.txt", "kept"),
    ])
}

#[test]
fn two_builds_are_identical_whatever_the_threads() {
    let room = Room::copy_of(&package().join("content"));
    let out = |name: &str| room.path().join(name);
    for (name, jobs) in [("one", "1"), ("two", "2"), ("eight", "8")] {
        let at = out(name);
        room.rutter(&["build", "-q", "-o", at.to_str().expect("UTF-8"), "--jobs", jobs]).expect(0);
    }
    let first = bytes(&out("one"));
    for name in ["two", "eight"] {
        let other = bytes(&out(name));
        assert_eq!(first.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        let differ: Vec<&String> = first.iter().filter(|(path, b)| other[*path] != **b).map(|(path, _)| path).collect();
        assert!(differ.is_empty(), "{name} differs: {differ:?}");
    }
}

/// Invariant: a rebuild over an old site gives what a clean build gives.
#[test]
fn a_rebuild_equals_a_clean_build() {
    let room = small();
    room.build(&[]).expect(0);
    room.write("guide/three.md", CLEAN.replace("A page", "Third"));
    room.write("guide/one.md", CLEAN.replace("A page", "First"));
    fs::remove_file(room.book().join("guide/two.md")).expect("it is there");
    room.build(&[]).expect(0);
    let fresh = room.path().join("fresh");
    room.rutter(&["build", "-q", "-o", "../fresh"]).expect(0);
    assert_eq!(bytes(&room.site()).keys().collect::<Vec<_>>(), bytes(&fresh).keys().collect::<Vec<_>>());
    assert!(bytes(&room.site()) == bytes(&fresh), "the bytes differ");
}

#[test]
fn unchanged_files_keep_their_mtime() {
    let room = small();
    room.build(&[]).expect(0);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    for path in files_below(&room.site()) {
        fs::File::options().write(true).open(room.site().join(path)).and_then(|f| f.set_modified(old)).expect("a time");
    }
    room.write("guide/one.md", format!("{CLEAN}\nChanged text.\n"));
    room.build(&[]).expect(0);
    let times = mtimes(&room.site());
    let touched: Vec<&String> = times.iter().filter(|(_, t)| **t != old).map(|(p, _)| p).collect();
    assert!(times["guide/one/index.html"] != old);
    for kept in ["index.html", "index.md", "guide/two/index.md", "guide/dot.svg", "404.html", "assets/extra.txt"] {
        assert!(times[kept] == old, "{kept} was written again; touched: {touched:?}");
    }
}

#[test]
fn a_failing_check_leaves_the_last_good_site() {
    let room = small();
    room.build(&[]).expect(0);
    let before = bytes(&room.site());
    room.write("guide/one.md", format!("{CLEAN}\nXyzzy: [x](gone.md)\n"));
    let run = room.build(&[]).expect(1);
    run.has("link/broken guide/one.md:7:12", "gone.md");
    assert!(bytes(&room.site()) == before, "the site changed");
    // Forced, it is written and the exit code stays.
    room.build(&["--force"]).expect(1);
    assert!(bytes(&room.site()) != before);
    assert!(room.page("guide/one/index.html").contains("Xyzzy"));
    // Warnings do not stop it; with --strict they do.
    room.write("guide/one.md", CLEAN.replace("title: A page\n", ""));
    room.build(&["--strict"]).expect(1);
    assert!(room.page("guide/one/index.html").contains("Xyzzy"));
    room.build(&[]).expect(0);
    assert!(!room.page("guide/one/index.html").contains("Xyzzy"));
}

#[test]
fn files_of_somebody_else_are_refused_and_kept() {
    let room = small();
    fs::create_dir(room.site()).expect("a folder");
    fs::write(room.site().join("thesis.txt"), "years of work").expect("a file");
    let run = room.build(&[]).expect(2);
    assert!(run.err.contains("thesis.txt"), "{}", run.err);
    assert_eq!(fs::read_to_string(room.site().join("thesis.txt")).expect("kept"), "years of work");
    for out in [".", "../book", "guide"] {
        let run = room.rutter(&["build", "-o", out]).expect(2);
        assert!(!run.err.is_empty(), "{out}");
    }
    assert_eq!(room.read("index.md"), CLEAN);
}

#[test]
fn the_clock_is_a_value() {
    let room = small();
    room.build(&[]).expect(0);
    let before = bytes(&room.site());
    let run = room.build(&["--today", "2027-11-22"]).expect(1);
    assert_eq!(run.json()["today"], "2027-11-22");
    assert!(run.findings().iter().all(|f| f.starts_with("freshness/stale")), "{}", run.out);
    assert!(bytes(&room.site()) == before);
    // SOURCE_DATE_EPOCH wins over the configuration's date, --today over both.
    let epoch = |value: &str, more: &[&str]| {
        let mut command = crate::support::rutter();
        command.current_dir(room.book()).args(["check", "--format", "json"]).args(more).env("SOURCE_DATE_EPOCH", value);
        crate::support::Run::of(&mut command)
    };
    assert_eq!(epoch("1767225600", &[]).json()["today"], "2026-01-01");
    assert_eq!(epoch("1767225600", &["--today", "2026-11-02"]).json()["today"], "2026-11-02");
    assert_eq!(epoch("noon", &[]).code, 2);
}

/// What the checks find is no reason for the drawing to stumble.
#[test]
fn every_fixture_can_be_built() {
    let folder = package().join("tests/fixtures");
    for entry in fs::read_dir(&folder).expect("tests/fixtures") {
        let fixture = entry.expect("an entry").path();
        let room = Room::copy_of(&fixture);
        for (path, text) in REGISTER.into_iter().filter(|(path, _)| !room.book().join(path).exists()) {
            room.write(path, text);
        }
        let run = room.build(&["--force", "--drafts"]);
        if !room.site().exists() {
            // Two pages in one place cannot both be written.
            assert!(run.code == 2 && run.err.contains("rename one of them"), "{}: {}", fixture.display(), run.err);
            continue;
        }
        for path in files_below(&room.site()).iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
            let path = path.to_string_lossy();
            assert_eq!(
                html::forbidden(&html::elements(&room.page(&path))),
                Vec::<String>::new(),
                "{}: {path}",
                fixture.display()
            );
        }
    }
}

#[test]
fn drafts_are_published_on_demand() {
    let room = small();
    room.write(
        "guide/secret.md",
        CLEAN.replace("A page", "Xyzzy").replace("owner:", "draft: true\ntags: [plugh]\nowner:"),
    );
    room.build(&[]).expect(0);
    let site = bytes(&room.site());
    assert!(!site.contains_key("guide/secret/index.html"));
    let leaks: Vec<&String> = site
        .iter()
        .filter(|(path, b)| !path.starts_with('.') && String::from_utf8_lossy(b).contains("Xyzzy"))
        .map(|(p, _)| p)
        .collect();
    assert!(leaks.is_empty(), "a draft's title is in {leaks:?}");
    assert!(!site.keys().any(|p| p.contains("plugh")));
    room.build(&["--drafts"]).expect(0);
    let html = room.page("guide/secret/index.html");
    assert!(html.contains("noindex"), "{html}");
    assert!(room.page("guide/index.html").contains("Xyzzy"));
}

#[test]
fn offline_links_end_in_a_file() {
    let room = small();
    room.build(&["--offline"]).expect(0);
    for path in files_below(&room.site()).iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
        let path = path.to_string_lossy();
        // Only a server shows the page for what is not there.
        for (tag, url) in html::urls(&html::elements(&room.page(&path))).into_iter().filter(|_| path != "404.html") {
            let bare = url.split('#').next().unwrap_or("");
            assert!(
                bare.is_empty() || !bare.ends_with('/') && !bare.starts_with('/') && !bare.ends_with(".."),
                "{path}: <{tag}> {url}"
            );
        }
    }
}

/// What would collide in the site is a finding with a place, never a run that just stops.
#[test]
fn what_collides_is_a_finding() {
    let page = |more: &str| CLEAN.replace("owner:", &format!("{more}\nowner:"));
    let mut wrong = Vec::new();
    for (what, files) in [
        ("tags that share a slug", vec![("a.md", page("tags: [\"C++\", \"C#\", C]"))]),
        ("a document where a tag's page is", vec![("tags/ha.md", page("tags: [ha]"))]),
        ("a document where a person's page is", vec![("directory/people/ana.md", page(""))]),
        ("a document where the feed is", vec![("feed.xml.md", page(""))]),
        ("a redirect where the feed is", vec![("a.md", page("aliases: [/feed.xml]"))]),
        ("a redirect where the home page is", vec![("a.md", page("aliases: [/]"))]),
        (
            "a redirect where the home page's file is",
            vec![("index.md", page("")), ("a.md", page("aliases: [/index.html]"))],
        ),
        ("a redirect where a folder's page is", vec![("g/x.md", page("")), ("a.md", page("aliases: [/g/]"))]),
        ("a redirect below a file", vec![("a.md", page("aliases: [/x.html, /x.html/y]"))]),
        (
            "a file where a page is",
            vec![
                ("x.md", page("")),
                ("x/index.html", "hi".to_owned()),
                ("y.md", format!("{CLEAN}\n[a](x/index.html)\n")),
            ],
        ),
        (
            "a file where ours is",
            vec![("robots.txt", "hi".to_owned()), ("y.md", format!("{CLEAN}\n[a](robots.txt)\n"))],
        ),
        (
            "people whose ids share a slug",
            vec![
                (
                    "people.yaml",
                    "- {id: ana, name: A}\n- {id: bo, name: B}\n- {id: a b, name: C}\n- {id: a-b, name: D}\n"
                        .to_owned(),
                ),
                ("a.md", page("")),
            ],
        ),
    ] {
        let room = Room::new(files.iter().map(|(path, text)| (*path, text.as_str())));
        let build = room.build(&[]);
        let has_place = build.code == 1 && build.findings().iter().any(|f| f.starts_with("page/duplicate-"));
        if build.code != 0 && !has_place {
            wrong.push(format!("{what}: exit {}: {}", build.code, build.err.trim()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_address_on_the_command_line_is_checked() {
    let room = small();
    room.build(&["--base-url", "https://book.example.com/x"]).expect(0);
    assert!(room.page("sitemap.xml").contains("<loc>https://book.example.com/x/guide/one/</loc>"));
    for url in ["book.example.com", "javascript:alert(1)//", "ftp://x"] {
        let run = room.build(&["--base-url", url]).expect(2);
        assert!(run.err.contains("base-url"), "{url}: {}", run.err);
    }
}

#[test]
fn redirects_and_the_page_for_what_is_not_there() {
    let room = small();
    room.write("handbook.yaml", "title: T\ntoday: 2026-11-22\nbase_url: https://book.example.com/sub\n");
    room.write("guide/one.md", CLEAN.replace("owner:", "aliases: [/old/place/, /old.html, /older.md]\nowner:"));
    room.build(&[]).expect(0);
    for path in ["old/place/index.html", "old.html", "older/index.html"] {
        let elements = html::elements(&room.page(path));
        let target =
            html::urls(&elements).into_iter().find(|(tag, _)| tag == "meta").map(|(_, url)| url).unwrap_or_default();
        let from = path.trim_end_matches("index.html").matches('/').count();
        let relative = format!("{}guide/one/", "../".repeat(from));
        assert!(target == relative || target == "https://book.example.com/sub/guide/one/", "{path} leads to {target}");
    }
    // A 404 page is served at any depth: its links must not be relative.
    let page = room.page("404.html");
    for (tag, url) in html::urls(&html::elements(&page)) {
        assert!(
            url.starts_with("https://") || url.starts_with('/') || url.starts_with('#') || url.starts_with("data:"),
            "404.html: <{tag}> {url}"
        );
    }
    assert!(page.contains("noindex"), "{page}");
}

#[test]
fn a_mistake_in_a_template_is_a_finding_with_a_place() {
    let room = small();
    room.write(
        "templates/page.html",
        "{% extends \"base.html\" %}\n{% block main %}\n<p>{{ page.titel }}</p>\n{% endblock %}\n",
    );
    let run = room.build(&[]).expect(1);
    run.has("config/template templates/page.html:3:", "titel");
    assert!(!room.site().exists());
    room.write("templates/page.html", "{% extends \"base.html\" %}\n{% block main %}\n{% if %}\n{% endblock %}\n");
    let run = room.build(&[]).expect(1);
    run.has("config/template templates/page.html:", "");
    // A sound one takes the place of the theme's.
    room.write(
        "templates/page.html",
        "{% extends \"base.html\" %}\n{% block main %}<h1>Ours: {{ page.title }}</h1>{% endblock %}\n",
    );
    room.build(&[]).expect(0);
    assert!(room.page("guide/one/index.html").contains("Ours: A page"));
    // And so does a stylesheet.
    room.write("assets/rutter.css", "body { color: teal }\n");
    room.build(&[]).expect(0);
    let css: Vec<String> = files_below(&room.site().join("assets"))
        .iter()
        .map(|p| p.to_string_lossy().into_owned())
        .filter(|p| p.starts_with("rutter.") && p.ends_with(".css"))
        .collect();
    assert_eq!(css.len(), 1, "{css:?}");
    assert!(room.page(&format!("assets/{}", css[0])).contains("teal"));
}

/// What a page of a site with 1,000 documents carries beside its own text.
#[test]
fn a_page_of_a_large_site_stays_small() {
    let room = Room::bare();
    for (path, text) in REGISTER {
        room.write(path, text);
    }
    for i in 0..1000 {
        let text = CLEAN.replace("A page", &format!("How to do the thing number {i}"));
        room.write(&format!("section-{:02}/topic-{}/page-{i:04}.md", i % 12, i % 4), text);
    }
    room.build(&[]).expect(0);
    let sizes: Vec<(usize, String)> = files_below(&room.site())
        .into_iter()
        .filter(|p| p.to_string_lossy().contains("/page-") && p.ends_with("index.html"))
        .map(|p| (fs::metadata(room.site().join(&p)).expect("a page").len() as usize, p.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(sizes.len(), 1000);
    let (largest, path) = sizes.iter().max().expect("pages");
    assert!(*largest < 30_000, "{path} has {largest} bytes and hardly a text of its own");
    let pages = files_below(&room.site()).iter().filter(|p| p.extension().is_some_and(|e| e == "html")).count();
    let files = files_below(&room.site()).len();
    assert!(files <= pages * 3, "{files} files for {pages} pages");
}
