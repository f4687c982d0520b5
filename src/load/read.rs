//! From texts to the model: every file by its kind, in two threads.

use std::borrow::Cow;
use std::thread;

use super::keys::TableKeys;
use super::kind::{FileKind, stem};
use super::report::Report;
use super::table::Table;
use super::tree::Items;
use super::walk::Flaw;
use super::{Pins, collection, drift, gate, kep, keys, lists, syntax};
use crate::diag::{Code, Diagnostic};
use crate::model::Content;
use crate::source::{FileId, SourceFile};

/// Stack of a reading thread. The parser limits nesting by brackets, not by dotted keys: some thousand levels are left,
/// for which a thread's usual stack is just about enough. Memory that is not used is not taken.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Below so many bytes a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 64 * 1024;

/// What some of the files gave.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) content: Content,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// One file on its way into the model.
#[derive(Debug)]
pub(super) struct File<'a> {
    id: FileId,
    source: &'a SourceFile,
    kind: Option<FileKind>,
    /// The packed tree of the text, if there is one.
    tree: Option<&'static [u8]>,
    flaw: Option<Flaw>,
}

impl<'a> File<'a> {
    /// The file `source`, with what is known of it besides its text.
    pub(super) fn new(
        id: FileId,
        source: &'a SourceFile,
        tree: Option<&'static [u8]>,
        flaw: Option<Flaw>,
    ) -> Self {
        Self { id, source, kind: FileKind::of(&source.path), tree, flaw }
    }
}

/// Reads all files. The result has the order of the files, whatever the threads do.
pub(super) fn read_all(files: &[File<'_>], pins: Pins) -> Part {
    // Unpacked records are only looked up, not parsed: threads would cost more than they save.
    if files.iter().all(|file| file.tree.is_some_and(|tree| !tree.is_empty())) {
        return read_part(files, pins);
    }
    let (first, second) = files.split_at(middle(files));
    thread::scope(|scope| {
        let parts = [first, second].into_iter().filter(|files| !files.is_empty());
        let threads: Vec<_> = parts
            .map(|files| {
                let thread = thread::Builder::new().stack_size(STACK_BYTES);
                (files, thread.spawn_scoped(scope, move || read_part(files, pins)))
            })
            .collect();
        let mut all = Part::default();
        for (files, thread) in threads {
            all.append(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // No thread to be had: do it here.
                Err(_) => read_part(files, pins),
            });
        }
        all
    })
}

/// Where to cut the list of files in two parts of about the same size.
fn middle(files: &[File<'_>]) -> usize {
    let total: usize = files.iter().map(|file| file.source.text.len()).sum();
    if total < WORTH_A_THREAD {
        return files.len();
    }
    let mut before = 0;
    let half = files.iter().position(|file| {
        before += file.source.text.len();
        before * 2 > total
    });
    half.unwrap_or(files.len())
}

fn read_part(files: &[File<'_>], pins: Pins) -> Part {
    let mut part = Part::default();
    // Records are large: growing the lists step by step would move them several times.
    let count = |kind| files.iter().filter(|file| file.kind == Some(kind)).count();
    part.content.keps.reserve(count(FileKind::Kep));
    part.content.gates.reserve(count(FileKind::Gate));
    for file in files {
        let mut report = Report::new(file.id);
        file.read(&mut report, &mut part.content, pins);
        part.diagnostics.extend(report.into_diagnostics());
    }
    part
}

/// Reads one table with the keys `keys` from the top of `text`, which belongs to no content folder.
pub(super) fn read_table<T>(
    file: FileId,
    text: &str,
    keys: &'static TableKeys,
    lower: impl FnOnce(&Table<'_>) -> T,
) -> (T, Vec<Diagnostic>) {
    let mut report = Report::new(file);
    let tree = syntax::parse(text, &mut report);
    let first_line = text.find(['\r', '\n']).unwrap_or(text.len());
    let value = lower(&Table::top(&report, keys, Items::document(&tree, text), first_line));
    (value, report.into_diagnostics())
}

impl Part {
    fn append(&mut self, other: Self) {
        let (all, more) = (&mut self.content, other.content);
        all.keps.extend(more.keps);
        all.gates.extend(more.gates);
        all.collections.extend(more.collections);
        all.releases.extend(more.releases);
        all.taxonomy.sigs.extend(more.taxonomy.sigs);
        all.taxonomy.components.extend(more.taxonomy.components);
        all.taxonomy.topics.extend(more.taxonomy.topics);
        all.aliases.gates.extend(more.aliases.gates);
        all.aliases.components.extend(more.aliases.components);
        all.aliases.statuses.extend(more.aliases.statuses);
        all.aliases.unlisted.extend(more.aliases.unlisted);
        all.drift.extend(more.drift);
        all.waivers.extend(more.waivers);
        all.sources.extend(more.sources);
        self.diagnostics.extend(other.diagnostics);
    }
}

impl File<'_> {
    fn read(&self, report: &mut Report, content: &mut Content, pins: Pins) {
        let path = &self.source.path;
        let start = report.span(0..0);
        match (self.flaw, self.kind) {
            (Some(Flaw::Unexpected), _) | (_, None) => {
                let unexpected = Diagnostic::new(
                    Code::UnexpectedFile,
                    start,
                    "no record is read from this file",
                    "not read",
                );
                return report.push_syntax(unexpected.help(FileKind::meant(path)));
            }
            (Some(Flaw::TooLarge { bytes }), _) => {
                return report.push_syntax(syntax::too_large(report, bytes));
            }
            (Some(Flaw::NotUtf8 { at }), _) => report.push_syntax(Diagnostic::new(
                Code::Syntax,
                report.span(at..at + 1),
                format!("not valid UTF-8: byte {at} starts no character"),
                "not UTF-8 from here on",
            )),
            (None, Some(_)) => {}
        }
        let Some(kind) = self.kind else { return };
        let text = &self.source.text;
        // An empty file has an empty tree, and so has a packed file that did not parse: see what there is to report.
        let tree = match self.tree {
            Some(packed) if !packed.is_empty() => Cow::Borrowed(packed),
            _ => Cow::Owned(syntax::parse(text, report)),
        };
        let first_line = text.find(['\r', '\n']).unwrap_or(text.len());
        let top = |keys| Table::top(report, keys, Items::document(&tree, text), first_line);
        match kind {
            FileKind::Kep => content.keps.extend(kep::lower(&top(&keys::KEP), stem(path), pins)),
            FileKind::Gate => content.gates.extend(gate::lower(&top(&keys::GATE), stem(path), pins)),
            FileKind::Collection => {
                content.collections.extend(collection::lower(&top(&keys::COLLECTION), stem(path)));
            }
            FileKind::Releases => content.releases.extend(lists::releases(&top(&keys::RELEASES))),
            FileKind::Taxonomy => {
                let taxonomy = lists::taxonomy(&top(&keys::TAXONOMY));
                content.taxonomy.sigs.extend(taxonomy.sigs);
                content.taxonomy.components.extend(taxonomy.components);
                content.taxonomy.topics.extend(taxonomy.topics);
            }
            FileKind::Aliases => {
                let aliases = lists::aliases(&top(&keys::ALIASES));
                content.aliases.gates.extend(aliases.gates);
                content.aliases.components.extend(aliases.components);
                content.aliases.statuses.extend(aliases.statuses);
                content.aliases.unlisted.extend(aliases.unlisted);
            }
            FileKind::Sources => content.sources.extend(lists::sources(&top(&keys::SOURCES))),
            FileKind::Drift => content.drift.extend(drift::drift(&top(&keys::DRIFTS))),
            FileKind::Waivers => content.waivers.extend(drift::waivers(&top(&keys::WAIVERS))),
        }
    }
}
