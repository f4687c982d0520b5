//! Flags in a list of arguments, as YAML gives it: each item is one argument, exactly.

use super::{is_gates_flag, is_version_flag, next_mention, scan::Hint, version};
use crate::check::read::collect::Target;
use crate::check::read::embedded;
use crate::check::read::reading::Reading;
use crate::check::read::words::{component_key, hyperkube, program};
use crate::check::read::yaml::Node;
use crate::check::setting::{Place, Who};

/// The arguments of one command, and what is known of it.
#[derive(Debug)]
pub(in crate::check::read) struct Arguments<'d> {
    /// `command` and `args`, one after the other.
    pub(in crate::check::read) items: Vec<Node<'d>>,
    /// Who reads the flags when no argument names a program.
    pub(in crate::check::read) who: Option<Who>,
    /// The kind of place.
    pub(in crate::check::read) place: Place,
}

/// Reads the flags of a command.
pub(in crate::check::read) fn arguments(reading: &mut Reading<'_, '_>, arguments: &Arguments<'_>) {
    let first = reading.out.count();
    let Arguments { items, who, place } = arguments;
    let (mut who, mut list, mut emulated) = (*who, None, None);
    let mut items = items.iter().copied().peekable();
    let (mut last, mut named) = ("", false);
    while let Some(item) = items.next() {
        let Some(text) = item.text() else { continue };
        let flag = text.strip_prefix("--").map(|flag| flag.split_once('=').unwrap_or((flag, "")));
        match flag {
            Some((name, _)) if is_gates_flag(name) => {
                let target = Target::flag(who.unwrap_or(Who::Unknown), own_place(who, *place));
                let list = *list.get_or_insert_with(|| reading.out.new_list());
                if text.contains('=') {
                    reading.gate_text(item, "--feature-gates=".len(), target, list);
                } else {
                    reading.claim(item, None);
                    match items.next_if(|next| next.text().is_some_and(|text| !text.starts_with("--"))) {
                        Some(value) => reading.gate_text(value, 0, target, list),
                        None => reading.out.fatal(
                            reading.layer,
                            item.span(),
                            "`--feature-gates` has no value",
                            Some("write `--feature-gates=Name=true`, or leave the flag out"),
                        ),
                    }
                }
                continue;
            }
            Some((name, value)) if is_version_flag(name) => {
                let mut next = || items.peek().and_then(|next| next.text());
                let value = if text.contains('=') { Some(value) } else { next() };
                emulated = value.and_then(version).or(emulated);
            }
            Some((name, value)) if name.ends_with("-arg") && gates_behind(value).is_some() => {
                if let Some(who) = component_key(name) {
                    let from = text.len() - gates_behind(value).unwrap_or(0);
                    let list = reading.out.new_list();
                    reading.gate_text(item, from, Target::flag(who, Place::K3s), list);
                    continue;
                }
            }
            Some(_) => {}
            None if !named => {
                let is_hyperkube = last.rsplit('/').next() == Some("hyperkube");
                if let Some(program) = if is_hyperkube { hyperkube(text) } else { program(text) } {
                    (who, named) = (Some(program), true);
                }
            }
            None => {}
        }
        if next_mention(text, 0).is_some() && !reading.is_claimed(item, None) {
            let known = who.filter(|who| !matches!(who, Who::Unknown | Who::Other(_)));
            embedded::read(reading, item, "", Hint { who: known, place: *place });
        }
        last = text;
    }
    if let Some(version) = emulated {
        reading.out.emulate(first, version);
    }
}

/// How many bytes of `feature-gates=A=true` are the list; none when it is another argument.
pub(in crate::check::read) fn gates_behind(argument: &str) -> Option<usize> {
    let (name, list) = argument.split_once('=')?;
    is_gates_flag(name).then_some(list.len())
}

/// The kind of place of a program's flags: kubeadm's and k0s' own gates are places of their own.
fn own_place(who: Option<Who>, place: Place) -> Place {
    match who {
        Some(Who::Kubeadm) => Place::KubeadmOwn,
        Some(Who::Other("k0s")) => Place::K0s,
        _ => place,
    }
}
