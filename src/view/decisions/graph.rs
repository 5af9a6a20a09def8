//! Who supersedes and amends whom, as a drawing and as a table.

use serde::Serialize;

use super::super::Scope;
use super::super::decision::{DecisionLink, clipped, part_words};
use crate::adr::layout::{Arrow, Cell, layout};
use crate::adr::{Edge, Tie};

/// In pixels, from the top left.
#[derive(Serialize)]
pub struct GraphView {
    pub width: usize,
    pub height: usize,
    pub node_width: usize,
    pub node_height: usize,
    pub nodes: Vec<NodeView>,
    pub arrows: Vec<ArrowView>,
    /// How many decisions with a tie are not drawn.
    pub left_out: usize,
    /// What the drawing shows, in words.
    pub rows: Vec<TieRow>,
    /// How many ties the table does not show.
    pub rows_more: usize,
}

#[derive(Serialize)]
pub struct NodeView {
    pub x: usize,
    pub y: usize,
    pub link: DecisionLink,
    /// Its short name and its state, above the title.
    pub head: String,
    /// As much of the title as there is room for.
    pub lines: Vec<String>,
}

#[derive(Serialize)]
pub struct ArrowView {
    /// The path of an SVG: from the one that does something to the other.
    pub path: String,
    /// supersedes, amends, or would (supersede, once it is decided).
    pub class: &'static str,
    pub label: Option<LabelView>,
}

#[derive(Serialize)]
pub struct LabelView {
    pub x: usize,
    pub y: usize,
    pub text: String,
}

#[derive(Serialize)]
pub struct TieRow {
    pub from: DecisionLink,
    pub verb: &'static str,
    pub to: DecisionLink,
    pub part: Option<String>,
}

/// How many decisions are drawn.
const NODES: usize = 200;

/// How many ties the table has.
const ROWS: usize = 200;

const NODE_WIDTH: usize = 198;
const NODE_HEIGHT: usize = 62;

/// Between two columns there is room for an arrow and its label.
const GAP: usize = 76;
const ROW: usize = NODE_HEIGHT + 18;
const MARGIN: usize = 2;

/// How many letters of a title a line holds.
const LINE: usize = 25;

/// How many letters of a label there is room for between two columns.
const LABEL: usize = 14;

impl Scope<'_> {
    /// Nothing where no decision does anything to another.
    pub fn graph(&self, newest: &[usize]) -> Option<GraphView> {
        let layout = layout(&self.decisions.edges, newest, NODES);
        if layout.cells.is_empty() {
            return None;
        }
        let mut edges: Vec<&Edge> =
            self.decisions.edges.iter().filter(|e| e.from != e.to && self.shows(e.from) && self.shows(e.to)).collect();
        // The newest first, as everywhere on the page.
        let mut rank = vec![usize::MAX; self.decisions.list.len()];
        newest.iter().enumerate().for_each(|(i, at)| rank[*at] = i);
        edges.sort_by_key(|e| (rank[e.from], rank[e.to]));
        let row = |e: &&Edge| TieRow {
            from: self.decision_link(e.from),
            verb: verb(e.tie, self.is_pending(e.from)),
            to: self.decision_link(e.to),
            part: e.part.as_deref().map(part_words),
        };
        Some(GraphView {
            width: layout.columns * (NODE_WIDTH + GAP) - GAP + 2 * MARGIN,
            height: layout.rows * ROW - (ROW - NODE_HEIGHT) + 2 * MARGIN,
            node_width: NODE_WIDTH,
            node_height: NODE_HEIGHT,
            nodes: layout.cells.iter().map(|(&at, cell)| self.node(at, *cell)).collect(),
            arrows: layout.arrows.iter().map(|a| self.arrow(a, twin(&layout.arrows, a))).collect(),
            left_out: layout.left_out,
            rows_more: edges.len().saturating_sub(ROWS),
            rows: edges.iter().take(ROWS).map(row).collect(),
        })
    }

    /// Nobody has decided yet whether it does what it says.
    fn is_pending(&self, at: usize) -> bool {
        self.decisions.list[at].is_open()
    }

    fn node(&self, at: usize, cell: Cell) -> NodeView {
        let d = &self.decisions.list[at];
        let link = self.decision_link(at);
        let state = link.status.as_ref().map_or("no status", |s| s.text.as_str());
        NodeView {
            x: left(cell),
            y: top(cell),
            head: format!("{} · {}", clipped(&d.id, LABEL), clipped(state, LABEL)),
            lines: lines(&d.title),
            link,
        }
    }

    fn arrow(&self, arrow: &Arrow, shift: isize) -> ArrowView {
        let pending = self.is_pending(arrow.from);
        let class = match (arrow.tie, pending) {
            (Tie::Supersedes, false) => "supersedes",
            (Tie::Amends, false) => "amends",
            (_, true) => "would",
        };
        let text = arrow.parts.iter().map(|p| part_words(p)).collect::<Vec<_>>().join(", ");
        let (path, x, y) = path(&arrow.way, shift);
        ArrowView { path, class, label: (!text.is_empty()).then(|| LabelView { x, y, text: clipped(&text, LABEL) }) }
    }
}

fn verb(tie: Tie, pending: bool) -> &'static str {
    match (tie, pending) {
        (tie, false) => tie.verb(),
        (Tie::Supersedes, true) => "would supersede",
        (Tie::Amends, true) => "would amend",
    }
}

fn left(cell: Cell) -> usize {
    MARGIN + cell.column * (NODE_WIDTH + GAP)
}

fn top(cell: Cell) -> usize {
    MARGIN + cell.row * ROW
}

/// Two decisions may be tied in two ways; the arrows then run side by side, this many pixels from the middle.
fn twin(arrows: &[Arrow], arrow: &Arrow) -> isize {
    let same = |a: &&Arrow| (a.from, a.to) == (arrow.from, arrow.to) && a.tie != arrow.tie;
    match (arrows.iter().find(same), arrow.tie) {
        (None, _) => 0,
        (Some(_), Tie::Supersedes) => -9,
        (Some(_), Tie::Amends) => 9,
    }
}

/// From the left side of the newer to the right side of the older, through the cells between; and the middle of
/// its last stretch, for a label. In a circle of decisions an arrow may have to run the other way.
fn path(way: &[Cell], shift: isize) -> (String, usize, usize) {
    let middle = |c: &Cell| (top(*c) + NODE_HEIGHT / 2).saturating_add_signed(shift);
    let [first, between @ .., last] = way else {
        return (String::new(), 0, 0);
    };
    if first.column <= last.column {
        let (x, y) = (left(*first) + NODE_WIDTH / 2, top(*first));
        let (to_x, to_y) = (left(*last) + NODE_WIDTH / 2, top(*last) + NODE_HEIGHT);
        // Out at the top and in at the bottom: it is seen to be one that should not be there.
        let path = format!("M{x} {y}C{x} {} {to_x} {} {to_x} {to_y}", y.saturating_sub(30), to_y + 30);
        return (path, x.midpoint(to_x), y.midpoint(to_y));
    }
    let mut path = format!("M{} {}", left(*first), middle(first));
    let mut at = (left(*first), middle(first));
    for cell in between {
        let y = middle(cell);
        curve(&mut path, at, (left(*cell) + NODE_WIDTH, y));
        path.push_str(&format!("H{}", left(*cell)));
        at = (left(*cell), y);
    }
    let end = (left(*last) + NODE_WIDTH, middle(last));
    curve(&mut path, at, end);
    (path, at.0.midpoint(end.0), at.1.midpoint(end.1).saturating_sub(5))
}

/// Level at both ends.
fn curve(path: &mut String, from: (usize, usize), to: (usize, usize)) {
    if from.1 == to.1 {
        path.push_str(&format!("H{}", to.0));
        return;
    }
    let middle = from.0.midpoint(to.0);
    path.push_str(&format!("C{middle} {} {middle} {} {} {}", from.1, to.1, to.0, to.1));
}

/// A title on two lines. Signs of wide scripts take the room of two letters.
fn lines(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut rest = title.split_whitespace().peekable();
    while let Some(word) = rest.peek() {
        let is_last = lines.len() == 2;
        let line = lines.last_mut().expect("invariant: there is always a line");
        let space = usize::from(!line.is_empty());
        if wide(line) + space + wide(word) <= LINE {
            line.push_str(if space > 0 { " " } else { "" });
            line.push_str(word);
            rest.next();
        } else if !is_last && !line.is_empty() {
            lines.push(String::new());
        } else {
            // What does not fit is cut, with a sign that it was.
            let room = LINE.saturating_sub(wide(line) + space + 1);
            let start = narrow(word, room);
            if !start.is_empty() {
                line.push_str(if space > 0 { " " } else { "" });
                line.push_str(start);
            }
            line.push('…');
            break;
        }
    }
    lines
}

fn columns(c: char) -> usize {
    if c >= '\u{1100}' { 2 } else { 1 }
}

fn wide(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The start of a word that takes this much room.
fn narrow(word: &str, room: usize) -> &str {
    let mut taken = 0;
    let fits = |(_, c): &(usize, char)| {
        taken += columns(*c);
        taken <= room
    };
    let end = word.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_take_two_lines_at_most() {
        for (title, want) in [
            ("Use PostgreSQL", vec!["Use PostgreSQL"]),
            ("Logical replication for major upgrades", vec!["Logical replication for", "major upgrades"]),
            (
                "Keep every record of every decision in one repository for all teams",
                vec!["Keep every record of every", "decision in one repository…"],
            ),
            ("", vec![""]),
        ] {
            assert_eq!(lines(title), want, "{title}");
        }
        for title in ["🚒".repeat(50), "查询优化".repeat(20), "x".repeat(100), format!("a {}", "é".repeat(90))] {
            let got = lines(&title);
            assert!(got.len() <= 2 && got.iter().all(|l| wide(l) <= LINE + 1), "{got:?}");
            assert!(got.concat().ends_with('…'), "{got:?}");
        }
    }

    #[test]
    fn arrows_run_from_side_to_side() {
        let cell = |column, row| Cell { column, row };
        let (path, ..) = path(&[cell(2, 1), cell(1, 0), cell(0, 0)], 0);
        let x = |column| left(cell(column, 0));
        assert!(path.starts_with(&format!("M{} {}", x(2), top(cell(2, 1)) + NODE_HEIGHT / 2)), "{path}");
        assert!(path.ends_with(&format!("H{}", x(0) + NODE_WIDTH)), "{path}");
    }
}
