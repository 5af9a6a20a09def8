//! The report for a terminal: sentences, then the figures that they can be checked against.

use std::fmt::Write;

use super::Shown;
use crate::diag::emit::{self, Report, emit};
use crate::oncall::fairness::sheet::{Figures, Hundredths, Line, Sheet, brief, exact, percent, plus};
use crate::oncall::fairness::sites::by_role;
use crate::oncall::fairness::told::signed;
use crate::oncall::fairness::trend::{Point, trend};
use crate::oncall::fairness::{Indices, Kind};

/// What a line may have, in columns.
pub(super) const WIDTH: usize = 100;

/// What a name may have in a table.
const NAME: usize = 30;

/// What a name may have where two stand on a line.
const SHORT: usize = 13;

/// How many closed periods are shown.
const PERIODS: usize = 8;

pub(super) fn text(shown: &[Shown], report: &Report) -> String {
    let cards: Vec<String> = shown.iter().map(card).collect();
    let mut out = if cards.is_empty() { "no rotations\n".to_owned() } else { cards.join("\n") };
    if !report.findings.list.is_empty() {
        let _ = write!(out, "\n{}", emit(report, emit::Form::Human));
    }
    out
}

fn card(shown: &Shown) -> String {
    let zone = shown.rotation.zone.unwrap_or(chrono_tz::UTC).name();
    let scope = if shown.is_stretch { "" } else { ", as carried and as scheduled" };
    let mut out = format!("{}, {} ({zone}){scope}\n", shown.opened.title(shown.rotation), shown.days());
    for note in shown.notes() {
        out.push_str(&wrap(&note, ""));
    }
    let sheets = shown.sheets();
    if sheets.is_empty() {
        out.push_str("\nnobody that is asked for has a part in it\n");
    }
    for sheet in &sheets {
        let _ = writeln!(out, "\n{}", sheet.tally.name());
        for sentence in shown.headline(sheet) {
            out.push_str(&wrap(&sentence, "  "));
        }
    }
    for sheet in &sheets {
        out.push_str(&table(shown, sheet));
    }
    out.push_str(&sites(shown));
    out
}

/// One person's figures of a kind, or everyone's.
struct Row {
    name: String,
    hours: Option<Hundredths>,
    figures: Figures,
    deviation: Option<f64>,
}

fn table(shown: &Shown, sheet: &Sheet) -> String {
    let unit = shown.told(|told| told.unit());
    let brought = Kind::ALL.iter().any(|kind| sheet.lines.iter().any(|l| l.of(*kind).brought != 0));
    let width = shown.lines(sheet).map(|(_, l)| shown.name(&l.person).chars().count()).max().unwrap_or(0);
    let width = width.clamp(14, NAME) + 2;
    let mut out = format!("\n{}\n", sheet.tally.name());
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| *kind == Kind::Total || sheet.has(*kind)).collect();
    for kind in kinds {
        let first = kind == Kind::Total;
        let label = if first { unit } else { kind.label() };
        let before = if brought { format!("{:>11}", "before") } else { String::new() };
        let hours = if first { "hours" } else { "" };
        let _ = writeln!(
            out,
            "  {label:<width$}{hours:>9}{:>11}{:>11}{before}{:>11}{:>10}",
            "carried", "share", "balance", "of share"
        );
        let line = |l: &Line| Row {
            name: cut(&shown.name(&l.person), NAME),
            hours: first.then_some(l.hours),
            figures: l.of(kind),
            deviation: l.deviation(kind),
        };
        // Who has none of it, as whoever was only paged, has no row.
        let has = |l: &Line| !l.of(kind).is_nothing() || first && l.hours > 0;
        let mut rows: Vec<Row> = shown.lines(sheet).filter(|(_, l)| has(l)).map(|(_, l)| line(l)).collect();
        if shown.whom.is_everyone() && rows.len() > 1 {
            let hours = first.then(|| sheet.hours());
            rows.push(Row { name: "all".to_owned(), hours, figures: sheet.all(kind), deviation: None });
        }
        for Row { name, hours, figures, deviation } in rows {
            let hours = hours.map_or(String::new(), exact);
            let before = if brought { format!("{:>11}", plus(figures.brought)) } else { String::new() };
            let balance = plus(figures.balance());
            let deviation = deviation.map_or_else(String::new, percent);
            let line = format!(
                "  {:<width$}{hours:>9}{:>11}{:>11}{before}{balance:>11}{deviation:>10}",
                format!("  {name}"),
                exact(figures.carried),
                exact(figures.target)
            );
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    let turn = Kind::ALL.into_iter().filter(|kind| sheet.one_turn(*kind) > 0);
    let turn: Vec<String> = turn
        .map(|kind| {
            let label = if kind == Kind::Total { unit } else { kind.label() };
            format!("{} {label}", brief(sheet.one_turn(kind)))
        })
        .collect();
    if !turn.is_empty() {
        out.push_str(&wrap(&format!("One turn has up to {}.", turn.join(", ")), "  "));
    }
    if let Some(Indices { jain, gini, max_over_mean, pairs }) = sheet.tally.indices {
        let _ = writeln!(
            out,
            "  Carried by share: Jain {jain:.3}, max/mean {max_over_mean:.2}, pairs {pairs:.3} (1 is even); Gini {gini:.3} \
             (0 is even)."
        );
    }
    let points = trend(shown.ledger, &sheet.tally.account.role, sheet.tally.account.site.as_deref());
    if shown.whom.is_everyone() && !points.is_empty() {
        out.push_str(&history(shown, &points));
    }
    out
}

/// A line for each closed period.
fn history(shown: &Shown, points: &[Point]) -> String {
    let mut out = "  closed periods\n".to_owned();
    let skipped = points.len().saturating_sub(PERIODS);
    if skipped > 0 {
        let _ = writeln!(out, "    {skipped} before these: `--format json` has them");
    }
    for point in &points[skipped..] {
        let figures = point.indices.map_or(String::new(), |i| format!("  Jain {:.3}  Gini {:.3}", i.jain, i.gini));
        let ends = [&point.ahead, &point.behind].into_iter().flatten();
        let ends: Vec<String> =
            ends.map(|(person, balance)| format!("{} {}", cut(&shown.name(person), SHORT), signed(*balance))).collect();
        let line = format!("    {} to {}{figures}  {}", point.from, point.to, ends.join(", "));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// What each site carries for each of its heads, where there are several.
fn sites(shown: &Shown) -> String {
    let mut out = String::new();
    if !shown.whom.is_everyone() {
        return out;
    }
    for (role, sites) in by_role(&shown.statement).into_iter().filter(|(_, sites)| sites.len() > 1) {
        let unit = shown.told(|told| told.unit());
        let width = sites.iter().map(|s| s.name.chars().count()).max().unwrap_or(0).clamp(6, NAME) + 2;
        let _ = writeln!(
            out,
            "\n{role}, site by site: {unit} for each full share\n  {:<width$}{:>11}{:>8}{:>11}{:>14}",
            "", "carried", "heads", "per head", "to the mean"
        );
        for site in sites {
            let _ = writeln!(
                out,
                "  {:<width$}{:>11}{:>8.2}{:>11}{:>14}",
                cut(&site.name, NAME),
                format!("{:.2}", site.load),
                site.heads,
                site.per_head.map_or_else(|| "-".to_owned(), |load| format!("{load:.2}")),
                site.against_mean().map_or_else(|| "-".to_owned(), percent),
            );
        }
    }
    out
}

/// A text of no more than so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => format!("{}…", text.chars().take(most - 1).collect::<String>()),
    }
}

/// A sentence on lines that are not too long. What is in backticks stays on one: it is copied. So do hours.
pub(super) fn wrap(text: &str, indent: &str) -> String {
    let (mut out, mut line) = (String::new(), indent.to_owned());
    let mut quoted = false;
    let text = text.replace(" h ", "\u{a0}h ").replace(" h)", "\u{a0}h)");
    let words = text.split(|c: char| {
        quoted ^= c == '`';
        c == ' ' && !quoted
    });
    for word in words {
        let is_first = line.len() == indent.len();
        if !is_first && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = indent.to_owned();
        } else if !is_first {
            line.push(' ');
        }
        line.push_str(word);
    }
    (out + &line + "\n").replace('\u{a0}', " ")
}
