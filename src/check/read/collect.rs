//! What readers report to: settings, the unread, and the limits on both.

use std::ops::Range;

use super::layer::Layer;
use crate::check::setting::{Carrier, FeatureSet, Found, Place, Setting, Unread, Value, Who};
use crate::model::MinorVersion;

/// Most settings of one file. A cluster has a few dozen; its metrics a few hundred.
const MAX_SETTINGS: usize = 100_000;
/// Most problems of one file that are told one by one.
const MAX_UNREAD: usize = 100;

/// Who reads a list of gates, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// Who reads it.
    pub(super) who: Who,
    /// The kind of place.
    pub(super) place: Place,
    /// How it gets there.
    pub(super) carrier: Carrier,
}

impl Target {
    /// A flag of `who`.
    pub(super) fn flag(who: Who, place: Place) -> Self {
        Self { who, place, carrier: Carrier::Flag }
    }

    /// The configuration file of `who`.
    pub(super) fn file(who: Who, place: Place) -> Self {
        Self { who, place, carrier: Carrier::File }
    }
}

/// One gate before it has its place in the file: spans are those of a layer.
#[derive(Debug, Clone)]
pub(super) struct Gate<'a> {
    /// The name with its prefix.
    pub(super) name: &'a str,
    /// What it is set to.
    pub(super) value: Value,
    /// Bytes of the item.
    pub(super) span: Range<usize>,
    /// Bytes of the name with its prefix.
    pub(super) name_span: Range<usize>,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Collector {
    found: Found,
    lists: u32,
    left_out: usize,
    full: bool,
}

impl Collector {
    /// The number of a new list.
    pub(super) fn new_list(&mut self) -> u32 {
        self.lists += 1;
        self.lists
    }

    /// Adds a gate of a list.
    pub(super) fn gate(&mut self, layer: &Layer<'_>, gate: Gate<'_>, target: Target, list: u32) {
        if self.found.settings.len() == MAX_SETTINGS {
            if !self.full {
                self.full = true;
                let message =
                    format!("the file sets more than {MAX_SETTINGS} gates; those from here on are left out");
                let span = layer.locate(gate.span);
                self.found.unread.push(Unread { span, message, help: None, fatal: false });
            }
            return;
        }
        self.recognised(target.place);
        let (prefix, name) = match gate.name.split_once(':') {
            Some((prefix, name)) => (prefix.trim(), name),
            None => ("", gate.name),
        };
        let before = gate.name.len() - name.trim_start().len();
        let name = name.trim();
        // Escapes and folds move what is behind them, so only a name that is written as it is can be cut.
        let name_span = if gate.name_span.len() == gate.name.len() {
            let start = gate.name_span.start + before;
            start..start + name.len()
        } else {
            gate.name_span
        };
        self.found.settings.push(Setting {
            gate: name.to_owned(),
            value: gate.value,
            prefix: (!prefix.is_empty()).then(|| prefix.to_owned()),
            who: target.who,
            place: target.place,
            carrier: target.carrier,
            list,
            emulated: None,
            span: layer.locate(gate.span),
            name_span: layer.locate(name_span),
        });
    }

    /// How many settings there are. With [`emulate`](Self::emulate): those of one command.
    pub(super) fn count(&self) -> usize {
        self.found.settings.len()
    }

    /// Notes `--emulated-version` on the settings since `first`.
    pub(super) fn emulate(&mut self, first: usize, version: MinorVersion) {
        for setting in &mut self.found.settings[first..] {
            setting.emulated = Some(version);
        }
    }

    /// Adds a problem.
    pub(super) fn unread(
        &mut self,
        layer: &Layer<'_>,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<&str>,
    ) {
        self.problem(Unread {
            span: layer.locate(span),
            message: message.into(),
            help: help.map(str::to_owned),
            fatal: false,
        });
    }

    /// Adds a problem that the component has as well: it would not start.
    pub(super) fn fatal(
        &mut self,
        layer: &Layer<'_>,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<&str>,
    ) {
        self.problem(Unread {
            span: layer.locate(span),
            message: message.into(),
            help: help.map(str::to_owned),
            fatal: true,
        });
    }

    /// Adds a problem whose place is known in the file.
    pub(super) fn problem(&mut self, mut unread: Unread) {
        // A message may quote the file.
        unread.message = unread.message.replace(char::is_control, " ");
        if self.found.unread.len() < MAX_UNREAD {
            self.found.unread.push(unread);
        } else {
            self.left_out += 1;
        }
    }

    /// Whether further problems would be left out.
    pub(super) fn told_enough(&self) -> bool {
        self.found.unread.len() >= MAX_UNREAD
    }

    /// Adds a feature set of OpenShift.
    pub(super) fn feature_set(&mut self, layer: &Layer<'_>, name: &str, span: Range<usize>) {
        self.found.feature_sets.push(FeatureSet { name: name.to_owned(), span: layer.locate(span) });
    }

    /// Notes that the file is, or holds, a place of this kind.
    pub(super) fn recognised(&mut self, place: Place) {
        if !self.found.recognised.contains(&place) {
            self.found.recognised.push(place);
        }
    }

    /// Everything, in the order of the file.
    pub(super) fn finish(mut self) -> Found {
        self.found.settings.sort_by_key(|setting| setting.span.start);
        self.found.unread.sort_by_key(|unread| unread.span.start);
        self.found.feature_sets.sort_by_key(|set| set.span.start);
        self.found.recognised.sort();
        if self.left_out > 0 {
            let end = self.found.unread.last().map_or(0, |unread| unread.span.end);
            let message = format!("{} further problems of this file are not shown", self.left_out);
            self.found.unread.push(Unread { span: end..end, message, help: None, fatal: false });
        }
        self.found
    }
}
