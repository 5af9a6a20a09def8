//! What stands after the fence of a code block. Other tools' ways of writing it are read too; what nobody
//! understands is a word like any other.

use std::ops::RangeInclusive;

use super::CodeInfo;

/// Line numbers above this are not believed: a mark is a line of a block that is highlighted.
const MAX_LINE: usize = 1_000_000;

impl CodeInfo {
    pub(super) fn parse(info: &str) -> Self {
        let mut parsed = Self::default();
        let info = info.trim();
        // Pandoc writes `{.sql title="…"}`, with the language as a class.
        let info = match info.strip_prefix('{').and_then(|i| i.strip_suffix('}')) {
            Some(inner) if inner.trim_start().starts_with('.') => inner,
            _ => info,
        };
        for (number, word) in words(info).into_iter().enumerate() {
            parsed.word(word, number == 0);
        }
        if parsed.lang == "diff" {
            parsed.diff = true;
        }
        parsed
    }

    fn word(&mut self, word: &str, first: bool) {
        let braces = |open, close| word.strip_prefix(open).and_then(|w: &str| w.strip_suffix(close));
        if let Some(lines) = braces('{', '}') {
            self.marks.extend(line_ranges(lines));
        } else if let Some(title) = braces('[', ']') {
            self.title = Some(title.to_owned());
        } else if let Some((key, value)) = word.split_once('=') {
            let value = unquoted(value).to_owned();
            match key {
                "title" => self.title = Some(value),
                "tab" => self.tab = Some(value),
                "hl_lines" => self.marks.extend(line_ranges(&value)),
                _ => self.attrs.push((key.to_owned(), value)),
            }
        } else if first {
            // `rust,editable` (mdBook, rustdoc) and `js{1,3}` (Gatsby).
            let (word, lines) = match word.split_once('{') {
                Some((word, lines)) => (word, lines.trim_end_matches('}')),
                None => (word, ""),
            };
            self.marks.extend(line_ranges(lines));
            let mut parts = word.split(',').map(|part| part.trim_start_matches('.'));
            self.lang = parts.next().unwrap_or_default().to_lowercase();
            self.words.extend(parts.filter(|p| !p.is_empty()).map(str::to_owned));
        } else if word == "diff" {
            self.diff = true;
        } else {
            self.words.push(word.to_owned());
        }
    }

    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|w| w == word)
    }
}

/// Splits at spaces outside quotes, braces and brackets.
fn words(info: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0usize);
    for (i, c) in info.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, c) if c.is_whitespace() && depth == 0 => {
                words.push(&info[start..i]);
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    words.push(&info[start..]);
    words.retain(|w| !w.is_empty());
    words
}

fn unquoted(value: &str) -> &str {
    ['"', '\''].iter().find_map(|&q| value.strip_prefix(q).map(|v| v.strip_suffix(q).unwrap_or(v))).unwrap_or(value)
}

/// `2,4-5`, or with spaces between.
fn line_ranges(text: &str) -> Vec<RangeInclusive<usize>> {
    let number = |n: &str| n.trim().parse::<usize>().ok().filter(|n| (1..=MAX_LINE).contains(n));
    text.split([',', ' '])
        .filter_map(|part| match part.split_once('-') {
            Some((from, to)) => Some(number(from)?..=number(to)?),
            None => number(part).map(|n| n..=n),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_at_once() {
        let info = CodeInfo::parse(r#"SQL title="Find the blocker" {2,4-5} diff bad rule="no-star" tab='psql'"#);
        assert_eq!(info.lang, "sql");
        assert_eq!(info.title.as_deref(), Some("Find the blocker"));
        assert_eq!(info.marks, [2..=2, 4..=5]);
        assert!(info.diff && info.has("bad") && !info.has("good"));
        assert_eq!(info.attrs, [("rule".to_owned(), "no-star".to_owned())]);
        assert_eq!(info.tab.as_deref(), Some("psql"));
    }

    #[test]
    fn other_tools_are_understood() {
        assert_eq!(CodeInfo::parse("rust,editable").lang, "rust");
        assert!(CodeInfo::parse("rust,editable").has("editable"));
        assert_eq!(CodeInfo::parse("py hl_lines=\"2 4-6\"").marks, [2..=2, 4..=6]);
        assert_eq!(CodeInfo::parse("js{1,3}").marks, [1..=1, 3..=3]);
        assert_eq!(CodeInfo::parse("{.sql title=x}").lang, "sql");
        assert_eq!(CodeInfo::parse("js [config.js] {1} showLineNumbers").title.as_deref(), Some("config.js"));
        assert!(CodeInfo::parse("diff").diff);
        for odd in ["", "{", "}", "title=\"", "{-}", "{0-99999999999999999999}", "a=b=c", "\u{a0}"] {
            CodeInfo::parse(odd);
        }
    }
}
