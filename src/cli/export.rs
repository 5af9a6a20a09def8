//! `rutter export`.

use super::args::{ExportArgs, ExportForm};
use super::{Outcome, output, place};
use crate::pipeline;
use crate::view::export;

pub fn run(args: &ExportArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, _) = place::open(args.dir.as_deref())?;
    let (_, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let text = match args.form {
        ExportForm::Json => export::json(&handbook),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}
