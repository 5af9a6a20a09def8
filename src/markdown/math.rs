//! TeX to MathML, at build time.
//!
//! With pulldown-latex: it is a stream of events with its own error for each mistake, and is in the lock file
//! already; math-core covers about the same and would need its own style sheet as well.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, Storage, push_mathml};

use super::quiet::quietly;
use super::text::escape;

/// Of a formula, in bytes. One that is longer is a mistake, or meant to do harm.
const MAX_LENGTH: usize = 10_000;
/// Groups inside groups; beyond this a recursive reader runs out of stack.
const MAX_DEPTH: usize = 100;

/// Whether a formula can be drawn; if not, why, in one line.
pub fn validate(tex: &str) -> Result<(), String> {
    mathml(tex, false).map(drop)
}

/// A formula as MathML, or its source as code where it cannot be drawn.
pub(super) fn html(tex: &str, display: bool) -> String {
    mathml(tex, display).unwrap_or_else(|_| {
        let mut out = String::from("<code>");
        escape(&mut out, tex);
        out.push_str("</code>");
        out
    })
}

fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > MAX_LENGTH {
        return Err(format!("the formula is longer than {MAX_LENGTH} bytes"));
    }
    if depth(tex) > MAX_DEPTH {
        return Err(format!("the formula is nested more than {MAX_DEPTH} deep"));
    }
    quietly(|| convert(tex, display)).unwrap_or_else(|| Err("the formula cannot be read".to_owned()))
}

fn convert(tex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(tex, &storage) {
        let event = event.map_err(|e| first_line(&e.to_string()))?;
        // The library writes these as they are, and so would let any element in.
        if let Event::Content(Content::Function(name) | Content::Number(name)) = event
            && name.contains(['<', '>', '&', '"'])
        {
            return Err("the name of an operator cannot hold `<`, `>`, `&` or quotes".to_owned());
        }
        events.push(Ok::<_, std::convert::Infallible>(event));
    }
    let config = RenderConfig {
        display_mode: if display { DisplayMode::Block } else { DisplayMode::Inline },
        ..RenderConfig::default()
    };
    let mut out = String::new();
    push_mathml(&mut out, events.into_iter(), config).map_err(|e| first_line(&e.to_string()))?;
    Ok(escaped(&without_styles(&out)))
}

/// The site's policy forbids inline styles. What goes with them is colour, and space between rows.
fn without_styles(html: &str) -> String {
    const STYLE: &str = " style=\"";
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(at) = rest.find(STYLE) {
        out.push_str(&rest[..at]);
        let value = &rest[at + STYLE.len()..];
        rest = value.find('"').map_or("", |end| &value[end + 1..]);
    }
    out.push_str(rest);
    out
}

/// Escapes the relations `<` and `>` and the letter `&`, which the library writes as they are. Each of them
/// stands alone in its element, so that no tag can be meant: those start with a letter or a slash.
fn escaped(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for (at, c) in html.char_indices() {
        let next = &html[at + c.len_utf8()..];
        match c {
            '<' if !in_tag && next.starts_with(|n: char| n == '/' || n.is_ascii_lowercase()) => {
                in_tag = true;
                out.push(c);
            }
            '>' if in_tag => {
                in_tag = false;
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if !["nbsp;", "amp;", "lt;", "gt;"].iter().any(|name| next.starts_with(name)) => {
                out.push_str("&amp;");
            }
            c => out.push(c),
        }
    }
    out
}

/// How deep a formula's groups are nested, at most.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for part in tex.split_inclusive(['{', '}', '[', ']', '^', '_', '\\']) {
        match part.as_bytes().last() {
            Some(b'{' | b'[' | b'^' | b'_') => depth += 1,
            Some(b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn first_line(message: &str) -> String {
    message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("cannot be read").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        assert_eq!(html("x", false), "<math display=\"inline\"><mi>x</mi></math>");
        assert!(html("\\frac{1}{2}", true).starts_with("<math display=\"block\"><mfrac>"));
        assert!(!html("\\color{red}{x}", true).contains("style"));
        assert_eq!(html("<", false), "<math display=\"inline\"><mo>&lt;</mo></math>");
        assert!(html("a \\not> \\&", false).contains("<mi>&amp;</mi>"));
        assert!(html("\\text{a<b & c}", false).contains("<mtext>a&lt;b &amp; c</mtext>"));
    }

    #[test]
    fn mistakes_are_told_in_one_line() {
        for wrong in ["\\nonesuch", "{", "\\frac{1}", "\\begin{x}", "x^", "\\operatorname{<b>}"] {
            let message = validate(wrong).expect_err(wrong);
            assert!(!message.is_empty() && !message.contains('\n'), "{wrong}: {message}");
        }
        assert!(validate(&"x".repeat(MAX_LENGTH + 1)).is_err());
        assert_eq!(html("\\nonesuch<", false), "<code>\\nonesuch&lt;</code>");
    }
}
