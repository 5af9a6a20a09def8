//! Opens a file at a line in the author's editor.

use std::io;
use std::path::Path;

use crate::world;

/// A command, split into its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    words: Vec<String>,
}

/// Stand for the file and the line in a command.
const PATH: &str = "{path}";
const LINE: &str = "{line}";

/// Editors with a window of their own, and how each is told a line.
const KNOWN: [(&[&str], &[&str]); 8] = [
    (&["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"], &["--goto", "{path}:{line}"]),
    (&["zed", "zeditor", "subl", "sublime_text"], &["{path}:{line}"]),
    (
        &["idea", "pycharm", "webstorm", "goland", "rubymine", "phpstorm", "clion", "rustrover", "datagrip", "studio"],
        &["--line", "{line}", "{path}"],
    ),
    (&["emacsclient"], &["--no-wait", "+{line}", "{path}"]),
    (&["gvim", "mvim", "gedit", "xed", "pluma", "nvim-qt", "neovide"], &["+{line}", "{path}"]),
    (&["kate", "kwrite"], &["--line", "{line}", "{path}"]),
    (&["mate"], &["--line", "{line}", "{path}"]),
    (&["notepad++", "notepad++.exe"], &["-n{line}", "{path}"]),
];

impl Editor {
    /// A command as a shell would split it, but no shell runs it. `{path}` and `{line}` stand for the file and the line;
    /// without them, the program's own way is used where it is known, and the path goes to the end where it is not.
    pub fn parse(command: &str) -> Result<Self, String> {
        let mut words = shlex::split(command).ok_or_else(|| format!("`{command}` has a quote that is not closed"))?;
        let Some(program) = words.first() else { return Err("the editor's command is empty".to_owned()) };
        if !words.iter().any(|word| word.contains(PATH)) {
            let how = known(program).unwrap_or(&[PATH]);
            words.extend(how.iter().map(|word| (*word).to_owned()));
        }
        Ok(Self { words })
    }

    /// The first of these commands whose program has a window of its own: one that runs in a terminal has none here.
    pub fn of_environment(commands: impl IntoIterator<Item = String>) -> Option<Self> {
        let has_window = |editor: &Self| known(editor.program()).is_some();
        commands.into_iter().filter_map(|command| Self::parse(&command).ok()).find(has_window)
    }

    pub fn program(&self) -> &str {
        &self.words[0]
    }

    /// Starts it, and does not wait for it to end. `line` counts from 1.
    pub fn open(&self, path: &Path, line: u32) -> io::Result<()> {
        let words = self.command(&path.to_string_lossy(), line);
        world::start(&words[0], &words[1..])
    }

    fn command(&self, path: &str, line: u32) -> Vec<String> {
        let line = line.to_string();
        // In this order: a path may have anything in its name.
        self.words.iter().map(|word| word.replace(LINE, &line).replace(PATH, path)).collect()
    }
}

fn known(program: &str) -> Option<&'static [&'static str]> {
    let name = Path::new(program).file_name()?.to_str()?;
    KNOWN.iter().find(|(names, _)| names.contains(&name)).map(|(_, how)| *how)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_the_line_in_their_own_way() {
        for (command, want) in [
            ("code", "code|--goto|/a b/{line}.md:7"),
            ("/usr/bin/codium -r", "/usr/bin/codium|-r|--goto|/a b/{line}.md:7"),
            ("emacsclient", "emacsclient|--no-wait|+7|/a b/{line}.md"),
            ("'my editor' --at {line} {path}", "my editor|--at|7|/a b/{line}.md"),
            ("unknown --fast", "unknown|--fast|/a b/{line}.md"),
        ] {
            let editor = Editor::parse(command).expect("a command");
            assert_eq!(editor.command("/a b/{line}.md", 7).join("|"), want, "{command}");
        }
        assert!(Editor::parse("").is_err() && Editor::parse("'open").is_err());
    }

    #[test]
    fn an_editor_in_a_terminal_is_passed_over() {
        let of = |commands: &[&str]| Editor::of_environment(commands.iter().map(|c| (*c).to_owned()));
        assert_eq!(of(&["vim", "nano -w"]), None);
        assert_eq!(of(&["vim", "code --wait"]).expect("an editor").program(), "code");
    }
}
