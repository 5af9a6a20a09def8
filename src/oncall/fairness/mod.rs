//! Fairness: who carries how much of the load, and how much of it was theirs to carry.
//!
//! 1. [`period`]: the time over which load is evened out.
//! 2. [`pool`]: who could have carried something. [`account`]: who did, and what everyone's share of it was.
//! 3. [`ledger`]: what closed periods left behind.
//! 4. [`statement`]: the balances of a period, what was carried over included.
//! 5. [`board`]: the turns that are still to come, and what becomes of the balances if others take them.
//! 6. [`breaches`]: the limits that a choice of turns breaks.
//! 7. [`verdict`]: whose balance is past what the rotation allows, and which exchange of turns would mend it.
//!    [`sites`]: which site carries more for each of its heads than the others.
//! 8. [`sheet`]: the balances in hundredths of an hour, as everything prints and keeps them. [`told`] says them in
//!    sentences, [`explain`] shift by shift; [`pay`] and [`trend`] are what else is asked of them.
//! 9. [`close`]: the balances at the end of a period, and [`ledger_text`]: how they are written down.
//!
//! No single number is enough, so the balances come first and the known [`indices`] stand beside them.

pub mod account;
pub mod board;
pub mod breaches;
pub mod close;
pub mod explain;
pub mod indices;
pub mod ledger;
pub mod ledger_text;
pub mod pay;
pub mod period;
pub mod pool;
pub mod sheet;
pub mod sites;
pub mod statement;
pub mod told;
pub mod trend;
pub mod verdict;

use chrono::{NaiveTime, TimeDelta};

pub use account::{Amounts, Kind};
pub use indices::Indices;
pub use ledger::Ledger;
pub use period::Period;
pub use sheet::{Line, Sheet};
pub use statement::{Share, Statement, Tally};

use self::account::Books;
use self::board::Board;
use self::breaches::Watch;
use self::sites::Site;
use self::verdict::Unfair;
use super::{Instant, Page, Roster, Written, roster};
use crate::model::Handbook;

/// The open period of a rotation, with what is to be said of it.
#[derive(Debug)]
pub struct Judged {
    pub statement: Statement,
    /// Empty where the rotation sets no `max_deviation`.
    pub unfair: Vec<Unfair>,
    /// So is this.
    pub uneven: Vec<Site>,
}

/// Judges the period that today is in. None where a rotation could not be read whole, or has no version.
pub fn judge(handbook: &Handbook, written: &Written, at: usize, pages: &[Page]) -> Option<Judged> {
    let rotation = &written.rotations[at];
    if rotation.doubtful {
        return None;
    }
    let usual = super::policy::Fairness::default();
    let fairness = rotation.fairness.as_ref().unwrap_or(&usual);
    let books = Books { rotation, register: &handbook.register, holidays: &written.holidays, fairness };
    let statement = books.statement(handbook.today, &written.ledgers[at], pages)?;
    let Some(most) = fairness.max_deviation.map(|most| most.value) else {
        return Some(Judged { statement, unfair: Vec::new(), uneven: Vec::new() });
    };
    let mut unfair = verdict::unfair(&statement, most);
    if !unfair.is_empty() {
        let range = statement.period.range;
        let others = written.rotations.iter().enumerate().filter(|(other, _)| *other != at);
        let elsewhere: Vec<Roster> = others.map(|(_, r)| roster(r, &handbook.register, range)).collect();
        let board = Board::new(&books, &statement, pages, open(handbook.today), &elsewhere);
        let watch = Watch::new(&board, &rotation.limits, rotation.zone.unwrap_or(chrono_tz::UTC), range);
        verdict::mend(&mut unfair, &statement, &board, &watch, most);
    }
    let uneven = sites::uneven(&statement, most);
    Some(Judged { statement, unfair, uneven })
}

/// From when on turns may change hands: the end of today, in UTC.
pub fn open(today: chrono::NaiveDate) -> Instant {
    let midnight = today.and_time(NaiveTime::MIN).and_utc();
    midnight.checked_add_signed(TimeDelta::days(1)).unwrap_or(midnight)
}
