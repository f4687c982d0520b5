//! The index: tantivy takes the terms of all documents into one segment in memory, and the postings are read out of it.
//!
//! The text is analysed here and not by tantivy, so that versions and names stay what they are. Documents have the
//! numbers of their order: one writer, one thread, one segment.

use tantivy::postings::Postings as _;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DocSet as _, Index, TERMINATED, TantivyDocument};

use super::document::Documents;
use super::postings::{Field, FieldPostings, Postings, terms_of};

/// What the writer may use before it would start a second segment: far above what ten times the records need.
const MEMORY: usize = 200_000_000;

/// Indexes `documents`.
///
/// # Errors
/// Only when tantivy fails, which in memory it does not.
pub(super) fn build(documents: &Documents) -> tantivy::Result<Postings> {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(true);
    let options = TextOptions::default().set_indexing_options(indexing);
    let fields = Field::ALL.map(|field| schema.add_text_field(name(field), options.clone()));
    let builder = Index::builder().schema(schema.build());
    let directory = tantivy::directory::RamDirectory::create();
    let mut writer = builder.single_segment_index_writer::<TantivyDocument>(directory, MEMORY)?;
    for (number, card) in documents.cards.iter().enumerate() {
        let mut document = TantivyDocument::default();
        for (field, handle) in Field::ALL.into_iter().zip(fields) {
            let words = &documents.words[number];
            let terms = match field {
                Field::Body => terms_of(words.body.iter().map(String::as_str)),
                Field::Meta => terms_of(words.meta.iter().map(String::as_str)),
                _ => terms_of(card.texts(&documents.cards, field)),
            };
            document.add_pre_tokenized_text(handle, pretokenized(terms));
        }
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    let searcher = index.reader()?.searcher();
    let mut postings = Postings::default();
    let Some(segment) = searcher.segment_readers().first() else { return Ok(postings) };
    for (filled, field) in postings.fields.iter_mut().zip(fields) {
        *filled = read(segment, field)?;
    }
    Ok(postings)
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Title => "title",
        Field::Aka => "aka",
        Field::Body => "body",
        Field::Meta => "meta",
    }
}

fn pretokenized(terms: Vec<String>) -> PreTokenizedString {
    let token = |(position, text)| Token { position, text, ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: terms.into_iter().enumerate().map(token).collect() }
}

fn read(segment: &tantivy::SegmentReader, field: tantivy::schema::Field) -> tantivy::Result<FieldPostings> {
    let inverted = segment.inverted_index(field)?;
    let norms = segment.get_fieldnorms_reader(field)?;
    let mut found = FieldPostings {
        norms: (0..segment.max_doc()).map(|document| norms.fieldnorm_id(document)).collect(),
        tokens: inverted.total_num_tokens(),
        ..FieldPostings::default()
    };
    let mut terms = inverted.terms().stream()?;
    while let Some((term, info)) = terms.next() {
        let mut list = Vec::with_capacity(info.doc_freq as usize);
        let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while postings.doc() != TERMINATED {
            list.push((postings.doc(), postings.term_freq()));
            postings.advance();
        }
        found.terms.push(String::from_utf8_lossy(term).into_owned());
        found.lists.push(list);
    }
    Ok(found)
}
