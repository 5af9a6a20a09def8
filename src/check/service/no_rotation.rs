//! Nobody is on call for a service that needs it.
//!
//! ## What it checks
//! Every service of tier 1 has a rotation: one that lists it under `services`, or the one that the service itself names as `rotation`. And a `rotation` that a service names, of whatever tier, is there.
//!
//! ## Why
//! Tier 1 pages at night. Without a rotation the page goes to whoever happens to be awake, or to nobody.
//!
//! ## Example
//! `- {id: orders-db, name: Orders, tier: 1}` in services.yaml, and no rotation that lists it.
//!
//! ## How to fix
//! Add the service to `services` of the rotation that answers for it, or name the rotation in services.yaml: `rotation: postgres`. If nobody has to answer at night, it is not of tier 1.

use crate::check::prelude::*;
use crate::diag::known_words;
use crate::yaml::Node;

pub const RULE: Rule = Rule {
    name: "service/no-rotation",
    level: Level::Error,
    manual: include_str!("no_rotation.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let (written, register) = (&cx.oncall.written, &cx.handbook.register);
    // What cannot be read may be the rotation that is missed.
    if written.unread {
        return;
    }
    let served: HashSet<&str> =
        written.rotations.iter().flat_map(|r| written.services(r, cx.handbook)).map(|s| s.id.value.as_str()).collect();
    for service in &register.services {
        let named = service.node.get("rotation").and_then(Node::text);
        if let Some(named) = named.filter(|n| written.find(cx.handbook, &n.value).is_none()) {
            let help = match written.rotations.is_empty() {
                true => "a rotation is a file such as oncall/postgres.yaml".to_owned(),
                false => known_words(&named.value, written.ids()),
            };
            let message = format!("there is no rotation `{}`", named.value);
            found.push(Diagnostic::new(RULE.name, named.span, message).help(help));
        } else if service.tier == Some(1) && !served.contains(service.id.value.as_str()) {
            let message = format!("{} is of tier 1, and no rotation answers for it", service.name);
            let finding = Diagnostic::new(RULE.name, service.id.span, message)
                .help("list it under `services` of a rotation, or name the rotation here, as `rotation: postgres`");
            found.push(match service.node.get("tier") {
                Some(tier) => finding.related(tier.span, "the tier"),
                None => finding,
            });
        }
    }
}
