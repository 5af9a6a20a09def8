//! The owning team has no active member.
//!
//! ## What it checks
//! A team that owns a document or a service has at least one member who is in people.yaml and has not left.
//!
//! ## Why
//! A team of nobody is nobody.
//!
//! ## Example
//! A team whose last member left in spring, and which still owns twelve runbooks.
//!
//! ## How to fix
//! Give the team a member, or hand over what it owns.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "owner/empty-team", level: Level::Error, manual: include_str!("empty_team.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    let mut owned: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for (written, owner) in cx.owners_written() {
        if let Some(OwnerRef::Team(t)) = owner {
            owned.entry(*t).or_default().push(written.span);
        }
    }
    for (team, places) in owned {
        if register.active_members(team, cx.handbook.today).is_empty() {
            let team = &register.teams[team];
            let mut finding = Diagnostic::new(
                RULE.name,
                team.id.span,
                format!(
                    "team `{}` has no active member and is named as an owner in {}",
                    team.id.value,
                    counted(places.len(), "place")
                ),
            )
            .help("add a member who is here, or hand over what it owns");
            for place in places.into_iter().take(3) {
                finding = finding.related(place, "owned by it");
            }
            found.push(finding);
        }
    }
}
