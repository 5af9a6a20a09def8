//! What the tool says of itself: rules, their manuals, completions, the manual page.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs, ExplainArgs, RulesArgs, TableForm};
use super::{Outcome, output};
use crate::check::{RULES, Rule, is_known, rule, suggest};
use crate::diag::{Level, sink};

pub fn explain(args: &ExplainArgs) -> Outcome {
    let rule = rule(&args.rule).ok_or_else(|| unknown(&args.rule))?;
    let until = if rule.level == Level::Off { "unless a standard enforces it" } else { "unless set otherwise" };
    let text = format!("{} ({} {until})\n\n{}\n", rule.name, level(rule), rule.manual().trim_end());
    output::result(&text, None)?;
    Ok(0)
}

/// What is said of a rule that does not exist.
pub fn unknown(name: &str) -> String {
    format!("no rule `{name}`\nhelp: {}", suggest(name))
}

fn level(rule: &Rule) -> &'static str {
    match rule.level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

pub fn rules(args: &RulesArgs) -> Outcome {
    if let Some(pattern) = args.select.iter().find(|p| !is_known(p)) {
        return Err(unknown(pattern));
    }
    let chosen = |r: &&Rule| args.select.is_empty() || args.select.iter().any(|p| sink::matches(p, r.name));
    let rules: Vec<&Rule> = RULES.iter().filter(chosen).collect();
    let text = match args.format {
        TableForm::Human => {
            let groups: Vec<String> = rules.chunk_by(|a, b| group(a) == group(b)).map(table).collect();
            groups.join("\n")
        }
        TableForm::Json => {
            let rules: Vec<_> = rules
                .iter()
                .map(|r| serde_json::json!({"rule": r.name, "level": level(r), "summary": r.summary()}))
                .collect();
            format!("{}\n", serde_json::Value::from(rules))
        }
    };
    output::result(&text, None)?;
    Ok(0)
}

fn group(rule: &Rule) -> Option<&str> {
    rule.name.split_once('/').map(|(group, _)| group)
}

/// Each group has columns of its own: one long name must not push all summaries off the screen.
fn table(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|r| r.name.len()).max().unwrap_or(0);
    rules.iter().map(|r| format!("{:<width$} {:<8} {}\n", r.name, level(r), r.summary())).collect()
}

pub fn completions(args: &CompletionsArgs) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rutter", &mut text);
    output::result(&String::from_utf8_lossy(&text), None)?;
    Ok(0)
}

pub fn man() -> Outcome {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text).map_err(|e| e.to_string())?;
    output::result(&String::from_utf8_lossy(&text), None)?;
    Ok(0)
}
