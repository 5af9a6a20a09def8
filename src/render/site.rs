//! Every page there is, drawn in parallel.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use super::{Input, Output, Page, Plan};
use crate::config::Book;
use crate::diag::Diagnostic;
use crate::model::links::Resolver;
use crate::oncall::calendar;
use crate::view::{Hrefs, PageMeta, Scope, Site};

/// What a page is drawn with.
pub(super) struct Press<'a> {
    pub input: &'a Input<'a>,
    pub plan: &'a Plan,
    pub out: &'a dyn Output,
    pub resolver: Resolver<'a>,
    /// Mistakes in the sidebar's template, which pages share.
    mistakes: Mutex<Vec<Diagnostic>>,
}

/// Draws the whole site. Mistakes in templates are findings; a page with one is left out.
pub fn site(input: &Input, plan: &Plan, out: &dyn Output) -> Vec<Diagnostic> {
    let press = Press::new(input, plan, out);
    // A thread that waits for parts of them must not take up a page that waits for them.
    press.calendars();
    let mut found: Vec<Diagnostic> = plan.pages.par_iter().filter_map(|&page| plan.draw(&press, page).err()).collect();
    found.extend(press.mistakes.into_inner().unwrap_or_default());
    // A mistake in a shared template shows on every page; it is one mistake.
    found.sort_by_key(|d| (d.span, d.message.clone()));
    found.dedup();
    found
}

/// Draws one page of a site, with the files that come along with it.
pub fn draw(input: &Input, plan: &Plan, page: Page, out: &dyn Output) -> Result<(), Diagnostic> {
    let press = Press::new(input, plan, out);
    plan.draw(&press, page)?;
    press.mistakes.into_inner().unwrap_or_default().pop().map_or(Ok(()), Err)
}

impl<'a> Press<'a> {
    fn new(input: &'a Input<'a>, plan: &'a Plan, out: &'a dyn Output) -> Self {
        let resolver = input.handbook.resolver(input.loaded);
        Self { input, plan, out, resolver, mistakes: Mutex::new(Vec::new()) }
    }

    pub fn scope<'s>(&'s self, route: &'s str) -> Scope<'s> {
        Scope {
            handbook: self.input.handbook,
            decisions: self.input.decisions,
            oncall: self.input.oncall,
            sql: self.input.sql,
            resolver: &self.resolver,
            hrefs: Hrefs { from: route, offline: self.input.handbook.config.offline, absolute: None },
        }
    }

    /// The context every page starts from. `folder` is the folder whose part of the sidebar is open.
    pub fn context(&self, scope: &Scope, meta: &PageMeta, folder: usize) -> Context {
        let mut context = Context::new();
        context.insert("site", &self.site(scope));
        context.insert("page", meta);
        context.insert_value("nav", Value::safe_string(&self.nav(scope, folder)));
        context
    }

    /// Draws a page of the site that is no document, and puts it in its place.
    pub fn draw(&self, template: &str, file: &str, context: &Context) -> Result<(), Diagnostic> {
        let html = self.input.theme.draw(template, context, &self.input.loaded.sources)?;
        self.out.put(file, html.as_bytes());
        Ok(())
    }

    fn site(&self, scope: &Scope) -> impl Serialize {
        let config = &self.input.handbook.config;
        let to = |target: &str| scope.hrefs.to(target);
        let asset = |name: &str| scope.hrefs.to(self.input.theme.asset(name));
        Site {
            title: &config.title,
            description: &config.description,
            language: &config.language,
            base_url: &config.base_url,
            home: to(""),
            feed: to("feed.xml"),
            search: to("search/"),
            books: books(&config.federation, &scope.hrefs.root()),
            root: scope.hrefs.root(),
            directory: to("directory/"),
            tags: to("tags/"),
            health: to("health/"),
            health_freshness: to("health/freshness/"),
            health_owners: to("health/owners/"),
            health_findings: to("health/findings/"),
            health_decisions: if self.input.decisions.list.is_empty() {
                String::new()
            } else {
                to("health/decisions/")
            },
            health_standards: if self.input.sql.standards.is_empty() { String::new() } else { to("health/standards/") },
            health_oncall: if self.input.oncall.written.rotations.is_empty() {
                String::new()
            } else {
                to("health/on-call/")
            },
            css: asset("rutter.css"),
            oncall_css: asset("oncall.css"),
            oncall_js: asset("oncall.js"),
            js: asset("rutter.js"),
            theme_js: asset("theme.js"),
            search_js: asset("search.js"),
            favicon: asset("favicon.svg"),
            today: self.input.handbook.today.to_string(),
            documents: self.plan.documents,
            extra: &config.extra,
        }
    }

    /// The sidebar. All documents of a folder show the same links, so it is drawn once for them; only the mark
    /// of the current page differs.
    fn nav(&self, scope: &Scope, folder: usize) -> String {
        let route = scope.hrefs.from;
        let own = &self.input.handbook.folders[folder].route;
        if scope.hrefs.absolute.is_some() || !self.shares_nav(route, folder) {
            return self.kept(self.draw_nav(scope, folder)).unwrap_or_default();
        }
        let is_folder_page = route == own;
        let drawn = self.plan.navs[folder][usize::from(!is_folder_page)].get_or_init(|| {
            // Any page of the folder has these links; this one has a name that no page can have.
            let sibling = if is_folder_page { own.clone() } else { format!("{own}\u{0}/") };
            self.draw_nav(&scope.at(&sibling), folder)
        });
        let Some(html) = self.kept(drawn.clone()) else { return String::new() };
        let href = if is_folder_page {
            scope.hrefs.to(route)
        } else {
            let sibling = format!("{own}\u{0}/");
            scope.at(&sibling).hrefs.to(route)
        };
        html.replacen(&format!("href=\"{href}\""), &format!("href=\"{href}\" aria-current=\"page\""), 1)
    }

    fn shares_nav(&self, route: &str, folder: usize) -> bool {
        let own = &self.input.handbook.folders[folder].route;
        route == own
            || route.strip_prefix(own.as_str()).is_some_and(|rest| rest.trim_end_matches('/').split('/').count() == 1)
    }

    fn draw_nav(&self, scope: &Scope, folder: usize) -> Result<String, Diagnostic> {
        let mut context = Context::new();
        context.insert("nav", &scope.nav(folder));
        self.input.theme.draw("part/nav.html", &context, &self.input.loaded.sources)
    }

    /// What was drawn; a mistake is kept for later.
    fn kept(&self, drawn: Result<String, Diagnostic>) -> Option<String> {
        let mistake = match drawn {
            Ok(html) => return Some(html),
            Err(mistake) => mistake,
        };
        if let Ok(mut mistakes) = self.mistakes.lock() {
            mistakes.push(mistake);
        }
        None
    }

    /// Calendar files by their path, as they are written.
    pub fn calendars(&self) -> &'a BTreeMap<String, String> {
        let write = || calendar::files(self.input.handbook, &self.input.oncall.written.rotations);
        self.input.calendars.get_or_init(write)
    }

    /// What is said of a page that is no document.
    pub fn meta(&self, scope: &Scope, title: &str, description: &str) -> PageMeta {
        let base = &self.input.handbook.config.base_url;
        let route = scope.hrefs.from;
        PageMeta {
            title: title.to_owned(),
            description: description.to_owned(),
            url: route.to_owned(),
            canonical: (!base.is_empty()).then(|| format!("{base}{}", crate::paths::encode(route))),
            edit: None,
            twin: None,
            noindex: false,
            crumbs: vec![scope.folder_link(0)],
        }
    }
}

/// The other handbooks as the search script wants them, from a page with this way to the root.
fn books(federation: &[Book], root: &str) -> String {
    let book = |b: &Book| {
        let is_own = b.origin().is_none() && !b.url.starts_with('/');
        let base = if is_own { format!("{root}{}search/", b.url) } else { format!("{}search/", b.url) };
        serde_json::json!({"base": base, "label": b.title})
    };
    if federation.is_empty() {
        String::new()
    } else {
        serde_json::Value::from_iter(federation.iter().map(book)).to_string()
    }
}
