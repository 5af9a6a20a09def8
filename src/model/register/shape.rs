//! What an entry of people.yaml, teams.yaml and services.yaml may hold.

use crate::yaml::schema::{Field, Type, field, list, required};

pub(super) fn people() -> Vec<Field> {
    let text = || Type::Text;
    let span = || Type::Record(vec![field("from", Type::Date), field("to", Type::Date)]);
    let time_off = Type::Record(vec![required("from", Type::Date), required("to", Type::Date), field("kind", text())]);
    vec![
        required("id", text()),
        required("name", text()),
        field("email", text()),
        field("handles", Type::Map(Box::new(text()))),
        field("roles", list(text())),
        field("timezone", text()),
        field("region", text()),
        field("holidays", text()),
        field("weekend", list(text())),
        field("active", span()),
        field("time_off", list(time_off)),
        field("expertise", list(text())),
        field("mentors", list(text())),
        field("extra", Type::Any),
    ]
}

pub(super) fn team() -> Vec<Field> {
    vec![
        required("id", Type::Text),
        required("name", Type::Text),
        // An empty list is a list: a team may be empty until it owns something.
        field("members", list(Type::Text)),
        field("lead", Type::Text),
        field("slack", Type::Text),
        field("escalation", Type::Text),
        field("extra", Type::Any),
    ]
}

pub(super) fn service() -> Vec<Field> {
    let text = || Type::Text;
    vec![
        required("id", text()),
        required("name", text()),
        field("tier", Type::Int),
        field("owner", text()),
        field("kind", text()),
        field("regions", list(text())),
        field("rotation", text()),
        field("runbooks", list(text())),
        field("dashboards", list(Type::Record(vec![required("title", text()), required("url", text())]))),
        field("repository", text()),
        field("depends_on", list(text())),
        field("connections", Type::Map(Box::new(Type::Number))),
        field(
            "slos",
            list(Type::Record(vec![
                required("id", text()),
                field("sli", text()),
                required("objective", Type::Number),
                field("window", Type::Period),
            ])),
        ),
        field("extra", Type::Any),
    ]
}
