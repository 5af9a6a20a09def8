//! `rutter check`, and how findings are shown.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::{CheckArgs, Common, Findings, Form};
use super::{Outcome, output, place};
use crate::diag::emit::{self, Read, Report, emit};
use crate::diag::{self, Severity};
use crate::model::{Handbook, Loaded};
use crate::pipeline::{self, Checked};
use crate::world::{self, git::Reach};

pub fn run(args: &CheckArgs) -> Outcome {
    let mut settings = place::settings(&args.common, Some(&args.findings))?;
    settings.external = args.external;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let checked = {
        let spinner = output::Spinner::new(&args.common);
        pipeline::check(&world, &settings, &|stage| spinner.say(stage)).map_err(|e| e.to_string())?
    };
    show(&Shown::from(&checked), &dir, &args.findings, &args.common)?;
    Ok(pipeline::exit_code(&checked.findings))
}

/// What was found, and in what.
pub struct Shown<'a> {
    pub loaded: &'a Loaded,
    pub handbook: &'a Handbook,
    pub findings: &'a diag::Findings,
    pub read: Read,
}

impl<'a> From<&'a Checked> for Shown<'a> {
    fn from(checked: &'a Checked) -> Self {
        let Checked { loaded, handbook, findings, .. } = checked;
        Self { loaded, handbook, findings, read: Read::Documents(handbook.documents.len()) }
    }
}

/// Shows what was found, in the form that was asked for.
pub fn show(what: &Shown, dir: &Path, findings: &Findings, common: &Common) -> Result<(), String> {
    let form = match findings.format {
        Form::Human => emit::Form::Human,
        Form::Json => emit::Form::Json,
        Form::Github => emit::Form::Github,
        Form::Markdown => emit::Form::Markdown,
    };
    if common.verbose {
        output::note(&about(what, dir));
    }
    let mut list = what.findings.clone();
    if common.quiet && form == emit::Form::Human {
        list.list.retain(|f| f.severity == Severity::Error);
        if list.list.is_empty() {
            return Ok(());
        }
    }
    let report = Report {
        findings: &list,
        sources: &what.loaded.sources,
        today: what.handbook.today,
        read: what.read,
        shown: &place::shown_prefix(dir),
        repository: &what.loaded.history.prefix,
        color: output::has_color(common),
        width: 120,
    };
    output::result(&emit(&report, form), common.output.as_deref())?;
    // GitHub shows this file's text on the page of the run.
    if form == emit::Form::Github
        && let Some(path) = world::variable("GITHUB_STEP_SUMMARY")
    {
        let summary = emit(&report, emit::Form::Markdown);
        world::append_file(Path::new(&path), summary.as_bytes())
            .map_err(|e| format!("the job summary cannot be written: {e}"))?;
    }
    Ok(())
}

/// What the run looked at, for `--verbose`.
fn about(what: &Shown, dir: &Path) -> String {
    let (loaded, handbook) = (what.loaded, what.handbook);
    let git = match &loaded.history.reach {
        Reach::Full => format!("{} commits", loaded.history.commits.len()),
        Reach::Shallow => "a shallow clone, so checks that need history did not run".to_owned(),
        Reach::Nothing => "none".to_owned(),
        Reach::Unread(reason) => reason.clone(),
    };
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for d in &handbook.documents {
        *kinds.entry(&handbook.kind(d).name).or_default() += 1;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    format!(
        "handbook: {} ({} files)\ntoday:    {}\ngit:      {git}\nkinds:    {}",
        dir.display(),
        loaded.tree.len(),
        handbook.today,
        kinds.join(", ")
    )
}
