//! The states a kind of document goes through, and the moves between them.
//!
//! Decisions come with the table of the six states; KEPs and Rust's RFCs are presets; any other kind declares
//! its own under `states:`.

/// States with the moves out of each. A move that is not listed is forbidden. Empty for kinds without a lifecycle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lifecycle {
    pub states: Vec<State>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub name: String,
    /// The states that may follow.
    pub moves: Vec<String>,
}

/// Forms of the world that come with a lifecycle of their own: `preset:` of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Kubernetes enhancement proposals: `kep.yaml` holds the record, the README beside it the text.
    Kep,
    /// Rust's requests for comments: what is merged is in force, and the file says no status.
    RustRfc,
}

type Table = [(&'static str, &'static [&'static str])];

/// Architecture decision records.
const DECISION: &Table = &[
    ("draft", &["proposed", "rejected"]),
    ("proposed", &["accepted", "rejected", "draft"]),
    ("accepted", &["deprecated", "superseded"]),
    ("rejected", &["proposed"]),
    ("deprecated", &["superseded", "accepted"]),
    ("superseded", &[]),
];

/// <https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/0000-kep-process>: a KEP is
/// provisional until its approvers agree on it; what is deferred or withdrawn may come back.
const KEP: &Table = &[
    ("provisional", &["implementable", "deferred", "rejected", "withdrawn", "replaced"]),
    ("implementable", &["implemented", "deferred", "rejected", "withdrawn", "replaced", "provisional"]),
    ("implemented", &["replaced", "withdrawn"]),
    ("deferred", &["provisional", "implementable", "rejected", "withdrawn", "replaced"]),
    ("rejected", &["provisional"]),
    ("withdrawn", &["provisional"]),
    ("replaced", &[]),
];

/// <https://github.com/rust-lang/rfcs#readme>: a merged RFC is active until it is implemented; those that are
/// closed or postponed may be opened again.
const RUST_RFC: &Table = &[
    ("open", &["active", "closed", "postponed"]),
    ("active", &["implemented", "inactive"]),
    ("implemented", &["inactive"]),
    ("postponed", &["open", "closed"]),
    ("closed", &["open"]),
    ("inactive", &[]),
];

impl Lifecycle {
    pub(super) fn decision() -> Self {
        Self::of(DECISION)
    }

    fn of(table: &Table) -> Self {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Self {
            states: table.iter().map(|(name, moves)| State { name: (*name).to_owned(), moves: owned(moves) }).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.states.iter().map(|s| s.name.as_str())
    }

    /// The states that may follow one; none for a state that is not known.
    pub fn moves(&self, from: &str) -> &[String] {
        self.states.iter().find(|s| s.name == from).map_or(&[], |s| &s.moves)
    }

    pub fn may_become(&self, from: &str, to: &str) -> bool {
        self.moves(from).iter().any(|m| m == to)
    }
}

impl Preset {
    pub const NAMES: [&'static str; 2] = ["kep", "rust-rfc"];

    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "kep" => Some(Self::Kep),
            "rust-rfc" => Some(Self::RustRfc),
            _ => None,
        }
    }

    pub(super) fn lifecycle(self) -> Lifecycle {
        match self {
            Self::Kep => Lifecycle::of(KEP),
            Self::RustRfc => Lifecycle::of(RUST_RFC),
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Kep => "Enhancement proposal",
            Self::RustRfc => "Request for comments",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_move_leads_to_a_state() {
        for table in [DECISION, KEP, RUST_RFC] {
            let lifecycle = Lifecycle::of(table);
            for state in &lifecycle.states {
                for to in &state.moves {
                    assert!(lifecycle.names().any(|n| n == to), "{} -> {to}", state.name);
                    assert_ne!(*to, state.name);
                }
            }
        }
    }

    #[test]
    fn decisions_follow_the_table() {
        let d = Lifecycle::decision();
        assert!(d.may_become("deprecated", "accepted"));
        assert!(d.may_become("rejected", "proposed"));
        assert!(!d.may_become("accepted", "proposed"));
        assert!(!d.may_become("draft", "accepted"));
        assert!(d.moves("superseded").is_empty());
    }
}
