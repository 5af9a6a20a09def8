//! `rutter new`: a document from its kind's template, with what the handbook knows filled in.

mod decision;

use tera::{Context, Tera};

use super::args::NewArgs;
use super::{Outcome, output, people, place};
use crate::adr;
use crate::config::Kind;
use crate::markdown::slug;
use crate::model::document::is_markdown;
use crate::model::{Handbook, Loaded, routes};
use crate::paths;
use crate::pipeline::{self, load::NEW_FOLDER};
use crate::world::{self, World};
use crate::yaml::edit::scalar;

/// The templates that come with the tool; a file of the same name under `templates/new/` of a handbook wins.
const TEMPLATES: [(&str, &str); 10] = [
    ("page", include_str!("../../templates/new/page.md")),
    ("runbook", include_str!("../../templates/new/runbook.md")),
    ("adr", include_str!("../../templates/new/adr.md")),
    ("adr-madr4", include_str!("../../templates/new/adr-madr4.md")),
    ("adr-nygard", include_str!("../../templates/new/adr-nygard.md")),
    ("standard", include_str!("../../templates/new/standard.md")),
    ("incident", include_str!("../../templates/new/incident.md")),
    ("change", include_str!("../../templates/new/change.md")),
    ("ritual", include_str!("../../templates/new/ritual.md")),
    ("handover", include_str!("../../templates/new/handover.md")),
];

pub fn run(args: &NewArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let kind = find_kind(args, &handbook)?;
    let decisions = (kind.name == adr::KIND).then(|| pipeline::read_decisions_of_today(&handbook, &loaded));
    if decisions.is_none() {
        decision::refuse(&args.decision, &kind.name)?;
    }
    if args.title.trim().is_empty() {
        return Err("a document needs a title".to_owned());
    }
    let slug = routes::part(&slug(&args.title));
    let of_decisions = decisions.as_ref().map_or(0, |d| decision::next_number(&handbook, d));
    let number = next_number(&handbook, &loaded, kind).max(of_decisions);
    let path = path(&handbook, kind, &slug, number);
    let file = dir.join(&path);
    if file.exists() {
        return Err(format!("{} is there already\nhelp: give the document another title", file.display()));
    }
    let owner = owner(args, &handbook, &path)?;
    let name = match &decisions {
        Some(decisions) => decision::template(args.decision.form, &world, &handbook, decisions, &path),
        None => kind.name.as_str(),
    };
    let template = template(&world, name)?;
    let deciders = people::ids(&handbook.register, &args.decision.decider, "--decider")?;
    let mut context = Context::new();
    context.insert("title", &scalar(&args.title));
    context.insert("kind", &kind.name);
    context.insert("kind_from_path", &kind.paths.matches(&path));
    context.insert("owner", &scalar(&owner));
    context.insert("today", &handbook.today.to_string());
    context.insert("number", &number);
    context.insert("id", &format!("{number:04}"));
    context.insert("heading", &decision::heading(&args.title));
    context.insert("deciders", &deciders.join(", "));
    context.insert("owner_from_path", &inherits_owner(&handbook, kind, &path));
    context.insert("person", &person(&handbook, &owner));
    let mut text = Tera::one_off(&template, &context, false)
        .map_err(|e| format!("the template of `{}` cannot be drawn: {e}", kind.name))?;
    if let Some(old) = &args.decision.supersedes {
        text = decision::superseding(handbook, loaded, &path, text, &place::shown_prefix(&dir), old)?;
    }
    world::write_file(&file, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
    output::result(&format!("{}{path}\n", place::shown_prefix(&dir)), args.common.output.as_deref())?;
    Ok(0)
}

fn find_kind<'a>(args: &NewArgs, handbook: &'a Handbook) -> Result<&'a Kind, String> {
    let kinds = &handbook.config.kinds;
    if args.kind == "rotation" {
        return Err(
            "a rotation is a YAML file, and its schedule is yours to write: see oncall/ in the example handbook"
                .to_owned(),
        );
    }
    kinds.iter().find(|k| k.name == args.kind).ok_or_else(|| {
        let names: Vec<&str> = kinds.iter().map(|k| k.name.as_str()).filter(|n| *n != "rotation").collect();
        format!("no kind `{}`\nhelp: known: {}", args.kind, names.join(", "))
    })
}

/// The handbook's own template, else the tool's, else the one for pages.
fn template(world: &dyn World, kind: &str) -> Result<String, String> {
    if let Ok(bytes) = world.read(&format!("{NEW_FOLDER}{kind}.md")) {
        return String::from_utf8(bytes).map_err(|_| format!("{NEW_FOLDER}{kind}.md is not UTF-8"));
    }
    let own = TEMPLATES.iter().find(|(name, _)| *name == kind);
    Ok(own.unwrap_or(&TEMPLATES[0]).1.to_owned())
}

/// One more than the highest number that a document of the kind has, in its id or its file's name.
fn next_number(handbook: &Handbook, loaded: &Loaded, kind: &Kind) -> u32 {
    let of_kind = handbook.documents.iter().filter(|d| handbook.kind(d).name == kind.name);
    let ids = of_kind.filter_map(|d| d.front.text("id")).filter_map(|id| digits(&id.value));
    let names = loaded
        .tree
        .iter()
        .filter(|e| is_markdown(&e.path) && kind.paths.matches(&e.path))
        .filter_map(|e| digits(paths::stem(&e.path)))
        // A date in a name is no number of a series.
        .filter(|n| *n < 10_000);
    ids.chain(names).max().unwrap_or(0) + 1
}

/// The first run of digits in a name: `chg-119-x` is 119.
fn digits(name: &str) -> Option<u32> {
    let start = name.find(|c: char| c.is_ascii_digit())?;
    let rest = &name[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Where a document of the kind goes: the folder of its first pattern, under a name as the kind's others have it.
fn path(handbook: &Handbook, kind: &Kind, slug: &str, number: u32) -> String {
    let name = match kind.name.as_str() {
        "adr" => format!("{number:04}-{slug}.md"),
        "change" => format!("chg-{number:03}-{slug}.md"),
        "incident" | "handover" => format!("{}-{slug}.md", handbook.today),
        _ => format!("{slug}.md"),
    };
    paths::join(kind.folder(), &name)
}

/// Whether the document's place gives it the owner that the command line does not.
fn inherits_owner(handbook: &Handbook, kind: &Kind, path: &str) -> bool {
    kind.owner.is_some() || handbook.config.folders.iter().any(|f| f.globs.matches(path) && f.owner.is_some())
}

/// As given; else what the folder gives its documents; else it must be said.
fn owner(args: &NewArgs, handbook: &Handbook, path: &str) -> Result<String, String> {
    let register = &handbook.register;
    if let Some(owner) = &args.owner {
        return match register.owner(owner) {
            Some(_) => Ok(owner.clone()),
            None => Err(place::unknown_owner(register, owner)),
        };
    }
    let folder = handbook.config.folders.iter().find(|f| f.globs.matches(path) && f.owner.is_some());
    if let Some(owner) = folder.and_then(|f| f.owner.as_ref()) {
        return Ok(owner.value.clone());
    }
    match register.teams.as_slice() {
        [only] => Ok(only.id.value.clone()),
        teams => {
            let names: Vec<&str> = teams.iter().map(|t| t.id.value.as_str()).collect();
            Err(format!("who owns it?\nhelp: say `--owner TEAM`; there are {}", names.join(", ")))
        }
    }
}

/// Somebody to fill a role with until the author names the right person: the owner, or the first of the team.
fn person(handbook: &Handbook, owner: &str) -> String {
    use crate::model::OwnerRef;
    let register = &handbook.register;
    let at = match register.owner(owner) {
        Some(OwnerRef::Person(p)) => Some(p),
        Some(OwnerRef::Team(t)) => register.active_members(t, handbook.today).first().copied(),
        None => None,
    };
    at.map_or_else(|| owner.to_owned(), |p| register.people[p].id.value.clone())
}
