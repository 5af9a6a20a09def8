//! The files of the site, drawn as they are asked for, with the live client in each page.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::desk::Desk;
use super::reply::{Body, Keep, Reply, media_type};
use super::{assets, events, panel};
use crate::diag::Diagnostic;
use crate::markdown::diagram;
use crate::paths;
use crate::pipeline::Edition;
use crate::source::Span;

/// Below this, nothing is the site's. No page can have such a route.
const OWN: &str = "-/";

/// The page that says that there is none.
const MISSING: &str = "404.html";

/// A request that was let in.
pub struct Asked<'a> {
    /// As it came, still encoded, without the query.
    pub path: &'a str,
    pub query: &'a str,
    /// What Sec-Fetch-Site says, by a browser that says it.
    pub from_site: Option<&'a str>,
}

impl Asked<'_> {
    /// A value of the query, decoded.
    pub fn value(&self, key: &str) -> Option<String> {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name == key).then(|| paths::decode(&value.replace('+', " ")))
        };
        self.query.split('&').find_map(pair)
    }
}

/// Where the site lies on its host: `/`, or the path of the base URL.
pub fn base(edition: &Edition) -> &str {
    edition.checked.handbook.config.base_path()
}

/// Answers with a file of the site, or with something of our own.
pub fn answer(desk: &Desk, number: u64, edition: &Edition, asked: &Asked) -> Reply {
    let base = base(edition);
    let Some(path) = asked.path.strip_prefix(base) else {
        return match asked.path {
            "/" => Reply::redirect(base.to_owned()),
            path if format!("{path}/") == base => Reply::redirect(base.to_owned()),
            _ => Reply::text(404, format!("this handbook is at {base}\n")),
        };
    };
    match path.strip_prefix(OWN) {
        Some("live.js") => script(assets::script()),
        Some("live.css") => style(assets::style()),
        Some("page") => panel::reply(desk, number, edition, &asked.value("path").unwrap_or_default()),
        Some("edit") => panel::edit(desk, edition, asked),
        Some(events::NAME) => Reply::text(404, "events are a stream\n"),
        Some(_) => Reply::text(404, "there is nothing of that name\n"),
        None => match plain(path) {
            Some(path) => file(desk, edition, base, &path),
            None => missing(desk, edition, base),
        },
    }
}

/// A path of the site, decoded once. None if it cannot be one: it climbs, or has parts that no file has.
fn plain(path: &str) -> Option<String> {
    let upper = path.to_ascii_uppercase();
    // Decoded, these would be parts of the path that nobody wrote.
    if ["%2F", "%5C", "%00"].iter().any(|code| upper.contains(code)) || path.contains(['\\', '\0']) {
        return None;
    }
    let path = paths::decode(path);
    let mut parts = path.strip_suffix('/').unwrap_or(&path).split('/');
    let is_plain = path.is_empty() || parts.all(|part| !matches!(part, "" | "." | ".."));
    is_plain.then_some(path)
}

fn file(desk: &Desk, edition: &Edition, base: &str, path: &str) -> Reply {
    let index = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    match drawn(desk, edition, &index) {
        Some(Ok(bytes)) if index.ends_with(".html") => page(desk, &index, base, &bytes),
        Some(Ok(bytes)) => {
            let keep = if is_hashed(edition, &index) { Keep::Forever } else { Keep::Asking };
            Reply::new(200, media_type(&index), Body::Own(bytes.into_owned()), keep)
        }
        Some(Err(_)) => undrawn(desk, edition, base, &index),
        None if index == path && edition.has(&format!("{path}/index.html")) => {
            Reply::redirect(format!("{base}{}/", paths::encode(path)))
        }
        None => missing(desk, edition, base),
    }
}

/// Whether a file's name changes with its bytes.
fn is_hashed(edition: &Edition, path: &str) -> bool {
    path.starts_with(diagram::FOLDER) && path.ends_with(".svg") && !edition.is_own(path) || edition.is_hashed(path)
}

fn page(desk: &Desk, file: &str, base: &str, html: &[u8]) -> Reply {
    let html: Arc<[u8]> = with_client(desk, base, html, "").into();
    desk.keep(file, &html);
    Reply::new(200, media_type(file), Body::Shared(html), Keep::Asking)
}

/// A page that cannot be drawn: the last one that could be, else an empty one. The client says what is wrong.
fn undrawn(desk: &Desk, edition: &Edition, base: &str, file: &str) -> Reply {
    const MARK: &str = "<meta name=\"rutter-problem\" content=\"1\">\n";
    let html = match (desk.kept(file), drawn(desk, edition, MISSING)) {
        (Some(html), _) => insert(&html, "</head>", MARK),
        (None, Some(Ok(frame))) => with_client(desk, base, &emptied(&frame), MARK),
        (None, _) => with_client(desk, base, EMPTY.as_bytes(), MARK),
    };
    Reply::new(500, media_type(file), Body::Own(html), Keep::Never)
}

/// Where even the theme's frame cannot be drawn.
const EMPTY: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Cannot be \
                     drawn</title>\n</head>\n<body>\n<main id=\"main\"></main>\n</body>\n</html>\n";

/// A page with another title, and without what its main part says.
fn emptied(html: &[u8]) -> Vec<u8> {
    filled(&filled(html, "title", "Cannot be drawn"), "main", "")
}

/// A page with this text in the first element of that name, if it has one.
fn filled(html: &[u8], name: &str, text: &str) -> Vec<u8> {
    let find = |what: &str, from: usize| memchr::memmem::find(&html[from..], what.as_bytes()).map(|at| from + at);
    let inside = find(&format!("<{name}"), 0).and_then(|tag| {
        let start = find(">", tag)? + 1;
        Some(start..find(&format!("</{name}>"), start)?)
    });
    match inside {
        Some(inside) => [&html[..inside.start], text.as_bytes(), &html[inside.end..]].concat(),
        None => html.to_vec(),
    }
}

fn missing(desk: &Desk, edition: &Edition, base: &str) -> Reply {
    match drawn(desk, edition, MISSING) {
        Some(Ok(html)) => {
            Reply::new(404, media_type(MISSING), Body::Own(with_client(desk, base, &html, "")), Keep::Never)
        }
        _ => Reply::text(404, "there is no such page\n"),
    }
}

/// The page with the client in it, which is all that differs from a page that is built.
fn with_client(desk: &Desk, base: &str, html: &[u8], more: &str) -> Vec<u8> {
    let client = format!(
        "<link rel=\"stylesheet\" href=\"{base}{OWN}live.css\">\n<script src=\"{base}{OWN}live.js\" data-key=\"{}\">\
         </script>\n{more}",
        desk.key
    );
    insert(html, "</head>", &client)
}

/// Puts a text before the first place where another stands; at the end, if it stands nowhere.
fn insert(html: &[u8], before: &str, text: &str) -> Vec<u8> {
    let at = memchr::memmem::find(html, before.as_bytes()).unwrap_or(html.len());
    [&html[..at], text.as_bytes(), &html[at..]].concat()
}

fn script(bytes: Vec<u8>) -> Reply {
    Reply::new(200, media_type(".js"), Body::Own(bytes), Keep::Asking)
}

fn style(bytes: Vec<u8>) -> Reply {
    Reply::new(200, media_type(".css"), Body::Own(bytes), Keep::Asking)
}

/// A file of the site, drawn now.
pub fn drawn<'e>(desk: &Desk, edition: &'e Edition, file: &str) -> Option<Result<Cow<'e, [u8]>, Diagnostic>> {
    let drawn = guarded(Span::top(edition.checked.handbook.config_file), || edition.file(&desk.world, file))?;
    desk.learn(edition, file, drawn.as_ref().err());
    Some(drawn)
}

/// What cannot be drawn because of a mistake of ours is told like a mistake of a template.
fn guarded<T>(place: Span, draw: impl FnOnce() -> Option<Result<T, Diagnostic>>) -> Option<Result<T, Diagnostic>> {
    catch_unwind(AssertUnwindSafe(draw)).unwrap_or_else(|_| {
        let mistake =
            Diagnostic::new("rutter/failed", place, "rutter failed while it drew this, by a mistake of its own");
        Some(Err(mistake.help("the terminal says where in its code; the handbook may be all right")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_path_stays_in_the_site() {
        for (path, want) in [("", ""), ("a/b/", "a/b/"), ("a%20b/%F0%9F%9A%92/", "a b/🚒/"), ("a/..b", "a/..b")] {
            assert_eq!(plain(path).as_deref(), Some(want), "{path}");
        }
        let none = [
            "/", "//", "a//b", "../a", "a/../b", "a/..", "%2e%2e/a", ".%2E/a", "a/./b", "a%2fb", "a%5Cb", "a\\b",
            "a%00",
        ];
        for path in none {
            assert_eq!(plain(path), None, "{path}");
        }
        // Decoded once, and never again.
        assert_eq!(plain("%252e%252e/a").as_deref(), Some("%2e%2e/a"));
    }

    #[test]
    fn a_frame_keeps_all_but_its_main_part() {
        let page = |title: &str, main: &str| {
            format!("<title>{title}</title><body><main id=\"main\">{main}</main><p>foot</p></body>")
        };
        let empty = page("Cannot be drawn", "").into_bytes();
        assert_eq!(emptied(page("Page not found", "<p>text</p>").as_bytes()), empty);
        assert_eq!(emptied(b"<main>"), b"<main>");
    }

    #[test]
    fn a_mistake_of_ours_is_told_as_a_finding() {
        let place = Span::top(FileId(0));
        assert_eq!(guarded(place, || Some(Ok(1))), Some(Ok(1)));
        let failed = guarded::<()>(place, || panic!("on purpose"));
        assert!(failed.expect("it is told").is_err());
    }
}
