//! `rutter adr graph`: which decision supersedes or amends which, for other programs to draw.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};

use super::Opened;
use crate::adr::{Edge, Status, Tie};
use crate::cli::args::{AdrGraphArgs, GraphForm};
use crate::cli::{Outcome, output};
use crate::diag::known_words;

/// One decision as a node.
struct Node<'a> {
    id: &'a str,
    number: Option<u64>,
    title: &'a str,
    /// None where it is not said, or not understood.
    state: Option<&'a str>,
    /// What the state comes to, in whatever lifecycle: it is drawn by that.
    status: Option<Status>,
    path: &'a str,
}

impl Node<'_> {
    fn is(&self, statuses: &[Status]) -> bool {
        self.status.is_some_and(|s| statuses.contains(&s))
    }
}

/// The decisions that are shown, by their places, and what ties them.
struct Graph<'a> {
    nodes: BTreeMap<usize, Node<'a>>,
    edges: Vec<&'a Edge>,
}

pub(super) fn run(args: &AdrGraphArgs) -> Outcome {
    let opened = Opened::at(args.dir.as_deref(), &args.common)?;
    if let Some(kind) = &args.kind {
        let kinds = opened.handbook.config.kinds.iter().filter(|k| crate::adr::is_kind(k)).map(|k| k.name.as_str());
        if !kinds.clone().any(|k| k == kind) {
            return Err(format!("`{kind}` is no kind of decision\nhelp: {}", known_words(kind, kinds)));
        }
    }
    let graph = gather(&opened, args);
    let text = match args.format {
        GraphForm::Mermaid => mermaid(&graph),
        GraphForm::Dot => dot(&graph),
        GraphForm::Json => format!("{:#}\n", as_json(&graph)),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

fn gather<'a>(opened: &'a Opened, args: &AdrGraphArgs) -> Graph<'a> {
    let list = &opened.decisions.list;
    let shown = |at: usize| args.kind.as_ref().is_none_or(|k| opened.handbook.kind_of(list[at].doc).name == *k);
    let edges: Vec<&Edge> = opened.decisions.edges.iter().filter(|e| shown(e.from) && shown(e.to)).collect();
    let tied: BTreeSet<usize> = edges.iter().flat_map(|e| [e.from, e.to]).collect();
    let places = (0..list.len()).filter(|at| shown(*at) && (args.all || tied.contains(at)));
    let node = |at: usize| {
        let d = &list[at];
        Node {
            id: &d.id,
            number: d.number,
            title: &d.title,
            state: d.state.as_ref().map(|s| s.value.as_str()),
            status: d.status.as_ref().map(|s| s.value),
            path: opened.path(d),
        }
    };
    Graph { nodes: places.map(|at| (at, node(at))).collect(), edges }
}

/// What an edge says: `supersedes`, `amends`, and the part that is meant.
fn label(edge: &Edge) -> String {
    let part = edge.part.as_ref().map_or(String::new(), |p| format!(" {p}"));
    format!("{}{part}", edge.tie.verb())
}

/// How a box is drawn, by what became of the decision.
const CLASSES: [(Status, &str); 6] = [
    (Status::Draft, "stroke-dasharray:3 3"),
    (Status::Proposed, "stroke-dasharray:6 3"),
    (Status::Accepted, "stroke-width:2px"),
    (Status::Rejected, "opacity:0.6"),
    (Status::Deprecated, "opacity:0.6"),
    (Status::Superseded, "opacity:0.6"),
];

fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (at, n) in &graph.nodes {
        let class = n.status.map_or(String::new(), |s| format!(":::{}", s.name()));
        let _ = writeln!(out, "  d{at}[\"{}\"]{class}", mermaid_text(&format!("{} {}", n.id, n.title)));
    }
    for edge in &graph.edges {
        let arrow = if edge.tie == Tie::Supersedes { "-->" } else { "-.->" };
        let _ = writeln!(out, "  d{} {arrow}|\"{}\"| d{}", edge.from, mermaid_text(&label(edge)), edge.to);
    }
    for (status, style) in CLASSES.iter().filter(|(status, _)| graph.nodes.values().any(|n| n.is(&[*status]))) {
        let _ = writeln!(out, "  classDef {} {style}", status.name());
    }
    out
}

/// Text between quotes: whatever Mermaid or HTML would read in it is written by its number.
fn mermaid_text(text: &str) -> String {
    let mut out = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '%' | '\\' => {
                let _ = write!(out, "#{};", c as u32);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph decisions {\n  rankdir=LR;\n  node [shape=box];\n");
    for (at, n) in &graph.nodes {
        let style = if n.is(&[Status::Draft, Status::Proposed]) {
            ", style=dashed"
        } else if n.is(&[Status::Accepted]) {
            ", style=bold"
        } else if n.status.is_some() {
            ", color=gray, fontcolor=gray"
        } else {
            ""
        };
        let _ = writeln!(out, "  d{at} [label={}{style}];", dot_text(&format!("{} {}", n.id, n.title)));
    }
    for edge in &graph.edges {
        let style = if edge.tie == Tie::Supersedes { "" } else { ", style=dashed" };
        let _ = writeln!(out, "  d{} -> d{} [label={}{style}];", edge.from, edge.to, dot_text(&label(edge)));
    }
    out.push_str("}\n");
    out
}

/// A quoted string of DOT, where a backslash begins an escape.
fn dot_text(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

fn as_json(graph: &Graph) -> Value {
    let name = |at: usize| graph.nodes[&at].id;
    let nodes: Vec<Value> = graph
        .nodes
        .values()
        .map(|n| json!({"id": n.id, "number": n.number, "title": n.title, "status": n.state, "path": n.path}))
        .collect();
    let edges: Vec<Value> = graph
        .edges
        .iter()
        .map(|e| json!({"from": name(e.from), "to": name(e.to), "kind": e.tie.verb(), "part": e.part}))
        .collect();
    json!({"nodes": nodes, "edges": edges})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::diagram;

    const HOSTILE: [&str; 9] = [
        "quotes \"] and ends",
        "two\nlines\r\n",
        "-->|x| d0; end",
        "<script>alert(1)</script> & <br>",
        "`code` #quot; #35; %% comment",
        "{curly} (round) [square] \\",
        "end",
        "Überfällig 🚒 **bold** _it_",
        "",
    ];

    fn graph_of<'a>(titles: &[&'a str], edges: &'a [Edge]) -> Graph<'a> {
        let states = [Some("accepted"), Some("replaced"), None, Some("landed")];
        let node = |(at, title): (usize, &&'a str)| {
            let state = states[at % states.len()];
            let status = state.and_then(Status::of_state);
            (at, Node { id: "0001", number: Some(1), title, state, status, path: "adr/0001-x.md" })
        };
        Graph { nodes: titles.iter().enumerate().map(node).collect(), edges: edges.iter().collect() }
    }

    fn edges() -> Vec<Edge> {
        let part = |p: &str| Some(p.to_owned());
        vec![
            Edge { from: 1, to: 0, tie: Tie::Supersedes, part: None },
            Edge { from: 2, to: 0, tie: Tie::Amends, part: part("a\"|b]") },
        ]
    }

    #[test]
    fn mermaid_takes_any_title() {
        let edges = edges();
        let text = mermaid(&graph_of(&HOSTILE, &edges));
        diagram::Drawing::default().light(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        assert_eq!(text.lines().filter(|l| l.contains("[\"")).count(), HOSTILE.len());
        for title in HOSTILE {
            let text = mermaid(&graph_of(&[title, title, title], &edges));
            diagram::Drawing::default().light(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        }
        // It is the numbers that do it.
        assert!(diagram::Drawing::default().light("flowchart LR\n  d0[\"quotes \"] and ends\"]\n").is_err());
    }

    #[test]
    fn strings_of_dot_end_where_they_should() {
        let edges = edges();
        let text = dot(&graph_of(&HOSTILE, &edges));
        for line in text.lines().filter(|l| l.contains("label=")) {
            let inner = line.split_once("label=\"").expect("a label").1;
            let mut escaped = false;
            let close = inner.char_indices().find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            let rest = &inner[close.expect("a closing quote").0 + 1..];
            assert!(rest.starts_with("];") || rest.starts_with(", "), "{line}");
        }
    }
}
