//! Views of decisions, drawn from small handbooks and made-up pasts.

use chrono::NaiveDate;

use crate::adr::past::{Edit, Past, Step};
use crate::adr::{self, Decisions};
use crate::diag::{Diagnostic, Findings, Level, Policy};
use crate::model::history::Change;
use crate::model::{self, DocId, Handbook, Loaded};
use crate::view::{Hrefs, Scope};
use crate::world::Entry;
use crate::world::git::{History, Reach};

struct Book {
    handbook: Handbook,
    loaded: Loaded,
    decisions: Decisions,
}

impl Book {
    fn new(files: &[(&str, &str)]) -> Self {
        let mut loaded = Loaded::default();
        let config = "title: Test\nkinds: {rfc: {paths: [\"rfcs/**\"], states: {open: [taken], taken: []}}}\n";
        let config_file = loaded.sources.add("handbook.yaml", config);
        let mut files = files.to_vec();
        files.sort_unstable();
        for (path, text) in files {
            loaded.sources.add(path, text);
            std::sync::Arc::make_mut(&mut loaded.tree).push(Entry {
                path: path.to_owned(),
                size: text.len() as u64,
                modified: None,
                problem: None,
            });
        }
        let (config, _) = crate::config::read(config, config_file);
        let (handbook, _) =
            model::read(&loaded, config, config_file, day(2026, 11, 22), false, &mut model::Memo::default());
        let (decisions, _) = adr::read(&handbook, &loaded, &adr::Archive::NONE);
        Self { handbook, loaded, decisions }
    }

    fn with<T>(&self, ask: impl FnOnce(&Scope) -> T) -> T {
        let resolver = self.handbook.resolver(&self.loaded);
        let hrefs = Hrefs { from: "", offline: false, absolute: None };
        let oncall = crate::oncall::OnCall::default();
        ask(&Scope {
            handbook: &self.handbook,
            decisions: &self.decisions,
            oncall: &oncall,
            sql: &Default::default(),
            resolver: &resolver,
            hrefs,
        })
    }

    fn doc(&self, path: &str) -> DocId {
        DocId(self.handbook.documents.iter().position(|d| d.path == path).expect(path))
    }

    /// The banner of a page as one line.
    fn banner(&self, path: &str) -> Option<String> {
        let banner = self.with(|s| s.banner(self.doc(path)))?;
        let links: Vec<String> = banner.links.into_iter().map(|l| format!("{} <{}>", l.title, l.href)).collect();
        Some(format!("{}: {} {}", banner.tone, banner.text, links.join(", ")).trim_end().to_owned())
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn change(date: NaiveDate) -> Option<Change> {
    Some(Change { date, author: "Ana".to_owned(), commit: "0123456".to_owned() })
}

fn step(to: &str, date: NaiveDate) -> Step {
    Step { from: None, to: to.to_owned(), change: change(date) }
}

fn house(id: &str, status: &str, more: &str) -> String {
    format!(
        "---\nid: \"{id}\"\ntitle: T{id}\nstatus: {status}\ndate: 2026-03-01\nlast_reviewed: 2026-11-01\n{more}---\n\n## Context\n\nx\n"
    )
}

#[test]
fn the_banner_leads_to_every_successor() {
    let nygard = "# 7. Old way\n\n## Status\n\nSuperceded by [8. New way](0008-new.md) and [9. Newer way](0009-newer.md)\n\n## Context\n\nx\n";
    let accepted = |n: u32, name: &str| format!("# {n}. {name}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n");
    let madr = "# Ten\n\n* Status: superseded by [ADR-0008](0008-new.md)\n* Date: 2020-01-01\n\n## Context and Problem Statement\n\nx\n";
    let part = house("0013", "accepted", "supersedes: [\"0012#retention\"]\n");
    let files = [
        ("adr/0007-old.md", nygard.to_owned()),
        ("adr/0008-new.md", accepted(8, "New way")),
        ("adr/0009-newer.md", accepted(9, "Newer way")),
        ("adr/0010-ten.md", madr.to_owned()),
        ("adr/0011-lost.md", house("0011", "superseded", "")),
        ("adr/0012-partly.md", house("0012", "accepted", "")),
        ("adr/0013-part.md", part),
        ("adr/0014-gone.md", house("0014", "deprecated", "")),
        ("adr/0015-no.md", house("0015", "rejected", "supersedes: [\"0009\"]\n")),
        ("adr/0016-one-sided.md", house("0016", "accepted", "")),
        ("adr/0017-taker.md", house("0017", "accepted", "supersedes: [\"0016\"]\n")),
        ("adr/0018-hope.md", house("0018", "proposed", "supersedes: [\"0017\"]\n")),
    ];
    let book = Book::new(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    for (path, want) in [
        (
            "adr/0007-old.md",
            Some(
                "warn: This decision was superseded by 0008 New way <adr/0008-new/>, 0009 Newer way <adr/0009-newer/>",
            ),
        ),
        ("adr/0008-new.md", None),
        ("adr/0009-newer.md", None),
        ("adr/0010-ten.md", Some("warn: This decision was superseded by 0008 New way <adr/0008-new/>")),
        ("adr/0011-lost.md", Some("warn: This decision was superseded. It does not say by what.")),
        ("adr/0012-partly.md", Some("info: Parts of this were superseded by 0013 T0013 <adr/0013-part/>")),
        ("adr/0013-part.md", None),
        ("adr/0014-gone.md", Some("warn: This decision is deprecated: do not build on it.")),
        ("adr/0015-no.md", Some("bad: This decision is rejected: it never came into force.")),
        ("adr/0016-one-sided.md", Some("warn: This decision was superseded by 0017 T0017 <adr/0017-taker/>")),
        ("adr/0017-taker.md", None),
    ] {
        assert_eq!(book.banner(path).as_deref(), want, "{path}");
    }
    let status = |path: &str| book.with(|s| s.card(book.doc(path)).status.map(|s| (s.text, s.tone)));
    assert_eq!(status("adr/0007-old.md"), Some(("superseded".to_owned(), "warn")));
    assert_eq!(status("adr/0010-ten.md"), Some(("superseded".to_owned(), "warn")));
}

#[test]
fn facts_tell_both_ends_of_a_tie_once() {
    let old = house("0001", "superseded", "superseded_by: [\"0002\"]\n");
    let new = house(
        "0002",
        "accepted",
        "supersedes: [\"0001#a-part\", \"0001#another\", \"payments:0012\"]\nevidence: [{title: Log, url: \"javascript:x\"}, {title: Old, url: \"0001\"}]\n",
    );
    let book = Book::new(&[("adr/0001-a.md", &old), ("adr/0002-b.md", &new)]);
    let facts = |path: &str| -> Vec<String> {
        let facts = book.with(|s| s.facts(book.doc(path)));
        let told = |f: crate::view::facts::Fact| {
            let values: Vec<String> = f
                .values
                .into_iter()
                .map(|v| v.href.map_or_else(|| v.text.clone(), |href| format!("{} <{href}>", v.text)))
                .collect();
            format!("{}: {}", f.label, values.join(" | "))
        };
        facts.into_iter().map(told).collect()
    };
    assert_eq!(
        facts("adr/0001-a.md"),
        ["Number: 0001", "Date: 1 Mar 2026", "Superseded by: 0002 T0002, in part: a part, another <adr/0002-b/>",]
    );
    assert_eq!(
        facts("adr/0002-b.md"),
        [
            "Number: 0002",
            "Date: 1 Mar 2026",
            "Supersedes: 0001 T0001, in part: a part, another <adr/0001-a/> | payments:0012",
            "Evidence: Log | Old <adr/0001-a/>",
        ]
    );
}

#[test]
fn the_path_and_the_pace_come_from_the_past() {
    let names = ["0001", "0002", "0003"];
    let files = names.map(|id| (format!("adr/{id}-x.md"), house(id, "accepted", "")));
    let mut book = Book::new(&files.each_ref().map(|(path, text)| (path.as_str(), text.as_str())));
    let past = |steps: Vec<Step>| Past { steps, ..Past::default() };
    book.decisions.pasts = vec![
        past(vec![step("proposed", day(2026, 1, 1)), step("accepted", day(2026, 1, 11))]),
        past(vec![step("accepted", day(2026, 1, 11))]),
        past(vec![step("proposed", day(2026, 1, 1)), Step { change: None, ..step("accepted", day(2026, 1, 1)) }]),
    ];
    book.decisions.pasts[0].edits =
        vec![Edit { sections: vec!["Decision".to_owned()], change: change(day(2026, 2, 3)) }];
    let view = book.with(|s| s.decision(book.doc("adr/0001-x.md"))).expect("a decision");
    let path: Vec<(String, String)> = view
        .path
        .into_iter()
        .map(|s| (s.status.text, s.commit.map_or(String::new(), |c| format!("{} {}", c.date, c.commit))))
        .collect();
    let want = [("proposed", "1 Jan 2026 0123456"), ("accepted", "11 Jan 2026 0123456")];
    assert_eq!(path, want.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(view.edits[0].sections, ["Decision"]);

    let pace = |reach: Reach| {
        let history = History { reach, ..History::default() };
        let pace = book.with(|s| s.pace(&s.newest_decisions(), &history));
        (pace.median, pace.p90, pace.note)
    };
    let note = "Of 3 decisions taken, 1 is in git as a proposal first. The others were committed as decided.";
    assert_eq!(pace(Reach::Full), (Some(10), Some(10), note.to_owned()));
    let (median, _, note) = pace(Reach::Shallow);
    assert_eq!(median, None);
    assert!(note.contains("shallow clone"), "{note}");
}

#[test]
fn each_kind_has_a_board_of_its_states() {
    let many: Vec<(String, String)> =
        (1..=60).map(|n| (format!("adr/{n:04}-x.md"), house(&format!("{n:04}"), "accepted", ""))).collect();
    let mut files: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let draft = house("0061", "accepted", "draft: true\n");
    files.extend([
        ("adr/0061-hidden.md", draft.as_str()),
        ("adr/0062-odd.md", "# 62. Odd\n\n## Status\n\nWho knows\n\n## Context\n\nx\n"),
        ("rfcs/1-a.md", "---\ntitle: One\nstatus: open\n---\n"),
    ]);
    let book = Book::new(&files);
    let boards = book.with(|s| s.boards(&s.newest_decisions()));
    let told: Vec<String> = boards
        .iter()
        .map(|b| {
            let columns: Vec<String> =
                b.columns.iter().map(|c| format!("{} {}/{}", c.status.text, c.cards.len(), c.count)).collect();
            format!("{} {}: {}", b.kind, b.total, columns.join(", "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "adr 61: draft 0/0, proposed 0/0, accepted 50/60, rejected 0/0, deprecated 0/0, superseded 0/0, not understood 1/1",
            "rfc 1: open 1/1, taken 0/0",
        ]
    );
    let accepted = &boards[0].columns[2];
    assert_eq!((accepted.more, accepted.cards[0].title.as_str()), (10, "0060 T0060"));
    let folder = |b: &super::Board| b.folder.as_ref().map(|f| f.href.clone());
    assert_eq!(boards.iter().map(folder).collect::<Vec<_>>(), [Some("adr/".to_owned()), Some("rfcs/".to_owned())]);
    assert_eq!(book.with(|s| s.decision_count(&Findings::default())), (1, false));
}

/// Which proposals wait for too long is for a rule to say; the page shows what it found, with whom it waits.
#[test]
fn overdue_proposals_are_those_that_were_found() {
    let text = house("0001", "proposed", "owner: ana\n");
    let old = house("0000", "draft", "owner: ana\n").replace("2026-03-01", "2024-03-01");
    let book = Book::new(&[("adr/0000-w.md", &old), ("adr/0001-x.md", &text)]);
    let file = book.handbook.document(book.doc("adr/0001-x.md")).file;
    let found = ["adr/decision-overdue", "adr/undecided"].map(|rule| Diagnostic::at_top(rule, file, "it waits"));
    let levels = found.iter().map(|d| (d.rule, Level::Warning)).collect();
    let policy = Policy { defaults: levels, ..Policy::default() };
    let findings = Findings::new(found.into_iter(), &policy, &book.loaded.sources, |_| Some("ana".to_owned()));
    assert_eq!(book.with(|s| s.decision_count(&findings)), (2, true));
    let (waiting, more) = book.with(|s| s.waiting(&s.newest_decisions(), &findings));
    let told: Vec<_> = waiting.iter().map(|w| (w.href.as_str(), w.late.is_some(), w.on[0].name.as_str())).collect();
    assert_eq!((told, more), (vec![("adr/0001-x/", true, "ana"), ("adr/0000-w/", false, "ana")], 0));
    assert_eq!(waiting[0].late.as_ref().map(|l| l.text.as_str()), Some("due 1 Sep 2026, overdue"));
    assert_eq!(
        waiting.iter().map(|w| (w.days, w.on[0].name.as_str())).collect::<Vec<_>>(),
        [(Some(266), "ana"), (Some(996), "ana")]
    );
}

#[test]
fn dates_that_cannot_be_do_not_stretch_the_timeline() {
    let dated =
        |id: &str, date: &str| (format!("adr/{id}-x.md"), house(id, "accepted", "").replace("2026-03-01", date));
    let files = [
        dated("0001", "0202-03-01"),
        dated("0002", "9999-03-01"),
        dated("0003", "2026-03-01"),
        dated("0005", "2026-12-20"),
        dated("0004", "2025-12-31"),
    ];
    let book = Book::new(&files.each_ref().map(|(path, text)| (path.as_str(), text.as_str())));
    let timeline = book.with(|s| s.timeline(&s.newest_decisions())).expect("a timeline");
    let rows: Vec<(&str, usize)> = timeline.rows.iter().map(|r| (r.name.as_str(), r.total)).collect();
    assert_eq!(rows, [("2026 Q1", 1), ("2025 Q4", 1)]);
    let years: Vec<&str> = timeline.labels.iter().map(|l| l.text.as_str()).collect();
    assert_eq!((years, timeline.width / timeline.bars[1].x), (vec!["2026"], 5), "up to this quarter");
    assert_eq!(timeline.notes, ["3 decisions dated before 1987 or after today are not counted."]);
}

#[test]
fn a_board_leads_to_the_folder_that_holds_all_of_it() {
    let folder = |paths: &[&str]| {
        let text = house("0001", "accepted", "kind: adr\n");
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (*path, text.as_str())).collect();
        let board = Book::new(&files).with(|s| s.boards(&s.newest_decisions()).remove(0));
        board.folder.map(|f| f.href)
    };
    for (paths, want) in [
        (&["adr/0001-a.md", "adr/0002-b.md"][..], Some("adr/")),
        (&["adr/a/0001-a.md", "adr/a/b/0002-b.md"], Some("adr/a/")),
        (&["adr/team/0001-a.md", "adr/teams/0002-b.md"], Some("adr/")),
        (&["adr/0001-a.md", "others/0002-b.md"], None),
    ] {
        assert_eq!(folder(paths).as_deref(), want, "{paths:?}");
    }
}
