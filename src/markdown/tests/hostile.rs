//! Documents that nobody wrote: no panic, honest spans, balanced HTML, the same result twice, and all that in
//! time that grows no faster than the document.

use std::time::{Duration, Instant};

use super::*;
use crate::markdown::tags::{self, Token};

/// xorshift64*
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// One of the parts of a list that `¦` separates.
    fn part<'t>(&mut self, list: &'t str) -> &'t str {
        let count = list.split('¦').count() as u64;
        let index = self.next() % count;
        list.split('¦').nth(index as usize).unwrap_or_default()
    }
}

const PARTS: &str = concat!(
    "\n¦\n\n¦ ¦  ¦    ¦\t¦\r\n¦a¦é¦数¦🚢¦WAL¦x_y¦# ¦## ¦- ¦1. ¦> ¦>¦```¦~~~¦```sql {1-3} title=\"x\"\n¦",
    "```diff\n¦```mermaid\n¦`¦*¦**¦_¦~~¦[¦]¦](¦)¦![¦[[¦]]¦|¦|--|\n¦| a | b |\n|---|:-:|\n¦:¦: ¦[^1]¦",
    "[^1]: ¦$¦$$¦\\¦\\frac{1}{¦\\operatorname{¦\\text{¦{¦}¦{#id}¦{risk: high}¦:::note T\n¦:::\n¦",
    "::::\n¦:::tabs\n¦== L\n¦:::x\n¦*[A]: b\n¦<¦>¦<div>¦</div>¦<a href=\"x\">¦</a>¦<script>¦",
    "</script>¦<!--¦-->¦<?¦?>¦<![CDATA[¦<b on¦onclick=x ¦style='¦'¦\"¦&¦&amp;¦&#xfdd0;¦",
    "\u{fdd0}0\u{fdd1}¦\0¦\u{feff}¦\u{202e}¦http://¦https://a.b¦www.a.b¦(http://¦.¦{{#include f.md}}¦",
    "{{#include p.md}}¦{{#include f.md:2}}¦{{¦}}¦---\n¦===\n¦***\n¦[x]: y\n¦- [x] ¦<img src=x>¦",
    "<table>¦<td>¦<p>¦</p>¦</aside>¦[!NOTE]\n",
);

fn document(random: &mut Random) -> String {
    let length = random.next() % 60;
    let mut text = String::new();
    for _ in 0..length {
        text.push_str(random.part(PARTS));
    }
    text
}

#[track_caller]
fn check_span(sources: &Sources, span: Span, text: &str) {
    let file = sources.text(span.file);
    assert!(file.get(span.range()).is_some(), "{span:?} does not fit\n{text:?}");
}

/// Every element that is opened is closed, inside the one it was opened in.
#[track_caller]
fn check_balance(html: &str, text: &str) {
    let mut open: Vec<String> = Vec::new();
    for token in tags::tokens(html) {
        let Token::Tag(tag) = token else { continue };
        if ["br", "hr", "img", "input", "source", "col", "wbr"].contains(&tag.name.as_str()) {
            continue;
        }
        if html[tag.range.clone()].ends_with("/>") {
            continue;
        }
        if !tag.closing {
            open.push(tag.name);
        } else {
            assert_eq!(open.pop().as_deref(), Some(tag.name.as_str()), "{text:?}\n{html}");
        }
    }
    assert!(open.is_empty(), "{open:?} stay open\n{text:?}\n{html}");
}

fn check(text: &str) {
    let sources = sources(&[("p.md", text), ("f.md", "---\na: b\n---\n[f](g)\n> quoted\n:::note\n")]);
    for raw_html in [RawHtml::Sanitise, RawHtml::Escape] {
        let options = Options { raw_html };
        let (outline, problems) = scan(&body(&sources), &options);
        assert_eq!((&outline, &problems), (&scan(&body(&sources), &options).0, &scan(&body(&sources), &options).1));
        let spans = (problems.iter().map(|p| p.span))
            .chain(outline.headings.iter().map(|h| h.span))
            .chain(outline.links.iter().map(|l| l.span))
            .chain(outline.math.iter().map(|m| m.span))
            .chain(outline.code.iter().flat_map(|c| [c.span, c.info_span]));
        for span in spans {
            check_span(&sources, span, text);
        }
        let mut anchors: Vec<&str> = outline.headings.iter().map(|h| h.id.as_str()).collect();
        anchors.sort_unstable();
        assert!(anchors.windows(2).all(|pair| pair[0] != pair[1]), "{text:?}");
        let cx = RenderContext {
            resolve: &Echo,
            glossary: None,
            options: &options,
            asset_prefix: "",
            drop_h1: true,
            notes: &Default::default(),
            code: &[],
        };
        let fragment = render(&body(&sources), &cx);
        assert_eq!(fragment, render(&body(&sources), &cx));
        check_balance(&fragment.html, text);
    }
    let options = Options { raw_html: RawHtml::Allow };
    let cx = RenderContext {
        resolve: &Echo,
        glossary: None,
        options: &options,
        asset_prefix: "",
        drop_h1: false,
        notes: &Default::default(),
        code: &[],
    };
    render(&body(&sources), &cx);
}

#[test]
fn nonsense_is_harmless() {
    let mut random = Random(0x5eed_cafe_f00d_0001);
    for _ in 0..1500 {
        check(&document(&mut random));
    }
}

/// What takes quadratic time anywhere takes minutes on these.
#[test]
fn huge_documents_take_their_time_and_no_more() {
    let mega = |part: &str| part.repeat((1 << 16) / part.len());
    for part in [
        "a ",
        "[",
        "![",
        "[[",
        "](",
        "*a ",
        "`",
        "<",
        "<a ",
        "<a href=\"x\">",
        "<script>",
        "<!--",
        "</p>",
        "$x",
        "\\",
        "(http://",
        "(http://_",
        "www.",
        "&",
        "&#",
        "{{#include ",
        "{",
        "|",
        ":::note\n",
        ":::tabs\n",
        "== L\n",
        "```tab=x\n",
        "[^1]",
        "\"",
        "😀",
        "<b>x</b> ",
        "<script></b>",
        "{risk:",
        "- [ ] ",
    ] {
        let text = mega(part);
        let begun = Instant::now();
        let html = html(&text);
        let (_, _) = outline(&text);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(15), "{part:?} took {took:?} and gave {} bytes", html.len());
    }
}

#[test]
fn deep_documents_do_not_overflow_the_stack() {
    for part in ["> ", "- ", "1. ", "[", "*", "**", "<div>", "<b>", "{", "((", ":::note\n", ":::tabs\n== a\n"] {
        check(&part.repeat(10_000));
    }
    let nested: String = (0..1000).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    check(&nested);
    for formula in ["{", "\\frac{", "x^", "x_{", "\\left(", "\\sqrt{", "\\begin{matrix}", "\\text{"] {
        let _ = math::validate(&formula.repeat(3000));
        let _ = math::validate(&formula.repeat(90));
    }
    for diagram in ["subgraph x\n", "A-->", "A[", "a & ", "((", "{"] {
        let _ = diagram::Drawing::default().light(&format!("graph TD\n{}", diagram.repeat(4000)));
        let _ = diagram::Drawing::default().light(&format!("graph TD\n{}", diagram.repeat(400)));
    }
    let _ = diagram::Drawing::default().light(&format!("sequenceDiagram\n{}", "loop x\n".repeat(400)));
    let _ = diagram::Drawing::default().light(&format!("stateDiagram-v2\n{}", "state x {\n".repeat(400)));
}

/// The library that draws formulas does not escape all it writes: what comes out may only ever be MathML.
#[test]
fn formulas_hold_nothing_but_mathml() {
    const TEX: &str = concat!(
        "<¦>¦&¦\"¦'¦a¦script¦img onerror=x¦/¦=¦ ¦{¦}¦^¦_¦\\left¦\\right¦\\big¦\\not¦\\text{¦\\mathrm{¦",
        "\\mathbf{¦\\operatorname{¦\\frac¦\\sqrt¦\\begin{array}{c|c}¦\\end{array}¦\\begin{cases}¦",
        "\\end{cases}¦\\\\¦\\char`¦\\color{red}¦\\lt¦\\gt¦\\langle¦1¦(¦)¦\\stackrel¦\\overset¦",
        "\\substack{¦\\mathop{¦\\genfrac¦\\hspace{1em}¦\\def\\x#1{#1}¦\\x¦~¦%¦#",
    );
    let mut random = Random(0x5eed_cafe_f00d_0002);
    for _ in 0..3000 {
        let length = random.next() % 12;
        let tex: String = (0..length).map(|_| random.part(TEX)).collect();
        let html = math::html(&tex, true);
        for token in tags::tokens(&html) {
            let Token::Tag(tag) = token else { continue };
            assert!(tag.name == "code" || tag.name.starts_with('m') && tag.name != "meta", "{tex}\n{html}");
            assert!(tag.attributes.iter().all(|a| !a.name.starts_with("on") && a.name != "style"), "{tex}\n{html}");
        }
        check_balance(&html, &tex);
    }
}
