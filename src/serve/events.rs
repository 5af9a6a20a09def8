//! Tells browsers of new editions, by server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::json;

use super::desk::{Desk, Standing};
use crate::diag::Severity;
use crate::pipeline::Edition;
use crate::render::theme;

/// Its name below our own folder.
pub const NAME: &str = "events";

/// A connection that is gone is noticed when something is sent.
const ALIVE: Duration = Duration::from_secs(25);

/// `hello`, then `edition` for the one there is and each that comes, and `stuck` where none can be made.
pub fn stream(desk: &Arc<Desk>) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let mut standing = desk.standing();
    standing.mark_changed();
    let hello = Event::default().event("hello").data("{}");
    // What is still to be sent, and the number of the last edition that was.
    let start = (standing, VecDeque::from([hello]), 0);
    let events = unfold(start, |(mut standing, mut ready, mut number)| async move {
        while ready.is_empty() {
            // The sender goes with the server.
            standing.changed().await.ok()?;
            let now = standing.borrow_and_update().clone();
            ready.extend(events(&now, number));
            number = now.number;
        }
        ready.pop_front().map(|event| (Ok(event), (standing, ready, number)))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// What a browser that was told of edition `known` is to be told now.
fn events(standing: &Standing, known: u64) -> impl Iterator<Item = Event> {
    let edition = standing.edition.as_ref().filter(|_| standing.number > known);
    let edition = edition.map(|e| Event::default().event("edition").data(about(standing.number, e).to_string()));
    let stuck = standing.stuck.as_ref();
    let stuck = stuck.map(|why| Event::default().event("stuck").data(json!({"message": &**why}).to_string()));
    edition.into_iter().chain(stuck)
}

fn about(number: u64, edition: &Edition) -> serde_json::Value {
    let of = |kind: &'static str| {
        let names = theme::assets().filter(move |name| name.ends_with(kind));
        names.map(|name| (name, edition.asset(name))).collect::<Vec<_>>()
    };
    let css: serde_json::Map<String, serde_json::Value> =
        of(".css").into_iter().map(|(name, path)| (name.to_owned(), path.into())).collect();
    let scripts: Vec<&str> = of(".js").into_iter().map(|(_, path)| path).collect();
    let findings = &edition.checked.findings;
    json!({
        "edition": number,
        "css": css,
        // Each has a hash of its bytes in its name.
        "scripts": scripts.join(" "),
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
    })
}
