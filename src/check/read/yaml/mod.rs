//! YAML as a tree of nodes that know where they stand.
//!
//! [`parse`] builds a [`Document`] from the events of `saphyr-parser`. An alias is a reference to its node, never a
//! copy, so a file that blows up when aliases are expanded costs no more than its size. Documents are untrusted: depth
//! and number of nodes are limited, and so is what is handed out when aliases lead to the same lists again and again.

mod scalar;
mod split;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::layer::PositionMap;
pub(super) use split::documents;

/// Deepest nesting that is read. No real configuration goes deeper than about twenty.
pub(super) const MAX_DEPTH: usize = 100;
/// Most values of one document: some 16 MB of usual YAML.
pub(super) const MAX_NODES: usize = 2_000_000;
/// Largest document that is parsed, in bytes.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// A parsed document, or the few that a piece without a marker between them holds.
#[derive(Debug)]
pub(super) struct Document<'t> {
    source: &'t str,
    nodes: Vec<Stored<'t>>,
    roots: Vec<u32>,
    /// How many children may still be handed out.
    budget: Cell<usize>,
}

/// One node as it is stored.
#[derive(Debug)]
struct Stored<'t> {
    kind: Kind<'t>,
    start: u32,
    end: u32,
}

#[derive(Debug)]
enum Kind<'t> {
    /// Borrowed when the value stands in the source as it is.
    Scalar(Cow<'t, str>, ScalarStyle, bool),
    List(Vec<u32>),
    Map(Vec<(u32, u32)>),
    Alias(u32),
}

/// Why a document is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// Where, in bytes of the document.
    pub(super) at: usize,
    /// What is wrong, without the place.
    pub(super) reason: String,
}

/// A node of a document, aliases resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'d> {
    document: &'d Document<'d>,
    id: u32,
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape<'d> {
    /// Text, and whether it is surely a string: in quotes, in a block or tagged so.
    Scalar(&'d str, bool),
    /// A list.
    List,
    /// A mapping.
    Map,
}

impl<'t> Document<'t> {
    /// The roots of the document: one, unless it is empty or `...` lines cut it further.
    pub(super) fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|id| Node { document: self, id: *id })
    }

    /// How many nodes there are. Their numbers go from zero to this.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether aliases led to the same nodes so often that reading stopped.
    pub(super) fn exhausted(&self) -> bool {
        self.budget.get() == 0
    }

    fn spend(&self, count: usize) -> bool {
        let left = self.budget.get().saturating_sub(count);
        self.budget.set(left);
        left > 0
    }
}

impl<'d> Node<'d> {
    fn stored(self) -> &'d Stored<'d> {
        &self.document.nodes[self.id as usize]
    }

    /// The node itself, or the one that it is an alias of.
    fn with(self, id: u32) -> Self {
        let id = match self.document.nodes[id as usize].kind {
            Kind::Alias(target) => target,
            _ => id,
        };
        Self { document: self.document, id }
    }

    /// The number of the node in its document.
    pub(super) fn number(self) -> usize {
        self.id as usize
    }

    /// Bytes of the document. Those of a block list or mapping go from its first item to the end of its last one.
    pub(super) fn span(self) -> Range<usize> {
        self.stored().start as usize..self.stored().end as usize
    }

    /// What it is.
    pub(super) fn shape(self) -> Shape<'d> {
        match &self.stored().kind {
            Kind::Scalar(value, style, tagged) => {
                Shape::Scalar(value, *tagged || *style != ScalarStyle::Plain)
            }
            Kind::List(_) => Shape::List,
            Kind::Map(_) => Shape::Map,
            Kind::Alias(_) => unreachable!("invariant: a node is never an alias"),
        }
    }

    /// The value of a scalar.
    pub(super) fn text(self) -> Option<&'d str> {
        match &self.stored().kind {
            Kind::Scalar(value, ..) => Some(value),
            _ => None,
        }
    }

    /// Whether it is nothing: an empty plain value, `~` or `null`.
    pub(super) fn is_null(self) -> bool {
        matches!(self.shape(), Shape::Scalar("" | "~" | "null" | "Null" | "NULL", false))
    }

    /// Where the characters of a scalar's value stand in the document.
    pub(super) fn position_map(self) -> PositionMap {
        match &self.stored().kind {
            Kind::Scalar(value, style, _) => {
                scalar::position_map(self.document.source, self.span(), *style, value)
            }
            _ => PositionMap::Whole(self.span()),
        }
    }

    /// The items of a list; of anything else, none.
    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        let items: &[u32] = match &self.stored().kind {
            Kind::List(items) if self.document.spend(items.len()) => items,
            _ => &[],
        };
        items.iter().map(move |id| self.with(*id))
    }

    /// The keys and values of a mapping as they are written, aliases resolved and merge keys (`<<`) left as keys.
    pub(super) fn written_entries(self) -> impl Iterator<Item = (Self, Self)> {
        let entries: &[(u32, u32)] = match &self.stored().kind {
            Kind::Map(entries) if self.document.spend(entries.len()) => entries,
            _ => &[],
        };
        entries.iter().map(move |(key, value)| (self.with(*key), self.with(*value)))
    }

    /// The keys and values of a mapping. A merge key (`<<`) gives those of its mappings that are not written here.
    pub(super) fn entries(self) -> Vec<(Self, Self)> {
        let (mut entries, mut known) = (Vec::new(), BTreeSet::new());
        self.merge_into(&mut entries, &mut known, 0);
        entries
    }

    fn merge_into(self, entries: &mut Vec<(Self, Self)>, known: &mut BTreeSet<&'d str>, depth: usize) {
        const MOST_MERGES: usize = 10;
        let mut merged = Vec::new();
        for (key, value) in self.written_entries() {
            match key.shape() {
                Shape::Scalar("<<", false) => merged.push(value),
                // A key that is written twice in the mapping itself stays twice.
                Shape::Scalar(name, _) => {
                    if known.insert(name) || depth == 0 {
                        entries.push((key, value));
                    }
                }
                Shape::List | Shape::Map => entries.push((key, value)),
            }
        }
        if depth == MOST_MERGES {
            return;
        }
        for value in merged {
            match value.shape() {
                Shape::Map => value.merge_into(entries, known, depth + 1),
                Shape::List => value.items().for_each(|item| item.merge_into(entries, known, depth + 1)),
                Shape::Scalar(..) => {}
            }
        }
    }

    /// The value of a key of a mapping, merged ones included. Of a key that is written twice, the last counts.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        let mut found = None;
        let mut merges = false;
        for (key, value) in self.written_entries() {
            match key.shape() {
                Shape::Scalar(text, _) if text == name => found = Some(value),
                Shape::Scalar("<<", false) => merges = true,
                _ => {}
            }
        }
        if found.is_none() && merges {
            found =
                self.entries().into_iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value);
        }
        found
    }

    /// The value at the end of a path of keys.
    pub(super) fn at(self, path: &[&str]) -> Option<Self> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The text under a key.
    pub(super) fn text_of(self, name: &str) -> Option<&'d str> {
        self.get(name)?.text()
    }
}

/// Reads a document.
///
/// # Errors
/// Where and why it is broken, too deep or too large.
pub(super) fn parse(source: &str) -> Result<Document<'_>, Broken> {
    if source.len() > MAX_BYTES {
        return Err(Broken { at: 0, reason: format!("it is larger than {} MiB", MAX_BYTES >> 20) });
    }
    let mut builder = Builder::new(source);
    let mut parser = Parser::new_from_str(source);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.event(event, span)?,
            Err(error) => {
                let at = builder.place.byte(error.marker().index());
                return Err(Broken { at, reason: plain(error.info()) });
            }
        }
    }
    let nodes = builder.nodes;
    let budget = Cell::new(nodes.len().saturating_mul(100).saturating_add(100_000));
    Ok(Document { source, nodes, roots: builder.roots, budget })
}

/// What the parser says, in words of our own where it is a common mistake.
fn plain(info: &str) -> String {
    let words = [
        ("unknown anchor", "an alias (`*name`) leads to no anchor (`&name`)"),
        ("tabs disallowed", "a tab indents it, and YAML takes only spaces"),
        ("mapping values are not allowed", "a `:` makes a key where none can be; put quotes around the text"),
        ("did not find expected key", "it is indented unlike the lines of its mapping"),
        ("recursion limit", "it is nested too deep"),
    ];
    if let Some((_, ours)) = words.iter().find(|(theirs, _)| info.contains(theirs)) {
        return (*ours).to_owned();
    }
    info.chars().map(|c| if c.is_control() { ' ' } else { c }).take(160).collect()
}

/// From the parser's places, which count characters, to bytes.
#[derive(Debug)]
struct Places<'t> {
    source: &'t str,
    /// The byte of every 64th character; empty when every character is a byte.
    marks: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> Places<'t> {
    fn new(source: &'t str) -> Self {
        let marks = if source.is_ascii() {
            Vec::new()
        } else {
            source.char_indices().step_by(STEP).map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect()
        };
        Self { source, marks }
    }

    /// The byte of a character, or the end.
    fn byte(&self, character: usize) -> usize {
        let end = self.source.len();
        if self.marks.is_empty() {
            return character.min(end);
        }
        let Some(mark) = self.marks.get(character / STEP) else { return end };
        let from = *mark as usize;
        self.source[from..].char_indices().nth(character % STEP).map_or(end, |(at, _)| from + at)
    }
}

/// Builds the tree from events.
struct Builder<'t> {
    place: Places<'t>,
    nodes: Vec<Stored<'t>>,
    roots: Vec<u32>,
    /// The containers that are still open, each with a key that waits for its value.
    open: Vec<(u32, Option<u32>)>,
    anchors: BTreeMap<usize, u32>,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str) -> Self {
        Self {
            place: Places::new(source),
            nodes: Vec::new(),
            roots: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Broken> {
        let bytes = self.place.byte(span.start.index())..self.place.byte(span.end.index());
        match event {
            Event::DocumentStart(_) => self.anchors.clear(),
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied().ok_or_else(|| Broken {
                    at: bytes.start,
                    reason: "an alias (`*name`) leads to an anchor of another document".to_owned(),
                })?;
                self.add(Kind::Alias(target), bytes, 0)?;
            }
            Event::Scalar(value, style, anchor, tag) => {
                let tagged = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let bytes = bytes.start..scalar::quoted_end(self.place.source, bytes.clone(), style);
                let value = self.borrowed(value, style, &bytes);
                self.add(Kind::Scalar(value, style, tagged), bytes, anchor)?;
            }
            Event::SequenceStart(anchor, _) => self.open(Kind::List(Vec::new()), bytes, anchor)?,
            Event::MappingStart(anchor, _) => self.open(Kind::Map(Vec::new()), bytes, anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((id, _)) = self.open.pop() {
                    // A bracket ends where it stands; a block ends with its last item, not with the blank lines behind.
                    let end = if bytes.is_empty() { self.last_end(id) } else { narrow(bytes.end) };
                    let node = &mut self.nodes[id as usize];
                    node.end = end.max(node.start);
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// The value as a part of the source where it stands there as it is, so that nothing is kept twice.
    fn borrowed(&self, value: Cow<'_, str>, style: ScalarStyle, bytes: &Range<usize>) -> Cow<'t, str> {
        let quotes = usize::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
        let inside = bytes.start + quotes..bytes.end.saturating_sub(quotes);
        match self.place.source.get(inside) {
            Some(part) if part == value => Cow::Borrowed(part),
            _ => Cow::Owned(value.into_owned()),
        }
    }

    /// Where the last child of a container ends; where the container starts when it has none.
    fn last_end(&self, id: u32) -> u32 {
        let node = &self.nodes[id as usize];
        let last = match &node.kind {
            Kind::List(items) => items.last(),
            Kind::Map(entries) => entries.last().map(|(_, value)| value),
            Kind::Scalar(..) | Kind::Alias(_) => None,
        };
        last.map_or(node.start, |last| self.nodes[*last as usize].end)
    }

    fn open(&mut self, kind: Kind<'t>, bytes: Range<usize>, anchor: usize) -> Result<(), Broken> {
        if self.open.len() == MAX_DEPTH {
            return Err(Broken {
                at: bytes.start,
                reason: format!("it is nested deeper than {MAX_DEPTH} levels"),
            });
        }
        let id = self.add(kind, bytes, anchor)?;
        self.open.push((id, None));
        Ok(())
    }

    /// Adds a node to the container that is open.
    fn add(&mut self, kind: Kind<'t>, bytes: Range<usize>, anchor: usize) -> Result<u32, Broken> {
        if self.nodes.len() == MAX_NODES {
            return Err(Broken { at: bytes.start, reason: format!("it holds more than {MAX_NODES} values") });
        }
        let id = narrow(self.nodes.len());
        self.nodes.push(Stored { kind, start: narrow(bytes.start), end: narrow(bytes.end.max(bytes.start)) });
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        match self.open.last_mut() {
            None => self.roots.push(id),
            Some((container, key)) => match &mut self.nodes[*container as usize].kind {
                Kind::List(items) => items.push(id),
                Kind::Map(entries) => match key.take() {
                    None => *key = Some(id),
                    Some(name) => entries.push((name, id)),
                },
                Kind::Scalar(..) | Kind::Alias(_) => {
                    unreachable!("invariant: only lists and mappings are open")
                }
            },
        }
        Ok(id)
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
