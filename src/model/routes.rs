//! From a file's path to the place of its page. A page's URL is its path without the extension.

use super::register::{OwnerRef, Register, Service};
use crate::paths;

/// Names a folder's own page may have, best first.
pub const INDEX_NAMES: [&str; 3] = ["index", "README", "_index"];

/// Whether a file is the page of the folder it lies in.
pub fn is_index(path: &str) -> bool {
    let stem = stem(path);
    INDEX_NAMES.iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// The route of a document: empty for the home page, else it ends in `/`.
pub fn of_document(path: &str) -> String {
    let folder = of_folder(paths::parent(path));
    if is_index(path) { folder } else { format!("{folder}{}/", part(stem(path))) }
}

/// A file's name without its extensions: `x.html.md`, as some generators want it, is the page `x`.
pub fn stem(path: &str) -> &str {
    let stem = paths::stem(path);
    stem.strip_suffix(".html").unwrap_or(stem)
}

/// The route of a folder.
pub fn of_folder(folder: &str) -> String {
    folder.split('/').filter(|p| !p.is_empty()).map(|p| part(p) + "/").collect()
}

/// A file or folder name as a part of a URL and of a path on any disk: letters, digits and harmless signs of
/// any script stay as they are, runs of anything else become one hyphen.
pub fn part(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let keep = c.is_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '~')
            || !c.is_ascii() && !c.is_whitespace() && !c.is_control();
        if keep {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let trimmed = out.trim_matches('-');
    match trimmed {
        "" | "." | ".." => "page".to_owned(),
        other => other.to_owned(),
    }
}

/// The page of a tag. `C`, `C++` and `C#` are three.
pub fn of_tag(tag: &str) -> String {
    format!("tags/{}/", part(&tag.to_lowercase().replace('+', "plus").replace('#', "sharp")))
}

/// The page of a team or a person.
pub fn of_owner(register: &Register, owner: OwnerRef) -> String {
    let folder = match owner {
        OwnerRef::Team(_) => "teams",
        OwnerRef::Person(_) => "people",
    };
    format!("directory/{folder}/{}/", part(register.owner_id(owner)))
}

/// The page of a service.
pub fn of_service(service: &Service) -> String {
    format!("directory/services/{}/", part(&service.id.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_follow_paths() {
        for (path, want) in [
            ("index.md", ""),
            ("README.md", ""),
            ("runbooks/README.md", "runbooks/"),
            ("runbooks/Fail over.md", "runbooks/Fail-over/"),
            ("a b/c?.md", "a-b/c/"),
            ("x/line\nbreak.md", "x/line-break/"),
            ("x/🚒.md", "x/🚒/"),
            ("x/?.md", "x/page/"),
            ("v1.2/notes.md", "v1.2/notes/"),
            ("manual/index.html.md", "manual/"),
            ("manual/deploy.html.md", "manual/deploy/"),
        ] {
            assert_eq!(of_document(path), want, "{path:?}");
        }
    }
}
