//! From YAML to a [`Rotation`].
//!
//! The schema (`config/fields.rs`) has said already which keys are unknown and which values have the wrong shape; here
//! is said what their text means. Nothing fails: what is not understood is a finding and is left out.

mod events;
mod policy;
mod roles;

use std::sync::Arc;

use chrono_tz::Tz;

use super::policy::Limits;
use super::rotation::{Coverage, Rotation, Version};
use super::words;
use crate::diag::{Diagnostic, known_words, meant};
use crate::model::{DocId, Handbook, OwnerRef, Register, routes, zones};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

const BAD_ZONE: &str = "oncall/bad-zone";
const BAD_TIME: &str = "oncall/bad-time";
const EMPTY: &str = "oncall/empty";
const UNKNOWN_PERSON: &str = "oncall/unknown-person";
const BAD_VALUE: &str = "page/bad-value";

struct Reader<'a> {
    register: &'a Register,
    /// The rotation's own zone.
    zone: Option<Tz>,
    found: Vec<Diagnostic>,
    doubtful: bool,
}

/// Reads the rotation that a document is.
pub fn rotation(handbook: &Handbook, doc: DocId) -> (Rotation, Vec<Diagnostic>) {
    let document = handbook.document(doc);
    let node = &document.front.node;
    let mut reader = Reader { register: &handbook.register, zone: Some(Tz::UTC), found: Vec::new(), doubtful: false };
    reader.zone = reader.zone_of(node);
    let versions = reader.versions(node, Span::top(document.file));
    let mut rotation = Rotation {
        doc,
        id: document.front.text("id").map_or_else(|| routes::stem(&document.path).to_owned(), |id| id.value),
        name: document.title.clone(),
        zone: reader.zone,
        coverage: Vec::new(),
        versions,
        overrides: Vec::new(),
        maintenance: Vec::new(),
        escalation: Vec::new(),
        handover: reader.handover(node),
        fairness: None,
        limits: Limits::default(),
        services: document.front.texts("services"),
        holidays: document.front.texts("holidays"),
        // What comes after the versions leaves nobody's hours open: without a line of coverage less is asked for, and
        // an override that is left out changes nothing.
        doubtful: reader.doubtful,
    };
    rotation.coverage = reader.coverage(node, &rotation);
    rotation.overrides = reader.overrides(node, &rotation);
    rotation.maintenance = reader.maintenance(node, &rotation);
    rotation.escalation = reader.escalation(node, &rotation);
    rotation.fairness = reader.fairness(node);
    rotation.limits = reader.limits(node);
    (rotation, reader.found)
}

/// One value, or the values of a list.
fn each(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    let one = node.filter(|n| n.items().is_empty() && !matches!(n.value, crate::yaml::Value::List(_)));
    node.map(Node::items).unwrap_or_default().iter().chain(one)
}

fn shared(text: Spanned<String>) -> Spanned<Arc<str>> {
    text.map(Arc::from)
}

impl Reader<'_> {
    /// A finding that leaves open when somebody is on call.
    fn doubt(&mut self, finding: Diagnostic) {
        self.doubtful = true;
        self.found.push(finding);
    }

    /// The zone that a mapping names; the rotation's, where it names none.
    fn zone_of(&mut self, node: &Node) -> Option<Tz> {
        let Some(written) = node.get("timezone").and_then(Node::text) else { return self.zone };
        let zone = zones::find(&written.value);
        if zone.is_none() {
            let message = format!("`{}` is not an IANA time zone", written.value);
            self.doubt(Diagnostic::new(BAD_ZONE, written.span, message).help(zones::suggest(&written.value)));
        }
        zone
    }

    /// A value in a form of its own; a finding with an example where it is not.
    fn word<T>(&mut self, node: Option<&Node>, read: impl Fn(&str) -> Option<T>, wanted: &str) -> Option<Spanned<T>> {
        let written = node?.text()?;
        match read(&written.value) {
            Some(value) => Some(Spanned::new(value, written.span)),
            None => {
                self.doubt(Diagnostic::new(BAD_TIME, written.span, format!("`{}` is not {wanted}", written.value)));
                None
            }
        }
    }

    /// A person's id; the name is kept whether or not the register has it.
    fn person(&mut self, node: &Node) -> Option<Spanned<Arc<str>>> {
        let written = node.text()?;
        if self.register.person(&written.value).is_none() && !self.register.incomplete {
            let help = match self.register.owner(&written.value) {
                Some(OwnerRef::Person(p)) => format!("write the id: `{}`", self.register.people[p].id.value),
                Some(OwnerRef::Team(_)) => "that is a team: name the people who take turns".to_owned(),
                None => {
                    let ids = self.register.people.iter().map(|p| p.id.value.as_str());
                    meant(&written.value, ids, "add the person to people.yaml")
                }
            };
            let message = format!("no person `{}` in people.yaml", written.value);
            self.found.push(Diagnostic::new(UNKNOWN_PERSON, written.span, message).help(help));
        }
        Some(shared(written))
    }

    fn versions(&mut self, node: &Node, top: Span) -> Vec<Version> {
        let mut versions: Vec<Version> = Vec::new();
        for item in each(node.get("versions")) {
            let from = self.word(item.get("from"), words::date, "a date (2026-07-01)");
            let roles = item.get("roles").map(|roles| self.roles(roles)).unwrap_or_default();
            let Some(from) = from else {
                self.doubtful = true;
                continue;
            };
            let same = versions.iter().find(|v| v.from.value == from.value).map(|v| v.from.span);
            if let Some(first) = same {
                let message = format!("two versions begin on {}", from.value);
                let finding =
                    Diagnostic::new(BAD_VALUE, from.span, message).help("make the two one, or give one another day");
                self.doubt(finding.related(first, "the first of them"));
                continue;
            }
            if roles.is_empty() && item.get("roles").is_some_and(|r| r.entries().is_empty()) {
                let place = item.get("roles").map_or(item.span, |r| r.span);
                self.found.push(
                    Diagnostic::new(EMPTY, place, "this version has no roles: from that day on nobody is on call")
                        .help("name its roles, as `roles: {primary: {members: [ana]}}`"),
                );
            }
            versions.push(Version { from, roles });
        }
        versions.sort_by_key(|v| v.from.value);
        if versions.is_empty() && !self.doubtful {
            let place = node.get("versions").map_or(top, |v| v.span);
            self.found.push(
                Diagnostic::new(EMPTY, place, "this rotation has no versions: nobody is ever on call")
                    .help("give it one, with the day that it begins on and its roles"),
            );
        }
        versions
    }

    fn coverage(&mut self, node: &Node, rotation: &Rotation) -> Vec<Coverage> {
        let mut all = Vec::new();
        for item in each(node.get("coverage")) {
            let Some(role) = item.get("role").and_then(Node::text).map(shared) else { continue };
            let windows: Vec<_> = each(item.get("windows"))
                .map(|w| self.word(Some(w), words::window, "a window (`mon-fri 08:00-18:00`)"))
                .collect();
            if windows.contains(&None) {
                // What is asked for cannot be told, so nothing is held against it.
                continue;
            }
            let known = rotation.roles();
            let names = known.iter().map(|r| &*r.value);
            if !names.clone().any(|name| name == &*role.value) && !rotation.doubtful {
                let message = format!("no version has a role `{}` with turns: nobody ever covers it", role.value);
                self.found.push(Diagnostic::new(EMPTY, role.span, message).help(known_words(&role.value, names)));
            }
            all.push(Coverage { role, windows: windows.into_iter().flatten().collect() });
        }
        all
    }
}
