//! The arguments of `rutter import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Common;

#[derive(Args)]
pub struct ImportArgs {
    /// The tool that wrote them
    pub tool: ImportTool,
    /// Their folder; in the handbook they are converted where they are
    pub from: PathBuf,
    /// The handbook's folder they go to [default: that of its decisions]
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
    AdrTools,
    Log4brains,
    Madr,
}
