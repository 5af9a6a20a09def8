//! The raw shape of handbook.yaml.

use crate::diag::Level;
use crate::yaml::schema::{Field, Type, field, list, one_of, required};

use super::kinds::TYPE_NAMES;
use super::lifecycle::Preset;
use super::migrations::LAYOUTS;

pub(super) fn handbook() -> Vec<Field> {
    let text = || Type::Text;
    let level = || one_of(&Level::NAMES);
    let link = Type::Record(vec![field("title", text()), required("path", text())]);
    let book = Type::Record(vec![field("title", text()), required("url", text())]);
    vec![
        required("title", text()),
        field("description", text()),
        field("base_url", text()),
        field("language", text()),
        field("edit_url", text()),
        field("today", Type::Date),
        field("offline", Type::Bool),
        field("raw_html", one_of(&["sanitise", "allow", "escape"])),
        field(
            "freshness",
            Type::Record(vec![
                field("review_every", Type::Period),
                field("warn_before", Type::Period),
                field("watches", level()),
            ]),
        ),
        field("owners", Type::Record(vec![field("max_owned", Type::Int)])),
        field("kinds", Type::Map(Box::new(Type::Record(kind())))),
        field("folders", Type::Map(Box::new(Type::Record(folder())))),
        field("aliases", Type::Map(Box::new(list(text())))),
        field("rules", Type::Map(Box::new(level()))),
        field("migrations", list(Type::Either(Box::new(text()), Box::new(Type::Record(migrations()))))),
        field("alerts", list(text())),
        field("federation", list(Type::Either(Box::new(text()), Box::new(book)))),
        field("nav", list(Type::Either(Box::new(text()), Box::new(link)))),
        field("extra", Type::Any),
    ]
}

fn migrations() -> Vec<Field> {
    vec![
        required("path", Type::Text),
        field("postgres", Type::Text),
        field("layout", one_of(&LAYOUTS)),
        field("transaction", Type::Bool),
    ]
}

fn kind() -> Vec<Field> {
    let spec = Type::Record(vec![
        field("type", one_of(&TYPE_NAMES)),
        field("required", Type::Bool),
        field("list", Type::Bool),
        field("values", list(Type::Text)),
    ]);
    vec![
        field("preset", one_of(&Preset::NAMES)),
        field("title", Type::Text),
        field("paths", list(Type::Text)),
        field("review_every", Type::Period),
        field("owner", Type::Text),
        field("historical", Type::Bool),
        field("fields", Type::Map(Box::new(Type::Either(Box::new(one_of(&TYPE_NAMES)), Box::new(spec))))),
        field("states", Type::Map(Box::new(list(Type::Text)))),
        field(
            "sections",
            Type::Record(vec![
                field("required", list(Type::Text)),
                field("synonyms", Type::Map(Box::new(list(Type::Text)))),
            ]),
        ),
    ]
}

fn folder() -> Vec<Field> {
    vec![
        field("owner", Type::Text),
        field("review_every", Type::Period),
        field("tags", list(Type::Text)),
        field("kind", Type::Text),
    ]
}
