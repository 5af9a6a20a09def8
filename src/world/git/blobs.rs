//! Old versions of files, many at once, from one process.

use std::path::Path;

use super::ask;

/// The contents that git has under these names, in their order; nothing for a name it does not know.
pub(in crate::world) fn read(root: &Path, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let answer = ask(root, &["cat-file", "--batch"], ids.iter().copied())?;
    split(&answer, ids.len()).ok_or_else(|| "git cat-file answered in a form that is not known".to_owned())
}

/// `NAME blob SIZE`, the bytes, a line end; or `NAME missing`.
fn split(mut text: &[u8], count: usize) -> Option<Vec<Option<Vec<u8>>>> {
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        let end = text.iter().position(|b| *b == b'\n')?;
        let header = std::str::from_utf8(&text[..end]).ok()?;
        text = &text[end + 1..];
        let size: Option<usize> = header.rsplit(' ').next().and_then(|s| s.parse().ok());
        match size {
            Some(size) => {
                all.push(Some(text.get(..size)?.to_vec()));
                text = text.get(size + 1..)?;
            }
            None => all.push(None),
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_split_by_their_sizes() {
        let text = b"aa blob 3\na\nb\nbb missing\ncc blob 0\n\n";
        assert_eq!(split(text, 3), Some(vec![Some(b"a\nb".to_vec()), None, Some(Vec::new())]));
        assert_eq!(split(b"aa blob 9\nab\n", 1), None);
    }
}
