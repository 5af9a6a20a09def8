//! One document as a page.

use std::collections::HashMap;

use tera::{Context, Value};

use super::plan::Redirect;
use super::site::Press;
use super::{file, oncall, twin};
use crate::diag::Diagnostic;
use crate::markdown::{self, Body, Fragment, LinkKind, RenderContext, Resolve};
use crate::model::DocId;
use crate::model::document::{Document, TitleSource, markdown_options};
use crate::model::links::{Target, split_anchor};
use crate::oncall::calendar::Calendar;
use crate::paths;
use crate::view::document::summary;
use crate::view::{LinkView, PageMeta, Scope};

/// Draws a document with its Markdown twin and the redirects that lead to it.
pub(super) fn document(press: &Press, id: DocId) -> Result<(), Diagnostic> {
    let handbook = press.input.handbook;
    let d = handbook.document(id);
    let scope = press.scope(&d.route);
    let fragment = content(press, &scope, id);
    for diagram in &fragment.diagrams {
        press.out.put(&diagram.path, &diagram.bytes);
    }
    let folder = press.plan.homes[id.0];
    let meta = meta(press, &scope, id);
    let mut context = press.context(&scope, &meta, folder);
    context.insert("doc", &scope.card(id));
    context.insert_value("content", Value::safe_string(&fragment.html));
    context.insert("toc", &scope.toc(d));
    context.insert("facts", &scope.facts(id));
    context.insert("change", &scope.change(d));
    context.insert("banner", &scope.banner(id));
    context.insert("decision", &scope.decision(id));
    context.insert("standard", &scope.standard(id, press.input.rule_summary));
    let is_folder_page = handbook.folders[folder].index == Some(id);
    // A folder's page is known by its place, unless it is a decision that has a folder to itself.
    if !is_folder_page || press.input.decisions.of(id).is_some() {
        context.insert("backlinks", &scope.named_by(id));
    }
    let template = if is_folder_page {
        add_lists(press, &scope, folder, &mut context)
    } else {
        let rotation = scope.rotation(id);
        let template = if rotation.is_some() { "rotation.html" } else { "page.html" };
        context.insert("rotation", &rotation);
        let written = press.input.oncall.written.rotations.iter().find(|r| r.doc == id);
        context.insert("ics", &written.and_then(|r| oncall::calendar(press, &scope, Calendar::Rotation(&r.id))));
        let (previous, next) = neighbours(press, &scope, folder, id);
        context.insert("previous", &previous);
        context.insert("next", &next);
        context.insert("decisions", &scope.decisions_named(id));
        context.insert("related", &related(&scope, id));
        template
    };
    press.draw(template, &file(&d.route), &context)?;
    press.out.put(&format!("{}index.md", d.route), twin::markdown(press, id).as_bytes());
    redirects(press, d)
}

/// The document's text as HTML, with every link led to its page.
fn content(press: &Press, scope: &Scope, id: DocId) -> Fragment {
    let handbook = press.input.handbook;
    let d = handbook.document(id);
    if !crate::model::document::is_markdown(&d.path) {
        let source = press.input.loaded.sources.text(d.file);
        return Fragment {
            html: markdown::code_figure("yaml", Some(paths::name(&d.path)), source),
            diagrams: Vec::new(),
        };
    }
    let glossary_page = handbook.glossary.filter(|g| *g != id).map(|g| scope.link(g).href);
    let options = markdown_options(&handbook.config);
    let prefix = scope.hrefs.to("assets/");
    let prefix = prefix.strip_suffix("index.html").unwrap_or(&prefix);
    let resolve = PageLinks::new(press, scope, d);
    let context = RenderContext {
        resolve: &resolve,
        glossary: press.input.glossary.zip(glossary_page.as_deref()),
        options: &options,
        asset_prefix: prefix.strip_suffix("assets/").unwrap_or(prefix),
        drop_h1: d.title_source == TitleSource::Heading || repeats_title(d),
        notes: &scope.notes(id),
        code: &d.outline.code,
    };
    let body = Body { sources: &press.input.loaded.sources, file: d.file, range: d.body.clone() };
    markdown::render(&body, &context)
}

/// Whether the text starts with the title that the page's head shows already.
fn repeats_title(d: &Document) -> bool {
    d.outline.h1.as_ref().is_some_and(|h| h.value.trim().eq_ignore_ascii_case(d.title.trim()))
}

/// The targets of a page's links, by how they were written.
struct PageLinks<'a> {
    press: &'a Press<'a>,
    scope: &'a Scope<'a>,
    targets: HashMap<(bool, &'a str), &'a Target>,
}

impl<'a> PageLinks<'a> {
    fn new(press: &'a Press<'a>, scope: &'a Scope<'a>, d: &'a Document) -> Self {
        let written = d.outline.links.iter().zip(d.links.iter());
        Self { press, scope, targets: written.map(|(l, t)| ((is_wiki(l.kind), l.dest.as_str()), t)).collect() }
    }
}

fn is_wiki(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Wiki | LinkKind::WikiImage)
}

impl Resolve for PageLinks<'_> {
    fn target(&self, kind: LinkKind, dest: &str) -> markdown::Target {
        let handbook = self.press.input.handbook;
        let Some(target) = self.targets.get(&(is_wiki(kind), dest)) else {
            return markdown::Target::Broken;
        };
        match target {
            Target::Document { id, .. } if !handbook.is_published(*id) => markdown::Target::Broken,
            Target::Document { id, anchor } => {
                let route = &handbook.document(*id).route;
                markdown::Target::Page(self.scope.hrefs.with_anchor(route, anchor.as_deref()))
            }
            Target::Folder(at) => {
                let (_, anchor) = split_anchor(dest);
                markdown::Target::Page(self.scope.hrefs.with_anchor(&handbook.folders[*at].route, anchor.as_deref()))
            }
            Target::Generated(route) => markdown::Target::Page(self.scope.hrefs.to(route)),
            Target::Asset(path) => markdown::Target::Asset {
                href: self.scope.hrefs.to(path),
                size: self.press.input.image_sizes.get(path).copied(),
            },
            Target::External => markdown::Target::External(dest.to_owned()),
            Target::Missing(_) | Target::Outside(_) => markdown::Target::Broken,
        }
    }
}

fn meta(press: &Press, scope: &Scope, id: DocId) -> PageMeta {
    let config = &press.input.handbook.config;
    let d = press.input.handbook.document(id);
    let mut meta = press.meta(scope, &d.title, &summary(d));
    meta.edit = config.edit_url.as_ref().map(|url| url.replace("{path}", &paths::encode(&d.path)));
    meta.twin = Some(scope.hrefs.to(&format!("{}index.md", d.route)));
    meta.noindex = d.draft;
    meta.crumbs = scope.crumbs(d);
    meta
}

/// The documents before and after one in its folder.
fn neighbours(press: &Press, scope: &Scope, folder: usize, id: DocId) -> (Option<LinkView>, Option<LinkView>) {
    let list = &press.input.handbook.folders[folder].documents;
    let Some(at) = list.iter().position(|other| *other == id) else {
        return (None, None);
    };
    let before = at.checked_sub(1).and_then(|i| list.get(i));
    (before.map(|&i| scope.link(i)), list.get(at + 1).map(|&i| scope.link(i)))
}

fn links(scope: &Scope, ids: &[DocId]) -> Vec<LinkView> {
    ids.iter().filter(|id| scope.handbook.is_published(**id)).map(|&id| scope.link(id)).collect()
}

fn related(scope: &Scope, id: DocId) -> Vec<LinkView> {
    let named = scope.handbook.document(id).front.texts("related");
    let ids: Vec<DocId> = named.iter().filter_map(|r| scope.resolver.reference(id, &r.value)).collect();
    links(scope, &ids)
}

/// A small page at each old place of a document that leads to the new one.
fn redirects(press: &Press, d: &Document) -> Result<(), Diagnostic> {
    for alias in d.front.texts("aliases") {
        let Some(Redirect { file, from }) = press.plan.redirect(&alias.value) else { continue };
        let scope = press.scope(&from);
        let mut meta = press.meta(&scope, &d.title, "");
        meta.noindex = true;
        let mut context = press.context(&scope, &meta, 0);
        context.insert("target", &scope.hrefs.to(&d.route));
        press.draw("redirect.html", &file, &context)?;
    }
    Ok(())
}

/// What a folder's page lists below its text, and the template that draws it: the root's is the home page.
fn add_lists(press: &Press, scope: &Scope, folder: usize, context: &mut Context) -> &'static str {
    if folder == 0 {
        super::lists::add_home(press, scope, context);
        "home.html"
    } else {
        super::lists::add_section(press, scope, folder, context);
        "section.html"
    }
}

/// A folder without a page of its own still gets one.
pub(super) fn bare_folder(press: &Press, at: usize) -> Result<(), Diagnostic> {
    let folder = &press.input.handbook.folders[at];
    let scope = press.scope(&folder.route);
    let title = if at == 0 { &press.input.handbook.config.title } else { &folder.title };
    let mut meta = press.meta(&scope, title, "");
    meta.crumbs = scope.path_to(folder.parent);
    let mut context = press.context(&scope, &meta, at);
    context.insert("doc", &None::<()>);
    context.insert("content", "");
    context.insert("toc", &Vec::<()>::new());
    context.insert("facts", &Vec::<()>::new());
    context.insert("change", &None::<()>);
    context.insert("banner", &None::<()>);
    context.insert("standard", &None::<()>);
    let template = add_lists(press, &scope, at, &mut context);
    press.draw(template, &file(&folder.route), &context)
}
