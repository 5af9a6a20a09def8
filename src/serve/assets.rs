//! The client of the live server: script and style that are put into the pages that are served, and into no site.

/// The pieces of the script, which share one scope, and the style. A test holds this list against the folder.
const LIVE: &[(&str, &[u8])] = &[
    ("10-served.js", include_bytes!("../../assets/live/10-served.js")),
    ("20-morph.js", include_bytes!("../../assets/live/20-morph.js")),
    ("30-eye.js", include_bytes!("../../assets/live/30-eye.js")),
    ("40-parts.js", include_bytes!("../../assets/live/40-parts.js")),
    ("50-badge.js", include_bytes!("../../assets/live/50-badge.js")),
    ("60-panel.js", include_bytes!("../../assets/live/60-panel.js")),
    ("70-overlay.js", include_bytes!("../../assets/live/70-overlay.js")),
    ("80-edition.js", include_bytes!("../../assets/live/80-edition.js")),
    ("85-files.js", include_bytes!("../../assets/live/85-files.js")),
    ("90-start.js", include_bytes!("../../assets/live/90-start.js")),
    ("live.css", include_bytes!("../../assets/live/live.css")),
];

/// One script out of its pieces. Its tag is neither deferred nor asynchronous: it has to see the page before the
/// theme's own scripts, which are deferred, add to it.
pub fn script() -> Vec<u8> {
    let mut script = b"(function () {\n'use strict';\n".to_vec();
    script.extend(pieces(".js"));
    script.extend_from_slice(b"})();\n");
    script
}

/// The style of badge, panel and overlay.
pub fn style() -> Vec<u8> {
    pieces(".css")
}

fn pieces(ending: &str) -> Vec<u8> {
    LIVE.iter().filter(|(name, _)| name.ends_with(ending)).flat_map(|(_, bytes)| *bytes).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_list_holds_every_file() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/live");
        let mut names: Vec<String> = ignore::WalkBuilder::new(&root)
            .build()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_some_and(|t| t.is_file()))
            .filter_map(|e| Some(e.path().strip_prefix(&root).ok()?.to_string_lossy().into_owned()))
            .collect();
        names.sort();
        assert_eq!(names, LIVE.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn script_and_style_are_kept_apart() {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (script, style) = (text(script()), text(style()));
        assert!(script.contains("new EventSource") && !script.contains(".live-badge {"));
        assert!(style.contains(".live-badge {") && !style.contains("function"));
    }
}
