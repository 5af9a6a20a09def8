//! The tantivy index: one segment, fixed file names, the same bytes for the same input.

use std::path::Path;

use rayon::prelude::*;
use tantivy::directory::{Directory, OwnedBytes, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::{Index, SegmentReader, TantivyDocument};

use super::record::{Page, joined};
use super::schema::{Fields, TOKENIZER, Text, WordTokenizer};

/// tantivy names a segment at random; published files have one name, so that the same handbook gives the same
/// bytes.
const SEGMENT: &str = "00000000000000000000000000000001";
const SEGMENT_ID: &str = "00000000-0000-0000-0000-000000000001";
/// The folder of the index within the site's `search/`.
pub const FOLDER: &str = "search/index/";

const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
];

/// Takes pages in order and makes an index of them.
pub struct Builder {
    writer: tantivy::indexer::SingleSegmentIndexWriter,
    directory: RamDirectory,
    fields: Fields,
    pages: u64,
}

/// An index that can be asked.
pub struct SearchIndex {
    pub reader: SegmentReader,
    pub fields: Fields,
    /// Where it lies in memory, if it was built there.
    directory: Option<RamDirectory>,
}

impl Builder {
    pub fn new() -> tantivy::Result<Self> {
        // Of the tables that gather postings; they grow where it is not enough.
        const MEMORY: usize = 50_000_000;
        let fields = Fields::default();
        let directory = RamDirectory::create();
        let tokenizers = tantivy::tokenizer::TokenizerManager::default();
        tokenizers.register(TOKENIZER, WordTokenizer);
        let builder = Index::builder().schema(fields.schema.clone()).tokenizers(tokenizers);
        let writer = builder.single_segment_index_writer(directory.clone(), MEMORY)?;
        Ok(Self { writer, directory, fields, pages: 0 })
    }

    pub fn add(&mut self, page: &Page) -> tantivy::Result<()> {
        let f = &self.fields;
        for (i, section) in page.sections.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_u64(f.page, self.pages);
            document.add_text(f.text(Text::Body), &section.text);
            document.add_u64(f.line, section.line);
            if i > 0 {
                document.add_text(f.text(Text::Heading), &section.heading);
                document.add_text(f.anchor, &section.anchor);
            } else {
                lead(&mut document, f, page);
            }
            self.writer.add_document(document)?;
        }
        self.pages += 1;
        Ok(())
    }

    pub fn finish(self) -> tantivy::Result<SearchIndex> {
        let index = self.writer.finalize()?;
        let index = SearchIndex::of(&index, self.fields)?;
        Ok(SearchIndex { directory: Some(self.directory), ..index })
    }
}

fn lead(document: &mut TantivyDocument, f: &Fields, page: &Page) {
    document.add_text(f.text(Text::Title), &page.title);
    document.add_text(f.text(Text::Labels), joined(&page.labels));
    document.add_text(f.text(Text::Fingerprint), joined(&page.fingerprints));
    for (facet, values) in page.facets.iter().enumerate() {
        for (value, label) in values {
            document.add_text(f.facets[facet], value);
            if let Some(field) = f.labels[facet] {
                document.add_text(field, label);
            }
        }
    }
    document.add_u64(f.factor, page.factor);
    if let Some(note) = page.note {
        document.add_text(f.note, note);
    }
    if let Some(due) = page.due {
        document.add_i64(f.due, due);
    }
    if let Some(date) = &page.date {
        document.add_text(f.date, date);
    }
    document.add_text(f.freshness, page.freshness);
    document.add_text(f.path, &page.path);
    document.add_text(f.route, &page.route);
}

impl SearchIndex {
    /// Opens an index that a build published. The caller has read its version file.
    pub fn open(directory: Box<dyn Directory>) -> tantivy::Result<Self> {
        let index = Index::open(directory)?;
        let fields = Fields::default();
        if index.schema() != fields.schema {
            return Err(tantivy::TantivyError::SchemaError("the fields are not those of this version".to_owned()));
        }
        // What a damaged file holds is nobody's guess; looking through all of them takes milliseconds.
        COMPONENTS.par_iter().try_for_each(|component| {
            let file = format!("{SEGMENT}.{component}");
            match index.directory().validate_checksum(Path::new(&file)) {
                Ok(true) => Ok(()),
                Ok(false) => Err(tantivy::TantivyError::InternalError(format!("{file} is damaged"))),
                Err(error) => Err(error.into()),
            }
        })?;
        Self::of(&index, fields)
    }

    fn of(index: &Index, fields: Fields) -> tantivy::Result<Self> {
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else {
            return Err(tantivy::TantivyError::InternalError(format!("{} segments instead of one", segments.len())));
        };
        Ok(Self { reader: SegmentReader::open(segment)?, fields, directory: None })
    }

    /// The files to publish, by their paths in the site.
    pub fn files(&self) -> tantivy::Result<Vec<(String, OwnedBytes)>> {
        let Some(directory) = &self.directory else { return Ok(Vec::new()) };
        let id = self.reader.segment_id();
        let simple = id.uuid_string();
        let parts = [&simple[..8], &simple[8..12], &simple[12..16], &simple[16..20], &simple[20..]];
        let hyphened = parts.join("-");
        let mut files = Vec::new();
        for component in COMPONENTS {
            let path = format!("{simple}.{component}");
            if directory.exists(Path::new(&path))? {
                let bytes = directory.open_read(Path::new(&path))?.read_bytes()?;
                files.push((format!("{FOLDER}{SEGMENT}.{component}"), bytes));
            }
        }
        let meta = directory.atomic_read(Path::new("meta.json"))?;
        let meta = String::from_utf8_lossy(&meta).replace(&hyphened, SEGMENT_ID).replace(&simple, SEGMENT);
        files.push((format!("{FOLDER}meta.json"), OwnedBytes::new(meta.into_bytes())));
        Ok(files)
    }

    pub fn sections(&self) -> u32 {
        self.reader.max_doc()
    }
}
