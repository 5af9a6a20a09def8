//! Code to spans with the theme's short classes, with syntect and the syntaxes that bat collects.
//!
//! A token's class is that of the innermost of its scopes that has one; the classes of scopes are looked up
//! once and kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::text::escape;

/// Blocks beyond these are not worth the time: they are data, not something to read.
const MAX_LINES: usize = 2_000;
const MAX_LINE: usize = 5_000;

/// Loaded when the first block of code is drawn.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Names that people use and the syntax set does not know.
fn alias(lang: &str) -> &str {
    match lang {
        "psql" | "postgres" | "postgresql" | "plpgsql" | "pgsql" | "mysql" => "sql",
        "sh" | "shell" | "console" | "zsh" | "shell-session" | "shellsession" | "ksh" => "bash",
        "yml" => "yaml",
        "hcl" | "tf" => "terraform",
        "conf" | "cfg" | "systemd" | "service" => "ini",
        "jsonc" | "json5" => "json",
        "golang" => "go",
        "docker" => "dockerfile",
        other => other,
    }
}

fn syntax(lang: &str) -> Option<&'static SyntaxReference> {
    match lang {
        "" | "text" | "txt" | "plain" | "plaintext" | "promql" | "none" => None,
        lang => SYNTAXES.find_syntax_by_token(alias(lang)),
    }
}

/// Writes a block of code.
pub(super) fn html(out: &mut String, lang: &str, code: &str) {
    match parse(lang, code) {
        None => escape(out, code),
        Some(lines) => {
            for (index, line) in lines.iter().enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                out.push_str(line);
            }
        }
    }
}

/// The lines of a block of code, each with its own spans.
pub(super) fn lines(lang: &str, code: &str) -> Vec<String> {
    parse(lang, code).unwrap_or_else(|| {
        let escaped = |line: &str| {
            let mut out = String::with_capacity(line.len() + 16);
            escape(&mut out, line);
            out
        };
        code.split('\n').map(escaped).collect()
    })
}

/// None where there is nothing to highlight with.
fn parse(lang: &str, code: &str) -> Option<Vec<String>> {
    let syntax = syntax(lang)?;
    if code.split('\n').nth(MAX_LINES).is_some() || code.split('\n').any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let mut place = Place::start(syntax);
    code.split('\n').map(|line| place.next(line)).collect()
}

/// Where in a block the parser is: everything that the next line's colours depend on.
#[derive(Clone, PartialEq)]
struct Place {
    state: ParseState,
    scopes: ScopeStack,
    /// The class of each scope.
    classes: Vec<Class>,
}

/// A line that was drawn before, and where that left the parser.
struct Drawn {
    before: Place,
    html: String,
    after: Place,
}

/// How many lines a thread remembers, how long they may be, and in how many places each. Runbooks say `BEGIN;` and `set -euo pipefail`
/// over and over, and matching a grammar's expressions is most of the cost of drawing a page.
const REMEMBERED: usize = 4_096;
const MEMORABLE: usize = 120;
/// A closing brace stands at many depths; a handful of them is worth the search.
const PLACES: usize = 8;

thread_local! {
    static DRAWN: RefCell<HashMap<String, Vec<Drawn>>> = RefCell::default();
}

impl Place {
    fn start(syntax: &SyntaxReference) -> Self {
        Self { state: ParseState::new(syntax), scopes: ScopeStack::new(), classes: vec![Class::Plain] }
    }

    /// Draws a line and goes on behind it; None where the grammar gives up.
    fn next(&mut self, line: &str) -> Option<String> {
        if line.len() > MEMORABLE {
            return self.draw(line);
        }
        let known = DRAWN.with_borrow(|drawn| {
            let same = drawn.get(line)?.iter().find(|d| d.before == *self)?;
            Some((same.html.clone(), same.after.clone()))
        });
        if let Some((html, after)) = known {
            *self = after;
            return Some(html);
        }
        let before = self.clone();
        let html = self.draw(line)?;
        DRAWN.with_borrow_mut(|drawn| {
            if drawn.len() < REMEMBERED || drawn.contains_key(line) {
                let after = self.clone();
                let places = drawn.entry(line.to_owned()).or_default();
                if places.len() < PLACES {
                    places.push(Drawn { before, html: html.clone(), after });
                }
            }
        });
        Some(html)
    }

    fn draw(&mut self, line: &str) -> Option<String> {
        let ops = self.state.parse_line(&format!("{line}\n"), &SYNTAXES).ok()?;
        let (scopes, classes) = (&mut self.scopes, &mut self.classes);
        let mut html = Line::new(line);
        for (at, op) in ops {
            html.up_to(at, *classes.last().unwrap_or(&Class::Plain));
            scopes
                .apply_with_hook(&op, |op, _| match op {
                    BasicScopeStackOp::Push(scope) => {
                        let outer = *classes.last().unwrap_or(&Class::Plain);
                        classes.push(match class(scope) {
                            Class::Inherit => outer,
                            own => own,
                        });
                    }
                    BasicScopeStackOp::Pop => {
                        classes.pop();
                    }
                })
                .ok()?;
        }
        html.up_to(line.len(), *classes.last().unwrap_or(&Class::Plain));
        Some(html.finish())
    }
}

/// One line being written; neighbours of one class share a span.
struct Line<'l> {
    text: &'l str,
    done: usize,
    open: Class,
    out: String,
}

impl<'l> Line<'l> {
    fn new(text: &'l str) -> Self {
        let out = String::with_capacity(text.len() * 3);
        Self { text, done: 0, open: Class::Plain, out }
    }

    fn up_to(&mut self, at: usize, class: Class) {
        let end = at.min(self.text.len());
        if end <= self.done {
            return;
        }
        let part = &self.text[self.done..end];
        self.done = end;
        // Spaces look the same in every class.
        if class != self.open && !part.bytes().all(|b| b.is_ascii_whitespace()) {
            self.close();
            if let Class::Named(name) = class {
                self.out.push_str("<span class=\"");
                self.out.push_str(name);
                self.out.push_str("\">");
            }
            self.open = class;
        }
        escape(&mut self.out, part);
    }

    fn close(&mut self) {
        if let Class::Named(_) = self.open {
            self.out.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.out
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    /// The scope says nothing: the one around it does.
    Inherit,
    Plain,
    Named(&'static str),
}

thread_local! {
    static CLASSES: RefCell<HashMap<Scope, Class>> = RefCell::default();
}

fn class(scope: Scope) -> Class {
    CLASSES.with_borrow_mut(|known| *known.entry(scope).or_insert_with(|| class_of(&scope.build_string())))
}

/// The first entry whose scope is the token's scope, or the start of it, decides.
const TABLE: &[(&str, Class)] = &[
    ("comment", Class::Named("c")),
    ("punctuation.definition.comment", Class::Named("c")),
    ("constant.character.escape", Class::Named("n")),
    ("constant", Class::Named("n")),
    ("punctuation.definition.string", Class::Named("s")),
    ("string.unquoted", Class::Inherit),
    ("string", Class::Named("s")),
    ("keyword.operator.logical.sql", Class::Named("k")),
    ("keyword.operator.word", Class::Named("k")),
    ("keyword.operator.assignment.alias.sql", Class::Named("k")),
    ("keyword.operator", Class::Named("o")),
    ("keyword", Class::Named("k")),
    ("storage.type.sql", Class::Named("t")),
    ("storage.type.numeric", Class::Named("n")),
    ("storage", Class::Named("k")),
    ("entity.name.function", Class::Named("f")),
    ("entity.name.tag", Class::Named("a")),
    ("entity.name.section", Class::Named("gh")),
    ("entity.name", Class::Named("t")),
    ("entity.other.attribute-name", Class::Named("a")),
    ("entity.other.inherited-class", Class::Named("t")),
    ("support.function", Class::Named("f")),
    ("support.constant", Class::Named("n")),
    ("support.variable", Class::Named("v")),
    ("support.type.property-name", Class::Named("a")),
    ("support", Class::Named("t")),
    ("variable.function", Class::Named("f")),
    ("variable.language.star", Class::Named("o")),
    ("variable.annotation", Class::Named("a")),
    ("variable", Class::Named("v")),
    ("markup.inserted", Class::Named("gi")),
    ("markup.deleted", Class::Named("gd")),
    ("markup.heading", Class::Named("gh")),
    ("markup.raw", Class::Named("s")),
    ("meta.diff.header", Class::Named("gh")),
    ("meta.diff.range", Class::Named("gh")),
    ("meta.interpolation", Class::Plain),
    ("meta.template.expression", Class::Plain),
    ("invalid.deprecated", Class::Inherit),
    ("invalid", Class::Named("e")),
    ("punctuation.definition.variable", Class::Named("v")),
    ("punctuation.definition.parameter", Class::Named("v")),
    ("punctuation", Class::Named("p")),
    ("source", Class::Plain),
];

fn class_of(scope: &str) -> Class {
    TABLE
        .iter()
        .find(|(prefix, _)| scope.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        .map_or(Class::Inherit, |(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(lang: &str, code: &str) -> String {
        let mut out = String::new();
        html(&mut out, lang, code);
        out
    }

    #[test]
    fn tokens_get_the_themes_classes() {
        assert_eq!(
            one("psql", "SELECT 1; -- <x>"),
            "<span class=\"k\">SELECT </span><span class=\"n\">1</span>; <span class=\"c\">-- &lt;x&gt;</span>"
        );
        let yaml = one("yml", "key: \"value\" # why");
        assert!(yaml.contains("<span class=\"s\">\"value\"") && yaml.contains("<span class=\"c\"># why"), "{yaml}");
    }

    #[test]
    fn a_string_of_several_lines_is_closed_on_each() {
        let lines = lines("rust", "let s = \"a\nb\";");
        assert_eq!(lines.len(), 2);
        for line in lines {
            assert_eq!(line.matches("<span").count(), line.matches("</span>").count(), "{line}");
        }
    }

    #[test]
    fn a_remembered_line_is_drawn_as_its_place_wants_it() {
        let text = "x\n";
        let first = one("rust", text);
        let inside = lines("rust", "/*\nx\n*/\nx");
        assert_eq!(one("rust", text), first);
        assert_ne!(inside[1], inside[3]);
        assert_eq!(lines("rust", "/*\nx\n*/\nx"), inside);
    }

    #[test]
    fn unknown_and_huge_blocks_are_plain() {
        assert_eq!(one("nonesuch", "a < b"), "a &lt; b");
        let huge = "SELECT 1;\n".repeat(MAX_LINES + 1);
        assert!(!one("sql", &huge).contains("<span"));
        let wide = format!("SELECT '{}'", "x".repeat(MAX_LINE));
        assert!(!one("sql", &wide).contains("<span"));
    }

    #[test]
    fn aliases_lead_to_syntaxes() {
        for lang in
            ["postgresql", "console", "hcl", "conf", "yml", "rust", "python", "toml", "dockerfile", "json", "go"]
        {
            assert!(syntax(lang).is_some(), "{lang}");
        }
        assert!(syntax("promql").is_none());
    }
}
