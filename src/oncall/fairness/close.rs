//! Closing periods: what everyone's balance was when a period ended, for the ledger to keep.
//!
//! Balances are kept in hundredths that sum to what they summed to: with each role, site and kind, to nothing. What is
//! closed carries over into the next period, so that several are closed one after the other.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::account::{Amounts, Books, Kind};
use super::ledger::{Closed, Entry, Ledger};
use super::period::{self, Period};
use super::sheet::{Hundredths, Line, hundredths, rounded};
use super::statement::Statement;
use crate::oncall::pages::Page;
use crate::oncall::time::days_after;
use crate::source::{FileId, Span};

/// More periods than a ledger has: where a start is given as long ago, it is a slip.
const MOST: usize = 500;

/// What there is to close.
#[derive(Debug)]
pub struct Closing {
    /// Periods that are over, in the order of time.
    pub periods: Vec<Closed>,
    /// The one after them.
    pub open: Period,
}

impl Books<'_> {
    /// Closes every period that is over by a day and that the ledger does not have. None where the rotation has no
    /// version; the error is for people.
    pub fn close(&self, today: NaiveDate, ledger: &Ledger, pages: &[Page]) -> Option<Result<Closing, String>> {
        let mut ledger = ledger.clone();
        let mut periods: Vec<Closed> = Vec::new();
        loop {
            let open = self.unclosed(&ledger)?;
            if open.to >= today {
                return Some(Ok(Closing { periods, open }));
            }
            if periods.len() == MOST {
                return Some(Err(format!(
                    "more than {MOST} periods are not closed; give `fairness.start` the day from which balances count"
                )));
            }
            let statement = self.statement_over(open, &ledger, pages);
            let closed =
                Closed { from: open.from, to: open.to, span: Span::top(FileId(0)), balances: entries(&statement) };
            ledger.closed.push(closed.clone());
            periods.push(closed);
        }
    }

    /// The first period that is not closed; where the ledger ends within one, the rest of it.
    fn unclosed(&self, ledger: &Ledger) -> Option<Period> {
        let next = ledger.closed.last().map(|closed| days_after(closed.to, 1));
        let from = next.or_else(|| period::start(self.rotation, self.fairness))?;
        let Period { from: first, to, .. } = period::containing(self.rotation, self.fairness, from)?;
        let to = if first > from { days_after(first, -1) } else { to };
        Some(Period::new(from, to, self.rotation.zone.unwrap_or(chrono_tz::UTC)))
    }
}

/// What of a statement is kept: everyone who had a part in the period, and who has a balance that waits.
fn entries(statement: &Statement) -> Vec<Entry> {
    let mut entries = Vec::new();
    for sheet in statement.sheets() {
        let account = &sheet.tally.account;
        let entry = |line: &Line, load: Option<(f64, f64)>| {
            let balance = amounts(Kind::ALL.map(|kind| line.balance(kind)));
            Entry { role: account.role.clone(), site: account.site.clone(), person: line.person.clone(), balance, load }
        };
        let load = |line: &Line| {
            let total = line.of(Kind::Total);
            Some((kept(total.carried), kept(total.target)))
        };
        entries.extend(sheet.lines.iter().map(|line| entry(line, load(line))));
        entries.extend(sheet.left.iter().map(|line| entry(line, None)));
    }
    entries.extend(elsewhere(statement));
    entries.retain(|e| e.balance != Amounts::default() || e.load.is_some_and(|(a, b)| a != 0.0 || b != 0.0));
    entries
}

/// The balances that wait for roles and sites which no longer are.
fn elsewhere(statement: &Statement) -> Vec<Entry> {
    let is_there = |e: &&Entry| statement.tallies.iter().any(|t| t.account.role == e.role && t.account.site == e.site);
    let gone: Vec<&Entry> = statement.left.iter().filter(|e| !is_there(e)).collect();
    let groups: BTreeSet<(&Arc<str>, &Option<Arc<str>>)> = gone.iter().map(|e| (&e.role, &e.site)).collect();
    let each = groups.into_iter().flat_map(|(role, site)| {
        let group: Vec<&Entry> = gone.iter().copied().filter(|e| e.role == *role && e.site == *site).collect();
        let balances: Vec<Amounts> = group.iter().map(|e| e.balance).collect();
        let sums = Kind::ALL.map(|kind| hundredths(balances.iter().map(|b| b.of(kind)).sum()));
        let kept = rounded(&balances, sums);
        group.into_iter().zip(kept).map(|(e, kept)| Entry { balance: amounts(kept), ..e.clone() }).collect::<Vec<_>>()
    });
    each.collect()
}

fn amounts(kinds: [Hundredths; Kind::ALL.len()]) -> Amounts {
    let mut amounts = Amounts::default();
    for kind in Kind::ALL {
        amounts.set(kind, kept(kinds[kind as usize]));
    }
    amounts
}

/// The number that is written for it is read back as the same.
fn kept(amount: Hundredths) -> f64 {
    amount as f64 / 100.0
}
