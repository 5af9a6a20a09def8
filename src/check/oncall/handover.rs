//! A handover has no record, or nothing to write it by.
//!
//! ## What it checks
//! Where a rotation sets `handover.records`, a folder: for every handoff that is over, the day before today or earlier, and at which somebody else took over, a document `YYYY-MM-DD-SITE.md` is there and says something. The day is that of the site; a role without sites has its own name instead of a site's. Looked at are the handoffs since the first record in the folder, for 13 weeks back at most; where the folder has none yet, the last handoff of each site. `handover.template` has to be a document. It is a warning: a record that nobody wrote cannot be written any more by those who knew.
//!
//! Records are documents of the kind `handover`, which have sections of their own and never go stale. Under `oncall/handovers/` they are so by themselves; for another folder handbook.yaml says `kinds: {handover: {paths: ["elsewhere/**"]}}`. Whose they are is said once, as `folders: {"oncall/**": {owner: dre}}`.
//!
//! ## Why
//! What the last shift knew and did not write down is found out again at night: the silence that nobody took out, the index build that was to be watched.
//!
//! ## Example
//! `handover: {records: oncall/handovers}`, handoffs on Mondays, and no `oncall/handovers/2026-11-16-emea.md`.
//!
//! ## How to fix
//! Write the record: from, to, open incidents, watch items, changes under way. `rutter new handover SITE` begins one for today. If it is too late, write down that there was none.

use super::around;
use crate::check::prelude::*;
use crate::model::Document;
use crate::oncall::handover::{Handover, handovers};
use crate::oncall::words;
use crate::oncall::{Roster, Rotation};
use crate::source::Spanned;

pub const RULE: Rule =
    Rule { name: "oncall/handover", level: Level::Warning, manual: include_str!("handover.rs"), check: Some(check) };

/// More days than these are counted and not named.
const NAMED: usize = 8;

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, rotation, roster) in around(cx) {
        found.extend(rotation.handover.template.as_ref().and_then(|path| template(cx, path)));
        if let Some(folder) = &rotation.handover.records {
            let records = Records::of(cx, &folder.value);
            found.extend(records.stale(folder));
            found.extend(missing(cx, rotation, roster, &records, folder.span));
        }
    }
}

fn template(cx: &Context, path: &Spanned<String>) -> Option<Diagnostic> {
    if cx.resolver.path(&path.value).is_some() {
        return None;
    }
    let near = links::nearest_path(&path.value, cx.paths());
    let finding = Diagnostic::new(RULE.name, path.span, format!("there is no document `{}`", path.value));
    Some(finding.help(near.map_or_else(
        || "the path begins at the root of the handbook: `oncall/handover-template.md`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )))
}

/// The records in a folder, by the day and the place in their names.
struct Records<'a> {
    folder: String,
    documents: BTreeMap<(chrono::NaiveDate, String), &'a Document>,
}

impl<'a> Records<'a> {
    fn of(cx: &Context<'a>, folder: &str) -> Self {
        let folder = paths::join("", folder);
        let inside = cx.handbook.documents.iter().filter(|d| paths::parent(&d.path) == folder);
        let dated = inside.filter_map(|d| {
            let stem = routes::stem(&d.path);
            let day = words::date(stem.get(..10)?)?;
            Some(((day, stem.get(10..)?.strip_prefix('-')?.to_lowercase()), d))
        });
        Self { documents: dated.collect(), folder }
    }

    /// What a record says, if it is there at all.
    fn is_written(&self, day: chrono::NaiveDate, place: &str) -> Option<bool> {
        let named = |place: &str| self.documents.get(&(day, place.to_lowercase()));
        let record = named(place).or_else(|| named(&routes::part(place)))?;
        Some(record.outline.words > 0 || !record.outline.code.is_empty())
    }

    /// Records of a kind that has to be reviewed would all be overdue one day.
    fn stale(&self, folder: &Spanned<String>) -> Option<Diagnostic> {
        let ticking = self.documents.values().filter(|d| d.review.ticks()).count();
        let message =
            format!("{} in {} would have to be reviewed again and again", counted(ticking, "record"), self.folder);
        let help =
            format!("in handbook.yaml make them records: `kinds: {{handover: {{paths: [\"{}/**\"]}}}}`", self.folder);
        (ticking > 0).then(|| Diagnostic::new(RULE.name, folder.span, message).help(help))
    }
}

fn missing(cx: &Context, rotation: &Rotation, roster: &Roster, records: &Records, place: Span) -> Vec<Diagnostic> {
    let mut by_site: BTreeMap<&str, BTreeMap<chrono::NaiveDate, Handover>> = BTreeMap::new();
    for handover in handovers(rotation, roster).into_iter().filter(|h| h.day < cx.handbook.today) {
        let site = handover.site.unwrap_or(handover.role);
        by_site.entry(site).or_default().insert(handover.day, handover);
    }
    let since = records.documents.keys().next().map(|(day, _)| *day);
    let mut found = Vec::new();
    for (site, mut days) in by_site {
        match since {
            Some(first) => days.retain(|day, _| *day >= first),
            None => days = days.pop_last().into_iter().collect(),
        }
        let all = days.len();
        let absent: Vec<(chrono::NaiveDate, bool)> = days
            .keys()
            .filter_map(|day| match records.is_written(*day, site) {
                Some(true) => None,
                there => Some((*day, there.is_some())),
            })
            .collect();
        let Some((last, handover)) = absent.last().and_then(|(day, _)| Some((day, days.get(day)?))) else { continue };
        let told = |(day, empty): &(chrono::NaiveDate, bool)| match empty {
            true => format!("{day} (empty)"),
            false => day.to_string(),
        };
        let mut listed: Vec<String> = absent.iter().take(NAMED).map(told).collect();
        if absent.len() > NAMED {
            listed.push(format!("and {} more", absent.len() - NAMED));
        }
        let message = match all {
            1 => format!("the handover of {site} on {} has no record", listed.join("")),
            _ => {
                let verb = if absent.len() == 1 { "has" } else { "have" };
                format!("{} of the {all} handovers of {site} {verb} no record: {}", absent.len(), listed.join(", "))
            }
        };
        let help = format!(
            "write {}/{last}-{}.md: from {} to {}, open incidents, watch items, changes under way",
            records.folder,
            routes::part(site),
            handover.from,
            handover.to
        );
        let finding = Diagnostic::new(RULE.name, place, message).help(help);
        found.push(finding.related(handover.span, format!("the handoffs of {site}")));
    }
    found
}
