//! What the name of a file says of a decision, and what a title's number says.
//!
//! `0012-use-x`, `adr013-use-x`, `ADR-091`, `ARCH-001-use-x`, `20201016-use-x`, `adr_0001`.

use chrono::NaiveDate;

/// A file's name without its extension, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileName {
    pub number: Option<u64>,
    /// `0012`, `ADR-091`; the whole name where it has no number.
    pub id: String,
    /// `ADR`, `arch` or the like stands before the number.
    pub prefixed: bool,
    /// Words follow the number or the date.
    pub slugged: bool,
    /// It begins with a date, which is no number.
    pub dated: bool,
}

impl FileName {
    pub fn of(stem: &str) -> Self {
        let letters = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        // A word before a number is the start of a slug, unless it is as short as a prefix.
        let gap = usize::from(stem[letters..].starts_with(['-', '_', ' ']) && letters > 0);
        let rest = &stem[letters + gap..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = &rest[digits..];
        let ends = after.is_empty() || after.starts_with(['-', '_', '.', ' ']);
        let dated = letters == 0 && starts_with_date(stem);
        let upper = stem[..letters].chars().all(|c| c.is_ascii_uppercase());
        let is_prefix = letters == 0 || letters <= 8 && (upper || is_adr(&stem[..letters]));
        let number = rest[..digits].parse().ok().filter(|_| ends && is_prefix && !dated && digits <= 6);
        let slug = after.trim_start_matches(['-', '_', '.', ' ']);
        let slugged = if dated { stem.contains(char::is_alphabetic) } else { slug.starts_with(char::is_alphabetic) };
        let id = match number {
            Some(_) => &stem[..letters + gap + digits],
            None => stem,
        };
        Self { number, id: id.to_owned(), prefixed: is_adr(&stem[..letters]), slugged: slugged && ends, dated }
    }
}

/// What people put before a decision's number, whatever its case.
fn is_adr(prefix: &str) -> bool {
    ["adr", "adrs", "madr", "arch", "lad", "decision"].iter().any(|p| prefix.eq_ignore_ascii_case(p))
}

/// `20201016-` or `2020-10-16-`.
fn starts_with_date(stem: &str) -> bool {
    let digits: String = stem.chars().filter(char::is_ascii_digit).take(8).collect();
    let compact = stem.get(..8) == Some(digits.as_str())
        && stem.get(8..).is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_digit()));
    let dashed = stem.get(..10).is_some_and(|d| NaiveDate::parse_from_str(d, "%Y-%m-%d").is_ok());
    dashed || compact && NaiveDate::parse_from_str(&digits, "%Y%m%d").is_ok()
}

/// The date a file's name begins with.
pub(super) fn date(stem: &str) -> Option<NaiveDate> {
    let dashed = stem.get(..10).and_then(|d| NaiveDate::parse_from_str(d, "%Y-%m-%d").ok());
    dashed.or_else(|| NaiveDate::parse_from_str(stem.get(..8)?, "%Y%m%d").ok().filter(|_| starts_with_date(stem)))
}

/// A title's own number, where its text begins after that, and how many bytes the number's part takes up:
/// `12. Use x`, `ADR-0012: Use x`, `ADR 12 Use x`, `0012 - Use x`, `[ADR-0012] Use x`.
pub(super) fn title_number(title: &str) -> Option<(u64, usize)> {
    let start = title.len() - title.trim_start_matches(['[', '#', ' ']).len();
    let rest = &title[start..];
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let upper = letters > 1 && rest[..letters].chars().all(|c| c.is_ascii_uppercase());
    let prefixed = letters > 0 && (is_adr(&rest[..letters]) || upper && letters <= 8);
    if letters > 0 && !prefixed {
        return None;
    }
    let mark = |c: char| matches!(c, '-' | ' ' | '_' | '#');
    let number_at = letters + (rest[letters..].len() - rest[letters..].trim_start_matches(mark).len());
    // A prefix of other letters is one only when a hyphen ties it to the number: `ARCH-001`, not `HTTP 2`.
    if prefixed && !is_adr(&rest[..letters]) && !rest[letters..].starts_with('-') {
        return None;
    }
    let digits = rest[number_at..].len() - rest[number_at..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = rest[number_at..number_at + digits].parse().ok()?;
    let tail = &rest[number_at + digits..];
    let stripped = tail.trim_start_matches([']', ' ']);
    let separator = [". ", ": ", "- ", "– ", "— ", ") "].iter().find(|s| stripped.starts_with(**s));
    let known = separator.is_some() || prefixed && (tail.is_empty() || tail.starts_with([' ', ']']));
    let skip = separator.map_or(0, |s| s.len());
    known.then(|| (number, title.len() - stripped[skip..].trim_start().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        for (stem, number, id) in [
            ("0012-use-x", Some(12), "0012"),
            ("adr013-use-x", Some(13), "adr013"),
            ("ADR-091", Some(91), "ADR-091"),
            ("ARCH-001-use-x", Some(1), "ARCH-001"),
            ("adr_0001", Some(1), "adr_0001"),
            ("20201016-use-x", None, "20201016-use-x"),
            ("2020-10-16-use-x", None, "2020-10-16-use-x"),
            ("use-postgres-16", None, "use-postgres-16"),
            ("http2-everywhere", None, "http2-everywhere"),
            ("0012", Some(12), "0012"),
        ] {
            let name = FileName::of(stem);
            assert_eq!((name.number, name.id.as_str()), (number, id), "{stem}");
        }
        assert_eq!(date("20201016-use-x"), NaiveDate::from_ymd_opt(2020, 10, 16));
        assert_eq!(date("2020-10-16-use-x"), NaiveDate::from_ymd_opt(2020, 10, 16));
        assert_eq!(date("0012-use-x"), None);
    }

    #[test]
    fn numbers_in_titles() {
        for (title, number, text) in [
            ("12. Use x", 12, "Use x"),
            ("ADR-0012: Use x", 12, "Use x"),
            ("ADR 12 Use x", 12, "Use x"),
            ("ADR013: Proper use", 13, "Proper use"),
            ("0012 - Use x", 12, "Use x"),
            ("[ADR-0012] Use x", 12, "Use x"),
            ("ARCH-001: Use x", 1, "Use x"),
        ] {
            let (got, at) = title_number(title).expect(title);
            assert_eq!((got, &title[at..]), (number, text), "{title}");
        }
        for title in ["2.0 of the API", "12 factors", "HTTP 2: why", "Use x", "3 replicas"] {
            assert_eq!(title_number(title), None, "{title}");
        }
    }
}
