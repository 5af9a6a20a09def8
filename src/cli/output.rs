//! Printing. A reader that went away (`rutter rules | head`) is no error.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::{Color, Common};
use crate::world;

/// Prints a result: to standard output, or to the file that `--output` names.
pub fn result(text: &str, output: Option<&Path>) -> Result<(), String> {
    match output {
        Some(path) => {
            world::write_file(path, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", path.display()))
        }
        None => {
            // The only error here is a pipe that closed, and then nobody is left to be told.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            Ok(())
        }
    }
}

pub fn error(reason: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {reason}");
}

pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether results may carry colour.
pub fn has_color(common: &Common) -> bool {
    match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            common.output.is_none() && std::io::stdout().is_terminal() && world::variable("NO_COLOR").is_none()
        }
    }
}

/// A spinner on standard error that says which stage a run is in; nothing where that is no terminal.
pub struct Spinner(indicatif::ProgressBar);

impl Spinner {
    pub fn new(common: &Common) -> Self {
        // indicatif draws to standard error, and draws nothing where that is no terminal.
        let bar = if common.quiet { indicatif::ProgressBar::hidden() } else { indicatif::ProgressBar::new_spinner() };
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Self(bar)
    }

    pub fn say(&self, stage: &str) {
        self.0.set_message(stage.to_owned());
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
