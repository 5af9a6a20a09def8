//! The statement of a period: what everyone carried, what their share was, what was carried over, and the balance.

use std::sync::Arc;

use chrono::NaiveDate;

use super::account::{Account, Amounts, Books, Kind};
use super::indices::{Indices, indices};
use super::ledger::{Closed, Entry, Ledger};
use super::period::{self, Period};
use crate::oncall::pages::Page;
use crate::oncall::schedule::roster;
use crate::oncall::time::{Instant, Range, days_after};
use crate::oncall::turns::turns;
use crate::oncall::words::lane;

/// A rotation's balances over a period.
#[derive(Debug, Clone)]
pub struct Statement {
    pub period: Period,
    /// By role and site, in the order of the rotation.
    pub tallies: Vec<Tally>,
    /// What was carried over for people, roles and sites that have no part in the period: nobody makes up for it here,
    /// and it is not lost.
    pub left: Vec<Entry>,
    /// Days that are over and were not closed: their balances are carried over as they were reckoned just now.
    pub unclosed: Option<(NaiveDate, NaiveDate)>,
}

/// A role at a site.
#[derive(Debug, Clone)]
pub struct Tally {
    /// With everything that its figures are the sums of.
    pub account: Account,
    /// By the people of the account.
    pub shares: Vec<Share>,
    /// In the order of time.
    pub turns: Vec<Turn>,
    /// The most that a single turn carries, of each kind.
    pub one_turn: Amounts,
    /// Over load divided by target; None where nobody has a target.
    pub indices: Option<Indices>,
}

/// From one handoff to the next, within the period.
#[derive(Debug, Clone)]
pub struct Turn {
    pub range: Range,
    /// What was carried in it.
    pub load: Amounts,
    /// It goes on after the period.
    pub cut: bool,
}

/// What is one person's.
#[derive(Debug, Clone)]
pub struct Share {
    pub person: Arc<str>,
    /// On call, unweighted, in hours.
    pub hours: f64,
    pub carried: Amounts,
    pub target: Amounts,
    /// The balance that the periods before this one left.
    pub brought: Amounts,
}

impl Share {
    /// What was carried beyond the share, in hours or pages; below nothing, what is owed.
    pub fn balance(&self, kind: Kind) -> f64 {
        self.carried.of(kind) - self.target.of(kind) + self.brought.of(kind)
    }

    /// The balance as a part of the target; None where there is no target.
    pub fn deviation(&self, kind: Kind) -> Option<f64> {
        let target = self.target.of(kind);
        (target > 0.0).then(|| self.balance(kind) / target)
    }
}

impl Tally {
    pub fn share(&self, person: &str) -> Option<&Share> {
        self.shares.iter().find(|s| &*s.person == person)
    }

    /// `primary, emea`.
    pub fn name(&self) -> String {
        lane(&self.account.role, self.account.site.as_deref())
    }

    /// How many full shares were there, on average over the period.
    pub fn heads(&self) -> f64 {
        let segments = &self.account.pool.segments;
        let all: f64 = segments.iter().map(|s| s.range.hours()).sum();
        if all > 0.0 { segments.iter().map(|s| s.heads * s.range.hours()).sum::<f64>() / all } else { 0.0 }
    }

    /// Weighted hours for each full share; None where nobody was there.
    pub fn load_per_head(&self) -> Option<f64> {
        let heads = self.heads();
        (heads > 0.0).then(|| self.account.load().of(Kind::Total) / heads)
    }
}

/// How far back what was never closed is reckoned, in days: two hundred years, the longest stretch that the commands
/// show. A `start` before that is a slip of the pen, and two thousand years of turns take a minute.
const LONGEST: i64 = 200 * 366;

impl Books<'_> {
    /// The statement of the period that a day is in; None where the rotation has no version at all.
    pub fn statement(&self, day: NaiveDate, ledger: &Ledger, pages: &[Page]) -> Option<Statement> {
        let period = period::containing(self.rotation, self.fairness, day)?;
        Some(self.statement_over(period, ledger, pages))
    }

    /// The statement of some days from the start of a period on, with what was carried over into it.
    pub fn statement_over(&self, period: Period, ledger: &Ledger, pages: &[Page]) -> Statement {
        let mut statement = self.over(period, pages);
        if self.fairness.carry.is_some() && !ledger.doubtful {
            self.bring(&mut statement, ledger, pages);
        }
        statement
    }

    /// The statement of any stretch of days; nothing is carried over into it.
    pub fn over(&self, period: Period, pages: &[Page]) -> Statement {
        let roster = roster(self.rotation, self.register, period.range);
        let accounts = self.accounts(&roster.present(), pages, period.range);
        let tallies = accounts.into_iter().map(|account| self.tally(account, pages, period.range)).collect();
        Statement { period, tallies, left: Vec::new(), unclosed: None }
    }

    fn tally(&self, account: Account, pages: &[Page], range: Range) -> Tally {
        let shares: Vec<Share> = account
            .pool
            .people
            .iter()
            .enumerate()
            .map(|(at, person)| Share {
                person: person.clone(),
                hours: account.hours[at],
                carried: account.carried[at],
                target: account.target[at],
                brought: Amounts::default(),
            })
            .collect();
        let mut turns = self.turns(&account.role, account.site.as_deref(), range);
        let place = |at: Instant, turns: &[Turn]| {
            let next = turns.partition_point(|turn| turn.range.to <= at);
            turns.get(next).is_some_and(|turn| turn.range.contains(at)).then_some(next)
        };
        for piece in &account.pieces {
            // A shift belongs to the turn in which it begins; what an override adds beyond the turns is in none.
            if let Some(turn) = place(piece.range.from, &turns) {
                turns[turn].load += piece.load;
            }
        }
        for page in pages.iter().filter(|p| range.contains(p.at) && p.person.is_some() && self.is_of(p, &account)) {
            if let Some(turn) = place(page.at, &turns) {
                turns[turn].load += Amounts::page();
            }
        }
        let one_turn = turns.iter().fold(Amounts::default(), |most, turn| most.max(turn.load));
        let parts = shares.iter().filter(|s| s.target.of(Kind::Total) > 0.0);
        let parts: Vec<f64> = parts.map(|s| s.carried.of(Kind::Total) / s.target.of(Kind::Total)).collect();
        Tally { indices: indices(&parts), account, shares, turns, one_turn }
    }

    /// The turns of a site in a range, in the order of time, cut off where a version ends.
    fn turns(&self, role: &str, site: Option<&str>, range: Range) -> Vec<Turn> {
        let sites = self.rotation.sites(role).filter(|(_, s)| s.name.as_deref() == site);
        let whole = sites.flat_map(|(term, site)| turns(site, term, range));
        let within = |turn: Range| {
            let cut = turn.to > range.to;
            turn.common(range).map(|range| Turn { range, load: Amounts::default(), cut })
        };
        whole.filter_map(within).collect()
    }

    /// Adds what earlier periods left: the ledger's last one, and what has passed since then without being closed.
    fn bring(&self, statement: &mut Statement, ledger: &Ledger, pages: &[Page]) {
        let closed = ledger.before(statement.period.from);
        let start = period::start(self.rotation, self.fairness);
        let Some(open) = closed.map(|closed| days_after(closed.to, 1)).or(start) else { return };
        let open = open.max(days_after(statement.period.from, -LONGEST));
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        let gone = (open < statement.period.from).then(|| (open, days_after(statement.period.from, -1)));
        let since = gone.map(|(from, to)| self.over(Period::new(from, to, zone), pages));
        for entry in brought(closed, since.as_ref()) {
            let own = |t: &&mut Tally| t.account.role == entry.role && t.account.site == entry.site;
            let tally = statement.tallies.iter_mut().find(own);
            match tally.and_then(|t| t.shares.iter_mut().find(|s| s.person == entry.person)) {
                Some(share) => share.brought = entry.balance,
                None => statement.left.push(entry),
            }
        }
        statement.unclosed = gone;
    }
}

/// What the ledger's last period left, and what has come since then: one entry for everyone who has any of either.
fn brought(closed: Option<&Closed>, since: Option<&Statement>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut add = |role: &Arc<str>, site: &Option<Arc<str>>, person: &Arc<str>, more: Amounts| {
        let known = entries.iter_mut().find(|e| e.role == *role && e.site == *site && e.person == *person);
        match known {
            Some(entry) => entry.balance += more,
            None => entries.push(Entry {
                role: role.clone(),
                site: site.clone(),
                person: person.clone(),
                balance: more,
                load: None,
            }),
        }
    };
    for entry in closed.iter().flat_map(|closed| &closed.balances) {
        add(&entry.role, &entry.site, &entry.person, entry.balance);
    }
    for tally in since.iter().flat_map(|statement| &statement.tallies) {
        for share in &tally.shares {
            add(&tally.account.role, &tally.account.site, &share.person, share.carried - share.target);
        }
    }
    entries.retain(|e| e.balance != Amounts::default());
    entries
}
