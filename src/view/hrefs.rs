//! Links from one page to another place of the site.

use crate::paths;

/// Makes links from one page.
#[derive(Clone, Copy)]
pub struct Hrefs<'a> {
    /// The route of the page the links are on.
    pub from: &'a str,
    /// Links end in `index.html`, for reading from a disk.
    pub offline: bool,
    /// Links start here instead of being relative: for a page that is served at any depth.
    pub absolute: Option<&'a str>,
}

impl Hrefs<'_> {
    /// The link to a route (empty, or ending in `/`) or to a file of the site.
    pub fn to(&self, target: &str) -> String {
        let mut href = match self.absolute {
            Some(base) => format!("{base}{}", paths::encode(target)),
            None => paths::encode(&paths::relative(self.from, target)),
        };
        if self.offline && (href.ends_with('/') || href.is_empty()) {
            if href == "./" {
                href.clear();
            }
            href.push_str("index.html");
        }
        href
    }

    /// The way to the site's root, for what asks for files by their paths.
    pub fn root(&self) -> String {
        match self.absolute {
            Some(base) => base.to_owned(),
            None => paths::relative(self.from, ""),
        }
    }

    pub fn with_anchor(&self, target: &str, anchor: Option<&str>) -> String {
        match anchor {
            Some(anchor) if target == self.from && self.absolute.is_none() => format!("#{}", paths::encode(anchor)),
            Some(anchor) => format!("{}#{}", self.to(target), paths::encode(anchor)),
            None => self.to(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offline_links_end_in_a_file() {
        let online = Hrefs { from: "a/b/", offline: false, absolute: None };
        let offline = Hrefs { offline: true, ..online };
        assert_eq!(online.to("a/b/"), "./");
        assert_eq!(offline.to("a/b/"), "index.html");
        assert_eq!(offline.to("a/"), "../index.html");
        assert_eq!(offline.to("assets/x.css"), "../../assets/x.css");
        assert_eq!((online.root(), offline.root()), ("../../".to_owned(), "../../".to_owned()));
        assert_eq!(Hrefs { from: "", ..offline }.root(), "./");
        assert_eq!(online.with_anchor("a/b/", Some("x")), "#x");
        assert_eq!(online.with_anchor("c d/", Some("x")), "../../c%20d/#x");
    }
}
