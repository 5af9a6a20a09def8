//! The whole model as JSON, with stable ids, for anyone's own dashboards. Documents are named by their paths,
//! people, teams and services by their ids.

mod decision;

use serde::Serialize;
use serde_json::Value as Json;

use decision::DecisionExport;

use super::document::summary;
use crate::adr::Decisions;
use crate::model::links::Target;
use crate::model::{DocId, Document, Handbook, OwnerRef};

#[derive(Serialize)]
struct Export<'a> {
    version: u32,
    title: &'a str,
    base_url: &'a str,
    today: String,
    documents: Vec<DocumentExport<'a>>,
    people: Vec<PersonExport<'a>>,
    teams: Vec<TeamExport<'a>>,
    services: Vec<Json>,
    decisions: Vec<DecisionExport<'a>>,
}

#[derive(Serialize)]
struct DocumentExport<'a> {
    path: &'a str,
    url: &'a str,
    title: &'a str,
    kind: &'a str,
    summary: String,
    owner: Option<String>,
    review: ReviewExport,
    tags: &'a [String],
    draft: bool,
    words: usize,
    headings: Vec<HeadingExport<'a>>,
    /// Paths of the documents it links to or names.
    links: Vec<&'a str>,
    backlinks: Vec<&'a str>,
    external: Vec<&'a str>,
    changed: Option<String>,
    /// The front matter, under our own names for its keys.
    front_matter: Json,
}

#[derive(Serialize)]
struct ReviewExport {
    state: &'static str,
    last_reviewed: Option<String>,
    reviewed_by: Vec<String>,
    /// As people write it: "6 months".
    every: String,
    due: Option<String>,
    drifted: usize,
}

#[derive(Serialize)]
struct HeadingExport<'a> {
    level: u8,
    text: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct PersonExport<'a> {
    id: &'a str,
    name: &'a str,
    email: Option<&'a str>,
    timezone: Option<&'a str>,
    region: Option<&'a str>,
    roles: &'a [String],
    expertise: &'a [String],
    active: bool,
    owns: Vec<&'a str>,
}

#[derive(Serialize)]
struct TeamExport<'a> {
    id: &'a str,
    name: &'a str,
    members: Vec<&'a str>,
    lead: Option<&'a str>,
    owns: Vec<&'a str>,
}

/// The model as one JSON text.
pub fn json(handbook: &Handbook, decisions: &Decisions) -> String {
    let register = &handbook.register;
    let owns = |owner: OwnerRef| -> Vec<&str> {
        let owned = handbook.published().filter(|(_, d)| d.owners.first() == Some(&owner));
        owned.map(|(_, d)| d.path.as_str()).collect()
    };
    let export = Export {
        version: 1,
        title: &handbook.config.title,
        base_url: &handbook.config.base_url,
        today: handbook.today.to_string(),
        documents: handbook.published().map(|(id, d)| document(handbook, id, d)).collect(),
        people: register
            .people
            .iter()
            .enumerate()
            .map(|(i, p)| PersonExport {
                id: &p.id.value,
                name: &p.name,
                email: p.email.as_deref(),
                timezone: p.timezone.as_ref().map(|z| z.value.as_str()),
                region: p.region.as_deref(),
                roles: &p.roles,
                expertise: &p.expertise,
                active: !p.left(handbook.today),
                owns: owns(OwnerRef::Person(i)),
            })
            .collect(),
        teams: register
            .teams
            .iter()
            .enumerate()
            .map(|(i, t)| TeamExport {
                id: &t.id.value,
                name: &t.name,
                members: t.members.iter().map(|m| m.value.as_str()).collect(),
                lead: t.lead.as_ref().map(|l| l.value.as_str()),
                owns: owns(OwnerRef::Team(i)),
            })
            .collect(),
        services: register.services.iter().map(|s| s.node.to_json()).collect(),
        decisions: decision::all(handbook, decisions),
    };
    let mut text =
        serde_json::to_string(&export).expect("invariant: strings, numbers and maps with text keys are always JSON");
    text.push('\n');
    text
}

fn document<'a>(handbook: &'a Handbook, id: DocId, d: &'a Document) -> DocumentExport<'a> {
    let path = |id: &DocId| handbook.document(*id).path.as_str();
    let outward = d.outline.links.iter().zip(d.links.iter()).filter(|(_, t)| **t == Target::External);
    DocumentExport {
        path: &d.path,
        url: &d.route,
        title: &d.title,
        kind: &handbook.kind(d).name,
        summary: summary(d),
        owner: handbook.owner_name(d),
        review: ReviewExport {
            state: d.review.state.name(),
            last_reviewed: d.review.last.map(|l| l.value.to_string()),
            reviewed_by: d.review.by.clone(),
            every: d.review.every.to_string(),
            due: d.review.due.map(|d| d.to_string()),
            drifted: d.drift.len(),
        },
        tags: &d.tags,
        draft: d.draft,
        words: d.outline.words,
        headings: d
            .outline
            .headings
            .iter()
            .map(|h| HeadingExport { level: h.level, text: &h.text, id: &h.id })
            .collect(),
        links: handbook.document(id).mentions.iter().map(path).collect(),
        backlinks: handbook.backlinks[id.0].iter().map(path).collect(),
        external: outward.map(|(l, _)| l.dest.as_str()).collect(),
        changed: d.changes.last.as_ref().map(|c| c.date.to_string()),
        front_matter: d.front.node.to_json(),
    }
}
