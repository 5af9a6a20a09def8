//! What machines read: the Atom feed, the sitemap, robots.txt, llms.txt, the model as JSON, calendars, and the policy
//! that hosts send with each page.

use std::fmt::Write;

use super::site::Press;
use crate::config::{Book, Config, RawHtml};
use crate::model::{DocId, Document};
use crate::oncall::calendar;
use crate::view::document::summary;
use crate::view::export;

type Draw = fn(&Press);

/// What draws each of these files. Some sites do not have all of them.
pub(super) const FEEDS: [(&str, Draw); 7] = [
    (FEED, |press| press.out.put(FEED, feed(press).as_bytes())),
    (ROBOTS, |press| press.out.put(ROBOTS, robots(press).as_bytes())),
    (LLMS, |press| press.out.put(LLMS, llms(press).as_bytes())),
    (MODEL, |press| {
        press.out.put(MODEL, export::json(press.input.handbook, press.input.decisions).as_bytes());
    }),
    (calendar::FOLDER, |press| press.calendars().iter().for_each(|(path, text)| press.out.put(path, text.as_bytes()))),
    (HEADERS, |press| {
        if press.input.handbook.config.raw_html != RawHtml::Allow {
            press.out.put(HEADERS, headers(&press.input.handbook.config).as_bytes());
        }
    }),
    (SITEMAP, |press| {
        if let Some(sitemap) = sitemap(press) {
            press.out.put(SITEMAP, sitemap.as_bytes());
        }
    }),
];

const FEED: &str = "feed.xml";
const ROBOTS: &str = "robots.txt";
const LLMS: &str = "llms.txt";
const MODEL: &str = "handbook.json";
const SITEMAP: &str = "sitemap.xml";
/// The file that Netlify, Cloudflare Pages and others take headers from. On other hosts it says what to set.
const HEADERS: &str = "_headers";

/// The Content-Security-Policy that pages are made for: they have no inline script or style, and read nothing from
/// elsewhere but pictures, and the search shards of the handbooks that `federation:` names.
pub fn policy(config: &Config) -> String {
    let mut origins: Vec<&str> = config.federation.iter().filter_map(Book::origin).collect();
    origins.sort_unstable();
    origins.dedup();
    let connect: String = origins.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'self'; img-src 'self' data: https:; connect-src 'self'{connect}; object-src 'none'; base-uri \
         'self'; form-action 'self'"
    )
}

fn headers(config: &Config) -> String {
    format!("/*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n", policy(config))
}

/// How many documents the feed holds.
const ENTRIES: usize = 40;

/// The day a document changed last, as far as is known.
fn changed(d: &Document) -> Option<chrono::NaiveDate> {
    let by_git = d.changes.last.as_ref().map(|c| c.date);
    by_git.or(d.review.last.map(|l| l.value))
}

/// Atom, by RFC 4287.
fn feed(press: &Press) -> String {
    let handbook = press.input.handbook;
    let config = &handbook.config;
    let mut entries: Vec<_> =
        handbook.published().filter_map(|(id, d)| Some((changed(d)?.min(handbook.today), id))).collect();
    entries.sort_by_key(|&(date, id)| (std::cmp::Reverse(date), id));
    entries.truncate(ENTRIES);
    let updated = entries.first().map_or(handbook.today, |e| e.0);
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let _ = writeln!(out, "<title>{}</title>", xml(&config.title));
    let _ = writeln!(out, "<id>{}</id>", xml(&identity(press, "")));
    let _ = writeln!(out, "<updated>{updated}T00:00:00Z</updated>");
    let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", xml(&url(press, "./")));
    let _ = writeln!(out, "<link rel=\"self\" href=\"{}\"/>", xml(&url(press, "feed.xml")));
    for (date, id) in entries {
        let d = handbook.document(id);
        let author = handbook.owner_name(d).unwrap_or_else(|| config.title.clone());
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{}</id><link href=\"{}\"/><updated>{date}T00:00:00Z</updated><author><name>{}</name></author><summary>{}</summary></entry>",
            xml(&d.title),
            xml(&identity(press, &d.route)),
            xml(&url(press, &d.route)),
            xml(&author),
            xml(&summary(d)),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// A link from the root of the site: absolute where there is a base URL.
fn url(press: &Press, route: &str) -> String {
    let base = &press.input.handbook.config.base_url;
    match route {
        "./" if !base.is_empty() => base.clone(),
        "" => format!("{base}./"),
        route => format!("{base}{}", crate::paths::encode(route)),
    }
}

/// An id that does not change when the site moves from folder to folder: the URL, else a tag URI (RFC 4151).
fn identity(press: &Press, route: &str) -> String {
    let base = &press.input.handbook.config.base_url;
    if base.is_empty() {
        format!("tag:handbook.invalid,2026:/{}", crate::paths::encode(route))
    } else {
        format!("{base}{}", crate::paths::encode(route))
    }
}

/// A sitemap holds absolute URLs only, so a handbook without a base URL has none.
fn sitemap(press: &Press) -> Option<String> {
    let handbook = press.input.handbook;
    let base = &handbook.config.base_url;
    if base.is_empty() {
        return None;
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (_, d) in handbook.published().filter(|(_, d)| !d.draft) {
        let date = changed(d).map(|c| format!("<lastmod>{c}</lastmod>")).unwrap_or_default();
        let _ = writeln!(out, "<url><loc>{base}{}</loc>{date}</url>", xml(&crate::paths::encode(&d.route)));
    }
    out.push_str("</urlset>\n");
    Some(out)
}

fn robots(press: &Press) -> String {
    let base = &press.input.handbook.config.base_url;
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if !base.is_empty() {
        let _ = writeln!(out, "Sitemap: {base}sitemap.xml");
    }
    out
}

/// The table of contents for programs that read text; the form is llmstxt.org's.
fn llms(press: &Press) -> String {
    let handbook = press.input.handbook;
    let config = &handbook.config;
    let mut out = format!("# {}\n", config.title);
    if !config.description.is_empty() {
        let _ = write!(out, "\n> {}\n", config.description);
    }
    for folder in handbook.folders.iter().filter(|f| f.index.is_some() || !f.documents.is_empty()) {
        let title = if folder.parent.is_none() { "Handbook" } else { folder.title.as_str() };
        let _ = write!(out, "\n## {title}\n\n");
        let ids: Vec<DocId> = folder.index.into_iter().chain(folder.documents.iter().copied()).collect();
        for id in ids {
            let d = handbook.document(id);
            let twin = url(press, &format!("{}index.md", d.route));
            let about = summary(d);
            let about = if about.is_empty() { String::new() } else { format!(": {about}") };
            let _ = writeln!(out, "- [{}]({twin}){about}", d.title.replace(['[', ']'], ""));
        }
    }
    out
}

fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no place for other control characters, not even escaped.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}
