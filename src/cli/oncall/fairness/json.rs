//! The report for programs: the findings' object with the figures of each role at each site.

use serde_json::{Value, json};

use super::Shown;
use crate::diag::emit::{self, Report};
use crate::oncall::fairness::sheet::{Hundredths, Line, Sheet};
use crate::oncall::fairness::trend::{Point, trend};
use crate::oncall::fairness::{Indices, Kind};

pub(super) fn text(shown: &[Shown], report: &Report) -> String {
    let mut object = emit::object(report);
    let rotations = shown.iter().flat_map(|s| s.sheets().iter().map(|sheet| group(s, sheet)).collect::<Vec<_>>());
    object["rotations"] = rotations.collect();
    format!("{object:#}\n")
}

/// A role at a site.
fn group(shown: &Shown, sheet: &Sheet) -> Value {
    let account = &sheet.tally.account;
    let people: Vec<Value> = shown.lines(sheet).map(|(_, line)| person(shown, line)).collect();
    let points = trend(shown.ledger, &account.role, account.site.as_deref());
    let mut object = json!({
        "id": shown.rotation.id,
        "role": &*account.role,
        "period": {"from": shown.statement.period.from.to_string(), "to": shown.statement.period.to.to_string()},
        "site": account.site.as_deref(),
        "people": people,
    });
    indices(&mut object, sheet.tally.indices);
    object["load_per_head"] = sheet.tally.load_per_head().map(number).into();
    object["trend"] = points.iter().map(|point| closed(shown, point)).collect();
    object
}

fn person(shown: &Shown, line: &Line) -> Value {
    let kinds = Kind::ALL.map(|kind| (kind.name().to_owned(), figures(line, kind)));
    let kinds: serde_json::Map<String, Value> = kinds.into_iter().collect();
    json!({"person": &*line.person, "name": shown.name(&line.person), "hours": kept(line.hours), "kinds": kinds})
}

fn figures(line: &Line, kind: Kind) -> Value {
    let figures = line.of(kind);
    json!({
        "carried": kept(figures.carried),
        "target": kept(figures.target),
        "brought": kept(figures.brought),
        "balance": kept(figures.balance()),
        "deviation": line.deviation(kind).map(number),
    })
}

/// A point of the trend.
fn closed(shown: &Shown, point: &Point) -> Value {
    let end = |end: &Option<(std::sync::Arc<str>, Hundredths)>| {
        let object = |(person, balance): &(std::sync::Arc<str>, Hundredths)| json!({"person": &**person, "name": shown.name(person), "balance": kept(*balance)});
        end.as_ref().map(object)
    };
    let mut object = json!({"from": point.from.to_string(), "to": point.to.to_string()});
    indices(&mut object, point.indices);
    object["ahead"] = end(&point.ahead).into();
    object["behind"] = end(&point.behind).into();
    object
}

fn indices(object: &mut Value, indices: Option<Indices>) {
    let of = |index: fn(Indices) -> f64| Value::from(indices.map(|i| number(index(i))));
    object["jain"] = of(|i| i.jain);
    object["gini"] = of(|i| i.gini);
    object["max_over_mean"] = of(|i| i.max_over_mean);
    object["pairs"] = of(|i| i.pairs);
}

fn kept(amount: Hundredths) -> f64 {
    amount as f64 / 100.0
}

/// Two decimals, and nothing is never below nothing.
fn number(exact: f64) -> f64 {
    (exact * 100.0).round() / 100.0 + 0.0
}
