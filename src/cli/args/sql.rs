//! What `rutter sql` takes.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{Common, Findings};

#[derive(Args)]
pub struct SqlArgs {
    #[command(subcommand)]
    pub command: SqlCommand,
}

#[derive(Subcommand)]
pub enum SqlCommand {
    /// Hold migrations to the standards
    Lint(SqlLintArgs),
    /// Write into a standard that a file may break one of its rules, why, and until when
    Except(SqlExceptArgs),
}

#[derive(Args)]
pub struct SqlLintArgs {
    /// Files and folders of SQL; what is found in others of the same history is not shown
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The handbook whose standards hold [default: `.` or `./content`]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub findings: Findings,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct SqlExceptArgs {
    /// The id of a standard's rule: IDX-1
    pub rule: String,
    /// The file that may break it
    pub path: PathBuf,
    /// Why it may
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who answers for it: a team or a person of the register
    #[arg(long, value_name = "OWNER")]
    pub owner: String,
    /// The last day it may, YYYY-MM-DD; at most a year from now
    #[arg(long, value_name = "DATE")]
    pub expires: NaiveDate,
    /// The standard, where two have a rule with this id: its path in the handbook
    #[arg(long, value_name = "PATH")]
    pub standard: Option<String>,
    /// The handbook [default: `.` or `./content`]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}
