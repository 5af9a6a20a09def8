//! `rutter adr deprecate`.

use super::Opened;
use super::plan::{Plan, one_line, sentence};
use crate::adr::Status;
use crate::adr::edit::{Change, moves};
use crate::cli::Outcome;
use crate::cli::args::AdrDeprecateArgs;

pub(super) fn run(args: &AdrDeprecateArgs) -> Outcome {
    let opened = Opened::at(args.target.dir.as_deref(), &args.common)?;
    let at = opened.find(&args.target.id)?;
    let decision = &opened.decisions.list[at];
    let state = moves::to(opened.handbook.kind_of(decision.doc), decision, Status::Deprecated)?;
    let reason = args.reason.as_deref().and_then(|r| sentence("Deprecated because", r));
    let reason = reason.ok_or_else(|| {
        format!("why is {} deprecated?\nhelp: say `--reason TEXT`; it is written under its amendments", decision.id)
    })?;
    let today = opened.handbook.today;
    let migration_notes = one_line(args.migration_notes.as_ref()).map(|notes| (today, notes));
    let amendments = vec![(today, reason)];
    let change = Change { state: Some(state), amendments, migration_notes, ..Change::default() };
    let mut plan = Plan::default();
    plan.add(at, change, "deprecated");
    plan.carry_out(&opened, &args.common)
}
