//! The risk of a step: `{risk: high}` at the end of a list item's first line.

use pulldown_cmark::{Event, Tag, TagEnd};

/// The level that a text ends in, and the text before it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_end().strip_suffix('}')?;
    let open = inner.rfind('{')?;
    let level = inner[open + 1..].trim().strip_prefix("risk:")?.trim();
    let is_word = !level.is_empty() && level.len() <= 20 && level.bytes().all(|b| b.is_ascii_lowercase());
    is_word.then(|| (text[..open].trim_end(), level))
}

/// Follows a document's items to know when a text is on the first line of a list item.
#[derive(Default)]
pub(super) struct FirstLine {
    open: bool,
}

impl FirstLine {
    /// To be told of every event before it is used.
    pub fn see(&mut self, event: &Event) {
        match event {
            Event::Start(Tag::Item) => self.open = true,
            Event::SoftBreak | Event::HardBreak | Event::End(_) | Event::Rule => {
                // The end of emphasis or a link is no end of the line.
                self.open &= matches!(event, Event::End(tag) if is_inline(*tag));
            }
            _ => {}
        }
    }

    pub fn is_open(&self) -> bool {
        self.open
    }
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_word() {
        assert_eq!(split("Fail over {risk: high}"), Some(("Fail over", "high")));
        assert_eq!(split("{risk:low} "), Some(("", "low")));
        for other in ["Fail over", "{risk: }", "{risk: \"><script>}", "risk: high}", "{RISK: high}", "{risk: high} x"] {
            assert_eq!(split(other), None, "{other}");
        }
    }
}
