//! Rutter compiles what a team writes about itself into a site, and holds it to account.
//!
//! ```text
//!  files, git, clock          what it says           what is wrong           what people see
//!  ┌────────┐  parse   ┌──────────┐  check   ┌─────────────┐  view+render  ┌────────┐  publish
//!  │ World  │ ───────► │ Handbook │ ───────► │ Diagnostics │ ────────────► │ Output │ ────────► site
//!  └────────┘          └──────────┘          └─────────────┘               └────────┘
//! ```
//!
//! Data goes one way: each stage takes values and gives a new value together with its diagnostics.
//!
//! # Invariants
//!
//! 1. Parsing never fails: whatever a user wrote gives a value and diagnostics. One bad file never hides the
//!    findings in the others.
//! 2. `check` knows no view and no render; `render` knows no check. The health pages are drawn from findings.
//! 3. Nothing between [`world`] and [`cli`] reads a file, a clock or the environment. `today` is a value.
//! 4. Every date-dependent byte of output depends on `today` alone: the same input and `today` give the same
//!    bytes.
//! 5. No iteration over a hash map reaches output.
//! 6. Panics are bugs. `expect` names the invariant that makes it unreachable.
//! 7. A template mistake is a finding with a place, like any other.
//!
//! # Rooms
//!
//! Lower rooms never import higher ones; on one floor a room may use those to the left of it. `tests/it/tidy.rs`
//! holds this table against the `use` lines.
//!
//! | floor | rooms |
//! |---|---|
//! | 0 | [`source`], [`dates`], [`paths`], [`stats`] |
//! | 1 | [`world`], [`diag`] |
//! | 2 | [`yaml`], [`glob`] |
//! | 3 | [`config`], [`markdown`] |
//! | 4 | [`model`] |
//! | 5 | [`review`], [`adr`], [`oncall`], [`sql`], [`search`] |
//! | 6 | [`check`] |
//! | 7 | [`view`], [`render`] |
//! | 8 | [`publish`] |
//! | 9 | [`pipeline`] |
//! | 10 | [`serve`] |
//! | 11 | [`cli`] |

pub mod adr;
pub mod check;
pub mod cli;
pub mod config;
pub mod dates;
pub mod diag;
pub mod glob;
pub mod markdown;
pub mod model;
pub mod oncall;
pub mod paths;
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod review;
pub mod search;
pub mod serve;
pub mod source;
pub mod sql;
pub mod stats;
pub mod view;
pub mod world;
pub mod yaml;
