//! What a browser would make of a page: its tags, read by the standard's own tokenizer.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// One start tag, and the text between it and the next tag.
#[derive(Debug, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }
}

#[derive(Default)]
struct Sink(RefCell<Vec<Element>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let name = tag.name.to_string();
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                self.0.borrow_mut().push(Element { name: name.clone(), attributes, text: String::new() });
                match name.as_str() {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::CharacterTokens(text) => {
                if let Some(last) = self.0.borrow_mut().last_mut() {
                    last.text.push_str(&text);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Every element of a page, in order.
pub fn elements(html: &str) -> Vec<Element> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Every value that anchors can name.
pub fn anchors(elements: &[Element]) -> BTreeSet<String> {
    elements
        .iter()
        .filter_map(|e| e.get("id").or_else(|| e.get("name").filter(|_| e.name == "a")))
        .map(str::to_owned)
        .collect()
}

/// Every URL of a page with the element it is in.
pub fn urls(elements: &[Element]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for e in elements {
        for (key, value) in &e.attributes {
            match key.as_str() {
                "href" | "src" | "action" | "poster" | "data" | "cite" | "formaction" | "xlink:href" => {
                    all.push((e.name.clone(), value.clone()))
                }
                "srcset" => all.extend(
                    value
                        .split(',')
                        .filter_map(|s| s.split_whitespace().next())
                        .map(|s| (e.name.clone(), s.to_owned())),
                ),
                "content" if e.get("http-equiv").is_some_and(|h| h.eq_ignore_ascii_case("refresh")) => {
                    let url = value.split_once("url=").map_or("", |(_, url)| url);
                    all.push((e.name.clone(), url.to_owned()));
                }
                _ => {}
            }
        }
    }
    all
}

/// What a strict policy would refuse or a reader should fear: scripts in the page, handlers, styles, script URLs.
pub fn forbidden(elements: &[Element]) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_body = false;
    for e in elements {
        let shown = || format!("<{} {:?}>{}", e.name, e.attributes, e.text.trim());
        let is_foreign = matches!(
            e.name.as_str(),
            "iframe"
                | "object"
                | "embed"
                | "base"
                | "frame"
                | "applet"
                | "portal"
                | "foreignobject"
                | "foreignObject"
                | "style"
        );
        let is_inline_script =
            e.name == "script" && (e.get("src").is_none_or(|s| s.contains("//")) || !e.text.trim().is_empty());
        let is_bad_attribute = e.attributes.iter().any(|(key, value)| {
            let bare: String =
                value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase();
            let is_script_url =
                ["javascript:", "vbscript:", "data:text", "data:application"].iter().any(|s| bare.starts_with(s));
            key.starts_with("on") || key == "style" || key == "srcdoc" || is_script_url
        });
        // Both belong to a page's head, which no document writes.
        let is_out_of_place = in_body && matches!(e.name.as_str(), "meta" | "link" | "body" | "html");
        in_body |= e.name == "body";
        if is_foreign || is_out_of_place || is_inline_script || is_bad_attribute {
            found.push(shown());
        }
    }
    found
}

#[test]
fn the_judge_sees_what_is_forbidden() {
    for bad in [
        "<script>x</script>",
        "<script src='//evil/x.js'></script>",
        "<a href=' java\nscript:x'>",
        "<p onclick=x>",
        "<p style='x'>",
        "<svg><a xlink:href='javascript:x'>",
        "<iframe src=x>",
        "<style>x</style>",
        "<body><meta http-equiv=refresh content='0;url=x'>",
        "<body><link rel=stylesheet href=//evil>",
    ] {
        assert_eq!(forbidden(&elements(bad)).len(), 1, "{bad}");
    }
    for good in [
        "<script src='a.js' defer></script>",
        "<p>onclick=x</p>",
        "<!-- <script>x</script> -->",
        "<title><script></title>",
    ] {
        assert_eq!(forbidden(&elements(good)), Vec::<String>::new(), "{good}");
    }
}
