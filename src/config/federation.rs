//! `federation:`, the other handbooks that a reader of this one searches too.

use crate::diag::Diagnostic;
use crate::paths;
use crate::yaml::Node;

/// Another handbook's site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What its results are labelled with.
    pub title: String,
    /// Where its site is: an absolute URL, or a path on our own host, from its root or from ours. It ends in `/`.
    pub url: String,
}

impl Book {
    /// The origin that the browser has to be allowed to read from; none on our own.
    pub fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.url.split_once("://")?;
        let host = rest.split('/').next().unwrap_or_default();
        Some(&self.url[..scheme.len() + 3 + host.len()])
    }
}

pub fn read(node: Option<&Node>, found: &mut Vec<Diagnostic>) -> Vec<Book> {
    let entries = node.map(Node::items).unwrap_or_default();
    entries.iter().filter_map(|entry| book(entry, found)).collect()
}

fn book(entry: &Node, found: &mut Vec<Diagnostic>) -> Option<Book> {
    let text = |key: &str| entry.get(key).and_then(Node::text);
    let url = text("url").or_else(|| entry.text())?;
    let problem = problem(&url.value);
    if let Some(problem) = problem {
        found.push(Diagnostic::new("config/bad-value", url.span, format!("`{}` {problem}", url.value)).help(
            "name the site of another handbook, `https://platform.example.com/handbook/`, or on the same host \
                 `/platform/` or `../platform/`",
        ));
        return None;
    }
    let place = url.value.split_once("://").map_or(url.value.as_str(), |(_, place)| place);
    let title = text("title").map_or_else(|| place.trim_matches(['/', '.']).to_owned(), |t| t.value);
    Some(Book { title, url: format!("{}/", url.value.trim_end_matches('/')) })
}

fn problem(url: &str) -> Option<&'static str> {
    let web = paths::is_web_url(url);
    // What ends up in a policy must not be able to end it.
    if url.trim().is_empty() || url.chars().any(|c| c.is_whitespace() || c.is_control() || ";,'\"<>\\".contains(c)) {
        return Some("is no URL");
    }
    if !web && (url.contains("://") || url.starts_with("//") || url.contains(':')) {
        return Some("is neither a web address nor a path");
    }
    if url.contains(['?', '#']) {
        return Some("has a query or an anchor");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn read_all(yaml: &str) -> (Vec<Book>, Vec<String>) {
        let mut found = Vec::new();
        let node = crate::yaml::parse(yaml, FileId(0), 0, "config/bad-value").expect("valid YAML");
        let books = read(Some(&node), &mut found);
        (books, found.into_iter().map(|d| d.message).collect())
    }

    #[test]
    fn books_are_sites_with_names() {
        let (books, found) =
            read_all("- {title: Platform, url: \"https://platform.example.com/handbook\"}\n- ../security/\n- /data\n");
        let shown: Vec<_> = books.iter().map(|b| (b.title.as_str(), b.url.as_str(), b.origin())).collect();
        assert_eq!(
            shown,
            [
                ("Platform", "https://platform.example.com/handbook/", Some("https://platform.example.com")),
                ("security", "../security/", None),
                ("data", "/data/", None),
            ]
        );
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_site_is_said() {
        for bad in
            ["\"\"", "\"javascript:alert(1)\"", "//elsewhere/", "\"https://x.example; script-src *\"", "\"/a?b\""]
        {
            let (books, found) = read_all(&format!("- {bad}\n"));
            assert!(books.is_empty() && found.len() == 1, "{bad}: {books:?} {found:?}");
        }
    }
}
