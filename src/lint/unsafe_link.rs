//! The Markdown of a record links only to what a page may carry: https, mail, a place on the page, a path of the site. A
//! page leaves out any other link, and every picture, which would be a request to others.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::model::is_safe_target;
use crate::source::{At, Span};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for kep in records.kb.keps() {
        let risk =
            kep.risk.iter().flat_map(|risk| [&risk.enable, &risk.disable, &risk.upgrade, &risk.mitigation]);
        for text in risk.chain([&kep.summary]).flatten() {
            look(records, Owner::Kep(kep), text, text.span, &mut found);
        }
    }
    for gate in records.kb.gates() {
        if let Some(text) = &gate.summary {
            look(records, Owner::Gate(gate), text, text.span, &mut found);
        }
    }
    for list in records.kb.collections() {
        let whole = records.whole_file(list.span);
        look(records, Owner::Collection(list), &list.introduction, whole, &mut found);
        for At { value, span } in list.entries.iter().map(|entry| &entry.why) {
            look(records, Owner::Collection(list), value, *span, &mut found);
        }
    }
    found
}

/// Adds what is wrong with the links of `text`, which was written at `span`.
fn look(records: &Records<'_>, owner: Owner<'_>, text: &str, span: Span, found: &mut Vec<Diagnostic>) {
    // Most texts have no link at all.
    if !text.contains(['[', '<']) {
        return;
    }
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        let (address, message, label, help) = match event {
            Event::Start(Tag::Link { dest_url, .. }) if !is_safe_target(&dest_url) => (
                dest_url,
                "links to what no page may carry",
                "the page leaves this link out",
                "write an address with https://, a path of the site such as /gates/, or no link at all",
            ),
            Event::Start(Tag::Image { dest_url, .. }) => (
                dest_url,
                "shows a picture, which would be a request to others",
                "the page leaves this picture out",
                "link to it instead: remove the `!` in front",
            ),
            _ => continue,
        };
        let place = records.place_of(&address, span);
        found.push(Diagnostic::new(Code::UnsafeLink, place, format!("{owner} {message}"), label).help(help));
    }
}
