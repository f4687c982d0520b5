//! Flags in a list of arguments, as YAML gives it: each item is one argument, exactly.

use crate::check::read::collect::Target;
use crate::check::read::reading::Reading;
use crate::check::read::words::{component_key, hyperkube, program};
use crate::check::read::yaml::Node;
use crate::check::setting::{Place, Who};

use super::{is_gates_flag, is_version_flag, next_mention, scan::Hint, version};

/// The arguments of one command, and what is known of it.
#[derive(Debug)]
pub(in crate::check::read) struct Arguments<'d> {
    /// `command` and `args`, one after the other.
    pub(in crate::check::read) items: Vec<Node<'d>>,
    /// Who reads the flags when no argument names a program.
    pub(in crate::check::read) who: Who,
    /// The kind of place.
    pub(in crate::check::read) place: Place,
}

/// Reads the flags of a command.
pub(in crate::check::read) fn arguments(reading: &mut Reading<'_, '_>, arguments: &Arguments<'_>) {
    let first = reading.out.count();
    let Arguments { items, who, place } = arguments;
    let (mut who, mut named, mut list, mut emulated) = (*who, false, None, None);
    let mut items = items.iter().copied().peekable();
    let mut last = "";
    while let Some(item) = items.next() {
        let Some(text) = item.text() else { continue };
        let flag = text.strip_prefix("--").map(|flag| flag.split_once('=').unwrap_or((flag, "")));
        match flag {
            Some((name, _)) if is_gates_flag(name) => {
                let target = Target::flag(who, own_place(who, *place));
                let list = *list.get_or_insert_with(|| reading.out.new_list());
                if text.contains('=') {
                    reading.gate_text(item, "--feature-gates=".len(), target, list);
                } else {
                    reading.claim(item);
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
            }
            Some((name, value)) if is_version_flag(name) => {
                let value =
                    if text.contains('=') { Some(value) } else { items.peek().and_then(|next| next.text()) };
                emulated = value.and_then(version).or(emulated);
            }
            Some((name, value)) if name.ends_with("-arg") => {
                let value = value.split_once('=');
                if let (Some(who), Some((name, _))) = (component_key(name), value)
                    && is_gates_flag(name)
                {
                    let behind = text.find('=').map_or(text.len(), |at| at + 1 + name.len() + 1);
                    let list = reading.out.new_list();
                    reading.gate_text(item, behind, Target::flag(who, Place::K3s), list);
                }
            }
            Some(_) => {}
            None => {
                let program = if last.ends_with("hyperkube") { hyperkube(text) } else { program(text) };
                if let (Some(program), false) = (program, named) {
                    (who, named) = (program, true);
                }
            }
        }
        if next_mention(text, 0).is_some() && !reading.is_claimed(item) {
            let hint = Hint { who: named.then_some(who), place: *place };
            reading.scan(item, hint);
        }
        last = text;
    }
    if let Some(version) = emulated {
        reading.out.emulate(first, version);
    }
}

/// The kind of place of a program's flags: kubeadm's and k0s' own gates are places of their own.
fn own_place(who: Who, place: Place) -> Place {
    match who {
        Who::Kubeadm => Place::KubeadmOwn,
        Who::Other("k0s") => Place::K0s,
        _ => place,
    }
}
