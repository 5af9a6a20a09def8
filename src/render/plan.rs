//! Which files a site has, and what draws each.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::site::Press;
use super::{feeds, file, lists};
use crate::diag::Diagnostic;
use crate::model::document::alias_route;
use crate::model::links::Names;
use crate::model::{DocId, Handbook, OwnerRef, routes};
use crate::oncall::calendar;
use crate::render::Theme;

/// Something that is drawn by itself: one file, with those that come along with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// With its Markdown twin, its diagrams and the redirects to it.
    Document(DocId),
    /// The page of a folder that nobody wrote one for.
    Folder(usize),
    /// By its number among the tags.
    Tag(usize),
    Team(usize),
    Person(usize),
    Service(usize),
    /// A page that every site has, by its number among them.
    List(usize),
    /// What machines read, by its number.
    Feed(usize),
    /// A file of the theme, by its number.
    Asset(usize),
}

/// Every page of a site, and what all of them share.
pub struct Plan {
    pub pages: Vec<Page>,
    /// What is no document, and what leads to one from an old place.
    by_path: HashMap<String, Page>,
    /// How many documents have a page.
    pub(super) documents: usize,
    names: Arc<Names>,
    /// The routes of folders in lower case.
    folders: HashSet<String>,
    /// For each document, the folder it lies in or is the page of.
    pub(super) homes: Vec<usize>,
    /// The sidebar of each folder: as its own page shows it, and as the documents in it show it.
    pub(super) navs: Vec<[OnceLock<Result<String, Diagnostic>>; 2]>,
}

impl Plan {
    pub fn new(handbook: &Handbook, theme: &Theme) -> Self {
        let mut plan = Self {
            pages: Vec::new(),
            by_path: HashMap::new(),
            documents: handbook.published().count(),
            names: Arc::clone(&handbook.names),
            folders: handbook.folders.iter().map(|f| f.route.to_lowercase()).collect(),
            homes: homes(handbook),
            navs: handbook.folders.iter().map(|_| [OnceLock::new(), OnceLock::new()]).collect(),
        };
        for (id, d) in handbook.published() {
            let aliases = d.front.texts("aliases").into_iter().filter_map(|alias| plan.redirect(&alias.value));
            let files: Vec<String> = aliases.map(|alias| alias.file).collect();
            plan.add(Page::Document(id), files);
        }
        for (at, folder) in handbook.folders.iter().enumerate().filter(|(_, f)| f.index.is_none()) {
            plan.add(Page::Folder(at), [file(&folder.route)]);
        }
        for (at, tag) in handbook.tags.keys().enumerate() {
            plan.add(Page::Tag(at), [file(&routes::of_tag(tag))]);
        }
        let register = &handbook.register;
        for at in 0..register.teams.len() {
            plan.add(Page::Team(at), [file(&routes::of_owner(register, OwnerRef::Team(at)))]);
        }
        for at in 0..register.people.len() {
            plan.add(Page::Person(at), [file(&routes::of_owner(register, OwnerRef::Person(at)))]);
        }
        for (at, service) in register.services.iter().enumerate() {
            plan.add(Page::Service(at), [file(&routes::of_service(service))]);
        }
        for (at, (path, _)) in lists::SINGLE.iter().enumerate() {
            plan.add(Page::List(at), [(*path).to_owned()]);
        }
        for (at, (path, _)) in feeds::FEEDS.iter().enumerate() {
            plan.add(Page::Feed(at), [(*path).to_owned()]);
        }
        for (at, (_, path, _)) in theme.assets.iter().enumerate() {
            plan.add(Page::Asset(at), [path.clone()]);
        }
        plan
    }

    fn add(&mut self, page: Page, files: impl IntoIterator<Item = String>) {
        self.pages.push(page);
        for path in files {
            self.by_path.entry(path).or_insert(page);
        }
    }

    /// What draws a file of the site, if there is such a file. Diagrams are known only when their pages are drawn.
    pub fn find(&self, handbook: &Handbook, path: &str) -> Option<Page> {
        // Whether a calendar has anything in it is known only when it is written. A folder of the handbook may have
        // the same name.
        let calendar = || path.starts_with(calendar::FOLDER).then(|| self.by_path.get(calendar::FOLDER)).flatten();
        let document = self.document(handbook, path).map(Page::Document);
        document.or_else(|| self.by_path.get(path).or_else(calendar).copied())
    }

    /// The document that a page or a Markdown twin shows.
    pub fn document(&self, handbook: &Handbook, path: &str) -> Option<DocId> {
        let route = path.strip_suffix("index.html").or_else(|| path.strip_suffix("index.md"))?;
        let first = self.names.document_at(route)?;
        if handbook.is_published(first) && handbook.document(first).route == route {
            return Some(first);
        }
        // Several documents have this route, or one in another case.
        handbook.published().find(|(_, d)| d.route == route).map(|(id, _)| id)
    }

    /// The old place of a document, unless something else stands there now.
    pub(super) fn redirect(&self, alias: &str) -> Option<Redirect> {
        let old = alias_route(alias);
        let is_taken = self.names.document_at(&old).is_some() || self.folders.contains(&old.to_lowercase());
        if is_taken || crate::paths::leaves(&old) {
            return None;
        }
        let is_file = old.ends_with(".html");
        // The links of a file start in its folder.
        let from = if is_file { routes::of_folder(crate::paths::parent(&old)) } else { old.clone() };
        Some(Redirect { file: if is_file { old } else { file(&old) }, from })
    }

    /// Draws one page into the press's output.
    pub(super) fn draw(&self, press: &Press, page: Page) -> Result<(), Diagnostic> {
        match page {
            Page::Document(id) => super::page::document(press, id),
            Page::Folder(at) => super::page::bare_folder(press, at),
            Page::Tag(at) => lists::tag(press, at),
            Page::Team(at) => lists::team(press, at),
            Page::Person(at) => lists::person(press, at),
            Page::Service(at) => lists::service(press, at),
            Page::List(at) => (lists::SINGLE[at].1)(press),
            Page::Feed(at) => {
                (feeds::FEEDS[at].1)(press);
                Ok(())
            }
            Page::Asset(at) => {
                let (_, path, bytes) = &press.input.theme.assets[at];
                press.out.put(path, bytes);
                Ok(())
            }
        }
    }
}

/// A small page at an old place that leads to the new one.
pub(super) struct Redirect {
    pub file: String,
    /// The route that its links start from.
    pub from: String,
}

fn homes(handbook: &Handbook) -> Vec<usize> {
    let mut homes = vec![0; handbook.documents.len()];
    for (at, folder) in handbook.folders.iter().enumerate() {
        for id in folder.index.iter().chain(&folder.documents) {
            homes[id.0] = at;
        }
    }
    homes
}
