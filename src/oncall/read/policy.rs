//! Fairness, limits and handovers as a rotation writes them.

use super::{BAD_VALUE, Reader, each};
use crate::diag::Diagnostic;
use crate::oncall::policy::{Fairness, Handover, Limits, Weights};
use crate::oncall::words;
use crate::source::Spanned;
use crate::yaml::Node;

impl Reader<'_> {
    /// None, where a rotation says nothing of it.
    pub(super) fn fairness(&mut self, node: &Node) -> Option<Fairness> {
        let (key, node) = node.entry("fairness")?;
        let mut fairness = Fairness { span: key.span, ..Fairness::default() };
        fairness.start = node.get("start").and_then(Node::date);
        fairness.period = node.get("period").and_then(Node::period).map_or(fairness.period, |p| p.value);
        if let Some(weights) = node.get("weights") {
            let usual = fairness.weights;
            fairness.weights = Weights {
                night: self.weight(weights.get("night"), usual.night),
                weekend: self.weight(weights.get("weekend"), usual.weekend),
                holiday: self.weight(weights.get("holiday"), usual.holiday),
            };
        }
        if let Some(night) = self.plain(node.get("night"), words::hours, "hours (`22:00-06:00`)") {
            fairness.night = night.value;
        }
        let weekend: Vec<_> = each(node.get("weekend"))
            .filter_map(|day| self.plain(Some(day), words::days, "days of the week (`sat`, `fri-sat`)"))
            .collect();
        if let Some(first) = weekend.first() {
            fairness.weekend = first.value;
            weekend.iter().for_each(|more| fairness.weekend.extend(more.value));
        }
        fairness.max_deviation = self.plain(node.get("max_deviation"), words::share, "a part (`15%`)");
        fairness.carry = node.get("carry").and_then(Node::text);
        Some(fairness)
    }

    pub(super) fn limits(&mut self, node: &Node) -> Limits {
        let Some(node) = node.get("limits") else { return Limits::default() };
        let count = |key: &str| {
            let written = node.get(key)?;
            written.int().map(|value| Spanned::new(value, written.span))
        };
        Limits {
            max_share: self.plain(node.get("max_share"), words::share, "a part (`25%`)"),
            min_people_per_site: count("min_people_per_site"),
            max_consecutive: node.get("max_consecutive").and_then(Node::period),
            min_rest: self.plain(node.get("min_rest"), words::wait, "a rest (`11h`)"),
            max_pages_per_12h: count("max_pages_per_12h"),
        }
    }

    pub(super) fn handover(&self, node: &Node) -> Handover {
        let text = |key: &str| node.get("handover").and_then(|h| h.get(key)).and_then(Node::text);
        Handover { template: text("template"), records: text("records") }
    }

    /// Hundredths of an ordinary hour. An hour that weighs less than an ordinary one is none that people ask for.
    fn weight(&mut self, written: Option<&Node>, usual: i64) -> i64 {
        let Some((node, weight)) = written.and_then(|node| Some((node, node.number()?))) else { return usual };
        if !(1.0..=100.0).contains(&weight) {
            self.found.push(
                Diagnostic::new(BAD_VALUE, node.span, "a weight is a number from 1 to 100")
                    .help("an ordinary hour weighs 1: `night: 2.0` counts a night hour twice"),
            );
            return usual;
        }
        (weight * Weights::ONE as f64).round() as i64
    }

    /// A value in a form of its own that leaves nobody's hours open.
    fn plain<T>(&mut self, node: Option<&Node>, read: impl Fn(&str) -> Option<T>, wanted: &str) -> Option<Spanned<T>> {
        let written = node?.text()?;
        let value = read(&written.value);
        if value.is_none() {
            let message = format!("`{}` is not {wanted}", written.value);
            self.found.push(Diagnostic::new(BAD_VALUE, written.span, message));
        }
        Some(Spanned::new(value?, written.span))
    }
}
