//! Tells browsers of new editions, by server-sent events.

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
    let events = unfold((standing, Some(hello)), |(mut standing, hello)| async move {
        if let Some(hello) = hello {
            return Some((Ok(hello), (standing, None)));
        }
        loop {
            // The sender goes with the server.
            standing.changed().await.ok()?;
            let now = standing.borrow_and_update().clone();
            if let Some(event) = event(&now) {
                return Some((Ok(event), (standing, None)));
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE))
}

fn event(standing: &Standing) -> Option<Event> {
    if let Some(why) = &standing.stuck {
        return Some(Event::default().event("stuck").data(json!({"message": &**why}).to_string()));
    }
    let edition = standing.edition.as_ref()?;
    Some(Event::default().event("edition").data(about(standing.number, edition).to_string()))
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
