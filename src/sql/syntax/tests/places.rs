//! Places of all that is read, in the text as it is written.

use regex::Regex;

use super::*;

#[test]
fn a_name_stands_where_it_says() {
    let name = Regex::new(r#"At \{ value: "((?:[^"\\]|\\.)*)", place: (\d+)\.\.(\d+) \}"#).expect("a pattern");
    let place = Regex::new(r"(?:place: |full: Some\()(\d+)\.\.(\d+)").expect("a pattern");
    let number = |text: &str| text.parse::<usize>().expect("a number");
    for file in FILES {
        let text = read(file);
        let script = Script::read(&text);
        let mut names = 0;
        for statement in &script.statements {
            let shown = format!("{statement:?}");
            for found in place.captures_iter(&shown) {
                let place = number(&found[1])..number(&found[2]);
                let (whole, part) = (&text[statement.place.clone()], text.get(place.clone()));
                assert!(part.is_some_and(|p| !p.is_empty()), "{file}: {place:?} in {whole}");
                assert!(statement.place.start <= place.start && place.end <= statement.place.end, "{file}: {place:?}");
            }
            for found in name.captures_iter(&shown) {
                let value = found[1].replace("\\\"", "\"");
                let written = &text[number(&found[2])..number(&found[3])];
                let is_it = match written.strip_prefix('"').and_then(|w| w.strip_suffix('"')) {
                    Some(quoted) => quoted.replace("\"\"", "\"") == value,
                    None => written.to_ascii_lowercase() == value || written.starts_with("U&"),
                };
                assert!(is_it, "{file}: `{value}` is said to stand at `{written}`");
                names += 1;
            }
            if let Some(within) = statement.within {
                let holder = &script.statements[within];
                assert!(holder.place.start < statement.place.start && statement.place.end <= holder.place.end);
            }
        }
        assert!(names > 100, "{file}: {names} names are no test");
    }
}
