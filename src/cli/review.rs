//! `rutter review`.

use std::path::{Path, PathBuf};

use super::args::ReviewArgs;
use super::{Outcome, output, place};
use crate::model::Handbook;
use crate::model::register::OwnerRef;
use crate::pipeline;
use crate::review::{Stamp, stamp};
use crate::world::{self, OsWorld};

pub fn run(args: &ReviewArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    // Every path is looked at before any file is touched: a slip in the third one must not leave two stamped.
    let mut ready: Vec<(PathBuf, String)> = Vec::new();
    for path in &args.paths {
        let path = find(path)?;
        let root = place::around(&path).ok_or_else(|| format!("{} lies in no handbook", path.display()))?;
        let world = OsWorld::new(&root).map_err(|e| format!("{} cannot be opened: {e}", root.display()))?;
        let (_, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
        let by = reviewer(args, &handbook, &root)?;
        let bytes = world::read_file(&path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8", path.display()))?;
        let what = Stamp { date: handbook.today, by: Some(&by), aliases: &handbook.config.aliases };
        let new = stamp(&path.to_string_lossy(), &text, &what).map_err(|e| format!("{}: {e}", path.display()))?;
        ready.push((path, new));
    }
    for (path, text) in &ready {
        world::write_file(path, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    }
    if !args.common.quiet {
        for (path, _) in &ready {
            output::note(&format!("reviewed {}", path.display()));
        }
    }
    Ok(0)
}

/// A path as given, or from the root of the handbook, as findings name it.
fn find(path: &Path) -> Result<PathBuf, String> {
    let in_handbook = place::folder(None).join(path);
    let found = [path.to_owned(), in_handbook].into_iter().find(|p| p.exists());
    let found = found.ok_or_else(|| format!("there is no {}", path.display()))?;
    if found.is_dir() {
        return Err(format!(
            "{} is a folder\nhelp: a review is of one document: name the files you have read",
            path.display()
        ));
    }
    Ok(found)
}

/// Who reviewed: as given, else the person with git's email. Either must be somebody of the register.
fn reviewer(args: &ReviewArgs, handbook: &Handbook, root: &Path) -> Result<String, String> {
    let register = &handbook.register;
    let id = |name: &str| register.owner(name).map(|o: OwnerRef| register.owner_id(o).to_owned());
    match &args.by {
        Some(by) => id(by).ok_or_else(|| {
            let near = register.nearest_owner(by).map_or(String::new(), |n| format!("\nhelp: did you mean `{n}`?"));
            format!("nobody called `{by}` is in people.yaml{near}")
        }),
        None => world::git::email(root).and_then(|email| id(&email)).ok_or_else(|| {
            "who reviewed this?\nhelp: say `--by ID`; git's user.email is nobody's in people.yaml".to_owned()
        }),
    }
}
