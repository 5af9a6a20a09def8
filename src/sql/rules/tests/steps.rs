//! What the rules that look at one step say, beyond what their manuals show: `tests/sql/steps.txt`. A case is the name of
//! a rule with its settings, the SQL, and after `>` what is said of it: the text that a finding points at, the message,
//! and what to do. `RUTTER_BLESS=1` writes what is said now.

use super::*;

#[test]
fn rules_say_what_is_wrong() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql/steps.txt");
    let wanted = std::fs::read_to_string(&path).expect("the cases");
    let cases: Vec<String> = wanted.trim_end().split("\n\n").map(said).collect();
    let said = cases.join("\n\n") + "\n";
    if std::env::var_os("RUTTER_BLESS").is_some() {
        std::fs::write(&path, &said).expect("the cases");
    }
    for (said, wanted) in said.split("\n\n").zip(wanted.split("\n\n")) {
        assert_eq!(said, wanted);
    }
}

/// A case with what is said of it.
fn said(case: &str) -> String {
    let (head, rest) = case.split_once('\n').expect("a rule, and SQL");
    let (name, with) = head.trim_start_matches("# ").split_once(' ').unwrap_or((head.trim_start_matches("# "), "{}"));
    let sql: Vec<&str> = rest.lines().take_while(|l| !l.starts_with("> ")).collect();
    let sql = sql.join("\n");
    let rule = find(name).unwrap_or_else(|| panic!("no rule {name}"));
    let mut out = format!("{head}\n{sql}");
    for hit in hits(rule, &format!("with: {with}"), None, &sql) {
        let help = hit.help.map(|h| format!(" ({h})")).unwrap_or_default();
        let at = sql[hit.place.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("\n> `{at}`: {}{help}", hit.message));
    }
    out
}
