//! The SQL that stands in PL/pgSQL.
//!
//! PostgreSQL's own reader of PL/pgSQL knows the words that begin its statements, and cuts out everything else as SQL by
//! looking for the token that ends it. So does this: squawk's grammar of the language refuses `SELECT ... INTO`.

use std::ops::Range;

use squawk_syntax::SourceFile;
use squawk_syntax::ast::{self, AstNode};

use super::decoded;
use crate::sql::syntax::lex::{self, Kind, Token};
use crate::sql::syntax::patchwork::Patchwork;

/// The statements of a body as SQL: without `INTO` and its variables, with `SELECT` for `PERFORM` and before expressions
/// that hold a query. What `EXECUTE` runs is there too where it is one literal.
pub(super) fn sql(body: &Patchwork) -> Patchwork {
    let tokens = lex::tokens(body.text()).filter(Token::is_code).collect();
    let mut cut = Cut { body, tokens, at: 0, declares: false, sql: Patchwork::default() };
    while cut.at < cut.tokens.len() {
        let before = cut.at;
        cut.statement();
        cut.at = cut.at.max(before + 1);
    }
    cut.sql
}

struct Cut<'a> {
    body: &'a Patchwork,
    /// Those that are code.
    tokens: Vec<Token>,
    /// The next one.
    at: usize,
    /// Between DECLARE and BEGIN.
    declares: bool,
    sql: Patchwork,
}

/// What begins a query.
const QUERIES: [&str; 8] = ["select", "with", "values", "table", "insert", "update", "delete", "merge"];

impl Cut<'_> {
    /// Reads one statement, or the head of one that holds others.
    fn statement(&mut self) {
        let at = self.at;
        let first = self.lower(at);
        match first.as_str() {
            "begin" => (self.declares, self.at) = (false, at + 1),
            "declare" => (self.declares, self.at) = (true, at + 1),
            _ if self.declares => self.declaration(),
            _ if self.assigns_from(at).is_some() => {
                let from = self.assigns_from(at).unwrap_or(at);
                self.expression(from, &[]);
            }
            "<" => self.skip(&[">"]),
            "#" => self.at += 3,
            "if" | "elsif" | "elseif" | "when" => self.expression(at + 1, &["then"]),
            "while" => self.expression(at + 1, &["loop"]),
            "case" => {
                self.at = self.find(at + 1, &["when"]);
                self.give_expression(at + 1..self.at);
            }
            "for" => self.for_loop(),
            "foreach" => self.after("array", &["loop"]),
            "exit" | "continue" => self.after("when", &[]),
            "assert" => self.expression(at + 1, &[]),
            "return" if self.is(at + 1, "query") => self.query(at + 2, &[]),
            "return" if self.is(at + 1, "next") => self.expression(at + 2, &[]),
            "return" => self.expression(at + 1, &[]),
            "open" => self.query_after(at, &["for"]),
            "execute" => self.query(at, &[]),
            "perform" => self.perform(),
            "null" | "raise" | "get" | "close" | "fetch" | "move" | "commit" | "rollback" => self.skip(&[]),
            // The CASE of `END CASE` opens nothing.
            "end" => {
                self.at += if self.is(at + 1, "case") { 2 } else { 1 };
                self.skip(&[]);
            }
            // Words that stand alone, and what is left of labels.
            "else" | "loop" | "exception" | "then" | ">" | ";" => self.at += 1,
            _ => self.query(at, &[]),
        }
    }

    fn declaration(&mut self) {
        let end = self.find(self.at, &[]);
        let cursor = (self.at..end).find(|&t| self.is(t, "cursor"));
        let value = (self.at..end).find(|&t| self.is(t, "=") || self.is(t, "default"));
        match (cursor, value) {
            (Some(cursor), _) if cursor <= self.at + 3 => self.query_after(cursor, &["for", "is"]),
            (_, Some(value)) => self.expression(value + 1, &[]),
            _ => self.at = end + 1,
        }
    }

    /// Where the value of an assignment begins, if one begins here: `a.b[1] := value`.
    fn assigns_from(&self, at: usize) -> Option<usize> {
        let is_name = matches!(self.tokens.get(at)?.kind, Kind::Word | Kind::Quoted | Kind::Param);
        let mut next = at + 1;
        if !is_name {
            return None;
        }
        // Each turn takes a token or two, and the last finds none.
        loop {
            if self.is(next, ".") {
                next += 2;
            } else if self.is(next, "[") {
                next = (next..self.tokens.len()).find(|&t| self.is(t, "]") || self.is(t, ";"))? + 1;
            } else if self.is(next, ":") && self.is(next + 1, "=") {
                return Some(next + 2);
            } else {
                return self.is(next, "=").then_some(next + 1);
            }
        }
    }

    /// `FOR x IN query LOOP`, `FOR i IN 1..10 LOOP`, `FOR r IN cursor LOOP`.
    fn for_loop(&mut self) {
        let from = self.find(self.at, &["in", "loop"]) + 1;
        let from = if self.is(from, "reverse") { from + 1 } else { from };
        let end = self.find(from, &["loop"]);
        let dots = (from..end).find(|&t| self.is(t, ".") && self.is(t + 1, "."));
        let first = (from..end).find(|&t| !self.is(t, "("));
        let is_query = first.is_some_and(|t| QUERIES.iter().any(|q| self.is(t, q)) || self.is(t, "execute"));
        match dots {
            Some(dots) if !is_query => {
                self.give_expression(from..dots);
                self.expression(dots + 2, &["loop"]);
            }
            _ if is_query => self.query(from, &["loop"]),
            _ => self.at = end + 1,
        }
    }

    /// `PERFORM f()` runs the query that has SELECT in its place.
    fn perform(&mut self) {
        let (word, end) = (self.at, self.find(self.at, &[]));
        self.sql.push_instead(self.body, self.tokens[word].place.clone(), "SELECT ");
        self.sql.glue(" ");
        self.give(word + 1..end);
        self.at = end + 1;
    }

    /// A query behind one of some words, if that comes before the statement ends.
    fn query_after(&mut self, at: usize, words: &[&str]) {
        let from = self.find(at, words);
        self.at = from + 1;
        if !self.is(from, ";") {
            self.query(from + 1, &[]);
        }
    }

    /// An expression behind a word, if that comes before the statement ends.
    fn after(&mut self, word: &str, ends: &[&str]) {
        let from = self.find(self.at, &[word]);
        self.at = from + 1;
        if self.is(from, word) {
            self.expression(from + 1, ends);
        }
    }

    fn expression(&mut self, from: usize, ends: &[&str]) {
        let end = self.find(from, ends);
        self.give_expression(from..end);
        self.at = end + 1;
    }

    /// Only one that holds a query says anything. `v := count(*) FROM t` is a query, too.
    fn give_expression(&mut self, tokens: Range<usize>) {
        let from = self.find(tokens.start, &["from"]);
        let is_query = from < tokens.end && !self.is(from.wrapping_sub(1), "distinct");
        if is_query || tokens.clone().any(|t| self.is(t, "select")) {
            self.sql.glue("SELECT ");
            self.give(tokens);
        }
    }

    /// A statement of SQL, or `EXECUTE`.
    fn query(&mut self, from: usize, ends: &[&str]) {
        let end = self.find(from, ends);
        self.at = end + 1;
        if self.is(from, "execute") {
            let text_end = self.find(from, &["into", "using", "loop"]).min(end);
            return self.dynamic(from + 1..text_end);
        }
        let has_into = QUERIES.iter().any(|q| self.is(from, q));
        let mut into = if has_into { self.find(from, &["into"]) } else { end };
        while into < end && ["insert", "merge"].iter().any(|w| self.is(into.wrapping_sub(1), w)) {
            into = self.find(into + 1, &["into"]);
        }
        if into >= end {
            return self.give(from..end);
        }
        self.give_open(from..into);
        self.sql.glue(" ");
        self.give(self.targets_end(into + 1).min(end)..end);
    }

    /// The end of the variables after `INTO`.
    fn targets_end(&self, at: usize) -> usize {
        let mut at = if self.is(at, "strict") { at + 1 } else { at };
        loop {
            at += 1;
            loop {
                if self.is(at, ".") {
                    at += 2;
                } else if self.is(at, "[") {
                    at = self.find(at, &["]"]) + 1;
                } else {
                    break;
                }
            }
            if !self.is(at, ",") {
                return at;
            }
            at += 1;
        }
    }

    /// What a literal says, if it is SQL.
    fn dynamic(&mut self, tokens: Range<usize>) {
        let all = &self.tokens[tokens.start.min(tokens.end)..tokens.end];
        let ([first, ..], [.., last]) = (all, all) else { return };
        if !all.iter().all(Token::is_text) {
            return;
        }
        let mut source = Patchwork::default();
        source.glue("SELECT ");
        source.push_part(self.body, first.place.start..last.place.end);
        let parse = SourceFile::parse(source.text());
        let literal = parse.tree().syntax().descendants().find_map(ast::Literal::cast);
        let Some(said) = literal.and_then(|l| decoded(&l, &source)) else { return };
        if SourceFile::parse(said.text()).errors().is_empty() {
            let end = said.text().trim_end_matches(|c: char| c.is_whitespace() || c == ';').len();
            self.sql.push_part(&said, 0..end);
            self.sql.glue("\n;\n");
        }
    }

    fn give(&mut self, tokens: Range<usize>) {
        self.give_open(tokens);
        self.sql.glue(";\n");
    }

    fn give_open(&mut self, tokens: Range<usize>) {
        if let Some([first, .., last] | [first @ last]) = self.tokens.get(tokens) {
            self.sql.push_part(self.body, first.place.start..last.place.end);
        }
    }

    fn skip(&mut self, ends: &[&str]) {
        self.at = self.find(self.at, ends) + 1;
    }

    /// The first of some words or signs outside of parentheses and of CASE ... END, no further than the semicolon.
    fn find(&self, from: usize, words: &[&str]) -> usize {
        let (mut parens, mut blocks) = (0usize, 0usize);
        for at in from..self.tokens.len() {
            let is_level = parens == 0 && blocks == 0;
            if is_level && (self.is(at, ";") || words.iter().any(|w| self.is(at, w))) {
                return at;
            }
            match self.sign(at) {
                b'(' => parens += 1,
                b')' => parens = parens.saturating_sub(1),
                b'c' | b'C' if self.is(at, "case") => blocks += 1,
                b'b' | b'B' if self.is(at, "begin") && self.is(at + 1, "atomic") => blocks += 1,
                b'e' | b'E' if self.is(at, "end") => blocks = blocks.saturating_sub(1),
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// The first byte of a token that is a word or a sign; 0 of others.
    fn sign(&self, at: usize) -> u8 {
        match &self.tokens[at] {
            Token { kind: Kind::Word | Kind::Other, place } => self.body.text().as_bytes()[place.start],
            _ => 0,
        }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            matches!(t.kind, Kind::Word | Kind::Other) && self.body.text()[t.place.clone()].eq_ignore_ascii_case(word)
        })
    }

    fn lower(&self, at: usize) -> String {
        let token = &self.tokens[at];
        let is_word = matches!(token.kind, Kind::Word | Kind::Other);
        if is_word { self.body.text()[token.place.clone()].to_ascii_lowercase() } else { String::new() }
    }
}
