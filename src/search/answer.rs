//! The answer to a query: pages with their best sections, counts by facet, and help where there is nothing.

use std::io;

use serde::Serialize;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::store::StoreReader;
use tantivy::{DocSet, TERMINATED, TantivyDocument};

use super::expand::{Expander, Families, Wanted};
use super::fold::folded;
use super::index::SearchIndex;
use super::language::Language;
use super::lexicon::Lexicon;
use super::query::{self, Clause, Query, Want};
use super::rank::{self, Pages, Ranking};
use super::record::STALE as STALE_FACTOR;
use super::schema::{FACETS, STALE, Text};
use super::snippet::{Marker, Piece};
use super::words::VALUE_END;

/// Between the error texts and codes of a page where they are shown.
pub const KNOWN_BETWEEN: &str = " · ";

/// Everything that is needed to answer queries.
pub struct Searcher {
    index: SearchIndex,
    lexicon: Lexicon,
    language: Language,
    families: Families,
    store: StoreReader,
    pages: Pages,
    /// By page.
    stale: Vec<bool>,
}

#[derive(Debug, Default)]
pub struct Answer {
    /// Pages that were found.
    pub total: usize,
    pub hits: Vec<Hit>,
    pub facets: Vec<FacetCounts>,
    /// Words that no page has, each with the nearest word that one has.
    pub missing: Vec<(String, Option<String>)>,
    /// Where nothing has all words: how many pages there are without one of them.
    pub without: Vec<(String, usize)>,
    /// More was typed than was looked for.
    pub truncated: bool,
    /// There was nothing to look for.
    pub empty: bool,
}

#[derive(Debug)]
pub struct Hit {
    /// The page's number.
    pub page: usize,
    pub score: u32,
    pub path: String,
    /// Relative to the site's root.
    pub route: String,
    pub title: String,
    pub title_pieces: Vec<Piece>,
    pub kind: String,
    pub kind_label: String,
    pub owner: Option<String>,
    /// `stale`, `superseded` and the like.
    pub note: Option<String>,
    /// The best section, then others that are nearly as good.
    pub sections: Vec<SectionHit>,
}

#[derive(Debug)]
pub struct SectionHit {
    pub heading: String,
    pub anchor: String,
    /// In the file, from 1.
    pub line: u64,
    pub snippet: Vec<Piece>,
}

#[derive(Debug, Serialize)]
pub struct FacetCounts {
    pub name: &'static str,
    /// The commonest first, then by label.
    pub values: Vec<FacetCount>,
}

#[derive(Debug, Serialize)]
pub struct FacetCount {
    pub value: String,
    pub label: String,
    pub count: usize,
}

/// How to ask.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The last word may be the beginning of one.
    pub typing: bool,
    /// How many pages to show.
    pub limit: usize,
    /// The facets to count.
    pub facets: &'static [&'static str],
}

impl Searcher {
    /// `today` in days since 1970-01-01 says what is stale.
    pub fn new(index: SearchIndex, language: &str, today: i64) -> tantivy::Result<Self> {
        let reader = &index.reader;
        let column = reader.fast_fields().u64("page")?;
        let mut starts = Vec::new();
        for section in 0..index.sections() {
            let page = column.first(section).unwrap_or_default();
            if page as usize == starts.len() {
                starts.push(section);
            }
        }
        let factor = reader.fast_fields().u64("factor")?;
        let due = reader.fast_fields().i64("due")?;
        let stale: Vec<bool> = starts.iter().map(|&s| due.first(s).is_some_and(|due| due < today)).collect();
        let factors = starts.iter().zip(&stale).map(|(&s, stale)| {
            let factor = factor.first(s).unwrap_or_default();
            if *stale { factor.min(STALE_FACTOR) as u32 } else { factor as u32 }
        });
        let factors = factors.collect();
        starts.push(index.sections());
        let store = reader.get_store_reader(16)?;
        let lexicon = Lexicon::new(&index)?;
        Ok(Self {
            lexicon,
            language: Language::new(language),
            families: Families::new(),
            store,
            pages: Pages { starts, factors },
            stale,
            index,
        })
    }

    pub fn ask(&mut self, text: &str, ask: Ask) -> tantivy::Result<Answer> {
        let query = query::parse(text, ask.typing);
        if query.is_empty() {
            return Ok(Answer { empty: true, truncated: query.truncated, ..Answer::default() });
        }
        let allowed = self.allowed(&query)?;
        let mut expander = Expander::new(&self.lexicon, &mut self.language, &mut self.families);
        let ranking = rank::rank(&query, &self.pages, &allowed, &mut expander)?;
        let mut answer = Answer { total: ranking.pages.len(), truncated: query.truncated, ..Answer::default() };
        if ranking.pages.is_empty() {
            help(&query, &ranking, &self.pages, &allowed, &mut expander, &mut answer)?;
        }
        answer.hits = self.hits(&query, &ranking, ask.limit)?;
        answer.facets = self.facets(&ranking, ask.facets)?;
        Ok(answer)
    }

    /// Which pages pass the filters.
    fn allowed(&self, query: &Query) -> tantivy::Result<Vec<bool>> {
        let mut allowed = vec![true; self.pages.factors.len()];
        for filter in &query.filters {
            let mut passes = vec![false; allowed.len()];
            let values = if filter.field == STALE { self.stale_values() } else { self.facet(filter.field)? };
            for value in values {
                let named = [&value.value, &value.label].into_iter().any(|n| filter.values.contains(&folded(n)));
                if named {
                    value.pages.iter().for_each(|&page| passes[page] = true);
                }
            }
            for (allowed, passes) in allowed.iter_mut().zip(passes) {
                *allowed &= passes != filter.excluded;
            }
        }
        Ok(allowed)
    }

    /// Every value of a facet and the pages that have it, by value.
    fn facet(&self, name: &str) -> tantivy::Result<Vec<FacetValue>> {
        let Some(at) = FACETS.iter().position(|f| *f == name) else { return Ok(Vec::new()) };
        let inverted = self.index.reader.inverted_index(self.index.fields.facets[at])?;
        let mut values = Vec::new();
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            let value = String::from_utf8_lossy(stream.key()).into_owned();
            let mut postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
            let label = self.label(at, &value, postings.doc())?;
            let mut pages = Vec::new();
            while postings.doc() != TERMINATED {
                pages.push(self.page_of(postings.doc()));
                postings.advance();
            }
            values.push(FacetValue { value, label, pages });
        }
        Ok(values)
    }

    /// How people read a value: what a page that has it says.
    fn label(&self, facet: usize, value: &str, section: u32) -> tantivy::Result<String> {
        let fields = &self.index.fields;
        let Some(named) = fields.labels[facet] else { return Ok(value.to_owned()) };
        let document: TantivyDocument = self.store.get(section)?;
        let values = document.get_all(fields.facets[facet]).map(|v| v.as_str());
        let labels = document.get_all(named).map(|v| v.as_str());
        let label = values.zip(labels).find(|(v, _)| *v == Some(value)).and_then(|(_, label)| label);
        Ok(label.unwrap_or(value).to_owned())
    }

    fn page_of(&self, section: u32) -> usize {
        self.pages.starts.partition_point(|start| *start <= section) - 1
    }

    fn facets(&self, ranking: &Ranking, names: &[&'static str]) -> tantivy::Result<Vec<FacetCounts>> {
        let mut found = vec![false; self.pages.factors.len()];
        ranking.pages.iter().for_each(|r| found[r.page] = true);
        let mut all = Vec::new();
        for &name in names {
            let values = if name == STALE { self.stale_values() } else { self.facet(name)? };
            let mut counts: Vec<FacetCount> = values
                .into_iter()
                .map(|v| FacetCount {
                    count: v.pages.iter().filter(|p| found[**p]).count(),
                    value: v.value,
                    label: v.label,
                })
                .filter(|v| v.count > 0)
                .collect();
            counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
            if !counts.is_empty() {
                all.push(FacetCounts { name, values: counts });
            }
        }
        Ok(all)
    }

    /// Which pages are overdue for review, and which are not.
    fn stale_values(&self) -> Vec<FacetValue> {
        let value = |stale: bool| {
            let pages = self.stale.iter().enumerate().filter(|(_, s)| **s == stale).map(|(page, _)| page);
            FacetValue { value: stale.to_string(), label: stale.to_string(), pages: pages.collect() }
        };
        vec![value(true), value(false)]
    }

    fn hits(&mut self, query: &Query, ranking: &Ranking, limit: usize) -> tantivy::Result<Vec<Hit>> {
        let mut marker = Marker::new(query, ranking, &mut self.language);
        let fields = &self.index.fields;
        let text =
            |d: &TantivyDocument, field| d.get_first(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let mut hits = Vec::new();
        for ranked in ranking.pages.iter().take(limit) {
            let lead: TantivyDocument = self.store.get(self.pages.starts[ranked.page])?;
            let mut sections = Vec::new();
            for &section in &ranked.sections {
                let document: TantivyDocument = self.store.get(section)?;
                let known = text(&document, fields.text(Text::Fingerprint)).replace(VALUE_END, KNOWN_BETWEEN);
                let snippet = marker.snippet(&[&text(&document, fields.text(Text::Body)), &known]);
                sections.push(SectionHit {
                    heading: text(&document, fields.text(Text::Heading)),
                    anchor: text(&document, fields.anchor),
                    line: document.get_first(fields.line).and_then(|v| v.as_u64()).unwrap_or(1),
                    snippet,
                });
            }
            let title = text(&lead, fields.text(Text::Title));
            let note = Some(text(&lead, fields.note)).filter(|n| !n.is_empty());
            let kind = facet(&lead, fields.facets[0]);
            hits.push(Hit {
                page: ranked.page,
                score: ranked.score,
                path: text(&lead, fields.path),
                route: text(&lead, fields.route),
                title_pieces: marker.whole(&title),
                title,
                kind_label: fields.labels[0].and_then(|label| facet(&lead, label)).unwrap_or_default(),
                kind: kind.unwrap_or_default(),
                owner: facet(&lead, fields.facets[2]),
                note: note.or_else(|| self.stale[ranked.page].then(|| STALE.to_owned())),
                sections,
            });
        }
        Ok(hits)
    }
}

/// A value of a facet and the pages that have it, in order.
struct FacetValue {
    value: String,
    label: String,
    pages: Vec<usize>,
}

fn facet(document: &TantivyDocument, field: tantivy::schema::Field) -> Option<String> {
    document.get_first(field).and_then(|v| v.as_str()).map(str::to_owned)
}

/// Says why nothing was found: words that no page has, or words that no page has together.
fn help(
    query: &Query,
    ranking: &Ranking,
    pages: &Pages,
    allowed: &[bool],
    expander: &mut Expander,
    answer: &mut Answer,
) -> io::Result<()> {
    /// Of a query that is asked again without each of its words in turn.
    const FEW: usize = 6;
    let positive: Vec<(&Clause, &Wanted)> = ranking
        .counted
        .iter()
        .map(|&i| &query.clauses[i])
        .zip(&ranking.wanted)
        .filter(|(clause, _)| !clause.excluded)
        .collect();
    for (clause, wanted) in &positive {
        if matches!(wanted, Wanted::Word(expansions) if expansions.is_empty())
            && let Want::Word { token, .. } = &clause.want
        {
            let nearest = expander.nearest(token)?;
            answer.missing.push((clause.text.clone(), nearest));
        }
    }
    // A word that nothing has is the one to leave out; without two of those there is little left to offer.
    if answer.missing.len() > 1 || !(2..=FEW).contains(&positive.len()) {
        return Ok(());
    }
    let lost = answer.missing.first().map(|(word, _)| word.clone());
    for (left_out, _) in positive.iter().filter(|(c, _)| lost.as_ref().is_none_or(|word| c.text == *word)) {
        let clauses = query.clauses.iter().filter(|c| c != left_out).cloned().collect();
        let rest = Query { clauses, ..query.clone() };
        let count = rank::rank(&rest, pages, allowed, expander)?.pages.len();
        if count > 0 {
            answer.without.push((left_out.text.clone(), count));
        }
    }
    Ok(())
}
