//! Balances as they are printed and kept: whole hundredths, so that everything that sums still sums to the digit.
//!
//! A report in which three thirds make 0.99 has to be defended; this one is rounded like a bill. Everyone's carried
//! hours sum to the load, so do the shares, and the balances sum to what was carried over: nothing.

use std::sync::Arc;

use super::account::{Amounts, Kind};
use super::statement::{Share, Statement, Tally};

/// What is kept of an hour or of a page: 1250 is 12.5.
pub type Hundredths = i64;

/// More than anyone carries in the years that there are; a ledger may say more, and sums of it must not overflow.
const MOST: f64 = 1e12;

pub fn hundredths(amount: f64) -> Hundredths {
    (amount * 100.0).round().clamp(-MOST, MOST) as Hundredths
}

/// Rounds parts so that they sum to a total that they have sum to but for rounding. What is over goes to the parts
/// that rounding hurt most, in their order; nothing stays nothing.
pub fn apportion(parts: &[f64], total: Hundredths) -> Vec<Hundredths> {
    let mut rounded: Vec<Hundredths> = parts.iter().map(|part| hundredths(*part)).collect();
    let over = total - rounded.iter().sum::<Hundredths>();
    let mut order: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].abs() > 1e-9).collect();
    let lost = |at: usize| (parts[at] * 100.0 - rounded[at] as f64) * over.signum() as f64;
    order.sort_by(|a, b| lost(*b).total_cmp(&lost(*a)));
    let Ok(count @ 1..) = Hundredths::try_from(order.len()) else { return rounded };
    for (place, at) in order.into_iter().enumerate() {
        let is_among = (place as Hundredths) < over.abs() % count;
        rounded[at] += over / count + if is_among { over.signum() } else { 0 };
    }
    rounded
}

/// `12.50`, for columns.
pub fn exact(amount: Hundredths) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", amount.abs() / 100, amount.abs() % 100)
}

/// `+12.50`, `-3.00`, for columns of balances.
pub fn plus(amount: Hundredths) -> String {
    let sign = if amount > 0 { "+" } else { "" };
    format!("{sign}{}", exact(amount))
}

/// A part of a target or of a mean: `+3.5 %`.
pub fn percent(part: f64) -> String {
    let tenths = (part * 1000.0).round() as i64;
    let sign = match tenths.signum() {
        1 => "+",
        -1 => "-",
        _ => "",
    };
    format!("{sign}{}.{} %", tenths.abs() / 10, tenths.abs() % 10)
}

/// `12.5`, `12.25`, `64`, for files.
pub fn trimmed(amount: Hundredths) -> String {
    exact(amount).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `12.5`, `64`, for sentences: to a tenth.
pub fn brief(amount: Hundredths) -> String {
    let tenths = (amount.abs() + 5) / 10;
    let sign = if amount < 0 && tenths > 0 { "-" } else { "" };
    match tenths % 10 {
        0 => format!("{sign}{}", tenths / 10),
        tenth => format!("{sign}{}.{tenth}", tenths / 10),
    }
}

/// One person's figures of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    pub carried: Hundredths,
    pub target: Hundredths,
    /// The balance that earlier periods left.
    pub brought: Hundredths,
}

impl Figures {
    pub fn balance(self) -> Hundredths {
        self.carried - self.target + self.brought
    }

    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    fn add(self, other: Self) -> Self {
        Self {
            carried: self.carried + other.carried,
            target: self.target + other.target,
            brought: self.brought + other.brought,
        }
    }
}

/// What is one person's.
#[derive(Debug, Clone)]
pub struct Line {
    pub person: Arc<str>,
    /// On call, unweighted.
    pub hours: Hundredths,
    kinds: [Figures; Kind::ALL.len()],
    deviations: [Option<f64>; Kind::ALL.len()],
}

impl Line {
    pub fn of(&self, kind: Kind) -> Figures {
        self.kinds[kind as usize]
    }

    pub fn balance(&self, kind: Kind) -> Hundredths {
        self.of(kind).balance()
    }

    /// The balance as a part of the target, of what they are and not of what they are rounded to: twice a third of a
    /// target is 200 %. None where there is no target.
    pub fn deviation(&self, kind: Kind) -> Option<f64> {
        self.deviations[kind as usize]
    }
}

/// A role at a site, rounded.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    pub tally: &'a Tally,
    /// By the people of the tally.
    pub lines: Vec<Line>,
    /// The balances of people who had no part in the period; they wait for them.
    pub left: Vec<Line>,
    one_turn: [Hundredths; Kind::ALL.len()],
}

impl Statement {
    /// Every tally, rounded.
    pub fn sheets(&self) -> Vec<Sheet<'_>> {
        self.tallies.iter().map(|tally| Sheet::new(self, tally)).collect()
    }
}

impl<'a> Sheet<'a> {
    fn new(statement: &Statement, tally: &'a Tally) -> Self {
        let own = |e: &&super::ledger::Entry| e.role == tally.account.role && e.site == tally.account.site;
        let left: Vec<_> = statement.left.iter().filter(own).collect();
        let brought = tally.shares.iter().map(|s| s.brought).chain(left.iter().map(|e| e.balance));
        let brought: Vec<Amounts> = brought.collect();
        let sums = Kind::ALL.map(|kind| hundredths(brought.iter().map(|b| b.of(kind)).sum()));
        let brought = rounded(&brought, sums);
        let (waiting, brought) = (brought[tally.shares.len()..].to_vec(), brought);
        let load = Kind::ALL.map(|kind| hundredths(tally.account.load().of(kind)));
        let of = |what: fn(&Share) -> Amounts| rounded(&tally.shares.iter().map(what).collect::<Vec<Amounts>>(), load);
        let (carried, target) = (of(|s| s.carried), of(|s| s.target));
        let hours: Vec<f64> = tally.shares.iter().map(|s| s.hours).collect();
        let hours = apportion(&hours, hundredths(hours.iter().sum()));
        let figures = |at: usize| {
            Kind::ALL.map(|kind| Figures {
                carried: carried[at][kind as usize],
                target: target[at][kind as usize],
                brought: brought[at][kind as usize],
            })
        };
        let lines = tally.shares.iter().enumerate();
        let lines = lines.map(|(at, s)| Line {
            person: s.person.clone(),
            hours: hours[at],
            kinds: figures(at),
            deviations: Kind::ALL.map(|kind| s.deviation(kind)),
        });
        let waits = |(entry, brought): (&&super::ledger::Entry, [Hundredths; Kind::ALL.len()])| Line {
            person: entry.person.clone(),
            hours: 0,
            kinds: brought.map(|brought| Figures { brought, ..Figures::default() }),
            deviations: [None; Kind::ALL.len()],
        };
        Self {
            tally,
            lines: lines.collect(),
            left: left.iter().zip(waiting).map(waits).collect(),
            one_turn: Kind::ALL.map(|kind| hundredths(tally.one_turn.of(kind))),
        }
    }

    /// The most that a single turn carries.
    pub fn one_turn(&self, kind: Kind) -> Hundredths {
        self.one_turn[kind as usize]
    }

    /// Everyone's together, those who wait left out.
    pub fn all(&self, kind: Kind) -> Figures {
        self.lines.iter().fold(Figures::default(), |sum, line| sum.add(line.of(kind)))
    }

    pub fn hours(&self) -> Hundredths {
        self.lines.iter().map(|l| l.hours).sum()
    }

    pub fn line(&self, person: &str) -> Option<&Line> {
        self.lines.iter().find(|l| &*l.person == person)
    }

    /// Whether anyone has anything of a kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.lines.iter().any(|l| !l.of(kind).is_nothing())
    }
}

/// Rounds each kind by itself, so that it sums to its total.
pub(super) fn rounded(
    amounts: &[Amounts],
    totals: [Hundredths; Kind::ALL.len()],
) -> Vec<[Hundredths; Kind::ALL.len()]> {
    let mut out = vec![[0; Kind::ALL.len()]; amounts.len()];
    for kind in Kind::ALL {
        let parts: Vec<f64> = amounts.iter().map(|a| a.of(kind)).collect();
        for (at, part) in apportion(&parts, totals[kind as usize]).into_iter().enumerate() {
            out[at][kind as usize] = part;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_their_total() {
        assert_eq!(apportion(&[1.0 / 3.0; 3], 100), [34, 33, 33]);
        assert_eq!(apportion(&[1.0 / 3.0; 3], 99), [33; 3]);
        assert_eq!(apportion(&[2.0 / 3.0, 0.0, 1.0 / 3.0], 100), [67, 0, 33]);
        // What is exact stays so, and nothing stays nothing, while something else can give.
        assert_eq!(apportion(&[0.005, 10.0, 0.0, 0.005], 1001), [0, 1000, 0, 1]);
        assert_eq!(apportion(&[-0.005, -10.0, 0.0, -0.005], -1001), [0, -1000, 0, -1]);
        assert_eq!(apportion(&[0.0, 0.0], 3), [0, 0]);
        assert_eq!(apportion(&[], 3), Vec::<i64>::new());
        // A ledger may say anything.
        assert_eq!(apportion(&[1e300, 1e300, -1e300], hundredths(1e300)).iter().sum::<i64>(), hundredths(1e300));
    }

    #[test]
    fn numbers_are_printed() {
        assert_eq!([exact(1250), exact(-5), exact(0)], ["12.50", "-0.05", "0.00"]);
        assert_eq!([trimmed(1250), trimmed(-5), trimmed(0), trimmed(20000)], ["12.5", "-0.05", "0", "200"]);
        assert_eq!([brief(1250), brief(-6400), brief(-4), brief(1266)], ["12.5", "-64", "0", "12.7"]);
    }
}
