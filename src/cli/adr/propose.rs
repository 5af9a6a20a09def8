//! `rutter adr propose`.

use super::Opened;
use super::plan::Plan;
use crate::adr::Status;
use crate::adr::edit::{Change, moves};
use crate::cli::Outcome;
use crate::cli::args::AdrProposeArgs;

pub(super) fn run(args: &AdrProposeArgs) -> Outcome {
    let opened = Opened::at(args.target.dir.as_deref(), &args.common)?;
    let at = opened.find(&args.target.id)?;
    let decision = &opened.decisions.list[at];
    let state = moves::to(opened.handbook.kind_of(decision.doc), decision, Status::Proposed)?;
    // From this day on it waits for its deciders.
    let change = Change { state: Some(state), date: Some(opened.handbook.today), ..Change::default() };
    let mut plan = Plan::default();
    plan.add(at, change, "proposed");
    plan.carry_out(&opened, &args.common)
}
