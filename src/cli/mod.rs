//! The command line: arguments in, text and an exit code out. The only room that prints.
//!
//! Results go to standard output, everything else to standard error. Exit 0: clean; 1: findings at error
//! level; 2: it could not run.

mod adr;
mod args;
mod build;
mod check;
mod explain;
mod export;
mod import;
mod init;
mod new;
mod oncall;
mod output;
mod owners;
mod people;
mod place;
mod review;
mod search;
mod serve;
mod sql;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// What a command ended with: an exit code, or why it could not run.
type Outcome = Result<u8, String>;

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Adr(args) => adr::run(&args),
        Command::Oncall(args) => oncall::run(&args),
        Command::Sql(args) => sql::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Owners(args) => owners::run(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Rules(args) => explain::rules(&args),
        Command::Export(args) => export::run(&args),
        Command::Completions(args) => explain::completions(&args),
        Command::Man => explain::man(),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(reason) => {
            output::error(&reason);
            ExitCode::from(2)
        }
    }
}
