//! Another tool's decisions, turned into this handbook's form.
//!
//! Everything is worked out before anything is written. A folder of the handbook is converted in place; files from
//! elsewhere never take the place of others.

use std::collections::BTreeSet;

use super::plan::Plan;
use super::source::Source;
use crate::adr::convert::{Converted, Settings, convert};
use crate::adr::{self, Form};
use crate::cli::args::ImportArgs;
use crate::cli::{Outcome, place};
use crate::markdown::Link;
use crate::model::links::is_external;
use crate::pipeline;
use crate::world::Overlay;

/// `written` are the forms that the tool writes, of all its versions.
pub fn run(args: &ImportArgs, written: &[Form]) -> Outcome {
    let (world, dir) = place::open(args.dir.as_deref())?;
    let source = Source::find(args, &world)?;
    let mut settings = place::settings(&args.common, None)?;
    settings.decisions_in = Some(source.folder.clone());
    let overlay = Overlay { under: &world, files: source.files.clone() };
    let (loaded, handbook, _) = pipeline::read(&overlay, &settings).map_err(|e| e.to_string())?;
    if let Some(owner) = args.owner.as_ref().filter(|o| handbook.register.owner(o).is_none()) {
        return Err(place::unknown_owner(&handbook.register, owner));
    }
    let decisions = pipeline::read_decisions_of_today(&handbook, &loaded);
    let places = source.decisions(&handbook, &decisions);
    let forms: BTreeSet<Form> = places.iter().map(|at| decisions.list[*at].form).collect();
    if !forms.iter().any(|f| *f == Form::House || written.contains(f)) {
        return Err(nothing_to_import(args, &forms));
    }
    let pictures = source.pictures(&handbook, &decisions, &places);
    let comes_along = |path: &str| {
        // The folder itself is where its decisions are.
        if path == source.folder {
            return true;
        }
        let place = || decisions.of(handbook.of_path(path)?);
        pictures.contains_key(path) || place().is_some_and(|at| places.binary_search(&at).is_ok())
    };
    let adr_paths = &source.config.kinds[source.config.kind(adr::KIND).expect("invariant: a built-in kind")].paths;
    let converting = Settings {
        owner: args.owner.as_deref(),
        relink: &|document, dest| source.relink(document, dest, &comes_along),
        says_kind: &|path| !adr_paths.matches(path),
    };
    let prefix = place::shown_prefix(&dir);
    let from = if source.moved.is_some() { place::shown_prefix(&args.from[0]) } else { prefix.clone() };
    let mut plan = Plan::new(prefix, from);
    for (at, done) in places.iter().zip(convert(&handbook, &loaded, &decisions, &places, &converting)) {
        let decision = &decisions.list[*at];
        let document = handbook.document(decision.doc);
        let leads_out = |link: &Link| !is_external(&link.dest) && (converting.relink)(document, &link.dest).is_some();
        if !matches!(done, Converted::Text { .. }) && document.outline.links.iter().any(leads_out) {
            plan.note(&document.path, "links to what stays behind, since its text stays as it is");
        }
        plan.decision(&source, &document.path, decision.form, done);
    }
    for (path, bytes) in pictures {
        plan.write(path, bytes, "comes along");
    }
    plan.compare(&dir, &world);
    plan.left_out = source.left_out(&handbook, &decisions, &places, &loaded.tree);
    plan.finish(args, &source, &dir)
}

fn nothing_to_import(args: &ImportArgs, forms: &BTreeSet<Form>) -> String {
    let from = args.from[0].display();
    let names: Vec<&str> = forms.iter().map(|f| f.name()).collect();
    match names.as_slice() {
        [] => format!("{from} has no decision\nhelp: name the folder that the decisions lie in"),
        names => {
            format!("{from} has no decision of that tool\nhelp: its decisions are in the form {}", names.join(", "))
        }
    }
}
