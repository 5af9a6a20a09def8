//! From layers to the versions and sites of a rotation.
//!
//! 1. The days on which a layer begins or ends cut time into versions.
//! 2. In each, a layer keeps the hours that no higher one has.
//! 3. What it keeps is cut into rows of days and hours; each row is a site, or several where more than one person is on
//!    call at a time.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;

use super::fit::{Fit, MOST, fit};
use super::json::Notes;
use super::outline::{Layer, Outline};
use super::week::{Row, Week, minute_of};
use crate::oncall::time::{Instant, day_start, days_after, local};

/// Layers of one schedule that are looked at.
const MOST_LAYERS: usize = 100;

#[derive(Debug)]
pub struct Version {
    pub from: NaiveDate,
    pub sites: Vec<Site>,
}

#[derive(Debug)]
pub struct Site {
    /// The layer's, with a number where it has several sites.
    pub name: String,
    pub layer: String,
    pub zone: Tz,
    pub row: Row,
    pub fit: Fit,
    pub members: Vec<String>,
}

/// A layer with the days that it holds on, the last not included.
struct Term<'a> {
    layer: &'a Layer,
    name: String,
    from: NaiveDate,
    to: NaiveDate,
}

pub fn versions(outline: &Outline, notes: &Notes) -> Vec<Version> {
    let terms = terms(outline, notes);
    let days: BTreeSet<NaiveDate> = terms.iter().flat_map(|t| [t.from, t.to]).filter(|d| d.year() <= 9999).collect();
    let mut versions: Vec<Version> = Vec::new();
    let mut before: Vec<usize> = Vec::new();
    for day in days {
        let active: Vec<usize> = (0..terms.len()).filter(|t| terms[*t].from <= day && day < terms[*t].to).collect();
        if active == before {
            continue;
        }
        let sites: Vec<Site> = active.iter().flat_map(|at| sites(&terms, &active, *at, day, notes)).collect();
        for at in active.iter().filter(|at| before.contains(at)) {
            tell_early(&terms[*at], &sites, day, notes);
        }
        versions.push(Version { from: day, sites });
        before = active;
    }
    // Before the first person there is nothing to say.
    let first = versions.iter().position(|v| !v.sites.is_empty()).unwrap_or(versions.len());
    versions.drain(..first);
    versions
}

fn terms<'a>(outline: &'a Outline, notes: &Notes) -> Vec<Term<'a>> {
    if outline.layers.len() > MOST_LAYERS {
        notes.add(
            &outline.place,
            format!("only the first {MOST_LAYERS} of its {} parts are read", outline.layers.len()),
        );
    }
    let layers: Vec<&Layer> = outline.layers.iter().take(MOST_LAYERS).collect();
    let day = |layer: &Layer, at: Instant| local(layer.zone, at).date();
    let starts: Vec<NaiveDate> = layers.iter().map(|l| day(l, l.from)).collect();
    let first = starts.iter().min().copied();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut terms = Vec::new();
    for (layer, from) in layers.into_iter().zip(&starts) {
        let to = layer.until.map_or(NaiveDate::MAX, |until| {
            let wall = local(layer.zone, until);
            if wall.time() == NaiveTime::MIN {
                return wall.date();
            }
            // Whoever begins on that day has all of it; if nobody does, whoever ends has.
            let to = if starts.contains(&wall.date()) { wall.date() } else { days_after(wall.date(), 1) };
            let text = format!(
                "it ends on {}, and versions change at 00:00: here it ends with {}",
                wall.format("%Y-%m-%d at %H:%M"),
                days_after(to, -1)
            );
            notes.add(&layer.place, text);
            to
        });
        let wall = local(layer.zone, layer.from);
        if Some(*from) != first && (wall.hour(), wall.minute()) != (0, 0) {
            let text = format!(
                "it begins on {}, and versions change at 00:00: here it has all of that day",
                wall.format("%Y-%m-%d at %H:%M")
            );
            notes.add(&layer.place, text);
        }
        if to <= *from {
            notes.add(&layer.place, "it ends before or on the day that it begins on, and is left out");
            continue;
        }
        if layer.hours.is_empty() || layer.turns.iter().all(Vec::is_empty) {
            notes.add(&layer.place, "nobody has a turn in it, so that it is left out");
            continue;
        }
        let name = unique(&super::id_of(&layer.name, "layer"), &mut taken);
        terms.push(Term { layer, name, from: *from, to });
    }
    terms
}

/// The name, or the name with a number.
pub fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|n| !taken.contains(n));
    let free = free.expect("invariant: numbers do not end");
    taken.insert(free.clone());
    free
}

/// What a layer is in the version that begins on a day.
fn sites(terms: &[Term], active: &[usize], at: usize, day: NaiveDate, notes: &Notes) -> Vec<Site> {
    let term = &terms[at];
    let layer = term.layer;
    let mut hours = layer.hours.clone();
    for other in active.iter().filter(|o| **o != at).map(|o| &terms[*o]) {
        overlay(&mut hours, term, other, notes);
    }
    if hours.is_empty() {
        notes.add(&layer.place, format!("from {day} on others have all of its hours: that version leaves it out"));
    }
    let together = layer.turns.iter().map(Vec::len).max().unwrap_or(0);
    if layer.turns.iter().any(|t| t.len() < together) {
        notes.add(
            &layer.place,
            "not as many people are on call in each turn: the first of a shorter turn stands in twice",
        );
    }
    let mut sites = Vec::new();
    let mut taken = BTreeSet::new();
    for row in hours.rows() {
        let Some(fit) = fit(layer.anchor, layer.every, layer.turns.len(), &row, day) else {
            notes.add(&layer.place, format!("its turns need a list of more than {MOST} members: it is left out"));
            break;
        };
        for lane in 0..together {
            let of = |turn: &usize| {
                let people = &layer.turns[*turn];
                people.get(lane).or_else(|| people.first()).cloned()
            };
            let members: Vec<String> = fit.turns.iter().filter_map(of).collect();
            let name = unique(&term.name, &mut taken);
            sites.push(Site { name, layer: term.name.clone(), zone: layer.zone, row, fit: fit.clone(), members });
        }
    }
    sites
}

/// Says where a version that begins gives a turn the hours before its first handoff, which were somebody else's.
fn tell_early(term: &Term, sites: &[Site], day: NaiveDate, notes: &Notes) {
    let midnight = minute_of(day.and_time(NaiveTime::MIN));
    let own = |s: &&Site| s.fit.is_early && s.members.len() > 1 && s.layer == term.name;
    for site in sites.iter().filter(own) {
        let handoff = i64::from(site.fit.at.hour() * 60 + site.fit.at.minute());
        let week = site.row.week();
        if (0..handoff).any(|minute| week.contains(midnight + minute)) {
            let at = site.fit.at.format("%H:%M");
            let text = format!("a version begins on {day}: its turn of that day begins at 00:00 and not at {at}");
            notes.add(&term.layer.place, text);
        }
    }
}

/// What another layer takes of a layer's hours.
fn overlay(hours: &mut Week, term: &Term, other: &Term, notes: &Notes) {
    let (own, theirs) = (term.layer, other.layer);
    let is_above = theirs.level > own.level;
    if own.zone != theirs.zone {
        // Days of different clocks meet at another hour in summer than in winter.
        if is_above {
            let text =
                format!("`{}` is above it, in another zone: where their hours meet, both are on call here", other.name);
            notes.add(&own.place, text);
        }
    } else if is_above {
        *hours = hours.minus(&theirs.hours);
    } else if own.level == theirs.level && term.name < other.name && own.hours.meets(&theirs.hours) {
        notes.add(
            &own.place,
            format!("it and `{}` are on call together where their hours meet, here as well", other.name),
        );
    }
}

/// Whether anybody has turns at an instant: an override of a time without any is of nothing.
pub fn in_force(versions: &[Version], at: Instant) -> bool {
    versions.iter().enumerate().any(|(which, version)| {
        let next = versions.get(which + 1);
        let holds =
            |s: &Site| day_start(s.zone, version.from) <= at && next.is_none_or(|n| at < day_start(s.zone, n.from));
        version.sites.iter().any(holds)
    })
}

/// Whether a rotation says it with a role that has no sites.
pub fn is_one_site(versions: &[Version], zone: Tz) -> bool {
    versions.iter().all(|v| v.sites.len() <= 1 && v.sites.iter().all(|s| s.zone == zone))
}

/// The hours that somebody has in a version, if all of it is on the clocks of one zone.
pub fn covered(version: &Version, zone: Tz) -> Option<Week> {
    let one = version.sites.iter().all(|s| s.zone == zone);
    one.then(|| version.sites.iter().fold(Week::none(), |all, s| all.plus(&s.row.week())))
}
