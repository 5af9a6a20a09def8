//! What is sent back: bytes with the headers that tell a browser how to take them.

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::Arc;

use siphasher::sip128::{Hasher128, SipHasher13};

/// An answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    pub body: Body,
}

/// Bytes of an edition that was drawn are shared, those of one answer are its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

/// How long a browser may keep something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Its address has a hash of its bytes in it.
    Forever,
    /// It is asked for each time, and sent only if it is another.
    Asking,
    Never,
}

impl Reply {
    pub fn new(status: u16, kind: &'static str, body: Body, keep: Keep) -> Self {
        let mut headers = vec![("content-type", kind.into())];
        let cache = match keep {
            Keep::Forever => "public, max-age=31536000, immutable",
            Keep::Asking => "no-cache",
            Keep::Never => "no-store",
        };
        headers.push(("cache-control", cache.into()));
        if keep != Keep::Never && status == 200 {
            headers.push(("etag", etag(body.as_ref()).into()));
        }
        Self { status, headers, body }
    }

    /// A word to a person or a script.
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", Body::Own(text.into().into_bytes()), Keep::Never)
    }

    pub fn json(value: &serde_json::Value) -> Self {
        Self::new(200, "application/json", Body::Own(value.to_string().into_bytes()), Keep::Never)
    }

    /// `to` is the path and the query of an address, encoded.
    pub fn redirect(to: String) -> Self {
        let mut reply = Self::text(307, format!("it is at {to}\n"));
        reply.headers.push(("location", to.into()));
        reply
    }

    /// The same answer to a browser that has these tags: nothing, if it has the bytes.
    pub fn unless_known(self, known: Option<&str>) -> Self {
        let tag = self.headers.iter().find(|(name, _)| *name == "etag").map(|(_, tag)| tag.as_ref());
        // RFC 9110, 13.1.2: weak comparison, and `*` is whatever there is.
        let same = |tag: &str| {
            let known = known.unwrap_or_default().split(',').map(|k| k.trim().trim_start_matches("W/"));
            known.into_iter().any(|k| k == tag.trim_start_matches("W/") || k == "*")
        };
        if self.status == 200 && tag.is_some_and(same) {
            return Self { status: 304, body: Body::Own(Vec::new()), ..self };
        }
        self
    }
}

/// A weak tag (RFC 9110, 8.8.1): what is sent may be compressed.
fn etag(bytes: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    format!("W/\"{:032x}\"", hasher.finish128().as_u128())
}

/// The media type of a file, by its extension.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('/').next().unwrap_or(path).rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "md" | "markdown" => "text/markdown; charset=utf-8",
        "txt" | "sql" | "sh" | "yaml" | "yml" | "toml" | "ini" | "conf" | "log" | "diff" | "patch" => {
            "text/plain; charset=utf-8"
        }
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "gz" | "tgz" => "application/gzip",
        _ => "application/octet-stream",
    }
}
