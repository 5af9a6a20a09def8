//! Comments that tell a linter to look away.

use super::lex::{self, Kind};
use super::mask::IGNORE_MASKED;
use super::patchwork::Patchwork;
use super::squawk::Tree;
use super::{At, Place};

/// `-- squawk-ignore ban-drop-column, IDX-1` or `-- squawk-ignore-file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// Of the comment.
    pub place: Place,
    /// squawk's names, ours, or ids of a standard's rules. None: all of them.
    pub rules: Vec<At<String>>,
    pub whole_file: bool,
}

/// The comments of a text that was masked, and of the bodies in it.
pub(super) fn find(tree: &Tree) -> Vec<Ignore> {
    let mut found = Vec::new();
    tree.sources(&mut |source| {
        if memchr::memmem::find(source.text().as_bytes(), IGNORE_MASKED.as_bytes()).is_some() {
            let comments = lex::tokens(source.text()).filter(|t| t.kind == Kind::Comment);
            found.extend(comments.filter_map(|t| read(source, t.place)));
        }
    });
    // What stands between BEGIN ATOMIC and END is a part of the outer text and a body as well.
    found.sort_by_key(|i| (i.place.start, i.place.end));
    found.dedup_by(|a, b| a.place == b.place);
    found
}

fn read(source: &Patchwork, comment: Place) -> Option<Ignore> {
    let text = &source.text()[comment.clone()];
    let inner =
        text.strip_prefix("--").or_else(|| text.strip_prefix("/*").map(|t| t.strip_suffix("*/").unwrap_or(t)))?;
    let rest = inner.trim_start().strip_prefix(IGNORE_MASKED)?;
    let (rest, whole_file) = rest.strip_prefix("-file").map_or((rest, false), |rest| (rest, true));
    if rest.starts_with(|c: char| !c.is_whitespace()) {
        return None;
    }
    // What follows a second `--` says why.
    let names = rest.split("--").next().unwrap_or_default();
    let rules = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let place = |name: &str| {
        let start = comment.start + (name.as_ptr() as usize - text.as_ptr() as usize);
        source.place(&(start..start + name.len()))
    };
    let rules = rules.map(|name| At { value: name.to_owned(), place: place(name) }).collect();
    Some(Ignore { place: source.place(&comment), rules, whole_file })
}

#[cfg(test)]
mod tests {
    use super::super::Script;

    #[test]
    fn comments_that_tell_to_look_away() {
        // Each comment that is found: what it says of rules, and whether it is of the whole file.
        let cases: [(&str, &[(&str, &[&str], bool)]); 14] = [
            ("SELECT 1; -- squawk-ignored a", &[]),
            ("-- see squawk-ignore a\nSELECT 'squawk-ignore';", &[]),
            (
                "-- squawk-ignore a, B-1 ,c/d -- why, so\nSELECT 1;",
                &[("-- squawk-ignore a, B-1 ,c/d -- why, so", &["a", "B-1", "c/d"], false)],
            ),
            ("--squawk-ignore\r\nSELECT 1;", &[("--squawk-ignore", &[], false)]),
            ("SELECT 1; -- squawk-ignore -- why", &[("-- squawk-ignore -- why", &[], false)]),
            ("-- squawk-ignore-file a", &[("-- squawk-ignore-file a", &["a"], true)]),
            ("/* squawk-ignore a,\n b */ SELECT 'é';", &[("/* squawk-ignore a,\n b */", &["a", "b"], false)]),
            ("SELECT /* é */ 1 /* squawk-ignore é */;", &[("/* squawk-ignore é */", &["é"], false)]),
            ("DO $$ BEGIN\n-- squawk-ignore a\nDELETE FROM t; END $$;", &[("-- squawk-ignore a", &["a"], false)]),
            (
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS '\n-- squawk-ignore a\nSELECT ''b''';",
                &[("-- squawk-ignore a", &["a"], false)],
            ),
            (
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT -- squawk-ignore a\n1; END;",
                &[("-- squawk-ignore a", &["a"], false)],
            ),
            (
                "DO $$ BEGIN DO $b$ BEGIN /* squawk-ignore */ NULL; END $b$; END $$",
                &[("/* squawk-ignore */", &[], false)],
            ),
            (
                "\\set a b -- squawk-ignore x\n-- +goose Up\n-- squawk-ignore y\nSELECT 1;",
                &[("-- squawk-ignore y", &["y"], false)],
            ),
            ("DO E'BEGIN -- squawk-ignore a\\n DELETE FROM t; END';", &[("-- squawk-ignore a", &["a"], false)]),
        ];
        for (text, expected) in cases {
            let found = Script::read(text).ignores;
            let found: Vec<_> = found
                .iter()
                .map(|i| {
                    assert!(i.rules.iter().all(|r| text[r.place.clone()] == r.value), "{text}");
                    (&text[i.place.clone()], i.rules.iter().map(|r| r.value.as_str()).collect::<Vec<_>>(), i.whole_file)
                })
                .collect();
            let expected: Vec<_> =
                expected.iter().map(|(place, rules, file)| (*place, rules.to_vec(), *file)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
