//! Who supersedes and amends whom, as a drawing and as a table.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Scope;
use super::super::decision::{DecisionLink, clipped, has_short_id, part_words};
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
    /// The same in words.
    pub rows: Vec<TieRow>,
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
    /// `supersedes`, `amends`, or `would`: it is not decided, or was rejected.
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

const NODE_WIDTH: usize = 198;
const NODE_HEIGHT: usize = 62;

/// Between two columns there is room for an arrow and its label.
const GAP: usize = 84;
const ROW: usize = NODE_HEIGHT + 18;
const MARGIN: usize = 2;

/// How many letters of a title a line holds.
const LINE: usize = 25;

/// How many letters of a label there is room for between two columns.
const LABEL: usize = 13;

impl Scope<'_> {
    /// Nothing where no decision does anything to another.
    pub fn graph(&self, newest: &[usize]) -> Option<GraphView> {
        let layout = layout(&self.decisions.edges, newest, NODES);
        if layout.cells.is_empty() {
            return None;
        }
        let drawn = |e: &&Edge| e.from != e.to && [e.from, e.to].iter().all(|at| layout.cells.contains_key(at));
        let mut edges: Vec<&Edge> = self.decisions.edges.iter().filter(drawn).collect();
        // The newest first, as everywhere on the page.
        let mut rank = vec![usize::MAX; self.decisions.list.len()];
        newest.iter().enumerate().for_each(|(i, at)| rank[*at] = i);
        edges.sort_by_key(|e| (rank[e.from], rank[e.to]));
        let row = |e: &&Edge| TieRow {
            from: self.decision_link(e.from),
            verb: verb(e.tie, self.decisions.list[e.from].has_come_to_hold()),
            to: self.decision_link(e.to),
            part: e.part.as_deref().map(part_words),
        };
        Some(GraphView {
            width: layout.columns * (NODE_WIDTH + GAP) - GAP + 2 * MARGIN,
            height: layout.rows * ROW - (ROW - NODE_HEIGHT) + 2 * MARGIN,
            node_width: NODE_WIDTH,
            node_height: NODE_HEIGHT,
            nodes: layout.cells.iter().map(|(&at, cell)| self.node(at, *cell)).collect(),
            arrows: layout.arrows.iter().zip(ports(&layout.arrows)).map(|(a, ports)| self.arrow(a, ports)).collect(),
            left_out: layout.left_out,
            rows: edges.iter().map(row).collect(),
        })
    }

    fn node(&self, at: usize, cell: Cell) -> NodeView {
        let d = &self.decisions.list[at];
        let link = self.decision_link(at);
        let state = link.status.as_ref().map_or("no status", |s| s.text.as_str());
        NodeView {
            x: left(cell),
            y: top(cell),
            head: if has_short_id(d) { format!("{} · {}", d.id, clipped(state, LABEL)) } else { state.to_owned() },
            lines: lines(&d.title),
            link,
        }
    }

    fn arrow(&self, arrow: &Arrow, ports: [usize; 2]) -> ArrowView {
        let class = match (arrow.tie, self.decisions.list[arrow.from].has_come_to_hold()) {
            (Tie::Supersedes, true) => "supersedes",
            (Tie::Amends, true) => "amends",
            (_, false) => "would",
        };
        let text = arrow.parts.iter().map(|p| part_words(p)).collect::<Vec<_>>().join(", ");
        // Beside the newer one: arrows meet at the older.
        let beside = |cell: &Cell| LabelView {
            x: left(*cell).saturating_sub(6),
            y: top(*cell) + ports[0].saturating_sub(5),
            text: clipped(&text, LABEL),
        };
        let label = arrow.way.first().filter(|_| !text.is_empty()).map(beside);
        ArrowView { path: path(&arrow.way, ports), class, label }
    }
}

fn verb(tie: Tie, holds: bool) -> &'static str {
    match (tie, holds) {
        (tie, true) => tie.verb(),
        (Tie::Supersedes, false) => "would supersede",
        (Tie::Amends, false) => "would amend",
    }
}

fn left(cell: Cell) -> usize {
    MARGIN + cell.column * (NODE_WIDTH + GAP)
}

fn top(cell: Cell) -> usize {
    MARGIN + cell.row * ROW
}

/// The side of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// On which sides of its ends an arrow starts and ends. The older stands on the left, but in a circle of decisions
/// an arrow has to run the other way, or to come back to its column.
fn sides(way: &[Cell]) -> Option<[(Cell, Side); 2]> {
    let (first, last) = (way.first()?, way.last()?);
    Some(match first.column.cmp(&last.column) {
        Ordering::Greater => [(*first, Side::Left), (*last, Side::Right)],
        Ordering::Less => [(*first, Side::Right), (*last, Side::Left)],
        Ordering::Equal => [(*first, Side::Right), (*last, Side::Right)],
    })
}

/// An end of an arrow at one side of a node.
struct End {
    /// Where the arrow goes from here.
    next: Cell,
    arrow: usize,
    /// 0 where it starts, 1 where it ends.
    which: usize,
}

/// How far below the top of its ends each arrow starts and ends: those at one side of a node are spread over it,
/// in the order of the cells they go to, so that few cross.
fn ports(arrows: &[Arrow]) -> Vec<[usize; 2]> {
    let mut by_side: BTreeMap<(Cell, Side), Vec<End>> = BTreeMap::new();
    for (arrow, a) in arrows.iter().enumerate() {
        for (which, side) in sides(&a.way).into_iter().flatten().enumerate() {
            let next = if which == 0 { a.way.get(1) } else { a.way.iter().rev().nth(1) };
            let next = next.copied().unwrap_or(side.0);
            by_side.entry(side).or_default().push(End { next, arrow, which });
        }
    }
    let mut ports = vec![[NODE_HEIGHT / 2; 2]; arrows.len()];
    for ends in by_side.values_mut() {
        ends.sort_by_key(|e| (e.next.row, e.arrow, e.which));
        for (place, e) in ends.iter().enumerate() {
            ports[e.arrow][e.which] = NODE_HEIGHT * (place + 1) / (ends.len() + 1);
        }
    }
    ports
}

/// From the side of the newer to the side of the older, through the cells between.
fn path(way: &[Cell], ports: [usize; 2]) -> String {
    let Some([(first, out), (last, into)]) = sides(way) else {
        return String::new();
    };
    let edge = |cell: Cell, side: Side| left(cell) + if side == Side::Right { NODE_WIDTH } else { 0 };
    let mut at = (edge(first, out), top(first) + ports[0]);
    let end = (edge(last, into), top(last) + ports[1]);
    let mut path = format!("M{} {}", at.0, at.1);
    if out == into {
        let x = at.0 + GAP / 2;
        path.push_str(&format!("C{x} {} {x} {} {} {}", at.1, end.1, end.0, end.1));
        return path;
    }
    for cell in &way[1..way.len() - 1] {
        let y = top(*cell) + NODE_HEIGHT / 2;
        curve(&mut path, at, (left(*cell) + NODE_WIDTH, y));
        at = (left(*cell), y);
        path.push_str(&format!("H{}", at.0));
    }
    curve(&mut path, at, end);
    path
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
            // What does not fit is left out, with a sign that it is. A word too long for any line is cut.
            if line.is_empty() {
                line.push_str(narrow(word, LINE));
            }
            line.push('…');
            break;
        }
    }
    lines
}

fn columns(c: char) -> usize {
    if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..) { 2 } else { 1 }
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
                vec!["Keep every record of", "every decision in one…"],
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

    fn arrow(from: usize, to: usize, way: &[(usize, usize)]) -> Arrow {
        let way = way.iter().map(|&(column, row)| Cell { column, row }).collect();
        Arrow { from, to, tie: Tie::Supersedes, parts: Vec::new(), way }
    }

    #[test]
    fn arrows_run_from_side_to_side() {
        let (x, y) = (|column| left(Cell { column, row: 0 }), |row| top(Cell { column: 0, row }));
        let middle = NODE_HEIGHT / 2;
        let long = arrow(2, 0, &[(2, 1), (1, 0), (0, 0)]);
        let drawn = path(&long.way, ports(std::slice::from_ref(&long))[0]);
        assert!(drawn.starts_with(&format!("M{} {}C", x(2), y(1) + middle)), "{drawn}");
        assert!(drawn.ends_with(&format!("H{}H{}", x(1), x(0) + NODE_WIDTH)), "{drawn}");
        let back = arrow(0, 2, &[(0, 0), (1, 0)]);
        let drawn = path(&back.way, ports(std::slice::from_ref(&back))[0]);
        assert_eq!(drawn, format!("M{} {}H{}", x(0) + NODE_WIDTH, y(0) + middle, x(1)));
    }

    #[test]
    fn no_two_arrows_meet_a_node_at_one_point() {
        let arrows = [arrow(3, 0, &[(1, 2), (0, 0)]), arrow(1, 0, &[(1, 0), (0, 0)]), arrow(2, 0, &[(1, 1), (0, 0)])];
        let ends: Vec<usize> = ports(&arrows).into_iter().map(|p| p[1]).collect();
        assert!(ends[1] < ends[2] && ends[2] < ends[0], "in the order of their starts: {ends:?}");
        assert!(ends.iter().all(|y| *y < NODE_HEIGHT));
    }
}
