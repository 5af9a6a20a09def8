//! PostgreSQL's own parser, which has the last word on what is SQL.

use super::{Statement, SyntaxError};

/// What PostgreSQL refuses. Where its grammar takes a statement that squawk's does not, the error goes; where it refuses
/// one that squawk's takes, there is an error more. Bodies are text to PostgreSQL: what squawk says of them stays.
pub(super) fn judge(text: &str, statements: &[Statement], errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    let top: Vec<&Statement> = statements.iter().filter(|s| s.within.is_none()).collect();
    // A text that squawk could not bear has no statements: that nothing is held to it must be said.
    if top.is_empty() {
        return errors;
    }
    // squawk's errors cut a text into pieces that need not be statements: the whole of it is asked for first.
    let whole = refusal(text);
    let mut judged: Vec<SyntaxError> = Vec::new();
    for statement in &top {
        let of_squawk = errors.iter().find(|e| statement.place.contains(&e.place.start));
        let in_body = of_squawk.filter(|_| has_body(statement));
        let refused = whole.as_ref().and_then(|_| refusal(&text[statement.place.clone()]));
        match (refused, in_body) {
            (Some(message), _) => {
                let place = of_squawk.map_or_else(|| statement.place.clone(), |e| e.place.clone());
                judged.push(SyntaxError { place, message });
            }
            (None, Some(body)) => judged.push(body.clone()),
            (None, None) => {}
        }
    }
    match whole {
        // Piece by piece it would be taken, as a whole it is not.
        Some(message) if judged.is_empty() => {
            let place = errors.into_iter().next().map_or(0..0, |e| e.place);
            vec![SyntaxError { place, message }]
        }
        _ => judged,
    }
}

fn has_body(statement: &Statement) -> bool {
    matches!(statement.command.as_str(), "CREATE FUNCTION" | "CREATE PROCEDURE" | "DO")
}

/// Why PostgreSQL refuses a text, in its own words.
fn refusal(text: &str) -> Option<String> {
    match pg_query::parse(text, 0) {
        // A tree too deep for its reader was taken by the grammar all the same.
        Ok(_) | Err(pg_query::Error::Decode(_)) => None,
        Err(pg_query::Error::Parse(message)) => Some(message),
        Err(error) => Some(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::syntax::Script;

    #[test]
    fn postgres_has_the_last_word() {
        for (text, refused) in [
            ("SELECT 1; CREATE TABLE t (id bigint PRIMARY KEY);", false),
            ("CREATE TABLE t (id bigint) WITH (fillfactor = 70) TABLESPACE fast;", false),
            ("SELEC 1;", true),
            ("SELECT 1; SELECT FROM WHERE;", true),
            ("ALTER TABLE t ADD COLUMN;", true),
            // squawk takes these.
            ("CREATE TABLE t (a int, a int CONSTRAINT);", true),
            ("", false),
        ] {
            let errors = Script::read(text).errors;
            assert_eq!(!errors.is_empty(), refused, "{text}: {errors:?}");
        }
    }
}
