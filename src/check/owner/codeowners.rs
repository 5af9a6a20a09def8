//! CODEOWNERS names somebody else than the document does.
//!
//! ## What it checks
//! The last line of the repository's CODEOWNERS that matches a document, against the document's owner. They agree if one of its names is the owner, or a member of the owning team.
//!
//! ## Why
//! Two lists of owners that differ send the review to the wrong person.
//!
//! ## Example
//! `/runbooks/ @lena` while the runbooks say `owner: dre`
//!
//! ## How to fix
//! Correct one of the two; `rutter owners --codeowners` writes a CODEOWNERS file from the register.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "owner/codeowners", level: Level::Warning, manual: include_str!("codeowners.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let Some(file) = cx.loaded.codeowners else { return };
    let lines = codeowners::read(cx.loaded.sources.text(file), file);
    let register = &cx.handbook.register;
    for d in &cx.handbook.documents {
        let Some(owner) = d.owners.first() else { continue };
        let path = cx.loaded.history.repository_path(&d.path);
        let Some(line) = codeowners::matching(&lines, &path) else { continue };
        let agrees = |name: &str| match (register.owner(codeowners::short(name)), *owner) {
            (Some(named), owner) if named == owner => true,
            (Some(OwnerRef::Person(p)), OwnerRef::Team(t)) => {
                register.teams[t].members.iter().any(|m| m.value == register.people[p].id.value)
            }
            _ => false,
        };
        if !line.owners.is_empty() && !line.owners.iter().any(|name| agrees(name)) {
            let place = d.front.get("owner").map_or(Span::top(d.file), |n| n.span);
            found.push(
                Diagnostic::new(
                    RULE.name,
                    place,
                    format!(
                        "owned by `{}` here and by {} in CODEOWNERS",
                        register.owner_id(*owner),
                        line.owners.join(", ")
                    ),
                )
                .help("correct one of the two; `rutter owners --codeowners` writes the file from the register")
                .related(line.span, "this line decides"),
            );
        }
    }
}
