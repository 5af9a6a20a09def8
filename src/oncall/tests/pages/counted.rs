//! Who was called, and what counts once.

use super::*;
use crate::oncall::pages::{Page, counted};

fn pages(rows: &str) -> Vec<Page> {
    let book = book(&format!("{HEADER}{rows}"));
    assert_eq!(book.told(), Vec::<String>::new(), "{rows}");
    counted(&book.written, &book.handbook.register)
}

fn row(id: usize, service: &str, time: &str, responder: &str) -> String {
    format!("{id},{service},{time},,,{responder},,\n")
}

#[test]
fn the_responder_or_the_schedule() {
    for (service, time, responder, want) in [
        // By the schedule, at a site each; the one who began earlier where both are on.
        ("db", "2026-11-10T03:00:00Z", "", "wei primary east"),
        ("db", "2026-11-10T12:30:00Z", "", "wei primary east"),
        ("web", "2026-11-10T13:00:00Z", "", "ana primary west"),
        // The responder's own shift, of whatever role.
        ("db", "2026-11-10T12:30:00Z", "ana", "ana primary west"),
        ("db", "2026-11-10T03:00:00Z", "maya", "maya secondary -"),
        // Somebody who had no shift took the call that the primary's had.
        ("db", "2026-11-10T03:00:00Z", "ana", "ana primary east"),
        // Before the first version, and where no rotation answers.
        ("db", "2025-11-10T03:00:00Z", "", "- - -"),
        ("old", "2026-11-10T03:00:00Z", "", "- - -"),
        ("old", "2026-11-10T03:00:00Z", "wei", "wei - -"),
    ] {
        let pages = pages(&row(1, service, time, responder));
        let told = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("-").to_owned();
        let got = format!("{} {} {}", told(&pages[0].person), told(&pages[0].role), told(&pages[0].site));
        assert_eq!(got, want, "{service} {time} {responder}");
    }
}

#[test]
fn a_window_and_not_a_chain() {
    // 0, 40, 60 s are one; 61 s begins another, which has the one at 100 s.
    let second = |s: i64| format!("2026-11-10T03:{:02}:{:02}Z", s / 60, s % 60);
    let rows: String = [0, 40, 60, 61, 100].iter().map(|s| row(*s as usize, "db", &second(*s), "")).collect();
    let got: Vec<(String, usize)> =
        pages(&rows).iter().map(|p| (p.at.format("%M:%S").to_string(), p.duplicates)).collect();
    assert_eq!(got, [("00:00".to_owned(), 2), ("01:01".to_owned(), 1)]);
    // One person is called once, whatever the service; two people are called twice.
    let rows = row(1, "db", &second(0), "wei") + &row(2, "old", &second(5), "wei") + &row(3, "db", &second(6), "ana");
    assert_eq!(pages(&rows).len(), 2);
    // Nobody is somebody else in each rotation.
    let then = "2025-11-10T03:00:00Z";
    let rows = row(1, "db", then, "") + &row(2, "web", then, "") + &row(3, "old", then, "");
    assert_eq!(pages(&rows).len(), 2);
}

/// A wrong year must cost neither hours of time nor the other rows their people.
#[test]
fn a_year_that_nobody_meant() {
    let far = row(1, "db", "9999-12-31T00:00:00Z", "") + &row(2, "db", "2026-11-10T03:00:00Z", "");
    let people: Vec<_> =
        pages(&(far + &row(3, "db", "0001-01-02T00:00:00Z", ""))).into_iter().map(|p| p.person).collect();
    assert_eq!(people.iter().map(Option::as_deref).collect::<Vec<_>>(), [None, Some("wei"), Some("wei")]);
    // Nor may many of them: only the last two hundred years have a schedule.
    let rows: String = (0..8000).map(|n| row(n, "db", &format!("{:04}-06-01T00:00:00Z", n + 2000), "")).collect();
    let pages = pages(&rows);
    assert_eq!(pages.iter().filter(|p| p.person.is_some()).count(), 201);
}
