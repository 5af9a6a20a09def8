//! The hours for pay: a row for each person at a role and a site.

use std::borrow::Cow;

use super::Shown;
use crate::cli::oncall::csv::{table, text as safe};
use crate::oncall::fairness::Kind;
use crate::oncall::fairness::pay::classes;
use crate::oncall::fairness::sheet::{exact, trimmed};

/// The days are the first and the last. `ordinary` to `holiday` sum to `hours`: each minute is in the one class that
/// weighs most.
const HEAD: [&str; 14] = [
    "rotation", "role", "site", "person", "name", "from", "to", "hours", "ordinary", "night", "weekend", "holiday",
    "weighted", "pages",
];

pub(super) fn text(shown: &[Shown]) -> String {
    let sheets: Vec<_> = shown.iter().map(|s| (s, s.sheets())).collect();
    let mut rows = vec![HEAD.map(Cow::Borrowed)];
    for (s, sheet) in sheets.iter().flat_map(|(s, sheets)| sheets.iter().map(move |sheet| (s, sheet))) {
        let account = &sheet.tally.account;
        for (at, line) in s.lines(sheet) {
            let [ordinary, night, weekend, holiday] = classes(account, at, line.hours, s.fairness.weights);
            rows.push([
                safe(&s.rotation.id),
                safe(&account.role),
                safe(account.site.as_deref().unwrap_or_default()),
                safe(&line.person),
                safe(s.opened.name(&line.person)),
                s.statement.period.from.to_string().into(),
                s.statement.period.to.to_string().into(),
                exact(line.hours).into(),
                exact(ordinary).into(),
                exact(night).into(),
                exact(weekend).into(),
                exact(holiday).into(),
                exact(line.of(Kind::Total).carried).into(),
                trimmed(line.of(Kind::Pages).carried).into(),
            ]);
        }
    }
    table(rows)
}
