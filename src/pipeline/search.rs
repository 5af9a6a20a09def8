//! Answers to queries: from the index of the last site where that still holds, else from one made in memory.

use std::path::Path;
use std::sync::Arc;

use super::{CannotRun, Progress, Settings};
use crate::search::answer::Searcher;
use crate::search::index::{FOLDER, SearchIndex};
use crate::search::stamp::{self, Stamp};
use crate::search::{self, record};
use crate::world::{self, Entry, World};

/// A handbook that can be searched.
pub struct Opened {
    pub searcher: Searcher,
    pub base_url: String,
    /// Why an index that was there was not used.
    pub note: Option<&'static str>,
}

/// Opens the index of the site in `site` if it is this handbook's and as new as its files; else makes one.
pub fn open(world: &dyn World, site: &Path, settings: &Settings, progress: Progress) -> Result<Opened, CannotRun> {
    let note = match published(world, site, settings)? {
        Ok(opened) => return Ok(opened),
        Err(note) => note,
    };
    progress("indexing");
    let (loaded, handbook, _) = super::read(world, settings)?;
    let decisions = super::read_decisions_of_today(&handbook, &loaded);
    let searcher = search::in_memory(&handbook, &loaded, &decisions).map_err(|e| CannotRun::Index(e.to_string()))?;
    Ok(Opened { searcher, base_url: handbook.config.base_url, note })
}

/// The published index, or why it is not to be used: nothing to say where there is none.
fn published(
    world: &dyn World,
    site: &Path,
    settings: &Settings,
) -> Result<Result<Opened, Option<&'static str>>, CannotRun> {
    let found = match world::published_index(&site.join(FOLDER), stamp::FILE) {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Err(None)),
        Err(_) => return Ok(Err(Some("the site's search index cannot be read"))),
    };
    let Some(stamp) = Stamp::read(&found.stamp) else {
        return Ok(Err(Some("the site's search index is of another version of rutter")));
    };
    let older = |tree: Arc<Vec<Entry>>| stamp.files != stamp::files(&tree) || found.is_older_than(&tree);
    // Most of either is waiting for the disk.
    let (older, index) = rayon::join(|| world.tree().map(older), || SearchIndex::open(found.directory.box_clone()));
    if older.map_err(CannotRun::Unlisted)? {
        return Ok(Err(Some("the handbook has changed since its site was built")));
    }
    let today = settings.today.or(stamp.today()).unwrap_or(settings.machine_date);
    let opened = index
        .and_then(|index| Searcher::new(index, &stamp.language, record::days(today)))
        .map(|searcher| Opened { searcher, base_url: stamp.base_url.clone(), note: None });
    Ok(opened.map_err(|_| Some("the site's search index is damaged")))
}
