//! A hundred issues a request: what a token allows.

use super::api::RepositoryName;
use super::cache::{Cache, Entry};
use super::client::Client;
use super::failure::Failure;
use super::wire;
use crate::model::IssueAnswer;

/// Issues of one request.
pub(super) const BATCH: usize = 100;

/// What a batch gave, by count and by what is still to be asked elsewhere.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Issues that changed, or are new.
    pub(super) fresh: usize,
    /// Issues that are as they were.
    pub(super) unchanged: usize,
    /// Numbers that GraphQL knows nothing of. The REST API still knows where a moved issue is.
    pub(super) missing: Vec<u32>,
    /// Numbers that failed.
    pub(super) failed: usize,
}

/// Asks for the issues of `numbers`, at most [`BATCH`], and puts what was heard into the cache.
pub(super) fn ask(
    client: &mut Client,
    repository: &RepositoryName,
    numbers: &[u32],
    cache: &mut Cache,
) -> Result<Asked, Failure> {
    let body = client.graphql(&wire::graph_request(repository, numbers))?;
    let batch = wire::graph_batch(&body, repository, numbers, client.now()).map_err(|failure| {
        // The headers know when the limit ends.
        if matches!(failure, Failure::Limited { .. }) { client.limited() } else { failure }
    })?;
    let mut asked = Asked { missing: batch.missing, failed: batch.failed.len(), ..Asked::default() };
    for (number, issue) in batch.issues {
        let before = cache.get(number);
        let updated = before.and_then(|entry| match &entry.answer {
            IssueAnswer::Issue(known) => Some(known.updated),
            IssueAnswer::Missing { .. } => None,
        });
        let is_unchanged = updated == Some(issue.updated);
        match is_unchanged {
            true => asked.unchanged += 1,
            false => asked.fresh += 1,
        }
        // A tag of the REST API holds for as long as nothing changes.
        let etag = before.and_then(|entry| entry.etag.clone()).filter(|_| is_unchanged);
        cache.insert(number, Entry { answer: IssueAnswer::Issue(issue), etag });
    }
    Ok(asked)
}
