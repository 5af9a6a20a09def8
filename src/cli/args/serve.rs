//! What `rutter serve` takes.

use std::path::PathBuf;

use clap::Args;

use super::Common;

#[derive(Args)]
#[command(mut_arg("output", |arg| arg.hide(true)))]
pub struct ServeArgs {
    /// The handbook [default: `.` or `./content`]
    pub dir: Option<PathBuf>,
    /// The port to listen on; the next free one if it is taken, any with 0
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// What the key `e` opens a page's source with: `code --goto {path}:{line}` [default: RUTTER_EDITOR, VISUAL or
    /// EDITOR, if it has a window of its own]
    #[arg(long, value_name = "COMMAND")]
    pub editor: Option<String>,
    /// Leave drafts out, as a build does
    #[arg(long)]
    pub no_drafts: bool,
    /// Where the site will be: its path is served here too
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Only these rules, `group/name` or `group/*`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Warnings weigh as much as errors
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub common: Common,
}
