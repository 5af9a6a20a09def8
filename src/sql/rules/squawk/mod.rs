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

rules!["require-concurrent-index-creation"];
