//! Lines `Name: value` that are missing: below one of their kind, in its style, else below the title.

use super::{Desk, Edits};
use crate::adr::forms::Form;
use crate::adr::heads::line_start;
use crate::adr::page::Field;
use crate::adr::reading::{DATE, STATUS};

impl Desk<'_> {
    pub(super) fn add_fields(&self, edits: &mut Edits) {
        let new = std::mem::take(&mut edits.fields);
        if new.is_empty() {
            return;
        }
        let fields = self.page.fields(self.page.preamble.clone());
        let named = |names: &[&str]| fields.iter().rfind(|f| names.contains(&f.name.as_str()));
        let anchor = named(DATE).or_else(|| named(STATUS)).or_else(|| fields.iter().rfind(|f| f.bulleted));
        match anchor {
            Some(field) => self.add_below(field, &new, edits),
            None => self.add_below_title(&new, edits),
        }
    }

    fn add_below(&self, field: &Field, new: &[(&str, String)], edits: &mut Edits) {
        let (text, nl) = (self.page.text, self.newline());
        let name = field.name_at.clone().unwrap_or(field.value.clone());
        let line = line_start(text, name.start);
        // Below the items under it, if it has some.
        let last = field.items.last().map_or(name.end, |item| item.end);
        let line_end = |from: usize| {
            let end = text[from..].find('\n').map_or(text.len(), |i| from + i);
            end - usize::from(text[..end].ends_with('\r'))
        };
        let end = line_end(last);
        let before = &text[line..name.start];
        let in_table = before.trim_start().starts_with('|');
        let between = &text[name.end..field.value.start.clamp(name.end, line_end(name.end))];
        // What stands right before the value is its own emphasis.
        let between = between.rfind([' ', '\t']).map_or(between, |at| &between[..at]).trim_end();
        let between = if between.contains([':', '|']) { between } else { ":" };
        let tail = if in_table { " |" } else { "" };
        // A line that stands alone is a paragraph, and a second one right below would run into it.
        let is_blank = |line: Option<&str>| line.is_none_or(|l| l.trim().is_empty());
        let alone = is_blank(text[..line].lines().next_back()) && is_blank(text[end..].lines().nth(1));
        let gap = if alone && !field.bulleted && !in_table { format!("{nl}{nl}") } else { nl.to_owned() };
        let lines: String = new.iter().map(|(n, value)| format!("{gap}{before}{n}{between} {value}{tail}")).collect();
        edits.put(end..end, lines);
    }

    fn add_below_title(&self, new: &[(&str, String)], edits: &mut Edits) {
        let (text, nl) = (self.page.text, self.newline());
        let bullet = match self.decision.form {
            Form::Madr2 => "* ",
            Form::Log4brains | Form::RustRfc => "- ",
            _ => "",
        };
        let gap = if bullet.is_empty() { format!("{nl}{nl}") } else { nl.to_owned() };
        let lines: Vec<String> = new.iter().map(|(name, value)| format!("{bullet}{name}: {value}")).collect();
        let lines = lines.join(&gap);
        let at = self.page.title_end();
        let at_start = text[..at].trim_start_matches('\u{feff}').is_empty();
        let tail = if at_start { nl } else { "" };
        let new = format!("{}{lines}{nl}{tail}", self.gap(at));
        edits.put(at..at, new);
    }
}
