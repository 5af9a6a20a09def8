//! The pages that list others: home, sections, tags, directory, health.

use serde::Serialize;
use tera::Context;

use super::decisions;
use super::file;
use super::oncall;
use super::site::Press;
use super::standards;
use crate::diag::{Diagnostic, Severity};
use crate::model::{DocId, OwnerRef, routes};
use crate::oncall::calendar::Calendar;
use crate::oncall::words::elapsed;
use crate::view::document::DocCard;
use crate::view::health::Card;
use crate::view::home::ATTENTION;
use crate::view::{LinkCount, Scope};

pub(super) type Drawn = Result<(), Diagnostic>;

type Draw = fn(&Press) -> Drawn;

/// The pages that every site has beside its documents: their files, and what draws them.
pub(super) const SINGLE: [(&str, Draw); 13] = [
    ("tags/index.html", tags_page),
    ("directory/index.html", directory),
    ("search/index.html", search),
    ("health/index.html", health),
    ("health/freshness/index.html", freshness),
    ("health/owners/index.html", owners),
    ("health/findings/index.html", findings),
    ("health/decisions/index.html", decisions::page),
    ("health/on-call/index.html", oncall::page),
    ("health/on-call/fairness/index.html", oncall::fairness),
    ("health/standards/index.html", standards::page),
    ("health/standards/audit/index.html", standards::audit),
    ("404.html", not_found),
];

/// One page that is no document: its context starts with the site's and the page's own.
pub(super) fn list(
    press: &Press,
    template: &str,
    route: &str,
    title: &str,
    description: &str,
    add: impl FnOnce(&Scope, &mut Context),
) -> Drawn {
    let scope = press.scope(route);
    let mut meta = press.meta(&scope, title, description);
    if let Some((parent, _)) = route.trim_end_matches('/').rsplit_once('/') {
        let parent = parent.split('/').next().unwrap_or(parent);
        let title = match parent {
            "directory" => "People and services",
            "health" => "Health",
            _ => "Tags",
        };
        meta.crumbs
            .push(crate::view::LinkView { title: title.to_owned(), href: scope.hrefs.to(&format!("{parent}/")) });
    }
    let mut context = press.context(&scope, &meta, 0);
    add(&scope, &mut context);
    press.draw(template, &file(route), &context)
}

/// What the home page shows beside its own text.
pub(super) fn add_home(press: &Press, scope: &Scope, context: &mut Context) {
    let input = press.input;
    let mut attention = scope.attention(input.findings, &input.loaded.sources, |_| true);
    let total = attention.len();
    attention.truncate(ATTENTION);
    context.insert("sections", &scope.sections());
    context.insert("attention", &attention);
    context.insert("attention_total", &total);
    context.insert("stats", &scope.stats());
    context.insert("recent", &scope.recent(8));
    context.insert("reviews_next", &scope.reviews_next(8));
}

/// What a folder's page shows beside its own text.
pub(super) fn add_section(press: &Press, scope: &Scope, at: usize, context: &mut Context) {
    let folders = &press.input.handbook.folders;
    let inner: Vec<LinkCount> = folders[at]
        .folders
        .iter()
        .map(|&f| LinkCount {
            title: folders[f].title.clone(),
            href: scope.hrefs.to(&folders[f].route),
            count: folders[f].count,
        })
        .collect();
    context.insert("folders", &inner);
    context.insert("docs", &cards(scope, &folders[at].documents));
}

fn cards(scope: &Scope, ids: &[DocId]) -> Vec<DocCard> {
    ids.iter().map(|&id| scope.card(id)).collect()
}

fn search(press: &Press) -> Drawn {
    list(press, "search.html", "search/", "Search", "", |_, _| {})
}

fn tags_page(press: &Press) -> Drawn {
    list(press, "tags.html", "tags/", "Tags", "Every tag, with the pages that carry it.", |scope, context| {
        let tags: Vec<LinkCount> = press
            .input
            .handbook
            .tags
            .iter()
            .map(|(tag, ids)| LinkCount {
                title: tag.clone(),
                href: scope.hrefs.to(&routes::of_tag(tag)),
                count: ids.len(),
            })
            .collect();
        context.insert("tags", &tags);
    })
}

pub(super) fn tag(press: &Press, at: usize) -> Drawn {
    let (tag, ids) = press.input.handbook.tags.iter().nth(at).expect("invariant: tags are numbered in their order");
    let title = format!("Tagged “{tag}”");
    list(press, "tag.html", &routes::of_tag(tag), &title, "", |scope, context| {
        context.insert("tag", tag);
        context.insert("docs", &cards(scope, ids));
    })
}

fn directory(press: &Press) -> Drawn {
    let register = &press.input.handbook.register;
    list(
        press,
        "directory.html",
        "directory/",
        "People and services",
        "Who runs what, and whom to ask.",
        |scope, context| {
            insert_all(context, "teams", register.teams.len(), |i| scope.team(i));
            insert_all(context, "people", register.people.len(), |i| scope.person(i));
            insert_all(context, "services", register.services.len(), |i| scope.service(&register.services[i]));
            context.insert("experts", &scope.experts());
        },
    )
}

fn insert_all<T: Serialize>(context: &mut Context, key: &'static str, count: usize, make: impl Fn(usize) -> T) {
    let all: Vec<T> = (0..count).map(make).collect();
    context.insert(key, &all);
}

pub(super) fn team(press: &Press, at: usize) -> Drawn {
    let register = &press.input.handbook.register;
    let owner = OwnerRef::Team(at);
    let route = routes::of_owner(register, owner);
    list(press, "team.html", &route, &register.teams[at].name, "", |scope, context| {
        let members: Vec<&str> = register.teams[at].members.iter().map(|m| m.value.as_str()).collect();
        context.insert("team", &scope.team(at));
        context.insert("turns", &scope.turns(&members, chrono_tz::UTC));
        context.insert("ics", &oncall::calendar(press, scope, Calendar::Team(&register.teams[at].id.value)));
        context.insert("docs", &cards(scope, &scope.owned(owner)));
        let mine = register
            .services
            .iter()
            .filter(|s| s.owner.as_ref().is_some_and(|o| register.owner(&o.value) == Some(owner)));
        let mine: Vec<_> = mine.map(|s| scope.service(s)).collect();
        context.insert("services", &mine);
    })
}

pub(super) fn person(press: &Press, at: usize) -> Drawn {
    let handbook = press.input.handbook;
    let register = &handbook.register;
    let owner = OwnerRef::Person(at);
    let route = routes::of_owner(register, owner);
    list(press, "person.html", &route, &register.people[at].name, "", |scope, context| {
        let reviewed: Vec<_> = handbook
            .published()
            .filter(|(_, d)| d.review.by.iter().any(|by| register.owner(by) == Some(owner)))
            .map(|(id, _)| id)
            .collect();
        let own = &register.people[at];
        context.insert("person", &scope.person(at));
        context.insert("turns", &scope.turns(&[&own.id.value], own.zone().unwrap_or(chrono_tz::UTC)));
        context.insert("ics", &oncall::calendar(press, scope, Calendar::Person(&own.id.value)));
        context.insert("accounts", &scope.accounts(&own.id.value, own.zone().unwrap_or(chrono_tz::UTC)));
        context.insert("docs", &cards(scope, &scope.owned(owner)));
        context.insert("reviewed", &cards(scope, &reviewed));
    })
}

pub(super) fn service(press: &Press, at: usize) -> Drawn {
    let service = &press.input.handbook.register.services[at];
    list(press, "service.html", &routes::of_service(service), &service.name, "", |scope, context| {
        context.insert("service", &scope.service(service));
        let is_decision = |id: &DocId| scope.decisions.of(*id).is_some();
        let (decisions, docs): (Vec<DocId>, Vec<DocId>) =
            scope.documents_of(service).into_iter().partition(is_decision);
        context.insert("decisions", &cards(scope, &decisions));
        context.insert("docs", &cards(scope, &docs));
    })
}

fn health(press: &Press) -> Drawn {
    let findings = press.input.findings;
    list(press, "health/index.html", "health/", "Health", "How well the handbook is kept.", |scope, context| {
        let stats = scope.stats();
        let card = |title: &str, route: &str, number: String, label: &str, tone| Card {
            title: title.to_owned(),
            href: scope.hrefs.to(route),
            number,
            label: label.to_owned(),
            tone,
        };
        let fresh = if stats.reviewed_share == 100 { "good" } else { "warn" };
        let owned = if stats.unowned == 0 { "good" } else { "bad" };
        let found = findings.list.len();
        let worst = match (findings.count(Severity::Error), found) {
            (0, 0) => "good",
            (0, _) => "warn",
            _ => "bad",
        };
        let mut cards = vec![
            card(
                "Freshness",
                "health/freshness/",
                format!("{} %", stats.reviewed_share),
                "of the documents with a clock are reviewed in time",
                fresh,
            ),
            card("Ownership", "health/owners/", stats.unowned.to_string(), "documents without an owner", owned),
            card("Findings", "health/findings/", found.to_string(), "things to fix", worst),
        ];
        if !press.input.decisions.list.is_empty() {
            let (open, overdue) = scope.decision_count(press.input.findings);
            let tone = if overdue { "bad" } else { "good" };
            cards.push(card("Decisions", "health/decisions/", open.to_string(), "drafts and proposals are open", tone));
        }
        if !press.input.oncall.written.rotations.is_empty() {
            let open = scope.uncovered();
            let tone = if open.is_zero() { "good" } else { "bad" };
            let label = "of on-call are uncovered in the next 13 weeks";
            cards.push(card("On call", "health/on-call/", elapsed(open), label, tone));
        }
        if !press.input.sql.standards.is_empty() {
            let (open, exceptions) = scope.standard_count();
            let tone = if open == 0 { "good" } else { "bad" };
            let label = format!("violations of standards, {} hold", crate::dates::counted(exceptions, "exception"));
            cards.push(card("Standards", "health/standards/", open.to_string(), &label, tone));
        }
        context.insert("cards", &cards);
    })
}

fn freshness(press: &Press) -> Drawn {
    let description = "What is overdue, what comes up, and who reviews it.";
    list(press, "health/freshness.html", "health/freshness/", "Freshness", description, |scope, context| {
        let f = scope.freshness(&press.input.loaded.history);
        context.insert("counts", &f.counts);
        context.insert("total", &f.total);
        context.insert("overdue", &f.overdue);
        context.insert("due", &f.due);
        context.insert("forecast", &f.forecast);
        context.insert("calendar", &f.calendar);
        context.insert("bulk", &f.bulk);
        context.insert("history_note", &f.history_note);
    })
}

fn owners(press: &Press) -> Drawn {
    let input = press.input;
    list(
        press,
        "health/owners.html",
        "health/owners/",
        "Ownership",
        "Who owns how much, and what nobody owns.",
        |scope, context| {
            let o = scope.owners(input.findings, &input.loaded.sources);
            context.insert("owners", &o.owners);
            context.insert("unowned", &o.unowned);
            context.insert("problems", &o.problems);
            context.insert("bus", &o.bus);
            context.insert("left", &o.left);
        },
    )
}

fn findings(press: &Press) -> Drawn {
    let input = press.input;
    list(press, "health/findings.html", "health/findings/", "Findings", "What is wrong, by rule.", |scope, context| {
        let groups = scope.findings(input.findings, &input.loaded.sources, input.rule_summary);
        context.insert("groups", &groups);
        context.insert("errors", &input.findings.count(Severity::Error));
        context.insert("warnings", &input.findings.count(Severity::Warning));
    })
}

/// Served at any depth, so its links are absolute: from the base URL's path, or the host's root.
fn not_found(press: &Press) -> Drawn {
    let mut scope = press.scope("404.html");
    scope.hrefs.absolute = Some(press.input.handbook.config.base_path());
    let mut meta = press.meta(&scope, "Page not found", "");
    meta.noindex = true;
    meta.canonical = None;
    let context = press.context(&scope, &meta, 0);
    press.draw("404.html", "404.html", &context)
}
