//! The pages of decisions in a site that was built.

use crate::html::{self, Element};
use crate::support::Room;

/// The classes, links and texts of one page.
struct Page {
    text: String,
    elements: Vec<Element>,
}

impl Page {
    fn of(room: &Room, path: &str) -> Self {
        let text = room.page(path);
        let elements = html::elements(&text);
        assert_eq!(html::forbidden(&elements), Vec::<String>::new(), "{path}");
        Self { text, elements }
    }

    /// What stands between two marks of the page.
    fn between(&self, from: &str, to: &str) -> &str {
        let start = self.text.find(from).unwrap_or_else(|| panic!("`{from}` is not there"));
        let len = self.text[start..].find(to).unwrap_or_else(|| panic!("`{to}` does not follow `{from}`"));
        &self.text[start..start + len]
    }
}

fn house(title: &str, status: &str, more: &str) -> String {
    format!(
        "---\ntitle: {title}\nstatus: {status}\ndate: 2026-03-01\ndeciders: [ana]\nowner: dre\n{more}---\n\n\
         ## Context\n\nWe must.\n\n## Options\n\n### One\n\nRejected because it is slow.\n\n### Two\n\nChosen because \
         it is fast.\n\n## Decision\n\nTwo.\n\n## Consequences\n\nSome.\n"
    )
}

fn room() -> Room {
    let nygard = "# 1. Files\n\nDate: 2020-02-12\n\n## Status\n\nSuperceded by [2. Service](0002-service.md) and [3. Store](0003-store.md)\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n";
    let store = house("Store", "accepted", "supersedes: [\"0001\"]\namends: [\"0002\"]\nservices: [orders-db]\n");
    Room::new([
        ("services.yaml", "- {id: orders-db, name: Orders database, owner: dre}\n"),
        ("adr/0001-files.md", nygard),
        ("adr/0002-service.md", &house("Service", "accepted", "supersedes: [\"0001\"]\ntags: [logs]\n")),
        ("adr/0003-store.md", &store),
        ("adr/0004-open.md", &house("Open", "proposed", "supersedes: [\"0003-store#retention\"]\n")),
        ("changes/chg-1.md", "---\ntitle: A change\nowner: dre\nadr: [0003-store]\n---\n\nText.\n"),
        (
            "runbooks/x.md",
            "---\ntitle: Logs are full\nowner: dre\nlast_reviewed: 2026-11-01\n---\n\n## Steps\n\nSee [why](../adr/0003-store.md).\n",
        ),
    ])
}

#[test]
fn decisions_have_a_board_a_graph_and_banners() {
    let room = room();
    room.build(&["--force"]);
    let page = Page::of(&room, "health/decisions/index.html");
    let board = page.between("id=\"board-adr\"", "id=\"waiting\"");
    for (state, count) in [("proposed", 1), ("accepted", 2), ("superseded", 1), ("rejected", 0)] {
        let column = format!("{state}</span> <span class=\"count\">{count}</span>");
        assert!(board.contains(&column), "{column} in\n{board}");
    }
    assert!(board.contains(">0001 Files</a><span class=\"aside\">12 Feb 2020"), "{board}");

    let graph = page.between("class=\"graph\"", "</svg>");
    for path in ["0001-files", "0002-service", "0003-store", "0004-open"] {
        assert!(graph.contains(&format!("<a href=\"../../adr/{path}/\"")), "no {path} in\n{graph}");
    }
    let count = |class: &str| page.elements.iter().filter(|e| e.get("class") == Some(class)).count();
    assert_eq!((count("edge supersedes"), count("edge amends"), count("edge would")), (2, 1, 1));
    assert!(graph.contains(">retention</text>"), "{graph}");
    let table = page.between("The same as a table", "</details>");
    assert_eq!(table.matches("<tr>").count(), 1 + 4, "{table}");
    assert!(table.contains("would supersede"), "{table}");

    let waiting = page.between("id=\"waiting\"", "id=\"pace\"");
    assert!(waiting.contains("0004 Open") && waiting.contains(">266<") && waiting.contains("Ana Sousa"), "{waiting}");
    assert!(page.between("id=\"pace\"", "</section>").contains("not under git"));
    for (id, name) in [("services", "Orders database"), ("tags", "logs")] {
        assert!(page.between(&format!("<h2 id=\"{id}\""), "</section>").contains(name), "{name}");
    }

    let old = Page::of(&room, "adr/0001-files/index.html");
    let banner = old.between("<div class=\"banner", "</div>");
    assert!(banner.contains("../0002-service/") && banner.contains("../0003-store/"), "{banner}");
    assert!(room.page("health/index.html").contains("href=\"decisions/\""));
}

#[test]
fn decisions_and_what_names_them_lead_to_each_other() {
    let room = room();
    room.build(&["--force"]);
    let decision = Page::of(&room, "adr/0003-store/index.html");
    let named = decision.between("Named by", "</footer>");
    for (kind, href) in [("Change", "../../changes/chg-1/"), ("Runbook", "../../runbooks/x/")] {
        assert!(named.contains(&format!("<dt>{kind}</dt>")) && named.contains(href), "{kind} in\n{named}");
    }
    assert!(!named.contains("0004-open"), "what it is to this one stands among the facts\n{named}");
    let facts = decision.between("<dl class=\"facts\">", "</dl>");
    assert!(facts.contains("0004 Open, in part: retention (proposed)"), "{facts}");
    assert_eq!(facts.matches("0001 Files").count(), 1, "{facts}");
    assert!(facts.contains("2 considered, chosen: <strong>Two</strong>") && facts.contains("it is slow."), "{facts}");
    assert!(facts.contains("href=\"../../directory/services/orders-db/\""), "{facts}");

    let runbook = Page::of(&room, "runbooks/x/index.html");
    assert!(runbook.between("Decisions named here", "</ul>").contains("accepted"));
    let service = Page::of(&room, "directory/services/orders-db/index.html");
    assert!(service.between("id=\"decisions\"", "</section>").contains("Store"));
    let listed = Page::of(&room, "adr/index.html");
    assert!(listed.text.contains("badge tone-warn\">superseded"), "a list tells the status of any form");
}

#[test]
fn a_page_of_very_many_decisions_stays_small() {
    let room = Room::new([]);
    for n in 1..=1000 {
        let title = format!("Number {n} is about replication and what it costs us in every region");
        let status = ["accepted", "proposed", "rejected", "draft", "deprecated", "superseded"][n % 6];
        let more =
            format!("tags: [a{}, b{}]\nsupersedes: [\"{:04}\"]\n", n % 90, n % 70, if n > 1 { n - 1 } else { 7 });
        room.write(&format!("adr/{n:04}-number.md"), house(&title, status, &more));
    }
    room.build(&["--force"]);
    let page = room.page("health/decisions/index.html");
    assert!(page.len() < 300_000, "{} bytes", page.len());
    assert!(page.contains("and 117 more") && page.contains("older ones with a tie are not"));
}
