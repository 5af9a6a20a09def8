//! The room as its callers see it. What one file does alone is tested there.

mod hostile;
mod html;
mod include;
mod outline;
mod xss;

use super::*;

/// Every destination is where it says; `http` leads out, what holds `missing` leads nowhere.
struct Echo;

impl Resolve for Echo {
    fn target(&self, kind: LinkKind, dest: &str) -> Target {
        match kind {
            _ if dest.contains("missing") => Target::Broken,
            _ if dest.starts_with("http") => Target::External(dest.to_owned()),
            LinkKind::Image | LinkKind::WikiImage | LinkKind::HtmlImage => {
                Target::Asset { href: dest.to_owned(), size: Some((640, 480)) }
            }
            _ => Target::Page(dest.to_owned()),
        }
    }
}

/// A handbook of these files; the first one is the page.
fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(*path, *text);
    }
    sources
}

fn body(sources: &Sources) -> Body<'_> {
    let file = FileId(0);
    Body { sources, file, range: 0..sources.text(file).len() }
}

fn outline(text: &str) -> (Outline, Vec<Diagnostic>) {
    scan(&body(&sources(&[("a/page.md", text)])), &Options::default())
}

fn render_with(text: &str, raw_html: RawHtml, drop_h1: bool) -> Fragment {
    let options = Options { raw_html };
    let glossary = Glossary::new([("WAL".to_owned(), "Write-ahead log".to_owned(), Some("wal".to_owned()))]);
    let cx = RenderContext {
        resolve: &Echo,
        glossary: Some((&glossary, "../glossary/")),
        options: &options,
        asset_prefix: "../",
        drop_h1,
        notes: &Default::default(),
        code: &[],
    };
    render(&body(&sources(&[("a/page.md", text)])), &cx)
}

fn html(text: &str) -> String {
    render_with(text, RawHtml::Sanitise, false).html
}
