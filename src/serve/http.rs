//! Who may ask, and how the answer goes out.

use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::Router;
use axum::body::Body as Stream;
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Version, header};
use axum::middleware::map_response;
use axum::response::IntoResponse;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::desk::{Desk, Standing};
use super::events;
use super::reply::{Body, Reply};
use super::site::{self, Asked};
use crate::render;

/// Goes out with every answer.
const ALWAYS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Answers what comes in, for ever.
pub async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let compress = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_worth_packing);
    let headers = map_response(|mut response| {
        add_always(&mut response);
        ready(response)
    });
    let router = Router::new().fallback(handle).with_state(desk).layer(compress).layer(headers);
    // It ends only with the runtime.
    let _ = axum::serve(listener, router).await;
}

/// Text of some length. Pictures and archives are packed already, and events must not wait for more of them.
fn is_worth_packing(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let value = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let kind = value(header::CONTENT_TYPE).unwrap_or_default();
    let is_text = kind.starts_with("text/") && kind != "text/event-stream"
        || ["application/json", "application/xml", "image/svg+xml"].contains(&kind);
    let length = value(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    is_text && length.is_some_and(|length: u64| length > 1000)
}

fn add_always(response: &mut Response<Stream>) {
    for (name, value) in ALWAYS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // What is no answer of the site has nothing to load.
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(nothing);
}

async fn handle(State(desk): State<Arc<Desk>>, request: Request) -> Response<Stream> {
    if let Err(reply) = admit(&desk, &request) {
        return send(reply, &request);
    }
    let mut standing = desk.standing();
    // The handbook may still be read for the first time.
    let Ok(now) = standing.wait_for(|s| s.edition.is_some() || s.stuck.is_some()).await.map(|s| s.clone()) else {
        return send(Reply::text(503, "the server ends\n"), &request);
    };
    let Some(edition) = now.edition.clone() else {
        let why = now.stuck.as_deref().unwrap_or_default();
        let mut reply = Reply::text(503, format!("the handbook cannot be read: {why}\n"));
        // There is no client yet to look again.
        reply.headers.push(("refresh", "2".into()));
        return send(reply, &request);
    };
    if request.uri().path() == format!("{}-/{}", site::base(&edition), events::NAME) {
        return events::stream(&desk).into_response();
    }
    let parts = Parts::of(&request);
    let policy = format!("{}; frame-ancestors 'none'", render::policy(&edition.checked.handbook.config));
    let drawn = tokio::task::spawn_blocking(move || {
        let Standing { number, .. } = now;
        let asked =
            Asked { path: &parts.path, query: parts.query.as_deref().unwrap_or_default(), from_site: parts.site() };
        catch_unwind(AssertUnwindSafe(|| site::answer(&desk, number, &edition, &asked)))
    });
    let reply = match drawn.await {
        Ok(Ok(reply)) => reply,
        _ => Reply::text(500, "rutter failed while it drew this, by a mistake of its own\n"),
    };
    let mut response = send(reply, &request);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What is asked of a thread that may wait.
struct Parts {
    path: String,
    query: Option<String>,
    from_site: Option<String>,
}

impl Parts {
    fn of(request: &Request) -> Self {
        let from_site = request.headers().get("sec-fetch-site").and_then(|v| v.to_str().ok());
        Self {
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            from_site: from_site.map(str::to_owned),
        }
    }

    fn site(&self) -> Option<&str> {
        self.from_site.as_deref()
    }
}

/// Only this machine's own browser may ask, and only to read. A page elsewhere that has its own name lead here is
/// refused by the name that it asks for.
fn admit(desk: &Desk, request: &Request) -> Result<(), Reply> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut reply = Reply::text(405, "this server is only read from: GET and HEAD\n");
        reply.headers.push(("allow", "GET, HEAD".into()));
        return Err(reply);
    }
    let named = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let host = named.or_else(|| request.uri().authority().map(|a| a.as_str())).unwrap_or_default();
    if !is_ours(host, desk.port) {
        return Err(Reply::text(
            421,
            format!("this server answers to localhost:{} and 127.0.0.1:{0} alone, not to `{host}`\n", desk.port),
        ));
    }
    Ok(())
}

fn is_ours(host: &str, port: u16) -> bool {
    let (name, named) = match host.rsplit_once(':').filter(|(name, _)| !name.is_empty() && !host.ends_with(']')) {
        Some((name, named)) => (name, Some(named)),
        None => (host, None),
    };
    let is_port = named.map_or(port == 80, |named| named.parse() == Ok(port));
    is_port && matches!(name.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1]")
}

fn send(reply: Reply, request: &Request) -> Response<Stream> {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let Reply { status, headers, body } = reply.unless_known(known);
    let length = body.as_ref().len();
    let body = match body {
        Body::Own(bytes) => Stream::from(bytes),
        Body::Shared(bytes) => Stream::from(axum::body::Bytes::from_owner(bytes)),
    };
    let mut response = Response::builder().status(status);
    if !matches!(status, 204 | 304) {
        response = response.header(header::CONTENT_LENGTH, length);
    }
    for (name, value) in &headers {
        // What a user wrote may be in an address, encoded; nothing else of theirs is in a header.
        if let Ok(value) = HeaderValue::from_str(value) {
            response = response.header(*name, value);
        }
    }
    response.body(body).unwrap_or_else(|_| Response::new(Stream::empty()))
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        for host in ["localhost:4000", "127.0.0.1:4000", "[::1]:4000", "LOCALHOST:4000"] {
            assert!(is_ours(host, 4000), "{host}");
        }
        let foreign =
            ["", "localhost", "localhost:4001", "evil.example:4000", "127.0.0.1.evil.example:4000", "[::1]", ":4000"];
        for host in foreign {
            assert!(!is_ours(host, 4000), "{host}");
        }
        assert!(is_ours("localhost", 80) && is_ours("[::1]", 80));
    }
}
