//! Events as iCalendar text (RFC 5545).
//!
//! The lines are folded here and not by the `icalendar` crate, which reads ours back in the tests: the folding of its
//! 0.17.17 looks for blanks by counting characters where it means bytes, and never ends on a line of emoji and words.

use chrono::NaiveDate;

use crate::oncall::time::Instant;

/// The most octets of a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The most characters of a value. Nobody reads more of it on a telephone, and a text is written into many events.
const LONGEST: usize = 2000;

/// How often a client is asked to look again: `REFRESH-INTERVAL` of RFC 7986, and its older name.
const REFRESH: &str = "PT1H";

/// One event, as text values and instants.
#[derive(Debug, Clone)]
pub struct Component {
    pub uid: String,
    pub start: Instant,
    pub end: Instant,
    pub summary: String,
    pub description: String,
    /// The page of the rotation, where the site's address is known.
    pub url: Option<String>,
    pub categories: Vec<String>,
    pub cancelled: bool,
    pub sequence: usize,
}

/// A calendar that is stamped with the midnight of a day, and so the same in every build of that day.
pub fn calendar<'a>(name: &str, events: impl IntoIterator<Item = &'a Component>, today: NaiveDate) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut out);
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", concat!("-//Rutter//rutter ", env!("CARGO_PKG_VERSION"), "//EN"));
    line("CALSCALE", "GREGORIAN");
    line("NAME", &escape(name));
    line("X-WR-CALNAME", &escape(name));
    line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    line("X-PUBLISHED-TTL", REFRESH);
    let stamp = today.format("%Y%m%dT000000Z").to_string();
    let utc = |at: Instant| at.format("%Y%m%dT%H%M%SZ").to_string();
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &escape(&event.uid));
        line("DTSTAMP", &stamp);
        line("DTSTART", &utc(event.start));
        line("DTEND", &utc(event.end));
        line("SEQUENCE", &event.sequence.to_string());
        line("STATUS", if event.cancelled { "CANCELLED" } else { "CONFIRMED" });
        // Who is on call is not busy: a week of it would leave no hour for a meeting.
        line("TRANSP", "TRANSPARENT");
        line("SUMMARY", &escape(&event.summary));
        line("DESCRIPTION", &escape(&event.description));
        let categories: Vec<String> = event.categories.iter().map(|c| escape(c)).collect();
        line("CATEGORIES", &categories.join(","));
        if let Some(url) = &event.url {
            // A URI is not escaped as a text is; what would end the line has no place in it.
            line("URL", &url.replace(char::is_control, ""));
        }
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

/// A text value (RFC 5545, 3.3.11). Line ends of any kind are one, and other control characters have no place in it.
fn escape(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').enumerate() {
        if at == LONGEST {
            out.push('…');
            break;
        }
        match c {
            '\n' => out.push_str("\\n"),
            '\\' | ',' | ';' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Appends a line, cut between characters where it is too long; each further part starts with a space.
fn fold(mut line: &str, out: &mut String) {
    let mut room = LINE;
    while line.len() > room {
        // A character has four octets at most.
        let cut = (0..=room).rfind(|at| line.is_char_boundary(*at)).unwrap_or(room);
        out.push_str(&line[..cut]);
        out.push_str("\r\n ");
        line = &line[cut..];
        room = LINE - 1;
    }
    out.push_str(line);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(text: &str) -> Component {
        Component {
            uid: "u".to_owned(),
            start: Instant::UNIX_EPOCH,
            end: Instant::UNIX_EPOCH,
            summary: text.to_owned(),
            description: text.to_owned(),
            url: Some("https://example.com/a,b;c\r\nX-B: d".to_owned()),
            categories: vec![text.to_owned(), "on-call".to_owned()],
            cancelled: false,
            sequence: 0,
        }
    }

    #[test]
    fn every_text_comes_back_from_lines_of_75_octets() {
        use icalendar::{Component as _, EventLike};
        let texts = [
            "plain".to_owned(),
            "a, b; c\\d: \"e\"\nnext\ttab".to_owned(),
            "\\n is no line end, \\, no comma".to_owned(),
            // What the crate's own folding never comes back from.
            format!("{}{}{}", "a".repeat(100), "🚒".repeat(60), "abc ".repeat(100)),
            format!("{}{}", "é".repeat(90), " ".repeat(200)) + ".",
            "王小明 👩‍🚒 ".repeat(50) + ".",
            "x".repeat(LONGEST),
        ];
        for text in texts {
            let name = format!("{text}.");
            let written = calendar(&name, [&component(&text)], NaiveDate::default());
            for line in written.split_terminator("\r\n") {
                assert!(line.len() <= LINE, "{} octets: {line}", line.len());
                assert!(!line.contains(['\r', '\n']), "{line:?}");
            }
            let read: icalendar::Calendar = written.parse().expect("a calendar");
            let events: Vec<_> = read.events().collect();
            assert_eq!(events.len(), 1);
            assert_eq!(events[0].get_summary(), Some(text.as_str()));
            assert_eq!(events[0].get_description(), Some(text.as_str()));
            assert_eq!(events[0].get_categories(), Some(vec![text.clone(), "on-call".to_owned()]));
            assert_eq!(events[0].get_url(), Some("https://example.com/a,b;cX-B: d"));
        }
    }

    #[test]
    fn what_has_no_place_in_a_text_is_left_out() {
        assert_eq!(escape("a\r\nb\rc\u{2028}d\u{85}e"), "a\\nb\\nc\\nd\\ne");
        assert_eq!(escape("bell\u{7} null\0 escape\u{1b}"), "bell null escape");
        assert_eq!(escape(&"é".repeat(LONGEST + 1)), "é".repeat(LONGEST) + "…");
    }
}
