//! Diagrams in words, for those who do not see them.

use super::{first_word, lines};
use crate::markdown::text::shorten;

/// What a diagram says to those who do not see it: what its author wrote for them, else its kind and the
/// first labels in it.
pub(super) fn alternative(code: &str) -> String {
    if let Some(title) = lines(code).find_map(|line| line.strip_prefix("accTitle:")) {
        return title.trim().to_owned();
    }
    let kind = match first_word(code) {
        "graph" | "flowchart" => "Flowchart",
        "sequenceDiagram" => "Sequence diagram",
        "classDiagram" => "Class diagram",
        "stateDiagram" | "stateDiagram-v2" => "State diagram",
        "erDiagram" => "Entity relationship diagram",
        "gantt" => "Gantt chart",
        "pie" => "Pie chart",
        "gitGraph" => "Git graph",
        "timeline" => "Timeline",
        _ => "Diagram",
    };
    let title = lines(code).find_map(|line| line.split_once("title ").map(|(_, title)| title.trim()));
    let mut labels: Vec<&str> = Vec::new();
    for label in title.into_iter().chain(lines(code).skip(1).flat_map(line_labels)) {
        if !labels.contains(&label) {
            labels.push(label);
        }
        if labels.len() == 6 {
            break;
        }
    }
    match labels.is_empty() {
        true => kind.to_owned(),
        false => shorten(&format!("{kind}: {}", labels.join(", ")), 160),
    }
}

/// The texts in brackets and quotes of a line; of a participant or a message, its last words.
fn line_labels(line: &str) -> Vec<&str> {
    if let Some(name) = line.strip_prefix("participant ").or_else(|| line.strip_prefix("actor ")) {
        return vec![name.split_once(" as ").map_or(name, |(_, label)| label).trim()];
    }
    let mut labels = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find(['[', '(', '{', '"']) {
        let inner = rest[open..].trim_start_matches(['[', '(', '{', '"', '/', '\\', '>']);
        let end = inner.find([']', ')', '}', '"']).unwrap_or(inner.len());
        let label = inner[..end].trim_end_matches(['/', '\\']).trim();
        if label.chars().any(char::is_alphanumeric) {
            labels.push(label);
        }
        rest = inner[end..].trim_start_matches([']', ')', '}', '"']);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authors_words_come_first() {
        assert_eq!(alternative("graph TD\naccTitle: How we fail over\nA[x]"), "How we fail over");
        assert_eq!(alternative("pie title Incidents\n\"disk\" : 40"), "Pie chart: Incidents, disk");
    }

    #[test]
    fn otherwise_the_first_labels() {
        assert_eq!(
            alternative("%% c\nflowchart LR\nA[Client] -->|SQL| B(Pool) --> C[(DB)]"),
            "Flowchart: Client, Pool, DB"
        );
        assert_eq!(alternative("sequenceDiagram\nparticipant A as App\nA->>B: x"), "Sequence diagram: App");
        assert_eq!(alternative("stateDiagram-v2\nA --> B"), "State diagram");
    }
}
