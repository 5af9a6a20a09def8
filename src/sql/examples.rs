//! The SQL fences of documents. Those of a standard are run against its rules; all of them must parse.

use std::ops::{Deref, Range};
use std::sync::Arc;

use rayon::prelude::*;

use super::history::History;
use super::lint::{self, Placed, Violation, lint};
use super::standard::Standard;
use super::syntax::{self, SyntaxError};
use super::{Memo, layout};
use crate::markdown::CodeBlock;
use crate::model::{DocId, Handbook, Loaded};
use crate::source::{Sources, Span, Spanned};

/// One fence of a document.
#[derive(Debug)]
pub struct Example {
    pub doc: DocId,
    /// The standard that it is an example of, by its number.
    pub standard: Option<usize>,
    run: Arc<Run>,
}

/// What a fence says, and what came of it.
#[derive(Debug)]
pub struct Run {
    /// Its number among the document's code blocks.
    pub code: usize,
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

impl Example {
    /// To be kept: it is the same one in the next reading if its document is the same.
    pub(super) fn shared(&self) -> &Arc<Run> {
        &self.run
    }

    /// What in it is no SQL.
    pub fn errors(&self) -> impl Iterator<Item = &SyntaxError> {
        self.history.files.iter().flat_map(|f| &f.steps).flat_map(|s| &s.script.errors)
    }
}

impl Deref for Example {
    type Target = Run;

    fn deref(&self) -> &Run {
        &self.run
    }
}

/// Languages that are PostgreSQL's SQL.
const LANGUAGES: [&str; 4] = ["sql", "postgresql", "postgres", "pgsql"];

/// Reads every SQL fence, and holds those of standards to their rules.
pub(super) fn run(handbook: &Handbook, loaded: &Loaded, standards: &[Standard], memo: &Memo) -> Vec<Example> {
    let of_doc = |doc: DocId| standards.iter().position(|s| s.doc == doc);
    let fences: Vec<(DocId, usize, &CodeBlock)> = handbook
        .ids()
        .flat_map(|doc| handbook.document(doc).outline.code.iter().enumerate().map(move |(at, c)| (doc, at, c)))
        .filter(|(_, _, c)| LANGUAGES.contains(&c.info.lang.as_str()) && !c.info.diff)
        .collect();
    let dialect = handbook.config.migrations.first().map(layout::dialect).unwrap_or_default();
    let run_anew = |code: usize, block: &CodeBlock, standard: Option<usize>| {
        let verdict = verdict(block, &loaded.sources);
        // What is run is SQL to the letter; what is only read may leave things out.
        let text = if verdict == Verdict::None { syntax::fence(&block.text) } else { block.text.as_str().into() };
        let history = History { dialect: dialect.clone(), ..history(&text) };
        let violations = violations(&verdict, &history, standard, standards);
        Arc::new(Run { code, verdict, history, violations })
    };
    fences
        .par_iter()
        .map(|&(doc, code, block)| {
            let standard = of_doc(doc);
            let known = memo.run(handbook.document(doc), code, standard);
            Example { doc, standard, run: known.unwrap_or_else(|| run_anew(code, block, standard)) }
        })
        .collect()
}

/// The files of an example, in the order of their versions; without versions, in the order in which they are written.
pub(super) fn history(text: &str) -> History {
    let files = files(text);
    let mut history = layout::of_example(&files);
    if history.files.iter().all(|f| f.version.is_none()) {
        history.files.sort_by_key(|f| files.iter().position(|(name, _)| *name == f.path));
    }
    history
}

fn violations(verdict: &Verdict, history: &History, standard: Option<usize>, standards: &[Standard]) -> Vec<Violation> {
    match (verdict, standard) {
        (Verdict::None, _) | (_, None) => Vec::new(),
        (_, Some(at)) => {
            let rules: Vec<Placed> = lint::placed(standards).filter(|(s, ..)| *s == at).collect();
            lint(history, &rules, &|_, _| true)
        }
    }
}

/// The files of an example. Lines like `-- V7__orders.sql` begin another; each keeps its places in the whole text.
fn files(text: &str) -> Vec<(&str, String)> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(name) = file_name(line) {
            starts.push((at, name));
        }
        at += line.len();
    }
    match starts.first_mut() {
        None => return vec![("example.sql", text.to_owned())],
        // What stands before the first name must not go unseen.
        Some((start, _)) => *start = 0,
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

fn verdict(block: &CodeBlock, sources: &Sources) -> Verdict {
    match (block.info.has("bad"), block.info.has("good")) {
        (true, _) => Verdict::Bad(named(block, sources)),
        (_, true) => Verdict::Good,
        _ => Verdict::None,
    }
}

/// The ids after `rule=`, each where it is written.
fn named(block: &CodeBlock, sources: &Sources) -> Vec<Spanned<String>> {
    let info = sources.slice(block.info_span);
    let mut from = info.find("rule=").unwrap_or(0);
    let values = block.info.attrs.iter().filter(|(key, _)| key == "rule").flat_map(|(_, value)| value.split(','));
    let ids = values.map(str::trim).filter(|id| !id.is_empty()).map(|id| {
        let span = match info[from..].find(id) {
            Some(at) => {
                let start = from + at;
                from = start + id.len();
                let base = block.info_span.start as usize;
                Span::new(block.info_span.file, base + start..base + from)
            }
            None => block.info_span,
        };
        Spanned::new(id.to_owned(), span)
    });
    ids.collect()
}

/// A place in the text of a fence, in the file that it was written in.
pub fn span(block: &CodeBlock, place: Range<usize>) -> Span {
    block.places.span(place).unwrap_or(block.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        history(text).files.into_iter().map(|f| f.path).collect()
    }

    #[test]
    fn a_fence_may_hold_several_files() {
        assert_eq!(names("SELECT 1;\n"), ["example.sql"]);
        assert_eq!(names(""), ["example.sql"]);
        assert_eq!(names("-- 2.sql\nSELECT 1;\n-- 10.sql\nSELECT 2;\n"), ["2.sql", "10.sql"]);
        assert_eq!(names("-- b.sql\n-- a.sql\n"), ["b.sql", "a.sql"]);
        // A comment that ends in a name is no name.
        assert_eq!(names("-- see a.sql\nSELECT 1;\n"), ["example.sql"]);
    }

    #[test]
    fn places_are_those_of_the_fence() {
        let text = "SELECT 0;\n-- a.sql\nSELECT é;\n-- b.sql\nSELECT 2;\n";
        let history = history(text);
        let statements = history.files.iter().flat_map(|f| &f.steps).flat_map(|s| &s.script.statements);
        let texts: Vec<&str> = statements.map(|s| &text[s.place.clone()]).collect();
        assert_eq!(
            texts.iter().map(|t| t.trim_end_matches(';')).collect::<Vec<_>>(),
            ["SELECT 0", "SELECT é", "SELECT 2"]
        );
    }
}
