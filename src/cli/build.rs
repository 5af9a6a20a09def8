//! `rutter build`.

use super::args::{BuildArgs, Form};
use super::{Outcome, check, output, place};
use crate::dates::counted;
use crate::pipeline::{self, Built};
use crate::world::OsStore;

pub fn run(args: &BuildArgs) -> Outcome {
    let mut settings = place::settings(&args.common, Some(&args.findings))?;
    settings.drafts = args.drafts;
    settings.offline = args.offline;
    settings.base_url = place::base_url(args.base_url.as_deref())?;
    settings.force = args.force;
    settings.external = args.external;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let built = {
        let spinner = output::Spinner::new(&args.common);
        pipeline::build(&world, &OsStore, world.root(), &args.out_dir, &settings, &|stage| spinner.say(stage))
            .map_err(|e| e.to_string())?
    };
    check::show(&check::Shown::from(&built.checked), &dir, &args.findings, &args.common)?;
    if args.findings.format == Form::Human && !args.common.quiet {
        output::note(&outcome(&built, args));
    }
    Ok(pipeline::exit_code(&built.checked.findings))
}

fn outcome(built: &Built, args: &BuildArgs) -> String {
    let out = args.out_dir.display();
    match &built.published {
        Some(p) => {
            let all = counted(p.written + p.unchanged, "file");
            let note = p.note.as_ref().map_or(String::new(), |n| format!("\nnote: {n}"));
            format!("wrote {out}: {all}, {} new or changed, {} removed{note}", p.written, p.removed)
        }
        None => format!("nothing was written: {out} is as it was; --force writes it all the same"),
    }
}
