//! squawk's rules, by name. What each is about is told in our words, beside it.

use super::{Check, Rule};

macro_rules! rules {
    ($($name:literal),* $(,)?) => {
        pub const RULES: &[Rule] = &[$(Rule {
            name: concat!("squawk/", $name),
            manual: include_str!(concat!($name, ".md")),
            configure: |_| Check::Squawk($name),
        }),*];
    };
}

rules![
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
    "constraint-missing-not-valid",
    "adding-field-with-default",
    "adding-foreign-key-constraint",
    "changing-column-type",
    "adding-not-nullable-field",
    "adding-serial-primary-key-field",
    "renaming-column",
    "renaming-table",
    "disallowed-unique-constraint",
    "ban-drop-database",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
];
