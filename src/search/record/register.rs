//! The pages of people, teams and services: somebody who pastes a service's name wants its page.

use super::{Page, Section, URGENT, owner_name};
use crate::model::{Handbook, OwnerRef, register, routes};
use crate::source::Sources;

pub fn count(handbook: &Handbook) -> usize {
    let r = &handbook.register;
    r.people.len() + r.teams.len() + r.services.len()
}

pub fn pages(handbook: &Handbook, sources: &Sources) -> Vec<Page> {
    let r = &handbook.register;
    let people = (0..r.people.len()).map(|i| (person(handbook, i), r.people[i].id.span));
    let services = (0..r.services.len()).map(|i| (service(handbook, i), r.services[i].id.span));
    let teams = (0..r.teams.len()).map(|i| (team(handbook, i), r.teams[i].id.span));
    let all = people.chain(services).chain(teams);
    all.map(|(mut page, span)| {
        page.sections.iter_mut().for_each(|s| s.line = sources.start(span).line as u64);
        page
    })
    .collect()
}

fn person(handbook: &Handbook, i: usize) -> Page {
    let p = &handbook.register.people[i];
    let mut text: Vec<&str> = p.roles.iter().chain(&p.expertise).map(String::as_str).collect();
    text.extend(p.handles.iter().map(|(_, handle)| handle.as_str()));
    text.extend([&p.email, &p.region].into_iter().flatten().map(String::as_str));
    text.extend(p.timezone.as_ref().map(|z| z.value.as_str()));
    let route = routes::of_owner(&handbook.register, OwnerRef::Person(i));
    page(("person", "Person"), &p.name, &p.id.value, route, register::PEOPLE, text.join(", "))
}

fn team(handbook: &Handbook, i: usize) -> Page {
    let t = &handbook.register.teams[i];
    let mut text: Vec<String> = t.members.iter().map(|m| m.value.clone()).collect();
    text.extend(t.slack.clone());
    let route = routes::of_owner(&handbook.register, OwnerRef::Team(i));
    page(("team", "Team"), &t.name, &t.id.value, route, register::TEAMS, text.join(", "))
}

fn service(handbook: &Handbook, i: usize) -> Page {
    let s = &handbook.register.services[i];
    let text: Vec<String> = ["kind", "regions", "depends_on", "description", "repository"]
        .iter()
        .flat_map(|key| s.texts(key))
        .map(|t| t.value)
        .collect();
    let route = routes::of_service(s);
    let mut page = page(("service", "Service"), &s.name, &s.id.value, route, register::SERVICES, text.join(", "));
    let owner = s.owner.as_ref().and_then(|o| handbook.register.owner(&o.value));
    page.set("owner", owner.map(|o| (handbook.register.owner_id(o).to_owned(), owner_name(handbook, o))));
    page.set("service", [(s.id.value.clone(), s.name.clone())]);
    page.label();
    page
}

fn page(kind: (&str, &str), title: &str, id: &str, route: String, path: &str, text: String) -> Page {
    let mut page = Page {
        title: title.to_owned(),
        route,
        path: path.to_owned(),
        fingerprints: vec![id.to_owned()],
        factor: URGENT,
        freshness: "",
        sections: vec![Section { line: 1, text, ..Section::default() }],
        ..Page::default()
    };
    page.set("kind", [(kind.0.to_owned(), kind.1.to_owned())]);
    page.label();
    page
}
