//! How a proposal is found: two ways to begin, and small steps that each leave nothing worse.

use std::cmp::Ordering;

use crate::oncall::fairness::board::{Board, Choice};
use crate::oncall::fairness::breaches::{Broken, Limit, Watch};
use crate::oncall::fairness::{Amounts, Kind};

/// Differences below this are those of sums of parts.
const SLACK: f64 = 1e-9;

/// How good the balances of a role at a site are; less is better. In turns.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grade {
    /// How far the furthest person is from even, in the kind that is furthest.
    worst: f64,
    /// The squares of the weighted hours.
    total: f64,
    /// The squares of every kind, to tell apart what is alike so far.
    all: f64,
}

impl Grade {
    fn of(board: &Board, group: usize, balances: &[Amounts]) -> Self {
        let one_turn = board.groups[group].one_turn;
        let part = |balance: &Amounts, kind: Kind| match one_turn.of(kind) {
            unit if unit > 0.0 => balance.of(kind) / unit,
            _ => 0.0,
        };
        let squares = |kind: Kind| balances.iter().map(|b| part(b, kind).powi(2)).sum::<f64>();
        Self {
            worst: board.furthest(group, balances).0,
            total: squares(Kind::Total),
            all: Kind::TO_COME.into_iter().map(squares).sum(),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by = |a: f64, b: f64| if (a - b).abs() <= SLACK { Ordering::Equal } else { a.total_cmp(&b) };
        by(self.worst, other.worst).then(by(self.total, other.total)).then(by(self.all, other.all))
    }
}

/// How good a choice is as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    broken: Broken,
    /// The worst of every role and site, largest first.
    worst: Vec<f64>,
    total: f64,
}

impl Score {
    pub fn of(board: &Board, watch: &Watch, choice: &Choice) -> Self {
        let grades: Vec<Grade> =
            (0..board.groups.len()).map(|group| Grade::of(board, group, &board.balances(group, choice))).collect();
        let mut worst: Vec<f64> = grades.iter().map(|g| g.worst).collect();
        worst.sort_by(|a, b| b.total_cmp(a));
        Self { broken: watch.broken(choice), worst, total: grades.iter().map(|g| g.total).sum() }
    }

    /// Limits first, then the worst kinds, then the total.
    pub fn better_than(&self, other: &Self) -> bool {
        if self.broken.less_than(other.broken) || other.broken.less_than(self.broken) {
            return self.broken.less_than(other.broken);
        }
        let differs = self.worst.iter().zip(&other.worst).find(|(a, b)| (*a - *b).abs() > SLACK);
        differs.map_or(self.total < other.total - SLACK, |(a, b)| a < b)
    }
}

/// The turns as they are dealt; where one breaks a limit, the next in the order of the list who breaks none, or fewer,
/// takes it.
pub fn repaired(board: &Board, watch: &Watch) -> Choice {
    let mut choice = board.as_it_is();
    let mut broken = watch.broken(&choice);
    let mut effort = Effort::new(board);
    // What one repair breaks elsewhere, the next round sees.
    for _ in 0..3 {
        let mut hit = vec![false; choice.len()];
        let mut share = false;
        watch.each(&choice, |limit, turn, _| {
            share |= limit == Limit::Share;
            turn.into_iter().for_each(|at| hit[at] = true);
        });
        if broken.times == 0 {
            break;
        }
        for at in (0..choice.len()).filter(|at| hit[*at] || share) {
            let (dealt, count) = (choice[at], board.turns[at].takers.len());
            let mut best = (broken, dealt);
            for taker in (1..count).map(|next| (dealt + next) % count) {
                if !effort.look() {
                    break;
                }
                choice[at] = taker;
                let now = watch.broken(&choice);
                if now.less_than(best.0) {
                    best = (now, taker);
                }
            }
            (broken, choice[at]) = best;
        }
    }
    choice
}

/// Deals the turns anew, in the order of time, each to the person of its site who is furthest behind and breaks no
/// limit by it. Where that is too much to find out, the last turns stay as they are.
pub fn the_furthest_behind_goes_next(board: &Board, watch: &Watch) -> Choice {
    let mut choice = board.as_it_is();
    let mut balances: Vec<Vec<Amounts>> = board.groups.iter().map(|g| g.base.clone()).collect();
    let mut effort = Effort::new(board);
    for (at, turn) in board.turns.iter().enumerate() {
        let behind = |taker: usize| balances[turn.group][turn.takers[taker].person].of(Kind::Total);
        let mut order: Vec<usize> = (0..turn.takers.len()).collect();
        order.sort_by(|a, b| behind(*a).total_cmp(&behind(*b)).then(a.cmp(b)));
        let mut best: Option<(Broken, usize)> = None;
        for taker in order {
            if !effort.look() {
                break;
            }
            choice[at] = taker;
            let broken = watch.broken(&choice);
            if best.is_none_or(|(known, _)| broken.less_than(known)) {
                best = Some((broken, taker));
            }
        }
        choice[at] = turn.holder;
        if let Some((_, taker)) = best {
            choice[at] = taker;
            let effect = &turn.takers[taker].effect;
            balances[turn.group].iter_mut().zip(effect).for_each(|(sum, more)| *sum += *more);
        }
    }
    choice
}

/// Gives single turns away, and exchanges two of one role and site, as long as that makes something better and
/// nothing worse. A step never raises how often limits are broken, nor the grade of its role and site unless it mends
/// a limit.
pub fn improve(board: &Board, watch: &Watch, mut choice: Choice) -> Choice {
    let own = |group: usize| (0..board.turns.len()).filter(move |at| board.turns[*at].group == group);
    let groups: Vec<Vec<usize>> = (0..board.groups.len()).map(|group| own(group).collect()).collect();
    let begun = Score::of(board, watch, &choice);
    let mut broken = watch.broken(&choice);
    let mut effort = Effort::new(board);
    // Every round but the last improves; the bound is for balances that creep.
    for _ in 0..ROUNDS {
        let mut moved = false;
        for (group, turns) in groups.iter().enumerate() {
            let mut balances = board.balances(group, &choice);
            let mut grade = Grade::of(board, group, &balances);
            // Says whether there is anything left to try more with.
            let mut attempt = |choice: &mut Choice, first: (usize, usize), second: Option<(usize, usize)>| {
                if !effort.step() {
                    return false;
                }
                let mut then = balances.clone();
                for (at, taker) in [Some(first), second].into_iter().flatten() {
                    let takers = &board.turns[at].takers;
                    let (lost, won) = (&takers[choice[at]].effect, &takers[taker].effect);
                    then.iter_mut().zip(lost.iter().zip(won)).for_each(|(sum, (lost, won))| *sum = *sum - *lost + *won);
                }
                let better = Grade::of(board, group, &then).compare(&grade) == Ordering::Less;
                // Limits are the dearer question: it is asked where the answer can matter.
                if !better && broken.times == 0 {
                    return true;
                }
                if !effort.look() {
                    return false;
                }
                let before = (choice[first.0], second.map(|(at, _)| choice[at]));
                choice[first.0] = first.1;
                second.into_iter().for_each(|(at, taker)| choice[at] = taker);
                let now = watch.broken(choice);
                if now.less_than(broken) || better && !broken.less_than(now) {
                    // Summed anew, so that nothing creeps in from step to step.
                    balances = board.balances(group, choice);
                    grade = Grade::of(board, group, &balances);
                    (broken, moved) = (now, true);
                    return true;
                }
                choice[first.0] = before.0;
                second.zip(before.1).into_iter().for_each(|((at, _), taker)| choice[at] = taker);
                true
            };
            'exchanges: for (place, &first) in turns.iter().enumerate() {
                for taker in 0..board.turns[first].takers.len() {
                    if taker != choice[first] && !attempt(&mut choice, (first, taker), None) {
                        break 'exchanges;
                    }
                }
                for &second in &turns[place + 1..] {
                    let person = |at: usize, choice: &Choice| board.turns[at].takers[choice[at]].person;
                    let (a, b) = (person(first, &choice), person(second, &choice));
                    let seat = |at: usize, person| board.turns[at].takers.iter().position(|t| t.person == person);
                    if let (true, Some(to_b), Some(to_a)) = (a != b, seat(first, b), seat(second, a))
                        && !attempt(&mut choice, (first, to_b), Some((second, to_a)))
                    {
                        break 'exchanges;
                    }
                }
            }
        }
        if !moved {
            break;
        }
    }
    let settled = settle(board, watch, choice.clone());
    // Beside what it began with, not even a trifle is given up.
    if begun.better_than(&Score::of(board, watch, &settled)) { choice } else { settled }
}

const ROUNDS: usize = 60;

/// What a search may cost. There are as many exchanges as pairs of turns, and each can ask for a look at every turn:
/// where handoffs are daily at several sites, or hourly, that is no end of work. A count, not a time: the same input
/// has the same proposal on any machine. A search that has spent it keeps the best it has found.
struct Effort {
    left: usize,
    /// What a look at all turns costs, in steps.
    turns: usize,
}

impl Effort {
    fn new(board: &Board) -> Self {
        Self { left: MOST, turns: board.turns.len() }
    }

    /// Pays for the grade of one exchange; false where nothing is left to pay with.
    fn step(&mut self) -> bool {
        self.pay(1)
    }

    /// Pays for a look at every turn.
    fn look(&mut self) -> bool {
        self.pay(self.turns)
    }

    fn pay(&mut self, cost: usize) -> bool {
        let left = self.left.checked_sub(cost);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

/// Steps. Half a year of weekly turns for two roles at three sites needs a tenth of it.
const MOST: usize = 400_000;

/// Squares of turns that are not worth an override.
const TRIFLE: f64 = 0.1;

/// Puts turns back to where they were dealt, as long as nothing becomes worse that anyone would notice: an override
/// that changes next to nothing is one that nobody should have to read. No limit and no furthest person is a trifle.
fn settle(board: &Board, watch: &Watch, mut choice: Choice) -> Choice {
    let broken = watch.broken(&choice);
    let mut effort = Effort::new(board);
    for group in 0..board.groups.len() {
        let best = Grade::of(board, group, &board.balances(group, &choice));
        let changed = |choice: &Choice| -> Vec<usize> {
            let moved = |at: &usize| board.turns[*at].group == group && choice[*at] != board.turns[*at].holder;
            (0..choice.len()).filter(moved).collect()
        };
        let mut back = |choice: &mut Choice, turns: &[usize]| {
            if !effort.look() {
                return;
            }
            let before: Vec<usize> = turns.iter().map(|at| choice[*at]).collect();
            turns.iter().for_each(|at| choice[*at] = board.turns[*at].holder);
            let now = Grade::of(board, group, &board.balances(group, choice));
            let alike =
                now.worst <= best.worst + SLACK && now.total <= best.total + TRIFLE && now.all <= best.all + TRIFLE;
            if !alike || broken.less_than(watch.broken(choice)) {
                turns.iter().zip(before).for_each(|(at, taker)| choice[*at] = taker);
            }
        };
        let all = changed(&choice);
        back(&mut choice, &all);
        for (place, first) in all.iter().enumerate() {
            back(&mut choice, &[*first]);
            for second in &all[place + 1..] {
                back(&mut choice, &[*first, *second]);
            }
        }
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_is_spent_and_stays_spent() {
        let mut effort = Effort { left: 10, turns: 4 };
        assert_eq!([effort.look(), effort.look(), effort.look(), effort.step()], [true, true, false, false]);
    }
}
