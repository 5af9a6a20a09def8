//! Ways to run a script from a document. None of them may leave anything that a browser would run.

use super::*;

const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "a <script>alert(1)</script> b",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<img/src=x/onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt&colon;alert(1)\">x</a>",
    "<a href=\"java&#115;cript:alert(1)\">x</a>",
    "<a href=\" \u{1}javascript:alert(1)\">x</a>",
    "<a href=\"java&Tab;script:alert(1)\">x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=`javascript:alert(1)`>x</a>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<object data=\"data:text/html,x\"></object><embed src=x>",
    "<form action=\"javascript:alert(1)\"><button>x</button></form>",
    "<details open ontoggle=alert(1)>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<style>@import 'x'</style>",
    "<link rel=stylesheet href=//evil><meta http-equiv=refresh content=0><base href=//evil>",
    "<p title=\"</p><script>alert(1)</script>\">x</p>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:text/html,x)",
    "[[javascript:alert(1)]]",
    "![[javascript:alert(1)]]",
    "[x](a \"\\\" onclick=alert(1) x=\\\"\")",
    "![\" onerror=alert(1) x=\"](a.png)",
    "```\"><script>alert(1)</script>\nx\n```",
    "``` title=\"<script>alert(1)</script>\" tab=\"<script>\"\nx\n```",
    "$\\text{<script>alert(1)</script>}$",
    "$<img src=x onerror=alert(1)>$",
    "$\\operatorname{<img src=x onerror=alert(1)>}$",
    "$\\operatorname{<script>alert(1)</script>}$",
    "$\\mathrm{<script>}\\lt script\\gt \\& \\textbf{<script>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "```mermaid\ngraph LR\nA[\"<img src=x onerror=alert(1)>\"]\nclick A \"javascript:alert(1)\"\n```",
    "```mermaid\n<script>alert(1)</script>\n```",
    ":::note <script>alert(1)</script>\nx\n:::",
    ":::tabs\n== \"><script>alert(1)</script>\nx\n:::",
    "*[A]: \"><script>alert(1)</script>\n\nA",
    "# x {#\"><script>alert(1)</script>}",
    "# x {.\"onclick=alert(1)}",
    "- x {risk: \"><script>alert(1)</script>}",
    "x[^\"><script>]\n\n[^\"><script>]: y",
    "<b>x</b> \u{fdd0}0\u{fdd1} <b title=\"\u{fdd0}0\u{fdd1}\">y</b>\n\n```\n\" onclick=alert(1) x=\"\n```",
    "<b title=\"&#xFDD0;0&#xFDD1;\">y</b> &#xFDD0;0&#xFDD1;\n\n```\n\" onclick=alert(1) x=\"\n```",
    "Term<script>\n: <script>alert(1)</script>",
    "<img srcset=\"javascript:alert(1) 1x\"><picture><source srcset=\"data:text/html,x\"></picture>",
    "<a href=\"x\" target=_blank ping=//evil>x</a>",
    "<input onfocus=alert(1) autofocus><textarea autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
];

/// What a browser would make of it, by its own parser: tags and attributes, no text.
fn tags_of(html: &str) -> Vec<tags::Token<'_>> {
    tags::tokens(html)
}

#[test]
fn nothing_runs() {
    const NEVER: &[&str] = &[
        "script", "style", "iframe", "object", "embed", "form", "button", "svg", "link", "meta", "base", "textarea",
        "video", "audio",
    ];
    for vector in VECTORS {
        for raw_html in [RawHtml::Sanitise, RawHtml::Escape] {
            let html = render_with(vector, raw_html, false).html;
            for token in tags_of(&html) {
                let tags::Token::Tag(tag) = token else {
                    continue;
                };
                assert!(!NEVER.contains(&tag.name.as_str()), "{vector}\n{html}");
                for attribute in &tag.attributes {
                    let name = attribute.name.as_str();
                    assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{vector}\n{html}");
                    if ["href", "src", "srcset"].contains(&name) {
                        let value = entities::decode(attribute.value);
                        assert!(!links::is_dangerous(&value, tag.name == "img"), "{vector}\n{html}");
                    }
                }
            }
        }
    }
}

#[test]
fn pictures_of_diagrams_hold_no_scripts() {
    for vector in VECTORS {
        for file in render_with(vector, RawHtml::Sanitise, false).diagrams {
            let svg = String::from_utf8(file.bytes).expect("a picture is text");
            for never in ["<script", "onerror=", "javascript:"] {
                assert!(!svg.contains(never), "{vector}");
            }
        }
    }
}

#[test]
fn dangerous_links_are_reported_in_any_mode() {
    for raw_html in [RawHtml::Sanitise, RawHtml::Escape, RawHtml::Allow] {
        let sources = sources(&[("p.md", "[x](javascript:alert(1)) ![y](data:text/html,x)")]);
        let (_, problems) = scan(&body(&sources), &Options { raw_html });
        let read: Vec<_> = problems.iter().map(|p| sources.slice(p.span)).collect();
        assert_eq!(read, ["javascript:alert(1)", "data:text/html,x"]);
        let html = render_with("[x](javascript:alert(1))", raw_html, false).html;
        assert_eq!(html, "<p>x</p>\n");
    }
}
