//! What was measured, as Markdown.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::figures::{Keystroke, Query, Ranks, Sum, Tool};

/// Another tool with its name, or why there is none.
pub type Peer<'a> = Result<(String, &'a Tool), String>;

type Figure = fn(&Sum) -> Option<f64>;
const BYTES: Figure = |sum| Some(sum.bytes / 1e3);
const HEADS: Figure = |sum| Some(sum.heads / 1e3);
const REQUESTS: Figure = |sum| Some(sum.requests);
const TRIPS: Figure = |sum| Some(sum.trips);
const WALL: Figure = |sum| sum.ms;

const FIRST: fn(&Query) -> &Sum = |query| &query.first;
const TEN: fn(&Query) -> &Sum = |query| &query.ten;
const WHOLE: fn(&Query) -> &Sum = |query| &query.whole;

const KEYSTROKES: [&str; 2] = ["one letter more", "other order"];
const PAINTED: fn(&Keystroke) -> Option<f64> = |stroke| Some(stroke.painted.unwrap_or(stroke.drawn));

/// Up to how many documents which budget holds: to the first result, 90 of 100 queries, in kB as sent.
const BYTE_BUDGETS: [(u32, f64); 2] = [(1_000, 100.0), (10_000, 250.0)];
const TRIP_BUDGET: f64 = 4.0;
/// From a key to its results, in milliseconds.
const TYPING_BUDGET: f64 = 50.0;

fn ranks(tool: &Tool, part: fn(&Query) -> &Sum, figure: Figure) -> Option<Ranks> {
    Ranks::of(tool.cold.iter().filter_map(|query| figure(part(query))))
}

/// Both tools side by side. `works` are rows of how the index was made.
pub fn compared(rutter: &Tool, peer: &Peer, works: &[(String, String)]) -> String {
    let name = peer.as_ref().map_or_else(Clone::clone, |(name, _)| name.clone());
    let mut text = format!("| median, p90 | rutter | {name} |\n|---|--:|--:|\n");
    let mut row = |what: &str, show: &dyn Fn(&Tool) -> String| {
        let other = peer.as_ref().map_or_else(|_| "-".to_owned(), |(_, tool)| show(tool));
        line(&mut text, format_args!("| {what} | {} | {other} |", show(rutter)));
    };
    for (until, part) in [("first result", FIRST), ("ten results", TEN), ("all, counts of filters included", WHOLE)] {
        for (what, figure, digits) in [("kB", BYTES, 1), ("requests", REQUESTS, 0), ("round trips", TRIPS, 0)] {
            row(&format!("{until}: {what}"), &|tool| shown(ranks(tool, part, figure), digits, ""));
        }
    }
    for (until, part) in [("first result", FIRST), ("ten results", TEN)] {
        row(&format!("{until}: time"), &|tool| shown(ranks(tool, part, WALL), 0, " ms"));
    }
    row("ten results: kB of heads, HTTP/1.1", &|tool| shown(ranks(tool, TEN, HEADS), 1, ""));
    row("queries with a result", &|tool| {
        format!("{} of {}", tool.cold.iter().filter(|query| query.shown > 0).count(), tool.cold.len())
    });
    for kind in KEYSTROKES {
        row(&format!("typing, {kind}"), &|tool| shown(tool.keystrokes(kind, PAINTED), 0, " ms"));
        row(&format!("typing, {kind}: before the frame"), &|tool| {
            shown(tool.keystrokes(kind, |stroke| Some(stroke.drawn)), 0, " ms")
        });
    }
    row("index: files", &|tool| tool.size.files.to_string());
    row("index: MB on disk, as sent", &|tool| format!("{:.1}, {:.1}", tool.size.disk / 1e6, tool.size.sent / 1e6));
    for (what, (ours, theirs)) in ["made in", "peak memory"].iter().zip(works) {
        line(&mut text, format_args!("| {what} | {ours} | {theirs} |"));
    }
    text
}

fn shown(ranks: Option<Ranks>, digits: usize, unit: &str) -> String {
    ranks.map_or_else(|| "-".to_owned(), |r| format!("{:.digits$}{unit}, {:.digits$}{unit}", r.median, r.p90))
}

pub fn budgets(rutter: &Tool, documents: u32) -> String {
    let mut text = "\n| budget, p90 | at most | measured | holds |\n|---|--:|--:|---|\n".to_owned();
    let mut row = |what: &str, most: f64, measured: Option<f64>, digits: usize, unit: &str| {
        let Some(measured) = measured else { return };
        let holds = if measured <= most { "yes" } else { "**no**" };
        line(&mut text, format_args!("| {what} | {most}{unit} | {measured:.digits$}{unit} | {holds} |"));
    };
    let p90 = |figure| ranks(rutter, FIRST, figure).map(|ranks| ranks.p90);
    if let Some((_, most)) = BYTE_BUDGETS.iter().find(|(up_to, _)| documents <= *up_to) {
        row("to the first result, the script included", *most, p90(BYTES), 1, " kB");
    }
    row("round trips to the first result", TRIP_BUDGET, p90(TRIPS), 0, "");
    for kind in KEYSTROKES {
        let measured = rutter.keystrokes(kind, PAINTED).map(|ranks| ranks.p90);
        row(&format!("typing, {kind}"), TYPING_BUDGET, measured, 0, " ms");
    }
    text
}

/// Where the bytes of rutter's search go, the largest part first.
pub fn folders(rutter: &Tool) -> String {
    let names: BTreeSet<&String> = rutter.cold.iter().flat_map(|query| query.folders.keys()).collect();
    let mut rows: Vec<(&String, Ranks, Ranks)> = names
        .into_iter()
        .filter_map(|name| {
            let parts = || rutter.cold.iter().map(|query| query.folders.get(name));
            let bytes = Ranks::of(parts().map(|part| part.map_or(0.0, |part| part.bytes / 1e3)))?;
            let files = Ranks::of(parts().map(|part| part.map_or(0.0, |part| part.files)))?;
            Some((name, bytes, files))
        })
        .collect();
    rows.sort_by(|(_, a, _), (_, b, _)| {
        (b.p90, b.max).partial_cmp(&(a.p90, a.max)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut text = "\n| rutter: kB (files) | median | p90 | max |\n|---|--:|--:|--:|\n".to_owned();
    for (name, bytes, files) in rows {
        let cell = |bytes: f64, files: f64| format!("{bytes:.1} ({files:.0})");
        let [median, p90, max] =
            [cell(bytes.median, files.median), cell(bytes.p90, files.p90), cell(bytes.max, files.max)];
        line(&mut text, format_args!("| {name} | {median} | {p90} | {max} |"));
    }
    text
}

pub fn each(rutter: &Tool, peer: &Peer) -> String {
    let mut text = "\n| kB, requests, round trips to ten results | rutter | Pagefind |\n|---|--:|--:|\n".to_owned();
    let cell = |sum: &Sum| format!("{:.1}, {}, {}", sum.bytes / 1e3, sum.requests, sum.trips);
    for (i, query) in rutter.cold.iter().enumerate() {
        let other = peer.as_ref().ok().and_then(|(_, tool)| tool.cold.get(i));
        let other = other.map_or_else(|| "-".to_owned(), |query| cell(&query.ten));
        line(&mut text, format_args!("| `{}` | {} | {other} |", query.query, cell(&query.ten)));
    }
    text
}

fn line(text: &mut String, args: std::fmt::Arguments<'_>) {
    writeln!(text, "{args}").expect("a string takes all that is written to it");
}
