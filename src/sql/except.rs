//! Writes an exception into the front matter of a standard, and no other byte.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::standard::Exception;
use crate::model::front::{self, Split};
use crate::source::FileId;
use crate::yaml::Node;
use crate::yaml::edit::Editor;

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Leave {
    /// The id of the standard's rule.
    pub rule: String,
    /// The file, from the handbook.
    pub path: String,
    pub reason: String,
    /// The id of the owner.
    pub owner: String,
    /// The last day.
    pub expires: NaiveDate,
}

/// The text of a standard with an exception more, or with one that has expired renewed. What does not read back as
/// that and nothing else is an error.
pub fn write(text: &str, leave: &Leave, renewed: Option<&Exception>) -> Result<String, String> {
    let by_hand = || {
        format!(
            "its front matter is written in a way that cannot be edited safely\n\
             help: write it by hand under `exceptions:`:\n{}",
            block(leave)
        )
    };
    let Split::Found { yaml, .. } = front::split(text) else { return Err(by_hand()) };
    let (before, _) = front::read(text, FileId(0));
    let expires = leave.expires.to_string();
    let mut editor = Editor::new(text, yaml.end);
    let entry = before.node.entry("exceptions");
    let mut wanted = before.node.to_json();
    match renewed {
        Some(old) => {
            let all = entry.map(|(_, node)| node.items()).unwrap_or_default();
            let at = all.iter().position(|n| n.span.range() == old.span.range()).ok_or_else(by_hand)?;
            for (key, value) in [("reason", &leave.reason), ("owner", &leave.owner), ("expires", &expires)] {
                editor.set(all[at].entry(key), key, value);
                wanted["exceptions"][at][key] = Value::from(value.as_str());
            }
        }
        None => {
            let record = record(leave, &expires);
            editor.push_record(entry, "exceptions", &record);
            let record: Map<String, Value> = record.iter().map(|(k, v)| ((*k).to_owned(), Value::from(*v))).collect();
            match &mut wanted["exceptions"] {
                Value::Array(list) => list.push(record.into()),
                none => *none = Value::from(vec![Value::from(record)]),
            }
        }
    }
    let new = editor.finish();
    let (after, found) = front::read(&new, FileId(0));
    let same_body = text[before.body.clone()] == new[after.body.clone()];
    let reads_back = found.is_empty() && same_body && after.node.to_json() == wanted;
    if reads_back { Ok(new) } else { Err(by_hand()) }
}

fn record<'a>(leave: &'a Leave, expires: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("rule", &leave.rule),
        ("path", &leave.path),
        ("reason", &leave.reason),
        ("owner", &leave.owner),
        ("expires", expires),
    ]
}

/// The exception as it would stand alone under `exceptions:`.
fn block(leave: &Leave) -> String {
    let expires = leave.expires.to_string();
    let mut editor = Editor::new("", 0);
    editor.push_record(None::<(&crate::source::Spanned<Box<str>>, &Node)>, "exceptions", &record(leave, &expires));
    editor.finish().lines().skip(1).collect::<Vec<_>>().join("\n")
}
