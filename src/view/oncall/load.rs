//! The page load of the last thirteen weeks: who was paged how often and when, and how long it took.

use chrono::{NaiveTime, TimeDelta};
use serde::Serialize;

use super::crew::{Crew, Mark};
use crate::dates::human;
use crate::oncall::Range;
use crate::oncall::pages::told::{percent, sentences, waited};
use crate::oncall::pages::{Answers, Asked, Spread, load};
use crate::view::Scope;
use crate::view::home::share;

#[derive(Serialize)]
pub struct LoadView {
    /// `23 Aug 2026 to 21 Nov 2026`.
    pub days: String,
    pub sentences: Vec<String>,
    pub people: Vec<PersonPages>,
    /// From Monday on.
    pub heat: Vec<HeatRow>,
    /// Of all, of each site and of each tier.
    pub answers: Vec<AnswerRow>,
    pub weeks: Vec<WeekPages>,
}

#[derive(Serialize)]
pub struct PersonPages {
    pub who: Mark,
    pub pages: usize,
    pub share: String,
    /// In per cent of the busiest person's.
    pub bar: u32,
    pub business: usize,
    pub off: usize,
    pub sleep: usize,
    pub worst: usize,
}

#[derive(Serialize)]
pub struct HeatRow {
    pub day: &'static str,
    /// By hour.
    pub cells: Vec<Heat>,
    pub all: usize,
}

#[derive(Serialize)]
pub struct Heat {
    pub pages: usize,
    /// From 0, nothing, to 4, a quarter of the most or less away from it.
    pub level: usize,
}

#[derive(Serialize)]
pub struct AnswerRow {
    pub name: String,
    pub pages: usize,
    pub acknowledge: [String; 3],
    pub resolve: [String; 3],
}

#[derive(Serialize)]
pub struct WeekPages {
    pub from: String,
    pub pages: usize,
    pub sleep: usize,
    pub bar: u32,
}

/// How far back is looked, in weeks.
const WEEKS: i64 = 13;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const LEVELS: usize = 4;

impl Scope<'_> {
    /// None where no page is written down.
    pub fn page_load(&self) -> Option<LoadView> {
        let written = &self.oncall.written;
        if written.pages.is_empty() {
            return None;
        }
        let register = &self.handbook.register;
        let to = self.handbook.today.and_time(NaiveTime::MIN).and_utc();
        let range = Range::new(to.checked_sub_signed(TimeDelta::weeks(WEEKS)).unwrap_or(to), to);
        let load = load(written, register, &self.oncall.paged, Asked { range, rotation: None, person: None });
        let crew = Crew::of(self, load.people.iter().map(|p| &*p.person));
        let busiest = load.people.first().map_or(1, |p| p.pages.max(1));
        let hottest = load.heat.iter().flatten().copied().max().unwrap_or(0).max(1);
        let fullest = load.weeks.iter().map(|w| w.pages).max().unwrap_or(0).max(1);
        let heat = |pages: usize| Heat { pages, level: (pages * LEVELS).div_ceil(hottest) };
        let name = |id: &str| register.name(id).to_owned();
        let sites = load.sites.iter().filter_map(|(site, a)| Some((format!("site {}", site.as_deref()?), a)));
        let tiers = load.tiers.iter().filter_map(|(tier, a)| Some((format!("tier {}", (*tier)?), a)));
        let all = std::iter::once(("all".to_owned(), &load.answers));
        Some(LoadView {
            days: format!(
                "{} to {}",
                human(range.from.date_naive()),
                human((range.to - TimeDelta::days(1)).date_naive())
            ),
            sentences: sentences(written, &load, None, &name),
            people: load
                .people
                .iter()
                .map(|p| PersonPages {
                    who: crew.mark(&p.person),
                    pages: p.pages,
                    share: percent(p.pages, load.all),
                    bar: share(p.pages, busiest),
                    business: p.business,
                    off: p.off,
                    sleep: p.sleep,
                    worst: p.worst,
                })
                .collect(),
            heat: WEEKDAYS
                .iter()
                .zip(&load.heat)
                .map(|(day, hours)| HeatRow {
                    day,
                    cells: hours.iter().map(|pages| heat(*pages)).collect(),
                    all: hours.iter().sum(),
                })
                .collect(),
            answers: all.chain(sites).chain(tiers).map(answer).collect(),
            weeks: load
                .weeks
                .iter()
                .map(|w| WeekPages {
                    from: human(w.from.date_naive()),
                    pages: w.pages,
                    sleep: w.sleep,
                    bar: share(w.pages, fullest),
                })
                .collect(),
        })
    }
}

fn answer((name, answers): (String, &Answers)) -> AnswerRow {
    let spread = |s: &Spread| [s.mean, s.median, s.p90].map(|at| at.map_or(String::new(), waited));
    AnswerRow {
        name,
        pages: answers.pages,
        acknowledge: spread(&answers.acknowledge),
        resolve: spread(&answers.resolve),
    }
}
