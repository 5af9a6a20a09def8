//! `rutter adr show`.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Opened;
use crate::cli::args::{AdrShowArgs, TableForm};
use crate::cli::{Outcome, output};
use crate::source::Spanned;

pub(super) fn run(args: &AdrShowArgs) -> Outcome {
    let opened = Opened::with_past(args.target.dir.as_deref(), &args.common)?;
    let at = opened.find(&args.target.id)?;
    let text = match args.format {
        TableForm::Human => card(&opened, at),
        TableForm::Json => {
            let mut object = opened.object(at);
            let options = opened.decisions.list[at].options.iter();
            let options: Vec<Value> = options.map(|o| json!({"title": o.title, "chosen": o.chosen})).collect();
            object["options"] = options.into();
            format!("{object:#}\n")
        }
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

fn card(opened: &Opened, at: usize) -> String {
    let d = &opened.decisions.list[at];
    let names = |references| opened.decisions.names(references).join(", ");
    let mut out = format!("{}  {}\n\n", d.id, d.title);
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name:<14} {value}");
        }
    };
    let people = |list: &[Spanned<String>]| list.iter().map(|p| p.value.as_str()).collect::<Vec<_>>().join(", ");
    fact("status", d.state_word().to_owned());
    fact("date", opened.decisions.date(at).map_or_else(String::new, |date| date.to_string()));
    fact("deciders", people(&d.deciders));
    fact("consulted", people(&d.consulted));
    fact("informed", people(&d.informed));
    fact("supersedes", names(&d.supersedes));
    fact("superseded by", names(&d.superseded_by));
    fact("amends", names(&d.amends));
    fact("amended by", names(&d.amended_by));
    for option in &d.options {
        let how = match option.chosen {
            Some(true) => " (chosen)",
            Some(false) => " (not chosen)",
            None => "",
        };
        fact("option", format!("{}{how}", option.title));
    }
    fact("form", d.form.name().to_owned());
    fact("file", format!("{}{}", opened.prefix(), opened.path(d)));
    out
}
