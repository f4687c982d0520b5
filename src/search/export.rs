//! The engine written down, in two parts, for browsers and for the terminal's cache.
//!
//! The *core* holds what a list shows of each document; names, titles and other names are all there, so whoever reads it
//! makes their postings himself. The *body* holds the conditions, the postings of the other fields and the texts that
//! snippets are cut from. `docs/search.md` has the layout; `static/search-engine.js` reads it too.

use super::Engine;
use super::analysis::STOP_WORDS;
pub use super::bytes::checksum;
use super::bytes::{Reader, Writer};
use super::dictionary::{Dictionary, SHORT};
use super::document::{Card, Kind, Lists, gate_order, link_gates};
use super::postings::{Field, FieldPostings, Postings, of_cards};
use crate::model::MinorVersion;

/// Changes when the layout does.
const LAYOUT: u64 = 2;
/// The kinds that have a line each; gates stand with others.
const OTHERS: [Kind; 5] = [Kind::Sig, Kind::Topic, Kind::Collection, Kind::Release, Kind::Kep];
/// What stands before each other name of a document: no text has it, as they are all on one line.
const AKA: char = '\u{b}';
/// The fields whose postings are written.
const WRITTEN: [Field; 2] = [Field::Body, Field::Meta];

/// An engine as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// What a list shows.
    pub core: Vec<u8>,
    /// The rest.
    pub body: Vec<u8>,
}

/// Names of the browser's files in the site's static files.
pub const FILES: [&str; 2] = ["search-core.bin", "search-body.bin"];

/// The browser's files, by [`FILES`], compressed; `root` is the folder of a kind's pages below the site's base.
#[must_use]
pub fn files(engine: &Engine, root: impl Fn(Kind) -> String) -> Vec<(&'static str, Vec<u8>)> {
    let export = engine.export(root);
    FILES.into_iter().zip([pack(&export.core), pack(&export.body)]).collect()
}

/// `bytes` compressed (raw DEFLATE), behind their length and checksum, four bytes each, lowest first.
fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::best());
    let mut packed = vec![0; 8 + compressor.deflate_compress_bound(bytes.len())];
    let length = compressor.deflate_compress(bytes, &mut packed[8..]).unwrap_or(0);
    packed.truncate(8 + length);
    packed[..4].copy_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    packed[4..8].copy_from_slice(&checksum(bytes).to_le_bytes());
    packed
}

impl Engine {
    /// The engine as bytes; `root` is the folder of a kind's pages.
    #[must_use]
    pub fn export(&self, root: impl Fn(Kind) -> String) -> Export {
        let core = self.core(root);
        let mut body = Writer::default();
        body.number(LAYOUT);
        body.number(checksum(&core).into());
        for list in [&self.lists.sigs, &self.lists.topics, &self.lists.components] {
            let lines: Vec<_> = list.iter().map(|(slug, name)| format!("{slug}\t{name}")).collect();
            body.lines(lines.iter().map(String::as_str));
        }
        let columns = [
            |card: &Card| card.sigs.clone(),
            |card: &Card| card.topics.clone(),
            |card: &Card| card.components.clone(),
            |card: &Card| {
                card.versions.iter().map(|at| u32::from(at.major) << 16 | u32::from(at.minor)).collect()
            },
        ];
        for column in columns {
            self.cards.iter().for_each(|card| body.rising(&column(card)));
        }
        body.lines(self.cards.iter().map(|card| card.about.as_str()));
        for field in WRITTEN {
            write_field(&mut body, &self.postings.fields[field as usize]);
        }
        Export { core, body: body.0 }
    }

    fn core(&self, root: impl Fn(Kind) -> String) -> Vec<u8> {
        let mut core = Writer::default();
        core.number(LAYOUT);
        let (gates, others): (Vec<&Card>, Vec<&Card>) =
            self.cards.iter().partition(|card| card.kind == Kind::Gate);
        for kind in OTHERS {
            core.number(others.iter().filter(|card| card.kind == kind).count() as u64);
        }
        core.lines(STOP_WORDS.iter().copied());
        core.lines(SHORT.iter().flat_map(|(short, long)| [*short, *long]));
        let roots = Kind::ALL.map(root);
        core.lines(roots.iter().map(String::as_str));
        let keps = others.iter().filter(|card| card.kind == Kind::Kep);
        let numbers: Vec<u32> = keps.map(|card| card.name.parse().unwrap_or(0)).collect();
        core.rising(&numbers);

        // Gates stand behind their first KEP: its title is much like their names, which makes both small.
        let mut lines: Vec<String> = others
            .iter()
            .map(|card| match card.kind {
                Kind::Kep => with_aka(&card.title, card),
                _ => format!("{}\t{}", card.name, with_aka(&card.title, card)),
            })
            .collect();
        lines.push(String::new());
        for gate in &gates {
            let line = gate.keps.first().map_or(others.len(), |kep| *kep as usize);
            lines[line].push('\t');
            lines[line].push_str(&with_aka(&gate.name, gate));
        }
        core.lines(lines.iter().map(String::as_str));
        let further = gates
            .iter()
            .enumerate()
            .flat_map(|(gate, card)| card.keps.iter().skip(1).map(move |kep| [gate as u64, u64::from(*kep)]));
        let further: Vec<[u64; 2]> = further.collect();
        core.number(further.len() as u64);
        further.as_flattened().iter().for_each(|number| core.number(*number));
        let ids = self.cards.iter().enumerate().filter(|(_, card)| card.id != card.name);
        let ids: Vec<String> = ids.map(|(at, card)| format!("{at}\t{}", card.id)).collect();
        core.lines(ids.iter().map(String::as_str));
        self.cards.iter().for_each(|card| core.0.push(card.standing));
        core.0
    }

    /// What a reader of the core and the body makes himself, written down too: a cache reads it faster.
    #[must_use]
    pub fn export_names(&self) -> Vec<u8> {
        let mut names = Writer::default();
        for field in Field::SHOWN {
            write_field(&mut names, &self.postings.fields[field as usize]);
        }
        self.dictionary.write(&mut names);
        names.0
    }

    /// The engine that core and body were made of; nothing when they were not made by this version, or are damaged.
    /// `names` are those of [`Engine::export_names`]; empty, they are made again.
    #[must_use]
    pub fn import(core: &[u8], body: &[u8], names: &[u8]) -> Option<Self> {
        let mut cards = read_core(core)?;
        let mut body = Reader(body);
        if body.number()? != LAYOUT || body.number()? != u64::from(checksum(core)) {
            return None;
        }
        let mut list = || -> Option<Vec<(String, String)>> {
            let lines = body.lines()?.filter_map(|line| line.split_once('\t'));
            Some(lines.map(|(slug, name)| (slug.to_owned(), name.to_owned())).collect())
        };
        let lists = Lists { sigs: list()?, topics: list()?, components: list()? };
        cards.iter_mut().try_for_each(|card| body.rising().map(|found| card.sigs = found))?;
        cards.iter_mut().try_for_each(|card| body.rising().map(|found| card.topics = found))?;
        cards.iter_mut().try_for_each(|card| body.rising().map(|found| card.components = found))?;
        for card in &mut cards {
            let version =
                |number: u32| Some(MinorVersion::new((number >> 16).try_into().ok()?, number as u16));
            card.versions = body.rising()?.into_iter().map(version).collect::<Option<_>>()?;
        }
        for (card, about) in cards.iter_mut().zip(body.lines()?) {
            about.clone_into(&mut card.about);
        }
        let mut postings = Postings::default();
        for field in WRITTEN {
            postings.fields[field as usize] = read_field(&mut body, cards.len())?;
        }
        if names.is_empty() {
            for field in Field::SHOWN {
                postings.fields[field as usize] = of_cards(&cards, field);
            }
            return Some(Self::of(cards, lists, postings));
        }
        let mut names = Reader(names);
        for field in Field::SHOWN {
            postings.fields[field as usize] = read_field(&mut names, cards.len())?;
        }
        let dictionary = Dictionary::read(&mut names, &postings)?;
        Some(Self { cards, lists, postings, dictionary })
    }
}

/// A text and the other names of its document.
fn with_aka(text: &str, card: &Card) -> String {
    card.aka.iter().fold(text.to_owned(), |text, other| format!("{text}{AKA}{other}"))
}

/// A card of the text of [`with_aka`], which is its name if it is a gate's, else its title.
fn card(kind: Kind, name: &str, text: &str) -> Card {
    let mut texts = text.split(AKA);
    let text = texts.next().unwrap_or_default();
    let (name, title) = if kind == Kind::Gate { (text, "") } else { (name, text) };
    let aka = texts.map(str::to_owned).collect();
    Card { id: name.to_owned(), title: title.to_owned(), aka, ..Card::new(kind, name) }
}

fn read_core(core: &[u8]) -> Option<Vec<Card>> {
    let mut core = Reader(core);
    if core.number()? != LAYOUT {
        return None;
    }
    let mut kinds = Vec::new();
    for kind in OTHERS {
        kinds.extend(std::iter::repeat_n(kind, core.count()?));
    }
    // Words that this program knows, and the folders of pages: for browsers.
    let (_stop_words, _short, _roots) = (core.bytes()?, core.bytes()?, core.bytes()?);
    let mut numbers = core.rising()?.into_iter();
    let mut lines = core.lines()?;
    let (mut cards, mut gates) = (Vec::with_capacity(kinds.len()), Vec::new());
    for (at, kind) in (0_u32..).zip(&kinds) {
        let mut items = lines.next()?.split('\t');
        let name = match kind {
            Kind::Kep => numbers.next()?.to_string(),
            _ => items.next()?.to_owned(),
        };
        cards.push(card(*kind, &name, items.next()?));
        gates.extend(items.map(|item| Card { keps: vec![at], ..card(Kind::Gate, "", item) }));
    }
    gates.extend(lines.next()?.split('\t').skip(1).map(|item| card(Kind::Gate, "", item)));
    gates.sort_by_cached_key(|gate| gate_order(&gate.name));
    for _ in 0..core.count()? {
        let (gate, kep) = (core.small()? as usize, core.small()?);
        gates.get_mut(gate)?.keps.push(Some(kep).filter(|kep| (*kep as usize) < cards.len())?);
    }
    cards.append(&mut gates);
    for line in core.lines()?.filter(|line| !line.is_empty()) {
        let (at, id) = line.split_once('\t')?;
        id.clone_into(&mut cards.get_mut(at.parse::<usize>().ok()?)?.id);
    }
    for card in &mut cards {
        let (standing, rest) = core.0.split_first()?;
        (card.standing, core.0) = (*standing, rest);
    }
    link_gates(&mut cards);
    Some(cards)
}

/// Terms by what they share with the one before, documents by their distance, lengths as they are.
fn write_field(out: &mut Writer, field: &FieldPostings) {
    out.number(field.tokens);
    out.number(field.terms.len() as u64);
    let mut last = "";
    let mut endings = Vec::new();
    for term in &field.terms {
        let shared = last.bytes().zip(term.bytes()).take_while(|(a, b)| a == b && a.is_ascii()).count();
        out.number(shared as u64);
        endings.push(&term[shared..]);
        last = term;
    }
    out.lines(endings);
    for list in &field.lists {
        out.number(list.len() as u64);
        let mut last = 0;
        for (document, frequency) in list {
            // The lowest bit says whether a frequency other than one follows.
            out.number(u64::from(document - last) << 1 | u64::from(*frequency > 1));
            if *frequency > 1 {
                out.number(u64::from(*frequency));
            }
            last = *document;
        }
    }
    out.bytes(&field.norms);
}

fn read_field(body: &mut Reader<'_>, documents: usize) -> Option<FieldPostings> {
    let mut field = FieldPostings { tokens: body.number()?, ..FieldPostings::default() };
    let count = body.count()?;
    let shared: Vec<usize> =
        (0..count).map(|_| body.number().and_then(|length| length.try_into().ok())).collect::<Option<_>>()?;
    let mut last = String::new();
    for (shared, ending) in shared.into_iter().zip(body.lines()?) {
        last = format!("{}{ending}", last.get(..shared)?);
        field.terms.push(last.clone());
    }
    for _ in 0..count {
        let mut list = Vec::new();
        let mut document = 0_u32;
        for _ in 0..body.count()? {
            let step = body.small()?;
            document = document.checked_add(step >> 1)?;
            let frequency = if step & 1 == 1 { body.small()? } else { 1 };
            list.push(Some((document, frequency)).filter(|_| (document as usize) < documents)?);
        }
        field.lists.push(list);
    }
    field.norms = body.bytes()?.to_vec();
    (field.norms.len() == documents && field.terms.len() == count).then_some(field)
}
