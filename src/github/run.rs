//! A whole run: cache, order, questions, and the book at the end.

use std::path::PathBuf;
use std::time::Duration;

use jiff::{Timestamp, ToSpan as _};

use super::api::{Api, RepositoryName};
use super::cache::{Cache, Entry};
use super::client::Client;
use super::failure::{Failure, Trouble};
use super::limits::Clock;
use super::token::Token;
use super::{graphql, rest};
use crate::model::{IssueAnswer, KepNumber, Relevance, StatusBook};

/// How many answers are heard between two writes of the cache.
const KEEP_EVERY: usize = 25;
/// How many numbers that GraphQL does not know are looked up in the REST API in one run.
const SECOND_LOOKS: usize = 50;
/// Issues in a row that fail before the run gives up.
const FAILURES: usize = 3;

/// Whether to ask GitHub, and what to do when it does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// Ask, and fall back to the cache.
    #[default]
    Auto,
    /// Use the cache and ask nobody.
    Cached,
    /// Ask, and fail unless every issue was answered.
    Require,
    /// Know nothing.
    Off,
}

/// Everything that a run needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether to ask.
    pub policy: Policy,
    /// Whom.
    pub api: Api,
    /// The repository with the issues.
    pub repository: RepositoryName,
    /// The token, if there is one.
    pub token: Option<Token>,
    /// The file that remembers.
    pub cache: PathBuf,
    /// How long the run may take.
    pub budget: Duration,
    /// Answers that are younger than this are not asked for again.
    pub fresh_for: Duration,
    /// The moment at which the run starts.
    pub now: Timestamp,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Issues that were answered, or given up.
    pub done: usize,
    /// Issues that are asked for.
    pub total: usize,
}

/// What a run heard, counted in issues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that were to be known.
    pub wanted: usize,
    /// New or changed.
    pub fresh: usize,
    /// As they were.
    pub unchanged: usize,
    /// Not there.
    pub missing: usize,
    /// Young enough not to be asked for.
    pub recent: usize,
    /// Without an answer in this run: as before, or unknown.
    pub left: usize,
    /// Requests that were sent.
    pub requests: usize,
}

/// The end of a run.
#[derive(Debug)]
pub struct Refreshed {
    /// What is known now.
    pub book: StatusBook,
    /// What the run did.
    pub counts: Counts,
    /// What its reader should know; empty where all went well.
    pub trouble: Vec<Trouble>,
}

/// Not every issue was answered, under [`Policy::Require`].
#[derive(Debug, thiserror::Error)]
#[error("{left} of {wanted} issues could not be asked for, and fresh answers are required")]
pub struct Unfinished {
    left: usize,
    wanted: usize,
    /// Why.
    #[source]
    cause: Failure,
}

/// What became of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// New or changed.
    Fresh,
    /// As it was.
    Unchanged,
    /// Not there.
    Missing,
}

/// Makes the book for the numbers in `wanted`, which come with how much they matter.
///
/// # Errors
/// Under [`Policy::Require`], when an issue got no answer.
pub fn status_book(
    wanted: &[(KepNumber, Relevance)],
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Refreshed, Unfinished> {
    let mut counts = Counts { wanted: wanted.len(), ..Counts::default() };
    if options.policy == Policy::Off {
        counts.left = wanted.len();
        return Ok(Refreshed { book: StatusBook::default(), counts, trouble: Vec::new() });
    }
    // Whoever asks nobody takes what the repository's cache holds, whichever way it was heard.
    let api = (options.policy != Policy::Cached).then_some(&options.api);
    let (cache, damage) = Cache::read(&options.cache, api, &options.repository);
    let mut trouble: Vec<Trouble> = damage.into_iter().collect();
    let numbers = || wanted.iter().map(|(number, _)| *number);
    if options.policy == Policy::Cached {
        counts.left = wanted.len();
        return Ok(Refreshed { book: cache.book(numbers()), counts, trouble });
    }

    let order = order(wanted, &cache, options);
    counts.recent = wanted.len() - order.len();
    let mut run = Run { options, cache, counts, cause: None, total: order.len(), progress };
    let kept = run.ask(&order);
    let Run { cache, mut counts, cause, .. } = run;
    counts.left = order.len() - counts.fresh - counts.unchanged - counts.missing;
    if let Some(cause) = cause.filter(|_| counts.left > 0) {
        if options.policy == Policy::Require {
            return Err(Unfinished { left: counts.left, wanted: wanted.len(), cause });
        }
        trouble.push(Trouble::Incomplete { left: counts.left, cause });
    }
    trouble.extend(kept.err());
    Ok(Refreshed { book: cache.book(numbers()), counts, trouble })
}

/// The numbers to ask for: what matters most first, then what nobody asked for longest, then as given.
fn order(wanted: &[(KepNumber, Relevance)], cache: &Cache, options: &Options) -> Vec<u32> {
    let heard = |number: u32| cache.get(number).map(|entry| entry.answer.heard());
    let is_recent = |number: u32| {
        heard(number).is_some_and(|heard| {
            // What claims to be from the future is not trusted.
            heard <= options.now && options.now.duration_since(heard).unsigned_abs() < options.fresh_for
        })
    };
    let mut order: Vec<_> = wanted.iter().filter(|(number, _)| !is_recent(number.0)).collect();
    order.sort_by_key(|(number, relevance)| (*relevance, heard(number.0)));
    order.into_iter().map(|(number, _)| number.0).collect()
}

/// A run on its way.
struct Run<'a> {
    options: &'a Options,
    cache: Cache,
    counts: Counts,
    /// The first thing that went wrong; one that ended the run goes before.
    cause: Option<Failure>,
    total: usize,
    progress: &'a mut dyn FnMut(Progress),
}

impl Run<'_> {
    /// Asks for the numbers, and says whether the cache could be kept.
    fn ask(&mut self, numbers: &[u32]) -> Result<(), Trouble> {
        if numbers.is_empty() {
            return Ok(());
        }
        let clock = Clock::start(self.options.budget, self.options.now);
        let mut client = match Client::new(&self.options.api, self.options.token.as_ref(), clock) {
            Ok(client) => client,
            Err(failure) => {
                self.cause = Some(failure);
                return Ok(());
            }
        };
        match self.options.token {
            Some(_) => self.in_batches(&mut client, numbers),
            None => self.one_by_one(&mut client, numbers),
        }
        self.counts.requests = client.requests();
        self.write()
    }

    fn in_batches(&mut self, client: &mut Client, numbers: &[u32]) {
        let mut unknown = Vec::new();
        for (position, batch) in numbers.chunks(graphql::BATCH).enumerate() {
            match graphql::ask(client, &self.options.repository, batch, &mut self.cache) {
                Ok(asked) => {
                    self.counts.fresh += asked.fresh;
                    self.counts.unchanged += asked.unchanged;
                    unknown.extend(asked.missing);
                    if asked.failed > 0 {
                        self.cause.get_or_insert(Failure::Partial);
                    }
                }
                // Some tokens may read public issues one by one, but ask GraphQL nothing about other repositories.
                Err(Failure::TokenRefused(403)) if position == 0 => return self.one_by_one(client, numbers),
                Err(failure) => {
                    let ends = failure.ends_the_run();
                    self.fail(failure);
                    if ends {
                        return;
                    }
                }
            }
            self.tell((position + 1) * graphql::BATCH);
            self.keep();
        }
        self.look_again(client, &unknown);
    }

    /// Numbers that GraphQL does not know may have moved, which only the REST API tells. What was missing lately is
    /// taken to be missing still.
    fn look_again(&mut self, client: &mut Client, unknown: &[u32]) {
        let week_ago = client.now().checked_sub((7 * 24).hours()).unwrap_or(Timestamp::MIN);
        let mut looks = 0;
        for number in unknown {
            let was_missing = matches!(
                self.cache.get(*number).map(|entry| &entry.answer),
                Some(IssueAnswer::Missing { checked }) if *checked > week_ago
            );
            if was_missing {
                self.counts.missing += 1;
                continue;
            }
            if looks == SECOND_LOOKS {
                let answer = IssueAnswer::Missing { checked: client.now() };
                self.cache.insert(*number, Entry { answer, etag: None });
                self.counts.missing += 1;
                continue;
            }
            looks += 1;
            match rest::ask(client, &self.options.repository, *number, &mut self.cache) {
                Ok(heard) => self.count(heard),
                Err(failure) => {
                    let ends = failure.ends_the_run();
                    self.fail(failure);
                    if ends {
                        return;
                    }
                }
            }
        }
    }

    fn one_by_one(&mut self, client: &mut Client, numbers: &[u32]) {
        let mut in_a_row = 0;
        for (position, number) in numbers.iter().enumerate() {
            match rest::ask(client, &self.options.repository, *number, &mut self.cache) {
                Ok(heard) => {
                    in_a_row = 0;
                    self.count(heard);
                }
                Err(failure) => {
                    in_a_row += 1;
                    let ends = failure.ends_the_run() || in_a_row == FAILURES;
                    self.fail(failure);
                    if ends {
                        return;
                    }
                }
            }
            self.tell(position + 1);
            if (position + 1) % KEEP_EVERY == 0 {
                self.keep();
            }
        }
    }

    fn count(&mut self, heard: Heard) {
        match heard {
            Heard::Fresh => self.counts.fresh += 1,
            Heard::Unchanged => self.counts.unchanged += 1,
            Heard::Missing => self.counts.missing += 1,
        }
    }

    fn fail(&mut self, failure: Failure) {
        if self.cause.is_none() || failure.ends_the_run() {
            self.cause = Some(failure);
        }
    }

    fn tell(&mut self, done: usize) {
        (self.progress)(Progress { done: done.min(self.total), total: self.total });
    }

    /// Writes the cache, unless nothing was heard.
    fn write(&mut self) -> Result<(), Trouble> {
        match self.counts.fresh + self.counts.unchanged + self.counts.missing {
            0 => Ok(()),
            _ => self.cache.write(),
        }
    }

    /// Writes what was heard so far, for the case that the run is killed. Whether that works is told at the end.
    fn keep(&mut self) {
        let _ = self.write();
    }
}
