//! A rotation names somebody who is not in the register.
//!
//! ## What it checks
//! Members, overrides and the ladder of a rotation, against the ids in people.yaml; and who answered in `oncall/pages.csv`, against ids, handles and addresses, once a name.
//!
//! ## Why
//! A name that nobody has cannot be paged, and their time off and zone are not known.
//!
//! ## Example
//! `members: [ana, tomsa]`
//!
//! ## How to fix
//! Take the suggestion, or add the person to people.yaml. Who has left stays there with `active: {to: …}`, so that the past has its names.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "oncall/unknown-person", level: Level::Error, manual: include_str!("unknown_person.rs"), check: None };
