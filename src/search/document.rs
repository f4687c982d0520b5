//! The documents: one per KEP, gate, release, collection, SIG and topic, in a fixed order, with what a list shows of
//! each ([`Card`]) and the words that only the index holds ([`Words`]).

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::analysis::analyse;
use super::postings::Field;
use crate::kb::KnowledgeBase;
use crate::model::{Gate, GateState, Kep, MinorVersion, Stage, Taxon, Taxonomy};
use crate::query::newest_release;

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A special interest group, working group or committee.
    Sig,
    /// A topic.
    Topic,
    /// A collection.
    Collection,
    /// A minor release.
    Release,
    /// A KEP.
    Kep,
    /// A feature gate.
    Gate,
}

impl Kind {
    /// All kinds, in the order of their documents.
    pub const ALL: [Self; 6] =
        [Self::Sig, Self::Topic, Self::Collection, Self::Release, Self::Kep, Self::Gate];

    /// The word in queries and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sig => "sig",
            Self::Topic => "topic",
            Self::Collection => "collection",
            Self::Release => "release",
            Self::Kep => "kep",
            Self::Gate => "gate",
        }
    }
}

/// Where a feature stands at the newest release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// At that stage.
    At(Stage),
    /// No longer there.
    Removed,
    /// Not there yet.
    Planned,
}

impl Standing {
    /// All of them, in the order of a feature's life, planned ones last.
    pub const ALL: [Self; 6] = [
        Self::At(Stage::Alpha),
        Self::At(Stage::Beta),
        Self::At(Stage::Stable),
        Self::At(Stage::Deprecated),
        Self::Removed,
        Self::Planned,
    ];

    /// The word in queries and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::At(stage) => stage.as_str(),
            Self::Removed => "removed",
            Self::Planned => "planned",
        }
    }
}

/// What a list shows of a document, and what it can be filtered by. All of it is in the browser's copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What it is about.
    pub kind: Kind,
    /// A gate's name, a KEP's number, a version, a slug.
    pub name: String,
    /// The last part of its address, which no other document of the kind has.
    pub id: String,
    /// The title; a gate's is that of its first KEP, by [`Card::title_of`].
    pub title: String,
    /// Other names that people use, former names, names of gates that are only planned.
    pub aka: Vec<String>,
    /// The KEPs of a gate, as numbers of documents.
    pub keps: Vec<u32>,
    /// The gates of a KEP, likewise: the other end of [`Card::keps`].
    pub gates: Vec<u32>,
    /// Where it stands at the newest release: one bit per [`Standing::ALL`]. A KEP stands where its gates do.
    pub standing: u8,
    /// Its SIGs, as places in [`Lists::sigs`].
    pub sigs: Vec<u32>,
    /// Its topics, as places in [`Lists::topics`].
    pub topics: Vec<u32>,
    /// Its components, as places in [`Lists::components`].
    pub components: Vec<u32>,
    /// The minor versions that changed or will change it, oldest first.
    pub versions: Vec<MinorVersion>,
    /// Plain text to cut a snippet from.
    pub about: String,
}

impl Card {
    /// A card with a name and nothing else.
    pub(super) fn new(kind: Kind, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            id: name.to_owned(),
            title: String::new(),
            aka: Vec::new(),
            keps: Vec::new(),
            gates: Vec::new(),
            standing: 0,
            sigs: Vec::new(),
            topics: Vec::new(),
            components: Vec::new(),
            versions: Vec::new(),
            about: String::new(),
        }
    }

    /// The title that a list shows.
    #[must_use]
    pub fn title_of<'a>(&'a self, cards: &'a [Self]) -> &'a str {
        match self.keps.first().and_then(|kep| cards.get(*kep as usize)) {
            Some(kep) if self.title.is_empty() => &kep.title,
            _ => &self.title,
        }
    }

    /// Where it stands, in the order of [`Standing::ALL`].
    pub fn standings(&self) -> impl Iterator<Item = Standing> {
        (0..)
            .zip(Standing::ALL)
            .filter(|(bit, _)| self.standing >> bit & 1 == 1)
            .map(|(_, standing)| standing)
    }

    /// The texts of one of the fields that a list shows.
    pub(super) fn texts<'a>(&'a self, cards: &'a [Self], field: Field) -> Vec<&'a str> {
        match field {
            Field::Name => vec![&self.name],
            Field::Title => vec![&self.title],
            Field::Aka => {
                let keps = self.keps.iter().filter_map(|kep| cards.get(*kep as usize));
                let keps = keps.flat_map(|kep| [kep.name.as_str(), kep.title.as_str()]);
                let gates = self.gates.iter().filter_map(|gate| cards.get(*gate as usize));
                let gates = gates.map(|gate| gate.name.as_str());
                self.aka.iter().map(String::as_str).chain(keps).chain(gates).collect()
            }
            Field::Body | Field::Meta => Vec::new(),
        }
    }
}

/// What documents of gates are sorted by: their names, letter case aside where that tells them apart.
pub(super) fn gate_order(name: &str) -> (String, String) {
    (name.to_ascii_lowercase(), name.to_owned())
}

/// The closed lists that cards point into: slug and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// SIGs.
    pub sigs: Vec<(String, String)>,
    /// Topics.
    pub topics: Vec<(String, String)>,
    /// Components.
    pub components: Vec<(String, String)>,
}

impl Lists {
    /// The lists of `taxonomy`.
    #[must_use]
    pub fn new(taxonomy: &Taxonomy) -> Self {
        let list = |taxa: &[Taxon]| {
            taxa.iter().map(|taxon| (taxon.slug.value.clone(), one_line(&taxon.name))).collect()
        };
        Self {
            sigs: list(&taxonomy.sigs),
            topics: list(&taxonomy.topics),
            components: list(&taxonomy.components),
        }
    }
}

/// The words of a document that only the index holds.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Prose, as Markdown.
    pub body: Vec<String>,
    /// Names of its topics, SIG and components, metrics.
    pub meta: Vec<String>,
}

/// All documents.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// By number.
    pub cards: Vec<Card>,
    /// By number.
    pub words: Vec<Words>,
    /// What the cards point into.
    pub lists: Lists,
}

impl Documents {
    /// The documents of the records, on the day `today`.
    #[must_use]
    pub fn new(kb: &KnowledgeBase, today: Date) -> Self {
        Builder { kb, newest: newest_release(kb, today), documents: Self::default() }.build()
    }
}

struct Builder<'kb> {
    kb: &'kb KnowledgeBase,
    newest: Option<MinorVersion>,
    documents: Documents,
}

fn card(kind: Kind, name: &str, title: &str) -> Card {
    Card { title: one_line(title), ..Card::new(kind, name) }
}

fn bit(standing: Standing) -> u8 {
    Standing::ALL.iter().position(|known| *known == standing).map_or(0, |place| 1 << place)
}

fn places<'a>(slugs: impl IntoIterator<Item = &'a str>, list: &[(String, String)]) -> Vec<u32> {
    let mut found: Vec<u32> = slugs
        .into_iter()
        .filter_map(|slug| (0_u32..).zip(list).find(|(_, (known, _))| known == slug).map(|(place, _)| place))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Builder<'_> {
    fn build(mut self) -> Documents {
        self.documents.lists = Lists::new(&self.kb.content().taxonomy);
        self.hubs();
        self.collections();
        self.releases();
        let first_kep = u32::try_from(self.documents.cards.len()).unwrap_or(u32::MAX);
        let mut documents_of_keps = BTreeMap::new();
        for (number, kep) in (first_kep..).zip(self.kb.keps()) {
            documents_of_keps.insert(kep.key(), number);
            self.kep(kep);
        }
        let mut gates: Vec<&Gate> = self.kb.gates().iter().collect();
        gates.sort_by_cached_key(|gate| gate_order(gate.name.as_str()));
        for gate in gates {
            self.gate(gate, &documents_of_keps);
        }
        link_gates(&mut self.documents.cards);
        self.documents
    }

    fn push(&mut self, card: Card, mut words: Words) {
        let Lists { sigs, topics, components } = &self.documents.lists;
        for (places, list) in [(&card.sigs, sigs), (&card.topics, topics), (&card.components, components)] {
            for (slug, name) in places.iter().filter_map(|place| list.get(*place as usize)) {
                words.meta.push(slug.clone());
                if !slug.eq_ignore_ascii_case(name) {
                    words.meta.push(name.clone());
                }
            }
        }
        self.documents.cards.push(card);
        self.documents.words.push(words);
    }

    /// SIGs and topics.
    fn hubs(&mut self) {
        let taxonomy = &self.kb.content().taxonomy;
        for (place, sig) in (0..).zip(&taxonomy.sigs) {
            let (title, group) = match sig.slug.split_once('-') {
                Some(("wg", _)) => (sig.name.clone(), "working group"),
                Some(("committee", _)) => (sig.name.clone(), "committee"),
                _ => (format!("SIG {}", sig.name), "special interest group"),
            };
            let about = plain(sig.about.as_deref().unwrap_or_default());
            let card = Card { sigs: vec![place], about: about.clone(), ..card(Kind::Sig, &sig.slug, &title) };
            self.push(card, Words { body: vec![about], meta: vec![group.to_owned()] });
        }
        for (place, topic) in (0..).zip(&taxonomy.topics) {
            let about = plain(topic.about.as_deref().unwrap_or_default());
            let card = Card {
                topics: vec![place],
                about: about.clone(),
                ..card(Kind::Topic, &topic.slug, &topic.name)
            };
            self.push(card, Words { body: vec![about], meta: vec!["topic".to_owned()] });
        }
    }

    fn collections(&mut self) {
        for collection in self.kb.collections() {
            let about = plain(&collection.introduction);
            let card =
                Card { about: about.clone(), ..card(Kind::Collection, &collection.slug, &collection.title) };
            self.push(card, Words { body: vec![about], meta: vec!["collection".to_owned()] });
        }
    }

    /// Releases, newest first.
    fn releases(&mut self) {
        for release in self.kb.releases().iter().rev() {
            let version = release.version.value;
            let mut facts = Vec::new();
            let dates = [
                ("Released on", release.released),
                ("Planned for", release.planned.filter(|_| release.released.is_none())),
                ("Maintenance from", release.maintenance),
                ("End of life on", release.end_of_life),
            ];
            for (words, day) in dates {
                facts.extend(day.map(|day| format!("{words} {}.", day.value)));
            }
            let name = version.to_string();
            let card = Card {
                versions: vec![version],
                about: facts.join(" "),
                ..card(Kind::Release, &name, &format!("Kubernetes {version}"))
            };
            self.push(card, Words { body: Vec::new(), meta: vec!["release version minor".to_owned()] });
        }
    }

    fn kep(&mut self, kep: &Kep) {
        let number = kep.number.value.to_string();
        let gates = self.kb.gates_of(kep);
        let mut versions: Vec<_> = kep.targets.iter().map(|target| target.version.value).collect();
        versions.extend(gates.iter().flat_map(|gate| changed_at(gate)));
        let mut card = card(Kind::Kep, &number, &kep.title);
        if self.kb.keps_numbered(kep.number.value).count() > 1 || kep.number.value.0 == 0 {
            card.id = kep.key();
        }
        card.aka = kep.aka.iter().chain(&kep.unknown_gates).map(|name| one_line(name)).collect();
        card.standing = match gates.as_slice() {
            [] => self.planned_standing(kep),
            gates => gates.iter().fold(0, |all, gate| all | self.standing(gate, true)),
        };
        card.sigs = places(kep.sig.iter().map(|sig| sig.as_str()), &self.documents.lists.sigs);
        card.topics = places(kep.topics.iter().map(|topic| topic.as_str()), &self.documents.lists.topics);
        let components = kep.components.iter().chain(gates.iter().flat_map(|gate| &gate.components));
        card.components = places(components.map(|slug| slug.as_str()), &self.documents.lists.components);
        card.versions = sorted(versions);

        let mut words = Words::default();
        words.body.extend(kep.summary.as_ref().map(|summary| plain(summary)));
        words
            .body
            .extend(gates.iter().filter_map(|gate| gate.summary.as_ref()).map(|summary| plain(summary)));
        let entries = self.kb.collections().iter().flat_map(|collection| &collection.entries);
        let entries = entries.filter(|entry| entry.kep.value == kep.number.value);
        words.body.extend(entries.map(|entry| plain(&entry.why)));
        card.about = words.body.first().cloned().unwrap_or_default();
        if let Some(risk) = &kep.risk {
            let notes = [&risk.enable, &risk.disable, &risk.upgrade, &risk.mitigation];
            words.body.extend(notes.into_iter().flatten().map(|note| plain(note)));
        }
        words.meta = kep.metrics.iter().map(|metric| metric.value.clone()).collect();
        // The slug often says more than the title; what both say need not be kept twice.
        let title: Vec<_> = analyse(&kep.title).into_iter().map(|token| token.term).collect();
        let slug = kep
            .slug
            .split('-')
            .filter(|part| analyse(part).first().is_some_and(|token| !title.contains(&token.term)));
        words.meta.extend(slug.map(str::to_owned));
        self.push(card, words);
    }

    fn gate(&mut self, gate: &Gate, documents_of_keps: &BTreeMap<String, u32>) {
        let mut card = card(Kind::Gate, gate.name.as_str(), "");
        let former = gate.former_names.iter().map(|name| name.as_str());
        let aliases =
            self.kb.content().aliases.gates.iter().filter(|(_, real)| real.value == gate.name.value);
        let aka = gate.aka.iter().chain(aliases.map(|(written, _)| written)).map(|name| name.as_str());
        card.aka = former.chain(aka).map(one_line).collect();
        card.keps =
            self.kb.keps_of(gate).filter_map(|kep| documents_of_keps.get(&kep.key()).copied()).collect();
        card.standing = self.standing(gate, false);
        card.sigs = places(self.kb.sigs_of(gate), &self.documents.lists.sigs);
        card.topics = places(self.kb.topics_of(gate), &self.documents.lists.topics);
        card.components =
            places(gate.components.iter().map(|slug| slug.as_str()), &self.documents.lists.components);
        card.versions = sorted(changed_at(gate));
        card.about = gate.summary.as_ref().map(|summary| plain(summary)).unwrap_or_default();
        let body = if card.about.is_empty() { Vec::new() } else { vec![card.about.clone()] };
        self.push(card, Words { body, meta: Vec::new() });
    }

    /// Where `gate` stands. Its removal ends no feature that had become stable: for a KEP its last stage counts.
    fn standing(&self, gate: &Gate, for_kep: bool) -> u8 {
        let Some(newest) = self.newest else { return 0 };
        match gate.state_at(newest) {
            GateState::Present(setting) | GateState::Unconfirmed(setting) => bit(Standing::At(setting.stage)),
            GateState::Removed => match gate.history.last().map(|row| row.stage.value) {
                Some(Stage::Stable) if for_kep => bit(Standing::At(Stage::Stable)),
                _ => bit(Standing::Removed),
            },
            GateState::NotYet if gate.history.is_empty() => 0,
            GateState::NotYet => bit(Standing::Planned),
        }
    }

    /// Where a KEP without a gate stands: what its targets up to the newest release say.
    fn planned_standing(&self, kep: &Kep) -> u8 {
        let Some(newest) = self.newest else { return 0 };
        let reached = kep.targets.iter().filter(|target| target.version.value <= newest);
        match reached.max_by_key(|target| (target.version.value, target.milestone)) {
            Some(target) => bit(target.milestone.stage().map_or(Standing::Removed, Standing::At)),
            None if kep.targets.iter().next().is_some() => bit(Standing::Planned),
            None => 0,
        }
    }
}

/// Fills [`Card::gates`] from the other end.
pub(super) fn link_gates(cards: &mut [Card]) {
    let links: Vec<(u32, u32)> = (0..)
        .zip(cards.iter())
        .flat_map(|(gate, card)| card.keps.iter().map(move |kep| (*kep, gate)))
        .collect();
    for (kep, gate) in links {
        if let Some(card) = cards.get_mut(kep as usize) {
            card.gates.push(gate);
        }
    }
}

fn changed_at(gate: &Gate) -> Vec<MinorVersion> {
    let rows = gate.history.iter().map(|row| row.since.value);
    rows.chain(gate.removed.iter().map(|removed| removed.value.by)).collect()
}

fn sorted(mut versions: Vec<MinorVersion>) -> Vec<MinorVersion> {
    versions.sort_unstable();
    versions.dedup();
    versions
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Markdown as plain text on one line: addresses of links and marks gone, words kept.
fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        rest = rest[at + 2..].split_once(')').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let kept: Cow<'_, str> = match out.contains(['`', '*', '[', ']']) {
        true => Cow::Owned(out.replace(['`', '*', '[', ']'], "")),
        false => Cow::Borrowed(&out),
    };
    one_line(&kept)
}
