//! An option was rejected, and nothing says why.
//!
//! ## What it checks
//! The options of a decision that was made: one that was not chosen has a reason, "Rejected because …" at its end, or in MADR what is bad about it ("Bad, because …"). A Y-statement has no place for that and is left out.
//!
//! ## Why
//! The option comes back in a year, with somebody new. The reason is what saves the second round.
//!
//! ## Example
//! Three options, a chosen one, and a list of names.
//!
//! ## How to fix
//! Write one sentence at the end of the option: `Rejected because it cannot fail over in under a minute.`

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/unreasoned-rejection",
    level: Level::Warning,
    manual: include_str!("unreasoned_rejection.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    // A Y-statement has no place for why not.
    let made = |d: &&Decision| d.status.is_some() && !d.is_open() && d.form != Form::YStatement;
    for d in cx.decisions.list.iter().filter(made) {
        for option in d.options.iter().filter(|o| o.chosen == Some(false) && o.reason.is_none()) {
            found.push(
                Diagnostic::new(
                    RULE.name,
                    option.span,
                    format!("`{}` was not chosen, and nothing says why", option.title),
                )
                .help("end it with `Rejected because …`"),
            );
        }
    }
}
