//! What a query says: conditions such as `stage:beta`, bare versions such as `1.35`, and words.
//!
//! | condition | value | holds for a document |
//! | --- | --- | --- |
//! | `stage:` | `alpha`, `beta`, `stable` (or `ga`), `deprecated`, `removed`, `planned` | that stands there at the newest release |
//! | `sig:` | slug or name, `sig-` or not | of that SIG |
//! | `topic:` | slug or name | of that topic |
//! | `component:` | slug | that the component reads |
//! | `kind:` | `kep`, `gate`, `release`, `collection`, `sig`, `topic` | of that kind |
//! | `version:` | `1.35`, in any way that clusters write it | that the version changed or will change |
//!
//! Values divided by commas, and several conditions of one key, mean *any of them*; different keys must *all* hold.
//! A `word:word` whose first half is far from every key is two words (`system:anonymous`).

use super::analysis::{Token, TokenKind, analyse};
use super::document::{Card, Kind, Lists, Standing};
use crate::diag::nearest;
use crate::model::{MinorVersion, Stage};

/// The keys of conditions.
pub const KEYS: [&str; 6] = ["stage", "sig", "topic", "component", "kind", "version"];
/// Words past this one are not looked at: nobody types them, and a pasted page should cost nothing.
const MOST_WORDS: usize = 32;
/// Letters past this one are not looked at.
const MOST_LETTERS: usize = 2000;

/// Conditions on documents. An empty list holds for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Any of these standings.
    pub stages: Vec<Standing>,
    /// Any of these SIGs, as places in [`Lists::sigs`].
    pub sigs: Vec<u32>,
    /// Any of these topics, as places in [`Lists::topics`].
    pub topics: Vec<u32>,
    /// Any of these components, as places in [`Lists::components`].
    pub components: Vec<u32>,
    /// Any of these kinds.
    pub kinds: Vec<Kind>,
    /// Any of these versions.
    pub versions: Vec<MinorVersion>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its term.
    pub term: String,
    /// The word in small letters.
    pub spelt: String,
    /// Whether it is still being typed: nothing stands behind it.
    pub is_open: bool,
}

/// A query, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The conditions.
    pub conditions: Conditions,
    /// Versions that stand by themselves.
    pub versions: Vec<MinorVersion>,
    /// The words, each once.
    pub words: Vec<Word>,
    /// Words as they could be names: squeezed, one per word that is not part of another.
    pub names: Vec<String>,
    /// Everything but the conditions, squeezed.
    pub whole: String,
}

/// A condition that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The condition as it was typed.
    pub word: String,
    /// What is wrong, with the nearest right word.
    pub message: String,
    /// The condition to write instead, where there is one near.
    pub instead: Option<String>,
}

impl Query {
    /// Understands `text`.
    ///
    /// # Errors
    /// When a condition has an unknown value, or a key that is nearly one of [`KEYS`].
    pub fn parse(text: &str, lists: &Lists) -> Result<Self, Problem> {
        let end = text.char_indices().nth(MOST_LETTERS).map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let mut query = Self::default();
        let mut free = String::new();
        for word in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            match condition(word.trim_ascii_end())? {
                Some((key, values)) => query.conditions.add(word.trim_ascii_end(), key, values, lists)?,
                None => free.push_str(word),
            }
        }
        query.words(&free);
        Ok(query)
    }

    fn words(&mut self, free: &str) {
        for token in analyse(free).into_iter().filter(|token| token.kind != TokenKind::Pair).take(MOST_WORDS)
        {
            let Token { term, start, end, kind } = token;
            let version = bare_version(&term);
            if kind == TokenKind::Whole && version.is_none() {
                let is_number = term.bytes().all(|byte| byte.is_ascii_digit());
                self.names.push(if is_number { term.clone() } else { squeeze(&free[start..end]) });
            }
            if let Some(version) = version {
                push(&mut self.versions, Some(version));
            } else if !self.words.iter().any(|known| known.term == term) {
                let spelt = free[start..end].to_ascii_lowercase();
                self.words.push(Word { term, spelt, is_open: end == free.len() });
            }
        }
        self.whole = squeeze(free);
    }

    /// Whether it asks for anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.versions.is_empty() && self.conditions == Conditions::default()
    }
}

/// A version as the analysis leaves it.
fn bare_version(term: &str) -> Option<MinorVersion> {
    let (major, minor) = term.split_once('.')?;
    Some(MinorVersion::new(major.parse().ok()?, minor.parse().ok()?))
}

fn squeezed(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase())
}

/// Letters and digits of `text`, in small letters: what makes `sig-auth`, `SIG Auth` and `sigauth` one.
pub(super) fn squeeze(text: &str) -> String {
    squeezed(text).collect()
}

/// Whether `text` squeezed is `wanted`.
pub(super) fn is_squeezed(text: &str, wanted: &str) -> bool {
    squeezed(text).eq(wanted.chars())
}

/// `stage:beta` as key and values; nothing for what is no condition.
fn condition(word: &str) -> Result<Option<(&'static str, &str)>, Problem> {
    let Some((written, values)) = word.split_once(':') else { return Ok(None) };
    let is_word = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word || values.is_empty() || values.starts_with('/') {
        return Ok(None);
    }
    let lower = written.to_ascii_lowercase();
    if let Some(key) = KEYS.iter().find(|key| **key == lower) {
        return Ok(Some((key, values)));
    }
    match nearest(&lower, KEYS) {
        None => Ok(None),
        Some(near) => Err(Problem {
            word: word.to_owned(),
            message: format!("`{written}` is no condition: did you mean `{near}:`?"),
            instead: Some(format!("{near}:{values}")),
        }),
    }
}

impl Conditions {
    fn add(&mut self, word: &str, key: &str, values: &str, lists: &Lists) -> Result<(), Problem> {
        for value in values.split(',').filter(|value| !value.is_empty()) {
            let value = value.to_ascii_lowercase();
            let place = |list: &[(String, String)], value: &str| {
                let wanted = squeeze(value);
                let fits =
                    |(slug, name): &(String, String)| squeeze(slug) == wanted || squeeze(name) == wanted;
                (0_u32..)
                    .zip(list)
                    .find(|(_, entry)| !wanted.is_empty() && fits(entry))
                    .map(|(place, _)| place)
            };
            let is_known = match key {
                "stage" => push(&mut self.stages, standing(&value)),
                "sig" => {
                    let bare = value.strip_prefix("sig-").unwrap_or(&value);
                    push(&mut self.sigs, place(&lists.sigs, bare))
                }
                "topic" => push(&mut self.topics, place(&lists.topics, &value)),
                "component" => push(&mut self.components, place(&lists.components, &value)),
                "kind" => {
                    let bare = value.strip_suffix('s').unwrap_or(&value);
                    push(&mut self.kinds, Kind::ALL.into_iter().find(|kind| kind.as_str() == bare))
                }
                _ => push(&mut self.versions, value.parse().ok()),
            };
            if !is_known {
                return Err(unknown(word, key, &value, lists));
            }
        }
        Ok(())
    }

    /// Whether `card` meets every condition; the one of the key `aside` does not count.
    #[must_use]
    pub fn hold(&self, card: &Card, aside: Option<&str>) -> bool {
        let is_free = |key: &str| aside == Some(key);
        let any =
            |wanted: &[u32], has: &[u32]| wanted.is_empty() || wanted.iter().any(|place| has.contains(place));
        (is_free("stage") || self.stages.is_empty() || card.standings().any(|at| self.stages.contains(&at)))
            && (is_free("sig") || any(&self.sigs, &card.sigs))
            && (is_free("topic") || any(&self.topics, &card.topics))
            && (is_free("component") || any(&self.components, &card.components))
            && (is_free("kind") || self.kinds.is_empty() || self.kinds.contains(&card.kind))
            && (is_free("version")
                || self.versions.is_empty()
                || self.versions.iter().any(|version| card.versions.contains(version)))
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let is_known = value.is_some();
    list.extend(value.filter(|value| !list.contains(value)).into_iter().collect::<Vec<_>>());
    is_known
}

fn standing(value: &str) -> Option<Standing> {
    let fits = |at: &Standing| at.as_str() == value;
    Standing::ALL.into_iter().find(fits).or_else(|| (value == "ga").then_some(Standing::At(Stage::Stable)))
}

fn unknown(word: &str, key: &str, value: &str, lists: &Lists) -> Problem {
    let slugs = |list: &[(String, String)]| list.iter().map(|(slug, _)| slug.clone()).collect::<Vec<_>>();
    let known: Vec<String> = match key {
        "stage" => Standing::ALL.map(|at| at.as_str().to_owned()).to_vec(),
        "sig" => slugs(&lists.sigs),
        "topic" => slugs(&lists.topics),
        "component" => slugs(&lists.components),
        "kind" => Kind::ALL.map(|kind| kind.as_str().to_owned()).to_vec(),
        _ => Vec::new(),
    };
    let near = nearest(value, known.iter().map(String::as_str));
    let end = match (near, known.as_slice()) {
        (Some(near), _) => format!(": did you mean `{key}:{near}`?"),
        (None, []) => ": write a minor version such as 1.35".to_owned(),
        (None, known) => format!("; known are {}", known.join(", ")),
    };
    Problem {
        word: word.to_owned(),
        message: format!("`{word}`: no {key} is called `{value}`{end}"),
        instead: near.map(|near| format!("{key}:{near}")),
    }
}
