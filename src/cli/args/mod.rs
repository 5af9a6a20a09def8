//! What the command line takes.

mod adr;
mod import;
mod oncall;
mod serve;
mod sql;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use adr::*;
pub use import::{ImportArgs, ImportTool};
pub use oncall::*;
pub use serve::ServeArgs;
pub use sql::*;

/// Compiles a team's handbook into a searchable site, and fails the build when it goes stale.
#[derive(Parser)]
#[command(name = "rutter", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Write a small handbook that passes `check` today
    Init(InitArgs),
    /// Write a document from its kind's template
    New(NewArgs),
    /// Check the handbook and write its site
    Build(BuildArgs),
    /// Check the handbook
    Check(CheckArgs),
    /// Show the site on this machine while it is written, and what is wrong with it
    Serve(ServeArgs),
    /// Search the handbook, as its site does
    Search(SearchArgs),
    /// Stamp a review into documents
    Review(ReviewArgs),
    /// Show what was decided, and write what becomes of it
    Adr(AdrArgs),
    /// Show who is on call, who is paged, and who carries how much
    Oncall(OncallArgs),
    /// Hold migrations to the standards, and except what may break them
    Sql(SqlArgs),
    /// Turn another tool's decisions, schedules or incidents into this handbook's form
    Import(ImportArgs),
    /// Show who owns what, and how fresh it is
    Owners(OwnersArgs),
    /// Show a rule's manual
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Write the model or the search records for other programs
    Export(ExportArgs),
    /// Write a shell's completions
    Completions(CompletionsArgs),
    /// Write the manual page
    Man,
}

/// Where the handbook is and what day it is; every command that reads one takes these.
#[derive(Args, Clone)]
pub struct Common {
    /// The day to take for today, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
    /// Write the result to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Say less: errors only
    #[arg(short, long)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long)]
    pub verbose: bool,
    /// How many threads to use [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// How findings are made and shown.
#[derive(Args, Clone)]
pub struct Findings {
    /// The form of the findings
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: Form,
    /// Only these rules, `group/name` or `group/*`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Warnings fail the run, as errors do
    #[arg(long)]
    pub strict: bool,
    /// Only findings in files that changed since this revision
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Human,
    Json,
    Github,
    Markdown,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableForm {
    Human,
    Json,
}

#[derive(Args)]
pub struct InitArgs {
    /// Where to write it
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

#[derive(Args)]
pub struct NewArgs {
    /// page, runbook, adr, standard, incident, change, ritual, handover, or a kind of your own
    pub kind: String,
    pub title: String,
    /// A team or a person of the register
    #[arg(long, value_name = "OWNER")]
    pub owner: Option<String>,
    #[command(flatten)]
    pub decision: NewAdrArgs,
    /// The handbook
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct BuildArgs {
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// Where the site goes
    #[arg(short, long, value_name = "OUT", default_value = "site")]
    pub out_dir: PathBuf,
    /// The URL the site is served at, for the feed and the sitemap
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Links end in index.html, for reading from a disk
    #[arg(long)]
    pub offline: bool,
    /// Write the site whatever was found; the exit code stays
    #[arg(long)]
    pub force: bool,
    /// Ask for every link to another site
    #[arg(long)]
    pub external: bool,
    #[command(flatten)]
    pub findings: Findings,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct CheckArgs {
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// Ask for every link to another site
    #[arg(long)]
    pub external: bool,
    #[command(flatten)]
    pub findings: Findings,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct SearchArgs {
    /// Words, "a phrase", beginnin*, kind:runbook, owner:, tag:, status:, service:, stale:yes; after `--` also
    /// -without
    #[arg(required = true)]
    pub query: Vec<String>,
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Where its site is; without one, or with an old one, the handbook is indexed in memory
    #[arg(long, value_name = "SITE", default_value = "site")]
    pub site: PathBuf,
    /// How many pages to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Only pages of this kind
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,
    /// Only pages of this owner
    #[arg(long, value_name = "OWNER", value_delimiter = ',')]
    pub owner: Vec<String>,
    /// Only pages with this tag
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Only pages with this status
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub status: Vec<String>,
    /// Only pages about this service
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    pub service: Vec<String>,
    /// Only pages whose review is overdue
    #[arg(long)]
    pub stale: bool,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: TableForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct ReviewArgs {
    /// The documents that were reviewed
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Who reviewed them [default: the person of the register with git's email]
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct OwnersArgs {
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// Write a CODEOWNERS file from the register
    #[arg(long)]
    pub codeowners: bool,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: TableForm,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args)]
pub struct ExplainArgs {
    /// The rule, `group/name`
    pub rule: String,
}

#[derive(Args)]
pub struct RulesArgs {
    /// Only these rules, `group/name` or `group/*`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub format: TableForm,
}

#[derive(Args)]
pub struct ExportArgs {
    /// What to write
    pub form: ExportForm,
    /// The configuration that the engine's index is made with, instead of the records
    #[arg(long)]
    pub config: bool,
    /// The handbook: a folder with handbook.yaml [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// The whole model
    Json,
    /// The sections of all pages for Quickwit, one JSON object a line
    Quickwit,
    /// The same for OpenSearch's bulk API
    Opensearch,
}

#[derive(Args)]
pub struct CompletionsArgs {
    pub shell: clap_complete::Shell,
}
