//! Whether an English noun is singular or plural, by a rule of thumb. It answers only where it is sure.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Singular,
    Plural,
}

impl Number {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Singular => "singular",
            Self::Plural => "plural",
        }
    }
}

/// Plurals that do not end in `s`.
const PLURALS: &[&str] = &[
    "alumni",
    "bacteria",
    "children",
    "criteria",
    "curricula",
    "feet",
    "formulae",
    "geese",
    "memoranda",
    "men",
    "mice",
    "nuclei",
    "oxen",
    "people",
    "phenomena",
    "radii",
    "schemata",
    "stimuli",
    "strata",
    "teeth",
    "women",
];

/// Ends by which a compound is plural too: `salespeople`, `workmen`, `grandchildren`.
const PLURAL_ENDS: &[&str] = &["people", "men", "children"];

/// Nouns that look like a plural and are one thing, beyond those in `ss`, `us` and `is`.
const SINGULARS: &[&str] =
    &["abdomen", "alias", "atlas", "bias", "canvas", "chaos", "gas", "lens", "regimen", "specimen"];

/// Nouns that end in `us` or `is` and are many.
const MANY: &[&str] = &["emojis", "gurus", "kiwis", "menus", "skis", "taxis"];

/// Words that have one form for both, or no plural in use, or that are no nouns; and technical words. A name that ends
/// in one of them passes.
const EITHER: &[&str] = &[
    "access",
    "accounting",
    "advice",
    "aggregate",
    "aircraft",
    "analytics",
    "archive",
    "archived",
    "audience",
    "audit",
    "backlog",
    "backup",
    "billing",
    "cache",
    "cash",
    "catalog",
    "catalogue",
    "config",
    "configuration",
    "content",
    "copy",
    "crew",
    "css",
    "current",
    "data",
    "deleted",
    "dictionary",
    "dns",
    "documentation",
    "economics",
    "email",
    "equipment",
    "evidence",
    "feedback",
    "fish",
    "furniture",
    "gps",
    "graph",
    "hardware",
    "headquarters",
    "health",
    "help",
    "hierarchy",
    "history",
    "html",
    "http",
    "https",
    "inbox",
    "info",
    "information",
    "infrastructure",
    "internal",
    "inventory",
    "json",
    "knowledge",
    "kubernetes",
    "latest",
    "ledger",
    "legacy",
    "log",
    "logging",
    "lookup",
    "luggage",
    "mail",
    "mathematics",
    "means",
    "media",
    "membership",
    "merchandise",
    "meta",
    "metadata",
    "middleware",
    "money",
    "music",
    "new",
    "news",
    "offspring",
    "old",
    "outbox",
    "payroll",
    "personnel",
    "physics",
    "police",
    "politics",
    "pricing",
    "progress",
    "queue",
    "raw",
    "registry",
    "research",
    "scheduling",
    "sequence",
    "series",
    "sheep",
    "shopping",
    "sms",
    "snapshot",
    "software",
    "spacecraft",
    "species",
    "staff",
    "staging",
    "state",
    "statistics",
    "stats",
    "status",
    "stock",
    "storage",
    "stuff",
    "sync",
    "temp",
    "tmp",
    "traffic",
    "training",
    "trash",
    "usage",
    "view",
    "weather",
    "xml",
    "yaml",
];

/// The number of a table's name: that of its last word. Nothing where it cannot be told.
pub(super) fn of(name: &str) -> Option<Number> {
    let word = name.rsplit('_').find(|w| w.chars().any(char::is_alphabetic))?;
    // `orders2`, `orderLines`: the letters at the end.
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let start = word.rfind(|c: char| !c.is_lowercase()).filter(|at| word[*at..].chars().count() > 1).unwrap_or(0);
    let word = word[start..].to_lowercase();
    if word.chars().count() < 3 || !word.is_ascii() || EITHER.contains(&word.as_str()) {
        return None;
    }
    let ends = |ends: &[&str]| ends.iter().any(|e| word.ends_with(e));
    let is_plural = if SINGULARS.contains(&word.as_str()) {
        false
    } else if PLURALS.contains(&word.as_str()) || MANY.contains(&word.as_str()) || ends(PLURAL_ENDS) {
        true
    } else {
        // `indices`, `vertices` and `matrices` end in `s` as any other.
        ends(&["s"]) && !ends(&["ss", "us", "is"])
    };
    Some(if is_plural { Number::Plural } else { Number::Singular })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_where_it_is_sure() {
        let plural = "orders order_lines addresses statuses people grandchildren children indices vertices analyses companies menus \
                      orders_2026_11 events2 schemas aliases buses OrderLines women salespeople photos";
        let singular = "order order_line specimen address company person child index analysis campus bonus class lens alias \
                        customer_2026 process OrderLine category";
        let neither =
            "metadata news series order_history events_staging dns audit_log 2026 _ id orders_by ürün données";
        for (words, number) in [(plural, Some(Number::Plural)), (singular, Some(Number::Singular)), (neither, None)] {
            for word in words.split_whitespace() {
                assert_eq!(of(word), number, "{word}");
            }
        }
    }
}
