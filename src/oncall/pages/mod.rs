//! Pages: what people were called for, as the tool that called them wrote it down.
//!
//! 1. `read` takes `oncall/pages.csv` and `oncall/pages/*.csv` into [`Incident`]s.
//! 2. [`counted`] says whom each one reached, and counts what came at once as one [`Page`].
//! 3. [`excesses`] finds who was paged too often, and [`load`] reports on some weeks: who got how many and when, and how
//!    long it took them. [`told`] puts that into sentences.
//!
//! Architecture invariant: the order of rows says nothing. Whatever is counted here comes out the same for the same
//! rows in any order.

mod bursts;
mod counted;
mod load;
mod read;
mod spread;
mod table;
pub mod told;

use std::sync::Arc;

pub use bursts::{Excess, excesses};
pub use counted::{Page, counted};
pub use load::{Actionable, Asked, Load, PersonLoad, Week, load};
pub(super) use read::read;
pub use read::{FILE, is_pages};
pub use spread::{Answers, Spread};

use super::Instant;
use crate::model::DocId;
use crate::source::Span;

/// One row: something that somebody was called for.
#[derive(Debug, Clone)]
pub struct Incident {
    /// No two incidents of a handbook have the same.
    pub id: Arc<str>,
    /// An id of the register, or what is written where the register has no such service.
    pub service: Arc<str>,
    /// The rotation that answers for the service.
    pub rotation: Option<DocId>,
    pub created: Instant,
    /// No earlier than `created`; None where nobody did.
    pub acknowledged: Option<Instant>,
    /// No earlier than `created`; None where it is still open.
    pub resolved: Option<Instant>,
    /// Who answered: an id of the register, or what is written where the register has no such person.
    pub responder: Option<Arc<str>>,
    /// `high`, `low`: whatever is written, in small letters.
    pub urgency: Option<Arc<str>>,
    /// Whether there was something to do. None where nobody said.
    pub actionable: Option<bool>,
    /// The row.
    pub span: Span,
}

impl Incident {
    /// When somebody took it: a resolve without an acknowledgement counts as one.
    pub fn answered(&self) -> Option<Instant> {
        self.acknowledged.or(self.resolved)
    }
}
