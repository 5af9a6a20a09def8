//! How a heading is held against the name of a section.

use crate::config::Section;

/// Whether a heading, made [`normal`], names a section: by its name or a synonym, whatever numbers, emoji or words in
/// brackets stood around it.
pub fn names(heading: &str, section: &Section) -> bool {
    std::iter::once(&section.name).chain(&section.synonyms).any(|name| {
        heading == *name
            || heading.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with([' ', ':', '/', '-']))
    })
}

pub fn help(section: &Section) -> String {
    if section.synonyms.is_empty() {
        return format!("add `## {}`", section.name);
    }
    format!("add `## {}`; it may also be called {}", section.name, section.synonyms.join(", "))
}

/// A heading without what stands around its words, and without capitals.
pub fn normal(heading: &str) -> String {
    heading.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()
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
        for heading in ["Stepsister", "Next steps", "Do"] {
            assert!(!names(&normal(heading), &section), "{heading}");
        }
    }
}
