//! The arguments of `rutter oncall`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Common, TableForm};

#[derive(Args)]
pub struct OncallArgs {
    #[command(subcommand)]
    pub command: OncallCommand,
}

#[derive(Subcommand)]
pub enum OncallCommand {
    /// Show who is on call, who is next, and who is called if nobody answers
    Now(OncallNowArgs),
    /// Show the shifts of some weeks, with what is uncovered and what is covered twice
    Schedule(OncallScheduleArgs),
    /// Propose who takes the turns of the weeks to come, and show what that evens out
    Plan(OncallPlanArgs),
    /// Show who was paged how often, at which hours, and how long it took to answer
    Load(OncallLoadArgs),
    /// Show who carries how much, what their share of it is, and how the balance comes about
    Fairness(OncallFairnessArgs),
    /// Write the balances of periods that are over to the ledger
    Close(OncallCloseArgs),
}

/// The handbook, and which of its rotations are asked for.
#[derive(Args)]
pub struct OncallTarget {
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// Only this rotation
    #[arg(long, value_name = "ID")]
    pub rotation: Option<String>,
}

#[derive(Args)]
pub struct OncallNowArgs {
    /// The time to take for now: 2026-11-22T08:00Z; a date is its noon in UTC
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[command(flatten)]
    pub target: OncallTarget,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: TableForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct OncallScheduleArgs {
    /// Its start: a date, at 00:00 UTC, or a time [default: today]
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Its end, which is not part of it [default: 4 weeks after the start]
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    #[command(flatten)]
    pub target: OncallTarget,
    /// Only the shifts of this person
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// Only the shifts of this team's members
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: ScheduleForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct OncallPlanArgs {
    /// How many weeks from today
    #[arg(long, value_name = "N", default_value_t = 13, value_parser = clap::value_parser!(u32).range(1..=104))]
    pub weeks: u32,
    #[command(flatten)]
    pub target: OncallTarget,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: PlanForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanForm {
    Human,
    Json,
    /// The overrides alone, to append to a rotation
    Yaml,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScheduleForm {
    Human,
    Json,
    /// A row a shift, for a spreadsheet
    Csv,
    /// A calendar of the shifts that touch the range, each of them whole
    Ics,
}

#[derive(Args)]
#[command(mut_arg("rotation", |arg| arg.help("Only pages for the services of this rotation")))]
pub struct OncallLoadArgs {
    /// Its start: a date, at 00:00 UTC, or a time [default: 13 weeks before the end]
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Its end, which is not part of it [default: today]
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    #[command(flatten)]
    pub target: OncallTarget,
    /// Only pages to this person
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// The form of the answer; csv has a row for each person
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: ReportForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportForm {
    Human,
    Json,
    Csv,
    Markdown,
}

#[derive(Args)]
pub struct OncallFairnessArgs {
    #[command(flatten)]
    pub target: OncallTarget,
    /// Only the figures of this person
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// Only the figures of this team's members
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// Show this person's balance shift by shift and turn by turn
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["person", "team"])]
    pub explain: Option<String>,
    /// The first day of a stretch; nothing is carried over into it [default: the period that today is in]
    #[arg(long, value_name = "DATE", requires = "to")]
    pub from: Option<String>,
    /// The end of the stretch, which is not part of it
    #[arg(long, value_name = "DATE", requires = "from")]
    pub to: Option<String>,
    /// The form of the answer; `csv` has a row for each person with the hours by what they are paid at
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: ReportForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct OncallCloseArgs {
    #[command(flatten)]
    pub target: OncallTarget,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub common: Common,
}
