//! What standards hold, and what is said in SQL.

pub mod parse;
pub mod unknown_rule;

use super::prelude::*;
use crate::sql::{Migration, Place, Standard, standard};

/// What breaks the rules of standards in migrations, each under the name of the rule that enforces it.
pub(super) fn broken(cx: &Context, found: &mut Vec<Diagnostic>) {
    for v in cx.sql.violations.iter().filter(|v| v.excuse.is_none()) {
        let history = &cx.sql.histories[v.history];
        let standard = &cx.sql.standards[v.standard];
        let rule = &standard.rules[v.rule];
        let Some(((name, _), span)) =
            rule.machine().map(|(r, c)| (r.name, c)).zip(span(&history.files[v.file], &v.hit.place))
        else {
            continue;
        };
        let place = place_of_rule(cx, standard, rule);
        let help = match &v.hit.help {
            Some(help) => format!("{help}; {} is explained in {place}", rule.id.value),
            None => format!("{} is explained in {place}", rule.id.value),
        };
        let finding =
            Diagnostic::new(name, span, format!("{}: {}", rule.id.value, v.hit.message)).help(help).weighs(rule.level);
        let related = v
            .hit
            .related
            .iter()
            .filter_map(|(file, place, what)| Some((self::span(&history.files[*file], place)?, what)));
        found.push(related.fold(finding, |finding, (span, what)| finding.related(span, what)));
    }
}

/// Where a reader finds a rule: on the published site, or in the handbook.
fn place_of_rule(cx: &Context, standard: &Standard, rule: &standard::Rule) -> String {
    let document = cx.handbook.document(standard.doc);
    match cx.handbook.config.base_url.as_str() {
        "" => format!("`{}`", document.path),
        base => format!("{base}{}#{}", paths::encode(&document.route), markdown::slug(&rule.id.value)),
    }
}

fn span(file: &Migration, place: &Place) -> Option<Span> {
    Some(Span::new(file.file?, place.clone()))
}
