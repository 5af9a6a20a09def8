//! Hours by the class that they are paid at.

use super::account::Account;
use super::sheet::{Hundredths, apportion};
use crate::oncall::bands::Kinds;
use crate::oncall::policy::Weights;

/// What an hour is paid as. Each minute is in one class: the one that weighs most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Ordinary,
    Night,
    Weekend,
    Holiday,
}

impl Class {
    pub const ALL: [Self; 4] = [Self::Ordinary, Self::Night, Self::Weekend, Self::Holiday];

    /// Of kinds that weigh the same a holiday comes first, then a weekend, then a night; so hours are of a kind
    /// even where it weighs no more than an ordinary hour.
    pub fn of(kinds: Kinds, weights: Weights) -> Self {
        let applying = [
            (kinds.night, weights.night, Self::Night),
            (kinds.weekend, weights.weekend, Self::Weekend),
            (kinds.holiday, weights.holiday, Self::Holiday),
        ];
        // The last of those that are as large.
        let most = applying.into_iter().filter(|(is, ..)| *is).max_by_key(|(_, weight, _)| *weight);
        most.map_or(Self::Ordinary, |(.., class)| class)
    }
}

/// A person's hours in each class; they sum to the hours that are given.
pub fn classes(account: &Account, person: usize, hours: Hundredths, weights: Weights) -> [Hundredths; 4] {
    let mut exact = [0.0; Class::ALL.len()];
    for piece in account.pieces.iter().filter(|p| p.person == person) {
        exact[Class::of(piece.kinds, weights) as usize] += piece.range.hours();
    }
    let rounded = apportion(&exact, hours);
    std::array::from_fn(|at| rounded[at])
}
