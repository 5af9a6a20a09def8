//! Rows are added to a table of pages, and nothing else of it changes.

use super::super::pages::{Page, append};
use super::*;

const HEADER: &str = "id,service,created_at,acknowledged_at,resolved_at,responder,urgency,actionable\n";

fn page(id: &str) -> Page {
    let created = "2026-05-01T10:00:00Z".parse().ok();
    Page {
        id: id.to_owned(),
        service: Some("orders-db".to_owned()),
        created,
        actionable: Some(false),
        ..Page::default()
    }
}

fn added(text: &str, ids: &[&str]) -> String {
    let pages: Vec<Page> = ids.iter().map(|id| page(id)).collect();
    let once = append(text, &pages, &BTreeSet::new()).expect("a table").text;
    let again = append(&once, &pages, &BTreeSet::new()).expect("a table");
    assert_eq!((again.text.as_str(), again.added), (once.as_str(), 0));
    once
}

#[test]
fn what_is_there_stays_byte_for_byte() {
    let row = |id: &str| format!("{id},orders-db,2026-05-01T10:00:00Z,,,,,false\n");
    assert_eq!(added("", &["P1", "P2"]), format!("{HEADER}{}{}", row("P1"), row("P2")));
    // Quotes, no line end, an id that is known, a comment of a row that is no row.
    let odd = format!("{HEADER}\"P1\", x ,soon,,,\"a\nb\",,\n\n,,,\nP3,y");
    assert_eq!(added(&odd, &["P1", "P3", "P4"]), format!("{odd}\n{}", row("P4")));
    let windows = HEADER.replace('\n', "\r\n");
    assert_eq!(added(&windows, &["P1"]), format!("{windows}{}", row("P1").replace('\n', "\r\n")));
    // Columns in another order, some missing and some of its own, with a mark.
    let own = "\u{feff}Note,Created_At,Service,ID\nx,,,P0\n";
    assert_eq!(added(own, &["P0", "P1"]), format!("{own},2026-05-01T10:00:00Z,orders-db,P1\n"));
}

#[test]
fn ids_with_signs_are_one_field() {
    let text = added("", &["a,b", "a\"b", "=1+1", "🚒\n"]);
    assert!(text.contains("\"a,b\",") && text.contains("\"a\"\"b\",") && text.contains("\"🚒\n\","), "{text}");
}

#[test]
fn a_table_without_ids_is_not_touched() {
    for text in ["a,b\n1,2\n", "id,created_at\n", "🚒"] {
        assert!(append(text, &[page("P1")], &BTreeSet::new()).is_err(), "{text}");
    }
    let elsewhere = BTreeSet::from(["P1".to_owned()]);
    assert_eq!(append("", &[page("P1")], &elsewhere).map(|a| a.text), Ok(String::new()));
}
