//! How a heading is held against the name of a section.

use std::borrow::Cow;

use crate::config::Section;

/// Whether a heading, made [`normal`], names a section: by its name or a synonym, whatever numbers, emoji or words in
/// brackets stood around it.
pub fn names(heading: &str, section: &Section) -> bool {
    std::iter::once(&section.name).chain(&section.synonyms).any(|name| {
        let (Some(start), Some(rest)) = (heading.get(..name.len()), heading.get(name.len()..)) else { return false };
        start.eq_ignore_ascii_case(name) && (rest.is_empty() || rest.starts_with([' ', ':', '/', '-']))
    })
}

pub fn help(section: &Section) -> String {
    if section.synonyms.is_empty() {
        return format!("add `## {}`", section.name);
    }
    format!("add `## {}`; it may also be called {}", section.name, section.synonyms.join(", "))
}

/// A heading without what stands around its words, and without capitals.
pub fn normal(heading: &str) -> Cow<'_, str> {
    let text = heading.trim_matches(|c: char| !c.is_alphabetic());
    // `names` takes ASCII letters of either case for the same: a large handbook has many headings.
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_as_people_write_them() {
        let section = Section { name: "steps".to_owned(), synonyms: vec!["what to do".to_owned()] };
        for heading in ["Steps", "3. Steps", "✅ Steps", "Steps:", "Steps to fail over", "What to do"] {
            assert!(names(&normal(heading), &section), "{heading}");
        }
        let section = Section { name: "βήματας".to_owned(), synonyms: vec!["über".to_owned()] };
        for heading in ["ΒΉΜΑΤΑΣ", "Βήματας: alle", "ÜBER uns"] {
            assert!(names(&normal(heading), &section), "{heading}");
        }
        let section = Section { name: "steps".to_owned(), synonyms: vec!["what to do".to_owned()] };
        for heading in ["Stepsister", "Next steps", "Do"] {
            assert!(!names(&normal(heading), &section), "{heading}");
        }
    }
}
