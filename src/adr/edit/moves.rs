//! Which state a decision may be brought to, by the lifecycle of its kind.

use crate::adr::{Decision, Status};
use crate::config::Kind;
use crate::diag::{alternatives, with_article};

/// The state that stands for a status, where a decision may go there from its own; else why it may not.
pub fn to(kind: &Kind, decision: &Decision, status: Status) -> Result<String, String> {
    let id = &decision.id;
    let lifecycle = &kind.lifecycle;
    let fits: Vec<&str> = lifecycle.names().filter(|n| Status::of_state(n) == Some(status)).collect();
    let noun = with_article(&kind.title.to_lowercase());
    if fits.is_empty() {
        let all: Vec<&str> = lifecycle.names().collect();
        return Err(format!(
            "{id} cannot become {}: no state of {noun} means that\nhelp: its states are {}",
            status.name(),
            all.join(", ")
        ));
    }
    let Some(state) = &decision.state else {
        return match &decision.status_text {
            // A decision that says nothing may be given its first state.
            None => Ok(fits[0].to_owned()),
            Some(text) => Err(format!(
                "the status of {id} is `{}`, which is not understood\nhelp: write the state that it is in: {}",
                text.value.lines().next().unwrap_or_default().trim(),
                lifecycle.names().collect::<Vec<_>>().join(", ")
            )),
        };
    };
    if decision.has_status(status) {
        return Err(format!("{id} is {} already\nhelp: `rutter adr show {id}` shows what it says", state.value));
    }
    let moves = lifecycle.moves(&state.value);
    if let Some(target) = fits.iter().find(|f| moves.iter().any(|m| m == *f)) {
        return Ok((*target).to_owned());
    }
    let help = match alternatives(moves) {
        None => format!("a decision that is {} stays so: write a new one with `rutter new adr TITLE`", state.value),
        Some(moves) => format!("from {} it may become {moves}", state.value),
    };
    Err(format!("{id} is {0}, and {noun} that is {0} cannot become {1}\nhelp: {help}", state.value, fits[0]))
}
