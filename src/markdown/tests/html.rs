use super::*;

#[track_caller]
fn has(text: &str, expected: &str) {
    let html = html(text);
    assert!(html.contains(expected), "{text}\n--- gave\n{html}\n--- without\n{expected}");
}

#[test]
fn headings_carry_their_anchors() {
    has(
        "# T\n\n## A & b",
        "<h2 id=\"a--b\">A &amp; b<a class=\"anchor\" href=\"#a--b\" aria-label=\"Link to this section\">#</a></h2>",
    );
    let dropped = render_with("# T\n\ntext\n\n# Second\n", RawHtml::Sanitise, true).html;
    assert!(dropped.starts_with("<p>text</p>\n<h2 id=\"second\">Second<"), "{dropped}");
    has("# T\n\n# U", "<h1 id=\"t\">T<a");
    has("# T\n\n# U", "<h2 id=\"u\">U<a");
}

#[test]
fn tables_scroll_in_their_own_box() {
    has(
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n",
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<thead><tr>\
         <th class=\"al-left\">a</th><th class=\"al-right\">b</th></tr></thead>\n<tbody>\n<tr>\
         <td class=\"al-left\">1</td><td class=\"al-right\">2</td></tr>\n</tbody>\n</table></div>\n",
    );
    // Landmarks of one page are told apart by their labels.
    has("|a|\n|-|\n\ntext\n\n|b|\n|-|\n", "aria-label=\"Table (2)\"");
}

#[test]
fn containers_nest_and_end_with_their_block() {
    has(
        ":::note My title\ntext\n\n::: warning\nin\n:::\n:::\nout",
        "<aside class=\"alert alert-note\" role=\"note\" aria-label=\"My title\"><p class=\"alert-title\">My title</p>\n\
         <p>text</p>\n<aside class=\"alert alert-warning\" role=\"note\" aria-label=\"Warning\"><p class=\"alert-title\">\
         Warning</p>\n<p>in</p>\n</aside>\n</aside>\n<p>out</p>",
    );
    has("- a\n\n  :::tip\n  b\n\nafter", "<p>b</p>\n</aside>\n</li>\n</ul>\n<p>after</p>");
    has("> :::details More\n> x\n> :::\n", "<details><summary>More</summary>\n<p>x</p>\n</details>\n</blockquote>");
    has(":::nonesuch\ntext\n:::\n", "<p>:::nonesuch</p>\n<p>text</p>\n<p>:::</p>\n");
    has(":::\n", "<p>:::</p>\n");
    has("```text\n:::note\n== x\n*[A]: b\n```", "<code class=\"lang-text\">:::note\n== x\n*[A]: b</code>");
    has("text\n\n    :::note\n", "<code>:::note</code>");
    has(":::note[Docusaurus]\nx\n:::", "aria-label=\"Docusaurus\"");
}

#[test]
fn tabs_of_both_kinds() {
    let tab = |label: &str| format!("<div class=\"tab\" data-label=\"{label}\"><p class=\"tab-label\">{label}</p>\n");
    let expected = format!(
        "<div class=\"tabs\" data-sync=\"a|b\">{}<p>one</p>\n</div>{}<p>two</p>\n</div></div>",
        tab("a"),
        tab("b")
    );
    has(":::tabs\n== a\none\n== b\ntwo\n:::\n", &expected);
    has("``` tab=\"x\"\n1\n```\n\n``` tab=\"y\"\n2\n```\n", "<div class=\"tabs\" data-sync=\"x|y\">");
    has("== no tab\n", "<p>== no tab</p>");
}

#[test]
fn steps_show_their_risk() {
    has(
        "1. Stop it {risk: high}\n   more\n2. Go\n",
        "<li>Stop it <span class=\"risk risk-high\">high risk</span>\nmore</li>",
    );
    has("- a\n\n  second {risk: high}\n", "second {risk: high}");
    has("- **Do** it {risk: low}\n  - then {risk: high}\n", "it <span class=\"risk risk-low\">low risk</span>");
    has("No list {risk: high}", "<p>No list {risk: high}</p>");
}

#[test]
fn terms_are_marked_once_outside_headings_links_and_code() {
    let html = html("## WAL\n\n[WAL](x) `WAL` the WAL, then WAL. *[not]*\n\n*[HA]: High availability\n\nHA HA\n");
    assert_eq!(html.matches("class=\"term\"").count(), 1);
    assert!(
        html.contains("the <a class=\"term\" href=\"../glossary/#wal\" title=\"Write-ahead log\">WAL</a>, then WAL.")
    );
    assert!(html.contains("<abbr title=\"High availability\">HA</abbr> HA"));
}

#[test]
fn links_say_what_they_are() {
    has("[a](b.md)", "<a href=\"b.md\">a</a>");
    has("[a](https://x.y \"T\")", "<a class=\"ext\" href=\"https://x.y\" rel=\"noopener\" title=\"T\">a</a>");
    has("[a](missing.md)", "<a class=\"broken\">a</a>");
    has("[[Page|shown]]", "<a href=\"Page\">shown</a>");
    has("[a](x?a=1&b=2)", "href=\"x?a=1&amp;b=2\"");
    has("[www.a.b](c)", "<a href=\"c\">www.a.b</a>");
    has("<a href=\"r.md\">www.a.b</a>", "<a href=\"r.md\">www.a.b</a>");
    has("<a name=\"x\"> www.a.b", "<a class=\"ext\" href=\"http://www.a.b\" rel=\"noopener\">www.a.b</a>");
}

#[test]
fn pictures_keep_their_size() {
    has(
        "![a \"q\"](b.png)",
        "<p><img src=\"b.png\" alt=\"a &quot;q&quot;\" width=\"640\" height=\"480\" loading=\"lazy\"></p>",
    );
    has(
        "![a](b.png \"Cap\")",
        "<figure><img src=\"b.png\" alt=\"a\" width=\"640\" height=\"480\" loading=\"lazy\"><figcaption>Cap</figcaption></figure>",
    );
    has("x ![a](b.png \"Cap\")", "alt=\"a\" title=\"Cap\"");
}

#[test]
fn footnotes_lead_there_and_back() {
    let html = html("a[^x] b[^x]\n\n[^x]: Note *one*.\n");
    assert!(html.contains("a<sup class=\"fn-ref\"><a id=\"fnref-1\" href=\"#fn-1\">1</a></sup>"));
    assert!(html.contains("<li id=\"fn-1\"><p>Note <em>one</em>. <a class=\"fn-back\" href=\"#fnref-1\" aria-label=\"Back to text\">↩</a> <a"));
}

#[test]
fn formulas_are_mathml_or_code() {
    has("$x^2$", "<math display=\"inline\"><msup>");
    has(
        "$$\nx\n$$",
        "<div class=\"math-block\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\"><math display=\"block\">",
    );
    has("$\\nonesuch$", "<code>\\nonesuch</code>");
    assert!(!html("$\\color{red} x$").contains("style="));
}

#[test]
fn diagrams_are_files() {
    let page = render_with("```mermaid\ngraph LR\n A[One]-->B[Two]\n```\n<b>x</b>\n", RawHtml::Sanitise, false);
    assert_eq!(page.diagrams.len(), 2);
    let path = &page.diagrams[0].path;
    assert!(path.starts_with("assets/diagrams/") && path.ends_with("-light.svg"), "{path}");
    assert!(
        page.html.contains(&format!("<img class=\"only-light\" src=\"../{path}\" alt=\"Flowchart: One, Two\" width="))
    );
    assert!(page.html.contains("<details><summary>Diagram source</summary><pre tabindex=\"0\">graph LR"));
    has("```mermaid\nnonsense\n```", "<figure class=\"diagram failed\">");
}

#[test]
fn raw_html_by_option() {
    let text = "<div align=\"center\"><b>x</b></div>\n\na <i>b</i>\n";
    assert_eq!(
        render_with(text, RawHtml::Allow, false).html,
        "<div align=\"center\"><b>x</b></div>\n<p>a <i>b</i></p>\n"
    );
    let escaped = render_with(text, RawHtml::Escape, false).html;
    assert!(escaped.starts_with("<p>&lt;div align=\"center\"&gt;"), "{escaped}");
    assert!(html(text).starts_with("<div><b>x</b></div>"));
}

#[test]
fn our_own_pieces_survive_cleaning() {
    let text =
        "<b>raw</b>\n\n- [x] done\n\n```sql {1}\nSELECT 1\n```\n\n$x$\n\n:::tabs\n== a\nb\n:::\n\n|a|\n|-|\n|b|\n";
    let html = html(text);
    for expected in [
        "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> done</li>",
        "<span class=\"line mark\"><span class=\"k\">SELECT",
        "<math display=\"inline\">",
        "<div class=\"tabs\" data-sync=\"a\"><div class=\"tab\" data-label=\"a\">",
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

#[test]
fn raw_links_and_pictures_are_resolved() {
    has("<a href=\"https://x.y\">a</a> <img src=\"p.png\">", "<img src=\"p.png\">");
    has("<a href=\"missing\">a</a>", "<a>a</a>");
    has(
        "<picture><source srcset=\"a.png 1x, missing 2x\"><img src=\"b.png\"></picture>",
        "<source srcset=\"a.png 1x\">",
    );
}

#[test]
fn an_element_that_is_never_closed_does_not_swallow_the_page() {
    for name in
        ["script", "style", "textarea", "title", "xmp", "iframe", "svg", "math", "select", "plaintext", "template"]
    {
        let html = html(&format!("Use the <{name}> tag.\n\nAfter.\n"));
        assert!(html.contains("<p>After.</p>"), "{name}: {html}");
    }
}
