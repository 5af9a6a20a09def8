//! The front matter each built-in kind takes, key by key. The names are the content model's.

use super::lifecycle::Preset;
use crate::yaml::schema::{Field, Ref, Type, field, list, one_of, required};

fn text() -> Type {
    Type::Text
}

fn texts() -> Type {
    list(Type::Text)
}

fn people() -> Type {
    list(Type::Ref(Ref::Person))
}

/// Keys that every document takes.
pub fn common() -> Vec<Field> {
    vec![
        field("title", text()),
        field("description", text()),
        field("kind", text()),
        field("id", text()),
        field("owner", texts()),
        // The date and the durations are read by the freshness model, which has findings of its own for them.
        field("last_reviewed", text()),
        field("reviewed_by", texts()),
        field("review_every", text()),
        field("next_review", text()),
        field("tags", texts()),
        field("services", list(Type::Ref(Ref::Service))),
        field("level", one_of(&["intro", "working", "expert"])),
        field("audience", texts()),
        field("status", text()),
        field("watches", texts()),
        field("aliases", texts()),
        field("draft", Type::Bool),
        field("weight", Type::Number),
        field("related", texts()),
        field("extra", Type::Any),
    ]
}

fn link() -> Type {
    Type::Record(vec![required("title", text()), required("url", text())])
}

fn actions() -> Type {
    list(Type::Record(vec![
        required("title", text()),
        field("owner", text()),
        field("due", Type::Date),
        field("done", Type::Either(Box::new(Type::Text), Box::new(Type::Any))),
        field("ticket", text()),
    ]))
}

pub fn runbook() -> Vec<Field> {
    vec![
        field("alerts", texts()),
        field("severity", text()),
        field("last_drilled", Type::Date),
        field("drill_every", Type::Period),
        field("fingerprints", texts()),
        field("escalation", text()),
    ]
}

pub fn adr() -> Vec<Field> {
    vec![
        field("date", Type::Date),
        field("deciders", texts()),
        field("consulted", texts()),
        field("informed", texts()),
        field("supersedes", texts()),
        field("superseded_by", texts()),
        field("amends", texts()),
        field("amended_by", texts()),
        field("review_by", Type::Date),
        field(
            "milestones",
            list(Type::Record(vec![required("title", text()), field("due", Type::Date), field("done", text())])),
        ),
        field("evidence", list(Type::Either(Box::new(text()), Box::new(link())))),
        field("slo_impact", text()),
        field("reversibility", text()),
        field("migration_notes", text()),
        field("exemplar", Type::Bool),
    ]
    .into_iter()
    .chain(ELSEWHERE.iter().map(|key| field(key, Type::Any)))
    .collect()
}

/// Keys that decisions have in the forms of other tools (`adr/forms/`). Each form reads its own.
const ELSEWHERE: [&str; 22] = [
    "number",
    "links",
    "decision-makers",
    "decision_makers",
    "superseded-by",
    "supersededBy",
    "amended-by",
    "amendedBy",
    "reviewBy",
    "affects",
    "implemented",
    "domain",
    "rules",
    "files",
    "type",
    "category",
    "created",
    "updated",
    "author",
    "authors",
    "project",
    "technologies",
];

/// Whether a key of decisions is another tool's, and not one that the house form writes.
pub fn is_key_of_another_form(key: &str) -> bool {
    ELSEWHERE.contains(&key)
}

/// The keys of a preset's documents. Rust's RFCs have no front matter.
pub fn preset(preset: Preset) -> Vec<Field> {
    match preset {
        Preset::Kep => KEP.iter().map(|key| field(key, Type::Any)).collect(),
        Preset::RustRfc => Vec::new(),
    }
}

/// The record's keys, of
/// <https://github.com/kubernetes/enhancements/blob/master/keps/NNNN-kep-template/kep.yaml>.
const KEP: [&str; 20] = [
    "kep-number",
    "authors",
    "owning-sig",
    "participating-sigs",
    "creation-date",
    "last-updated",
    "reviewers",
    "approvers",
    "prr-approvers",
    "editor",
    "see-also",
    "replaces",
    "superseded-by",
    "stage",
    "latest-milestone",
    "milestone",
    "feature-gates",
    "disable-supported",
    "metrics",
    "labels",
];

pub fn standard() -> Vec<Field> {
    let level = || one_of(&["off", "warning", "error"]);
    vec![
        field(
            "rules",
            list(Type::Record(vec![
                required("id", text()),
                required("summary", text()),
                field("enforce", text()),
                field("with", Type::Any),
                field("level", level()),
                field("applies_to", texts()),
                field("since", Type::Date),
            ])),
        ),
        field(
            // What one lacks is found by those who know what that means: it excuses nothing.
            "exceptions",
            list(Type::Record(vec![
                field("rule", text()),
                field("path", text()),
                field("statement", text()),
                field("reason", text()),
                field("owner", text()),
                field("expires", Type::Date),
            ])),
        ),
    ]
}

pub fn incident() -> Vec<Field> {
    let instants = ["started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"];
    let mut fields: Vec<Field> = instants.iter().map(|k| field(k, Type::Instant)).collect();
    fields.extend([
        field("severity", text()),
        field("regions", texts()),
        field(
            "roles",
            Type::Record(
                ["commander", "communications", "operations", "liaison"]
                    .iter()
                    .map(|role| field(role, people()))
                    .collect(),
            ),
        ),
        field(
            "impact",
            Type::Record(vec![field("slo", text()), field("bad_minutes", Type::Number), field("description", text())]),
        ),
        field("runbooks_used", texts()),
        field("change", text()),
        field("actions", actions()),
    ]);
    fields
}

pub fn change() -> Vec<Field> {
    vec![
        field("tier", one_of(&["standard", "normal", "emergency"])),
        field("risk", text()),
        field("requested_at", Type::Instant),
        field("approved_by", people()),
        field("approved_at", Type::Instant),
        field("deployed_at", Type::Instant),
        field("outcome", one_of(&["ok", "rolled-back", "failed"])),
        field("migration", text()),
        field("adr", texts()),
        field("incident", text()),
    ]
}

pub fn ritual() -> Vec<Field> {
    vec![
        field("cadence", text()),
        field("facilitators", people()),
        field("agenda", texts()),
        field("decides", text()),
        field("retire_when", text()),
        field("last_surveyed", Type::Date),
        field("actions", actions()),
    ]
}

/// Who handed over, and to whom.
pub fn handover() -> Vec<Field> {
    vec![field("from", people()), field("to", people())]
}

/// The keys of a rotation. Times, zones and names are text here: the on-call engine reads them, and has findings of
/// its own for what is none.
pub fn rotation() -> Vec<Field> {
    let role_or_someone = vec![field("role", text()), field("person", text()), field("team", Type::Ref(Ref::Team))];
    let coverage = vec![required("role", text()), field("windows", texts())];
    let version = vec![required("from", text()), required("roles", Type::Map(Box::new(role())))];
    let shift = vec![
        required("role", text()),
        field("site", text()),
        required("start", text()),
        required("end", text()),
        required("person", text()),
        field("replaces", text()),
        field("kind", text()),
        field("reason", text()),
    ];
    let maintenance =
        vec![field("site", text()), field("days", texts()), required("hours", text()), field("note", text())];
    let step = vec![required("after", text()), required("notify", Type::Record(role_or_someone))];
    let handover = vec![field("template", text()), field("records", text())];
    let weights = ["night", "weekend", "holiday"].map(|kind| field(kind, Type::Number));
    let fairness = vec![
        field("start", Type::Date),
        field("period", Type::Period),
        field("weights", Type::Record(weights.into())),
        field("night", text()),
        field("weekend", texts()),
        field("max_deviation", text()),
        field("carry", text()),
    ];
    let limits = vec![
        field("max_share", text()),
        field("min_people_per_site", Type::Int),
        field("max_consecutive", Type::Period),
        field("min_rest", text()),
        field("max_pages_per_12h", Type::Int),
    ];
    vec![
        field("name", text()),
        field("timezone", text()),
        field("coverage", list(Type::Record(coverage))),
        field("versions", list(Type::Record(version))),
        field("overrides", list(Type::Record(shift))),
        field("maintenance_windows", list(Type::Record(maintenance))),
        field("handover", Type::Record(handover)),
        field("escalation", list(Type::Record(step))),
        field("fairness", Type::Record(fairness)),
        field("limits", Type::Record(limits)),
        field("holidays", texts()),
    ]
}

/// A role, of one version.
fn role() -> Type {
    let member = vec![required("person", text()), field("capacity", Type::Number)];
    let handoff = vec![field("every", text()), field("on", text()), field("at", text())];
    let turns = || {
        vec![
            field("hours", text()),
            field("days", texts()),
            field("handoff", Type::Record(handoff.clone())),
            field("members", list(Type::Either(Box::new(text()), Box::new(Type::Record(member.clone()))))),
        ]
    };
    let mut site = vec![required("name", text()), field("timezone", text())];
    site.extend(turns());
    let mut fields = vec![field("sites", list(Type::Record(site))), field("on_demand", Type::Bool)];
    fields.extend(turns());
    Type::Record(fields)
}
