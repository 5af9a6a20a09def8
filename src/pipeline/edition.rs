//! One edition of a handbook: what was read and checked, with all that its pages are drawn from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::{Checked, looks};
use crate::check;
use crate::diag::Diagnostic;
use crate::markdown::{Glossary, diagram};
use crate::model::{self, DocId, Document, Handbook};
use crate::render::theme::{self, ASSET_FOLDER, Theme};
use crate::render::{self, Input, Output, Page, Plan};
use crate::search;
use crate::view::{Hrefs, Scope};
use crate::world::World;

/// A handbook that was read and checked, with all that its pages are drawn from. It never changes: another one takes
/// its place.
pub struct Edition {
    pub checked: Checked,
    theme: Arc<Theme>,
    plan: Plan,
    calendars: OnceLock<BTreeMap<String, String>>,
    /// Width and height in pixels of the images that pages show.
    image_sizes: HashMap<String, (u32, u32)>,
    glossary: Option<Glossary>,
    /// Files that are published as they are, by their paths, which are the same in the handbook and in the site.
    assets: BTreeSet<String>,
    /// What the browser's search asks for, made when it is asked for, with what is remembered of other editions.
    search: OnceLock<search::Served>,
    words: Arc<Mutex<search::Memo>>,
    /// The index that the command line reads.
    index: OnceLock<BTreeMap<String, Vec<u8>>>,
    /// The diagrams of the pages that were drawn.
    diagrams: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Those of all other pages were drawn too.
    drew_diagrams: OnceLock<()>,
}

impl Edition {
    /// What the theme has to say is added to what was found.
    pub fn new(world: &dyn World, checked: Checked) -> Self {
        Self::again(world, checked, &mut looks::Memo::default(), Arc::default())
    }

    /// The same, with what is remembered of the edition before.
    pub(super) fn again(
        world: &dyn World,
        mut checked: Checked,
        memo: &mut looks::Memo,
        words: Arc<Mutex<search::Memo>>,
    ) -> Self {
        let (theme, found) = memo.theme(world, &checked.loaded);
        checked.add(found);
        let image_sizes = memo.image_sizes(world, &checked.loaded, &checked.handbook.assets);
        let plan = Plan::new(&checked.handbook, &theme);
        let glossary = glossary(&checked.handbook);
        let assets = assets(&checked);
        Self {
            checked,
            theme,
            plan,
            calendars: OnceLock::new(),
            image_sizes,
            glossary,
            assets,
            search: OnceLock::new(),
            words,
            index: OnceLock::new(),
            diagrams: Mutex::default(),
            drew_diagrams: OnceLock::new(),
        }
    }

    /// Draws every page and puts it, with every file that is published as it is. Gives the mistakes of templates.
    pub fn draw(&self, world: &dyn World, out: &dyn Output) -> Vec<Diagnostic> {
        self.assets.par_iter().for_each(|path| {
            if let Ok(bytes) = world.read(path) {
                out.put(path, &bytes);
            }
        });
        self.with_input(|input| render::site(input, &self.plan, out))
    }

    /// Makes the search index and puts its files.
    pub fn index(&self, out: &dyn Output) -> Result<(), String> {
        let Checked { handbook, loaded, decisions, .. } = &self.checked;
        let put = |path: &str, bytes: &[u8]| out.put(path, bytes);
        search::publish(handbook, loaded, decisions, &put).map_err(|error| error.to_string())
    }

    /// One file of the site. `path` is relative to the site: `a/b/index.html`. None where the site has no such file.
    /// An error is the finding that says why the page cannot be drawn.
    pub fn file(&self, world: &dyn World, path: &str) -> Option<Result<Cow<'_, [u8]>, Diagnostic>> {
        if self.assets.contains(path) {
            return world.read(path).ok().map(|bytes| Ok(bytes.into()));
        }
        match self.plan.find(&self.checked.handbook, path) {
            Some(page) => match self.page(page) {
                Ok(mut files) => files.remove(path).map(|bytes| Ok(bytes.into())),
                Err(mistake) => Some(Err(mistake)),
            },
            None if path.starts_with(search::index::FOLDER) => {
                let index = self.index.get_or_init(|| {
                    let shelf = Shelf::default();
                    // Without an index there is nothing to be found.
                    let _ = self.index(&shelf);
                    shelf.take()
                });
                index.get(path).map(|bytes| Ok(bytes.as_slice().into()))
            }
            None if path.starts_with(search::shards::FOLDER) => {
                let Checked { handbook, loaded, decisions, .. } = &self.checked;
                let read = |words: &mut search::Memo| search::live(handbook, loaded, decisions, words);
                let served =
                    self.search.get_or_init(|| read(&mut self.words.lock().unwrap_or_else(PoisonError::into_inner)));
                served.file(path).map(Ok)
            }
            None if path.starts_with(diagram::FOLDER) => self.diagram(path).map(|bytes| Ok(bytes.into())),
            None => None,
        }
    }

    /// The files that a page is made of. Its diagrams are kept: they are asked for after it.
    fn page(&self, page: Page) -> Result<BTreeMap<String, Vec<u8>>, Diagnostic> {
        let shelf = Shelf::default();
        self.with_input(|input| render::draw(input, &self.plan, page, &shelf))?;
        let files = shelf.take();
        if let Ok(mut diagrams) = self.diagrams.lock() {
            let drawn = files.iter().filter(|(path, _)| path.starts_with(diagram::FOLDER));
            diagrams.extend(drawn.map(|(path, bytes)| (path.clone(), bytes.clone())));
        }
        Ok(files)
    }

    /// A diagram, whose page may have been drawn in an edition before.
    fn diagram(&self, path: &str) -> Option<Vec<u8>> {
        let drawn = || self.diagrams.lock().ok()?.get(path).cloned();
        drawn().or_else(|| {
            self.drew_diagrams.get_or_init(|| self.draw_diagrams());
            drawn()
        })
    }

    fn draw_diagrams(&self) {
        let has_diagrams = |d: &Document| d.outline.code.iter().any(|c| c.info.lang == diagram::LANGUAGE);
        let pages = self.checked.handbook.published().filter(|(_, d)| has_diagrams(d));
        let pages: Vec<Page> = pages.map(|(id, _)| Page::Document(id)).collect();
        // A page that cannot be drawn says so itself.
        pages.iter().for_each(|page| drop(self.page(*page)));
    }

    /// The document that a page shows, by its file in the site.
    pub fn document_of(&self, path: &str) -> Option<DocId> {
        path.strip_suffix("index.html")?;
        self.plan.document(&self.checked.handbook, path)
    }

    /// Whether the site has a file, as far as that is known before it is drawn.
    pub fn has(&self, path: &str) -> bool {
        self.is_own(path) || self.plan.find(&self.checked.handbook, path).is_some()
    }

    /// Whether a file is published as the handbook has it.
    pub fn is_own(&self, path: &str) -> bool {
        self.assets.contains(path)
    }

    /// Whether a file's name changes with its bytes.
    pub fn is_hashed(&self, path: &str) -> bool {
        let hashed = |(name, at, _): &(String, String, _)| at == path && !path.ends_with(name.as_str());
        self.theme.assets.iter().any(hashed)
    }

    /// The handbook as a page sees it, at a route; with links that start at `base` instead of at the page.
    pub fn seen_from<T>(&self, route: &str, base: Option<&str>, look: impl FnOnce(&Scope) -> T) -> T {
        let Checked { handbook, loaded, decisions, oncall, sql, .. } = &self.checked;
        let resolver = handbook.resolver(loaded);
        let hrefs = Hrefs { from: route, offline: handbook.config.offline, absolute: base };
        look(&Scope { handbook, decisions, oncall, sql, resolver: &resolver, hrefs })
    }

    /// Where an asset of the theme lies in the site: `assets/rutter.1a2b3c4d5e.css`.
    pub fn asset(&self, name: &str) -> &str {
        self.theme.asset(name)
    }

    fn with_input<T>(&self, use_it: impl FnOnce(&Input) -> T) -> T {
        let Checked { loaded, handbook, decisions, oncall, sql, findings, .. } = &self.checked;
        use_it(&Input {
            handbook,
            decisions,
            oncall,
            sql,
            calendars: &self.calendars,
            loaded,
            findings,
            theme: &self.theme,
            image_sizes: &self.image_sizes,
            rule_summary: &|name| check::rule(name).map_or(String::new(), |r| r.summary().to_owned()),
            glossary: self.glossary.as_ref(),
        })
    }
}

/// Files by their paths, in memory.
#[derive(Default)]
struct Shelf {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Shelf {
    fn take(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_default()
    }
}

impl Output for Shelf {
    fn put(&self, path: &str, bytes: &[u8]) {
        if let Ok(mut files) = self.files.lock() {
            files.insert(path.to_owned(), bytes.to_owned());
        }
    }
}

/// The files that pages show or link to, and everything else under `assets/`.
fn assets(checked: &Checked) -> BTreeSet<String> {
    let own = checked.loaded.tree.iter().filter(|e| e.problem.is_none()).map(|e| &e.path).filter(|path| {
        let name = path.strip_prefix(ASSET_FOLDER);
        name.is_some_and(|n| !theme::is_asset(n) && !model::document::is_markdown(n))
    });
    own.chain(&checked.handbook.assets).cloned().collect()
}

/// The terms that pages mark, from the handbook's glossary.
fn glossary(handbook: &Handbook) -> Option<Glossary> {
    let outline = &handbook.document(handbook.glossary?).outline;
    let entries = outline.definitions.iter().map(|d| (d.term.clone(), d.text.clone(), Some(d.id.clone())));
    Some(Glossary::new(entries))
}
