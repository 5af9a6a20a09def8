//! What `rutter adr` takes.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::{Common, TableForm};

#[derive(Args)]
pub struct AdrArgs {
    #[command(subcommand)]
    pub command: AdrCommand,
}

#[derive(Subcommand)]
pub enum AdrCommand {
    /// List the decisions, in whatever form they are written
    List(AdrListArgs),
    /// Show one decision
    Show(AdrShowArgs),
    /// Put a draft, or a rejected decision, forward
    Propose(AdrProposeArgs),
    /// Accept a decision; those that it supersedes become superseded
    Accept(AdrAcceptArgs),
    /// Reject a decision, with the reason
    Reject(AdrRejectArgs),
    /// Deprecate a decision, with the reason
    Deprecate(AdrDeprecateArgs),
    /// Let one decision take the place of another, at both ends
    Supersede(AdrSupersedeArgs),
    /// Draw which decision supersedes or amends which
    Graph(AdrGraphArgs),
}

#[derive(Args)]
pub struct AdrListArgs {
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// Only decisions of this status: draft, proposed, accepted, rejected, deprecated, superseded, unknown, none
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub status: Vec<String>,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: TableForm,
    #[command(flatten)]
    pub common: Common,
}

/// Which decision is meant, and the handbook that it is in.
#[derive(Args)]
pub struct AdrTarget {
    /// Its id, its number, or its path in the handbook
    pub id: String,
    /// The handbook
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

#[derive(Args)]
pub struct AdrShowArgs {
    #[command(flatten)]
    pub target: AdrTarget,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: TableForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct AdrAcceptArgs {
    /// Who decided it; give it once for each of them
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub by: Vec<String>,
    /// The day it was decided, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
    #[command(flatten)]
    pub target: AdrTarget,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct AdrProposeArgs {
    #[command(flatten)]
    pub target: AdrTarget,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct AdrRejectArgs {
    /// Why: the words that follow "Rejected because"
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who decided it; give it once for each of them
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub by: Vec<String>,
    #[command(flatten)]
    pub target: AdrTarget,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct AdrDeprecateArgs {
    /// Why: the words that follow "Deprecated because"
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// How to get away from it
    #[arg(long, value_name = "TEXT")]
    pub migration_notes: Option<String>,
    #[command(flatten)]
    pub target: AdrTarget,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct AdrSupersedeArgs {
    /// The decision whose place is taken: its id, its number, or its path in the handbook
    pub old: String,
    /// The decision that takes it
    #[arg(long, value_name = "NEW")]
    pub by: String,
    /// The section of the old one that is meant; the rest of it stays in force
    #[arg(long, value_name = "SECTION")]
    pub part: Option<String>,
    /// How to get away from the old one
    #[arg(long, value_name = "TEXT")]
    pub migration_notes: Option<String>,
    /// The handbook
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct AdrGraphArgs {
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// The form of the graph
    #[arg(long, value_name = "FORM", default_value = "mermaid")]
    pub format: GraphForm,
    /// Only decisions of this kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Also decisions that stand alone
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphForm {
    Mermaid,
    Dot,
    Json,
}

/// What `rutter new adr` takes beside the rest.
#[derive(Args)]
pub struct NewAdrArgs {
    /// The form of a decision [default: the one that most of its folder are in, else house]
    #[arg(long, value_name = "FORM")]
    pub form: Option<AdrForm>,
    /// The decision that a decision is to take the place of
    #[arg(long, value_name = "ID")]
    pub supersedes: Option<String>,
    /// Who decides; give it once for each of them
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub decider: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AdrForm {
    House,
    Madr4,
    Nygard,
}
