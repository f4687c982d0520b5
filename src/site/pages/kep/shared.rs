//! Numbers that lead to several KEPs: those that upstream gave twice, and those that have none.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::super::Route;
use super::super::super::context::{Context, Head};
use super::super::super::jobs::Jobs;
use super::super::super::view::{KepRef, NameRef, sig_refs};
use crate::model::Kep;
use crate::query::kep_standing;

#[derive(Debug, Serialize)]
struct SharedPage<'a> {
    /// The number; 0 for the KEPs without one.
    number: u32,
    keps: Vec<Namesake<'a>>,
}

#[derive(Debug, Serialize)]
struct Namesake<'a> {
    kep: KepRef<'a>,
    sigs: Vec<NameRef<'a>>,
    status: &'static str,
    standing: String,
}

/// One page for each such number.
pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    let mut by_number: BTreeMap<u32, Vec<&'a Kep>> = BTreeMap::new();
    for kep in ctx.kb.keps() {
        by_number.entry(kep.number.0).or_default().push(kep);
    }
    for (number, keps) in by_number.into_iter().filter(|(number, keps)| *number == 0 || keps.len() > 1) {
        jobs.push(move || {
            let namesake = |kep: &&'a Kep| Namesake {
                kep: KepRef::new(ctx, kep),
                sigs: sig_refs(ctx, kep.sig.as_ref().map(|sig| sig.value.as_str())),
                status: kep.status.as_ref().map_or("", |status| status.value.as_str()),
                standing: kep_standing(ctx.kb, kep, ctx.config.today),
            };
            let view = SharedPage { number, keps: keps.iter().map(namesake).collect() };
            let title = match number {
                0 => "KEPs without a number".to_owned(),
                number => format!("KEP-{number}: {} KEPs share the number", keps.len()),
            };
            let head = Head {
                description: format!("{title}. Which one do you mean?"),
                title,
                trail: vec![("KEPs".to_owned(), Route::Keps)],
                ..Head::default()
            };
            ctx.page(&Route::Kep(number.to_string()), "kep-shared.html", &head, &view)
        });
    }
}
