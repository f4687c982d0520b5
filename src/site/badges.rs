//! Badges: small pictures that say where a gate or a KEP stands at the newest release, to put into a document.
//!
//! A badge is one SVG without script, style or font of others. The width of its text is an estimate, and the text is
//! told to fill it, so that it fits whatever font the reader has.

use super::context::Context;
use super::jobs::Jobs;
use super::xml::escape;
use super::{OutputFile, Route};
use crate::model::{Gate, GateState, Kep, MinorVersion, Setting, Stage};
use crate::query::newest_release;

/// Behind the name.
const LABEL: &str = "#24292f";
/// Behind what is neither here nor there.
const NEUTRAL: &str = "#57606a";
/// The text on both.
const TEXT: &str = "#ffffff";
/// Space on either side of a text.
const MARGIN: f32 = 6.0;

/// Adds every badge.
pub(super) fn files<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    let newest = newest_release(ctx.kb, ctx.config.today);
    for gate in ctx.kb.gates() {
        jobs.push(move || {
            let (words, colour) = gate_words(gate, newest);
            let svg = badge(gate.name.as_str(), &words, colour);
            Ok(OutputFile { path: Route::gate_badge(&gate.name).path(), bytes: svg.into_bytes() })
        });
    }
    for kep in ctx.kb.keps() {
        jobs.push(move || {
            let key = ctx.kep_key(kep);
            let (words, colour) = kep_words(ctx, kep, newest);
            let label = match kep.number.value.0 {
                0 => format!("KEP {}", kep.slug.value),
                number => format!("KEP-{number}"),
            };
            let svg = badge(&label, &words, colour);
            Ok(OutputFile { path: Route::kep_badge(&key).path(), bytes: svg.into_bytes() })
        });
    }
}

/// The colour behind a stage. White text on it has a contrast of at least 4.5 to 1.
fn colour(stage: Stage) -> &'static str {
    match stage {
        Stage::Alpha => "#9a5b00",
        Stage::Beta => "#1f5fbf",
        Stage::Stable => "#1a7f37",
        Stage::Deprecated => "#b3261e",
    }
}

fn gate_words(gate: &Gate, newest: Option<MinorVersion>) -> (String, &'static str) {
    let Some(newest) = newest else { return ("no release known".to_owned(), NEUTRAL) };
    match gate.state_at(newest) {
        GateState::NotYet if gate.history.is_empty() => ("no history known".to_owned(), NEUTRAL),
        GateState::NotYet => (format!("not in {newest} yet"), NEUTRAL),
        GateState::Present(setting) => (setting_words(setting), colour(setting.stage)),
        GateState::Unconfirmed(_) => ("perhaps removed".to_owned(), NEUTRAL),
        GateState::Removed => ("removed".to_owned(), NEUTRAL),
    }
}

/// `beta, on`; the default is left out where no source records it.
fn setting_words(setting: Setting) -> String {
    match setting.default {
        Some(true) => format!("{}, on", setting.stage),
        Some(false) => format!("{}, off", setting.stage),
        None => setting.stage.to_string(),
    }
}

/// What the KEP's gates are, the least mature one first where they differ; its status where it has none.
fn kep_words(ctx: &Context<'_>, kep: &Kep, newest: Option<MinorVersion>) -> (String, &'static str) {
    let gates = ctx.kb.gates_of(kep);
    if let [gate] = gates.as_slice() {
        return gate_words(gate, newest);
    }
    let state = |gate: &&Gate| newest.map_or(GateState::NotYet, |newest| gate.state_at(newest));
    let settings: Vec<Setting> = gates
        .iter()
        .filter_map(|gate| match state(gate) {
            GateState::Present(setting) => Some(setting),
            _ => None,
        })
        .collect();
    let least = settings.iter().map(|setting| setting.stage).min();
    let most = settings.iter().map(|setting| setting.stage).max();
    match (least, most, settings.first()) {
        (Some(least), Some(most), _) if least != most => (format!("{least} to {most}"), colour(least)),
        (Some(_), _, Some(first)) if settings.iter().all(|other| other.default == first.default) => {
            (setting_words(*first), colour(first.stage))
        }
        (Some(stage), ..) => (stage.to_string(), colour(stage)),
        _ if gates.iter().any(|gate| matches!(state(gate), GateState::Removed)) => {
            ("gates removed".to_owned(), NEUTRAL)
        }
        _ => (kep.status.map_or("no gate", |status| status.as_str()).to_owned(), NEUTRAL),
    }
}

/// How wide `text` is in Verdana at 11 pixels, or in what stands in for it.
fn width(text: &str) -> f32 {
    let one = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 3.8,
        ' ' | 'f' | 't' | 'r' | 'I' | 'J' | '(' | ')' | '-' | '/' => 4.9,
        'm' | 'w' | 'M' | 'W' => 9.6,
        'A'..='Z' => 7.9,
        _ => 6.9,
    };
    text.chars().map(one).sum()
}

fn badge(label: &str, words: &str, colour: &str) -> String {
    let (left, right) = (width(label), width(words));
    let (split, full) = (left + 2.0 * MARGIN, left + right + 4.0 * MARGIN);
    let (x, y) = (left / 2.0 + MARGIN, split + MARGIN + right / 2.0);
    let (label, words) = (escape(label), escape(words));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{full:.0}\" height=\"20\" viewBox=\"0 0 {full:.1} 20\" \
         role=\"img\" aria-label=\"{label}: {words}\"><title>{label}: {words}</title>\
         <clipPath id=\"r\"><rect width=\"{full:.1}\" height=\"20\" rx=\"3\"/></clipPath>\
         <g clip-path=\"url(#r)\"><rect width=\"{full:.1}\" height=\"20\" fill=\"{LABEL}\"/>\
         <rect x=\"{split:.1}\" width=\"{:.1}\" height=\"20\" fill=\"{colour}\"/></g>\
         <g fill=\"{TEXT}\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" text-anchor=\"middle\" \
         aria-hidden=\"true\"><text x=\"{x:.1}\" y=\"14\" textLength=\"{left:.1}\">{label}</text>\
         <text x=\"{y:.1}\" y=\"14\" textLength=\"{right:.1}\">{words}</text></g></svg>\n",
        full - split,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two colours as WCAG 2 defines it.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |colour: &str| {
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
                if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_colour() {
        for colour in Stage::ALL.iter().map(|stage| colour(*stage)).chain([LABEL, NEUTRAL]) {
            assert!(contrast(TEXT, colour) >= 4.5, "{colour}: {:.2}", contrast(TEXT, colour));
        }
    }

    #[test]
    fn a_badge_says_in_words_what_it_shows_and_escapes_them() {
        let svg = badge("KEP-1", "a < b", NEUTRAL);
        assert!(svg.contains("<title>KEP-1: a &lt; b</title>"), "{svg}");
        assert!(svg.contains("role=\"img\" aria-label=\"KEP-1: a &lt; b\""), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("<script"), "{svg}");
    }
}
