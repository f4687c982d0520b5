//! One issue a request, on condition that it changed: what can be done without a token.

use super::api::RepositoryName;
use super::cache::{Cache, Entry};
use super::client::{Client, Known, Reply};
use super::failure::Failure;
use super::run::Heard;
use super::wire;
use crate::model::IssueAnswer;

/// Asks for the issue `number` and puts what was heard into the cache.
pub(super) fn ask(
    client: &mut Client,
    repository: &RepositoryName,
    number: u32,
    cache: &mut Cache,
) -> Result<Heard, Failure> {
    let reply = {
        let entry = cache.get(number);
        let updated = entry.and_then(|entry| match &entry.answer {
            IssueAnswer::Issue(issue) => Some(issue.updated),
            IssueAnswer::Missing { .. } => None,
        });
        let etag = entry.and_then(|entry| entry.etag.as_deref());
        client.issue(repository, number, Known { etag, updated })?
    };
    let now = client.now();
    match reply {
        Reply::Unchanged if cache.get(number).is_some() => {
            cache.confirm(number, now);
            Ok(Heard::Unchanged)
        }
        // Nobody asked on a condition.
        Reply::Unchanged => Err(Failure::Unexpected(304)),
        Reply::Missing => {
            let answer = IssueAnswer::Missing { checked: now };
            cache.insert(number, Entry { answer, etag: None });
            Ok(Heard::Missing)
        }
        Reply::Found(body, etag) => {
            let issue = wire::rest_issue(&body, repository, now)?;
            cache.insert(number, Entry { answer: IssueAnswer::Issue(issue), etag });
            Ok(Heard::Fresh)
        }
    }
}
