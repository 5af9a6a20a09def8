//! Raw HTML as tags with places. It is read as far as reporting and rewriting need; the sanitiser reads the
//! result again, with a browser's parser.

use std::ops::Range;

#[derive(Debug, PartialEq)]
pub(super) enum Token<'t> {
    Tag(Tag<'t>),
    /// Comments, doctypes and the inside of elements that hold no HTML (`<script>`).
    Hidden,
    Text(&'t str),
}

#[derive(Debug, PartialEq)]
pub(super) struct Tag<'t> {
    /// In lower case.
    pub name: String,
    pub closing: bool,
    pub attributes: Vec<Attribute<'t>>,
    pub range: Range<usize>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Attribute<'t> {
    /// In lower case.
    pub name: String,
    /// Between the quotes, as written.
    pub value: &'t str,
    /// Of the name and the value.
    pub range: Range<usize>,
    pub value_range: Range<usize>,
}

/// Elements whose inside a browser does not read as HTML.
const RAW: [&str; 9] = ["script", "style", "iframe", "noembed", "noframes", "noscript", "textarea", "title", "xmp"];

pub(super) fn is_raw(name: &str) -> bool {
    RAW.contains(&name)
}

pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut reader = Reader { html, at: 0, unclosed: Vec::new() };
    let (mut tokens, mut text) = (Vec::new(), 0);
    while let Some(next) = memchr::memchr(b'<', &html.as_bytes()[reader.at..]) {
        let start = reader.at + next;
        reader.at = start + 1;
        let token = match reader.peek() {
            Some(b'!' | b'?') => {
                reader.comment();
                Token::Hidden
            }
            Some(b'/') if reader.letter_at(start + 2) => {
                reader.at += 1;
                Token::Tag(reader.tag(start, true))
            }
            Some(b) if b.is_ascii_alphabetic() => Token::Tag(reader.tag(start, false)),
            _ => continue,
        };
        if text < start {
            tokens.push(Token::Text(&html[text..start]));
        }
        let inside = match &token {
            Token::Tag(tag) if !tag.closing && is_raw(&tag.name) => reader.end_of(&tag.name),
            _ => None,
        };
        tokens.push(token);
        if let Some(end) = inside {
            reader.at = end;
            tokens.push(Token::Hidden);
        }
        text = reader.at;
    }
    if text < html.len() {
        tokens.push(Token::Text(&html[text..]));
    }
    tokens
}

struct Reader<'t> {
    html: &'t str,
    at: usize,
    /// Raw elements that are not closed any more: to look again each time would take quadratic time.
    unclosed: Vec<String>,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    fn letter_at(&self, at: usize) -> bool {
        self.html.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic)
    }

    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(&keep) {
            self.at += 1;
        }
        start..self.at
    }

    fn comment(&mut self) {
        let rest = &self.html[self.at..];
        let (from, end) = if rest.starts_with("!--") { (3, "-->") } else { (0, ">") };
        // `<!-->` and `<!--->` are whole comments.
        let from = if end == "-->" && rest[1..].starts_with("-->") { 1 } else { from.min(2) };
        self.at = rest[from..].find(end).map_or(self.html.len(), |i| self.at + from + i + end.len());
    }

    fn tag(&mut self, start: usize, closing: bool) -> Tag<'t> {
        let name = self.take_while(|b| !b.is_ascii_whitespace() && b != b'>' && b != b'/');
        let name = self.html[name].to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.take_while(|b| b.is_ascii_whitespace() || b == b'/');
            match self.peek() {
                None => break,
                Some(b'>') => {
                    self.at += 1;
                    break;
                }
                Some(_) => attributes.push(self.attribute()),
            }
        }
        Tag { name, closing, attributes, range: start..self.at }
    }

    fn attribute(&mut self) -> Attribute<'t> {
        let start = self.at;
        // A name may start with `=`; after that it ends at one.
        self.at += 1;
        while !self.html.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/' | b'='));
        let name = self.html[start..self.at].to_ascii_lowercase();
        let after_name = self.at;
        self.take_while(|b| b.is_ascii_whitespace());
        if self.peek() != Some(b'=') {
            self.at = after_name;
            let value_range = after_name..after_name;
            return Attribute { name, value: "", range: start..after_name, value_range };
        }
        self.at += 1;
        self.take_while(|b| b.is_ascii_whitespace());
        let value_range = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.take_while(|b| b != quote);
                self.at = (self.at + 1).min(self.html.len());
                value
            }
            _ => self.take_while(|b| !b.is_ascii_whitespace() && b != b'>'),
        };
        let value = &self.html[value_range.clone()];
        Attribute { name, value, range: start..self.at, value_range }
    }

    /// Where the inside of a raw element ends; none where it is never closed.
    fn end_of(&mut self, name: &str) -> Option<usize> {
        if self.unclosed.iter().any(|n| n == name) {
            return None;
        }
        let rest = &self.html.as_bytes()[self.at..];
        let end = memchr::memmem::find_iter(rest, b"</")
            .find(|&i| rest.get(i + 2..i + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())))
            .map(|i| self.at + i);
        if end.is_none() {
            self.unclosed.push(name.to_owned());
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_know_their_places() {
        let html = "a <A HREF='x y' disabled data-n=3>b</a >";
        let tokens = tokens(html);
        let Token::Tag(tag) = &tokens[1] else { panic!("{tokens:?}") };
        assert_eq!(tag.name, "a");
        let read: Vec<_> =
            tag.attributes.iter().map(|a| (a.name.as_str(), a.value, &html[a.value_range.clone()])).collect();
        assert_eq!(read, [("href", "x y", "x y"), ("disabled", "", ""), ("data-n", "3", "3")]);
        assert_eq!(tokens[2], Token::Text("b"));
        assert!(matches!(&tokens[3], Token::Tag(tag) if tag.closing));
    }

    #[test]
    fn what_is_not_html_is_hidden() {
        assert_eq!(tokens("<!-- <b> -->"), [Token::Hidden]);
        let script = tokens("<script>if (a<b) {}</script>x");
        assert_eq!(script.len(), 4);
        assert_eq!(script[1], Token::Hidden);
        assert_eq!(tokens("a < b <3"), [Token::Text("a < b <3")]);
    }
}
