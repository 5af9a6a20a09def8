//! One entry of a list of statements.

use super::tags::{SPELLINGS, TAGS};
use crate::diag::nearest;
use crate::source::Spanned;
use crate::sql::rules::With;
use crate::sql::syntax::{Path, Statement};

/// What an entry names: the first words of a command, and the object if it says one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// In upper case.
    command: Vec<String>,
    object: Option<Object>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Object {
    schema: Option<String>,
    name: String,
}

/// What is wrong with an entry, and what to do about it.
type Mistake = (String, String);

/// Words between a command and what it is about.
const BETWEEN: [&str; 4] = ["INTO", "FROM", "ON", "ONLY"];

/// Words that a reader may take for a part of the command, and that no entry can ask for.
const OPTIONS: [&str; 22] = [
    "ALL",
    "ANALYZE",
    "CASCADE",
    "CONCURRENTLY",
    "CONSTRAINT",
    "FREEZE",
    "FULL",
    "GLOBAL",
    "IF",
    "LOCAL",
    "MATERIALIZED",
    "OR",
    "PARALLEL",
    "RECURSIVE",
    "SESSION",
    "SET",
    "TEMP",
    "TEMPORARY",
    "UNIQUE",
    "UNLOGGED",
    "VERBOSE",
    "WITH",
];

/// Reads the entries of a list; those that name nothing are findings.
pub(super) fn read(with: &mut With, entries: Vec<Spanned<String>>) -> Vec<Option<Entry>> {
    let read = |entry: Spanned<String>| match Entry::parse(&entry.value) {
        Ok(read) => Some(read),
        Err((message, help)) => {
            with.wrong(entry.span, message, help);
            None
        }
    };
    entries.into_iter().map(read).collect()
}

impl Entry {
    pub(super) fn parse(text: &str) -> Result<Self, Mistake> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let upper: Vec<String> = words.iter().map(|w| w.to_uppercase()).collect();
        let (command, taken) = command(&upper).ok_or_else(|| unknown(text, &upper))?;
        let rest = words[taken..].iter().zip(&upper[taken..]).skip_while(|(_, u)| BETWEEN.contains(&u.as_str()));
        let rest: Vec<(&&str, &String)> = rest.collect();
        let object = match rest[..] {
            [] => None,
            [(word, upper)] if !OPTIONS.contains(&upper.as_str()) => Some(Object::parse(word)),
            _ => return Err(beyond(text, &command, rest[0].1)),
        };
        Ok(Self { command, object })
    }

    /// Whether a statement is of the kind and about the object; if so, what it names that the entry is about.
    pub(super) fn matches<'a>(&self, statement: &'a Statement) -> Option<Option<&'a Path>> {
        let named = statement.objects.iter().find(|path| self.covers(path));
        (self.is_kind(statement) && (self.object.is_none() || named.is_some())).then_some(named)
    }

    pub(super) fn is_kind(&self, statement: &Statement) -> bool {
        let mut words = statement.command.split(' ');
        self.command.iter().all(|word| words.next() == Some(word))
    }

    /// Whether it says no object, or this one.
    pub(super) fn covers(&self, path: &Path) -> bool {
        self.object.as_ref().is_none_or(|o| o.is(path))
    }

    pub(super) fn names_object(&self) -> bool {
        self.object.is_some()
    }
}

impl Object {
    fn parse(word: &str) -> Self {
        let unquoted = |part: &str| match part.strip_prefix('"').and_then(|p| p.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\"\"", "\""),
            None => part.to_lowercase(),
        };
        match word.split_once('.') {
            Some((schema, name)) => Self { schema: Some(unquoted(schema)), name: unquoted(name) },
            None => Self { schema: None, name: unquoted(word) },
        }
    }

    /// A name without a schema is in `public`, as far as can be told; an entry without one means any schema.
    fn is(&self, path: &Path) -> bool {
        let schema = path.schema.as_ref().map_or("public", |s| s.value.as_str());
        self.name == path.name.value && self.schema.as_ref().is_none_or(|s| s == schema)
    }
}

/// The command that an entry begins with, and how many of its words that takes.
fn command(words: &[String]) -> Option<(Vec<String>, usize)> {
    let of = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let longest = TAGS.iter().map(|t| of(t)).filter(|tag| words.starts_with(tag)).max_by_key(Vec::len);
    let spelled = SPELLINGS.iter().map(|(from, to)| (of(from), of(to))).find(|(from, _)| words.starts_with(from));
    match (longest, spelled) {
        (Some(tag), Some((from, to))) if from.len() > tag.len() => Some((to, from.len())),
        (Some(tag), _) => Some((tag.clone(), tag.len())),
        (None, Some((from, to))) => Some((to, from.len())),
        // `DROP`: the first words of several.
        (None, None) => {
            let begins = !words.is_empty() && TAGS.iter().any(|tag| of(tag).starts_with(words));
            begins.then(|| (words.to_vec(), words.len()))
        }
    }
}

fn unknown(text: &str, words: &[String]) -> Mistake {
    let known = TAGS.iter().copied().chain(SPELLINGS.iter().map(|(from, _)| *from));
    let near = (1..=words.len()).rev().find_map(|n| nearest(&words[..n].join(" "), known.clone()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write the words that a command begins with, as `CREATE INDEX` or `ALTER TABLE orders`".to_owned(),
    };
    (format!("PostgreSQL has no statement `{text}`"), help)
}

fn beyond(text: &str, command: &[String], word: &str) -> Mistake {
    let command = command.join(" ");
    let message = format!("`{text}` says more than a command and a name: `{word}`");
    (message, format!("write `{command}` for all of them, or `{command}` and one name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_commands_and_names() {
        let show = |text: &str| match Entry::parse(text) {
            Ok(entry) => {
                let object =
                    entry.object.map(|o| format!(" [{}{}]", o.schema.map(|s| s + ".").unwrap_or_default(), o.name));
                format!("{}{}", entry.command.join(" "), object.unwrap_or_default())
            }
            Err((message, help)) => format!("{message}: {help}"),
        };
        let cases = [
            ("TRUNCATE", "TRUNCATE TABLE"),
            ("truncate table", "TRUNCATE TABLE"),
            ("TRUNCATE orders", "TRUNCATE TABLE [orders]"),
            ("LOCK TABLE", "LOCK TABLE"),
            ("DROP", "DROP"),
            ("ALTER TABLE orders", "ALTER TABLE [orders]"),
            ("alter table Audit.\"Log\"", "ALTER TABLE [audit.Log]"),
            ("DELETE FROM orders", "DELETE [orders]"),
            ("INSERT INTO", "INSERT"),
            ("CREATE USER", "CREATE ROLE"),
            ("CREATE USER MAPPING", "CREATE USER MAPPING"),
            ("DROP USER ana", "DROP ROLE [ana]"),
            ("CREATE TABLE", "CREATE TABLE"),
            ("TRUNCTE", "PostgreSQL has no statement `TRUNCTE`: did you mean `TRUNCATE`?"),
            ("ALTER TABEL orders", "PostgreSQL has no statement `ALTER TABEL orders`: did you mean `ALTER TABLE`?"),
            (
                "",
                "PostgreSQL has no statement ``: write the words that a command begins with, as `CREATE INDEX` or \
                 `ALTER TABLE orders`",
            ),
            (
                "VACUUM FULL",
                "`VACUUM FULL` says more than a command and a name: `FULL`: write `VACUUM` for all of them, or `VACUUM` \
                 and one name",
            ),
            (
                "DROP TABLE a CASCADE",
                "`DROP TABLE a CASCADE` says more than a command and a name: `A`: write `DROP TABLE` for all of them, or \
                 `DROP TABLE` and one name",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(show(text), wanted, "{text}");
        }
    }
}
