//! One writer for each form. What it writes is what the tool writes, or what teams make of it.

mod front;
mod lines;

use chrono::NaiveDate;

use super::super::Form;
use super::wanted::{Choice, Named, Wanted};
use crate::yaml::edit::scalar;
use front::{adr073, adrkit, adrs, archgate, backstage, house, kep, madr3, madr4, structured};
use lines::{adr_tools, bent, madr2, rust_rfc, y_statement};

pub struct Writer {
    pub form: Form,
    pub holds: Holds,
    /// The files, the decision first.
    pub write: fn(&Wanted) -> Vec<(String, String)>,
}

/// What a form has a place for.
#[derive(Clone, Copy)]
pub struct Holds {
    number: bool,
    title: bool,
    status: bool,
    date: bool,
    people: bool,
    /// Who was consulted and informed.
    more_people: bool,
    supersedes: bool,
    superseded_by: bool,
    amends: bool,
    parts: bool,
    options: Options,
}

#[derive(Clone, Copy, PartialEq)]
enum Options {
    None,
    /// Chosen and rejected by one word each, the reason of the chosen one.
    Words,
    All,
}

const ALL: Holds = Holds {
    number: true,
    title: true,
    status: true,
    date: true,
    people: true,
    more_people: true,
    supersedes: true,
    superseded_by: true,
    amends: true,
    parts: true,
    options: Options::All,
};
const NOTHING: Holds = Holds {
    number: true,
    title: true,
    status: false,
    date: false,
    people: false,
    more_people: false,
    supersedes: false,
    superseded_by: false,
    amends: false,
    parts: false,
    options: Options::None,
};

impl Holds {
    pub fn of(&self, wanted: &Wanted) -> Wanted {
        let keep = |held: bool, list: &Vec<String>| if held { list.clone() } else { Vec::new() };
        let ties = |held: bool, list: &[Named]| -> Vec<Named> {
            let part = |n: &Named| n.part.clone().filter(|_| self.parts);
            list.iter().filter(|_| held).map(|n| Named { number: n.number, part: part(n) }).collect()
        };
        let options = wanted.options.iter().filter(|_| self.options != Options::None);
        let name = |o: &Choice| if self.options == Options::Words { word(o).to_owned() } else { o.title.clone() };
        let reason = |o: &Choice| o.reason.clone().filter(|_| self.options == Options::All || o.chosen == Some(true));
        let mut options: Vec<Choice> =
            options.map(|o| Choice { title: name(o), chosen: o.chosen, reason: reason(o) }).collect();
        if self.options == Options::Words {
            // The sentence names what was chosen first.
            options.sort_by_key(|o| o.chosen != Some(true));
        }
        Wanted {
            number: if self.number { wanted.number } else { 0 },
            title: if self.title { wanted.title.clone() } else { String::new() },
            status: wanted.status.clone().filter(|_| self.status),
            // A file that is named by its day has one.
            date: wanted.date.filter(|_| self.date).or_else(|| (!self.number).then_some(DAY)),
            deciders: keep(self.people, &wanted.deciders),
            consulted: keep(self.more_people, &wanted.consulted),
            informed: keep(self.more_people, &wanted.informed),
            supersedes: ties(self.supersedes, &wanted.supersedes),
            superseded_by: ties(self.superseded_by, &wanted.superseded_by),
            amends: ties(self.amends, &wanted.amends),
            amended_by: ties(self.amends, &wanted.amended_by),
            options,
            context: String::new(),
        }
    }
}

/// Of the names of log4brains' files.
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 10, 16).expect("a date");

pub const WRITERS: [Writer; 16] = [
    Writer {
        form: Form::Nygard,
        holds: Holds { people: false, more_people: false, parts: false, options: Options::None, ..ALL },
        write: adr_tools,
    },
    Writer { form: Form::Nygard, holds: Holds { parts: false, more_people: false, ..ALL }, write: bent },
    Writer {
        form: Form::Madr2,
        holds: Holds { more_people: false, parts: false, ..ALL },
        write: |w| vec![(path(w), madr2(w, '*'))],
    },
    Writer { form: Form::Madr3, holds: Holds { supersedes: false, amends: false, parts: false, ..ALL }, write: madr3 },
    Writer { form: Form::Madr4, holds: Holds { supersedes: false, amends: false, parts: false, ..ALL }, write: madr4 },
    Writer {
        form: Form::Log4brains,
        holds: Holds { number: false, more_people: false, parts: false, ..ALL },
        write: |w| vec![(format!("adr/20201016-use-{}.md", w.number), madr2(w, '-'))],
    },
    Writer {
        form: Form::Adrs,
        holds: Holds { people: false, more_people: false, parts: false, options: Options::None, ..ALL },
        write: adrs,
    },
    Writer { form: Form::Adrkit, holds: Holds { more_people: false, ..ALL }, write: adrkit },
    Writer { form: Form::Adr073, holds: Holds { amends: false, more_people: false, ..ALL }, write: adr073 },
    Writer { form: Form::Archgate, holds: NOTHING, write: archgate },
    Writer {
        form: Form::StructuredMadr,
        holds: Holds { status: true, date: true, options: Options::All, ..NOTHING },
        write: structured,
    },
    Writer { form: Form::Backstage, holds: NOTHING, write: backstage },
    Writer { form: Form::House, holds: ALL, write: house },
    Writer {
        form: Form::YStatement,
        holds: Holds { status: true, date: true, options: Options::Words, ..NOTHING },
        write: y_statement,
    },
    Writer {
        form: Form::Kep,
        holds: Holds { people: true, supersedes: true, superseded_by: true, date: true, ..NOTHING },
        write: kep,
    },
    Writer { form: Form::RustRfc, holds: Holds { title: false, date: true, ..NOTHING }, write: rust_rfc },
];

fn word(o: &Choice) -> &str {
    o.title.split(' ').next().unwrap_or_default()
}

fn path(w: &Wanted) -> String {
    format!("adr/{:04}-some-slug.md", w.number)
}

fn file(n: &Named) -> String {
    format!("{:04}-other-slug.md", n.number)
}

/// Titles of other decisions hold words that are states.
fn link(n: &Named) -> String {
    format!("[{}. Rejected: use X](0{:03}-other-slug.md)", n.number, n.number)
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().map(|i| scalar(&i)).collect::<Vec<_>>().join(", "))
}

fn people(names: &[String]) -> String {
    list(names.iter().cloned())
}

fn with_part(n: &Named) -> String {
    format!("{:04}{}", n.number, n.part.as_ref().map_or(String::new(), |p| format!("#{p}")))
}

fn options_as_headings(w: &Wanted) -> String {
    let mut out = String::new();
    for o in &w.options {
        let chosen = o.chosen == Some(true);
        let mark = if o.reason.is_some() || chosen { "" } else { " (rejected)" };
        out += &format!("\n### {}{mark}\n\nIt is there.", o.title);
        if let Some(reason) = &o.reason {
            out += &format!(" {} because {reason}.", if chosen { "Chosen" } else { "Rejected" });
        }
        out += "\n";
    }
    out
}

/// MADR's sections, with the pros and cons of each option.
fn madr_body(w: &Wanted) -> String {
    let mut out = format!("## Context and Problem Statement\n\n{}\n\n## Considered Options\n\n", w.context);
    for o in &w.options {
        out += &format!("* {}\n", o.title);
    }
    for o in w.options.iter().filter(|o| o.chosen == Some(true)) {
        let why = o.reason.as_ref().map_or(String::new(), |r| format!(", because {r}"));
        out += &format!("\n## Decision Outcome\n\nChosen option: \"{}\"{why}.\n", o.title.replace('"', ""));
    }
    out += "\n## Pros and Cons of the Options\n";
    for o in &w.options {
        out += &format!("\n### {}\n\n* Good, because it exists\n", o.title);
        if let Some(reason) = o.reason.as_ref().filter(|_| o.chosen == Some(false)) {
            out += &format!("* Bad, because {reason}\n");
        }
    }
    out
}
