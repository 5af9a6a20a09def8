//! Paths inside a handbook: relative, with forward slashes, never a disk's own.

/// Joins and normalises: `.` and empty parts go, `..` climbs. A path that climbs above the start keeps its
/// leading `..` parts, so that a caller can tell that it left.
pub fn join(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path of the handbook, seen from where `shown` leads to the handbook: empty, or ending in `/`.
pub fn beside(shown: &str, path: &str) -> String {
    if !leaves(path) {
        return format!("{shown}{path}");
    }
    let root = if shown.starts_with('/') { "/" } else { "" };
    format!("{root}{}", join(shown, path))
}

/// Whether a normalised path left the folder it started in.
pub fn leaves(path: &str) -> bool {
    path == ".." || path.starts_with("../")
}

/// The folder a path lies in; nothing for the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A file name without its extension.
pub fn stem(path: &str) -> &str {
    let name = name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The link from the page in folder `from` (a route: empty, or ending in `/`) to `to`, a path from the root.
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|p| !p.is_empty()).collect();
    let folder = parent(to);
    let target: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let shared = from.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let mut out = "../".repeat(from.len() - shared);
    for part in &target[shared..] {
        out.push_str(part);
        out.push('/');
    }
    out.push_str(name(to));
    if out.is_empty() { "./".to_owned() } else { out }
}

/// Whether a text is the absolute URL of a web site.
pub fn is_web_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Percent-encodes a path for a URL; slashes stay.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Undoes percent-encoding; what is not valid stays as it is.
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_climbs() {
        assert_eq!(join("runbooks", "../adr/./0001.md"), "adr/0001.md");
        assert_eq!(join("", "../../x"), "../../x");
        assert!(leaves(&join("a", "../../b")));
        assert!(!leaves(&join("a", "..b")));
    }

    #[test]
    fn a_path_that_climbs_is_shown_from_where_one_stands() {
        for (shown, path, want) in [
            ("", "../db/1.sql", "../db/1.sql"),
            ("content/", "../db/1.sql", "db/1.sql"),
            ("content/", "a.md", "content/a.md"),
            ("../book/", "../../db/1.sql", "../../db/1.sql"),
            ("/book/content/", "../db/1.sql", "/book/db/1.sql"),
        ] {
            assert_eq!(beside(shown, path), want);
        }
    }

    #[test]
    fn relative_links_between_routes() {
        for (from, to, want) in [
            ("", "", "./"),
            ("", "a/", "a/"),
            ("a/", "", "../"),
            ("a/b/", "a/c/", "../c/"),
            ("a/b/", "a/b/", "./"),
            ("a/b/", "a/b/x.png", "x.png"),
            ("a/", "assets/x.css", "../assets/x.css"),
        ] {
            assert_eq!(relative(from, to), want, "{from} to {to}");
        }
    }

    #[test]
    fn percent_encoding_is_undone() {
        assert_eq!(decode(&encode("a b/ü%.md")), "a b/ü%.md");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz"), "%zz");
    }
}
