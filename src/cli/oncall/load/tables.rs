//! The report as people read it at the monthly review: sentences first, then tables.

use super::{Shown, WEEKDAYS};
use crate::cli::oncall::clock;
use crate::cli::oncall::table::Table;
use crate::oncall::Rotation;
use crate::oncall::pages::told::{self, percent, waited};
use crate::oncall::pages::{Answers, Spread};

/// From few to many.
const SHADES: [&str; 4] = ["░░", "▒▒", "▓▓", "██"];

/// The longest bar, in characters.
const BAR: usize = 40;

impl<'a> Shown<'a> {
    pub(super) fn rotation(&self) -> Option<&'a Rotation> {
        let doc = self.asked.rotation?;
        self.opened.written.rotations.iter().find(|r| r.doc == doc)
    }

    pub(super) fn human(&self) -> String {
        let mut parts = vec![format!("{}\n", self.title()), self.sentences().join("\n") + "\n"];
        if self.load.answers.pages > 0 {
            parts.extend([self.people().plain(), self.heat_map(), self.answers().plain()]);
            parts.extend(self.urgencies().map(|table| table.plain()));
            parts.push(self.weeks().plain());
        }
        parts.join("\n")
    }

    pub(super) fn markdown(&self) -> String {
        // A line each: a paragraph of figures is not read.
        let sentences: Vec<String> = self.sentences().iter().map(|s| format!("- {s}")).collect();
        let mut parts = vec![format!("# {}\n", self.title()), sentences.join("\n") + "\n"];
        if self.load.answers.pages > 0 {
            parts.extend([self.people().markdown(), self.heat_table().markdown(), self.answers().markdown()]);
            parts.extend(self.urgencies().map(|table| table.markdown()));
            parts.push(self.weeks().markdown());
        }
        parts.join("\n")
    }

    fn title(&self) -> String {
        let whose = self.rotation().map_or(String::new(), |r| format!(" of {}", self.opened.title(r)));
        let [from, to] = [self.load.range.from, self.load.range.to].map(|at| clock(at, chrono_tz::UTC));
        format!("Page load{whose}, {from} to {to} UTC")
    }

    fn sentences(&self) -> Vec<String> {
        let name = |id: &str| self.opened.name(id).to_owned();
        told::sentences(&self.opened.written, &self.load, self.asked.person, &name)
    }

    fn people(&self) -> Table {
        let rows = self.load.people.iter().map(|p| {
            let counts = [p.business, p.off, p.sleep, p.worst].map(|n| n.to_string());
            [self.opened.name(&p.person).to_owned(), p.pages.to_string(), percent(p.pages, self.load.all)]
                .into_iter()
                .chain(counts)
                .chain([format!("{} UTC", clock(p.worst_from, chrono_tz::UTC))])
                .collect()
        });
        let columns = ["person", "pages", "share", "business", "off hours", "asleep", "most in 12 h", "from"];
        Table { title: "by person", columns: columns.map(str::to_owned).to_vec(), rows: rows.collect(), texts: 1 }
    }

    /// Hours from left to right, a shade for a quarter of the most there is.
    fn heat_map(&self) -> String {
        let most = self.load.heat.iter().flatten().copied().max().unwrap_or(0);
        let shade = |pages: usize| match pages {
            0 => " ·",
            n => SHADES[(n * SHADES.len()).div_ceil(most.max(1)) - 1],
        };
        let hours: String = (0..24).step_by(3).map(|hour| format!(" {hour:02}      ")).collect();
        let mut out = format!("by hour, on the clock of whoever was paged\n    {}\n", hours.trim_end());
        for (day, hours) in WEEKDAYS.iter().zip(&self.load.heat) {
            let cells: Vec<&str> = hours.iter().map(|pages| shade(*pages)).collect();
            out.push_str(&format!("{day}  {}  {}\n", cells.join(" "), hours.iter().sum::<usize>()));
        }
        // What each shade stands for; with few pages not every one has a number of its own.
        let known = SHADES.iter().map(|s| (s, (1..=most).filter(|n| shade(*n) == *s).collect::<Vec<_>>()));
        let legend: Vec<String> = known
            .filter_map(|(s, counts)| {
                let (first, last) = (counts.first()?, counts.last()?);
                Some(if first == last { format!("{s} {first}") } else { format!("{s} {first}-{last}") })
            })
            .collect();
        out + &format!("     {}\n", legend.join("   "))
    }

    fn heat_table(&self) -> Table {
        let columns = std::iter::once("day".to_owned()).chain((0..24).map(|hour| format!("{hour:02}")));
        let rows = WEEKDAYS.iter().zip(&self.load.heat).map(|(day, hours)| {
            let cell = |pages: &usize| if *pages == 0 { String::new() } else { pages.to_string() };
            std::iter::once((*day).to_owned()).chain(hours.iter().map(cell)).collect()
        });
        let (columns, rows) = (columns.collect(), rows.collect());
        Table { title: "by hour, on the clock of whoever was paged", columns, rows, texts: 0 }
    }

    fn answers(&self) -> Table {
        let sites = self.load.sites.iter().filter_map(|(site, a)| Some((format!("site {}", site.as_deref()?), a)));
        let tiers = self.load.tiers.iter().filter_map(|(tier, a)| Some((format!("tier {}", (*tier)?), a)));
        let row = |(name, answers): (String, &Answers)| {
            let spread = |s: &Spread| [s.mean, s.median, s.p90].map(|at| at.map_or("-".to_owned(), waited));
            let Answers { pages, acknowledge, resolve } = answers;
            [name, pages.to_string()].into_iter().chain(spread(acknowledge)).chain(spread(resolve)).collect()
        };
        let all = std::iter::once(("all".to_owned(), &self.load.answers));
        let columns = ["", "pages", "MTTA", "median", "p90", "MTTR", "median", "p90"];
        Table {
            title: "time to acknowledge and to resolve",
            columns: columns.map(str::to_owned).to_vec(),
            rows: all.chain(sites).chain(tiers).map(row).collect(),
            texts: 0,
        }
    }

    /// Nothing, where no page has one.
    fn urgencies(&self) -> Option<Table> {
        let urgencies = &self.load.urgencies;
        urgencies.keys().any(Option::is_some).then(|| {
            let row = |(urgency, pages): (&Option<_>, &usize)| {
                let urgency: Option<&std::sync::Arc<str>> = urgency.as_ref();
                vec![urgency.map_or("not given", |u| &**u).to_owned(), pages.to_string()]
            };
            let columns = ["urgency", "pages"].map(str::to_owned).to_vec();
            Table { title: "by urgency", columns, rows: urgencies.iter().map(row).collect(), texts: 0 }
        })
    }

    fn weeks(&self) -> Table {
        let most = self.load.weeks.iter().map(|w| w.pages).max().unwrap_or(0).max(1);
        // A few pages have a mark each; many are drawn to scale.
        let bar = |pages: usize| "█".repeat(if most <= BAR { pages } else { (pages * BAR).div_ceil(most) });
        let rows = self.load.weeks.iter().map(|week| {
            let median = week.answers.acknowledge.median.map_or("-".to_owned(), waited);
            let day = week.from.date_naive().to_string();
            vec![day, week.pages.to_string(), week.sleep.to_string(), median, bar(week.pages)]
        });
        let columns = ["week from", "pages", "asleep", "median to acknowledge", ""];
        Table { title: "by week", columns: columns.map(str::to_owned).to_vec(), rows: rows.collect(), texts: 1 }
    }
}
