use super::*;

#[test]
fn headings_have_githubs_anchors_and_places() {
    let text = "# A *title* `x`\n\n## Same\n\n## Same\n\ntext\n\n### Own {#same}\n";
    let (outline, _) = outline(text);
    let read: Vec<_> = outline
        .headings
        .iter()
        .map(|h| (h.level, h.text.as_str(), h.id.as_str(), h.empty, &text[h.span.range()]))
        .collect();
    assert_eq!(
        read,
        [
            (1, "A title x", "a-title-x", false, "A *title* `x`"),
            // The explicit anchor wins over the ones that are made up.
            (2, "Same", "same-1", true, "Same"),
            (2, "Same", "same-2", false, "Same"),
            (3, "Own", "same", true, "Own"),
        ]
    );
    assert_eq!(outline.h1.map(|h| h.value).as_deref(), Some("A title x"));
}

#[test]
fn a_title_comes_first() {
    assert!(outline("text\n\n# Late").0.h1.is_none());
    assert!(outline("## Other\n\n# Late").0.h1.is_none());
    assert!(outline("> # Quoted").0.h1.is_none());
    assert!(outline("<!-- a note -->\n\n# Title").0.h1.is_some());
}

#[test]
fn links_stand_where_they_were_written() {
    let text = "[a](../x.md#y \"T\") ![b](<p q.png>) [c][ref] [[W#h|shown]] ![[i.png]] <https://auto.x> \
                <me@x.org> see https://bare.x/y_z. [e](a\\_b.md)\n\n[ref]: def.md\n\n\
                <a href=\"raw.md\">raw text</a> <img src='r.png' alt=\"R\">\n";
    let (outline, _) = outline(text);
    let read: Vec<_> =
        outline.links.iter().map(|l| (l.kind, l.dest.as_str(), l.text.as_str(), &text[l.span.range()])).collect();
    use LinkKind::*;
    assert_eq!(
        read,
        [
            (Link, "../x.md#y", "a", "../x.md#y"),
            (Image, "p q.png", "b", "p q.png"),
            (Link, "def.md", "c", "def.md"),
            (Wiki, "W#h", "shown", "W#h"),
            (WikiImage, "i.png", "i.png", "i.png"),
            (Link, "https://auto.x", "https://auto.x", "https://auto.x"),
            (Link, "mailto:me@x.org", "me@x.org", "me@x.org"),
            (Link, "https://bare.x/y_z", "https://bare.x/y_z", "https://bare.x/y_z"),
            (Link, "a_b.md", "e", "a\\_b.md"),
            (HtmlLink, "raw.md", "raw text", "raw.md"),
            (HtmlImage, "r.png", "R", "r.png"),
        ]
    );
}

#[test]
fn code_is_not_prose() {
    let text = "```text\nhttps://x.y [a](b) $x$ [[w]] :::note\n```\n\n`https://x.y` and `[[w]]`\n";
    let (outline, _) = outline(text);
    assert_eq!(outline.links, []);
    assert_eq!(outline.math, []);
    assert_eq!(outline.code[0].text, "https://x.y [a](b) $x$ [[w]] :::note\n");
}

#[test]
fn code_blocks_know_their_places() {
    let text = "- item\n\n  ```sql title=\"T\" bad\n  SELECT 1;\n  SELECT 2;\n  ```\n\n```\n```\n\n    indented\n";
    let (outline, _) = outline(text);
    let code = &outline.code;
    assert_eq!(code[0].text, "SELECT 1;\nSELECT 2;\n");
    assert_eq!(&text[code[0].info_span.range()], "sql title=\"T\" bad");
    assert_eq!(text[code[0].span.range()].trim_end(), "SELECT 1;\n  SELECT 2;");
    assert!(code[1].text.is_empty() && code[1].span.start == code[1].span.end);
    assert_eq!(&text[code[2].span.range()], "indented\n");
}

#[test]
fn prose_with_prices_is_no_math() {
    let text = "It costs $5 and $6. But $x^2$ and\n\n$$\ny\n$$\n";
    let (outline, _) = outline(text);
    let read: Vec<_> = outline.math.iter().map(|m| (m.tex.as_str(), m.display, &text[m.span.range()])).collect();
    assert_eq!(read, [("x^2", false, "x^2"), ("\ny\n", true, "\ny\n")]);
}

#[test]
fn terms_and_abbreviations() {
    let text = "WAL\n: Write-ahead *log*.\n\n  More.\n\n*[HA]: High availability\n\n## WAL\n";
    let (outline, _) = outline(text);
    let definition = &outline.definitions[0];
    assert_eq!((definition.term.as_str(), definition.text.as_str()), ("WAL", "Write-ahead log."));
    // The heading keeps GitHub's anchor.
    assert_eq!((definition.id.as_str(), outline.headings[0].id.as_str()), ("wal-1", "wal"));
    assert_eq!(outline.abbreviations, [Abbreviation { term: "HA".into(), text: "High availability".into() }]);
    assert!(!html(text).contains("*["));
}

#[test]
fn words_and_emptiness_are_counted_by_section() {
    let text =
        "Lead [link](x) text.\n\n## One\n\n- a\n- b\n\n| c | d |\n|---|---|\n| e | f |\n\n```sh\nls\n```\n\n## Two\n";
    let (outline, _) = outline(text);
    assert_eq!(outline.summary, "Lead link text.");
    assert_eq!(outline.words, 11);
    assert!(outline.headings[1].empty && !outline.headings[0].empty);
}

#[test]
fn anchors_of_raw_html_and_footnotes_count() {
    let (outline, _) = outline("<a name=\"old\"></a> x[^n]\n\n<div id=\"box\">\n\n</div>\n\n[^n]: note\n");
    assert_eq!(outline.ids, ["old", "box", "fn-1", "fnref-1"]);
}

#[test]
fn what_is_taken_out_is_reported_at_its_place() {
    let text = "> <div\n> onclick=\"x()\">\n>\n> <b style='x'>t</b> ssh <host>\n";
    let (_, problems) = outline(text);
    let read: Vec<_> = problems.iter().map(|p| (p.rule, &text[p.span.range()])).collect();
    assert_eq!(
        read,
        [("page/unsafe-html", "onclick=\"x()\""), ("page/unsafe-html", "style='x'"), ("page/unsafe-html", "<host>"),]
    );
    assert!(problems[2].help.as_deref().is_some_and(|help| help.contains("as code")));
    let none = |raw_html| scan(&body(&sources(&[("p.md", text)])), &Options { raw_html }).1;
    assert_eq!((none(RawHtml::Allow), none(RawHtml::Escape)), (vec![], vec![]));
}
