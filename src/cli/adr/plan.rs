//! What is to be written into decisions: gathered first, and written only if all of it can be.

use std::path::PathBuf;

use super::Opened;
use crate::adr::edit::{self, Change};
use crate::cli::args::Common;
use crate::cli::{Outcome, output};
use crate::world;

/// The changes of one command, each with the word that tells of it.
#[derive(Default)]
pub(super) struct Plan {
    steps: Vec<(usize, Change, &'static str)>,
}

impl Plan {
    pub fn add(&mut self, at: usize, change: Change, told: &'static str) {
        self.steps.push((at, change, told));
    }

    /// Writes every file, or none.
    pub fn carry_out(self, opened: &Opened, common: &Common) -> Outcome {
        let mut ready: Vec<(PathBuf, String, String)> = Vec::new();
        for (at, change, told) in &self.steps {
            let files = edit::write(&opened.handbook, &opened.loaded, &opened.decisions, *at, change)
                .map_err(|e| format!("{}{e}", opened.prefix()))?;
            for file in files {
                let shown = format!("{told} {}{}", opened.prefix(), file.path);
                ready.push((opened.dir.join(&file.path), file.text, shown));
            }
        }
        for (path, text, _) in &ready {
            world::write_file(path, text.as_bytes())
                .map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
        }
        if !common.quiet {
            if ready.is_empty() {
                output::note("nothing to write: the files say so already");
            }
            for (.., shown) in &ready {
                output::note(shown);
            }
        }
        Ok(0)
    }
}

/// A reason as a sentence after its lead: `Rejected because it costs twice as much.`
pub(super) fn sentence(lead: &str, reason: &str) -> Option<String> {
    let words: Vec<&str> = reason.split_whitespace().collect();
    // Whoever answers "why" begins with it.
    let words = match words.split_first() {
        Some((first, rest)) if first.eq_ignore_ascii_case("because") => rest,
        _ => &words[..],
    };
    let text = words.join(" ");
    let dot = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    (!text.is_empty()).then(|| format!("{lead} {text}{dot}"))
}

/// Text of the command line as one line; nothing where it is blank.
pub(super) fn one_line(text: Option<&String>) -> Option<String> {
    let words: Vec<&str> = text?.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_becomes_a_sentence() {
        for (reason, want) in [
            ("it burns", "Rejected because it burns."),
            ("because it\n burns. ", "Rejected because it burns."),
            ("who would pay?", "Rejected because who would pay?"),
        ] {
            assert_eq!(sentence("Rejected because", reason).as_deref(), Some(want));
        }
        assert_eq!(sentence("Rejected because", " \n"), None);
        assert_eq!(sentence("Rejected because", "because"), None);
    }
}
