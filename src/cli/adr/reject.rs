//! `rutter adr reject`.

use super::Opened;
use super::plan::{Plan, sentence};
use crate::adr::Status;
use crate::adr::edit::{Change, moves};
use crate::cli::args::AdrRejectArgs;
use crate::cli::{Outcome, people};

pub(super) fn run(args: &AdrRejectArgs) -> Outcome {
    let opened = Opened::at(args.target.dir.as_deref(), &args.common)?;
    let at = opened.find(&args.target.id)?;
    let decision = &opened.decisions.list[at];
    let state = moves::to(opened.handbook.kind_of(decision.doc), decision, Status::Rejected)?;
    let reason = args.reason.as_deref().and_then(|r| sentence("Rejected because", r));
    let reason = reason.ok_or_else(|| {
        format!("why is {} rejected?\nhelp: say `--reason TEXT`; it is written into the decision", decision.id)
    })?;
    let deciders = people::ids(&opened.handbook.register, &args.by, "--by")?;
    let date = Some(opened.handbook.today);
    let change = Change { state: Some(state), date, deciders, reason: Some(reason), ..Change::default() };
    let mut plan = Plan::default();
    plan.add(at, change, "rejected");
    plan.carry_out(&opened, &args.common)
}
