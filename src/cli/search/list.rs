//! The results on a terminal: a line each, and under it a part of the text, with what was looked for in bold.

use std::collections::BTreeSet;

use kepdb::diag::render::visible;
use kepdb::search::document::Standing;
use kepdb::search::highlight::{marks, snippet};
use kepdb::search::{Answer, Engine};

use super::super::output::Tone;
use super::super::output::terminal::Terminal;
use super::super::output::text::{counted, cut, one_line, width};
use super::super::words::stage_tone;
use super::{label, sigs};

/// All results, and how many there are.
pub(super) fn render(engine: &Engine, answer: &Answer, terminal: &Terminal) -> String {
    let mut out = String::new();
    for hit in &answer.hits {
        let card = &engine.cards()[hit.document];
        let (label, title) = (one_line(&label(card)), one_line(card.title_of(engine.cards())));
        let mut plain: Vec<&str> = card.standings().map(Standing::as_str).collect();
        plain.extend(sigs(engine, card));
        let plain = plain.join(", ");
        // The title gives way where the line gets long.
        let room = terminal.width.saturating_sub(width(&label) + width(&plain) + 4);
        let title = cut(&title, room.max(20));
        let tone = match card.standings().collect::<Vec<_>>().as_slice() {
            [Standing::At(stage)] => stage_tone(*stage),
            [Standing::Removed] => Tone::Bad,
            _ => Tone::Faint,
        };
        let parts = [
            bold(&label, &answer.terms, terminal),
            bold(&title, &answer.terms, terminal),
            terminal.paint(tone, &plain),
        ];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        out.push_str(&format!("{}\n", parts.join("  ")));
        let about = one_line(&snippet(&card.about, &answer.terms));
        if !about.is_empty() {
            let about = cut(&about, terminal.prose().saturating_sub(4));
            out.push_str(&format!("    {}\n", bold(&about, &answer.terms, terminal)));
        }
    }
    let shown = answer.hits.len();
    if shown < answer.total {
        let rest = format!("{shown} of {}; --limit shows more", counted(answer.total, "result"));
        out.push_str(&format!("{}\n", terminal.paint(Tone::Faint, &rest)));
    }
    out
}

/// `text` with the words that were looked for in bold.
fn bold(text: &str, terms: &BTreeSet<String>, terminal: &Terminal) -> String {
    let mut out = String::new();
    let mut last = 0;
    for mark in marks(text, terms) {
        out.push_str(&visible(&text[last..mark.start]));
        out.push_str(&terminal.paint(Tone::Strong, &visible(&text[mark.clone()])));
        last = mark.end;
    }
    out.push_str(&visible(&text[last..]));
    out
}
