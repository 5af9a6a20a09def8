//! What a rotation asks of itself beyond being covered: a fair load, and limits to it.
//!
//! Everything here is off where it is not written: a limit that nobody set is nobody's finding.

use chrono::NaiveDate;

use super::rotation::{Days, Hours};
use crate::dates::Period;
use crate::source::{Span, Spanned};

/// How load is weighed and over what time it is evened out.
#[derive(Debug, Clone)]
pub struct Fairness {
    /// Where `fairness:` is written.
    pub span: Span,
    /// Periods run end to end from 00:00 of this day, in the rotation's zone.
    pub start: Option<Spanned<NaiveDate>>,
    pub period: Period,
    pub weights: Weights,
    /// In each person's own zone.
    pub night: Hours,
    /// Local days, for people whose register entry has no weekend of its own.
    pub weekend: Days,
    /// The part of a person's target that a balance may reach without a finding.
    pub max_deviation: Option<Spanned<f64>>,
    /// The file that keeps the balances of closed periods, from the root of the handbook.
    pub carry: Option<Spanned<String>>,
}

/// What an hour of a kind weighs, in hundredths of an ordinary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    pub night: i64,
    pub weekend: i64,
    pub holiday: i64,
}

impl Weights {
    /// What an ordinary hour weighs.
    pub const ONE: i64 = 100;
}

/// 13 weeks; nights from 22 to 6; an hour is an hour.
impl Default for Fairness {
    fn default() -> Self {
        Self {
            span: Span::top(crate::source::FileId(0)),
            start: None,
            period: Period::days(13 * 7),
            weights: Weights { night: Weights::ONE, weekend: Weights::ONE, holiday: Weights::ONE },
            night: Hours { start: 22 * 60, end: 30 * 60 },
            weekend: Days::weekend(),
            max_deviation: None,
            carry: None,
        }
    }
}

/// What must not be passed.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Of all hours of the horizon, one person's, all roles together; a part of one.
    pub max_share: Option<Spanned<f64>>,
    pub min_people_per_site: Option<Spanned<i64>>,
    /// How long somebody may have turns without a turn off between them.
    pub max_consecutive: Option<Spanned<Period>>,
    /// Minutes between two stretches on call.
    pub min_rest: Option<Spanned<i64>>,
    /// In any twelve hours, per person.
    pub max_pages_per_12h: Option<Spanned<i64>>,
}

/// What is written down when one turn ends and another begins.
#[derive(Debug, Clone, Default)]
pub struct Handover {
    /// A document, from the root of the handbook.
    pub template: Option<Spanned<String>>,
    /// The folder with one record for each handoff.
    pub records: Option<Spanned<String>>,
}
