//! Fields of upstream files, read with patience: what can be read is a value, what cannot is a [`Problem`].

use jiff::civil::Date;

use super::yaml::Node;
use crate::model::MinorVersion;

/// Something in an upstream file that could not be read as what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, in the file's own keys: `milestone.alpha`, `stages[2].toVersion`.
    pub field: String,
    /// What is written there, cut to a line.
    pub written: String,
    /// Why that cannot be used.
    pub why: String,
}

/// What reading one file gave: as much of the value as could be read, and the rest as problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// What was read; `None` when the file as a whole is of no use.
    pub value: Option<T>,
    /// What could not be read. With no value, the first one says why.
    pub problems: Vec<Problem>,
}

impl<T> Read<T> {
    /// A file of no use.
    pub(crate) fn unreadable(why: impl Into<String>) -> Self {
        Self { value: None, problems: vec![Problem::new("", "", why)] }
    }

    /// Why there is no value.
    #[must_use]
    pub fn reason(&self) -> String {
        self.problems.first().map_or_else(|| "unreadable".to_owned(), |problem| problem.why.clone())
    }
}

impl Problem {
    /// A problem with what is `written` at `field`.
    pub(crate) fn new(field: impl Into<String>, written: &str, why: impl Into<String>) -> Self {
        Self { field: field.into(), written: clean(written), why: why.into() }
    }
}

/// Untrusted text on one line, without control and direction-changing characters, at most 120 characters long.
pub(crate) fn clean(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}');
    let spaced: String =
        text.chars().filter(|c| !hidden(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 120 {
        line = line.chars().take(119).collect();
        line.push('…');
    }
    line
}

/// A mapping whose keys are asked for one by one.
pub(crate) struct Fields<'a> {
    entries: &'a [(String, Node)],
    prefix: String,
}

impl<'a> Fields<'a> {
    /// The fields of `node`; problems name them with `prefix` before the key. A key that repeats is a problem, and
    /// its last value holds.
    pub(crate) fn of(node: &'a Node, prefix: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        let Node::Map(entries) = node else { return None };
        for (index, (key, _)) in entries.iter().enumerate() {
            if entries[..index].iter().any(|(earlier, _)| earlier == key) {
                problems.push(Problem::new(format!("{prefix}{}", clean(key)), "", "the key is there twice"));
            }
        }
        Some(Self { entries, prefix: prefix.to_owned() })
    }

    /// The value of `key`; `None` when it is absent or null.
    pub(crate) fn node(&self, key: &str) -> Option<&'a Node> {
        let (_, node) = self.entries.iter().rev().find(|(name, _)| name == key)?;
        (*node != Node::Null).then_some(node)
    }

    /// The field's full name, for problems.
    pub(crate) fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// A text, trimmed; `None` when it is absent or empty. A list of one text counts as that text.
    pub(crate) fn text(&self, key: &str, problems: &mut Vec<Problem>) -> Option<&'a str> {
        let text = match self.node(key)? {
            Node::Text(text) => text,
            Node::List(list) => match list.as_slice() {
                [] | [Node::Null] => return None,
                [Node::Text(text)] => text,
                _ => return self.no_text(key, "a list", problems),
            },
            other => return self.no_text(key, other.kind(), problems),
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    fn no_text(&self, key: &str, kind: &str, problems: &mut Vec<Problem>) -> Option<&'a str> {
        problems.push(Problem::new(self.name(key), kind, "a text was expected"));
        None
    }

    /// A list of texts, trimmed, without empty ones. A single text counts as a list of one; what is no text is a
    /// problem.
    pub(crate) fn texts(&self, key: &str, problems: &mut Vec<Problem>) -> Vec<&'a str> {
        let nodes = match self.node(key) {
            None => return Vec::new(),
            Some(Node::List(nodes)) => nodes.as_slice(),
            Some(single) => std::slice::from_ref(single),
        };
        let mut texts = Vec::new();
        for node in nodes {
            match node {
                Node::Null => {}
                Node::Text(text) if is_placeholder(text) => {}
                Node::Text(text) => texts.push(text.trim()),
                other => {
                    problems.push(Problem::new(self.name(key), other.kind(), "a list of texts was expected"));
                }
            }
        }
        texts
    }

    /// A yes or no; `None` when it is absent or written in no known way.
    pub(crate) fn flag(&self, key: &str, problems: &mut Vec<Problem>) -> Option<bool> {
        let text = self.text(key, problems)?;
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ if is_placeholder(text) => None,
            _ => {
                problems.push(Problem::new(self.name(key), text, "true or false was expected"));
                None
            }
        }
    }

    /// A minor version; `None` when it is absent or a placeholder. Anything else that is no version is a problem.
    pub(crate) fn version(&self, key: &str, problems: &mut Vec<Problem>) -> Option<MinorVersion> {
        let text = self.text(key, problems)?;
        if is_placeholder(text) {
            return None;
        }
        match text.parse::<MinorVersion>() {
            Ok(version) if version.major == 1 => Some(version),
            _ => {
                problems.push(Problem::new(self.name(key), text, "no version of Kubernetes"));
                None
            }
        }
    }

    /// A calendar date; one-digit months and days are accepted.
    pub(crate) fn date(&self, key: &str, problems: &mut Vec<Problem>) -> Option<Date> {
        let text = self.text(key, problems)?;
        if is_placeholder(text) {
            return None;
        }
        let date = parse_date(text);
        if date.is_none() {
            problems.push(Problem::new(self.name(key), text, "no date of the calendar"));
        }
        date
    }
}

/// Whether a text says only that nothing is known: `TBD`, `0.0`, `n/a`, the template's `yyyy-mm-dd`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "", "tbd", "todo", "never", "none", "null", "n/a", "na", "x.y", "v1.x", "0.0", "v0.0", "unknown", "-",
    ];
    let lower = text.trim().to_ascii_lowercase();
    WORDS.contains(&lower.as_str()) || lower == "yyyy-mm-dd"
}

fn parse_date(text: &str) -> Option<Date> {
    // A time of day, where somebody wrote one, does not change the day.
    let day = text.split(['T', ' ']).next()?;
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|date| date.year() > 0)
}
