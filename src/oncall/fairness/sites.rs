//! The sites of a role beside each other. A site of two beside sites of three carries more for each of its heads: that
//! is staffing, and no order of turns mends it.

use std::sync::Arc;

use super::account::Kind;
use super::statement::Statement;
use super::verdict::SLACK;

/// What a site carries.
#[derive(Debug, Clone)]
pub struct Site {
    /// The place of its tally in the statement.
    pub tally: usize,
    pub name: Arc<str>,
    /// Weighted hours.
    pub load: f64,
    /// How many full shares were there, on the average of the period.
    pub heads: f64,
    /// Weighted hours for each full share; None where nobody was there.
    pub per_head: Option<f64>,
    /// The same of all sites of the role together; nothing where nobody was at any.
    pub mean: f64,
}

impl Site {
    /// The load per head as a part more (or less) than that of all sites together; None where nobody was there.
    pub fn against_mean(&self) -> Option<f64> {
        self.per_head.filter(|_| self.mean > 0.0).map(|own| own / self.mean - 1.0)
    }

    /// Whether the load per head is further from the mean than a part of it.
    fn is_beyond(&self, most: f64) -> bool {
        self.per_head.is_some_and(|own| self.mean > 0.0 && (own - self.mean).abs() > most * self.mean + SLACK)
    }
}

/// The sites of each role, in the order of the rotation. What is carried for all sites at once is no site's.
pub fn by_role(statement: &Statement) -> Vec<(Arc<str>, Vec<Site>)> {
    let mut roles: Vec<(Arc<str>, Vec<Site>)> = Vec::new();
    for (at, tally) in statement.tallies.iter().enumerate() {
        let Some(name) = &tally.account.site else { continue };
        let site = Site {
            tally: at,
            name: name.clone(),
            load: tally.account.load().of(Kind::Total),
            heads: tally.heads(),
            per_head: tally.load_per_head(),
            mean: 0.0,
        };
        match roles.iter_mut().find(|(role, _)| *role == tally.account.role) {
            Some((_, sites)) => sites.push(site),
            None => roles.push((tally.account.role.clone(), vec![site])),
        }
    }
    for (_, sites) in &mut roles {
        let (load, heads) = sites.iter().fold((0.0, 0.0), |(load, heads), s| (load + s.load, heads + s.heads));
        let mean = if heads > 0.0 { load / heads } else { 0.0 };
        sites.iter_mut().for_each(|site| site.mean = mean);
    }
    roles
}

/// The sites whose load for each full share is further from that of the whole role than is allowed.
pub fn uneven(statement: &Statement, max_deviation: f64) -> Vec<Site> {
    let sites = by_role(statement).into_iter().flat_map(|(_, sites)| sites);
    sites.filter(|site| site.is_beyond(max_deviation)).collect()
}
