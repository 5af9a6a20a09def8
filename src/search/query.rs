//! What somebody typed, taken apart. There are no errors: what is no syntax is words.

use super::fold::folded;
use super::schema::{ALL_FACETS, STALE};
use super::words::Words;

/// In characters; the rest of a longer query is not read.
const LONGEST: usize = 1_000;
/// Words and filters that count; the rest is left out, and said so.
const MOST: usize = 24;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub clauses: Vec<Clause>,
    pub filters: Vec<Filter>,
    /// More was typed than is looked for.
    pub truncated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub excluded: bool,
    pub want: Want,
    /// As it was typed, for messages.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    Word {
        token: String,
        /// In quotes: neither a prefix nor a typo of it counts.
        quoted: bool,
        prefix: Prefix,
    },
    /// Tokens and how far each stands from the first.
    Phrase { tokens: Vec<(u32, String)>, typing: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    None,
    /// `word*`
    Asked,
    /// The word is being typed.
    Typing,
}

/// `kind:runbook`; several of one field are alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub field: &'static str,
    /// Folded.
    pub values: Vec<String>,
    pub excluded: bool,
}

/// Something between spaces.
struct Item {
    text: String,
    quoted: bool,
    excluded: bool,
    field: Option<&'static str>,
}

/// Takes a query apart. `typing`: the last word may be the beginning of one.
pub fn parse(text: &str, typing: bool) -> Query {
    let chars: Vec<char> = text.chars().take(LONGEST).collect();
    let mut query = Query { truncated: text.chars().nth(LONGEST).is_some(), ..Query::default() };
    let mut items = items(&chars);
    let open = typing && chars.last().is_some_and(|c| !c.is_whitespace() && *c != '"');
    let last = items.len();
    if last > MOST {
        items.truncate(MOST);
        query.truncated = true;
    }
    for (i, item) in items.into_iter().enumerate() {
        let typing = open && i + 1 == last;
        match item.field {
            Some(field) => query.filter(field, &item),
            None => query.clause(item, typing),
        }
    }
    query
}

impl Query {
    fn filter(&mut self, field: &'static str, item: &Item) {
        let mut value = folded(item.text.trim());
        if field == STALE {
            value = if matches!(value.as_str(), "no" | "false" | "0") { "false" } else { "true" }.to_owned();
        }
        match self.filters.iter_mut().find(|f| f.field == field && f.excluded == item.excluded) {
            Some(filter) if filter.values.contains(&value) => {}
            Some(filter) => filter.values.push(value),
            None => self.filters.push(Filter { field, values: vec![value], excluded: item.excluded }),
        }
    }

    fn clause(&mut self, item: Item, typing: bool) {
        let starred = !item.quoted && item.text.ends_with('*');
        let mut words = Words::new(&item.text);
        let mut tokens: Vec<(u32, String)> = Vec::new();
        while let Some(token) = words.token() {
            if token.whole {
                tokens.push((token.position, token.text.to_owned()));
            }
        }
        let Some(first) = tokens.first().map(|(position, _)| *position) else { return };
        let want = match tokens.as_mut_slice() {
            [(_, token)] => Want::Word {
                token: std::mem::take(token),
                quoted: item.quoted,
                prefix: if starred {
                    Prefix::Asked
                } else if typing && !item.quoted {
                    Prefix::Typing
                } else {
                    Prefix::None
                },
            },
            _ => {
                tokens.iter_mut().for_each(|(position, _)| *position -= first);
                Want::Phrase { tokens, typing: typing && !item.quoted }
            }
        };
        let same = |c: &Clause| c.excluded == item.excluded && c.want == want;
        if !self.clauses.iter().any(same) {
            self.clauses.push(Clause { excluded: item.excluded, want, text: item.text });
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.filters.is_empty()
    }
}

fn separates(c: char) -> bool {
    c.is_whitespace() || ",;=()[]{}<>|!?&`".contains(c)
}

fn items(chars: &[char]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if separates(c) {
            at += 1;
            continue;
        }
        // A lone `-` excludes nothing, and `--dry-run` is an option of some program.
        let next = chars.get(at + 1).copied();
        let excluded = c == '-' && next.is_some_and(|n| n != '-' && !separates(n));
        if excluded {
            at += 1;
        }
        if chars[at] == '"' {
            match closing(chars, at) {
                Some(end) => {
                    let text = chars[at + 1..end].iter().collect();
                    items.push(Item { text, quoted: true, excluded, field: None });
                    at = end + 1;
                }
                None => at += 1,
            }
            continue;
        }
        let end = at + chars[at..].iter().take_while(|c| !separates(**c) && **c != '"').count();
        let text: String = chars[at..end].iter().collect();
        at = end;
        let (field, value) = match text.split_once(':') {
            Some((name, value)) => (field(name), value),
            None => (None, ""),
        };
        match (field, closing(chars, at)) {
            (Some(_), Some(end)) if value.is_empty() && chars.get(at) == Some(&'"') => {
                let text: String = chars[at + 1..end].iter().collect();
                at = end + 1;
                let field = if text.trim().is_empty() { None } else { field };
                items.push(Item { text, quoted: field.is_none(), excluded, field });
            }
            (Some(_), _) if !value.is_empty() => {
                items.push(Item { text: value.to_owned(), quoted: false, excluded, field });
            }
            _ => items.push(Item { text, quoted: false, excluded, field: None }),
        }
    }
    items
}

/// The quote that closes the one at `open`.
fn closing(chars: &[char], open: usize) -> Option<usize> {
    let rest = chars.get(open + 1..)?;
    rest.iter().position(|c| *c == '"').map(|i| open + 1 + i)
}

fn field(name: &str) -> Option<&'static str> {
    let name = folded(name);
    ALL_FACETS.iter().find(|f| **f == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let query = parse(text, true);
        let clauses = query.clauses.iter().map(|c| {
            let sign = if c.excluded { "-" } else { "" };
            match &c.want {
                Want::Word { token, quoted, prefix } => {
                    let end = match prefix {
                        Prefix::None => "",
                        Prefix::Asked => "*",
                        Prefix::Typing => "…",
                    };
                    format!("{sign}{token}{}{end}", if *quoted { "!" } else { "" })
                }
                Want::Phrase { tokens, typing } => {
                    let tokens: Vec<_> = tokens.iter().map(|(p, t)| format!("{p}{t}")).collect();
                    format!("{sign}[{}]{}", tokens.join(" "), if *typing { "…" } else { "" })
                }
            }
        });
        let filters = query
            .filters
            .iter()
            .map(|f| format!("{}{}={}", if f.excluded { "-" } else { "" }, f.field, f.values.join("|")));
        clauses.chain(filters).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn queries_are_taken_apart() {
        let cases = [
            ("too many clients ", "too many clients"),
            ("replicati", "replicati…"),
            ("vac* run", "vac* run…"),
            ("\"idle in transaction\"", "[0idle 1in 2transaction]"),
            ("\"vacuum\" -\"a b\" -full ", "vacuum! -[0a 1b] -full"),
            ("lag kind:runbook -owner:dba kind:adr ", "lag kind=runbook|adr -owner=dba"),
            ("kind:\"my kind\" service:\"\" ", "kind=my kind"),
            ("stale:yes stale:0 ", "stale=true|false"),
            ("FATAL: sorry, too ", "fatal sorry too"),
            ("db-prod-1:5432 ", "[0db 1prod 21 35432]"),
            ("--dry-run - -- ", "[0dry 1run]"),
            ("a \"b c", "a b c…"),
            ("user=app,db=orders ", "user app db orders"),
            ("pg_stat_statements PgBouncer ", "pg_stat_statements pgbouncer"),
            ("数据库", "[0数据 1据库]…"),
            ("數", "數…"),
            ("🙂 ... .* [a-z]+ ", "[0a 1z]"),
            ("lag lag ", "lag"),
            ("", ""),
            ("kind:", "kind…"),
        ]
        .map(|(q, e)| (q.to_owned(), e.to_owned()));
        for (text, expected) in cases {
            assert_eq!(shown(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_query_is_cut_and_says_so() {
        let words: String = (0..40).map(|i| format!("w{i} ")).collect();
        let query = parse(&words, false);
        assert_eq!((query.clauses.len(), query.truncated), (MOST, true));
        assert!(parse(&"x".repeat(5_000), true).truncated);
        assert!(!parse("three words only", true).truncated);
    }
}
