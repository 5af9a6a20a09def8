//! Character references in raw HTML, as far as checks need them: numbers, and the names that matter for
//! reading text and for spotting a URL's scheme. What is drawn is decoded by the sanitiser's real parser.

use std::borrow::Cow;

pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let mut out = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a text starting with `&` refers to, and the length of the reference.
fn reference(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        let (digits, radix, skip) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let len = digits.bytes().take_while(|b| (*b as char).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..len.min(8))?, radix).ok()?;
        let semicolon = usize::from(digits[len..].starts_with(';'));
        let c = char::from_u32(code).filter(|&c| c != '\0').unwrap_or('\u{fffd}');
        return (len > 0).then_some((c, skip + len + semicolon));
    }
    const NAMES: [(&str, char); 9] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&apos;", '\''),
        ("&nbsp;", '\u{a0}'),
        ("&colon;", ':'),
        ("&Tab;", '\t'),
        ("&NewLine;", '\n'),
    ];
    NAMES.iter().find(|(name, _)| text.starts_with(name)).map(|&(name, c)| (c, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names() {
        assert_eq!(decode("a&amp;b &#106;&#x61v &bogus; &"), "a&b jav &bogus; &");
        assert_eq!(decode("java&Tab;script&colon;x"), "java\tscript:x");
        assert_eq!(decode("&#0; &#xffffffffff;"), "\u{fffd} \u{fffd}");
    }
}
