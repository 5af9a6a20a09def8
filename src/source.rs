//! Where text comes from: files, places in them, and values that remember their place.
//!
//! Everything a person wrote is one of the [`Sources`]; a [`Span`] is a byte range in one of them. Spans are
//! turned into lines and columns only when something is printed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One file of [`Sources`]. Ids say nothing of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range `start..end` in one file. Both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let cap = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: cap(range.start), end: cap(range.end.max(range.start)) }
    }

    /// The place that stands for a whole file: its first character.
    pub fn top(file: FileId) -> Self {
        Self::new(file, 0..0)
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place it was written at. Two are equal when their values are: where a value was written
/// does not change what it says.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(f(self.value), self.span)
    }

    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned::new(&self.value, self.span)
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// One file as it was read.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to the handbook, with forward slashes.
    pub path: String,
    pub text: Arc<str>,
    /// It is there and could not be read; the text is empty because nobody knows it.
    pub unread: bool,
    /// The files that its text includes, as it names them, once somebody has looked.
    pub includes: OnceLock<Vec<String>>,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    fn new(path: &str, text: Arc<str>, unread: bool) -> Arc<Self> {
        let path = path.to_owned();
        Arc::new(Self { path, text, unread, includes: OnceLock::new(), line_starts: OnceLock::new() })
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|i| i as u32 + 1)).collect()
        })
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|&s| s as usize <= offset);
        let start = starts[line - 1] as usize;
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The byte range of a line (from 1), without its line ending.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&s| s as usize);
        let end = starts.get(line).map_or(self.text.len(), |&s| s as usize - 1);
        start..end.max(start)
    }
}

/// Every file that was read, by id and by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Files,
    /// Paths that are only kept for their ids lead to none.
    by_path: BTreeMap<Arc<str>, FileId>,
    /// The files of the reading before.
    before: Files,
    /// Ids that no file had in the reading before.
    free: Vec<FileId>,
}

/// By id. None: no file has that id.
type Files = Vec<Option<Arc<SourceFile>>>;

impl Sources {
    /// None yet. A file that `before` has will have the same id again, and it will be the same file where its text is
    /// the same: what was made of it then still fits.
    pub fn after(before: &Self) -> Self {
        let free = |(id, file): (usize, &Option<_>)| file.is_none().then_some(FileId(id as u32));
        let mut by_path = before.by_path.clone();
        // The id of a file that is gone may be given to another.
        by_path.retain(|_, id| before.files[id.0 as usize].is_some());
        Self {
            files: vec![None; before.files.len()],
            by_path,
            before: before.files.clone(),
            free: before.files.iter().enumerate().filter_map(free).collect(),
        }
    }

    /// The same files, without those before them: to be kept for the next reading.
    pub fn settled(&self) -> Self {
        Self { files: self.files.clone(), by_path: self.by_path.clone(), ..Self::default() }
    }

    /// Adds a file, or gives the id it already has.
    pub fn add(&mut self, path: impl AsRef<str>, text: impl Into<Arc<str>>) -> FileId {
        self.insert(path.as_ref(), text.into(), false)
    }

    /// Adds a file that could not be read, so that a finding about it has a place.
    pub fn add_unread(&mut self, path: impl AsRef<str>) -> FileId {
        self.insert(path.as_ref(), "".into(), true)
    }

    fn insert(&mut self, path: &str, text: Arc<str>, unread: bool) -> FileId {
        let known = self.by_path.get(path).copied();
        if let Some(id) = known.filter(|id| self.files[id.0 as usize].is_some()) {
            return id;
        }
        let id = known.unwrap_or_else(|| {
            let id = self.free_id();
            self.by_path.insert(path.into(), id);
            id
        });
        let before = self.before.get(id.0 as usize).and_then(Option::as_ref);
        let same = |file: &&Arc<SourceFile>| {
            file.unread == unread && file.path == path && (Arc::ptr_eq(&file.text, &text) || file.text == text)
        };
        let file = before.filter(same).cloned().unwrap_or_else(|| SourceFile::new(path, text, unread));
        self.files[id.0 as usize] = Some(file);
        id
    }

    /// Puts a file as it was before in the place of the one with its id, and gives another id to what it is now: both
    /// have the same path, which leads to the first.
    pub fn put_back(&mut self, id: FileId, before: Arc<SourceFile>) -> FileId {
        let now = self.files[id.0 as usize].replace(before);
        let aside = self.free_id();
        self.files[aside.0 as usize] = now;
        aside
    }

    fn free_id(&mut self) -> FileId {
        self.free.pop().unwrap_or_else(|| {
            self.files.push(None);
            FileId(self.files.len() as u32 - 1)
        })
    }

    pub fn get(&self, id: FileId) -> &SourceFile {
        self.shared(id)
    }

    /// The file to keep: it is the same one in the next reading if its text is the same.
    pub fn shared(&self, id: FileId) -> &Arc<SourceFile> {
        self.files[id.0 as usize].as_ref().expect("invariant: an id was given for a file that was added")
    }

    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied().filter(|id| self.files[id.0 as usize].is_some())
    }

    pub fn path(&self, id: FileId) -> &str {
        &self.get(id).path
    }

    pub fn text(&self, id: FileId) -> &str {
        &self.get(id).text
    }

    /// The text under a span, or nothing where the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or_default()
    }

    pub fn start(&self, span: Span) -> Position {
        self.get(span.file).position(span.start as usize)
    }

    pub fn end(&self, span: Span) -> Position {
        self.get(span.file).position(span.end as usize)
    }

    /// Sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.by_path.values().filter_map(|&id| Some((id, &**self.files[id.0 as usize].as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "é\nab\n");
        let file = sources.get(id);
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        assert_eq!(file.position(4), Position { line: 2, column: 2 });
        assert_eq!(file.position(99), Position { line: 3, column: 1 });
        assert_eq!(&file.text[file.line_range(2)], "ab");
    }

    #[test]
    fn a_file_keeps_its_id_from_reading_to_reading() {
        let mut first = Sources::default();
        let ids = ["a", "b", "c"].map(|path| first.add(path, format!("text of {path}")));
        let mut second = Sources::after(&first);
        assert_eq!(second.add("new", ""), FileId(3));
        assert_eq!(second.add("c", "text of c"), ids[2]);
        assert_eq!(second.add("a", "other"), ids[0]);
        assert!(Arc::ptr_eq(first.shared(ids[2]), second.shared(ids[2])));
        assert!(!Arc::ptr_eq(first.shared(ids[0]), second.shared(ids[0])));
        assert_eq!(second.find("b"), None);
        // What nobody had in the reading before may be given to somebody else.
        let mut third = Sources::after(&second);
        assert_eq!(third.add("d", ""), ids[1]);
        assert_eq!(third.add("e", ""), FileId(4));
        assert_eq!(third.iter().map(|(_, f)| f.path.as_str()).collect::<Vec<_>>(), ["d", "e"]);
    }

    #[test]
    fn a_file_can_stay_as_it_was() {
        let mut first = Sources::default();
        let id = first.add("a", "good");
        let mut second = Sources::after(&first);
        assert_eq!(second.add("a", "broken"), id);
        let aside = second.put_back(id, Arc::clone(first.shared(id)));
        assert_eq!((second.text(id), second.text(aside), second.path(aside)), ("good", "broken", "a"));
        assert_eq!(second.find("a"), Some(id));
        // Once it is as it was, it is the same file again, and the other id comes free.
        let mut third = Sources::after(&second);
        assert_eq!(third.add("a", "good"), id);
        assert!(Arc::ptr_eq(first.shared(id), third.shared(id)));
        assert_eq!(Sources::after(&third).add("b", ""), aside);
    }

    #[test]
    fn equality_ignores_the_place() {
        let here = Span::new(FileId(0), 0..1);
        let there = Span::new(FileId(3), 7..9);
        assert_eq!(Spanned::new("x", here), Spanned::new("x", there));
    }
}
