//! What a template may see: plain values with every link already relative to the page it is on. Nothing else
//! is handed to a template, so the model can change without breaking anyone's theme.

pub mod decision;
pub mod decisions;
pub mod directory;
pub mod document;
pub mod export;
pub mod facts;
pub mod health;
pub mod home;
pub mod hrefs;
pub mod nav;
pub mod oncall;
pub mod standards;

use serde::Serialize;

pub use hrefs::Hrefs;

use crate::adr::Decisions;
use crate::model::links::Resolver;
use crate::model::{Handbook, OwnerRef, routes};
use crate::oncall::OnCall;
use crate::sql::Sql;

/// What every view is drawn from: the handbook, seen from one page.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub handbook: &'a Handbook,
    pub decisions: &'a Decisions,
    pub oncall: &'a OnCall,
    pub sql: &'a Sql,
    pub resolver: &'a Resolver<'a>,
    pub hrefs: Hrefs<'a>,
}

/// The site as a whole; the links of the header and the footer.
#[derive(Serialize)]
pub struct Site<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub language: &'a str,
    pub base_url: &'a str,
    pub home: String,
    pub feed: String,
    pub search: String,
    /// The way to the site's root: `../../`.
    pub root: String,
    /// Other handbooks that are searched too, as JSON: `[{"base", "label"}]`; empty if there are none.
    pub books: String,
    pub directory: String,
    pub tags: String,
    pub health: String,
    pub health_freshness: String,
    pub health_owners: String,
    pub health_findings: String,
    /// Empty where nothing was decided.
    pub health_decisions: String,
    /// Empty where there is no standard.
    pub health_standards: String,
    /// Empty where nobody is on call.
    pub health_oncall: String,
    pub css: String,
    /// For pages of on-call alone, beside the others.
    pub oncall_css: String,
    pub oncall_js: String,
    pub js: String,
    pub theme_js: String,
    pub search_js: String,
    pub favicon: String,
    pub today: String,
    pub documents: usize,
    pub extra: &'a serde_json::Value,
}

/// The page that is being drawn, whatever it is.
#[derive(Serialize, Clone)]
pub struct PageMeta {
    pub title: String,
    pub description: String,
    /// Its place from the root: empty for the home page.
    pub url: String,
    /// The absolute URL, where the handbook has one.
    pub canonical: Option<String>,
    pub edit: Option<String>,
    /// The Markdown twin.
    pub twin: Option<String>,
    pub noindex: bool,
    /// From the home page to the parent.
    pub crumbs: Vec<LinkView>,
}

#[derive(Serialize, Clone)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}

/// Links of one sort.
#[derive(Serialize, Clone)]
pub struct LinkGroup {
    pub title: String,
    pub links: Vec<LinkView>,
}

#[derive(Serialize, Clone)]
pub struct LinkCount {
    pub title: String,
    pub href: String,
    pub count: usize,
}

/// An owner, in the register or not.
#[derive(Serialize, Clone)]
pub struct OwnerView {
    pub id: String,
    pub name: String,
    /// `team`, `person` or `unknown`.
    pub kind: &'static str,
    pub href: Option<String>,
    /// The team's channel.
    pub chat: Option<String>,
}

impl<'a> Scope<'a> {
    /// The same handbook, seen from another page.
    pub fn at<'b>(&'b self, route: &'b str) -> Scope<'b> {
        Scope { hrefs: Hrefs { from: route, ..self.hrefs }, ..*self }
    }

    pub fn owner(&self, owner: OwnerRef) -> OwnerView {
        let register = &self.handbook.register;
        let (id, name, kind, chat) = match owner {
            OwnerRef::Team(i) => {
                let t = &register.teams[i];
                (&t.id.value, &t.name, "team", t.slack.clone())
            }
            OwnerRef::Person(i) => {
                let p = &register.people[i];
                (&p.id.value, &p.name, "person", None)
            }
        };
        OwnerView {
            id: id.clone(),
            name: name.clone(),
            kind,
            href: Some(self.hrefs.to(&routes::of_owner(register, owner))),
            chat,
        }
    }

    /// The owner that a name stands for; a name that stands for nobody is shown as it is.
    pub fn owner_named(&self, name: &str) -> OwnerView {
        match self.handbook.register.owner(name) {
            Some(owner) => self.owner(owner),
            None => OwnerView { id: name.to_owned(), name: name.to_owned(), kind: "unknown", href: None, chat: None },
        }
    }
}
