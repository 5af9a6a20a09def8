//! What a standard can enforce. [`all`] is the registry: checks, manuals and `enforce:` all walk it.
//!
//! A rule is a file whose header is its manual; squawk's are manuals alone. A rule reads its `with:` once, into a
//! [`Check`] that looks at one step or at a whole history.

mod ddl;
mod index;
mod migration;
mod naming;
mod query;
mod squawk;
mod statement;
mod time;
mod types;
mod with;

use std::fmt;

use super::history::{History, Step};
use super::syntax::Statement;
use super::{Place, syntax};
use crate::diag::meant;
pub use with::With;

/// One rule of the registry.
#[derive(Debug)]
pub struct Rule {
    /// `naming/index`, `squawk/ban-drop-column`.
    pub name: &'static str,
    /// The source of its file, whose header is the manual; or the manual itself.
    pub manual: &'static str,
    /// Reads `with:`. What cannot be read is a finding, and the rule's default stands.
    pub configure: fn(&mut With) -> Check,
}

/// What a rule finds in one step.
type OnStep = Box<dyn Fn(&Step, &mut Vec<Hit>) + Send + Sync>;

/// What a rule finds in a history.
type OnHistory = Box<dyn Fn(&History, &mut Vec<(usize, Hit)>) + Send + Sync>;

/// A rule that is set up.
pub enum Check {
    /// Handed to squawk, by its name there.
    Squawk(&'static str),
    /// Looks at one step by itself.
    Step(OnStep),
    /// Looks at all files in their order; each hit comes with the place of its file in the history.
    History(OnHistory),
}

/// Where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub place: Place,
    /// What is wrong, without the name of the rule.
    pub message: String,
    /// What to do, in the imperative.
    pub help: Option<String>,
    /// Other places that explain it: the place of a file in the history, and where in it.
    pub related: Vec<(usize, Place, String)>,
}

impl Hit {
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), help: None, related: Vec::new() }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Check {
    /// A rule that looks at statements one by one.
    pub fn statements(check: impl Fn(&Statement, &mut Vec<Hit>) + Send + Sync + 'static) -> Self {
        Self::Step(Box::new(move |step, hits| step.script.statements.iter().for_each(|s| check(s, hits))))
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Squawk(_) => "Squawk",
            Self::Step(_) => "Step",
            Self::History(_) => "History",
        })
    }
}

/// Rules of our own, in the order they are listed.
const OURS: &[Rule] = &[
    naming::table::RULE,
    naming::column::RULE,
    naming::index::RULE,
    naming::constraint::RULE,
    naming::function::RULE,
    types::forbid::RULE,
    ddl::timeouts::RULE,
    ddl::blocking::RULE,
    query::select_star::RULE,
    query::missing_where::RULE,
    query::not_in_subquery::RULE,
    query::limit_without_order::RULE,
    query::implicit_join::RULE,
    statement::forbid::RULE,
    statement::allow::RULE,
    ddl::sequence::RULE,
    ddl::validate_later::RULE,
    index::duplicate::RULE,
    index::foreign_key::RULE,
    migration::immutable::RULE,
    migration::order::RULE,
    migration::rollback::RULE,
];

/// Every rule there is: our own, then squawk's.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    OURS.iter().chain(squawk::RULES)
}

/// A rule by its name. squawk's other spellings of its own names are understood.
pub fn find(name: &str) -> Option<&'static Rule> {
    let name = match name.strip_prefix("squawk/") {
        Some(short) => format!("squawk/{}", syntax::squawk_name(short).unwrap_or_else(|| short.to_owned())),
        None => name.to_owned(),
    };
    all().find(|r| r.name == name)
}

/// What to write instead of a rule that does not exist.
pub fn suggest(name: &str) -> String {
    meant(name, all().map(|r| r.name), "`rutter rules` lists them; write `review` where people hold the rule")
}

#[cfg(test)]
mod tests;
