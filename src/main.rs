//! The command line; everything it does is in the library.

use std::process::ExitCode;

// Rendering allocates many small strings from all threads; the system's allocator makes them wait for each other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rutter::cli::run()
}
