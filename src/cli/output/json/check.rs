//! `kepdb check --format json`.

use serde::Serialize;

use kepdb::check::Finding;
use kepdb::check::judge::Spot;
use kepdb::diag::Severity;
use kepdb::diag::render::Places;

use super::super::check::Answer;

#[derive(Debug, Serialize)]
struct CheckV1<'a> {
    version: u32,
    target: String,
    from: Option<String>,
    findings: Vec<FindingV1<'a>>,
    /// Findings that somebody accepted.
    ignored: Vec<IgnoredV1<'a>>,
    summary: SummaryV1,
    read: ReadV1,
}

#[derive(Debug, Serialize)]
struct FindingV1<'a> {
    /// A heading of `docs/check.md`.
    rule: &'static str,
    /// `error`, `warning` or `info`.
    severity: &'static str,
    /// The gate as it is written.
    gate: Option<&'a str>,
    components: &'a [String],
    /// The kind of place.
    place: Option<&'static str>,
    #[serde(flatten)]
    spot: SpotV1<'a>,
    message: &'a str,
    /// What is to be said about the very words in the file.
    label: &'a str,
    /// What the component prints, word by word.
    prints: Option<&'a str>,
    /// The version that made it so.
    since: Option<String>,
    keps: Vec<KepV1<'a>>,
    /// Further gates that it concerns.
    gates: &'a [String],
    help: Option<&'a str>,
    related: Vec<RelatedV1<'a>>,
}

/// Lines and columns count from one, columns count characters; the end is the place just behind the last character.
/// All are `null` for what stands in no file.
#[derive(Debug, Default, Serialize)]
struct SpotV1<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Debug, Serialize)]
struct KepV1<'a> {
    number: u32,
    slug: &'a str,
    title: &'a str,
    /// `low`, `medium` or `high`, where somebody wrote notes.
    risk: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct RelatedV1<'a> {
    #[serde(flatten)]
    spot: SpotV1<'a>,
    label: &'a str,
}

#[derive(Debug, Serialize)]
struct IgnoredV1<'a> {
    reason: &'a str,
    finding: FindingV1<'a>,
}

#[derive(Debug, Serialize)]
struct SummaryV1 {
    errors: usize,
    warnings: usize,
    infos: usize,
    ignored: usize,
}

#[derive(Debug, Serialize)]
struct ReadV1 {
    /// Files that were read.
    files: usize,
    /// Files that were left out because they hold no text.
    skipped: usize,
    /// Files that set a gate.
    files_with_gates: usize,
    /// Gates, each as often as it is set.
    gates: usize,
    /// Kinds of place, and how many files of each set a gate.
    places: Vec<PlaceV1>,
}

#[derive(Debug, Serialize)]
struct PlaceV1 {
    place: &'static str,
    files: usize,
}

/// The document.
pub(crate) fn render(answer: &Answer<'_>) -> anyhow::Result<String> {
    let (report, places) = (answer.report, Places::new(answer.sources));
    let coverage = &report.coverage;
    super::text(&CheckV1 {
        version: super::VERSION,
        target: report.question.target().to_string(),
        from: report.question.from().map(|from| from.to_string()),
        findings: report.findings.iter().map(|one| finding(answer, &places, one)).collect(),
        ignored: answer
            .ignored
            .iter()
            .map(|one| IgnoredV1 { reason: &one.reason, finding: finding(answer, &places, &one.finding) })
            .collect(),
        summary: SummaryV1 {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
            ignored: answer.ignored.len(),
        },
        read: ReadV1 {
            files: answer.read,
            skipped: answer.skipped,
            files_with_gates: coverage.files,
            gates: coverage.settings,
            places: coverage
                .places
                .iter()
                .map(|(place, files)| PlaceV1 { place: place.as_str(), files: *files })
                .collect(),
        },
    })
}

fn finding<'a>(answer: &Answer<'a>, places: &Places<'a>, finding: &'a Finding<'_>) -> FindingV1<'a> {
    let kep = |kep: &&'a kepdb::model::Kep| KepV1 {
        number: kep.number.0,
        slug: &kep.slug,
        title: &kep.title,
        risk: kep.risk.as_ref().map(|risk| risk.level.value.as_str()),
    };
    FindingV1 {
        rule: finding.rule.as_str(),
        severity: finding.severity.as_str(),
        gate: finding.gate.as_deref(),
        components: &finding.components,
        place: finding.place.map(|place| place.as_str()),
        spot: finding.spot.as_ref().map(|at| spot(answer, places, at)).unwrap_or_default(),
        message: &finding.message,
        label: &finding.label,
        prints: finding.prints.as_deref(),
        since: finding.since.map(|since| since.to_string()),
        keps: finding.keps.iter().map(kep).collect(),
        gates: &finding.gates,
        help: finding.help.as_deref(),
        related: finding
            .related
            .iter()
            .map(|other| RelatedV1 { spot: spot(answer, places, &other.spot), label: &other.text })
            .collect(),
    }
}

fn spot<'a>(answer: &Answer<'a>, places: &Places<'a>, spot: &Spot) -> SpotV1<'a> {
    let span = answer.span(spot);
    let (start, end) = (places.start(span), places.end(span));
    SpotV1 {
        file: Some(places.path(span)),
        line: Some(start.line),
        column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
    }
}
