//! One handbook, written as each generator of sites reads it. The prose is the same to the byte; front matter and
//! the site's own configuration differ. Each site has what rutter's has by default: navigation, a table of
//! contents, tags, highlighted code and something to search in.

use std::fs;
use std::io;
use std::path::Path;

use crate::generate::{Block, Document, TEAMS};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    Rutter,
    Hugo,
    /// What Zensical reads too.
    Mkdocs,
    Mdbook,
}

/// What becomes of the documents' code, to tell what highlighting costs from what the text of the code costs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Fences name their language.
    Highlighted,
    /// Fences name no language: as much to read and write, nothing to highlight.
    Plain,
    Absent,
}

/// Writes a handbook and says how many bytes of Markdown it has.
pub fn write(dir: &Path, flavour: Flavour, code: Code, documents: &[Document]) -> io::Result<usize> {
    let root = match flavour {
        Flavour::Rutter => dir.to_path_buf(),
        Flavour::Hugo => dir.join("content"),
        Flavour::Mkdocs => dir.join("docs"),
        Flavour::Mdbook => dir.join("src"),
    };
    let mut bytes = 0;
    for document in documents {
        let text = markdown(document, flavour, code);
        bytes += text.len();
        put(&root.join(&document.path), &text)?;
    }
    match flavour {
        Flavour::Rutter => rutter(dir)?,
        Flavour::Hugo => hugo(dir)?,
        Flavour::Mkdocs => mkdocs(dir)?,
        Flavour::Mdbook => mdbook(dir, documents)?,
    }
    Ok(bytes)
}

fn markdown(document: &Document, flavour: Flavour, code: Code) -> String {
    let Document { number, kind, title, owner, reviewed, tags, .. } = document;
    let mut text = String::new();
    // mdBook knows no front matter and would print it.
    if flavour != Flavour::Mdbook {
        text = format!(
            "---\ntitle: \"{title}\"\nowner: {owner}\nlast_reviewed: {reviewed}\ntags: [{}]\n",
            tags.join(", ")
        );
        if kind.name == "adr" {
            text.push_str(&format!("id: {number}\nstatus: accepted\ndate: {reviewed}\ndeciders: [ana]\n"));
        }
        text.push_str("---\n\n");
    }
    text.push_str(&format!("# {title}\n"));
    for block in &document.blocks {
        match (block, code) {
            (Block::Text(block), _) => text.push_str(&format!("\n{block}\n")),
            (Block::Code { lang, text: block }, Code::Highlighted) => {
                text.push_str(&format!("\n```{lang}\n{block}\n```\n"))
            }
            (Block::Code { text: block, .. }, Code::Plain) => text.push_str(&format!("\n```\n{block}\n```\n")),
            (Block::Code { .. }, Code::Absent) => {}
        }
    }
    text
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}

fn rutter(dir: &Path) -> io::Result<()> {
    let teams: Vec<String> =
        TEAMS.iter().map(|id| format!("- id: {id}\n  name: {}\n  members: [ana]\n", id.to_uppercase())).collect();
    // The code is grammatical, but its tables and columns are random words.
    put(&dir.join("handbook.yaml"), "title: Bench handbook\nrules: {\"sql/*\": warning}\n")?;
    put(&dir.join("teams.yaml"), &teams.concat())?;
    put(&dir.join("people.yaml"), "- id: ana\n  name: Ana\n  email: ana@example.com\n  timezone: Europe/Lisbon\n")
}

/// Hugo has no theme of its own: these are the least templates that give a handbook's pages, and an index to search.
fn hugo(dir: &Path) -> io::Result<()> {
    let layouts = dir.join("layouts");
    // `buildFuture`: a clock that is behind the documents' dates would leave documents out.
    put(
        &dir.join("hugo.toml"),
        r#"baseURL = "https://example.org/"
title = "Bench"
buildFuture = true
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
[taxonomies]
tag = "tags"
[outputs]
home = ["HTML", "JSON"]
"#,
    )?;
    put(
        &layouts.join("_default/baseof.html"),
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav>{{ range site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .CurrentSection }}<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}</nav>
<main>{{ block "main" . }}{{ end }}</main></body></html>
"#,
    )?;
    put(
        &layouts.join("_default/single.html"),
        r#"{{ define "main" }}<article><p>{{ .Params.owner }} {{ .Params.last_reviewed }}</p>{{ .Content }}</article><aside>{{ .TableOfContents }}</aside>{{ end }}
"#,
    )?;
    put(
        &layouts.join("_default/list.html"),
        r#"{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
"#,
    )?;
    put(
        &layouts.join("index.json"),
        r#"[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}{"u":{{ $p.RelPermalink | jsonify }},"t":{{ $p.Title | jsonify }},"b":{{ $p.Plain | jsonify }}}{{ end }}]
"#,
    )
}

fn mkdocs(dir: &Path) -> io::Result<()> {
    put(&dir.join("docs/index.md"), "# Bench\n")?;
    // Without `navigation.prune` every page carries links to all others, and the site grows with the square.
    put(
        &dir.join("mkdocs.yml"),
        "site_name: Bench
site_url: https://example.org/
theme:
  name: material
  features: [navigation.prune]
plugins:
  - search
  - tags
markdown_extensions:
  - pymdownx.highlight
  - pymdownx.superfences
  - tables
  - toc
",
    )
}

fn mdbook(dir: &Path, documents: &[Document]) -> io::Result<()> {
    let entries: Vec<String> = documents.iter().map(|d| format!("- [{}]({})\n", d.title, d.path)).collect();
    put(&dir.join("src/SUMMARY.md"), &format!("# Summary\n\n{}", entries.concat()))?;
    put(&dir.join("book.toml"), "[book]\ntitle = \"Bench\"\n[output.html.search]\nenable = true\n")
}
