//! Whether links lead somewhere.

pub mod anchor;
pub mod asset;
pub mod broken;
pub mod external;
pub mod outside;

/// Whether a missing path was meant as a file to show or download, not as a page.
pub(super) fn looks_like_asset(path: &str) -> bool {
    let name = crate::paths::name(path);
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && !matches!(extension, "md" | "markdown" | "html" | "htm")
            && (1..=5).contains(&extension.len())
            && extension.chars().all(|c| c.is_ascii_alphanumeric())
            && extension.chars().any(|c| c.is_ascii_alphabetic())
    })
}
