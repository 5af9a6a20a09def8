//! Markdown to what the rest of the program needs of it: an outline to check, and HTML to show.
//!
//! Parsing never fails. Both passes share the first three stages, so that they always agree on what a
//! document says:
//!
//! 1. `expand`: `{{#include …}}` lines become the text they name, with a map back to where it came from.
//! 2. `marks`: container lines (`:::note`, `== Tab`) and abbreviations, found before the parser sees them.
//! 3. `events`: one parser set-up; its events, with containers made to nest.
//! 4. `scan`: the outline and its findings. Nothing is highlighted or drawn.
//! 5. `render`: HTML, with highlighted code, MathML and diagrams; `html` cleans what was written as raw HTML.
//!
//! Relative links inside included Markdown are links of the page that includes it: they are resolved from
//! there, not from the included file.

mod autolink;
mod code;
pub mod diagram;
mod entities;
mod events;
mod expand;
mod footnotes;
mod glossary;
mod highlight;
mod html;
mod include;
mod info;
mod links;
mod marks;
pub mod math;
mod notes;
mod places;
mod policy;
mod quiet;
mod render;
mod risk;
mod scan;
mod slug;
mod tags;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use crate::diag::Diagnostic;
use crate::source::{FileId, Sources, Span, Spanned};

pub use diagram::DiagramFile;

pub use glossary::Glossary;
pub use include::{include_path, include_targets};
pub use notes::Note;
pub use places::Places;
pub use slug::slug;

/// One document's Markdown: the part of a file after its front matter.
pub struct Body<'a> {
    pub sources: &'a Sources,
    pub file: FileId,
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    pub raw_html: RawHtml,
}

/// What becomes of HTML that a document writes itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// What can harm is taken out, and said so.
    #[default]
    Sanitise,
    /// It is passed through byte for byte.
    Allow,
    /// It is shown as text.
    Escape,
}

/// Everything a check needs to know about a document. Spans lie in the file the text was written in, which
/// for included text is the included file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    pub headings: Vec<Heading>,
    /// In document order.
    pub links: Vec<Link>,
    /// The page's other anchors: `id` and `name` in raw HTML, footnotes, terms of definition lists.
    pub ids: Vec<String>,
    pub code: Vec<CodeBlock>,
    pub math: Vec<Math>,
    pub definitions: Vec<Definition>,
    pub abbreviations: Vec<Abbreviation>,
    /// The first heading, where it is of level 1 and nothing stands before it.
    pub h1: Option<Spanned<String>>,
    /// The first paragraph as plain text, cut at a word after about 200 characters.
    pub summary: String,
    /// Words of prose: code blocks do not count.
    pub words: usize,
    /// Files whose text was included, each once, in order of first use.
    pub includes: Vec<FileId>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    pub text: String,
    /// The anchor: unique in the page, GitHub's unless the heading says `{#id}`.
    pub id: String,
    /// Of the heading's text, without marks and attributes.
    pub span: Span,
    /// Nothing stands between this heading and the next one of its level or above; a sub-heading is
    /// something.
    pub empty: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    Link,
    Image,
    /// `[[name]]`
    Wiki,
    /// `![[name]]`
    WikiImage,
    /// `<a href>`
    HtmlLink,
    /// `<img src>` or `<source srcset>`
    HtmlImage,
}

impl LinkKind {
    pub fn is_image(self) -> bool {
        matches!(self, Self::Image | Self::WikiImage | Self::HtmlImage)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub kind: LinkKind,
    /// As written, with escapes and entities resolved.
    pub dest: String,
    /// The link's text, or the image's alternative text.
    pub text: String,
    /// Of the destination; for a reference link, that of its definition.
    pub span: Span,
}

/// What stands after the fence of a code block: ` ```sql title="Find the blocker" {2,4-5} bad rule="x" `.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeInfo {
    /// In lower case; empty when none was given.
    pub lang: String,
    pub title: Option<String>,
    /// The block is one of a group of tabs, under this label.
    pub tab: Option<String>,
    /// Lines to point out, from 1.
    pub marks: Vec<RangeInclusive<usize>>,
    /// Lines that start with `+` or `-` were added or removed.
    pub diff: bool,
    /// Bare words: `good`, `bad`, …
    pub words: Vec<String>,
    /// The other `key="value"` pairs.
    pub attrs: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    pub info: CodeInfo,
    pub text: String,
    pub span: Span,
    /// Of the text's pieces.
    pub places: Places,
    /// Of the words after the fence; empty for an indented block.
    pub info_span: Span,
    /// Of a diagram.
    pub drawing: diagram::Drawing,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Math {
    pub tex: String,
    pub display: bool,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub term: String,
    /// The first paragraph of the definition as plain text.
    pub text: String,
    /// The term's anchor, unique in the page.
    pub id: String,
}

/// A line `*[WAL]: Write-ahead log`.
#[derive(Debug, Clone, PartialEq)]
pub struct Abbreviation {
    pub term: String,
    pub text: String,
}

/// The text under one heading, up to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Index into [`Outline::headings`]; none for what stands before the first.
    pub heading: Option<usize>,
    /// Plain text, code included, the heading itself not.
    pub text: String,
}

/// Where a link leads once drawn. Hrefs are relative to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Page(String),
    Asset {
        href: String,
        /// Width and height of an image in pixels, where known.
        size: Option<(u32, u32)>,
    },
    External(String),
    Broken,
}

/// Decides where links lead.
pub trait Resolve {
    fn target(&self, kind: LinkKind, dest: &str) -> Target;
}

pub struct RenderContext<'a> {
    pub resolve: &'a dyn Resolve,
    /// The handbook's terms, and the way from this page to the page that explains them.
    pub glossary: Option<(&'a Glossary, &'a str)>,
    pub options: &'a Options,
    /// The way from this page to the site's root, `../../`; empty for the root itself.
    pub asset_prefix: &'a str,
    /// The template draws the page's title: leave out the heading that [`Outline::h1`] names.
    pub drop_h1: bool,
    /// What is said of code blocks, by their numbers in [`Outline::code`].
    pub notes: &'a BTreeMap<usize, Vec<Note>>,
    /// The [`Outline::code`] of the first pass, whose diagrams may have been drawn.
    pub code: &'a [CodeBlock],
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fragment {
    pub html: String,
    /// Pictures that the HTML refers to, each once.
    pub diagrams: Vec<DiagramFile>,
}

/// First pass: what the document says and what is wrong with its includes and raw HTML.
pub fn scan(body: &Body, options: &Options) -> (Outline, Vec<Diagnostic>) {
    let doc = events::Doc::new(body);
    let scanned = scan::scan(&doc, options);
    (scanned.outline, scanned.problems)
}

/// The document's text, section by section, for search. Most runs never ask, so the outline does not carry it.
pub fn sections(body: &Body, options: &Options) -> Vec<Section> {
    let doc = events::Doc::new(body);
    scan::sections(&doc, options)
}

/// Second pass: the document as HTML. The same body and context give the same bytes.
pub fn render(body: &Body, cx: &RenderContext) -> Fragment {
    let doc = events::Doc::new(body);
    render::render(&doc, cx)
}

/// A text that is no Markdown as a highlighted figure of its own.
pub fn code_figure(lang: &str, title: Option<&str>, code: &str) -> String {
    let info = CodeInfo { lang: lang.to_owned(), title: title.map(str::to_owned), ..CodeInfo::default() };
    let label = code::label(&info);
    let figure = code::Figure { info: &info, code, label: &label, notes: &[] };
    figure.html()
}
