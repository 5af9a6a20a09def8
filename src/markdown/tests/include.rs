use super::*;

fn scanned(files: &[(&str, &str)]) -> (Sources, Outline, Vec<Diagnostic>) {
    let sources = sources(files);
    let (outline, problems) = scan(&body(&sources), &Options::default());
    (sources, outline, problems)
}

#[test]
fn spans_lead_to_the_included_file() {
    let (sources, outline, problems) = scanned(&[
        ("a/page.md", "Before [x](x.md)\n\n{{#include ../part.md}}\n\n[z](z.md)\n"),
        ("part.md", "---\ntitle: part\n---\n## Part\n\n[y](y.md)\n"),
    ]);
    assert_eq!(problems, []);
    assert_eq!(outline.includes, [FileId(1)]);
    let read: Vec<_> = outline.links.iter().map(|l| (l.span.file, sources.slice(l.span))).collect();
    assert_eq!(read, [(FileId(0), "x.md"), (FileId(1), "y.md"), (FileId(0), "z.md")]);
    assert_eq!(sources.slice(outline.headings[0].span), "Part");
}

#[test]
fn parts_of_files() {
    let part = "a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: y\n// ANCHOR_END: x\nd\n";
    for (target, expected) in [
        ("f.rs:x", "b\nc\n"),
        ("f.rs:y", "c\n"),
        ("f.rs:1", "a\n"),
        ("f.rs:3:4", "b\n// ANCHOR: y\n"),
        ("f.rs:7:", "// ANCHOR_END: x\nd\n"),
        ("f.rs::1", "a\n"),
    ] {
        let page = format!("```\n{{{{#include {target}}}}}\n```\n");
        let (_, outline, problems) = scanned(&[("page.md", &page), ("f.rs", part)]);
        assert_eq!(problems, [], "{target}");
        assert_eq!(outline.code[0].text, expected, "{target}");
    }
}

#[test]
fn an_indented_include_stays_in_its_list_item() {
    let (sources, outline, _) = scanned(&[
        ("page.md", "1. one\n\n   ```sql\n   {{#include q.sql}}\n   ```\n\n2. two\n"),
        ("q.sql", "SELECT 1\n  FROM t;\n\nSELECT 2;\n"),
    ]);
    assert_eq!(outline.code[0].text, "SELECT 1\n  FROM t;\n\nSELECT 2;\n");
    assert_eq!(sources.slice(outline.code[0].span).trim_end(), sources.text(FileId(1)).trim_end());
}

#[test]
fn what_cannot_be_included_is_reported_where_it_stands() {
    let deep: Vec<(String, String)> =
        (0..12).map(|n| (format!("d{n}.md"), format!("{{{{#include d{}.md}}}}", n + 1))).collect();
    let mut files = vec![
        (
            "page.md",
            "{{#include none.md}}\n{{#include ../out.md}}\n{{#include /etc/passwd}}\n{{#include b.md:nope}}\n\
             {{#include c.md}}\n{{#include d0.md}}\n",
        ),
        ("b.md", "text"),
        ("c.md", "{{#include page.md}}"),
    ];
    files.extend(deep.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let (sources, _, problems) = scanned(&files);
    let read: Vec<_> =
        problems.iter().map(|p| (sources.path(p.span.file), sources.slice(p.span), p.message.as_str())).collect();
    assert_eq!(read.len(), 6);
    assert_eq!(read[0], ("page.md", "{{#include none.md}}", "there is no file `none.md` to include"));
    assert_eq!(read[1].2, "`../out.md` leads out of the handbook");
    assert_eq!(read[2].2, "`/etc/passwd` leads out of the handbook");
    assert_eq!(read[3].2, "`b.md` has no part `nope`");
    assert_eq!(read[4], ("c.md", "{{#include page.md}}", "`page.md` includes itself: page.md → c.md → page.md"));
    assert_eq!((read[5].0, read[5].2), ("d7.md", "includes are nested more than 8 deep"));
}

#[test]
fn includes_cannot_grow_without_end() {
    let names: Vec<String> = (0..8).map(|n| format!("f{n}.md")).collect();
    let text = |n: usize| format!("{{{{#include f{}.md}}}}\n", n + 1).repeat(30);
    let mut files: Vec<(String, String)> = (0..7).map(|n| (names[n].clone(), text(n))).collect();
    files.push((names[7].clone(), "x".repeat(1000)));
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let (_, _, problems) = scanned(&files);
    assert!(problems.iter().any(|p| p.message.contains("too large")));
}

#[test]
fn an_escaped_include_is_text() {
    let (_, outline, problems) = scanned(&[("page.md", "Write \\{{#include x.md}} so.")]);
    assert_eq!(problems, []);
    assert_eq!(outline.summary, "Write {{#include x.md}} so.");
    assert_eq!(include_targets("\\{{#include x.md}} {{#include y.md:2}}\n{{#include\nz}}"), ["y.md"]);
    assert_eq!(include_path("a/b/c.md", "../d.sql:2:3").as_deref(), Some("a/d.sql"));
    assert_eq!(include_path("c.md", "../d.sql"), None);
}
