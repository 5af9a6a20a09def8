//! What is no SQL and stands in files all the same, blanked so that every byte keeps its place.

use std::borrow::Cow;

/// The word by which comments tell squawk to look away. Exceptions decide that, so it must not see them.
const IGNORE: &str = "squawk-ignore";

/// A text of the same length without what the parser must not see.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    if text.contains(IGNORE) { Cow::Owned(text.replace(IGNORE, "squawk_ignore")) } else { Cow::Borrowed(text) }
}
