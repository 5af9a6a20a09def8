//! Times as PostgreSQL's settings have them.

/// The units that PostgreSQL knows.
pub const UNITS: &str = "us, ms, s, min, h, d";

/// A limit in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// As it is written.
    pub text: String,
    /// In milliseconds; 0 is no limit.
    pub millis: u64,
}

impl Limit {
    /// Reads what `SET lock_timeout = ...` takes: a number without sign, in milliseconds or with its unit, and rounded
    /// to whole milliseconds as PostgreSQL does (`parse_int` in src/backend/utils/misc/guc.c).
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        let unit_at = trimmed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(trimmed.len());
        let number: f64 = trimmed[..unit_at].parse().ok()?;
        let millis = match trimmed[unit_at..].trim_start() {
            "us" => 0.001,
            "" | "ms" => 1.0,
            "s" => 1_000.0,
            "min" => 60_000.0,
            "h" => 3_600_000.0,
            "d" => 86_400_000.0,
            _ => return None,
        };
        // PostgreSQL keeps it in 31 bits.
        let millis = (number * millis).round_ties_even();
        (millis <= f64::from(i32::MAX)).then(|| Self { text: trimmed.to_owned(), millis: millis as u64 })
    }

    /// Whether it limits nothing.
    pub fn is_off(&self) -> bool {
        self.millis == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_postgresql_reads_them() {
        let cases = [
            ("2000", Some(2_000)),
            ("2s", Some(2_000)),
            (" 2 s ", Some(2_000)),
            ("1.5s", Some(1_500)),
            ("5min", Some(300_000)),
            ("1h", Some(3_600_000)),
            ("1d", Some(86_400_000)),
            ("500us", Some(0)),
            ("0", Some(0)),
            ("25d", None),
            ("5m", None),
            ("2 sec", None),
            ("2S", None),
            ("-1", None),
            ("", None),
            (".", None),
            ("ümin", None),
        ];
        for (text, millis) in cases {
            assert_eq!(Limit::parse(text).map(|l| l.millis), millis, "{text:?}");
        }
    }
}
