//! The turns that are still to come, and what becomes of the balances if others take them.
//!
//! A turn moves whole: it is what people swap. One that an override already cuts into, or that has begun, stays as it
//! is. What is carried is a sum over turns, and so are the shares of it, so each turn has an effect on the balances of
//! its site that depends on who takes it and on nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::account::{Account, Amounts, Books, Kind};
use super::pool::{Pool, presence};
use super::statement::{self, Statement};
use crate::oncall::pages::Page;
use crate::oncall::schedule::{Roster, Shift, roster};
use crate::oncall::time::{Instant, Range};

/// Everything that a choice of turns is judged by.
pub struct Board {
    /// As the accounts of the statement.
    pub groups: Vec<Group>,
    /// The turns that may change hands, in the order of time.
    pub turns: Vec<Turn>,
    /// What stays, by person: the shifts of other rotations too, if they are given.
    pub fixed: BTreeMap<Arc<str>, Vec<Range>>,
}

/// A role at a site.
pub struct Group {
    pub role: Arc<str>,
    pub site: Option<Arc<str>>,
    pub people: Vec<Arc<str>>,
    /// The balances without the turns that may change hands; by `people`.
    pub base: Vec<Amounts>,
    /// What balances are measured by: the most that one turn carries.
    pub one_turn: Amounts,
    /// Every turn of the range, in the order of time: who has it, and its place among [`Board::turns`] if it may
    /// change hands.
    pub line: Vec<(Range, Option<Arc<str>>, Option<usize>)>,
}

/// A turn that may change hands.
pub struct Turn {
    pub group: usize,
    /// From handoff to handoff.
    pub range: Range,
    pub shifts: Vec<Range>,
    /// Who could take it. Whoever has it is one of them.
    pub takers: Vec<Taker>,
    /// Who has it, among the takers.
    pub holder: usize,
}

/// Somebody with a turn.
pub struct Taker {
    /// Among the people of the group.
    pub person: usize,
    /// What their having it adds to everyone's balance; by the group's people.
    pub effect: Vec<Amounts>,
    /// Hours of the turn in which they are on call.
    pub hours: f64,
    /// Hours of it in which they have time off, or are not on the team.
    pub away: f64,
}

/// Who has which turn: for each of [`Board::turns`], a place among its takers.
pub type Choice = Vec<usize>;

impl Board {
    /// The board of a statement. Turns may change hands where they begin no earlier than `open` and end no later than
    /// the range of the statement. `elsewhere` is what people have in other rotations.
    pub fn new(books: &Books, statement: &Statement, pages: &[Page], open: Instant, elsewhere: &[Roster]) -> Self {
        let range = statement.period.range;
        let roster = roster(books.rotation, books.register, range);
        let carried = roster.present();
        let mut groups: Vec<Group> = Vec::new();
        let mut turns: Vec<Turn> = Vec::new();
        // Shifts that belong to a turn that may change hands.
        let mut movable = vec![false; carried.len()];
        for (at, tally) in statement.tallies.iter().enumerate() {
            let account = &tally.account;
            let own = |s: &Shift| s.role == account.role && s.site == account.site;
            let mut line = Vec::new();
            for statement::Turn { range: turn, cut, .. } in &tally.turns {
                let first = carried.partition_point(|(s, _)| s.range.from < turn.from);
                let within: Vec<usize> = (first..carried.len())
                    .take_while(|i| carried[*i].0.range.from < turn.to)
                    .filter(|i| own(carried[*i].0))
                    .collect();
                let Some(holder) = within.first().map(|i| &carried[*i].0.person) else { continue };
                let alike = within.iter().all(|i| carried[*i].0.by.is_none() && carried[*i].0.person == *holder);
                // One that goes on beyond what is looked at cannot be taken whole.
                let cut = *cut && within.iter().any(|i| carried[*i].0.range.to == range.to);
                let whole = turn.from >= open && !cut;
                let mut moves = None;
                if alike && whole {
                    let shifts: Vec<Range> = within.iter().map(|i| carried[*i].0.range).collect();
                    if let Some(turn) = self::turn(books, account, at, *turn, shifts, holder) {
                        within.iter().for_each(|i| movable[*i] = true);
                        moves = Some(turns.len());
                        turns.push(turn);
                    }
                }
                line.push((*turn, Some(holder.clone()), moves));
            }
            groups.push(Group {
                role: account.role.clone(),
                site: account.site.clone(),
                people: account.pool.people.clone(),
                base: Vec::new(),
                one_turn: tally.one_turn,
                line,
            });
        }
        let stays: Vec<(&Shift, Vec<Range>)> =
            carried.into_iter().zip(&movable).filter(|(_, moves)| !**moves).map(|(shift, _)| shift).collect();
        let accounts = books.accounts(&stays, pages, range);
        for (group, tally) in groups.iter_mut().zip(&statement.tallies) {
            let account = accounts.iter().find(|a| a.role == group.role && a.site == group.site);
            let left = |share: &super::Share| {
                let at = account.and_then(|a| Some((a, a.pool.people.iter().position(|p| *p == share.person)?)));
                share.brought + at.map_or(Amounts::default(), |(a, at)| a.carried[at] - a.target[at])
            };
            group.base = tally.shares.iter().map(left).collect();
        }
        let mut fixed: BTreeMap<Arc<str>, Vec<Range>> = BTreeMap::new();
        let others = elsewhere.iter().flat_map(|s| s.present());
        for (shift, present) in stays.into_iter().chain(others) {
            fixed.entry(shift.person.clone()).or_default().extend(present);
        }
        fixed.values_mut().for_each(|ranges| ranges.sort_unstable());
        sort(Self { groups, turns, fixed })
    }

    /// Who has which turn as things are.
    pub fn as_it_is(&self) -> Choice {
        self.turns.iter().map(|t| t.holder).collect()
    }

    /// Everyone's balance in a group.
    pub fn balances(&self, group: usize, choice: &Choice) -> Vec<Amounts> {
        let mut balances = self.groups[group].base.clone();
        for (turn, taker) in self.turns.iter().zip(choice).filter(|(t, _)| t.group == group) {
            let effect = &turn.takers[*taker].effect;
            balances.iter_mut().zip(effect).for_each(|(sum, more)| *sum += *more);
        }
        balances
    }

    /// The person who takes a turn.
    pub fn taker(&self, turn: usize, taker: usize) -> &Arc<str> {
        let turn = &self.turns[turn];
        &self.groups[turn.group].people[turn.takers[taker].person]
    }

    /// The furthest that anyone is from their share, in turns, and the kind it is.
    pub fn furthest(&self, group: usize, balances: &[Amounts]) -> (f64, Kind) {
        let one_turn = self.groups[group].one_turn;
        let of = |kind: Kind| {
            let most = balances.iter().map(|b| b.of(kind).abs()).fold(0.0, f64::max);
            if one_turn.of(kind) > 0.0 { most / one_turn.of(kind) } else { 0.0 }
        };
        Kind::TO_COME
            .into_iter()
            .map(|kind| (of(kind), kind))
            .fold((0.0, Kind::Total), |a, b| if b.0 > a.0 { b } else { a })
    }
}

fn turn(
    books: &Books,
    account: &Account,
    group: usize,
    range: Range,
    shifts: Vec<Range>,
    holder: &Arc<str>,
) -> Option<Turn> {
    let fallback = books.rotation.zone.unwrap_or(chrono_tz::UTC);
    let mut sites =
        books.rotation.sites(&account.role).filter(|(term, s)| s.name == account.site && term.contains(range.from));
    let (_, site) = sites.next()?;
    // The pool of the turn alone, with everyone at the same place as in the whole.
    let segments = account.pool.parts(range).map(|(at, _)| account.pool.segments[at].clone()).collect();
    let pool = Pool { people: account.pool.people.clone(), segments };
    let all: f64 = shifts.iter().map(|r| r.hours()).sum();
    let mut takers: Vec<Taker> = Vec::new();
    for member in &site.members {
        let person = &member.person.value;
        let at = account.pool.people.iter().position(|p| p == person)?;
        if takers.iter().any(|t| t.person == at) {
            continue;
        }
        let known = books.register.known(person);
        let present: Vec<Range> = shifts
            .iter()
            .flat_map(|shift| known.map_or_else(|| vec![*shift], |p| presence(p, *shift, fallback)))
            .collect();
        let there: f64 = present.iter().map(|r| r.hours()).sum();
        let mut alone = Account::new(account.role.clone(), account.site.clone(), pool.clone());
        books.put(&mut alone, person, &books.bands(person), present.into_iter());
        let effect = alone.carried.iter().zip(&alone.target).map(|(carried, target)| *carried - *target).collect();
        takers.push(Taker { person: at, effect, hours: there, away: all - there });
    }
    // Nobody takes a turn over to be away in it.
    let at = account.pool.people.iter().position(|p| p == holder)?;
    takers.retain(|t| t.person == at || t.away < 1e-9);
    let holder = takers.iter().position(|t| t.person == at)?;
    Some(Turn { group, range, shifts, takers, holder })
}

/// Puts the turns into the order of time.
fn sort(mut board: Board) -> Board {
    let mut order: Vec<usize> = (0..board.turns.len()).collect();
    order.sort_by_key(|at| (board.turns[*at].range, board.turns[*at].group));
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, old)| places[*old] = new);
    for (.., moves) in board.groups.iter_mut().flat_map(|g| &mut g.line) {
        *moves = moves.map(|old| places[old]);
    }
    let mut slots: Vec<Option<Turn>> = board.turns.into_iter().map(Some).collect();
    board.turns = order.into_iter().filter_map(|old| slots[old].take()).collect();
    board
}
