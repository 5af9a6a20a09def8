//! What is shown now.

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::watch::{Receiver, Sender};

use super::editor::Editor;
use super::news::Undrawn;
use super::{Said, Tell};
use crate::diag::Diagnostic;
use crate::pipeline::Edition;
use crate::world::OsWorld;

/// How many pages are kept as they were before a mistake.
const KEPT: usize = 64;

/// What the handbook is at one moment.
#[derive(Clone, Default)]
pub struct Standing {
    /// Counts the editions, from 1.
    pub number: u64,
    pub edition: Option<Arc<Edition>>,
    /// Why it cannot be read any more; the last edition is still there.
    pub stuck: Option<Arc<str>>,
}

pub struct Desk {
    pub world: OsWorld,
    pub port: u16,
    pub editor: Option<Editor>,
    /// What only our own pages know: who shows it may open the editor.
    pub key: String,
    /// Says something in the terminal.
    pub tell: Tell,
    standing: Sender<Standing>,
    undrawn: Mutex<Undrawn>,
    /// The last pages that were drawn, by their files; the newest last.
    good: Mutex<VecDeque<(String, Arc<[u8]>)>>,
}

impl Desk {
    pub fn new(world: OsWorld, port: u16, editor: Option<Editor>, tell: Tell) -> Self {
        let key = format!("{:016x}{:016x}", RandomState::new().hash_one(0), RandomState::new().hash_one(1));
        Self {
            world,
            port,
            editor,
            key,
            tell,
            standing: Sender::default(),
            undrawn: Mutex::default(),
            good: Mutex::default(),
        }
    }

    /// What there is now, and what will be.
    pub fn standing(&self) -> Receiver<Standing> {
        self.standing.subscribe()
    }

    /// Shows an edition in place of the one before, which is given back with the number of the new one.
    pub fn publish(&self, edition: Arc<Edition>) -> (u64, Standing) {
        let number = self.standing.borrow().number + 1;
        (number, self.standing.send_replace(Standing { number, edition: Some(edition), stuck: None }))
    }

    /// Says that the handbook cannot be read. False if that was said before.
    pub fn stick(&self, why: &str) -> bool {
        self.standing.send_if_modified(|standing| {
            let news = standing.stuck.as_deref() != Some(why);
            standing.stuck = Some(why.into());
            news
        })
    }

    /// Says why a file cannot be drawn, or that it can be drawn again, if that is news.
    pub fn learn(&self, edition: &Edition, file: &str, mistake: Option<&Diagnostic>) {
        let learn = |mut undrawn: MutexGuard<Undrawn>| undrawn.learn(file, mistake, &edition.checked.loaded.sources);
        if let Some(news) = self.undrawn.lock().ok().and_then(learn) {
            (self.tell)(Said::Drawn { edition, news });
        }
    }

    /// Keeps a page as it is, for when it cannot be drawn.
    pub fn keep(&self, file: &str, html: &Arc<[u8]>) {
        if let Ok(mut good) = self.good.lock() {
            good.retain(|(kept, _)| kept != file);
            good.push_back((file.to_owned(), Arc::clone(html)));
            if good.len() > KEPT {
                good.pop_front();
            }
        }
    }

    /// A page as it was when it could be drawn last.
    pub fn kept(&self, file: &str) -> Option<Arc<[u8]>> {
        let good = self.good.lock().ok()?;
        good.iter().find(|(kept, _)| kept == file).map(|(_, html)| Arc::clone(html))
    }
}
