//! The page of all standards: by topic, how well they are kept, and the exceptions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ExceptionView, KeptView, RuleView, TrendView};
use crate::model::routes;
use crate::sql::adherence::{Of, kept};
use crate::view::{LinkView, Scope};

#[derive(Serialize)]
pub struct StandardsView {
    pub standards: Vec<StandardRow>,
    pub topics: Vec<Topic>,
    pub exceptions: Vec<ExceptionView>,
    /// Of all rules together; nothing where there are no migrations.
    pub kept: Option<KeptView>,
    pub trend: Option<TrendView>,
    pub folders: Vec<FolderView>,
}

#[derive(Serialize)]
pub struct StandardRow {
    pub link: LinkView,
    pub rules: Vec<RuleRow>,
}

#[derive(Serialize)]
pub struct RuleRow {
    pub href: String,
    #[serde(flatten)]
    pub rule: RuleView,
}

/// A tag of standards, with their rules.
#[derive(Serialize)]
pub struct Topic {
    pub name: String,
    pub href: String,
    pub standards: Vec<TopicRow>,
}

#[derive(Serialize)]
pub struct TopicRow {
    pub link: LinkView,
    pub rules: Vec<LinkView>,
}

/// One folder of migrations.
#[derive(Serialize)]
pub struct FolderView {
    pub path: String,
    pub files: usize,
    pub statements: usize,
}

impl Scope<'_> {
    pub fn standards(&self, about: &dyn Fn(&str) -> String) -> StandardsView {
        let link = |at: usize| self.link(self.sql.standards[at].doc);
        let row = |at: usize| StandardRow {
            link: link(at),
            rules: self.sql.standards[at]
                .rules
                .iter()
                .enumerate()
                .map(|(r, rule)| RuleRow {
                    href: self.rule_href(&self.sql.standards[at], &rule.id.value),
                    rule: self.rule(at, r, rule, about),
                })
                .collect(),
        };
        StandardsView {
            standards: self.shown_standards().map(row).collect(),
            topics: self.topics(),
            exceptions: self.all_exceptions(),
            kept: (!self.sql.histories.is_empty()).then(|| kept(self.sql, Of::All).into()),
            trend: self.trend(Of::All),
            folders: self
                .sql
                .histories
                .iter()
                .map(|h| FolderView {
                    path: h.folder.clone(),
                    files: h.files.len(),
                    statements: h
                        .held()
                        .map(|(_, s)| s.script.statements.iter().filter(|s| s.within.is_none()).count())
                        .sum(),
                })
                .collect(),
        }
    }

    /// Standards by their tags.
    fn topics(&self) -> Vec<Topic> {
        let mut by_tag: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in self.shown_standards() {
            for tag in &self.handbook.document(self.sql.standards[at].doc).tags {
                by_tag.entry(tag).or_default().push(at);
            }
        }
        let topic = |(tag, list): (&str, Vec<usize>)| Topic {
            name: tag.to_owned(),
            href: self.hrefs.to(&routes::of_tag(tag)),
            standards: list.into_iter().map(|at| self.topic_row(at)).collect(),
        };
        by_tag.into_iter().map(topic).collect()
    }

    fn topic_row(&self, at: usize) -> TopicRow {
        let standard = &self.sql.standards[at];
        let rule = |id: &str| LinkView { title: id.to_owned(), href: self.rule_href(standard, id) };
        TopicRow { link: self.link(standard.doc), rules: standard.rules.iter().map(|r| rule(&r.id.value)).collect() }
    }

    /// How many violations nothing excuses, and how many exceptions hold.
    pub fn standard_count(&self) -> (usize, usize) {
        let open = self.sql.violations.iter().filter(|v| v.excuse.is_none()).count();
        (open, self.shown_standards().map(|at| self.sql.standards[at].exceptions.len()).sum())
    }
}
