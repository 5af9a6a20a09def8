//! The integration tests: the library and the real binary, driven by data in `tests/fixtures` and `tests/cli`.

mod bad_input;
mod browser;
mod build;
mod cli;
mod external;
mod fixtures;
mod git;
mod golden;
mod html;
mod properties;
mod site;
mod support;
mod tidy;
