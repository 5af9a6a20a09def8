//! The report against the plainest count there is: page by page and pair by pair, without an index, a sort or a window
//! that moves.

use std::sync::Arc;

use chrono::{Datelike, TimeDelta, Timelike};
use chrono_tz::Tz;
use fastrand::Rng;

use super::*;
use crate::oncall::pages::{Answers, Asked, Load, Page, Spread, counted, excesses, load};
use crate::oncall::{Incident, Instant, Range, schedule};

fn stamp(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Rows of some weeks around the end of summer time, many of them within a minute of each other.
fn rows(random: &mut Rng) -> Vec<String> {
    let start = at("2026-10-12");
    let mut time = start;
    (0..random.usize(1..60))
        .map(|id| {
            time += TimeDelta::seconds(match random.u8(0..4) {
                0 => random.i64(0..40),
                1 => random.i64(0..90),
                2 => random.i64(0..7 * 3600),
                _ => random.i64(0..40 * 3600),
            });
            let later = |random: &mut Rng| {
                let at = time + TimeDelta::seconds(random.i64(0..9000));
                if random.u8(0..5) == 0 { String::new() } else { stamp(at) }
            };
            let mut one_of = |words: &[&'static str]| words[random.usize(..words.len())];
            let service = one_of(&["db", "db", "web", "old", "gone"]);
            let responder = one_of(&["", "", "", "ana", "wei", "maya", "oskar"]);
            let (urgency, actionable) = (one_of(&["", "high", "low"]), one_of(&["", "true", "false"]));
            let (acknowledged, resolved) = (later(random), later(random));
            format!("{id},{service},{},{acknowledged},{resolved},{responder},{urgency},{actionable}\n", stamp(time))
        })
        .collect()
}

/// Who was called, by asking for the schedule of that second alone.
fn person(book: &Book, incident: &Incident) -> (Option<Arc<str>>, Option<Arc<str>>) {
    let rotation = book.written.rotations.iter().find(|r| Some(r.doc) == incident.rotation);
    let Some(rotation) = rotation else { return (incident.responder.clone(), None) };
    // From the day before, so that it shows who began earlier.
    let range = Range::new(incident.created - TimeDelta::days(1), incident.created + TimeDelta::seconds(1));
    let schedule = schedule(rotation, &book.handbook.register, range);
    let on = |role: &str| -> Vec<_> { schedule.at(role, incident.created).map(|(_, s)| s.clone()).collect() };
    let primary = on("primary");
    let is = |s: &&crate::oncall::Shift| Some(&s.person) == incident.responder.as_ref();
    let secondary = on("secondary");
    let own = primary.iter().find(is).or(secondary.iter().find(is));
    let site = own.or(primary.first()).and_then(|s| s.site.clone());
    (incident.responder.clone().or(primary.first().map(|s| s.person.clone())), site)
}

/// Each incident that is not within 60 seconds of the first of its group, with its person and site.
fn groups(book: &Book) -> Vec<(usize, Option<Arc<str>>, Option<Arc<str>>)> {
    let all = &book.written.pages;
    let called: Vec<_> = all.iter().map(|i| person(book, i)).collect();
    let same = |a: usize, b: usize| {
        called[a].0 == called[b].0 && (called[a].0.is_some() || all[a].rotation == all[b].rotation)
    };
    let mut firsts: Vec<usize> = Vec::new();
    for at in 0..all.len() {
        let covered = firsts.iter().any(|f| same(*f, at) && (all[at].created - all[*f].created).num_seconds() <= 60);
        if !covered {
            firsts.push(at);
        }
    }
    firsts.into_iter().map(|at| (at, called[at].0.clone(), called[at].1.clone())).collect()
}

fn spread(mut seconds: Vec<i64>) -> Spread {
    seconds.sort_unstable();
    let rank = |part: f64| seconds.get(((part * seconds.len() as f64).ceil() as usize).max(1) - 1).copied();
    let mean = seconds.iter().sum::<i64>() as f64 / seconds.len() as f64;
    let mean = (!seconds.is_empty()).then_some((mean + 0.5).floor() as i64);
    Spread { count: seconds.len(), mean, median: rank(0.5), p90: rank(0.9) }
}

fn answers<'a>(incidents: impl Iterator<Item = &'a Incident> + Clone) -> Answers {
    let taken = |i: &Incident| i.acknowledged.or(i.resolved).map(|end| (end - i.created).num_seconds());
    let ended = |i: &Incident| i.resolved.map(|end| (end - i.created).num_seconds());
    Answers {
        pages: incidents.clone().count(),
        acknowledge: spread(incidents.clone().filter_map(taken).collect()),
        resolve: spread(incidents.filter_map(ended).collect()),
    }
}

fn compare(book: &Book, pages: &[Page], asked: Asked) {
    let all = &book.written.pages;
    let in_range = |at: Instant| asked.range.from <= at && at < asked.range.to;
    let of_rotation = |i: &Incident| asked.rotation.is_none() || i.rotation == asked.rotation;
    let groups: Vec<_> =
        groups(book).into_iter().filter(|(at, ..)| in_range(all[*at].created) && of_rotation(&all[*at])).collect();
    let got: Load = load(&book.written, &book.handbook.register, pages, asked);
    assert_eq!(got.all, groups.len());
    let own: Vec<_> =
        groups.iter().filter(|(_, p, _)| asked.person.is_none() || p.as_deref() == asked.person).collect();
    assert_eq!(got.answers, answers(own.iter().map(|(at, ..)| &all[*at])));
    assert_eq!(got.nobody, own.iter().filter(|(_, p, _)| p.is_none()).count());
    for (site, got) in &got.sites {
        assert_eq!(*got, answers(own.iter().filter(|(.., s)| s == site).map(|(at, ..)| &all[*at])), "{site:?}");
    }
    assert_eq!(got.sites.values().map(|a| a.pages).sum::<usize>(), own.len());
    for (tier, services) in [(Some(1), &["db"][..]), (Some(2), &["web"]), (None, &["old", "gone"])] {
        let of_tier = own.iter().map(|(at, ..)| &all[*at]).filter(|i| services.contains(&&*i.service));
        assert_eq!(got.tiers.get(&tier).copied().unwrap_or_default(), answers(of_tier), "{tier:?}");
    }
    let zone = |person: &Option<Arc<str>>| match person.as_deref() {
        Some("ana") => Tz::Europe__Lisbon,
        Some("wei") => Tz::Asia__Singapore,
        Some("maya") => Tz::America__Denver,
        // The rotation has no zone of its own, and others nobody knows.
        _ => Tz::UTC,
    };
    let local = |(at, p, _): &(usize, Option<Arc<str>>, Option<Arc<str>>)| {
        all[*at].created.with_timezone(&zone(p)).naive_local()
    };
    for day in 0..7 {
        for hour in 0..24 {
            let here = own.iter().map(|g| local(g)).filter(|t| t.weekday().num_days_from_monday() == day);
            assert_eq!(got.heat[day as usize][hour as usize], here.filter(|t| t.hour() == hour).count());
        }
    }
    for p in &got.people {
        let mine: Vec<_> = own.iter().filter(|(_, who, _)| who.as_ref() == Some(&p.person)).collect();
        let hours: Vec<_> = mine.iter().map(|g| (local(g).weekday().num_days_from_monday(), local(g).hour())).collect();
        let sleep = hours.iter().filter(|(_, hour)| !(6..22).contains(hour)).count();
        let business = hours.iter().filter(|(day, hour)| *day < 5 && (8..18).contains(hour)).count();
        assert_eq!((p.pages, p.sleep, p.business, p.off), (mine.len(), sleep, business, mine.len() - sleep - business));
        let created = |g: &&&(usize, Option<Arc<str>>, Option<Arc<str>>)| all[g.0].created;
        let within = |from: Instant| {
            mine.iter().filter(|g| created(g) >= from && created(g) < from + TimeDelta::hours(12)).count()
        };
        assert_eq!(Some(p.worst), mine.iter().map(|g| within(created(&g))).max());
    }
    assert_eq!(got.people.iter().map(|p| p.pages).sum::<usize>() + got.nobody, own.len());
    let most = got.people.iter().map(|p| p.pages).max();
    assert_eq!(got.concentration(), most.map(|most| most as f64 / groups.len() as f64));
    let known: Vec<bool> = own.iter().filter_map(|(at, ..)| all[*at].actionable).collect();
    assert_eq!((got.actionable.known, got.actionable.yes), (known.len(), known.iter().filter(|yes| **yes).count()));
    let mut from = asked.range.from;
    for week in &got.weeks {
        let to = from + TimeDelta::days(7);
        let here = own.iter().map(|(at, ..)| &all[*at]).filter(|i| from <= i.created && i.created < to);
        assert_eq!((week.from, week.answers), (from, answers(here)));
        from = to;
    }
    assert!(from >= asked.range.to);
    // Everybody with more than the limit in some twelve hours, and nobody else.
    let limit = |i: &Incident| i.rotation.map(|_| 2);
    let limited = |person: &Arc<str>| {
        let times: Vec<&Page> = pages.iter().filter(|p| p.person.as_ref() == Some(person) && in_range(p.at)).collect();
        times.iter().any(|first| {
            let burst = times.iter().filter(|p| p.at >= first.at && p.at < first.at + TimeDelta::hours(12));
            let lowest = burst.clone().filter_map(|p| limit(&all[p.incident])).min();
            lowest.is_some_and(|most| burst.count() > most)
        })
    };
    let mut over: Vec<Arc<str>> = pages.iter().filter_map(|p| p.person.clone()).filter(|p| limited(p)).collect();
    over.sort();
    over.dedup();
    let found: Vec<Arc<str>> =
        excesses(&book.written, pages, asked.range).into_iter().map(|excess| excess.person).collect();
    assert_eq!(found, over);
}

#[test]
fn the_plainest_count_agrees() {
    let mut random = Rng::with_seed(11);
    let limited = format!("{ROTATION}limits: {{max_pages_per_12h: 2}}\n");
    let mut lost = 0;
    for _ in 0..30 {
        let mut rows = rows(&mut random);
        let text = |rows: &[String]| HEADER.to_owned() + &rows.concat();
        let of = |text: &str| book_of(&[("oncall/r.yaml", &limited), ("oncall/pages.csv", text)]);
        let book = of(&text(&rows));
        let pages = counted(&book.written, &book.handbook.register);
        lost += rows.len() - pages.len();
        assert_eq!(book.written.pages.len(), rows.len());
        assert_eq!(pages.len() + pages.iter().map(|p| p.duplicates).sum::<usize>(), rows.len());
        let first = at("2026-10-12") + TimeDelta::hours(random.i64(0..300));
        let some = Range::new(first, first + TimeDelta::hours(random.i64(1..900)));
        for range in [Range::new(at("2026-10-01"), at("2027-10-01")), some] {
            for rotation in [None, Some(book.written.rotations[0].doc)] {
                for person in [None, Some("ana"), Some("oskar")] {
                    compare(&book, &pages, Asked { range, rotation, person });
                }
            }
        }
        // The order of the rows says nothing.
        random.shuffle(&mut rows);
        let shuffled = of(&text(&rows));
        assert_eq!(counted(&shuffled.written, &shuffled.handbook.register), pages);
        let ids = |book: &Book| book.written.pages.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&shuffled), ids(&book));
    }
    assert!(lost > 50, "hardly any duplicates: {lost}");
}
