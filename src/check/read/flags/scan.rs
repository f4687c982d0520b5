//! Flags in any text: shell scripts, units, environment files, logs, process lists, documentation.
//!
//! A text is not parsed as a shell would, because it may be anything. The rules:
//!
//! 1. A *command* is the line that names the flag, with the lines joined to it: those after a `\` at the line's end, and
//!    those of one list (`- item`, or items in quotes, one a line).
//! 2. `;`, `|` and `&` end a command inside the line.
//! 3. A `#` that starts a word outside quotes makes the rest of the line a comment; so does a `;` that starts a line.
//! 4. Words end at white space, quotes, brackets, commas and `=`. The last word before the flag that names a program
//!    (`/usr/bin/kubelet`), or a variable or flag that holds a component's arguments (`KUBELET_EXTRA_ARGS=`,
//!    `--kubelet-arg=`), says who reads it. The value of another flag never does.
//! 5. `--feature-gates` takes the value behind its `=`, or the next word if that looks like a gate (`Name=`). Without
//!    dashes it counts behind `--kubelet-arg` and its kin, behind `--extra-config` with a component and a dot before
//!    it, and after `minikube config set`.
//! 6. A value without `=` counts only if it starts with a capital letter, as gates do: `--feature-gates=list` in prose
//!    is no setting.
//!
//! Every byte is looked at a bounded number of times, however long the line.

use std::ops::Range;

use super::{gates, is_gates_flag, is_version_flag, next_mention, value};
use crate::check::read::collect::{Collector, Target};
use crate::check::read::layer::Layer;
use crate::check::read::words::{component_key, hyperkube, program};
use crate::check::setting::{Place, Who};
use crate::model::MinorVersion;

/// How far before the flag its command is looked for.
const LOOK_BACK: usize = 64 << 10;
/// How far behind the flag its value may stand when it is the next word.
const LOOK_AHEAD: usize = 200;

/// What is known of a text before it is read.
#[derive(Debug, Clone, Copy)]
pub(in crate::check::read) struct Hint {
    /// Who reads flags that no command stands before.
    pub(in crate::check::read) who: Option<Who>,
    /// What kind of place the text is.
    pub(in crate::check::read) place: Place,
}

/// Reads the flags in `range` of a layer's text.
pub(in crate::check::read) fn scan(out: &mut Collector, layer: &Layer<'_>, range: Range<usize>, hint: Hint) {
    let mut done = range.start;
    let text = &layer.text[..range.end];
    while let Some(mention) = next_mention(text, done) {
        let command = joined_lines(text, done, mention);
        let end = command.end;
        Scanner::new(layer, command, hint).run(out);
        done = end.max(mention + 1);
    }
}

/// The line around `at` with the lines that are joined to it, not before `from`.
fn joined_lines(text: &str, from: usize, at: usize) -> Range<usize> {
    let floor = boundary(text, at.saturating_sub(LOOK_BACK).max(from));
    let mut start = line_start(text, floor, at);
    while start > floor {
        let before = line_start(text, floor, start - 1);
        if !joins(&text[before..start], text[start..].lines().next().unwrap_or("")) {
            break;
        }
        start = before;
    }
    let mut line = line_start(text, floor, at);
    let mut end = line_end(text, at);
    while end < text.len() {
        let next = line_end(text, end);
        if !joins(&text[line..end], &text[end..next]) {
            break;
        }
        (line, end) = (end, next);
    }
    start..end
}

fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn line_start(text: &str, floor: usize, at: usize) -> usize {
    text[floor..at].rfind('\n').map_or(floor, |found| floor + found + 1)
}

/// The start of the next line.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

/// Whether a line and the next belong to one command.
fn joins(line: &str, next: &str) -> bool {
    continues(line) || (is_item(next) && (is_item(line) || opens_list(line)))
}

/// Whether a line is an item of a list: `- item`, or in quotes.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("- ") || line.starts_with(['"', '\''])
}

/// Whether a line ends inside a list in brackets: `command: ["kubelet",`.
fn opens_list(line: &str) -> bool {
    line.trim_end().ends_with(['[', ','])
}

fn continues(line: &str) -> bool {
    line.trim_end_matches(['\r', '\n', ' ', '\t']).ends_with('\\')
}

/// One run over a command.
struct Scanner<'a> {
    layer: &'a Layer<'a>,
    text: &'a str,
    at: usize,
    end: usize,
    hint: Hint,
    /// The quotes that are open.
    quote: Option<u8>,
    command: Command,
    /// The word before, and whether an `=` joins it to this one.
    last: Word<'a>,
}

/// What a command told so far.
#[derive(Default)]
struct Command {
    who: Option<Who>,
    /// The number of the list of each reader: flags add up, but only for the same one.
    lists: Vec<(Who, u32)>,
    emulated: Option<MinorVersion>,
    first: usize,
}

#[derive(Default, Clone, Copy)]
struct Word<'a> {
    name: &'a str,
    dashes: usize,
    joined: bool,
}

impl<'a> Scanner<'a> {
    fn new(layer: &'a Layer<'a>, range: Range<usize>, hint: Hint) -> Self {
        Self {
            layer,
            text: layer.text,
            at: range.start,
            end: range.end,
            hint,
            quote: None,
            command: Command::default(),
            last: Word::default(),
        }
    }

    fn run(mut self, out: &mut Collector) {
        self.command.first = out.count();
        let mut line_start = true;
        while self.at < self.end {
            let byte = self.text.as_bytes()[self.at];
            let before = self.at.checked_sub(1).map_or(b'\n', |at| self.text.as_bytes()[at]);
            match byte {
                b'\n' => {
                    // A quote does not outlive its line unless the line goes on.
                    if before != b'\\' {
                        self.quote = None;
                    }
                    line_start = true;
                    self.at += 1;
                    continue;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'#' if before.is_ascii_whitespace() && self.quote.is_none() => self.skip_line(),
                b';' if line_start => self.skip_line(),
                b';' | b'|' | b'&' => {
                    self.end_command(out);
                    self.at += 1;
                }
                b'"' | b'\'' => {
                    self.toggle_quote(byte, before);
                    self.at += 1;
                }
                b'=' => {
                    self.last.joined = true;
                    self.at += 1;
                }
                _ if is_separator(byte) => self.at += 1,
                _ => self.word(out),
            }
            line_start = line_start && matches!(byte, b' ' | b'\t');
        }
        self.end_command(out);
    }

    fn skip_line(&mut self) {
        self.at = self.text[self.at..self.end].find('\n').map_or(self.end, |found| self.at + found);
    }

    /// An apostrophe inside a word (`don't`) opens nothing.
    fn toggle_quote(&mut self, byte: u8, before: u8) {
        match self.quote {
            Some(open) if open == byte => self.quote = None,
            Some(_) => {}
            None if before.is_ascii_alphanumeric() => {}
            None => self.quote = Some(byte),
        }
    }

    fn end_command(&mut self, out: &mut Collector) {
        if let Some(version) = self.command.emulated {
            out.emulate(self.command.first, version);
        }
        self.command = Command { first: out.count(), ..Command::default() };
        self.last = Word::default();
    }

    fn word(&mut self, out: &mut Collector) {
        let start = self.at;
        let length = self.text.as_bytes()[start..self.end].iter().position(|byte| is_separator(*byte));
        self.at = length.map_or(self.end, |length| start + length);
        let whole = &self.text[start..self.at];
        let name = whole.trim_start_matches('-');
        // `ExecStart=-/usr/bin/kubelet`: a unit that may fail, and no flag.
        let dashes = if name.starts_with('/') { 0 } else { whole.len() - name.len() };
        let word = Word { name, dashes, joined: false };
        let last = std::mem::replace(&mut self.last, word);
        if let Some(target) = self.gates_target(word, last) {
            self.gates(out, target);
        } else if word.dashes == 2 && is_version_flag(name) {
            if let Some(range) = self.value_of(LooksLike::Version) {
                self.command.emulated = value::version(&self.text[range.clone()]).or(self.command.emulated);
                self.at = range.end;
            }
        } else if let Some(who) = self.names(word, last) {
            self.command.who = Some(who);
        }
    }

    /// Who a word says the command is for.
    fn names(&self, word: Word<'a>, last: Word<'a>) -> Option<Who> {
        let assigned = self.text.as_bytes().get(self.at) == Some(&b'=');
        if word.dashes > 0 {
            return (word.name.ends_with("arg") || word.name.ends_with("args"))
                .then(|| component_key(word.name))
                .flatten();
        }
        if last.joined && last.dashes > 0 {
            return None;
        }
        if assigned {
            return component_key(word.name);
        }
        if last.name.rsplit('/').next() == Some("hyperkube") {
            return hyperkube(word.name);
        }
        let is_data = word.name.starts_with("/var/") || word.name.starts_with("/etc/");
        if is_data { None } else { program(word.name) }
    }

    /// Who reads the list of gates that this word starts, if it starts one.
    fn gates_target(&self, word: Word<'a>, last: Word<'a>) -> Option<Target> {
        let who = self.command.who.or(self.hint.who);
        if is_gates_flag(word.name) {
            let bare = word.dashes == 0;
            if bare && last.dashes > 0 && last.name.ends_with("-arg") {
                return Some(Target::flag(component_key(last.name)?, Place::K3s));
            }
            let minikube = bare && last.name == "set" && self.command.who == Some(Who::Everyone);
            if !minikube && word.dashes != 2 {
                return None;
            }
            let place = match self.command.who {
                Some(Who::Kubeadm) => Place::KubeadmOwn,
                Some(Who::Everyone) => Place::Minikube,
                Some(Who::Other("k0s")) => Place::K0s,
                _ => self.hint.place,
            };
            return Some(Target::flag(who.unwrap_or(Who::Unknown), place));
        }
        let (component, flag) = word.name.split_once('.')?;
        (is_gates_flag(flag) && last.name == "extra-config")
            .then(|| hyperkube(component).map(|who| Target::flag(who, Place::Minikube)))?
    }

    fn gates(&mut self, out: &mut Collector, target: Target) {
        let Some(range) = self.value_of(LooksLike::Gates) else { return };
        self.at = range.end;
        let value = &self.text[range.clone()];
        let is_setting = value.contains(['=', '$', '<']) || value.contains("{{");
        if !is_setting && !value.trim_start().starts_with(|c: char| c.is_ascii_uppercase()) {
            return;
        }
        let list = self.list(out, target.who);
        gates(out, self.layer, range, target, list);
    }

    /// The number of the list that this command gives `who`.
    fn list(&mut self, out: &mut Collector, who: Who) -> u32 {
        if let Some((_, list)) = self.command.lists.iter().find(|(other, _)| *other == who) {
            return *list;
        }
        let list = out.new_list();
        self.command.lists.push((who, list));
        list
    }

    /// The value of the flag whose name ends here.
    fn value_of(&self, looks_like: LooksLike) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'=') && self.at < self.end {
            return Some(value::value(self.text, self.at + 1, self.end, self.quote.is_some()));
        }
        let most = self.end.min(self.at + LOOK_AHEAD);
        let mut at = self.at;
        while at < most {
            match bytes[at] {
                b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' | b'\\' => at += 1,
                b'-' if bytes.get(at + 1) == Some(&b' ') => at += 2,
                _ => break,
            }
        }
        let opened = at > self.at && matches!(bytes[at - 1], b'"' | b'\'');
        let at_quote = if opened { at - 1 } else { at };
        let word = bytes.get(at..self.end)?.iter().take_while(|byte| looks_like.part_of_name(**byte)).count();
        let fits =
            word > 0 && at > self.at && bytes[at] != b'-' && looks_like.ends(bytes.get(at + word).copied());
        fits.then(|| value::value(self.text, at_quote, self.end, self.quote.is_some()))
    }
}

/// What the next word must look like to be the value of a flag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LooksLike {
    Gates,
    Version,
}

impl LooksLike {
    fn part_of_name(self, byte: u8) -> bool {
        match self {
            Self::Gates => byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'_' | b'-'),
            Self::Version => byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'='),
        }
    }

    fn ends(self, behind: Option<u8>) -> bool {
        self == Self::Version || behind == Some(b'=')
    }
}

fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            b'"' | b'\''
                | b'`'
                | b','
                | b'['
                | b']'
                | b'('
                | b')'
                | b'{'
                | b'}'
                | b'='
                | b'\\'
                | b'<'
                | b'>'
                | b'|'
                | b';'
                | b'&'
        )
}
