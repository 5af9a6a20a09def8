use super::*;
use crate::sql::layout;

/// What is there after a text: tables with their columns, then indexes, then constraints, each sorted.
fn dump(catalogue: &Catalogue) -> Vec<String> {
    let mut lines = Vec::new();
    for table in catalogue.tables.iter().filter(|t| t.dropped.is_none()) {
        let live = table.columns.iter().filter(|c| c.dropped.is_none());
        let columns: Vec<String> = live.map(|c| format!("{}{}", c.name, if c.not_null { "!" } else { "" })).collect();
        lines.push(format!("table {}({})", table.title(), columns.join(" ")));
    }
    for index in catalogue.indexes.iter().filter(|i| i.dropped.is_none()) {
        let key = |k: &Key| k.column.map_or_else(|| "expr".to_owned(), |c| catalogue.column(index.table, c).to_owned());
        let keys: Vec<String> = index.keys.iter().map(key).collect();
        let unique = if index.is_unique { "unique " } else { "" };
        let table = catalogue.tables[index.table].title();
        lines.push(format!("{unique}index {} on {table}({})", index.name, keys.join(" ")));
    }
    for constraint in catalogue.constraints.iter().filter(|c| c.dropped.is_none()) {
        let kind = match constraint.kind {
            Kind::PrimaryKey => "p",
            Kind::Unique => "u",
            Kind::ForeignKey { .. } => "f",
            Kind::Check => "c",
            Kind::Exclude => "x",
        };
        let valid = if constraint.not_valid && constraint.validated.is_none() { " invalid" } else { "" };
        lines.push(format!("{kind} {} on {}{valid}", constraint.name, catalogue.tables[constraint.table].title()));
    }
    lines.sort();
    lines
}

fn after(text: &str) -> Vec<String> {
    dump(&Catalogue::of(&layout::of_example(&[("1.sql", text.to_owned())])))
}

#[test]
fn what_is_made_is_there() {
    for (text, there) in [
        (
            "CREATE TABLE a (id bigint PRIMARY KEY, b int UNIQUE, c int REFERENCES d (id), CHECK (b > 0));",
            "c a_b_check on a; f a_c_fkey on a; p a_pkey on a; table a(id! b c); table d(id); u a_b_key on a; \
             unique index a_b_key on a(b); unique index a_pkey on a(id)",
        ),
        ("CREATE TABLE a (b int UNIQUE PRIMARY KEY);", "p a_pkey on a; table a(b!); unique index a_pkey on a(b)"),
        ("CREATE TABLE a (b int); CREATE INDEX ON public.a (b, lower(b)); DROP INDEX a_b_lower_idx;", "table a(b)"),
        ("CREATE TABLE a (b int, c int); CREATE INDEX ON a (c); ALTER TABLE a DROP COLUMN c;", "table a(b)"),
        (
            "CREATE TABLE a (b int); CREATE INDEX x ON a (b); ALTER TABLE a RENAME TO c; ALTER TABLE c RENAME b TO d;",
            "index x on c(d); table c(d)",
        ),
        ("CREATE TABLE a (b int UNIQUE); ALTER TABLE a DROP CONSTRAINT a_b_key;", "table a(b)"),
        (
            "CREATE TABLE a (b int); CREATE UNIQUE INDEX i ON a (b); ALTER TABLE a ADD CONSTRAINT k UNIQUE USING INDEX i;",
            "table a(b); u k on a; unique index k on a(b)",
        ),
        ("ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0) NOT VALID;", "c k on a invalid; table a(b)"),
        (
            "ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT k;",
            "c k on a; table a(b)",
        ),
        (
            "CREATE TABLE a (b int PRIMARY KEY); CREATE TABLE c (d int REFERENCES a); DROP TABLE a CASCADE;",
            "table c(d)",
        ),
        (
            "CREATE TABLE a (b int) PARTITION BY LIST (b); CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1);",
            "table a(b); table a1(b)",
        ),
        ("CREATE TABLE x.a (b int); CREATE TABLE y.a (b int); DROP TABLE x.a;", "table y.a(b)"),
        ("CREATE TABLE x.a (b int); ALTER TABLE a ADD COLUMN c int;", "table x.a(b c)"),
        ("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ CREATE TABLE a (b int) $$;", ""),
    ] {
        assert_eq!(after(text).join("; "), there, "{text}");
    }
}
