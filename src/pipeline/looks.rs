//! What pages look like: the theme, with the handbook's own files over it, and the sizes of pictures.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::model::Loaded;
use crate::render::theme::{self, ASSET_FOLDER, TEMPLATE_FOLDER, Theme};
use crate::source::SourceFile;
use crate::world::{Entry, World};

/// What is remembered of it.
#[derive(Default)]
pub struct Memo {
    theme: Option<Dressed>,
    /// With the entries that they had in the tree when they were measured.
    pictures: HashMap<String, (Option<Entry>, Option<Size>)>,
}

/// A theme, and the files it was made with.
struct Dressed {
    templates: Vec<Arc<SourceFile>>,
    assets: Vec<(String, Vec<u8>)>,
    theme: Arc<Theme>,
    found: Vec<Diagnostic>,
}

/// Width and height in pixels.
type Size = (u32, u32);

impl Memo {
    /// The theme, with the files of the handbook's own `assets/` that take the place of the theme's.
    pub fn theme(&mut self, world: &dyn World, loaded: &Loaded) -> (Arc<Theme>, Vec<Diagnostic>) {
        let is_template = |path: &str| path.starts_with(TEMPLATE_FOLDER);
        let templates: Vec<Arc<SourceFile>> = loaded
            .sources
            .iter()
            .filter(|(_, f)| is_template(&f.path))
            .map(|(id, _)| Arc::clone(loaded.sources.shared(id)))
            .collect();
        let assets: Vec<(String, Vec<u8>)> = loaded
            .tree
            .iter()
            .filter_map(|e| Some((e, e.path.strip_prefix(ASSET_FOLDER)?)))
            .filter(|(e, name)| e.problem.is_none() && theme::is_asset(name))
            .filter_map(|(e, name)| Some((name.to_owned(), world.read(&e.path).ok()?)))
            .collect();
        let same = |known: &&Dressed| {
            known.assets == assets
                && known.templates.len() == templates.len()
                && known.templates.iter().zip(&templates).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        if let Some(known) = self.theme.as_ref().filter(same) {
            return (Arc::clone(&known.theme), known.found.clone());
        }
        let (theme, found) = Theme::load(&loaded.sources, assets.clone());
        let theme = Arc::new(theme);
        self.theme = Some(Dressed { templates, assets, theme: Arc::clone(&theme), found: found.clone() });
        (theme, found)
    }

    /// The sizes of those files that are pictures.
    pub fn image_sizes(
        &mut self,
        world: &dyn World,
        loaded: &Loaded,
        files: &BTreeSet<String>,
    ) -> HashMap<String, Size> {
        let entry = |path: &str| -> Option<&Entry> {
            loaded.tree.binary_search_by(|e| e.path.as_str().cmp(path)).ok().map(|at| &loaded.tree[at])
        };
        let measure = |path: &String| {
            let size = imagesize::blob_size(&world.read(path).ok()?).ok()?;
            let pixels = |n: usize| u32::try_from(n).ok();
            Some((pixels(size.width)?, pixels(size.height)?))
        };
        let look = |path: &String| {
            let entry = entry(path).filter(|e| e.modified.is_some());
            let known = self.pictures.get(path).filter(|(known, _)| entry.is_some() && known.as_ref() == entry);
            (path.clone(), (entry.cloned(), known.map_or_else(|| measure(path), |(_, size)| *size)))
        };
        self.pictures = files.par_iter().map(look).collect();
        self.pictures.iter().filter_map(|(path, (_, size))| Some((path.clone(), (*size)?))).collect()
    }
}
