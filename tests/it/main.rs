//! The integration tests: the library and the real binary, driven by data in `tests/fixtures` and `tests/cli`.

mod alone;
mod bad_input;
mod browser;
mod build;
mod calendar;
mod cli;
mod decisions;
mod external;
mod fixtures;
mod git;
mod golden;
mod html;
mod ledger;
mod lifecycle;
mod oncall_pages;
mod properties;
mod search;
mod serve;
mod site;
mod sql;
mod support;
mod tidy;

// The benchmark's handbook of any size.
#[path = "../../benches/flavours.rs"]
#[allow(dead_code, reason = "only rutter's own flavour is written here")]
mod flavours;
#[path = "../../benches/generate.rs"]
#[allow(dead_code, reason = "the benchmark asks for more")]
mod generate;
