//! `rutter sql lint`.

use super::named;
use crate::cli::args::SqlLintArgs;
use crate::cli::check::{Shown, show};
use crate::cli::{Outcome, output, place};
use crate::dates::counted;
use crate::diag::emit::Read;
use crate::pipeline;
use crate::pipeline::lint::{Linted, lint};
use crate::world::Named;

pub(super) fn run(args: &SqlLintArgs) -> Outcome {
    let settings = place::settings(&args.common, Some(&args.findings))?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let paths: Vec<Named> = args.paths.iter().map(|path| named(&world, path)).collect::<Result<_, _>>()?;
    if settings.since.is_some()
        && let Some(at) = paths.iter().position(|p| !p.in_repository)
    {
        return Err(format!(
            "--since: {} is in another repository than the handbook, whose revisions these are\n\
             help: name the files that changed instead: `git diff --name-only REV -- '*.sql'` lists them",
            args.paths[at].display()
        ));
    }
    let linted = {
        let spinner = output::Spinner::new(&args.common);
        lint(&world, &settings, &paths, &|stage| spinner.say(stage)).map_err(|e| e.to_string())?
    };
    let Linted { loaded, handbook, findings, files, .. } = &linted;
    show(&Shown { loaded, handbook, findings, read: Read::Files(files.len()) }, &dir, &args.findings, &args.common)?;
    if !args.common.quiet {
        warn(&linted);
    }
    Ok(pipeline::exit_code(findings))
}

/// Says why less was held to less than one would think. A run that checks nothing must not look like one that found
/// nothing.
fn warn(linted: &Linted) {
    let rules = || linted.sql.standards.iter().flat_map(|s| &s.rules).filter(|r| r.machine().is_some());
    let is_held = |path: &str| rules().any(|r| r.applies_to.as_ref().is_none_or(|globs| globs.matches(path)));
    let all = linted.files.len();
    let free = linted.files.iter().filter(|f| !is_held(linted.loaded.sources.path(**f))).count();
    if free > 0 {
        let of = if free == all { counted(all, "file") } else { format!("{free} of {}", counted(all, "file")) };
        output::note(&format!("note: no rule applies to {of}: look at `applies_to` in the standards"));
    }
    if linted.wrong_standards > 0 {
        let errors = counted(linted.wrong_standards, "error");
        output::note(&format!("note: {errors} in the standards themselves: `rutter check` shows them"));
    }
}
