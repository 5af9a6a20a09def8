//! `rutter sql except`: leave to break a rule, written into the standard.

use chrono::{Months, NaiveDate};

use super::named;
use crate::cli::args::SqlExceptArgs;
use crate::cli::{Outcome, output, place};
use crate::diag::{meant, nearest};
use crate::model::OwnerRef;
use crate::pipeline::lint::{Linted, lint};
use crate::sql::except::{Leave, write};
use crate::sql::standard::{Enforce, Rule};
use crate::sql::{Excuse, Standard};
use crate::world;

/// The longest that an exception may hold, in months.
const LONGEST: Months = Months::new(12);

pub(super) fn run(args: &SqlExceptArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let file = named(&world, &args.path)?;
    if file.is_folder {
        return Err(format!(
            "{} is a folder\nhelp: an exception is of one file; one of several is a pattern, to be written by hand",
            args.path.display()
        ));
    }
    let path = file.path.clone();
    let linted = {
        let spinner = output::Spinner::new(&args.common);
        lint(&world, &settings, &[file], &|stage| spinner.say(stage)).map_err(|e| e.to_string())?
    };
    let (at, r) = find(args, &linted)?;
    let standard = &linted.sql.standards[at];
    let rule = &standard.rules[r];
    held_by_machine(rule)?;
    let today = linted.handbook.today;
    let leave = Leave {
        rule: rule.id.value.clone(),
        path: path.clone(),
        reason: reason(args)?,
        owner: owner(args, &linted, today)?,
        expires: end(args, today)?,
    };
    needed(&linted, at, r, &path)?;
    let is_old = |e: &&crate::sql::Exception| {
        e.rule.value == leave.rule && e.path.as_ref().is_some_and(|p| p.value == path) && e.statement.is_none()
    };
    let renewed = standard.exceptions.iter().filter(is_old).find(|e| e.is_complete() && e.is_expired(today));
    let document = linted.handbook.document(standard.doc);
    let shown = format!("{}{}", place::shown_prefix(&dir), document.path);
    let text = linted.loaded.sources.text(document.file);
    let new = write(text, &leave, renewed).map_err(|e| format!("{shown}: {e}"))?;
    world::write_file(&dir.join(&document.path), new.as_bytes())
        .map_err(|e| format!("{shown} cannot be written: {e}"))?;
    if !args.common.quiet {
        let Leave { rule, path, reason, owner, expires } = &leave;
        let done = if renewed.is_some() { "renewed" } else { "wrote" };
        output::note(&format!("{done} in {shown}: {path} may break {rule} until {expires} ({owner}: {reason})"));
    }
    Ok(0)
}

/// The rule that is meant: its standard and its place there.
fn find(args: &SqlExceptArgs, linted: &Linted) -> Result<(usize, usize), String> {
    let path = |s: &Standard| linted.handbook.document(s.doc).path.as_str();
    let standards = || linted.sql.standards.iter().enumerate();
    let is_asked = |s: &Standard| args.standard.as_ref().is_none_or(|asked| path(s) == asked.trim_start_matches("./"));
    if let Some(asked) = args.standard.as_ref().filter(|_| !standards().any(|(_, s)| is_asked(s))) {
        let near = nearest(asked, standards().map(|(_, s)| path(s)));
        let help = near.map_or_else(String::new, |near| format!("\nhelp: did you mean `{near}`?"));
        return Err(format!("there is no standard `{asked}` in the handbook{help}"));
    }
    let of_id = standards().filter(|(_, s)| is_asked(s)).filter_map(|(at, s)| Some((at, s.rule(&args.rule)?)));
    match of_id.collect::<Vec<_>>().as_slice() {
        [] => {
            let ids = standards().filter(|(_, s)| is_asked(s)).flat_map(|(_, s)| &s.rules);
            let otherwise = "name a rule by the id that its standard gives it, like IDX-1";
            let help = meant(&args.rule, ids.map(|r| r.id.value.as_str()), otherwise);
            Err(format!("no standard has a rule `{}`\nhelp: {help}", args.rule))
        }
        [one] => Ok(*one),
        several => {
            let paths: Vec<&str> = several.iter().map(|(at, _)| path(&linted.sql.standards[*at])).collect();
            Err(format!(
                "{} standards have a rule `{}`: {}\nhelp: say which with `--standard PATH`",
                several.len(),
                args.rule,
                paths.join(", ")
            ))
        }
    }
}

fn held_by_machine(rule: &Rule) -> Result<(), String> {
    let id = &rule.id.value;
    match &rule.enforce {
        Enforce::Machine { .. } => Ok(()),
        Enforce::Review => Err(format!(
            "{id} is held by people, so an exception would excuse nothing\nhelp: agree on it in the review of the change"
        )),
        Enforce::Unknown => Err(format!(
            "nothing enforces {id}: its `enforce:` names no rule\nhelp: `rutter check` says what was meant"
        )),
    }
}

fn reason(args: &SqlExceptArgs) -> Result<String, String> {
    let words: Vec<&str> = args.reason.split_whitespace().collect();
    if words.is_empty() {
        return Err(format!("why may it break {}?\nhelp: say `--reason TEXT`", args.rule));
    }
    Ok(words.join(" "))
}

/// The id of whoever answers for it, who must be there.
fn owner(args: &SqlExceptArgs, linted: &Linted, today: NaiveDate) -> Result<String, String> {
    let register = &linted.handbook.register;
    let owner = register.owner(&args.owner).ok_or_else(|| place::unknown_owner(register, &args.owner))?;
    if let OwnerRef::Person(p) = owner
        && register.people[p].left(today)
    {
        let name = &register.people[p].name;
        return Err(format!("{name} has left\nhelp: name a team, or somebody who is here"));
    }
    Ok(register.owner_id(owner).to_owned())
}

/// The last day: not over, and not so far that nobody would look at it again.
fn end(args: &SqlExceptArgs, today: NaiveDate) -> Result<NaiveDate, String> {
    let latest = today.checked_add_months(LONGEST).unwrap_or(NaiveDate::MAX);
    if args.expires < today {
        return Err(format!("{} is over: today is {today}\nhelp: say a last day up to {latest}", args.expires));
    }
    if args.expires > latest {
        return Err(format!(
            "an exception holds for a year at most, so that somebody looks at it again\nhelp: say a last day up to {latest}"
        ));
    }
    Ok(args.expires)
}

/// Refuses where nothing would be excused: such an exception is a finding.
fn needed(linted: &Linted, standard: usize, rule: usize, path: &str) -> Result<(), String> {
    let sql = &linted.sql;
    let file = |v: &crate::sql::Violation| &sql.histories[v.history].files[v.file];
    let broken = || sql.violations.iter().filter(|v| (v.standard, v.rule) == (standard, rule) && file(v).path == path);
    let rule = &sql.standards[standard].rules[rule];
    let id = &rule.id.value;
    if broken().next().is_none() {
        let date = sql.histories.iter().flat_map(|h| &h.files).find(|f| f.path == path).and_then(|f| f.date);
        let why = if rule.holds_for(path, date) { "" } else { " (its `applies_to` or `since` leave the file out)" };
        return Err(format!("nothing in {path} breaks {id}{why}, so an exception would excuse nothing"));
    }
    if broken().all(|v| matches!(v.excuse, Some(Excuse::Exception(_)))) {
        return Err(format!("{path} may break {id} already: an exception excuses it"));
    }
    Ok(())
}
