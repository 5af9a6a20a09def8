//! The fairness report: whose balance is how far from even, in sentences first, then in the figures that they can be
//! checked against, and one person's account shift by shift.

use serde::Serialize;

use super::crew::{Crew, Mark};
use super::day;
use crate::dates::human;
use crate::oncall::Rotation;
use crate::oncall::fairness::account::Books;
use crate::oncall::fairness::sheet::{Hundredths, Line, Sheet, exact, percent, plus};
use crate::oncall::fairness::sites::by_role;
use crate::oncall::fairness::told::{Told, signed};
use crate::oncall::fairness::trend::{Point, trend};
use crate::oncall::fairness::{Indices, Judged, Kind, Ledger, Statement};
use crate::oncall::policy::Fairness;
use crate::view::{LinkView, Scope};

/// The open period of a rotation.
#[derive(Serialize)]
pub struct FairnessView {
    pub link: LinkView,
    /// `5 Oct 2026 to 3 Jan 2027`.
    pub days: String,
    /// `weighted hours`, or `hours` where all weigh the same.
    pub unit: &'static str,
    pub notes: Vec<String>,
    pub tallies: Vec<TallyView>,
    pub sites: Vec<SiteLoad>,
}

/// A role at a site.
#[derive(Serialize)]
pub struct TallyView {
    /// `primary, emea`.
    pub name: String,
    pub sentences: Vec<String>,
    pub kinds: Vec<KindTable>,
    pub indices: Option<IndicesView>,
    pub trend: Option<TrendView>,
}

/// What everyone carried of one kind.
#[derive(Serialize)]
pub struct KindTable {
    pub label: &'static str,
    pub one_turn: String,
    /// Earlier periods left something.
    pub brought: bool,
    pub rows: Vec<FairRow>,
    pub all: FairRow,
}

#[derive(Serialize)]
pub struct FairRow {
    /// None for everyone together.
    pub who: Option<Mark>,
    pub carried: String,
    pub target: String,
    pub brought: String,
    pub balance: String,
    /// The balance as a part of the target, in per cent.
    pub deviation: String,
    /// Carried and target, in per cent of the largest there is.
    pub bar: u32,
    pub mark: u32,
}

/// Each over what was carried divided by the share.
#[derive(Serialize)]
pub struct IndicesView {
    pub jain: String,
    pub gini: String,
    pub max_over_mean: String,
    pub pairs: String,
}

/// The closed periods.
#[derive(Serialize)]
pub struct TrendView {
    pub rows: Vec<TrendRow>,
    /// Jain's index over the periods, as the corners of a line; empty with fewer than two.
    pub line: String,
    pub dots: Vec<TrendDot>,
    /// What the foot of the drawing stands for; its head is 1.
    pub floor: String,
    pub width: usize,
}

#[derive(Serialize)]
pub struct TrendDot {
    pub x: usize,
    pub y: String,
    /// The first day of the period.
    pub day: String,
    pub title: String,
}

#[derive(Serialize)]
pub struct TrendRow {
    pub days: String,
    pub jain: String,
    pub gini: String,
    pub ahead: String,
    pub behind: String,
}

/// A site beside the others of its role.
#[derive(Serialize)]
pub struct SiteLoad {
    pub role: String,
    pub site: String,
    pub load: String,
    pub heads: String,
    pub per_head: String,
    pub to_the_mean: String,
}

/// How far a period is from the next in the drawing of the trend, and how high it is, in pixels.
const STEP: usize = 90;
const HEIGHT: f64 = 64.0;

impl<'a> Scope<'a> {
    /// Everything that the fairness of a rotation is told from, for those that have a page.
    pub(super) fn judged(&self) -> impl Iterator<Item = (&'a Rotation, &'a Judged, &'a Ledger)> + use<'a> {
        let (handbook, oncall) = (self.handbook, self.oncall);
        let all = oncall.written.rotations.iter().zip(&oncall.fairness).zip(&oncall.written.ledgers);
        all.filter(|((r, _), _)| handbook.is_published(r.doc)).filter_map(|((r, j), l)| Some((r, j.as_ref()?, l)))
    }

    pub(super) fn books<'b>(&self, rotation: &'b Rotation, fairness: &'b Fairness) -> Books<'b>
    where
        'a: 'b,
    {
        Books { rotation, register: &self.handbook.register, holidays: &self.oncall.written.holidays, fairness }
    }

    /// The open period of every rotation, in the order of their files.
    pub fn fairness(&self) -> Vec<FairnessView> {
        self.judged().map(|(rotation, judged, ledger)| self.fairness_of(rotation, &judged.statement, ledger)).collect()
    }

    fn fairness_of(&self, rotation: &Rotation, statement: &Statement, ledger: &Ledger) -> FairnessView {
        let usual = Fairness::default();
        let fairness = rotation.fairness.as_ref().unwrap_or(&usual);
        let name = |id: &str| self.handbook.register.name(id).to_owned();
        let told = Told::new(fairness, &name);
        let people = statement.tallies.iter().flat_map(|t| &t.account.pool.people).map(|p| &**p);
        let people: std::collections::BTreeSet<&str> = people.collect();
        let crew = Crew::of(self, people);
        let sheets = statement.sheets();
        let mut notes = Vec::new();
        if rotation.fairness.is_none() {
            notes.push("The rotation has no `fairness:`: every hour weighs the same, a period is 13 weeks, and nobody is held to it.".to_owned());
        }
        if let Some((from, to)) = statement.unclosed {
            notes.push(format!(
                "{} to {} is over and not closed: its balances are carried over as they come out today.",
                human(from),
                human(to)
            ));
        }
        notes.extend(told.waiting(statement));
        FairnessView {
            link: self.link(rotation.doc),
            days: format!("{} to {}", human(statement.period.from), human(statement.period.to)),
            unit: told.unit(),
            notes,
            tallies: sheets.iter().map(|sheet| tally(sheet, &told, &crew, ledger, &name)).collect(),
            sites: site_loads(statement),
        }
    }
}

fn tally(sheet: &Sheet, told: &Told, crew: &Crew, ledger: &Ledger, name: &dyn Fn(&str) -> String) -> TallyView {
    let account = &sheet.tally.account;
    let points = trend(ledger, &account.role, account.site.as_deref());
    let kinds = Kind::ALL.into_iter().filter(|kind| sheet.has(*kind));
    TallyView {
        name: sheet.tally.name(),
        sentences: told.headline(sheet),
        kinds: kinds.map(|kind| table(sheet, kind, told, crew)).collect(),
        indices: sheet.tally.indices.map(|Indices { jain, gini, max_over_mean, pairs }| IndicesView {
            jain: format!("{jain:.3}"),
            gini: format!("{gini:.3}"),
            max_over_mean: format!("{max_over_mean:.2}"),
            pairs: format!("{pairs:.3}"),
        }),
        trend: (!points.is_empty()).then(|| history(&points, name)),
    }
}

fn table(sheet: &Sheet, kind: Kind, told: &Told, crew: &Crew) -> KindTable {
    let most = sheet.lines.iter().map(|l| l.of(kind).carried.max(l.of(kind).target)).max().unwrap_or(0).max(1);
    let part = |amount: Hundredths| u32::try_from(amount.max(0) * 100 / most).unwrap_or(0);
    let row = |l: &Line| {
        let figures = l.of(kind);
        FairRow {
            who: Some(crew.mark(&l.person)),
            carried: exact(figures.carried),
            target: exact(figures.target),
            brought: plus(figures.brought),
            balance: plus(figures.balance()),
            deviation: l.deviation(kind).map_or(String::new(), percent),
            bar: part(figures.carried),
            mark: part(figures.target),
        }
    };
    let all = sheet.all(kind);
    KindTable {
        label: if kind == Kind::Total { told.unit() } else { kind.label() },
        one_turn: told.amount(kind, sheet.one_turn(kind)),
        brought: sheet.lines.iter().any(|l| l.of(kind).brought != 0),
        // Whoever has nothing of a kind has no row in it: somebody who was only paged, say.
        rows: sheet.lines.iter().filter(|l| !l.of(kind).is_nothing()).map(row).collect(),
        all: FairRow {
            who: None,
            carried: exact(all.carried),
            target: exact(all.target),
            brought: plus(all.brought),
            balance: plus(all.balance()),
            deviation: String::new(),
            bar: 0,
            mark: 0,
        },
    }
}

fn history(points: &[Point], name: &dyn Fn(&str) -> String) -> TrendView {
    let index = |of: Option<f64>| of.map_or(String::new(), |index| format!("{index:.3}"));
    let end = |end: &Option<(std::sync::Arc<str>, Hundredths)>| {
        end.as_ref().map_or(String::new(), |(person, balance)| format!("{} {}", name(person), signed(*balance)))
    };
    let row = |p: &Point| TrendRow {
        days: format!("{} to {}", human(p.from), human(p.to)),
        jain: index(p.indices.map(|i| i.jain)),
        gini: index(p.indices.map(|i| i.gini)),
        ahead: end(&p.ahead),
        behind: end(&p.behind),
    };
    let known: Vec<(usize, &Point, f64)> =
        points.iter().enumerate().filter_map(|(at, p)| Some((at, p, p.indices?.jain.clamp(0.0, 1.0)))).collect();
    // Most that is shared at all is shared better than 0.9: from nothing on, every line would be flat.
    let least = known.iter().map(|(.., jain)| *jain).fold(1.0, f64::min);
    let floor = ((least * 10.0).ceil() - 1.0).max(0.0) / 10.0;
    let dot = |(at, p, jain): &(usize, &Point, f64)| TrendDot {
        x: at * STEP,
        y: format!("{:.1}", (1.0 - jain) / (1.0 - floor) * HEIGHT),
        day: day(p.from),
        title: format!("{} to {}: {jain:.3}", human(p.from), human(p.to)),
    };
    let dots: Vec<TrendDot> = known.iter().map(dot).collect();
    let corners: Vec<String> = dots.iter().map(|dot| format!("{},{}", dot.x, dot.y)).collect();
    TrendView {
        rows: points.iter().map(row).collect(),
        line: if corners.len() > 1 { corners.join(" ") } else { String::new() },
        dots,
        floor: format!("{floor}"),
        width: points.len().saturating_sub(1) * STEP,
    }
}

/// Where a role has several sites.
fn site_loads(statement: &Statement) -> Vec<SiteLoad> {
    let roles = by_role(statement).into_iter().filter(|(_, sites)| sites.len() > 1);
    let sites = roles.flat_map(|(role, sites)| sites.into_iter().map(move |site| (role.clone(), site)));
    sites
        .map(|(role, site)| SiteLoad {
            role: role.to_string(),
            load: format!("{:.1}", site.load),
            heads: format!("{:.2}", site.heads),
            per_head: site.per_head.map_or(String::new(), |load| format!("{load:.1}")),
            to_the_mean: site.against_mean().map_or(String::new(), percent),
            site: site.name.to_string(),
        })
        .collect()
}
