//! The site of the example handbook, page by page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::html::{self, Element};
use crate::support::{Room, files_below, package};

/// The example handbook, built once for all tests of this file.
struct Site {
    room: Room,
    pages: BTreeMap<String, Vec<Element>>,
    files: BTreeSet<String>,
}

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let room = Room::copy_of(&package().join("content"));
    let run = room.build(&["--strict"]);
    assert_eq!(run.code, 0, "the example handbook has findings\n{}", run.findings().join("\n"));
    let files: BTreeSet<String> = files_below(&room.site()).iter().map(|p| p.to_string_lossy().into_owned()).collect();
    let pages =
        files.iter().filter(|f| f.ends_with(".html")).map(|f| (f.clone(), html::elements(&room.page(f)))).collect();
    Site { room, pages, files }
});

const BASE: &str = "https://handbook.example.com/";

/// Undoes percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let hex = more
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &more[2..] } else { more };
    }
    String::from_utf8(bytes).expect("URLs are UTF-8")
}

/// The file of the site that a URL on a page leads to, and its anchor; nothing for other sites.
fn resolve(from: &str, url: &str) -> Option<(String, Option<String>)> {
    let (path, anchor) = url.split_once('#').map_or((url, None), |(p, a)| (p, Some(decoded(a))));
    let path = decoded(path.split('?').next().unwrap_or(path));
    let mut parts: Vec<&str> = match path.strip_prefix(BASE) {
        Some(_) => Vec::new(),
        None if path.contains("://")
            || path.starts_with("mailto:")
            || path.starts_with("tel:")
            || path.starts_with("data:image/") =>
        {
            return None;
        }
        None if path.starts_with('/') => Vec::new(),
        None => Path::new(from)
            .parent()
            .into_iter()
            .flat_map(|p| p.to_str())
            .flat_map(|p| p.split('/'))
            .filter(|p| !p.is_empty())
            .collect(),
    };
    let relative = path.strip_prefix(BASE).unwrap_or(path.trim_start_matches('/'));
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => assert!(parts.pop().is_some(), "{from}: `{url}` climbs out of the site"),
            part => parts.push(part),
        }
    }
    let mut file = parts.join("/");
    if path.is_empty() {
        file = from.to_owned();
    } else if relative.is_empty() || relative.ends_with('/') || relative.ends_with("..") || relative == "." {
        file = if file.is_empty() { "index.html".to_owned() } else { format!("{file}/index.html") };
    }
    Some((file, anchor))
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor_that_exist() {
    let site = &*SITE;
    let anchors: BTreeMap<&String, BTreeSet<String>> =
        site.pages.iter().map(|(path, e)| (path, html::anchors(e))).collect();
    let mut wrong = Vec::new();
    let mut followed = 0;
    for (path, elements) in &site.pages {
        for (tag, url) in html::urls(elements) {
            let Some((file, anchor)) = resolve(path, &url) else { continue };
            followed += 1;
            if !site.files.contains(&file) {
                wrong.push(format!("{path}: <{tag}> {url}: there is no {file}"));
            } else if let Some(anchor) = anchor.filter(|a| !a.is_empty() && a != "top") {
                let there = anchors.get(&file).is_some_and(|a| a.contains(&anchor));
                // An SVG or a stylesheet has fragments of its own.
                if file.ends_with(".html") && !there {
                    wrong.push(format!("{path}: <{tag}> {url}: {file} has no #{anchor}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(followed > 5_000, "only {followed} links were followed");
}

#[test]
fn every_page_holds_to_a_strict_policy() {
    let wrong: Vec<String> = SITE
        .pages
        .iter()
        .flat_map(|(path, e)| html::forbidden(e).into_iter().map(move |f| format!("{path}: {f}")))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_page_has_one_title_one_h1_and_unique_ids() {
    let mut wrong = Vec::new();
    for (path, elements) in &SITE.pages {
        let count = |name: &str| elements.iter().filter(|e| e.name == name).count();
        // An SVG diagram may have titles of its own; the page's stands in its head.
        let head = elements
            .iter()
            .take_while(|e| e.name != "body")
            .filter(|e| e.name == "title" && !e.text.trim().is_empty())
            .count();
        if head != 1 || count("h1") != 1 || count("main") != 1 {
            wrong.push(format!("{path}: {head} titles, {} h1, {} main", count("h1"), count("main")));
        }
        if elements.first().is_none_or(|e| e.name != "html" || e.get("lang").is_none()) {
            wrong.push(format!("{path}: no language"));
        }
        let mut seen = BTreeSet::new();
        for id in elements.iter().filter_map(|e| e.get("id")) {
            if !seen.insert(id) {
                wrong.push(format!("{path}: the id `{id}` is there twice"));
            }
        }
        for image in elements.iter().filter(|e| e.name == "img" && e.get("alt").is_none()) {
            wrong.push(format!("{path}: an image without alt: {image:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Headings never jump a level on the way down.
#[test]
fn headings_are_nested() {
    let mut wrong = Vec::new();
    for (path, elements) in &SITE.pages {
        let mut last = 0;
        for level in elements.iter().filter_map(|e| e.name.strip_prefix('h')?.parse::<u32>().ok()) {
            if level > last + 1 {
                wrong.push(format!("{path}: h{last} is followed by h{level}"));
            }
            last = level;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn feed_and_sitemap_are_xml_that_names_real_pages() {
    let site = &*SITE;
    let feed = site.room.page("feed.xml");
    let document = roxmltree::Document::parse(&feed).expect("feed.xml is XML");
    let atom = "http://www.w3.org/2005/Atom";
    let root = document.root_element();
    assert!(root.has_tag_name((atom, "feed")));
    let child = |node: roxmltree::Node, name: &str| node.children().filter(|n| n.has_tag_name((atom, name))).count();
    // RFC 4287, 4.1.1 and 4.1.2: what a feed and each of its entries must hold.
    for name in ["title", "id", "updated"] {
        assert_eq!(child(root, name), 1, "{name}");
    }
    let entries: Vec<_> = root.children().filter(|n| n.has_tag_name((atom, "entry"))).collect();
    assert!(entries.len() > 10);
    let mut ids = BTreeSet::new();
    for entry in &entries {
        for name in ["title", "id", "updated", "author", "link"] {
            assert_eq!(child(*entry, name), 1, "{name} in {entry:?}");
        }
        let text =
            |name: &str| entry.children().find(|n| n.has_tag_name((atom, name))).and_then(|n| n.text()).unwrap_or("");
        assert!(ids.insert(text("id").to_owned()), "an id is there twice: {}", text("id"));
        assert!(text("updated") <= "2026-11-22T23:59:59Z" && text("updated").ends_with('Z'));
        let link =
            entry.children().find(|n| n.has_tag_name((atom, "link"))).and_then(|n| n.attribute("href")).unwrap_or("");
        assert!(resolve("feed.xml", link).is_some_and(|(file, _)| site.files.contains(&file)), "{link}");
    }
    let sitemap = site.room.page("sitemap.xml");
    let document = roxmltree::Document::parse(&sitemap).expect("sitemap.xml is XML");
    let locations: Vec<&str> =
        document.descendants().filter(|n| n.tag_name().name() == "loc").filter_map(|n| n.text()).collect();
    let wrong: Vec<&&str> = locations
        .iter()
        .filter(|l| !l.starts_with(BASE) || resolve("sitemap.xml", l).is_none_or(|(f, _)| !site.files.contains(&f)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(locations.len() > 60);
    assert!(site.room.page("robots.txt").contains(&format!("Sitemap: {BASE}sitemap.xml")));
}

/// The twins and llms.txt lead on to files that are there.
#[test]
fn links_of_the_markdown_twins_exist() {
    let site = &*SITE;
    let mut wrong = Vec::new();
    for path in site.files.iter().filter(|f| f.ends_with(".md") || *f == "llms.txt") {
        let text = site.room.page(path);
        let mut in_code = false;
        for line in text.lines() {
            in_code ^= line.trim_start().starts_with("```");
            for target in line.split("](").skip(1).filter(|_| !in_code && !line.contains('`')) {
                let url = target.split([')', ' ']).next().unwrap_or("").trim_matches(['<', '>']);
                if let Some((file, _)) = resolve(path, url).filter(|(file, _)| !site.files.contains(file)) {
                    wrong.push(format!("{path}: {url}: there is no {file}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn compressed(path: &Path) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(path).expect("an asset")).expect("memory");
    encoder.finish().expect("memory").len()
}

#[test]
fn scripts_and_styles_are_small() {
    let total = |wanted: &dyn Fn(&str) -> bool| -> usize {
        let all: Vec<PathBuf> = SITE
            .files
            .iter()
            .filter(|f| f.strip_prefix("assets/").is_some_and(wanted))
            .map(|f| SITE.room.site().join(f))
            .collect();
        assert!(!all.is_empty(), "nothing to weigh");
        all.iter().map(|p| compressed(p)).sum()
    };
    // The search script is no part of a page: it is loaded by who searches.
    let is_search = |name: &str| name.starts_with("search.") && name.ends_with(".js");
    let scripts = total(&|name| name.ends_with(".js") && !is_search(name));
    let (styles, search) = (total(&|name| name.ends_with(".css")), total(&is_search));
    let everywhere = total(&|name| name.starts_with("rutter.") && name.ends_with(".css"));
    assert!(scripts <= 10_000, "{scripts} bytes of JavaScript, compressed");
    assert!(everywhere <= 10_000, "{everywhere} bytes of CSS on every page, compressed");
    assert!(styles <= 14_000, "{styles} bytes of CSS on a page of on-call, compressed");
    assert!(search <= 18_000, "{search} bytes of search script, compressed");
}

/// Hosts stop at 20,000 files. Pages made for tags, people and the like are pages too. Calendars do not grow with the
/// handbook but with who is on call: a person, a team and a rotation has one at most, and all together one more.
#[test]
fn a_page_has_at_most_two_files_beside_its_own() {
    let below = |folder: &str| SITE.files.iter().filter(|f| f.starts_with(folder)).count();
    let (pages, calendars) = (SITE.pages.len(), below("calendar/"));
    let files = SITE.files.len() - calendars;
    assert!(files <= pages * 3, "{files} files for {pages} pages");
    let of = ["directory/people/", "directory/teams/", "oncall/"].map(below).iter().sum::<usize>() + 1;
    assert!(1 < calendars && calendars <= of, "{calendars} calendars for {of} people, teams and rotations");
}

#[test]
fn names_of_assets_carry_a_hash_of_their_content() {
    for file in SITE.files.iter().filter(|f| f.starts_with("assets/") && (f.ends_with(".js") || f.ends_with(".css"))) {
        let parts: Vec<&str> = file.split('.').collect();
        assert!(parts.len() >= 3 && parts[parts.len() - 2].len() >= 8, "{file}");
    }
}

#[test]
fn urls_resolve_as_a_browser_does_it() {
    for (from, url, want) in [
        ("a/b/index.html", "../c/", "a/c/index.html"),
        ("a/b/index.html", "#x", "a/b/index.html"),
        ("a/b/index.html", "../../", "index.html"),
        ("a/index.html", "./", "a/index.html"),
        ("404.html", "/", "index.html"),
        ("index.html", "https://handbook.example.com/a%20b/", "a b/index.html"),
        ("index.html", "x.png?v=1#y", "x.png"),
    ] {
        assert_eq!(resolve(from, url).map(|r| r.0).as_deref(), Some(want), "{from} {url}");
    }
    assert_eq!(resolve("index.html", "https://example.org/"), None);
}
