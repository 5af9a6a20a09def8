//! What every tool means by a schedule: layers of people who take turns within hours, and covers that lie over them.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::week::Week;
use crate::oncall::rotation::Length;
use crate::oncall::time::{Instant, Range};

/// A schedule in one tool's export, on its way to a rotation.
#[derive(Debug)]
pub struct Outline {
    /// `pagerduty.json: schedule`.
    pub place: String,
    /// What the tool calls it: an id, where it has one.
    pub source: String,
    pub name: String,
    pub zone: Tz,
    pub layers: Vec<Layer>,
    pub covers: Vec<Cover>,
    /// Who is on call when, as the tool itself says; empty where it does not.
    pub rendered: Vec<Stretch>,
}

/// People who take turns.
#[derive(Debug, Clone)]
pub struct Layer {
    pub place: String,
    pub name: String,
    pub zone: Tz,
    /// When it begins, and ends, to hold.
    pub from: Instant,
    pub until: Option<Instant>,
    /// Where two overlap, the higher one has the time; two of one level have it both.
    pub level: i64,
    /// In its zone.
    pub hours: Week,
    /// The wall time that turn 0 begins at.
    pub anchor: NaiveDateTime,
    pub every: Length,
    /// Who has turn 0, turn 1, …, and then again from the start. More than one are on call together.
    pub turns: Vec<Vec<String>>,
}

/// One person's time over everybody else's.
#[derive(Debug, Clone)]
pub struct Cover {
    pub range: Range,
    pub person: String,
    /// Only this person's part is taken over.
    pub replaces: Option<String>,
    pub reason: String,
}

/// A stretch of a schedule as the tool laid it out.
#[derive(Debug, Clone)]
pub struct Stretch {
    pub range: Range,
    pub person: String,
}
