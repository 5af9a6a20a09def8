//! `rutter serve`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Common, ServeArgs};
use super::{Outcome, output, place};
use crate::config;
use crate::dates::counted;
use crate::diag::Severity;
use crate::diag::emit::{self, Read, Report};
use crate::pipeline::Edition;
use crate::serve::{self, Editor, News, Options, Said};
use crate::world;

/// Where an author's editor is named, the most particular first.
const EDITORS: [&str; 3] = ["RUTTER_EDITOR", "VISUAL", "EDITOR"];

pub fn run(args: &ServeArgs) -> Outcome {
    if args.common.output.is_some() {
        return Err(
            "--output: a server has no result to write\nhelp: `rutter check --output` writes what is found".to_owned()
        );
    }
    let mut settings = place::settings(&args.common, None)?;
    place::choose(&mut settings, &args.select, &args.ignore)?;
    settings.strict = args.strict;
    settings.drafts = !args.no_drafts;
    settings.base_url = place::base_url(args.base_url.as_deref())?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let editor = match &args.editor {
        Some(command) => Some(Editor::parse(command).map_err(|e| format!("--editor: {e}"))?),
        None => Editor::of_environment(EDITORS.iter().filter_map(|name| world::variable(name))),
    };
    let options = Options { port: args.port, open: args.open, editor };
    let voice = Voice { dir, common: args.common.clone(), base: settings.base_url.clone() };
    serve::run(world, settings, options, Arc::new(move |said| voice.say(said)))?;
    Ok(0)
}

/// Says in the terminal what the server has to say.
struct Voice {
    dir: PathBuf,
    common: Common,
    base: Option<String>,
}

impl Voice {
    fn say(&self, said: Said) {
        match said {
            Said::Listening { url, wanted } => {
                let base = config::with_slash(self.base.as_deref().unwrap_or_default());
                let url = format!("{url}{}", &config::path_of(&base)[1..]);
                let taken = wanted != 0 && !url.contains(&format!(":{wanted}/"));
                let why = if taken { format!(" (port {wanted} is taken)") } else { String::new() };
                output::note(&format!("serving {} at {url}{why}; Ctrl-C ends it", self.dir.display()));
            }
            Said::Edition { number, edition, news, took } => {
                self.news(edition, &news);
                if self.common.quiet {
                    return;
                }
                if number == 1 || self.common.verbose {
                    output::note(&format!("{} in {} ms", self.standing(number, edition), took.as_millis()));
                } else if !(news.new.list.is_empty() && news.fixed.is_empty()) {
                    output::note(&self.standing(number, edition));
                }
            }
            Said::Drawn { edition, news } => self.news(edition, &news),
            Said::Stuck { why, shown } => {
                let more = if shown { "\nnote: the last edition is still shown" } else { "" };
                output::error(&format!("{why}{more}"));
            }
            Said::Note(note) => output::note(&format!("note: {note}")),
        }
    }

    /// What an edition changed: a finding as `rutter check` shows it, or a line where one went away.
    fn news(&self, edition: &Edition, news: &News) {
        let shown = place::shown_prefix(&self.dir);
        for fixed in news.fixed.iter().filter(|_| !self.common.quiet) {
            output::note(&format!("fixed: {shown}{}: {}: {}", fixed.path, fixed.rule, fixed.message));
        }
        let mut new = news.new.clone();
        new.list.retain(|f| !self.common.quiet || f.severity == Severity::Error);
        if new.list.is_empty() {
            return;
        }
        let checked = &edition.checked;
        let report = Report {
            findings: &new,
            sources: &checked.loaded.sources,
            today: checked.handbook.today,
            read: Read::Documents(checked.handbook.documents.len()),
            shown: &shown,
            repository: &checked.loaded.history.prefix,
            color: output::has_color(&self.common),
            width: 120,
        };
        // Where it is printed to, nobody reads: then there is nothing to say.
        let _ = output::result(&emit::news(&report), None::<&Path>);
    }

    fn standing(&self, number: u64, edition: &Edition) -> String {
        let checked = &edition.checked;
        let (errors, warnings) = (checked.findings.count(Severity::Error), checked.findings.count(Severity::Warning));
        format!(
            "edition {number}: {}, {}, {}",
            counted(checked.handbook.documents.len(), "document"),
            counted(errors, "error"),
            counted(warnings, "warning")
        )
    }
}
