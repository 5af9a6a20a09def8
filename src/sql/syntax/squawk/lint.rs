//! squawk's rules, run on a text and on the bodies in it.

use squawk_linter::ignore::has_disable_assume_in_transaction;
use squawk_linter::{Linter, Rule, Version};
use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{Parse, SourceFile};

use super::{Tree, guard, place, place_of};
use crate::sql::Place;
use crate::sql::syntax::Dialect;
use crate::sql::syntax::patchwork::Patchwork;

/// One of squawk's rules is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The name that was asked for.
    pub rule: String,
    pub place: Place,
    pub message: String,
    pub help: Option<String>,
}

/// Rules about what the file does before a statement. A function has its settings from whoever calls it.
const OF_FILES: [Rule; 2] = [Rule::RequireLockTimeout, Rule::RequireStatementTimeout];

/// What is asked for: a name, and the rules of squawk it stands for.
type Asked = (&'static str, Vec<Rule>);

impl Tree {
    /// Runs squawk's rules of these names. Bodies are linted too, each with the text that it is run in: that of a DO
    /// block with the file, as if its statements stood in the block's place; that of a function by itself.
    pub fn lint(&self, rules: &[&'static str], dialect: &Dialect, in_transaction: bool) -> Vec<Breach> {
        let asked: Vec<Asked> = rules
            .iter()
            .filter_map(|name| {
                let rule: Rule = name.parse().ok()?;
                let stands_for = rule.expands_to();
                Some((*name, if stands_for.is_empty() { vec![rule] } else { stands_for.to_vec() }))
            })
            .collect();
        let mut found = Vec::new();
        let in_transaction = in_transaction && !has_disable_assume_in_transaction(self.parse.tree().syntax());
        self.lint_in(&asked, dialect, in_transaction, &mut found);
        found.sort_by(|a, b| (a.place.start, a.place.end, &a.rule).cmp(&(b.place.start, b.place.end, &b.rule)));
        found
    }

    fn lint_in(&self, asked: &[Asked], dialect: &Dialect, in_transaction: bool, found: &mut Vec<Breach>) {
        if self.bodies.iter().any(|b| b.is_run) {
            let mut text = Patchwork::default();
            self.unroll(in_transaction, &mut text);
            let (parse, _) = guard::parse(text.text());
            run(&parse, &text, asked, dialect, in_transaction, found);
        } else {
            run(&self.parse, &self.text, asked, dialect, in_transaction, found);
        }
        self.lint_functions(asked, dialect, found);
    }

    fn lint_functions(&self, asked: &[Asked], dialect: &Dialect, found: &mut Vec<Breach>) {
        for body in &self.bodies {
            if body.is_run && body.tree.errors.is_empty() {
                body.tree.lint_functions(asked, dialect, found);
            } else {
                let asked: Vec<Asked> = asked
                    .iter()
                    .map(|(name, of)| {
                        (*name, of.iter().copied().filter(|r| body.is_run || !OF_FILES.contains(r)).collect())
                    })
                    .collect();
                body.tree.lint_in(&asked, dialect, true, found);
            }
        }
    }

    /// Its text with the statements of DO blocks in the place of the blocks.
    fn unroll(&self, in_transaction: bool, into: &mut Patchwork) {
        let mut in_transaction = in_transaction;
        let mut bodies = self.bodies.iter().filter(|b| b.is_run && b.tree.errors.is_empty()).peekable();
        let mut done = 0;
        for (number, statement) in self.file().stmts().enumerate() {
            match statement {
                ast::Stmt::Begin(_) => in_transaction = true,
                ast::Stmt::Commit(_) | ast::Stmt::Rollback(_) => in_transaction = false,
                _ => {}
            }
            let Some(body) = bodies.next_if(|b| b.of == number) else { continue };
            let block = place_of(statement.syntax());
            into.push_part(&self.text, done..block.start);
            // A rule of squawk's lets a file of one statement be: a block is never alone in its transaction.
            into.glue(if in_transaction { "SELECT 1;\n" } else { "BEGIN;\n" });
            body.tree.unroll(true, into);
            into.glue(if in_transaction { "\n" } else { "\nCOMMIT;\n" });
            done = block.end;
        }
        into.push_part(&self.text, done..self.text().len());
    }
}

fn run(
    parse: &Parse<SourceFile>,
    text: &Patchwork,
    asked: &[Asked],
    dialect: &Dialect,
    in_transaction: bool,
    found: &mut Vec<Breach>,
) {
    let mut linter = Linter::from(asked.iter().flat_map(|(_, rules)| rules.iter().copied()));
    if let Ok(version) = dialect.postgres.parse::<Version>() {
        linter.settings.pg_version = version;
    }
    linter.settings.assume_in_transaction = in_transaction;
    for violation in guard::lint(&mut linter, parse, text.text()) {
        // What squawk says of words that we put there is not said of the file.
        let Some(at) = text.find(&place(violation.text_range)) else { continue };
        for (name, _) in asked.iter().filter(|(_, rules)| rules.contains(&violation.code)) {
            let (message, help) = (violation.message.clone(), violation.help.clone());
            found.push(Breach { rule: (*name).to_owned(), place: at.clone(), message, help });
        }
    }
}
