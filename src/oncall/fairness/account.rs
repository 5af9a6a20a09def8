//! Who carried what, and what their share of it was.
//!
//! Every minute carried has a load: its weight for whoever carried it. It is shared among those who could have
//! carried it, in proportion to capacity (the carpool rule of Fagin and Williams, 1983, with capacities). So targets
//! sum to the load, and balances to zero, for each kind.

use std::collections::BTreeMap;
use std::ops::{Add, AddAssign, Sub};
use std::sync::Arc;

use chrono_tz::Tz;

use super::pool::{Pool, Segment};
use crate::model::Register;
use crate::oncall::bands::{Bands, Kinds};
use crate::oncall::holidays::Holidays;
use crate::oncall::pages::Page;
use crate::oncall::policy::{Fairness, Weights};
use crate::oncall::rotation::Rotation;
use crate::oncall::schedule::Shift;
use crate::oncall::time::Range;

/// What balances are kept of, each apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Weighted hours.
    Total,
    /// Plain hours, as those below.
    Night,
    Weekend,
    Holiday,
    /// How often the pager went.
    Pages,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Total, Self::Night, Self::Weekend, Self::Holiday, Self::Pages];

    /// What turns that are still to come can be told to carry: the pages in them nobody knows.
    pub const TO_COME: [Self; 4] = [Self::Total, Self::Night, Self::Weekend, Self::Holiday];

    pub fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Night => "night",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Pages => "pages",
        }
    }

    /// What is counted, for tables; what is summed in the total has the unit of the rotation's weights.
    pub fn label(self) -> &'static str {
        match self {
            Self::Total => "hours",
            Self::Night => "night hours",
            Self::Weekend => "weekend hours",
            Self::Holiday => "holiday hours",
            Self::Pages => "pages",
        }
    }
}

/// An amount of each kind: hours, and a count of pages.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Amounts([f64; 5]);

impl Amounts {
    pub fn of(self, kind: Kind) -> f64 {
        self.0[kind as usize]
    }

    pub fn set(&mut self, kind: Kind, amount: f64) {
        self.0[kind as usize] = amount;
    }

    pub fn scaled(self, factor: f64) -> Self {
        Self(self.0.map(|amount| amount * factor))
    }

    /// The larger of each kind.
    pub fn max(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at].max(other.0[at])))
    }

    /// One page.
    pub fn page() -> Self {
        let mut one = Self::default();
        one.set(Kind::Pages, 1.0);
        one
    }

    /// A stretch on call.
    pub fn stretch(range: Range, kinds: Kinds, weights: Weights) -> Self {
        let hours = range.hours();
        let plain = |is: bool| if is { hours } else { 0.0 };
        let total = hours * kinds.weight(weights) as f64 / Weights::ONE as f64;
        Self([total, plain(kinds.night), plain(kinds.weekend), plain(kinds.holiday), 0.0])
    }
}

impl Add for Amounts {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] + other.0[at]))
    }
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Amounts {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] - other.0[at]))
    }
}

/// A stretch of a shift in which nothing changes: neither what its hours are nor who else could have had it.
#[derive(Debug, Clone)]
pub struct Piece {
    pub range: Range,
    /// Who carried it: a place among the pool's people.
    pub person: usize,
    pub kinds: Kinds,
    pub load: Amounts,
    /// The place of the segment whose people share the load.
    pub segment: usize,
}

/// A role at a site: those among whom the load is shared.
#[derive(Debug, Clone)]
pub struct Account {
    pub role: Arc<str>,
    /// None for a role without sites, and for what was carried for all of them at once.
    pub site: Option<Arc<str>>,
    pub pool: Pool,
    /// In the order of time.
    pub pieces: Vec<Piece>,
    /// By the pool's people.
    pub carried: Vec<Amounts>,
    pub target: Vec<Amounts>,
    /// Hours on call as they are, unweighted; by the pool's people.
    pub hours: Vec<f64>,
}

impl Account {
    /// What everyone carried, in all.
    pub fn load(&self) -> Amounts {
        self.carried.iter().fold(Amounts::default(), |sum, more| sum + *more)
    }

    fn carry(&mut self, person: usize, load: Amounts, segment: usize) {
        self.carried[person] += load;
        for (at, part) in shares(&self.pool.segments[segment], person) {
            self.target[at] += load.scaled(part);
        }
    }
}

/// Whose share a load is. Where nobody was meant to be there, it is that of whoever was.
pub fn shares(segment: &Segment, person: usize) -> Vec<(usize, f64)> {
    if segment.shares.is_empty() { vec![(person, 1.0)] } else { segment.shares.clone() }
}

/// What accounts are made from.
#[derive(Clone, Copy)]
pub struct Books<'a> {
    pub rotation: &'a Rotation,
    pub register: &'a Register,
    pub holidays: &'a Holidays,
    pub fairness: &'a Fairness,
}

impl<'a> Books<'a> {
    pub fn bands(&self, person: &str) -> Bands<'a> {
        let known = self.register.known(person);
        Bands::of(known, self.rotation.zone.unwrap_or(Tz::UTC), self.fairness, self.holidays)
    }

    /// The accounts over a range, by role and site, of shifts and the parts of them in which their people are there.
    pub fn accounts(&self, carried: &[(&Shift, Vec<Range>)], pages: &[Page], range: Range) -> Vec<Account> {
        let mut accounts: Vec<Account> = Vec::new();
        for role in self.rotation.roles() {
            let mut sites: Vec<Option<Arc<str>>> = Vec::new();
            let listed = self.rotation.sites(&role.value).filter(|(term, _)| term.common(range).is_some());
            let listed = listed.map(|(_, site)| site.name.clone());
            let of_role = carried.iter().filter(|(s, _)| s.role == role.value).map(|(s, _)| s.site.clone());
            for site in listed.chain(of_role) {
                if !sites.contains(&site) {
                    sites.push(site);
                }
            }
            accounts.extend(sites.into_iter().map(|site| self.empty(&role.value, site, range)));
        }
        let mut bands: BTreeMap<&str, Bands> = BTreeMap::new();
        for (shift, present) in carried {
            let own = |a: &&mut Account| a.role == shift.role && a.site == shift.site;
            let Some(account) = accounts.iter_mut().find(own) else { continue };
            let bands = bands.entry(&shift.person).or_insert_with(|| self.bands(&shift.person));
            self.put(account, &shift.person, bands, present.iter().filter_map(|part| part.common(range)));
        }
        for page in pages.iter().filter(|p| range.contains(p.at)) {
            let own = |a: &&mut Account| self.is_of(page, a);
            let (Some(account), Some(person)) = (accounts.iter_mut().find(own), &page.person) else { continue };
            let person = account.place(person);
            let segment = account.pool.segments.partition_point(|s| s.range.to <= page.at);
            account.carry(person, Amounts::page(), segment);
        }
        for account in &mut accounts {
            account.pieces.sort_by_key(|p| (p.range, p.person));
        }
        accounts
    }

    /// Whether a page called a shift of an account.
    pub fn is_of(&self, page: &Page, account: &Account) -> bool {
        let of_rotation = page.rotation == Some(self.rotation.doc);
        of_rotation && page.role.as_ref() == Some(&account.role) && page.site == account.site
    }

    /// Enters what somebody carried, within the range of the account.
    pub fn put(&self, account: &mut Account, person: &Arc<str>, bands: &Bands, present: impl Iterator<Item = Range>) {
        let person = account.place(person);
        for (stretch, kinds) in present.flat_map(|part| bands.split(part)) {
            let parts: Vec<(usize, Range)> = account.pool.parts(stretch).collect();
            for (segment, range) in parts {
                let load = Amounts::stretch(range, kinds, self.fairness.weights);
                account.carry(person, load, segment);
                account.hours[person] += range.hours();
                account.pieces.push(Piece { range, person, kinds, load, segment });
            }
        }
    }

    fn empty(&self, role: &Arc<str>, site: Option<Arc<str>>, range: Range) -> Account {
        Account::new(role.clone(), site.clone(), Pool::new(self.rotation, self.register, role, site.as_deref(), range))
    }
}

impl Account {
    /// One in which nobody carried anything yet.
    pub fn new(role: Arc<str>, site: Option<Arc<str>>, pool: Pool) -> Self {
        let none = vec![Amounts::default(); pool.people.len()];
        let hours = vec![0.0; pool.people.len()];
        Self { role, site, pool, pieces: Vec::new(), carried: none.clone(), target: none, hours }
    }

    /// The place of a person, who is taken in if need be.
    fn place(&mut self, person: &Arc<str>) -> usize {
        let at = self.pool.place(person);
        let count = self.pool.people.len();
        self.carried.resize(count, Amounts::default());
        self.target.resize(count, Amounts::default());
        self.hours.resize(count, 0.0);
        at
    }
}
