//! Kinds of documents: the built-in ones, and how handbook.yaml adjusts them and declares its own.

use crate::dates::Period;
use crate::diag::Diagnostic;
use crate::glob::Globs;
use crate::source::Spanned;
use crate::yaml::Node;
use crate::yaml::schema::{Field, Ref, Type, list};

use super::fields;
use super::lifecycle::{Lifecycle, Preset, State};

/// A kind of document: where it lives, what it says, how long a review of it lasts.
#[derive(Debug, Clone)]
pub struct Kind {
    pub name: String,
    /// For people: "Runbook".
    pub title: String,
    pub paths: Globs,
    /// Keys of the front matter, the common ones among them.
    pub fields: Vec<Field>,
    pub sections: Vec<Section>,
    pub review_every: Option<Spanned<Period>>,
    pub owner: Option<Spanned<String>>,
    pub past: Past,
    /// The states its documents go through. A kind that has some is a kind of decision.
    pub lifecycle: Lifecycle,
    pub preset: Option<Preset>,
}

impl Kind {
    /// Where a new document of the kind goes: the folder of its first pattern; nothing for the root.
    pub fn folder(&self) -> &str {
        let pattern = self.paths.patterns.first().map_or("", String::as_str);
        pattern.split(['*', '?', '[', '{']).next().unwrap_or("").trim_end_matches('/')
    }
}

/// A section that a kind requires, and what else its heading may be called. All in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    pub synonyms: Vec<String>,
}

/// Whether documents of a kind record the past. Records are never stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    Never,
    Always,
    /// Once their status says that they are decided.
    Decided,
}

/// The names of the built-in kinds, `page` first.
pub const BUILT_IN: [&str; 9] =
    ["page", "runbook", "adr", "standard", "incident", "change", "ritual", "rotation", "handover"];

pub(super) fn built_in() -> Vec<Kind> {
    let sections = |names: &[(&str, &[&str])]| -> Vec<Section> {
        names
            .iter()
            .map(|(name, synonyms)| Section {
                name: (*name).to_owned(),
                synonyms: synonyms.iter().map(|s| (*s).to_owned()).collect(),
            })
            .collect()
    };
    let kind = |name: &str, title: &str, path: &str, own: Vec<Field>| Kind {
        name: name.to_owned(),
        title: title.to_owned(),
        paths: Globs::of([path]),
        fields: fields::common().into_iter().chain(own).collect(),
        sections: Vec::new(),
        review_every: None,
        owner: None,
        past: Past::Never,
        lifecycle: Lifecycle::default(),
        preset: None,
    };
    vec![
        kind("page", "Page", "", Vec::new()),
        Kind {
            sections: sections(&[(
                "steps",
                &[
                    "procedure",
                    "instructions",
                    "resolution",
                    "remediation",
                    "mitigation",
                    "fix",
                    "what to do",
                    "how to fix",
                    "actions",
                ],
            )]),
            ..kind("runbook", "Runbook", "runbooks/**", fields::runbook())
        },
        Kind {
            past: Past::Decided,
            lifecycle: Lifecycle::decision(),
            sections: sections(&[
                ("context", &["context and problem statement", "problem", "background", "motivation", "issue"]),
                (
                    "options",
                    &[
                        "considered options",
                        "options considered",
                        "alternatives",
                        "alternatives considered",
                        "pros and cons of the options",
                    ],
                ),
                ("decision", &["decision outcome", "outcome", "resolution"]),
                ("consequences", &["consequence", "impact", "implications", "positive consequences"]),
            ]),
            ..kind("adr", "Decision", "adr/**", fields::adr())
        },
        kind("standard", "Standard", "standards/**", fields::standard()),
        Kind {
            past: Past::Always,
            sections: sections(&[
                ("summary", &["overview", "what happened", "executive summary"]),
                ("timeline", &["chronology", "sequence of events"]),
                ("actions", &["action items", "follow-ups", "follow ups", "corrective actions", "next steps"]),
            ]),
            ..kind("incident", "Incident review", "incidents/**", fields::incident())
        },
        Kind { past: Past::Always, ..kind("change", "Change", "changes/**", fields::change()) },
        kind("ritual", "Ritual", "rituals/**", fields::ritual()),
        kind("rotation", "Rotation", "oncall/*.yaml", fields::rotation()),
        // Notes of a moment: a clock of reviews over a folder of them would ring for each, one after another.
        Kind {
            past: Past::Always,
            sections: sections(&[
                ("open incidents", &["incidents"]),
                ("watch items", &["watch", "to watch", "watching"]),
                ("changes under way", &["under way", "changes", "work under way", "in progress"]),
            ]),
            ..kind("handover", "Handover", "oncall/handovers/**", fields::handover())
        },
    ]
}

/// Adjusts a kind by its entry under `kinds:`, which the schema has passed. What still does not fit is found.
pub(super) fn adjust(kind: &mut Kind, node: &Node, found: &mut Vec<Diagnostic>) {
    if let Some(preset) = node.get("preset").and_then(Node::scalar).and_then(Preset::parse) {
        kind.preset = Some(preset);
        preset.title().clone_into(&mut kind.title);
        kind.lifecycle = preset.lifecycle();
        kind.past = Past::Decided;
        kind.fields.extend(fields::preset(preset));
    }
    if let Some(title) = node.get("title").and_then(Node::text) {
        kind.title = title.value;
    }
    if let Some(paths) = node.get("paths") {
        kind.paths = Globs::read(paths, "config/bad-value", found);
    }
    if let Some(period) = node.get("review_every").and_then(Node::period) {
        kind.review_every = Some(period);
    }
    if let Some(owner) = node.get("owner").and_then(Node::text) {
        kind.owner = Some(owner);
    }
    if let Some(historical) = node.get("historical").and_then(Node::bool) {
        kind.past = if historical { Past::Always } else { Past::Never };
    }
    for (key, spec) in node.get("fields").map(Node::entries).unwrap_or_default() {
        let own = declared(&key.value, spec, found);
        kind.fields.retain(|f| f.key != own.key);
        kind.fields.push(own);
    }
    if let Some(states) = node.get("states") {
        kind.lifecycle = read_states(states.entries(), found);
    }
    if let Some(sections) = node.get("sections") {
        adjust_sections(kind, sections);
    }
}

/// States with the moves out of each. A move into a state that is not declared could never be made.
fn read_states(states: &[(Spanned<Box<str>>, Node)], found: &mut Vec<Diagnostic>) -> Lifecycle {
    let mut lifecycle = Lifecycle::default();
    for (state, moves) in states {
        let moves = moves.texts();
        for to in moves.iter().filter(|to| states.iter().all(|(s, _)| *s.value != *to.value)) {
            found.push(
                Diagnostic::new("config/bad-value", to.span, format!("`{}` is not a state of this kind", to.value))
                    .help(format!("declare it: `{}: []`", to.value)),
            );
        }
        let moves = moves.into_iter().map(|m| m.value).collect();
        lifecycle.states.push(State { name: state.value.to_string(), moves });
    }
    lifecycle
}

fn adjust_sections(kind: &mut Kind, node: &Node) {
    let lower = |n: &Node| -> Vec<String> { n.texts().into_iter().map(|t| t.value.to_lowercase()).collect() };
    if let Some(required) = node.get("required") {
        let before = std::mem::take(&mut kind.sections);
        kind.sections = lower(required)
            .into_iter()
            .map(|name| {
                let known = before.iter().find(|s| s.name == name);
                Section { synonyms: known.map(|s| s.synonyms.clone()).unwrap_or_default(), name }
            })
            .collect();
    }
    for (name, synonyms) in node.get("synonyms").map(Node::entries).unwrap_or_default() {
        let name = name.value.to_lowercase();
        if let Some(section) = kind.sections.iter_mut().find(|s| s.name == name) {
            section.synonyms.extend(lower(synonyms));
        }
    }
}

/// What a field under `fields:` may be declared as.
pub(super) const TYPE_NAMES: [&str; 12] =
    ["text", "date", "time", "duration", "bool", "int", "number", "person", "team", "service", "owner", "any"];

/// Reads `champion: {type: person, required: true, list: true}`, or `champion: person`.
fn declared(key: &str, spec: &Node, found: &mut Vec<Diagnostic>) -> Field {
    let name = match spec.scalar() {
        Some(name) => Some(name),
        None => spec.get("type").and_then(Node::scalar),
    };
    let values = spec.get("values").map(Node::texts).unwrap_or_default();
    let ty = match name.unwrap_or("text") {
        _ if !values.is_empty() => Type::OneOf(values.into_iter().map(|v| v.value).collect()),
        "text" | "owner" => Type::Text,
        "date" => Type::Date,
        "time" => Type::Instant,
        "duration" => Type::Period,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "number" => Type::Number,
        "person" => Type::Ref(Ref::Person),
        "team" => Type::Ref(Ref::Team),
        "service" => Type::Ref(Ref::Service),
        "any" => Type::Any,
        other => {
            found.push(
                Diagnostic::new("config/bad-value", spec.span, format!("`{other}` is not a type of field"))
                    .help(format!("known: {}", TYPE_NAMES.join(", "))),
            );
            Type::Any
        }
    };
    let many = spec.get("list").and_then(Node::bool).unwrap_or(false);
    Field {
        key: key.to_owned(),
        ty: if many { list(ty) } else { ty },
        required: spec.get("required").and_then(Node::bool).unwrap_or(false),
    }
}
