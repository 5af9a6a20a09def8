//! People, teams and services as the directory shows them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LinkView, OwnerView, Scope};
use crate::model::register::{OwnerRef, Service};
use crate::model::{DocId, routes};
use crate::yaml::Node;

#[derive(Serialize)]
pub struct TeamView {
    pub id: String,
    pub name: String,
    pub href: String,
    pub lead: Option<LinkView>,
    pub members: Vec<LinkView>,
    pub chat: Option<String>,
    pub escalation: Option<LinkView>,
    /// How many documents it owns, and how many of them are overdue.
    pub owned: usize,
    pub stale: usize,
}

#[derive(Serialize)]
pub struct PersonView {
    pub id: String,
    pub name: String,
    pub href: String,
    pub email: Option<String>,
    pub handles: Vec<Handle>,
    pub roles: Vec<String>,
    pub timezone: Option<String>,
    pub region: Option<String>,
    pub active: bool,
    pub since: Option<String>,
    pub until: Option<String>,
    pub expertise: Vec<String>,
    pub teams: Vec<LinkView>,
    pub mentors: Vec<LinkView>,
    pub owned: usize,
}

#[derive(Serialize)]
pub struct Handle {
    pub site: String,
    pub handle: String,
}

#[derive(Serialize)]
pub struct ServiceView {
    pub id: String,
    pub name: String,
    pub href: String,
    pub tier: Option<i64>,
    pub kind: Option<String>,
    pub owner: Option<OwnerView>,
    pub regions: Vec<String>,
    pub rotation: Option<String>,
    pub runbooks: Vec<LinkView>,
    pub dashboards: Vec<LinkView>,
    pub repository: Option<String>,
    pub depends_on: Vec<LinkView>,
    pub used_by: Vec<LinkView>,
    pub connections: Vec<Setting>,
    pub slos: Vec<Slo>,
}

#[derive(Serialize)]
pub struct Setting {
    pub name: String,
    pub value: String,
}

#[derive(Serialize)]
pub struct Slo {
    pub id: String,
    pub sli: String,
    /// In per cent.
    pub objective: String,
    pub window: String,
}

#[derive(Serialize)]
pub struct Expertise {
    pub topic: String,
    pub people: Vec<LinkView>,
}

impl Scope<'_> {
    pub(super) fn person_link(&self, id: &str) -> Option<LinkView> {
        let register = &self.handbook.register;
        let at = register.person(id)?;
        Some(LinkView {
            title: register.people[at].name.clone(),
            href: self.hrefs.to(&routes::of_owner(register, OwnerRef::Person(at))),
        })
    }

    pub(super) fn service_link(&self, service: &Service) -> LinkView {
        LinkView { title: service.name.clone(), href: self.hrefs.to(&routes::of_service(service)) }
    }

    /// The published documents whose first owner this is.
    pub fn owned(&self, owner: OwnerRef) -> Vec<DocId> {
        let owned = |(id, d): (DocId, &crate::model::Document)| (d.owners.first() == Some(&owner)).then_some(id);
        self.handbook.published().filter_map(owned).collect()
    }

    pub fn team(&self, at: usize) -> TeamView {
        let t = &self.handbook.register.teams[at];
        let owned = self.owned(OwnerRef::Team(at));
        TeamView {
            id: t.id.value.clone(),
            name: t.name.clone(),
            href: self.hrefs.to(&routes::of_owner(&self.handbook.register, OwnerRef::Team(at))),
            lead: t.lead.as_ref().and_then(|l| self.person_link(&l.value)),
            members: t.members.iter().filter_map(|m| self.person_link(&m.value)).collect(),
            chat: t.slack.clone(),
            escalation: t.escalation.as_ref().and_then(|e| self.resolver.path(&e.value)).map(|id| self.link(id)),
            stale: owned.iter().filter(|&&id| self.handbook.document(id).overdue()).count(),
            owned: owned.len(),
        }
    }

    pub fn person(&self, at: usize) -> PersonView {
        let register = &self.handbook.register;
        let p = &register.people[at];
        let teams = register.teams.iter().enumerate();
        PersonView {
            id: p.id.value.clone(),
            name: p.name.clone(),
            href: self.hrefs.to(&routes::of_owner(register, OwnerRef::Person(at))),
            email: p.email.clone(),
            handles: p
                .handles
                .iter()
                .map(|(site, handle)| Handle { site: site.clone(), handle: handle.clone() })
                .collect(),
            roles: p.roles.iter().map(|r| r.replace('-', " ")).collect(),
            timezone: p.timezone.as_ref().map(|z| z.value.clone()),
            region: p.region.clone(),
            active: !p.left(self.handbook.today),
            since: p.active_from.map(|from| crate::dates::human(from.value)),
            until: p.active_to.map(|d| crate::dates::human(d.value)),
            expertise: p.expertise.clone(),
            teams: teams
                .filter(|(_, t)| t.members.iter().any(|m| m.value == p.id.value))
                .map(|(i, t)| LinkView {
                    title: t.name.clone(),
                    href: self.hrefs.to(&routes::of_owner(register, OwnerRef::Team(i))),
                })
                .collect(),
            mentors: p.mentors.iter().filter_map(|m| self.person_link(&m.value)).collect(),
            owned: self.owned(OwnerRef::Person(at)).len(),
        }
    }

    /// The documents that name a service; its runbooks among them and the ones it names itself.
    pub fn documents_of(&self, service: &Service) -> Vec<DocId> {
        let named: Vec<DocId> = service.texts("runbooks").iter().filter_map(|r| self.resolver.path(&r.value)).collect();
        self.handbook
            .published()
            .filter(|(id, d)| {
                named.contains(id) || d.front.texts("services").iter().any(|s| s.value == service.id.value)
            })
            .map(|(id, _)| id)
            .collect()
    }

    pub fn service(&self, service: &Service) -> ServiceView {
        let register = &self.handbook.register;
        let text = |key: &str| service.node.get(key).and_then(Node::text).map(|t| t.value);
        let is_runbook = |id: &DocId| self.handbook.kind_of(*id).name == "runbook";
        let list = |key: &str| service.node.get(key).map(Node::items).unwrap_or_default();
        let said = |n: &Node, key: &str| n.get(key).and_then(Node::scalar).unwrap_or_default().to_owned();
        let needs = |s: &&Service| s.texts("depends_on").iter().any(|d| d.value == service.id.value);
        ServiceView {
            id: service.id.value.clone(),
            name: service.name.clone(),
            href: self.hrefs.to(&routes::of_service(service)),
            tier: service.tier,
            kind: text("kind"),
            owner: service.owner.as_ref().map(|o| self.owner_named(&o.value)),
            regions: service.texts("regions").into_iter().map(|r| r.value).collect(),
            rotation: text("rotation"),
            runbooks: self.documents_of(service).into_iter().filter(is_runbook).map(|id| self.link(id)).collect(),
            dashboards: list("dashboards")
                .iter()
                .map(|d| LinkView { title: said(d, "title"), href: safe_url(&said(d, "url")) })
                .collect(),
            repository: text("repository").map(|u| safe_url(&u)),
            depends_on: service
                .texts("depends_on")
                .iter()
                .filter_map(|d| register.service(&d.value))
                .map(|i| self.service_link(&register.services[i]))
                .collect(),
            used_by: register.services.iter().filter(needs).map(|s| self.service_link(s)).collect(),
            connections: service
                .node
                .get("connections")
                .map(Node::entries)
                .unwrap_or_default()
                .iter()
                .map(|(k, v)| Setting {
                    name: crate::model::document::words_of(&k.value),
                    value: v.scalar().unwrap_or_default().to_owned(),
                })
                .collect(),
            slos: list("slos")
                .iter()
                .map(|s| Slo {
                    id: said(s, "id"),
                    sli: said(s, "sli"),
                    objective: said(s, "objective"),
                    window: said(s, "window"),
                })
                .collect(),
        }
    }

    /// Who knows what, by topic; people who left are not asked any more.
    pub fn experts(&self) -> Vec<Expertise> {
        let mut topics: BTreeMap<&str, Vec<LinkView>> = BTreeMap::new();
        for p in self.handbook.register.people.iter().filter(|p| !p.left(self.handbook.today)) {
            for topic in &p.expertise {
                topics.entry(topic).or_default().extend(self.person_link(&p.id.value));
            }
        }
        topics.into_iter().map(|(topic, people)| Expertise { topic: topic.replace('-', " "), people }).collect()
    }
}

/// A URL from the register as a link may carry it; any other scheme leads nowhere.
fn safe_url(url: &str) -> String {
    if crate::paths::is_web_url(url) { url.to_owned() } else { "#".to_owned() }
}
