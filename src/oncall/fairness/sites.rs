//! The sites of a role beside each other. A site of two beside sites of three carries more for each of its heads: that
//! is staffing, and no order of turns mends it.

use std::sync::Arc;

use super::account::Kind;
use super::statement::Statement;

/// What a site carries.
#[derive(Debug, Clone)]
pub struct Site {
    pub name: String,
    /// Weighted hours.
    pub load: f64,
    /// How many full shares were there, on the average of the period.
    pub heads: f64,
    /// The load per head as a part more (or less) than that of all sites together; None where nobody was there.
    pub against_mean: Option<f64>,
}

impl Site {
    pub fn per_head(&self) -> Option<f64> {
        (self.heads > 0.0).then(|| self.load / self.heads)
    }
}

/// The sites of each role, in the order of the rotation. What is carried for all sites at once is no site's.
pub fn by_role(statement: &Statement) -> Vec<(Arc<str>, Vec<Site>)> {
    let mut roles: Vec<(Arc<str>, Vec<Site>)> = Vec::new();
    for tally in &statement.tallies {
        let Some(name) = &tally.account.site else { continue };
        let site = Site {
            name: name.to_string(),
            load: tally.account.load().of(Kind::Total),
            heads: tally.heads(),
            against_mean: None,
        };
        match roles.iter_mut().find(|(role, _)| *role == tally.account.role) {
            Some((_, sites)) => sites.push(site),
            None => roles.push((tally.account.role.clone(), vec![site])),
        }
    }
    for (_, sites) in &mut roles {
        let (load, heads) = sites.iter().fold((0.0, 0.0), |(load, heads), s| (load + s.load, heads + s.heads));
        for site in sites {
            let mean = if heads > 0.0 { load / heads } else { 0.0 };
            site.against_mean = site.per_head().filter(|_| mean > 0.0).map(|own| own / mean - 1.0);
        }
    }
    roles
}
