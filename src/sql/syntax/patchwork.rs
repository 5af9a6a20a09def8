//! Texts put together from pieces of a file.

use crate::sql::Place;

/// A text that knows where in the file each part of it stands. Parts between them are glue, and stand nowhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Patchwork {
    text: String,
    /// In the order of the text, and of the file too.
    patches: Vec<Patch>,
}

#[derive(Debug, Clone)]
struct Patch {
    at: usize,
    len: usize,
    /// Its place in the file.
    from: usize,
}

impl Patchwork {
    /// The whole of a file.
    pub fn whole(text: &str) -> Self {
        let mut whole = Self::default();
        whole.push(text, 0);
        whole
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// A part that stands in the file at `from`, or something of the same length does.
    pub fn push(&mut self, part: &str, from: usize) {
        let at = self.text.len();
        self.text.push_str(part);
        match self.patches.last_mut() {
            Some(last) if last.at + last.len == at && last.from + last.len == from => last.len += part.len(),
            _ => self.patches.push(Patch { at, len: part.len(), from }),
        }
    }

    /// A part that stands nowhere.
    pub fn glue(&mut self, part: &str) {
        self.text.push_str(part);
    }

    /// A part of another patchwork of the same file.
    pub fn push_part(&mut self, of: &Self, part: Place) {
        self.push_instead(of, part.clone(), &of.text[part]);
    }

    /// The same with other words of the same length.
    pub fn push_instead(&mut self, of: &Self, part: Place, words: &str) {
        let mut done = part.start;
        let first = of.patches.partition_point(|p| p.at + p.len <= part.start);
        for patch in of.patches[first..].iter().take_while(|p| p.at < part.end) {
            let (start, end) = (patch.at.max(part.start), (patch.at + patch.len).min(part.end));
            self.glue(&words[done - part.start..start - part.start]);
            self.push(&words[start - part.start..end - part.start], patch.from + (start - patch.at));
            done = end;
        }
        self.glue(&words[done - part.start..]);
    }

    /// Where a place of this text is in the file; nothing where it is glue alone.
    pub fn find(&self, place: &Place) -> Option<Place> {
        let first = self.patches.partition_point(|p| p.at + p.len <= place.start);
        let after = self.patches.partition_point(|p| p.at < place.end.max(place.start + 1));
        let (first, last) = (self.patches.get(first)?, self.patches[..after].last()?);
        if first.at > last.at {
            return None;
        }
        let start = first.from + place.start.saturating_sub(first.at);
        let end = last.from + (place.end - last.at.min(place.end)).min(last.len);
        Some(start..end.max(start))
    }

    /// The same; of glue, the place in the file that it stands after.
    pub fn place(&self, place: &Place) -> Place {
        self.find(place).unwrap_or_else(|| {
            let before = self.patches.partition_point(|p| p.at < place.start);
            let at = self.patches[..before].last().map_or(0, |p| p.from + p.len);
            at..at
        })
    }
}
