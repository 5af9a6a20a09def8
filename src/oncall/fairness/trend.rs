//! How even things have been: one point for each closed period, from the ledger.

use std::sync::Arc;

use chrono::NaiveDate;

use super::account::Kind;
use super::indices::{Indices, indices};
use super::ledger::{Entry, Ledger};
use super::sheet::{Hundredths, brief, hundredths};

/// A closed period of a role at a site.
#[derive(Debug, Clone)]
pub struct Point {
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Over load divided by target; None where the ledger does not say who carried what.
    pub indices: Option<Indices>,
    /// Whose balance was the largest at its end, and whose the smallest; None where all were nothing, or no more than
    /// what rounding leaves behind.
    pub ahead: Option<(Arc<str>, Hundredths)>,
    pub behind: Option<(Arc<str>, Hundredths)>,
}

/// The closed periods that say anything of a role at a site, in the order of time.
pub fn trend(ledger: &Ledger, role: &str, site: Option<&str>) -> Vec<Point> {
    let point = |closed: &super::ledger::Closed| {
        let own = |e: &&Entry| &*e.role == role && e.site.as_deref() == site;
        let entries: Vec<&Entry> = closed.balances.iter().filter(own).collect();
        let parts = entries.iter().filter_map(|e| e.load).filter(|(_, target)| *target > 0.0);
        let parts: Vec<f64> = parts.map(|(carried, target)| carried / target).collect();
        let furthest = |sign: Hundredths| {
            let balances = entries.iter().map(|e| (&e.person, hundredths(e.balance.of(Kind::Total))));
            let own = balances.filter(|(_, balance)| balance * sign > 0 && brief(*balance) != "0");
            own.reduce(|a, b| if b.1 * sign > a.1 * sign { b } else { a }).map(|(p, balance)| (p.clone(), balance))
        };
        (!entries.is_empty()).then(|| Point {
            from: closed.from,
            to: closed.to,
            indices: indices(&parts),
            ahead: furthest(1),
            behind: furthest(-1),
        })
    };
    ledger.closed.iter().filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oncall::fairness::Amounts;
    use crate::oncall::fairness::ledger::Closed;
    use crate::source::{FileId, Span};

    #[test]
    fn what_rounding_leaves_leads_no_list() {
        let entry = |(person, total): (&str, f64)| {
            let mut balance = Amounts::default();
            balance.set(Kind::Total, total);
            Entry { role: "primary".into(), site: None, person: person.into(), balance, load: None }
        };
        let ends = |balances: [(&str, f64); 3]| {
            let day = NaiveDate::default();
            let balances = balances.map(entry).to_vec();
            let closed = Closed { from: day, to: day, span: Span::top(FileId(0)), balances };
            let ledger = Ledger { closed: vec![closed], ..Ledger::default() };
            let Point { ahead, behind, .. } = trend(&ledger, "primary", None).remove(0);
            [ahead, behind].map(|end| end.map(|(person, balance)| (person.to_string(), balance)))
        };
        assert_eq!(ends([("ana", 0.02), ("wei", -0.01), ("maya", -0.01)]), [None, None]);
        let want = [Some(("wei".to_owned(), 10)), Some(("maya".to_owned(), -12))];
        assert_eq!(ends([("ana", 0.02), ("wei", 0.1), ("maya", -0.12)]), want);
    }
}
