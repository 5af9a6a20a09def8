//! What is imported is what was there: read before and after, word by word, and once more.

use std::collections::BTreeMap;

use super::*;
use crate::adr::convert::{Converted, Settings, convert};

const TOOLS: [&str; 5] = ["nygard", "madr2", "madr3", "madr4", "log4brains"];

/// The files of each of the tools that are imported.
fn folders() -> BTreeMap<String, Vec<(String, String)>> {
    let mut forms = forms();
    forms.retain(|form, _| TOOLS.contains(&form.as_str()));
    assert_eq!(forms.len(), 5);
    forms
}

fn imported(files: &[(String, String)]) -> Vec<(String, String)> {
    let (handbook, loaded) = handbook(files);
    let (decisions, _) = read(&handbook, &loaded, &Archive::NONE);
    let places: Vec<usize> = (0..decisions.list.len()).collect();
    let settings = Settings { owner: None, relink: &|_, _| None, says_kind: &|_| false };
    let mut converted: BTreeMap<String, String> = files.iter().cloned().collect();
    for (at, done) in places.iter().zip(convert(&handbook, &loaded, &decisions, &places, &settings)) {
        let path = handbook.document(decisions.list[*at].doc).path.clone();
        match done {
            Converted::Text { text, .. } => drop(converted.insert(path, text)),
            Converted::House => {}
            Converted::Foreign => panic!("{path} is in one of the forms that are imported"),
        }
    }
    converted.into_iter().collect()
}

/// All that a conversion must not change, by path.
fn told(files: &[(String, String)]) -> BTreeMap<String, String> {
    let (handbook, loaded) = handbook(files);
    let (decisions, _) = read(&handbook, &loaded, &Archive::NONE);
    let mut told = BTreeMap::new();
    for d in &decisions.list {
        let people =
            |list: &[crate::source::Spanned<String>]| -> Vec<String> { list.iter().map(|p| p.value.clone()).collect() };
        let ties = |list: &[Reference]| {
            let mut names = decisions.names(list);
            for (name, r) in names.iter_mut().zip(list) {
                if let Some(part) = r.section.as_ref().filter(|_| r.target.is_some()) {
                    *name = format!("{name}#{part}");
                }
            }
            names.sort();
            names.dedup();
            names
        };
        let options: Vec<(&str, Option<bool>)> = d.options.iter().map(|o| (o.title.as_str(), o.chosen)).collect();
        let text = format!(
            "{} {:?} {:?}\n{} {:?}\n{:?} {:?} {:?}\n{:?} {:?} {:?} {:?}\n{options:#?}\n",
            d.id,
            d.number,
            d.title,
            d.state_word(),
            d.date.as_ref().map(|d| d.value),
            people(&d.deciders),
            people(&d.consulted),
            people(&d.informed),
            ties(&d.supersedes),
            ties(&d.superseded_by),
            ties(&d.amends),
            ties(&d.amended_by),
        );
        told.insert(handbook.document(d.doc).path.clone(), text);
    }
    told
}

/// What must hold of any decision.
#[test]
fn made_up_decisions_are_imported_whole() {
    for seed in 0..60 {
        for (form, files) in super::round_trip::made_up(seed).filter(|(form, _)| TOOLS.contains(&form.name())) {
            let after = imported(&files);
            assert_eq!(told(&files), told(&after), "{} {seed}\n{}\n{}", form.name(), files[0].1, after[0].1);
            assert_eq!(imported(&after), after, "{} {seed}", form.name());
        }
    }
}

/// Whatever stands in a decision's place, importing it neither fails nor changes what was read.
#[test]
fn any_part_of_a_decision_is_imported() {
    for (_, files) in folders() {
        for (_, text) in files {
            let mut parts = Vec::new();
            for (at, _) in text.char_indices().step_by(37) {
                parts.push((format!("adr/{at:05}-a.md"), text[..at].to_owned()));
                parts.push((format!("adr/{at:05}-b.md"), text[at..].to_owned()));
            }
            let after = imported(&parts);
            assert_eq!(imported(&after), after);
        }
    }
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

#[test]
fn what_is_imported_is_read_as_before() {
    for (form, files) in folders() {
        let after = imported(&files);
        let (before, now) = (told(&files), told(&after));
        for (path, was) in before {
            assert_eq!(
                now.get(&path),
                Some(&was),
                "tests/adr/{form}/{path}\n{}",
                after.iter().find(|f| f.0 == path).expect("there").1
            );
        }
    }
}

#[test]
fn a_second_import_changes_nothing() {
    for (form, files) in folders() {
        let once = imported(&files);
        for ((path, once), (_, twice)) in once.iter().zip(imported(&once)) {
            assert_eq!(once, &twice, "tests/adr/{form}/{path}");
        }
        let windows: Vec<_> = files.iter().map(|(p, t)| (p.clone(), t.replace('\n', "\r\n"))).collect();
        for ((path, once), (_, other)) in once.iter().zip(imported(&windows)) {
            assert_eq!(once, &other.replace("\r\n", "\n"), "tests/adr/{form}/{path}");
            assert_eq!(other.matches('\n').count(), other.matches("\r\n").count());
        }
    }
}

/// A text without what moves to front matter: its old one, its title, names of parts, and lines of values before
/// the first section.
fn prose(old: &str) -> String {
    let body = match crate::model::front::split(old) {
        crate::model::front::Split::Found { body, .. } => &old[body..],
        _ => old.trim_start_matches('\u{feff}'),
    };
    let mut kept = String::new();
    let (mut in_status, mut in_section, mut in_field) = (false, false, false);
    let lines: Vec<&str> = body.lines().collect();
    for (i, line) in lines.iter().enumerate() {
        let ruled = lines.get(i + 1).is_some_and(|l| l.starts_with("---") || l.starts_with("==="));
        let is_heading = line.starts_with('#') || ruled && !line.trim().is_empty() && !line.starts_with('|');
        let is_title = line.starts_with("# ") || lines.get(i + 1).is_some_and(|l| l.starts_with("==="));
        if is_heading {
            in_status = line.to_lowercase().contains("status");
            in_section |= !is_title && !line.contains("Metadata");
            continue;
        }
        let is_field = line.starts_with("Date") || line.contains(':') && line.len() < 200;
        in_field = !in_section && (is_field || in_field && line.starts_with("  "));
        if !in_status && !in_field {
            // The number of an item is no word.
            let item = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            let item = if item.starts_with(". ") { item } else { line };
            // Where a link leads is not what it says.
            let shown = item.split("](").enumerate();
            let shown = shown.map(|(i, part)| if i == 0 { part } else { part.split_once(')').map_or("", |(_, r)| r) });
            kept.push_str(&shown.collect::<Vec<_>>().join(" "));
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn no_word_is_lost() {
    let mut count = 0;
    for (form, files) in folders() {
        for ((path, old), (_, new)) in files.iter().zip(imported(&files)) {
            let new = words(&new);
            for (word, times) in words(&prose(old)) {
                let kept = new.get(&word).copied().unwrap_or(0);
                assert!(kept >= times, "tests/adr/{form}/{path}: `{word}` {times} -> {kept}");
                count += times;
            }
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn values_keep_what_they_say_beside() {
    let all: BTreeMap<String, String> = folders().values().flat_map(|files| imported(files)).collect();
    for (name, says) in [
        ("0014-read-replicas.md", "Decided. We are open to new\nalternatives as they arise."),
        ("0022-history.md", "~~Proposed~~ Accepted on 2022-05-06"),
        ("0026-a-queue-for-mail.md", "mail), the rest holds."),
        ("0027-nested.md", "2020-02-03, after some discussion."),
        ("20220303-draft.md", "- Date: 2022-03-03 (again on 2022-04-01)"),
        ("0008-one-sided.md", "* Date: 2020-02-30"),
        ("0012-neighbours.md", "extra:\n  nav_order: 12\n"),
        ("0007-template.md", "extra:\n  date: \"{YYYY-MM-DD when"),
    ] {
        let text = &all[&format!("adr/{name}")];
        assert!(text.contains(says), "{name}: {says}\n{text}");
    }
    // What front matter says in full is not said twice.
    for name in ["0012-use-postgresql.md", "0025-several-successors.md", "20201016-use-x.md", "0008-full.md"] {
        let text = &all[&format!("adr/{name}")];
        assert!(!text.contains("Status notes") && !text.contains("uperceded by") && !text.contains("Date:"), "{text}");
    }
}
