//! The SQL fences of documents. Those of a standard are run against its rules; all of them must parse.

use std::ops::Range;

use super::history::History;
use super::layout;
use super::lint::{self, Placed, Violation, lint};
use super::standard::Standard;
use crate::markdown::CodeBlock;
use crate::model::{DocId, Handbook, Loaded};
use crate::source::{Sources, Span, Spanned};

/// One fence.
#[derive(Debug)]
pub struct Example {
    pub doc: DocId,
    /// Its number among the document's code blocks.
    pub code: usize,
    /// The standard that it is an example of, by its number.
    pub standard: Option<usize>,
    pub verdict: Verdict,
    /// Its files; one, unless lines like `-- 1.sql` divide it. Places in them are places in the fence's text.
    pub history: History,
    /// What it breaks of the standard's rules, whatever files those apply to.
    pub violations: Vec<Violation>,
}

/// What a fence says of itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing: it has to parse.
    None,
    Good,
    /// The rules that it breaks.
    Bad(Vec<Spanned<String>>),
}

/// Languages that are PostgreSQL's SQL.
const LANGUAGES: [&str; 4] = ["sql", "postgresql", "postgres", "pgsql"];

/// Reads every SQL fence, and holds those of standards to their rules.
pub(super) fn run(handbook: &Handbook, loaded: &Loaded, standards: &[Standard]) -> Vec<Example> {
    use rayon::prelude::*;
    let of_doc = |doc: DocId| standards.iter().position(|s| s.doc == doc);
    let fences: Vec<(DocId, usize, &CodeBlock)> = handbook
        .ids()
        .flat_map(|doc| handbook.document(doc).outline.code.iter().enumerate().map(move |(at, c)| (doc, at, c)))
        .filter(|(_, _, c)| LANGUAGES.contains(&c.info.lang.as_str()) && !c.info.diff)
        .collect();
    fences.par_iter().map(|&(doc, code, block)| example(doc, code, block, of_doc(doc), standards, loaded)).collect()
}

fn example(
    doc: DocId,
    code: usize,
    block: &CodeBlock,
    standard: Option<usize>,
    standards: &[Standard],
    _loaded: &Loaded,
) -> Example {
    let verdict = verdict(block);
    let history = layout::of_example(&files(&block.text));
    let violations = match (&verdict, standard) {
        (Verdict::None, _) | (_, None) => Vec::new(),
        (_, Some(at)) => {
            let rules: Vec<Placed> = lint::placed(standards).filter(|(s, ..)| *s == at).collect();
            lint(&history, &rules, &|_, _| true)
        }
    };
    Example { doc, code, standard, verdict, history, violations }
}

/// The files of an example. Lines like `-- V7__orders.sql` begin another; each keeps its places in the whole text.
pub(super) fn files(text: &str) -> Vec<(&str, String)> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(name) = file_name(line) {
            starts.push((at, name));
        }
        at += line.len();
    }
    if starts.is_empty() {
        return vec![("example.sql", text.to_owned())];
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    starts.iter().zip(ends).map(|(&(start, name), end)| (name, layout::only(text, start..end))).collect()
}

/// `-- 1.sql`: the name of a file alone in a comment.
fn file_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix("--")?.trim();
    let is_name = name.ends_with(".sql") && !name.contains(char::is_whitespace);
    is_name.then_some(name)
}

fn verdict(block: &CodeBlock) -> Verdict {
    let named = block.info.attrs.iter().filter(|(key, _)| key == "rule").flat_map(|(_, value)| value.split(','));
    let named = named.map(|id| Spanned::new(id.trim().to_owned(), block.info_span)).filter(|id| !id.value.is_empty());
    match (block.info.has("bad"), block.info.has("good")) {
        (true, _) => Verdict::Bad(named.collect()),
        (_, true) => Verdict::Good,
        _ => Verdict::None,
    }
}

/// A place in the text of a fence, in the document. Where the two differ - a fence in a list, an included file - it is
/// the line, or the whole fence.
pub fn span(block: &CodeBlock, place: Range<usize>, sources: &Sources) -> Span {
    let start = block.span.start as usize;
    let within = sources.slice(block.span).get(place.clone()) == block.text.get(place.clone());
    if within { Span::new(block.span.file, start + place.start..start + place.end) } else { block.span }
}
