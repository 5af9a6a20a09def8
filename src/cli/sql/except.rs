use crate::cli::Outcome;
use crate::cli::args::SqlExceptArgs;
pub(super) fn run(_args: &SqlExceptArgs) -> Outcome {
    todo!()
}
