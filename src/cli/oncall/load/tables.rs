//! The report as people read it at the monthly review: sentences first, then tables.

use super::{Shown, WEEKDAYS};
use crate::cli::oncall::clock;
use crate::cli::oncall::table::Table;
use crate::dates::counted;
use crate::oncall::Rotation;
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
        let load = &self.load;
        let (all, pages) = (load.all, load.answers.pages);
        let mut out = Vec::new();
        match (load.people.first(), self.asked.person) {
            (Some(most), _) => {
                let asleep = match most.sleep {
                    0 => String::new(),
                    n if n < most.pages => format!(", {n} of them asleep"),
                    1 => ", asleep".to_owned(),
                    _ => ", asleep each time".to_owned(),
                };
                let (name, times) = (self.opened.name(&most.person), times(most.pages));
                let of_all = format!("{} of {}", percent(most.pages, all), counted(all, "page"));
                out.push(format!("{name} was paged {times}{asleep}: {of_all}."));
            }
            (None, Some(person)) => out.push(format!("{} was not paged.", self.opened.name(person))),
            (None, None) if self.opened.written.pages.is_empty() => {
                out.push("No incidents are written down: they are read from oncall/pages.csv.".to_owned());
            }
            (None, None) if pages == 0 => out.push("Nobody was paged.".to_owned()),
            (None, None) => {}
        }
        // Of people alike, the list has the one first who is named above, if that one is among them.
        let woken = load.people.iter().rev().max_by_key(|p| p.sleep).filter(|p| p.sleep > 0);
        if let Some(woken) = woken.filter(|p| p.person != load.people[0].person) {
            let name = self.opened.name(&woken.person);
            out.push(format!("Asleep most often: {name}, {}.", times(woken.sleep)));
        }
        if load.nobody > 0 {
            let reached = counted(load.nobody, "page");
            out.push(format!("{reached} reached nobody: nobody was on call, and nobody is named for it."));
        }
        let acknowledge = &load.answers.acknowledge;
        match (acknowledge.median, acknowledge.p90) {
            (Some(median), Some(p90)) if acknowledge.count > 1 => {
                let (median, p90) = (waited(median), waited(p90));
                out.push(format!("Half of the answers came within {median}, nine of ten within {p90}."));
            }
            (Some(only), _) => out.push(format!("The answer came after {}.", waited(only))),
            _ => {}
        }
        match pages - acknowledge.count {
            0 => {}
            1 => out.push("1 page was never answered.".to_owned()),
            n => out.push(format!("{n} pages were never answered.")),
        }
        let actionable = load.actionable;
        if actionable.known > 0 {
            let known = counted(actionable.known, "page");
            let part = percent(actionable.yes, actionable.known);
            out.push(format!("Actionable: {} of the {known} of which it is known, {part}.", actionable.yes));
        }
        if load.duplicates > 0 {
            let count = counted(load.duplicates, "incident");
            out.push(format!("Not counted: {count} within 60 seconds of a page to the same person."));
        }
        out
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

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// `41 %`, to the nearest.
fn percent(part: usize, whole: usize) -> String {
    format!("{:.0} %", 100.0 * part as f64 / whole as f64)
}

/// `45 s`, `3 min 20 s`, `1 h 05 min`, `2 d 3 h`: the two largest units are enough to compare.
fn waited(seconds: i64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let two = |count: i64, unit: &str, rest: i64, of: &str| match rest {
        0 => format!("{count} {unit}"),
        _ => format!("{count} {unit} {rest} {of}"),
    };
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => two(minutes, "min", seconds % 60, "s"),
        3600..86_400 => two(hours, "h", minutes % 60, "min"),
        _ => two(hours / 24, "d", hours % 24, "h"),
    }
}
