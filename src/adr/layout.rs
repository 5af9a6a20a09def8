//! Where the decisions that supersede or amend each other stand in a drawing: cells of a grid, before anyone
//! knows how large a cell is.
//!
//! 1. Of the decisions that have a tie, the newest are drawn, with the ties among them.
//! 2. Each stands one column to the right of the last one that it supersedes or amends: the old is on the left.
//! 3. Those that are tied together make a group, row by row; an arrow that passes a column takes a cell in it.
//! 4. Groups are put side by side while there is room, then below each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, Tie};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub column: usize,
    pub row: usize,
}

/// One decision does something to another; both are places in [`super::Decisions::list`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    pub from: usize,
    pub to: usize,
    pub tie: Tie,
    /// The parts of the other that are meant, where it is not all of it.
    pub parts: Vec<String>,
    /// From the one to the other. Nothing stands in the cells between.
    pub way: Vec<Cell>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// By place in [`super::Decisions::list`]; no two are the same.
    pub cells: BTreeMap<usize, Cell>,
    pub arrows: Vec<Arrow>,
    pub columns: usize,
    pub rows: usize,
    /// How many decisions have a tie and are not drawn.
    pub left_out: usize,
}

/// How many columns of groups stand side by side. A longer chain has a row of its own.
const WIDE: usize = 4;

/// Lays out the decisions of `newest_first` that have a tie, `most` of them at most.
pub fn layout(edges: &[Edge], newest_first: &[usize], most: usize) -> Layout {
    let known: BTreeSet<usize> = newest_first.iter().copied().collect();
    let mut arrows = arrows(edges, |at| known.contains(&at));
    let tied = ends(&arrows);
    let drawn: BTreeSet<usize> = newest_first.iter().copied().filter(|at| tied.contains(at)).take(most).collect();
    arrows.retain(|a| drawn.contains(&a.from) && drawn.contains(&a.to));
    let nodes = ends(&arrows);
    let mut layout = Layout { left_out: tied.len() - nodes.len(), ..Layout::default() };
    let columns = columns(&nodes, &arrows);
    let (mut left, mut top, mut height) = (0, 0, 0);
    for group in groups(&nodes, &arrows, newest_first) {
        let mine: Vec<Arrow> = arrows.iter().filter(|a| group.contains(&a.from)).cloned().collect();
        let (mut cells, mut mine) = rows(&group, mine, &columns);
        let wide = cells.values().map(|c| c.column + 1).max().unwrap_or(0);
        let high = cells.values().chain(mine.iter().flat_map(|a| &a.way)).map(|c| c.row + 1).max().unwrap_or(0);
        if left > 0 && left + wide > WIDE {
            (left, top, height) = (0, top + height, 0);
        }
        for cell in cells.values_mut().chain(mine.iter_mut().flat_map(|a| &mut a.way)) {
            *cell = Cell { column: cell.column + left, row: cell.row + top };
        }
        layout.cells.extend(cells);
        layout.arrows.extend(mine);
        left += wide;
        height = height.max(high);
        layout.columns = layout.columns.max(left);
        layout.rows = layout.rows.max(top + height);
    }
    layout
}

/// One arrow for all the parts that one decision takes from another.
fn arrows(edges: &[Edge], known: impl Fn(usize) -> bool) -> Vec<Arrow> {
    let mut parts: BTreeMap<(usize, usize, Tie), Vec<String>> = BTreeMap::new();
    for e in edges.iter().filter(|e| e.from != e.to && known(e.from) && known(e.to)) {
        parts.entry((e.from, e.to, e.tie)).or_default().extend(e.part.clone());
    }
    parts.into_iter().map(|((from, to, tie), parts)| Arrow { from, to, tie, parts, way: Vec::new() }).collect()
}

fn ends(arrows: &[Arrow]) -> BTreeSet<usize> {
    arrows.iter().flat_map(|a| [a.from, a.to]).collect()
}

/// The longest way from each to one that does nothing to another. A circle is cut where it was entered.
fn columns(nodes: &BTreeSet<usize>, arrows: &[Arrow]) -> BTreeMap<usize, usize> {
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = nodes.clone();
    while let Some(&first) = waiting.first() {
        let waits = |at: usize| arrows.iter().find(|a| a.from == at && waiting.contains(&a.to)).map(|a| a.to);
        let (mut at, mut seen) = (first, BTreeSet::new());
        while let Some(next) = waits(at).filter(|_| seen.insert(at)) {
            at = next;
        }
        let targets = arrows.iter().filter(|a| a.from == at).filter_map(|a| columns.get(&a.to));
        let column = targets.max().map_or(0, |c| c + 1);
        columns.insert(at, column);
        waiting.remove(&at);
    }
    columns
}

/// The nodes that hang together, the group with the newest of all first.
fn groups(nodes: &BTreeSet<usize>, arrows: &[Arrow], newest_first: &[usize]) -> Vec<BTreeSet<usize>> {
    let mut near: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for a in arrows {
        near.entry(a.from).or_default().push(a.to);
        near.entry(a.to).or_default().push(a.from);
    }
    let mut grouped = BTreeSet::new();
    let mut groups = Vec::new();
    for &start in newest_first.iter().filter(|at| nodes.contains(at)) {
        let mut group = BTreeSet::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if grouped.insert(at) {
                group.insert(at);
                open.extend(near.get(&at).into_iter().flatten());
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

/// What takes a cell in a column: a node, or an arrow that passes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Node(usize),
    Arrow(usize),
}

/// Gives each node of a group its row, as near as may be to the first of those it leads to, and each arrow its way.
fn rows(
    group: &BTreeSet<usize>,
    mut arrows: Vec<Arrow>,
    columns: &BTreeMap<usize, usize>,
) -> (BTreeMap<usize, Cell>, Vec<Arrow>) {
    let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
    let last = group.iter().map(|at| columns[at]).max().unwrap_or(0);
    for (row, at) in oldest(group, &arrows, columns).into_iter().enumerate() {
        cells.insert(at, Cell { column: 0, row });
    }
    // Ways are found from their ends on the left.
    for a in &mut arrows {
        a.way.extend(cells.get(&a.to));
    }
    for column in 1..=last {
        let row_of = |a: &Arrow| a.way.last().filter(|_| columns[&a.from] > columns[&a.to]).map(|c| c.row);
        let mut items: Vec<(usize, Item)> = Vec::new();
        for &at in group.iter().filter(|at| columns[at] == column) {
            let wanted = arrows.iter().filter(|a| a.from == at).filter_map(row_of).min();
            items.push((wanted.unwrap_or(0), Item::Node(at)));
        }
        for (i, a) in arrows.iter().enumerate() {
            if columns[&a.to] < column && column < columns[&a.from] {
                items.push((row_of(a).unwrap_or(0), Item::Arrow(i)));
            }
        }
        items.sort_unstable();
        let mut free = 0;
        for (wanted, item) in items {
            let cell = Cell { column, row: free.max(wanted) };
            free = cell.row + 1;
            match item {
                Item::Arrow(i) => arrows[i].way.push(cell),
                Item::Node(at) => {
                    cells.insert(at, cell);
                    arrows.iter_mut().filter(|a| a.to == at).for_each(|a| a.way.push(cell));
                }
            }
        }
    }
    for a in &mut arrows {
        a.way.push(cells[&a.from]);
        a.way.reverse();
    }
    (cells, arrows)
}

/// The nodes of the first column, those that one decision leads to beside each other.
fn oldest(group: &BTreeSet<usize>, arrows: &[Arrow], columns: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    let mut from_right: Vec<usize> = group.iter().copied().collect();
    from_right.sort_by_key(|at| std::cmp::Reverse(columns[at]));
    let mut seen = BTreeSet::new();
    for start in from_right {
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            if columns[&at] == 0 {
                order.push(at);
            }
            open.extend(arrows.iter().rev().filter(|a| a.from == at).map(|a| a.to));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(pairs: &[(usize, usize)]) -> Vec<Edge> {
        pairs.iter().map(|&(from, to)| Edge { from, to, tie: Tie::Supersedes, part: None }).collect()
    }

    fn newest(count: usize) -> Vec<usize> {
        (0..count).rev().collect()
    }

    fn column(layout: &Layout, at: usize) -> usize {
        layout.cells[&at].column
    }

    /// What must hold of any drawing.
    fn assert_sound(layout: &Layout) {
        let mut taken = BTreeSet::new();
        for cell in layout.cells.values() {
            assert!(taken.insert(*cell), "two decisions at {cell:?}");
            assert!(cell.column < layout.columns && cell.row < layout.rows, "{cell:?} is outside");
        }
        for a in &layout.arrows {
            assert_eq!(a.way.first(), layout.cells.get(&a.from), "{a:?}");
            assert_eq!(a.way.last(), layout.cells.get(&a.to), "{a:?}");
            for cell in &a.way[1..a.way.len() - 1] {
                assert!(taken.insert(*cell), "{a:?} goes through what stands at {cell:?}");
                assert!(cell.row < layout.rows);
            }
        }
    }

    #[test]
    fn the_old_is_on_the_left() {
        let layout = layout(&edges(&[(3, 1), (1, 0), (3, 0)]), &newest(4), 100);
        assert_sound(&layout);
        assert_eq!([0, 1, 3].map(|at| column(&layout, at)), [0, 1, 2]);
        assert_eq!(layout.cells.len(), 3, "2 has no tie");
        let long = layout.arrows.iter().find(|a| (a.from, a.to) == (3, 0)).expect("an arrow");
        assert_eq!(long.way.len(), 3, "it passes the column of 1");
    }

    #[test]
    fn circles_have_an_end() {
        for pairs in [vec![(0, 0)], vec![(0, 1), (1, 0)], vec![(0, 1), (1, 2), (2, 0), (3, 0), (1, 4), (4, 5), (5, 4)]]
        {
            let layout = layout(&edges(&pairs), &newest(6), 100);
            assert_sound(&layout);
        }
    }

    #[test]
    fn parts_are_one_arrow() {
        let part = |p: &str| Edge { from: 1, to: 0, tie: Tie::Supersedes, part: Some(p.to_owned()) };
        let layout = layout(&[part("a"), part("b")], &newest(2), 100);
        assert_eq!(layout.arrows.len(), 1);
        assert_eq!(layout.arrows[0].parts, ["a", "b"]);
    }

    #[test]
    fn only_the_newest_are_drawn() {
        let pairs: Vec<(usize, usize)> = (0..300).map(|i| (2 * i + 1, 2 * i)).collect();
        let layout = layout(&edges(&pairs), &newest(600), 200);
        assert_sound(&layout);
        assert_eq!((layout.cells.len(), layout.left_out), (200, 400));
        assert!(layout.cells.contains_key(&599) && !layout.cells.contains_key(&0));
        // Pairs stand two by two.
        assert_eq!((layout.columns, layout.rows), (WIDE, 50));
    }

    #[test]
    fn any_ties_give_a_sound_drawing_and_always_the_same() {
        let mut seed = 7_u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for count in 2..60 {
            let pairs: Vec<(usize, usize)> = (0..count + count / 2).map(|_| (random(count), random(count))).collect();
            let drawn = layout(&edges(&pairs), &newest(count), 40);
            assert_sound(&drawn);
            assert_eq!(drawn, layout(&edges(&pairs), &newest(count), 40));
            let mut turned = edges(&pairs);
            turned.reverse();
            assert_eq!(drawn, layout(&turned, &newest(count), 40));
        }
    }
}
