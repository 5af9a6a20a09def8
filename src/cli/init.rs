//! `rutter init`: a small handbook that passes `check` today.

use tera::{Context, Tera};

use super::args::InitArgs;
use super::{Outcome, output};
use crate::config;
use crate::markdown::slug;
use crate::world;

const FILES: [(&str, &str); 7] = [
    ("handbook.yaml", include_str!("../../templates/init/handbook.yaml")),
    ("people.yaml", include_str!("../../templates/init/people.yaml")),
    ("teams.yaml", include_str!("../../templates/init/teams.yaml")),
    ("services.yaml", include_str!("../../templates/init/services.yaml")),
    ("index.md", include_str!("../../templates/init/index.md")),
    ("runbooks/failover.md", include_str!("../../templates/init/failover.md")),
    ("adr/0001-record-decisions.md", include_str!("../../templates/init/0001-record-decisions.md")),
];

pub fn run(args: &InitArgs) -> Outcome {
    let dir = &args.dir;
    if dir.join(config::FILE).exists() {
        return Err(format!("{} is a handbook already", dir.display()));
    }
    // Nothing that is there is written over, whatever it holds.
    if let Some((taken, _)) = FILES.iter().find(|(path, _)| dir.join(path).exists()) {
        return Err(format!("{} is there already, and init writes over nothing", dir.join(taken).display()));
    }
    let name = world::git::name(dir).unwrap_or_else(|| "You".to_owned());
    let email = world::git::email(dir).unwrap_or_else(|| "you@example.com".to_owned());
    let id = slug(email.split('@').next().unwrap_or("you"));
    let id = if id.is_empty() { "you".to_owned() } else { id };
    let mut context = Context::new();
    context.insert("today", &world::machine_date().to_string());
    context.insert("id", &id);
    context.insert("name", &serde_json::Value::from(name).to_string());
    context.insert("email", &serde_json::Value::from(email).to_string());
    for (path, template) in FILES {
        let text = Tera::one_off(template, &context, false).map_err(|e| e.to_string())?;
        let file = dir.join(path);
        world::write_file(&file, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
        output::note(&format!("wrote {}", file.display()));
    }
    let shown = dir.display();
    output::note(&format!("\nnext: rutter build {shown}    then open site/index.html"));
    Ok(0)
}
