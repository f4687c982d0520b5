//! GitHub's JSON, REST and GraphQL, and its way into the model: cleaned, cut to size, checked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reqwest::Url;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::api::RepositoryName;
use super::failure::Failure;
use crate::diag::render::without_steering;
use crate::model::{IssueKind, IssueState, IssueStatus};

/// Labels that are kept of one issue; real ones have ten or so.
const LABELS: usize = 50;
/// Characters of a label's name, as many as GitHub allows.
const LABEL: usize = 50;
/// Characters of a milestone's title.
const MILESTONE: usize = 60;
/// Characters of an address.
const ADDRESS: usize = 300;

/// An issue as the REST API describes it, as much as is used.
#[derive(Debug, Deserialize)]
struct RestIssue {
    state: String,
    milestone: Option<RestMilestone>,
    #[serde(default)]
    labels: Vec<RestLabel>,
    #[serde(default)]
    assignees: Vec<IgnoredAny>,
    updated_at: Timed,
    html_url: String,
    pull_request: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct RestMilestone {
    title: String,
}

/// Labels are objects, or bare names in old answers.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum RestLabel {
    Object { name: Option<String> },
    Name(String),
}

/// A moment as GitHub writes it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Timed(Timestamp);

impl TryFrom<String> for Timed {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

/// What a batch of issues gave.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The issues that were found.
    pub(super) issues: BTreeMap<u32, IssueStatus>,
    /// Numbers without an issue.
    pub(super) missing: Vec<u32>,
    /// Numbers that GitHub could not look up, or whose answer cannot be read.
    pub(super) failed: Vec<u32>,
}

#[derive(Debug, Serialize)]
struct GraphRequest<'a> {
    query: String,
    variables: GraphVariables<'a>,
}

#[derive(Debug, Serialize)]
struct GraphVariables<'a> {
    owner: &'a str,
    name: &'a str,
}

#[derive(Debug, Deserialize)]
struct GraphAnswer {
    data: Option<GraphData>,
    #[serde(default)]
    errors: Vec<GraphError>,
}

#[derive(Debug, Deserialize)]
struct GraphData {
    repository: Option<BTreeMap<String, Value>>,
}

#[derive(Debug, Deserialize)]
struct GraphError {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    path: Option<Vec<Value>>,
}

#[derive(Debug, Deserialize)]
struct GraphIssue {
    #[serde(rename = "__typename")]
    kind: String,
    state: String,
    url: String,
    #[serde(rename = "updatedAt")]
    updated_at: Timed,
    milestone: Option<RestMilestone>,
    labels: Option<GraphLabels>,
    assignees: Option<GraphCount>,
}

#[derive(Debug, Deserialize)]
struct GraphLabels {
    #[serde(rename = "totalCount")]
    total: u32,
    nodes: Option<Vec<Option<GraphLabel>>>,
}

#[derive(Debug, Deserialize)]
struct GraphLabel {
    name: String,
}

#[derive(Debug, Deserialize)]
struct GraphCount {
    #[serde(rename = "totalCount")]
    total: u32,
}

/// The issue in the body of a REST answer, which was asked for as `repository`'s.
pub(super) fn rest_issue(
    body: &[u8],
    repository: &RepositoryName,
    now: Timestamp,
) -> Result<IssueStatus, Failure> {
    let raw: RestIssue = serde_json::from_slice(body).map_err(|_cause| Failure::Malformed)?;
    let names = raw.labels.into_iter().filter_map(|label| match label {
        RestLabel::Object { name } => name,
        RestLabel::Name(name) => Some(name),
    });
    let (labels, labels_left_out) = labels(names, 0);
    Ok(IssueStatus {
        kind: if raw.pull_request.is_some() { IssueKind::PullRequest } else { IssueKind::Issue },
        state: state(&raw.state).ok_or(Failure::Malformed)?,
        milestone: raw.milestone.and_then(|milestone| text(&milestone.title, MILESTONE)),
        labels,
        labels_left_out,
        assignees: u32::try_from(raw.assignees.len()).unwrap_or(u32::MAX),
        updated: raw.updated_at.0,
        fetched_at: now,
        moved_to: moved_to(&raw.html_url, repository),
    })
}

/// The body of a request for all issues of `numbers`, each under an alias of its own.
pub(super) fn graph_request(repository: &RepositoryName, numbers: &[u32]) -> Vec<u8> {
    let fields = |kind: &str| {
        format!(
            "fragment {kind}F on {kind}{{state url updatedAt milestone{{title}} assignees{{totalCount}} \
             labels(first:100){{totalCount nodes{{name}}}}}}"
        )
    };
    let aliases: String = numbers
        .iter()
        .map(|number| {
            format!("i{number}:issueOrPullRequest(number:{number}){{__typename ...IssueF ...PullRequestF}} ")
        })
        .collect();
    let query = format!(
        "query($owner:String!,$name:String!){{repository(owner:$owner,name:$name){{{aliases}}}}} {} {}",
        fields("Issue"),
        fields("PullRequest")
    );
    let variables = GraphVariables { owner: &repository.owner, name: &repository.name };
    serde_json::to_vec(&GraphRequest { query, variables })
        .expect("invariant: texts and maps of texts are JSON")
}

/// What the body of a GraphQL answer says about `numbers`.
pub(super) fn graph_batch(
    body: &[u8],
    repository: &RepositoryName,
    numbers: &[u32],
    now: Timestamp,
) -> Result<Batch, Failure> {
    let answer: GraphAnswer = serde_json::from_slice(body).map_err(|_cause| Failure::Malformed)?;
    let has = |kind: &str| answer.errors.iter().any(|error| error.kind.as_deref() == Some(kind));
    if has("RATE_LIMITED") || has("RATE_LIMIT") {
        return Err(Failure::Limited { until: None, with_token: true });
    }
    let Some(mut found) = answer.data.and_then(|data| data.repository) else {
        return Err(if has("FORBIDDEN") {
            Failure::TokenRefused(403)
        } else if has("NOT_FOUND") {
            Failure::NoRepository
        } else {
            Failure::Malformed
        });
    };
    // `["repository", "i4317"]` with the type `NOT_FOUND`.
    let is_missing = |alias: &str| {
        answer.errors.iter().any(|error| {
            error.kind.as_deref() == Some("NOT_FOUND")
                && error.path.iter().flatten().any(|part| part.as_str() == Some(alias))
        })
    };
    let mut batch = Batch::default();
    for number in numbers {
        let alias = format!("i{number}");
        let value = found.remove(&alias).unwrap_or(Value::Null);
        match graph_issue(value, repository, now) {
            Some(issue) => drop(batch.issues.insert(*number, issue)),
            None if is_missing(&alias) => batch.missing.push(*number),
            None => batch.failed.push(*number),
        }
    }
    Ok(batch)
}

fn graph_issue(value: Value, repository: &RepositoryName, now: Timestamp) -> Option<IssueStatus> {
    let raw: GraphIssue = serde_json::from_value(value).ok()?;
    let (total, nodes) = raw.labels.map(|labels| (labels.total, labels.nodes)).unwrap_or_default();
    let names: Vec<String> = nodes.into_iter().flatten().flatten().map(|label| label.name).collect();
    let unseen = total.saturating_sub(u32::try_from(names.len()).unwrap_or(u32::MAX));
    let (labels, labels_left_out) = labels(names.into_iter(), unseen);
    Some(IssueStatus {
        kind: if raw.kind == "PullRequest" { IssueKind::PullRequest } else { IssueKind::Issue },
        state: state(&raw.state)?,
        milestone: raw.milestone.and_then(|milestone| text(&milestone.title, MILESTONE)),
        labels,
        labels_left_out,
        assignees: raw.assignees.map_or(0, |assignees| assignees.total),
        updated: raw.updated_at.0,
        fetched_at: now,
        moved_to: moved_to(&raw.url, repository),
    })
}

/// `OPEN`, `open`, `CLOSED`; a pull request may also be `MERGED`.
pub(super) fn state(word: &str) -> Option<IssueState> {
    match word.to_ascii_lowercase().as_str() {
        "open" => Some(IssueState::Open),
        "closed" | "merged" => Some(IssueState::Closed),
        _ => None,
    }
}

/// The names that are kept, those that this program reads first, and how many are not; `unseen` were not even sent.
pub(super) fn labels(names: impl Iterator<Item = String>, unseen: u32) -> (Vec<String>, u32) {
    let mut labels: Vec<String> = names.filter_map(|name| text(&name, LABEL)).collect();
    let is_read = |name: &str| name.starts_with("stage/") || name.starts_with("tracked/");
    labels.sort_by(|a, b| (!is_read(a), a).cmp(&(!is_read(b), b)));
    labels.dedup();
    let more = u32::try_from(labels.len().saturating_sub(LABELS)).unwrap_or(u32::MAX);
    labels.truncate(LABELS);
    (labels, more.saturating_add(unseen))
}

/// A title, cleaned and cut to size.
pub(super) fn milestone(title: &str) -> Option<String> {
    text(title, MILESTONE)
}

/// `text` on one line, without what would steer a terminal or a page, cut to `limit` characters; none where nothing
/// is left.
fn text(text: &str, limit: usize) -> Option<String> {
    // Cut first: cleaning must not cost what a huge text would.
    let bounded: String = text.chars().take(limit * 4).collect();
    let clean: String = without_steering(&bounded).chars().take(limit).collect();
    let clean = clean.trim_end();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// Where the issue is, when that is not in `repository`.
fn moved_to(url: &str, repository: &RepositoryName) -> Option<String> {
    let address = address(url)?;
    let home = format!("/{}/{}/", repository.owner, repository.name).to_ascii_lowercase();
    (!address.to_ascii_lowercase().contains(&home)).then_some(address)
}

/// An `https` address without credentials, of a length that fits on a page.
pub(super) fn address(url: &str) -> Option<String> {
    if url.len() > ADDRESS {
        return None;
    }
    let url = Url::parse(url).ok()?;
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    (is_plain && url.has_host()).then(|| url.to_string()).filter(|text| text.len() <= ADDRESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> RepositoryName {
        "kubernetes/enhancements".parse().expect("a repository")
    }

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().expect("a time")
    }

    const REST: &str = r#"{"number":1,"state":"open","title":"x","milestone":{"title":"v1.38","number":3},
        "labels":[{"id":1,"name":"sig/auth"},"tracked/yes",{"name":"stage/beta"},{"name":null}],
        "assignees":[{"login":"a"},{"login":"b"}],"updated_at":"2026-10-01T10:00:00Z",
        "html_url":"https://github.com/kubernetes/enhancements/issues/1"}"#;

    #[test]
    fn reads_an_issue_of_the_rest_api() {
        let issue = rest_issue(REST.as_bytes(), &repository(), now()).expect("an issue");
        assert_eq!(issue.state, IssueState::Open);
        assert_eq!(issue.kind, IssueKind::Issue);
        assert_eq!(issue.milestone.as_deref(), Some("v1.38"));
        assert_eq!(issue.labels, ["stage/beta", "tracked/yes", "sig/auth"]);
        assert_eq!((issue.assignees, issue.labels_left_out), (2, 0));
        assert_eq!(issue.moved_to, None);
    }

    #[test]
    fn every_prefix_of_an_answer_is_refused_and_none_panics() {
        for end in 0..REST.len() {
            let part = &REST.as_bytes()[..end];
            assert_eq!(rest_issue(part, &repository(), now()), Err(Failure::Malformed), "{end}");
            assert!(graph_batch(part, &repository(), &[1], now()).is_err(), "{end}");
        }
    }

    #[test]
    fn texts_are_cleaned_and_bounded() {
        assert_eq!(text("v1.38\u{202e}\u{1b}[2J\r\nx", 60).as_deref(), Some("v1.38[2J x"));
        assert_eq!(text("\u{200b}\u{202e}", 60), None);
        assert_eq!(text(&"x".repeat(1_000_000), 60).map(|text| text.len()), Some(60));
        let many = (0..10_000).map(|number| format!("label-{number}")).chain(["stage/alpha".to_owned()]);
        let (kept, left_out) = labels(many, 0);
        assert_eq!((kept.len(), left_out), (LABELS, 9_951));
        assert_eq!(kept[0], "stage/alpha", "what is read is kept");
    }

    #[test]
    fn only_a_plain_address_elsewhere_is_a_move() {
        let moved = |url: &str| moved_to(url, &repository());
        assert_eq!(moved("https://github.com/Kubernetes/Enhancements/issues/1"), None);
        let website = "https://github.com/kubernetes/website/issues/5";
        assert_eq!(moved(website).as_deref(), Some(website));
        for url in
            ["javascript:alert(1)", "http://github.com/a/b/issues/1", "https://me:pw@github.com/a/b", "", "x"]
        {
            assert_eq!(moved(url), None, "{url}");
        }
        assert_eq!(
            moved("https://github.com/a/\"><script>/issues/1").expect("an address").find(['"', '<']),
            None
        );
    }

    #[test]
    fn a_batch_tells_what_is_missing_from_what_failed() {
        let body = r#"{"data":{"repository":{
            "i1":{"__typename":"Issue","state":"CLOSED","url":"https://github.com/kubernetes/enhancements/issues/1",
                "updatedAt":"2026-10-01T10:00:00Z","milestone":null,"assignees":{"totalCount":3},
                "labels":{"totalCount":9000,"nodes":[{"name":"stage/stable"},null]}},
            "i2":null,"i3":null,"i4":{"state":7}}},
            "errors":[{"type":"NOT_FOUND","path":["repository","i2"],"message":"x"},
                      {"message":"timeout","path":["repository","i3"]}]}"#;
        let batch = graph_batch(body.as_bytes(), &repository(), &[1, 2, 3, 4, 5], now()).expect("a batch");
        assert_eq!(batch.missing, [2]);
        assert_eq!(batch.failed, [3, 4, 5]);
        let issue = &batch.issues[&1];
        assert_eq!((issue.state, issue.assignees), (IssueState::Closed, 3));
        assert_eq!(
            (issue.labels.as_slice(), issue.labels_left_out),
            (&["stage/stable".to_owned()][..], 8_999)
        );
    }

    #[test]
    fn a_refused_batch_says_why() {
        let refused = |body: &str| {
            graph_batch(body.as_bytes(), &repository(), &[1], now()).map(|_| ()).expect_err(body)
        };
        let limited = r#"{"errors":[{"type":"RATE_LIMITED","message":"x"}]}"#;
        assert!(matches!(refused(limited), Failure::Limited { .. }));
        let unknown = r#"{"data":{"repository":null},"errors":[{"type":"NOT_FOUND","path":["repository"]}]}"#;
        assert_eq!(refused(unknown), Failure::NoRepository);
        let forbidden = r#"{"data":{"repository":null},"errors":[{"type":"FORBIDDEN"}]}"#;
        assert_eq!(refused(forbidden), Failure::TokenRefused(403));
        assert_eq!(refused(r#"{"data":null}"#), Failure::Malformed);
        assert_eq!(refused("[]"), Failure::Malformed);
    }

    #[test]
    fn a_request_holds_every_number_once_and_no_text_of_ours_unescaped() {
        let body = graph_request(&repository(), &[7, 11]);
        let value: Value = serde_json::from_slice(&body).expect("JSON");
        let query = value["query"].as_str().expect("a query");
        assert_eq!(query.matches("issueOrPullRequest").count(), 2);
        assert!(query.contains("i7:issueOrPullRequest(number:7)"), "{query}");
        assert_eq!(query.matches('{').count(), query.matches('}').count());
        assert_eq!(value["variables"]["owner"], "kubernetes");
    }
}
