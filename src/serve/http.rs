//! Who may ask, and how the answer goes out.

use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::Router;
use axum::body::Body as Stream;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Response, header};
use axum::middleware::map_response;
use axum::response::IntoResponse;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::desk::{Desk, Standing};
use super::events;
use super::reply::{Body, Keep, Reply, media_type};
use super::site::{self, Asked};

/// Pages have no inline script or style, and read nothing from elsewhere but pictures.
const POLICY: &str = "default-src 'self'; img-src 'self' data: https:; object-src 'none'; base-uri 'self'; \
                      form-action 'self'; frame-ancestors 'none'";

/// Goes out with every answer.
const ALWAYS: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Answers what comes in, for ever.
pub async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let compress = CompressionLayer::new().quality(CompressionLevel::Fastest);
    let router = Router::new().fallback(handle).with_state(desk).layer(compress).layer(map_response(|mut r| {
        add_always(&mut r);
        ready(r)
    }));
    // It ends only with the runtime.
    let _ = axum::serve(listener, router).await;
}

fn add_always(response: &mut Response<Stream>) {
    for (name, value) in ALWAYS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
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
        return send(unread(why), &request);
    };
    if request.uri().path() == format!("{}-/{}", site::base(&edition), events::NAME) {
        return events::stream(&desk).into_response();
    }
    let parts = Parts::of(&request);
    let drawn = tokio::task::spawn_blocking(move || {
        let Standing { number, .. } = now;
        let asked =
            Asked { path: &parts.path, query: parts.query.as_deref().unwrap_or_default(), from_site: parts.site() };
        catch_unwind(AssertUnwindSafe(|| site::answer(&desk, number, &edition, &asked)))
    });
    let reply = match drawn.await {
        Ok(Ok(reply)) => reply,
        _ => Reply::text(500, "rutter failed while it drew this, which is a mistake of its own\n"),
    };
    send(reply, &request)
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

/// In place of every page, until the handbook can be read for the first time.
fn unread(why: &str) -> Reply {
    let why: String = why.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" \
         content=\"2\">\n<title>The handbook cannot be read</title>\n</head>\n<body>\n<h1>The handbook cannot be \
         read</h1>\n<pre>{why}</pre>\n<p>This page asks again every two seconds.</p>\n</body>\n</html>\n"
    );
    Reply::new(503, media_type(".html"), Body::Own(html.into_bytes()), Keep::Never)
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
    let body = match body {
        Body::Own(bytes) => Stream::from(bytes),
        Body::Shared(bytes) => Stream::from(axum::body::Bytes::from_owner(bytes)),
    };
    let mut response = Response::builder().status(status);
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
