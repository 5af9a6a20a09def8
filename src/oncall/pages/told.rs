//! What the page load of some weeks says in sentences.

use super::Load;
use crate::dates::counted;
use crate::oncall::Written;

/// Who was paged most and how, how long the answers took, and how much there was to do. `person` is the one who was
/// asked for, if it was one.
pub fn sentences(written: &Written, load: &Load, person: Option<&str>, name: &dyn Fn(&str) -> String) -> Vec<String> {
    let (all, pages) = (load.all, load.answers.pages);
    let mut out = Vec::new();
    match (load.people.first(), person) {
        (Some(most), _) => {
            let asleep = match most.sleep {
                0 => String::new(),
                n if n < most.pages => format!(", {n} of them asleep"),
                1 => ", asleep".to_owned(),
                _ => ", asleep each time".to_owned(),
            };
            let (name, times) = (name(&most.person), times(most.pages));
            let of_all = format!("{} of {}", percent(most.pages, all), counted(all, "page"));
            out.push(format!("{name} was paged {times}{asleep}: {of_all}."));
        }
        (None, Some(person)) => out.push(format!("{} was not paged.", name(person))),
        (None, None) if written.pages.is_empty() => {
            out.push("No incidents are written down: they are read from oncall/pages.csv.".to_owned());
        }
        (None, None) if pages == 0 => out.push("Nobody was paged.".to_owned()),
        (None, None) => {}
    }
    // Of people alike, the list has the one first who is named above, if that one is among them.
    let woken = load.people.iter().rev().max_by_key(|p| p.sleep).filter(|p| p.sleep > 0);
    if let Some(woken) = woken.filter(|p| p.person != load.people[0].person) {
        let name = name(&woken.person);
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

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// `41 %`, to the nearest.
pub fn percent(part: usize, whole: usize) -> String {
    format!("{:.0} %", 100.0 * part as f64 / whole as f64)
}

/// `45 s`, `3 min 20 s`, `1 h 05 min`, `2 d 3 h`: the two largest units are enough to compare.
pub fn waited(seconds: i64) -> String {
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
