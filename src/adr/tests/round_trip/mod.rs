//! Writing a decision in a form and reading it back gives the same decision.
//!
//! `wanted` makes decisions up, `writers` writes each as its tool or a team would, and says what that form holds.

mod wanted;
mod writers;

use fastrand::Rng;

use super::*;
use wanted::{Named, Wanted};
use writers::{Holds, WRITERS};

const TIMES: u64 = 60;

fn names(list: &[crate::source::Spanned<String>]) -> Vec<String> {
    list.iter().map(|n| n.value.clone()).collect()
}

fn named(list: &[Reference]) -> Vec<Named> {
    list.iter().map(|r| Named { number: r.number.unwrap_or_default(), part: r.section.clone() }).collect()
}

/// The files of a decision that nobody took, in each form.
pub fn made_up(seed: u64) -> impl Iterator<Item = (Form, Vec<(String, String)>)> {
    let wanted = Wanted::make_up(&mut Rng::with_seed(seed));
    WRITERS.iter().map(move |writer| (writer.form, (writer.write)(&wanted)))
}

/// What was read, as far as the form holds it.
fn read_back(d: &Decision, holds: &Holds) -> Wanted {
    let all = Wanted {
        number: d.number.unwrap_or_default(),
        title: d.title.clone(),
        status: d.state.as_ref().map(|s| s.value.clone()),
        date: d.date.as_ref().map(|d| d.value),
        deciders: names(&d.deciders),
        consulted: names(&d.consulted),
        informed: names(&d.informed),
        supersedes: named(&d.supersedes),
        superseded_by: named(&d.superseded_by),
        amends: named(&d.amends),
        amended_by: named(&d.amended_by),
        options: d
            .options
            .iter()
            .map(|o| wanted::Choice {
                title: o.title.clone(),
                chosen: o.chosen,
                reason: o.reason.as_ref().map(|r| r.value.trim_end_matches('.').to_owned()),
            })
            .collect(),
        context: String::new(),
    };
    holds.of(&all)
}

/// As an editor on another system may leave a file: with a mark at its start, other line ends, no last one.
fn from_elsewhere(text: &str, seed: u64) -> String {
    let text = if seed % 4 == 1 { text.trim_end().to_owned() } else { text.to_owned() };
    let text = if seed % 3 == 1 { text.replace('\n', "\r\n") } else { text };
    if seed % 5 == 1 { format!("\u{feff}{text}") } else { text }
}

#[test]
fn what_is_written_is_read_back() {
    let mut wrong = Vec::new();
    for writer in &WRITERS {
        for seed in 0..TIMES {
            let wanted = Wanted::make_up(&mut Rng::with_seed(seed));
            let mut files = (writer.write)(&wanted);
            for (_, text) in &mut files {
                *text = from_elsewhere(text, seed);
            }
            let (handbook, loaded) = handbook(&files);
            let (decisions, unread, _) = read_all(&handbook, &loaded);
            let [decision] = decisions.as_slice() else {
                panic!("{} {seed}: {unread:?}\n{}", writer.form.name(), files[0].1)
            };
            let (want, got) = (writer.holds.of(&wanted), read_back(decision, &writer.holds));
            if decision.form != writer.form || want != got {
                let form = decision.form.name();
                wrong.push(format!(
                    "{} {seed}: read as {form}\n--- wanted\n{want:#?}\n--- got\n{got:#?}\n--- of\n{}",
                    writer.form.name(),
                    files[0].1
                ));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(WRITERS.iter().map(|w| w.form).collect::<std::collections::BTreeSet<_>>().len(), 15);
}
