//! What `kepdb validate --format json` says about the notes of the records.

use serde::Serialize;

use kepdb::query::{Coverage, Share};

/// What stands beside the diagnostics.
#[derive(Debug, Serialize)]
pub(crate) struct MoreV1<'a> {
    /// `null` where no gate is known.
    coverage: Option<CoverageV1<'a>>,
}

#[derive(Debug, Serialize)]
struct CoverageV1<'a> {
    since: String,
    until: String,
    keps: ShareV1,
    gates: ShareV1,
    security: Option<SecurityV1>,
    sigs: Vec<SigV1<'a>>,
}

/// KEPs of SIG Auth or with the topic `security` that changed since a version.
#[derive(Debug, Serialize)]
struct SecurityV1 {
    since: String,
    keps: ShareV1,
}

#[derive(Debug, Serialize)]
struct SigV1<'a> {
    /// `null` for gates without a KEP.
    sig: Option<&'a str>,
    keps: ShareV1,
    gates: ShareV1,
}

#[derive(Debug, Serialize)]
struct ShareV1 {
    noted: usize,
    scope: usize,
}

/// The fields behind the summary of a run.
pub(crate) fn more<'a>(found: &Coverage<'a>) -> MoreV1<'a> {
    let share = |Share { noted, scope }: Share| ShareV1 { noted, scope };
    let coverage = found.versions.map(|(since, until)| CoverageV1 {
        since: since.to_string(),
        until: until.to_string(),
        keps: share(found.keps),
        gates: share(found.gates),
        security: found
            .security
            .map(|(since, keps)| SecurityV1 { since: since.to_string(), keps: share(keps) }),
        sigs: found
            .sigs
            .iter()
            .map(|one| SigV1 { sig: one.sig, keps: share(one.keps), gates: share(one.gates) })
            .collect(),
    });
    MoreV1 { coverage }
}
