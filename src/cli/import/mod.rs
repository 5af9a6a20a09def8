//! `rutter import`: what another tool has, turned into files of this handbook.

mod decisions;
mod oncall;
mod plan;
mod source;

use super::Outcome;
use super::args::{ImportArgs, ImportTool};
use crate::adr::Form;
use crate::oncall::import::Tool;

pub fn run(args: &ImportArgs) -> Outcome {
    match args.tool {
        ImportTool::AdrTools => decisions::run(args, &[Form::Nygard]),
        ImportTool::Log4brains => decisions::run(args, &[Form::Log4brains, Form::Madr2]),
        ImportTool::Madr => decisions::run(args, &[Form::Madr2, Form::Madr3, Form::Madr4]),
        ImportTool::Pagerduty => oncall::run(Tool::PagerDuty, args),
        ImportTool::Opsgenie => oncall::run(Tool::Opsgenie, args),
        ImportTool::GrafanaOncall => oncall::run(Tool::Grafana, args),
        ImportTool::Goalert => oncall::run(Tool::GoAlert, args),
    }
}
