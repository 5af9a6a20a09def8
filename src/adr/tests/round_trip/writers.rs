//! One writer for each form. What it writes is what the tool writes, or what teams make of it.

use chrono::NaiveDate;

use super::super::Form;
use super::wanted::{Choice, Named, Wanted};
use crate::yaml::quoted;

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
    format!("[{}]", items.into_iter().map(|i| quoted(&i)).collect::<Vec<_>>().join(", "))
}

fn people(names: &[String]) -> String {
    list(names.iter().cloned())
}

fn with_part(n: &Named) -> String {
    format!("{:04}{}", n.number, n.part.as_ref().map_or(String::new(), |p| format!("#{p}")))
}

/// As adr-tools writes it, with its spelling: a line for each link.
fn adr_tools(w: &Wanted) -> Vec<(String, String)> {
    let mut out = format!("# {}. {}\n\n", w.number, w.title);
    if let Some(date) = w.date {
        out += &format!("Date: {date}\n\n");
    }
    out += "## Status\n\n";
    let mut lines = Vec::new();
    if let Some(status) = w.status.as_ref().filter(|_| w.superseded_by.is_empty()) {
        lines.push(capital(status));
    }
    for (verb, ties) in [
        ("Superceded by", &w.superseded_by),
        ("Supercedes", &w.supersedes),
        ("Amends", &w.amends),
        ("Amended by", &w.amended_by),
    ] {
        lines.extend(ties.iter().map(|n| format!("{verb} {}", link(n))));
    }
    // Without a line of its own the status would be the first link's.
    out += &lines.join("\n\n");
    vec![(path(w), out + &format!("\n\n## Context\n\n{}\n\n## Decision\n\nWe will.\n", w.context))]
}

/// As teams bend it: signs, bold fields, options as headings.
fn bent(w: &Wanted) -> Vec<(String, String)> {
    let mut out = format!("# ADR-{:04}: {}\n\n", w.number, w.title);
    if let Some(date) = w.date {
        out += &format!("**Date:** {}  \n", date.format("%d/%m/%Y"));
    }
    if let Some(status) = &w.status {
        let sign = match status.as_str() {
            "accepted" => "✅ ",
            "rejected" => "❌ ",
            "proposed" => "🤔 ",
            _ => "",
        };
        out += &format!("**Status**: {sign}{}\n", capital(status));
    }
    if !w.deciders.is_empty() {
        out += &format!("**Deciders**: {}\n", w.deciders.join(", "));
    }
    for (name, ties) in [
        ("Supersedes", &w.supersedes),
        ("Superseded by", &w.superseded_by),
        ("Amends", &w.amends),
        ("Amended by", &w.amended_by),
    ] {
        if !ties.is_empty() {
            out += &format!("- {name}: {}\n", ties.iter().map(link).collect::<Vec<_>>().join(", "));
        }
    }
    out += &format!("\n## Context\n\n{}\n\n## Alternatives considered\n", w.context);
    out += &options_as_headings(w);
    vec![(path(w), out + "\n## Decision\n\nWe will.\n")]
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

fn madr2(w: &Wanted, bullet: char) -> String {
    let mut out = format!("# {}\n\n", w.title);
    let mut line = |name: &str, value: String| out.push_str(&format!("{bullet} {name}: {value}\n"));
    if let Some(status) = &w.status {
        match w.superseded_by.as_slice() {
            [] => line("Status", status.clone()),
            by => line("Status", format!("superseded by {}", by.iter().map(link).collect::<Vec<_>>().join(", "))),
        }
    }
    if !w.deciders.is_empty() {
        line("Deciders", format!("{} <!-- optional -->", w.deciders.join(", ")));
    }
    if let Some(date) = w.date {
        line("Date", date.to_string());
    }
    if bullet == '-' {
        line("Tags", "a, b".to_owned());
    }
    out += "\n";
    out += &madr_body(w);
    out += "\n## Links\n\n";
    for (verb, ties) in [("Supersedes", &w.supersedes), ("Amends", &w.amends), ("Amended by", &w.amended_by)] {
        for n in ties {
            out += &format!("{bullet} {verb} {}\n", link(n));
        }
    }
    out
}

/// Nothing is quoted, as in the template, and much of it is no YAML.
fn madr3(w: &Wanted) -> Vec<(String, String)> {
    let mut out = String::from("---\n");
    if let Some(status) = &w.status {
        let by: Vec<String> = w.superseded_by.iter().map(|n| format!("[ADR-{:04}]({})", n.number, file(n))).collect();
        out += &if by.is_empty() {
            format!("status: {status}\n")
        } else {
            format!("status: superseded by {}\n", by.join(", "))
        };
    }
    if let Some(date) = w.date {
        out += &format!("date: {date}\n");
    }
    out += &format!("deciders: {}\n", w.deciders.join(", "));
    out += &format!("consulted: {}\n", w.consulted.join(", "));
    out += &format!("informed: {}\n---\n# {}\n\n{}", w.informed.join(", "), w.title, madr_body(w));
    vec![(path(w), out + "\n## Validation\n\nIt runs.\n")]
}

fn madr4(w: &Wanted) -> Vec<(String, String)> {
    let mut out = String::from("---\n");
    if let Some(status) = &w.status {
        let by: Vec<String> = w.superseded_by.iter().map(|n| format!("ADR-{:04}", n.number)).collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
        out += &format!("status: \"{status}{by}\"\n");
    }
    if let Some(date) = w.date {
        out += &format!("date: {date}\n");
    }
    out += &format!("decision-makers: {}\n", people(&w.deciders));
    out += &format!("consulted: {}\ninformed: {}\n", people(&w.consulted), people(&w.informed));
    vec![(path(w), out + &format!("---\n\n# {}\n\n{}\n### Confirmation\n\nIt runs.\n", w.title, madr_body(w)))]
}

/// Front matter with these lines, and a body.
fn front(path: String, lines: &[(&str, Option<String>)], body: &str) -> Vec<(String, String)> {
    let lines: String = lines.iter().filter_map(|(k, v)| Some(format!("{k}: {}\n", v.as_ref()?))).collect();
    vec![(path, format!("---\n{lines}---\n\n{body}"))]
}

fn adrs(w: &Wanted) -> Vec<(String, String)> {
    let kinds = [
        ("supersedes", &w.supersedes),
        ("supersededby", &w.superseded_by),
        ("amends", &w.amends),
        ("amendedby", &w.amended_by),
    ];
    let links: String = kinds
        .iter()
        .flat_map(|(kind, ties)| ties.iter().map(move |n| format!("\n  - target: {}\n    kind: {kind}", n.number)))
        .collect();
    let lines = [
        ("number", Some(w.number.to_string())),
        ("title", Some(quoted(&w.title))),
        ("date", w.date.map(|d| d.to_string())),
        ("status", w.status.clone()),
        ("links", Some(links).filter(|l| !l.is_empty())),
    ];
    front(path(w), &lines, &format!("## Context\n\n{}\n", w.context))
}

fn adrkit(w: &Wanted) -> Vec<(String, String)> {
    let ties = |list_of: &[Named]| Some(list(list_of.iter().map(with_part))).filter(|l| l != "[]");
    let lines = [
        ("id", Some(format!("\"{:04}\"", w.number))),
        ("title", Some(quoted(&w.title))),
        ("status", w.status.clone()),
        ("date", w.date.map(|d| d.to_string())),
        ("deciders", Some(people(&w.deciders))),
        ("supersedes", ties(&w.supersedes)),
        ("supersededBy", ties(&w.superseded_by)),
        ("amends", ties(&w.amends)),
        ("amendedBy", ties(&w.amended_by)),
        ("affects", Some("[{type: path, pattern: \"services/**\"}]".to_owned())),
    ];
    let body = format!("## Context\n\n{}\n\n## Options\n{}", w.context, options_as_headings(w));
    front(path(w), &lines, &body)
}

fn adr073(w: &Wanted) -> Vec<(String, String)> {
    let id = |n: &Named| format!("ADR-{:03}{}", n.number, n.part.as_ref().map_or(String::new(), |p| format!("#{p}")));
    let by: Vec<String> = w.superseded_by.iter().map(id).collect();
    let lines = [
        ("id", Some(format!("ADR-{:03}", w.number))),
        ("title", Some(quoted(&w.title))),
        ("status", w.status.as_deref().map(capital)),
        ("date", w.date.map(|d| d.to_string())),
        ("deciders", Some(people(&w.deciders))),
        ("supersedes", Some(list(w.supersedes.iter().map(id)))),
        (
            "superseded-by",
            Some(match by.as_slice() {
                [] => "null".to_owned(),
                [one] => one.clone(),
                more => list(more.iter().cloned()),
            }),
        ),
        ("implemented", Some("false".to_owned())),
    ];
    let body = format!(
        "# ADR-{:03}: {}\n\n## Context\n\n{}\n\n## Alternatives\n{}",
        w.number,
        w.title,
        w.context,
        options_as_headings(w)
    );
    front(format!("adr/ADR-{:03}-some-slug.md", w.number), &lines, &body)
}

fn archgate(w: &Wanted) -> Vec<(String, String)> {
    let lines = [
        ("id", Some(format!("ARCH-{:03}", w.number))),
        ("title", Some(quoted(&w.title))),
        ("domain", Some("backend".to_owned())),
        ("rules", Some("true".to_owned())),
        ("files", Some("[\"src/**/*.ts\"]".to_owned())),
    ];
    front(format!("adr/ARCH-{:03}-some-slug.md", w.number), &lines, &format!("## Context\n\n{}\n", w.context))
}

fn structured(w: &Wanted) -> Vec<(String, String)> {
    let lines = [
        ("title", Some(quoted(&w.title))),
        ("type", Some("adr".to_owned())),
        ("status", w.status.clone()),
        ("created", Some("2011-01-01".to_owned()).filter(|_| w.date.is_some())),
        ("updated", w.date.map(|d| d.to_string())),
        ("author", Some("Somebody else".to_owned())),
        ("related", Some("[adr_0001.md]".to_owned())),
    ];
    front(format!("adr/adr_{:04}.md", w.number), &lines, &madr_body(w))
}

fn backstage(w: &Wanted) -> Vec<(String, String)> {
    let lines = [
        ("id", Some(format!("adrs-adr{:03}", w.number))),
        ("title", Some(quoted(&format!("ADR{:03}: {}", w.number, w.title)))),
        ("description", Some(quoted(&format!("Decision Record for {}", w.title)))),
    ];
    front(format!("adr/adr{:03}-some-slug.md", w.number), &lines, &format!("## Context\n\n{}\n", w.context))
}

fn house(w: &Wanted) -> Vec<(String, String)> {
    let ties = |list_of: &[Named]| Some(list(list_of.iter().map(with_part))).filter(|l| l != "[]");
    let lines = [
        ("id", Some(format!("\"{:04}\"", w.number))),
        ("title", Some(quoted(&w.title))),
        ("status", w.status.clone()),
        ("date", w.date.map(|d| d.to_string())),
        ("deciders", Some(people(&w.deciders))),
        ("consulted", Some(people(&w.consulted))),
        ("informed", Some(people(&w.informed))),
        ("supersedes", ties(&w.supersedes)),
        ("superseded_by", ties(&w.superseded_by)),
        ("amends", ties(&w.amends)),
        ("amended_by", ties(&w.amended_by)),
    ];
    let body =
        format!("## Context\n\n{}\n\n## Options\n{}\n## Decision\n\nWe will.\n", w.context, options_as_headings(w));
    front(path(w), &lines, &body)
}

fn y_statement(w: &Wanted) -> Vec<(String, String)> {
    let mut out = format!("# {}. {}\n\n", w.number, w.title);
    if let Some(status) = &w.status {
        out += &format!("Status: {status}\n\n");
    }
    if let Some(date) = w.date {
        out += &format!("Date: {date}\n\n");
    }
    let won = w.options.iter().find(|o| o.chosen == Some(true)).expect("one was chosen");
    let lost: Vec<&str> = w.options.iter().filter(|o| o.chosen == Some(false)).map(word).collect();
    let why = won.reason.as_deref().unwrap_or_default();
    out += &format!(
        "In the context of orders, facing growth,\nwe decided for {} and against {} to achieve {why}, accepting that it lasts.\n",
        word(won),
        lost.join(" and ")
    );
    vec![(path(w), out)]
}

fn kep(w: &Wanted) -> Vec<(String, String)> {
    let path_of = |n: &Named| format!("/keps/sig-x/{}-other-slug", n.number);
    let lines = |names: &[String]| names.iter().map(|n| format!("  - {}\n", quoted(n))).collect::<String>();
    let refs = |ties: &[Named]| lines(&ties.iter().map(path_of).collect::<Vec<_>>());
    let mut record =
        format!("title: {}\nkep-number: {}\nauthors:\n  - \"@x\"\nowning-sig: sig-x\n", quoted(&w.title), w.number);
    record += "status: implementable\n";
    if let Some(date) = w.date {
        record += &format!("creation-date: {date}\n");
    }
    record += &format!(
        "approvers:\n{}replaces:\n{}superseded-by:\n{}",
        lines(&w.deciders),
        refs(&w.supersedes),
        refs(&w.superseded_by)
    );
    let folder = format!("kep/sig-x/{}-some-slug", w.number);
    vec![
        (format!("{folder}/README.md"), format!("# KEP-{}: {}\n\n## Summary\n\n{}\n", w.number, w.title, w.context)),
        (format!("{folder}/kep.yaml"), record),
    ]
}

fn rust_rfc(w: &Wanted) -> Vec<(String, String)> {
    let date = w.date.map_or("(fill me in with today's date, YYYY-MM-DD)".to_owned(), |d| d.to_string());
    let text = format!(
        "- Feature Name: `x`\n- Start Date: {date}\n- RFC PR: [rust-lang/rfcs#0000](https://github.com/rust-lang/rfcs/pull/0000)\n\n# Summary\n\n{}\n",
        w.context
    );
    vec![(format!("rust-rfc/{:04}-some-slug.md", w.number), text)]
}
