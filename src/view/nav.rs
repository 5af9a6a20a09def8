//! The sidebar: the sections at the top, and the inside of the one the reader is in. It never holds the whole
//! site, so a page of a large handbook is no larger than one of a small handbook.

use serde::Serialize;

use super::{LinkView, Scope};
use crate::model::DocId;
use crate::paths;

/// How many pages of one folder the sidebar lists before it links to the folder instead.
const MOST: usize = 60;

#[derive(Serialize)]
pub struct Nav {
    pub top: Vec<NavItem>,
}

#[derive(Serialize)]
pub struct NavItem {
    pub title: String,
    pub href: String,
    /// Holds this page.
    pub open: bool,
    /// How many documents are inside; 0 for a page.
    pub count: usize,
    pub items: Vec<NavItem>,
    pub more: Option<LinkView>,
}

impl Scope<'_> {
    /// The sidebar of a page in a folder; `folder` is the index of the folder the page lies in.
    pub fn nav(&self, folder: usize) -> Nav {
        let folders = &self.handbook.folders;
        let mut open = vec![folder];
        while let Some(parent) = open.last().and_then(|&f| folders[f].parent) {
            open.push(parent);
        }
        let top = match &self.handbook.config.nav {
            Some(entries) => entries.iter().filter_map(|e| self.given(e, &open)).collect(),
            None => {
                let root = &folders[0];
                let pages = root.documents.iter().take(MOST).map(|&id| self.page_item(id));
                pages.chain(root.folders.iter().map(|&f| self.folder_item(f, &open))).collect()
            }
        };
        Nav { top }
    }

    fn given(&self, entry: &crate::config::NavEntry, open: &[usize]) -> Option<NavItem> {
        let path = paths::join("", &entry.path.value);
        let folders = &self.handbook.folders;
        let mut item = match folders.iter().position(|f| f.path == path && f.parent.is_some()) {
            Some(folder) => self.folder_item(folder, open),
            None => self.page_item(self.resolver.path(&path)?),
        };
        if let Some(title) = &entry.title {
            item.title.clone_from(title);
        }
        Some(item)
    }

    fn folder_item(&self, at: usize, open: &[usize]) -> NavItem {
        let folder = &self.handbook.folders[at];
        let is_open = open.contains(&at);
        let mut items = Vec::new();
        let mut more = None;
        if is_open {
            items.extend(folder.documents.iter().take(MOST).map(|&id| self.page_item(id)));
            items.extend(folder.folders.iter().map(|&f| self.folder_item(f, open)));
            if folder.documents.len() > MOST {
                more = Some(LinkView {
                    title: format!("All {} pages", folder.documents.len()),
                    href: self.hrefs.to(&folder.route),
                });
            }
        }
        NavItem {
            title: folder.title.clone(),
            href: self.hrefs.to(&folder.route),
            open: is_open,
            count: folder.count,
            items,
            more,
        }
    }

    fn page_item(&self, id: DocId) -> NavItem {
        let link = self.link(id);
        NavItem { title: link.title, href: link.href, open: false, count: 0, items: Vec::new(), more: None }
    }
}
