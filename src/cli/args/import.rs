//! The arguments of `rutter import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Common;

#[derive(Args)]
pub struct ImportArgs {
    /// The tool they come from
    pub tool: ImportTool,
    /// The folder of decisions, which are converted where they are if that is in the handbook; or the files and folders
    /// of an export: JSON, or the CSV of GoAlert
    #[arg(required = true)]
    pub from: Vec<PathBuf>,
    /// The handbook's folder they go to [default: that of its decisions, or of its rotations]
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<String>,
    /// Who owns those that name no owner: a team or a person of the register
    #[arg(long, value_name = "OWNER")]
    pub owner: Option<String>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The handbook
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportTool {
    /// Decisions of adr-tools
    AdrTools,
    /// Decisions of Log4brains
    Log4brains,
    /// Decisions in the form of MADR 2, 3 or 4
    Madr,
    /// Schedules and incidents of PagerDuty
    Pagerduty,
    /// Schedules and incidents of Opsgenie
    Opsgenie,
    /// Schedules and incidents of Grafana OnCall
    GrafanaOncall,
    /// Schedules and incidents of GoAlert
    Goalert,
}
