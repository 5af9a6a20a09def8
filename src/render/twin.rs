//! The Markdown twin of a page: its text, for readers that are programs. Links lead from twin to twin.

use super::site::Press;
use crate::model::DocId;
use crate::model::links::Target;
use crate::paths;
use crate::view::Hrefs;

pub(super) fn markdown(press: &Press, id: DocId) -> String {
    let handbook = press.input.handbook;
    let d = handbook.document(id);
    let text = press.input.loaded.sources.text(d.file);
    let mut out = format!("# {}\n\n", d.title);
    let owner = handbook.owner_name(d).unwrap_or_else(|| "nobody".to_owned());
    let kind = &handbook.kind(d).title;
    match d.review.last.filter(|_| d.review.ticks()) {
        Some(last) => out.push_str(&format!("> {kind}, owned by {owner}, reviewed {}.\n\n", last.value)),
        None => out.push_str(&format!("> {kind}, owned by {owner}.\n\n")),
    }
    if !crate::model::document::is_markdown(&d.path) {
        out.push_str(&format!("```yaml\n{}\n```\n", text.trim_end()));
        return out;
    }
    // A first heading that is the title would stand here twice.
    let start = match &d.outline.h1 {
        Some(h1) if h1.value.trim() == d.title && h1.span.file == d.file => {
            let end = h1.span.end as usize;
            text[end..d.body.end].find('\n').map_or(d.body.end, |i| end + i + 1)
        }
        _ => d.body.start,
    };
    let hrefs = Hrefs { from: &d.route, offline: false, absolute: None };
    let mut at = start;
    for (link, target) in d.outline.links.iter().zip(d.links.iter()) {
        let range = link.span.range();
        let is_here =
            link.span.file == d.file && range.start >= at && text.get(range.clone()) == Some(link.dest.as_str());
        let Some(href) = is_here.then(|| href(press, &hrefs, &link.dest, target)).flatten() else {
            continue;
        };
        out.push_str(&text[at..range.start]);
        out.push_str(&href);
        at = range.end;
    }
    out.push_str(text[at..d.body.end].trim_start_matches(['\n', '\r']));
    out
}

/// The twin of a link's target, or the file it leads to.
fn href(press: &Press, hrefs: &Hrefs, dest: &str, target: &Target) -> Option<String> {
    let handbook = press.input.handbook;
    match target {
        Target::Document { id, .. } if !paths::parent(dest).is_empty() || !dest.starts_with('#') => {
            let twin = format!("{}index.md", handbook.document(*id).route);
            let anchor = dest.split_once('#').map(|(_, a)| format!("#{a}")).unwrap_or_default();
            Some(format!("{}{anchor}", hrefs.to(&twin)))
        }
        Target::Folder(at) => Some(hrefs.to(&handbook.folders[*at].route)),
        Target::Asset(path) => Some(hrefs.to(path)),
        _ => None,
    }
}
