//! The sections of a handbook for an engine that many handbooks share: an index configuration, and records with
//! stable ids as NDJSON. The fields are the index's own; `handbook` and `base_url` tell handbooks apart.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::Hasher;

use serde::Serialize;
use serde_json::{Value, json};
use siphasher::sip128::{Hasher128, SipHasher13};

use super::language::Language;
use super::record::{self, Page, Section};
use super::schema::FACETS;
use crate::adr::Decisions;
use crate::model::{Handbook, Loaded};
use crate::paths;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Quickwit,
    OpenSearch,
}

/// The index's name in the engine.
const INDEX: &str = "handbook";

/// How a field is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it stands.
    Name,
    Names,
    /// In the handbook's language.
    Words,
    WordsList,
    Number,
    Date,
}

/// The fields of a record, in the order they are written; facets follow.
const FIELDS: [(&str, Form); 14] = [
    ("id", Form::Name),
    ("handbook", Form::Name),
    ("base_url", Form::Name),
    ("url", Form::Name),
    ("path", Form::Name),
    ("line", Form::Number),
    ("title", Form::Words),
    ("heading", Form::Words),
    ("body", Form::Words),
    ("fingerprint", Form::WordsList),
    ("note", Form::Name),
    ("date", Form::Date),
    ("due", Form::Date),
    ("freshness", Form::Name),
];

/// One section with everything that is known of its page.
#[derive(Serialize)]
struct Record<'a> {
    id: String,
    handbook: &'a str,
    base_url: &'a str,
    url: String,
    path: &'a str,
    line: u64,
    title: &'a str,
    heading: &'a str,
    body: &'a str,
    fingerprint: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    freshness: &'a str,
    #[serde(flatten)]
    facets: BTreeMap<&'static str, Vec<&'a str>>,
}

/// Every section as a line of JSON; for OpenSearch each after the line that says under which id it goes.
pub fn records(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions, engine: Engine) -> String {
    let name = record::handbook_id(&handbook.config);
    let mut out = String::new();
    for page in record::pages(handbook, loaded, decisions).flatten() {
        for section in &page.sections {
            let record = record(&name, &handbook.config.base_url, &page, section);
            if engine == Engine::OpenSearch {
                let _ = writeln!(out, "{}", json!({"index": {"_index": INDEX, "_id": record.id}}));
            }
            let line = serde_json::to_string(&record).expect("invariant: a record is plain values");
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn record<'a>(handbook: &'a str, base_url: &'a str, page: &'a Page, section: &'a Section) -> Record<'a> {
    let anchor = if section.anchor.is_empty() { String::new() } else { format!("#{}", paths::encode(&section.anchor)) };
    let facets = FACETS.iter().zip(&page.facets).filter(|(_, values)| !values.is_empty());
    Record {
        id: id(handbook, &page.route, &section.anchor),
        handbook,
        base_url,
        url: format!("{base_url}{}{anchor}", paths::encode(&page.route)),
        path: &page.path,
        line: section.line,
        title: &page.title,
        heading: &section.heading,
        body: &section.text,
        fingerprint: &page.fingerprints,
        note: page.note,
        date: page.date.as_deref(),
        due: page.due.and_then(record::date_of).map(|day| day.to_string()),
        freshness: page.freshness,
        facets: facets.map(|(name, values)| (*name, values.iter().map(|(v, _)| v.as_str()).collect())).collect(),
    }
}

/// The same section has the same id from build to build, whatever its text says. OpenSearch takes 512 bytes.
fn id(handbook: &str, route: &str, anchor: &str) -> String {
    let id = format!("{handbook}/{route}#{anchor}");
    if id.len() <= 512 {
        return id;
    }
    let mut hasher = SipHasher13::new();
    hasher.write(id.as_bytes());
    format!("{handbook}/{:032x}", hasher.finish128().as_u128())
}

/// The configuration that an index of such records is made with.
pub fn configuration(handbook: &Handbook, engine: Engine) -> String {
    let language = Language::new(&handbook.config.language);
    let facets = FACETS.iter().map(|name| (*name, Form::Names));
    let fields: Vec<(&str, Form)> = FIELDS.into_iter().chain(facets).collect();
    match engine {
        Engine::Quickwit => quickwit(&fields, language.name()),
        Engine::OpenSearch => format!("{:#}\n", opensearch(&fields, language.name())),
    }
}

/// Quickwit's index configuration, version 0.8: <https://quickwit.io/docs/configuration/index-config>.
fn quickwit(fields: &[(&str, Form)], stemmer: &str) -> String {
    // The one stemmer that Quickwit has.
    let words = if stemmer == "english" { "en_stem" } else { "default" };
    let mut out = format!("version: 0.8\nindex_id: {INDEX}\ndoc_mapping:\n  mode: lenient\n  field_mappings:\n");
    for (name, form) in fields {
        let how = match form {
            Form::Name => "type: text, tokenizer: raw, fast: true".to_owned(),
            Form::Names => "type: array<text>, tokenizer: raw, fast: true".to_owned(),
            Form::Words => format!("type: text, tokenizer: {words}, record: position, fieldnorms: true"),
            Form::WordsList => format!("type: array<text>, tokenizer: {words}, record: position, fieldnorms: true"),
            Form::Number => "type: u64".to_owned(),
            Form::Date => {
                "type: datetime, input_formats: [\"%Y-%m-%d\"], output_format: \"%Y-%m-%d\", fast: true".to_owned()
            }
        };
        let _ = writeln!(out, "    - {{name: {name}, {how}}}");
    }
    out.push_str(
        "  tag_fields: [handbook]\nsearch_settings:\n  default_search_fields: [title, heading, body, fingerprint]\n",
    );
    out
}

/// What OpenSearch takes at `PUT /handbook`: <https://docs.opensearch.org/latest/mappings/>.
fn opensearch(fields: &[(&str, Form)], stemmer: &str) -> Value {
    let mut filters = vec!["lowercase", "asciifolding"];
    if stemmer != "none" {
        filters.push("handbook_stems");
    }
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|(name, form)| {
            let property = match form {
                Form::Name | Form::Names => json!({"type": "keyword", "ignore_above": 8191}),
                Form::Words | Form::WordsList => json!({"type": "text", "analyzer": "handbook"}),
                Form::Number => json!({"type": "integer"}),
                Form::Date => json!({"type": "date", "format": "yyyy-MM-dd", "ignore_malformed": true}),
            };
            ((*name).to_owned(), property)
        })
        .collect();
    let stems = json!({"type": "stemmer", "language": if stemmer == "none" { "english" } else { stemmer }});
    json!({
        "settings": {
            "index": {"query": {"default_field": ["title^6", "fingerprint^6", "heading^3", "body"]}},
            "analysis": {
                "filter": {"handbook_stems": stems},
                "analyzer": {"handbook": {"type": "custom", "tokenizer": "standard", "filter": filters}},
            },
        },
        "mappings": {"dynamic": false, "properties": properties},
    })
}
