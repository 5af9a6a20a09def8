//! `rutter export`.

use super::args::{ExportArgs, ExportForm};
use super::{Outcome, output, place};
use crate::pipeline;
use crate::search::bulk::{self, Engine};
use crate::view::export;

pub fn run(args: &ExportArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, _) = place::open(args.dir.as_deref())?;
    let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let engine = match args.form {
        ExportForm::Json => None,
        ExportForm::Quickwit => Some(Engine::Quickwit),
        ExportForm::Opensearch => Some(Engine::OpenSearch),
    };
    let text = match engine {
        None if args.config => return Err("--config goes with quickwit and opensearch".to_owned()),
        None => {
            let (decisions, _) = pipeline::read_decisions(&world, &handbook, &loaded);
            export::json(&handbook, &decisions)
        }
        Some(engine) if args.config => bulk::configuration(&handbook, engine),
        Some(engine) => {
            if handbook.config.base_url.is_empty() && !args.common.quiet {
                output::note("note: handbook.yaml has no base_url: the records' URLs lead nowhere from another site");
            }
            let decisions = pipeline::read_decisions_of_today(&handbook, &loaded);
            bulk::records(&handbook, &loaded, &decisions, engine)
        }
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}
