//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>): one run, a result for each finding
//! that stands in a file. What stands in none becomes a notification, because code hosts ask every result for its place.

use std::collections::BTreeSet;

use serde::Serialize;

use kepdb::check::judge::Spot;
use kepdb::check::{Finding, Rule};
use kepdb::diag::Severity;
use kepdb::diag::render::Places;
use kepdb::load::fingerprint;
use kepdb::source::Span;

use super::super::json;
use super::{Answer, notes};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    artifacts: Vec<Artifact<'a>>,
    results: Vec<Outcome<'a>>,
    properties: RunProperties,
}

#[derive(Debug, Serialize)]
struct RunProperties {
    target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    level: &'static str,
    message: Text,
    associated_rule: RuleRef,
}

#[derive(Debug, Serialize)]
struct RuleRef {
    id: &'static str,
    index: usize,
}

#[derive(Debug, Serialize)]
struct Artifact<'a> {
    location: Location<'a>,
    roles: [&'static str; 1],
}

#[derive(Debug, Clone, Serialize)]
struct Location<'a> {
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Place<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place<'a>>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties<'a>,
}

#[derive(Debug, Serialize)]
struct Fingerprints {
    /// Rule, gate, components and file: the same when lines move.
    #[serde(rename = "kepdbFinding/v1")]
    finding: String,
}

#[derive(Debug, Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Debug, Serialize)]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<&'a str>,
    components: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Location<'a>,
    region: Region,
}

/// Lines from one, columns in UTF-16 code units from one; the end is behind the last character.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

/// The log.
pub(crate) fn render(answer: &Answer<'_>) -> anyhow::Result<String> {
    let writer = Writer::new(answer);
    let findings = answer.report.findings.iter().map(|finding| (finding, None));
    let ignored = answer.ignored.iter().map(|one| (&one.finding, Some(one.reason.as_str())));
    let all: Vec<(&Finding<'_>, Option<&str>)> = findings.chain(ignored).collect();
    let results = all
        .iter()
        .filter_map(|(finding, reason)| writer.result(finding, finding.spot.as_ref()?, *reason))
        .collect();
    let placeless = all.iter().filter(|(finding, reason)| finding.spot.is_none() && reason.is_none());
    let question = &answer.report.question;
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "kepdb",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: Rule::ALL.iter().map(|rule| descriptor(*rule)).collect(),
            },
        },
        column_kind: "utf16CodeUnits",
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: placeless.map(|(finding, _)| notification(finding)).collect(),
        }],
        artifacts: writer.artifacts(),
        results,
        properties: RunProperties {
            target: question.target().to_string(),
            from: question.from().map(|from| from.to_string()),
        },
    };
    json::text(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn descriptor(rule: Rule) -> Descriptor {
    let about = documentation(rule);
    Descriptor {
        id: rule.as_str(),
        short_description: Text { text: rule.summary().to_owned() },
        help: Help { text: about, markdown: about },
        default_configuration: Configuration { level: level(rule.severity()) },
    }
}

/// What `docs/check.md` says under the rule's heading.
fn documentation(rule: Rule) -> &'static str {
    const DOCUMENT: &str = include_str!("../../../../docs/check.md");
    let heading = format!("\n### {rule}\n");
    let Some(at) = DOCUMENT.find(&heading) else { return rule.summary() };
    let section = &DOCUMENT[at + heading.len()..];
    section[..section.find("\n##").unwrap_or(section.len())].trim()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn index(rule: Rule) -> usize {
    Rule::ALL.iter().position(|known| *known == rule).unwrap_or_default()
}

fn notification(finding: &Finding<'_>) -> Notification {
    Notification {
        level: level(finding.severity),
        message: message(finding),
        associated_rule: RuleRef { id: finding.rule.as_str(), index: index(finding.rule) },
    }
}

fn message(finding: &Finding<'_>) -> Text {
    let mut text = finding.message.clone();
    if !finding.label.is_empty() {
        text.push_str(&format!(": {}", finding.label));
    }
    let help = finding.help.as_ref().map(|help| format!("To do: {help}"));
    for line in notes(finding).into_iter().chain(help) {
        text.push('\n');
        text.push_str(&line);
    }
    Text { text }
}

struct Writer<'a> {
    answer: &'a Answer<'a>,
    places: Places<'a>,
    /// Positions of the files that findings stand in.
    files: Vec<usize>,
}

impl<'a> Writer<'a> {
    fn new(answer: &'a Answer<'a>) -> Self {
        let findings = answer.report.findings.iter().chain(answer.ignored.iter().map(|one| &one.finding));
        let spots = findings.flat_map(|finding| {
            finding.spot.iter().chain(finding.related.iter().map(|related| &related.spot))
        });
        let files: BTreeSet<usize> = spots.map(|spot| spot.file).collect();
        Self { answer, places: Places::new(answer.sources), files: files.into_iter().collect() }
    }

    fn artifacts(&self) -> Vec<Artifact<'a>> {
        let artifact = |file: &usize| Artifact {
            location: Location { uri: &self.answer.uris[*file], index: None },
            roles: ["analysisTarget"],
        };
        self.files.iter().map(artifact).collect()
    }

    fn result(&self, finding: &'a Finding<'a>, spot: &Spot, reason: Option<&str>) -> Option<Outcome<'a>> {
        let uri = self.answer.uris.get(spot.file)?;
        let gate = finding.gate.as_deref();
        let parts = [finding.rule.as_str(), gate.unwrap_or_default(), &finding.components.join(" "), uri];
        let related = finding.related.iter().enumerate().map(|(position, other)| Place {
            id: Some(position),
            message: Some(Text { text: other.text.clone() }),
            ..self.place(&other.spot)
        });
        let suppression = reason.map(|reason| Suppression {
            kind: "external",
            status: "accepted",
            justification: reason.to_owned(),
        });
        Some(Outcome {
            rule_id: finding.rule.as_str(),
            rule_index: index(finding.rule),
            level: level(finding.severity),
            message: message(finding),
            locations: [self.place(spot)],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints {
                finding: format!("{:016x}", fingerprint(parts.iter().map(|part| (*part, "")))),
            },
            suppressions: suppression.into_iter().collect(),
            properties: Properties {
                gate,
                components: &finding.components,
                since: finding.since.map(|since| since.to_string()),
            },
        })
    }

    fn place(&self, spot: &Spot) -> Place<'a> {
        let location =
            Location { uri: &self.answer.uris[spot.file], index: self.files.binary_search(&spot.file).ok() };
        let region = region(&self.places, self.answer.span(spot));
        Place { id: None, physical_location: Physical { artifact_location: location, region }, message: None }
    }
}

fn region(places: &Places<'_>, span: Span) -> Region {
    let bytes = places.bytes(span);
    let column = |line: usize, at: usize| {
        let start = places.line(span.file, line).start.min(at);
        places.text(span)[start..at].encode_utf16().count() + 1
    };
    let (start, end) = (places.start(span).line, places.end(span).line);
    Region {
        start_line: start,
        start_column: column(start, bytes.start),
        end_line: end,
        end_column: column(end, bytes.end),
    }
}

#[cfg(test)]
mod tests {
    use kepdb::source::SourceMap;

    use super::*;

    #[test]
    fn columns_count_utf16_code_units() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.yaml", "x\n# 𝄞é A: true\n");
        let span = Span::new(file, 11..18);
        let region = region(&Places::new(&sources), span);
        assert_eq!(region, Region { start_line: 2, start_column: 7, end_line: 2, end_column: 14 });
    }

    #[test]
    fn every_rule_is_explained() {
        for rule in Rule::ALL {
            assert!(documentation(*rule).len() > rule.summary().len(), "{rule}");
        }
    }
}
