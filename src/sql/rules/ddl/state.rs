//! What holds of a setting while a file runs.

use crate::sql::syntax::{Effect, Setting, Statement};

/// The settings that are followed.
pub(super) const SETTINGS: [&str; 2] = ["lock_timeout", "statement_timeout"];

type Each<'a> = [Option<&'a Setting>; SETTINGS.len()];

/// What is in force, as PostgreSQL keeps it: a `SET` lasts for the session unless its transaction is rolled back, a
/// `SET LOCAL` to the end of its transaction.
#[derive(Default)]
pub(super) struct State<'a> {
    session: Each<'a>,
    /// As `session` was when the transaction began.
    before: Each<'a>,
    local: Each<'a>,
    /// Set for a transaction where there was none.
    lost: Each<'a>,
    in_transaction: bool,
}

impl<'a> State<'a> {
    pub(super) fn new(in_transaction: bool) -> Self {
        Self { in_transaction, ..Self::default() }
    }

    /// The statement that gave a setting the value that it has now.
    pub(super) fn of(&self, setting: usize) -> Option<&'a Setting> {
        self.local[setting].or(self.session[setting])
    }

    /// A statement that would have set it, had there been a transaction.
    pub(super) fn lost(&self, setting: usize) -> Option<&'a Setting> {
        self.lost[setting]
    }

    pub(super) fn run(&mut self, statement: &'a Statement) {
        match &statement.effect {
            Effect::Set(setting) if setting.name == "all" => (0..SETTINGS.len()).for_each(|at| self.set(at, setting)),
            Effect::Set(setting) => {
                if let Some(at) = SETTINGS.iter().position(|s| *s == setting.name) {
                    self.set(at, setting);
                }
            }
            Effect::Begin if !self.in_transaction => {
                self.in_transaction = true;
                self.before = self.session;
            }
            Effect::Commit => self.end(),
            Effect::Rollback => {
                if self.in_transaction {
                    self.session = self.before;
                }
                self.end();
            }
            _ => {}
        }
    }

    fn set(&mut self, at: usize, setting: &'a Setting) {
        // DEFAULT: nothing in the file holds any more.
        let value = setting.value.is_some().then_some(setting);
        match (setting.local, self.in_transaction) {
            (true, true) => self.local[at] = value,
            (true, false) => self.lost[at] = value,
            (false, _) => {
                self.session[at] = value;
                self.local[at] = None;
            }
        }
    }

    fn end(&mut self) {
        self.in_transaction = false;
        self.local = Each::default();
    }
}
