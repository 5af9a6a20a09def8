//! Mermaid diagrams, drawn at build time: one picture for light pages and one for dark ones, each in a file
//! of its own (the site's policy allows no inline styles, and a picture brings its own).

mod alternative;
mod look;

use std::sync::{Arc, LazyLock, OnceLock};

use merman::{OperationControl, RenderOutput, RenderRequest};

use super::quiet::quietly;
use super::text::{attribute, escape, number_attribute, shorten};
use look::{DARK, LIGHT, Look};

/// What the first word of a diagram may be.
pub const SUPPORTED: &[&str] = &[
    "classDiagram",
    "erDiagram",
    "flowchart",
    "gantt",
    "gitGraph",
    "graph",
    "pie",
    "sequenceDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "timeline",
];

/// Of a diagram's source, in bytes; Mermaid's own limit.
const MAX_LENGTH: usize = 50_000;
/// Characters that open a group, and words that do, in one diagram. Far above what anyone can read, and low
/// enough for a reader that recurses.
const MAX_NESTING: usize = 500;

/// Where diagrams are in the site.
pub const FOLDER: &str = "assets/diagrams/";

/// The language of a code block that is a diagram.
pub const LANGUAGE: &str = "mermaid";

/// A picture of the site that a page refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagramFile {
    /// From the site's root: `assets/diagrams/<hash>-light.svg`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// The pictures of one diagram. Each is drawn once, when somebody asks for it: the check, then the page.
#[derive(Debug, Clone, Default)]
pub struct Drawing(OnceLock<Arc<Pictures>>);

#[derive(Debug, Default)]
struct Pictures {
    light: OnceLock<Result<String, String>>,
    dark: OnceLock<Result<String, String>>,
}

impl Drawing {
    /// The picture for light pages; if the diagram cannot be drawn, why, in one line. `code` is its source.
    pub fn light(&self, code: &str) -> Result<&str, &str> {
        said(self.pictures().light.get_or_init(|| draw(code, &LIGHT)))
    }

    fn dark(&self, code: &str) -> Result<&str, &str> {
        said(self.pictures().dark.get_or_init(|| draw(code, &DARK)))
    }

    /// Takes over what was drawn of the same source before.
    pub fn recall(&self, before: &Self) {
        // Who was drawn already has the same pictures.
        let _ = self.0.set(Arc::clone(before.pictures()));
    }

    fn pictures(&self) -> &Arc<Pictures> {
        self.0.get_or_init(Arc::default)
    }
}

/// Pictures follow from the source: they make no difference.
impl PartialEq for Drawing {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn said(drawn: &Result<String, String>) -> Result<&str, &str> {
    drawn.as_ref().map(String::as_str).map_err(String::as_str)
}

/// A diagram as a figure, with the files of its pictures; where it cannot be drawn, its source.
pub(super) fn figure(code: &str, drawing: &Drawing, asset_prefix: &str) -> (String, Vec<DiagramFile>) {
    let mut out = String::new();
    let drawn = drawing.light(code).and_then(|light| Ok((light, drawing.dark(code)?)));
    let (light, dark) = match drawn {
        Ok(drawn) => drawn,
        Err(message) => {
            out.push_str("<figure class=\"diagram failed\"><figcaption>This diagram cannot be drawn: ");
            escape(&mut out, message);
            out.push_str("</figcaption>");
            source(&mut out, code);
            out.push_str("</figure>\n");
            return (out, Vec::new());
        }
    };
    let hash = hash(&[light.as_bytes(), dark.as_bytes()]);
    let alt = alternative::alternative(code);
    let mut files = Vec::new();
    out.push_str("<figure class=\"diagram\">");
    for (theme, svg) in [("light", light), ("dark", dark)] {
        let path = format!("{FOLDER}{hash:016x}-{theme}.svg");
        out.push_str("<img");
        attribute(&mut out, "class", &format!("only-{theme}"));
        attribute(&mut out, "src", &format!("{asset_prefix}{path}"));
        attribute(&mut out, "alt", &alt);
        if let Some((width, height)) = size(svg) {
            number_attribute(&mut out, "width", width);
            number_attribute(&mut out, "height", height);
        }
        out.push_str(" loading=\"lazy\">");
        files.push(DiagramFile { path, bytes: svg.as_bytes().to_vec() });
    }
    out.push_str("<details><summary>Diagram source</summary>");
    source(&mut out, code);
    out.push_str("</details></figure>\n");
    (out, files)
}

fn source(out: &mut String, code: &str) {
    out.push_str("<pre tabindex=\"0\">");
    escape(out, code.trim_end());
    out.push_str("</pre>");
}

fn draw(code: &str, look: &'static LazyLock<Look>) -> Result<String, String> {
    if code.len() > MAX_LENGTH {
        return Err(format!("its source is longer than {MAX_LENGTH} bytes"));
    }
    if nesting(code) > MAX_NESTING {
        return Err(format!("it opens more than {MAX_NESTING} groups"));
    }
    quietly(|| {
        let request = RenderRequest::svg(code, OperationControl::new(), look.request.clone());
        match look.renderer.render(request) {
            Ok(RenderOutput::Svg(Some(svg))) => Ok(unclipped(&svg.into_parts().0)),
            Ok(_) => Err(unknown(code)),
            Err(merman::RenderError::NoDiagram) => Err(unknown(code)),
            Err(error) => Err(message(&error.to_string(), code)),
        }
    })
    .unwrap_or_else(|| Err("it cannot be read".to_owned()))
}

/// Labels are small pictures inside the picture; where a font runs wider than it was measured, they show it
/// rather than cut it.
fn unclipped(svg: &str) -> String {
    svg.replace("style=\"overflow:hidden;", "style=\"overflow:visible;")
}

fn unknown(code: &str) -> String {
    format!("`{}` is no kind of diagram that is known here", shorten(first_word(code), 30))
}

fn first_word(code: &str) -> &str {
    lines(code).find_map(|line| line.split_whitespace().next()).unwrap_or_default()
}

/// Lines that say something, without front matter and comments.
fn lines(code: &str) -> impl Iterator<Item = &str> {
    let body = code.trim_start();
    let body = match body.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")) {
        Some((_, body)) => body,
        None => body,
    };
    body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"))
}

fn nesting(code: &str) -> usize {
    let groups = lines(code).filter(|line| {
        let word = line.split_whitespace().next().unwrap_or_default();
        matches!(word, "subgraph" | "loop" | "alt" | "opt" | "par" | "critical" | "break" | "rect" | "box")
            || line.ends_with('{')
    });
    groups.count()
}

fn message(error: &str, code: &str) -> String {
    if error.starts_with("Unsupported diagram type") {
        return unknown(code);
    }
    let error = match error.strip_prefix("Diagram parse error (") {
        Some(rest) => rest.split_once("): ").map_or(error, |(_, message)| message),
        None => error,
    };
    let words: Vec<&str> = error.split_whitespace().collect();
    shorten(&words.join(" "), 200)
}

/// FNV-1a, for names of files: short, and the same on every machine and with every compiler.
fn hash(parts: &[&[u8]]) -> u64 {
    parts
        .iter()
        .flat_map(|part| part.iter())
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Width and height of a picture in pixels, from its `viewBox`.
fn size(svg: &str) -> Option<(u64, u64)> {
    let (_, rest) = svg.split_once("viewBox=\"")?;
    let mut numbers = rest.split('"').next()?.split_whitespace().skip(2);
    let mut next = || {
        let number: f64 = numbers.next()?.parse().ok()?;
        (number.is_finite() && number > 0.0 && number < 1e6).then(|| number.ceil() as u64)
    };
    Some((next()?, next()?))
}
