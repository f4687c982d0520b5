//! One request at a time: within the run's time, with retries, without following anything off the API's host.

use std::io::Read as _;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use reqwest::StatusCode;
use reqwest::blocking::{Client as Http, RequestBuilder, Response};
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION,
};
use reqwest::redirect;

use super::api::{Api, RepositoryName};
use super::failure::Failure;
use super::limits::{Clock, Limits, backoff};
use super::token::Token;

/// The longest that one request may take.
const REQUEST: Duration = Duration::from_secs(10);
/// Tries of one request, the first included.
const TRIES: u32 = 3;
/// Steps from place to place after an issue that was moved.
const STEPS: usize = 3;
/// The largest answer that is read, unpacked. Real ones are up to half a megabyte.
const BODY: u64 = 8 << 20;
/// The longest ETag that is kept.
const TAG: usize = 200;

/// A connection to the API.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
    api: Api,
    with_token: bool,
    clock: Clock,
    limits: Limits,
    requests: usize,
}

/// What is known about an issue from earlier, which need not be sent again.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known<'a> {
    /// Its tag.
    pub(super) etag: Option<&'a str>,
    /// When it last changed; asked by, where there is no tag.
    pub(super) updated: Option<Timestamp>,
}

/// What became of a request for one issue.
#[derive(Debug)]
pub(super) enum Reply {
    /// It exists: the body, and the tag to ask with next time.
    Found(Vec<u8>, Option<String>),
    /// Nothing changed.
    Unchanged,
    /// There is none, or no longer.
    Missing,
}

/// An answer whose status is not an error of a kind that is dealt with here.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Client {
    /// A client that has asked nothing yet.
    pub(super) fn new(api: &Api, token: Option<&Token>, clock: Clock) -> Result<Self, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/vnd.github+json"));
        headers
            .insert(HeaderName::from_static("x-github-api-version"), HeaderValue::from_static("2022-11-28"));
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.header());
        }
        let mut builder = Http::builder()
            .user_agent(concat!("kepdb/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            // A redirect could carry the token to another host: `issue` takes the steps itself.
            .redirect(redirect::Policy::none())
            .https_only(!api.is_loopback())
            .connect_timeout(REQUEST);
        if api.is_loopback() {
            // A proxy has no way to this machine.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|_cause| Failure::NoClient)?;
        Ok(Self {
            http,
            api: api.clone(),
            with_token: token.is_some(),
            clock,
            limits: Limits::default(),
            requests: 0,
        })
    }

    /// How many requests were sent.
    pub(super) fn requests(&self) -> usize {
        self.requests
    }

    /// The moment.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks for one issue, and goes after it where it was moved.
    pub(super) fn issue(
        &mut self,
        repository: &RepositoryName,
        number: u32,
        known: Known<'_>,
    ) -> Result<Reply, Failure> {
        let mut url = self.api.issue(repository, number);
        for _ in 0..=STEPS {
            let answer = self.send(|http| conditional(http.get(url.clone()), known))?;
            match answer.status.as_u16() {
                200 => return Ok(Reply::Found(answer.body, tag(&answer.headers))),
                304 => return Ok(Reply::Unchanged),
                404 | 410 => return Ok(Reply::Missing),
                301 | 302 | 307 | 308 => {
                    let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
                    let next = location.and_then(|location| url.join(location).ok());
                    url = next.filter(|next| self.api.is_home_of(next)).ok_or(Failure::LedAway)?;
                }
                status => return Err(Failure::Unexpected(status)),
            }
        }
        Err(Failure::LedAway)
    }

    /// Sends a GraphQL request and gives the body of its answer.
    pub(super) fn graphql(&mut self, body: &[u8]) -> Result<Vec<u8>, Failure> {
        let url = self.api.graphql();
        let answer = self.send(|http| {
            http.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body.to_vec())
        })?;
        match answer.status.as_u16() {
            200 => Ok(answer.body),
            status => Err(Failure::Unexpected(status)),
        }
    }

    /// The failure of a request that GraphQL refused for the limit's sake, with what the headers say about its end.
    pub(super) fn limited(&self) -> Failure {
        let now = self.clock.now();
        let until = self.limits.reset.filter(|_| self.limits.is_used_up());
        let after_wait = || self.limits.retry_after.and_then(|wait| now.checked_add(wait).ok());
        Failure::Limited { until: until.or_else(after_wait), with_token: self.with_token }
    }

    /// Sends a request until it gets an answer, or until it makes no sense to go on.
    fn send(&mut self, request: impl Fn(&Http) -> RequestBuilder) -> Result<Answer, Failure> {
        // What the last answer said holds for this request too.
        if self.limits.is_used_up() && !self.pause(self.limits.wait(self.clock.now())) {
            return Err(self.limited());
        }
        let mut attempt = 1;
        loop {
            let failure = match self.send_once(&request) {
                Ok(answer) => match self.refusal(&answer) {
                    None => return Ok(answer),
                    Some(failure) => failure,
                },
                Err(failure) => failure,
            };
            let is_limit = matches!(failure, Failure::Limited { .. });
            if attempt >= TRIES || !(is_limit || failure.may_pass()) {
                return Err(failure);
            }
            let wait = match self.limits.retry_after {
                Some(wait) => wait,
                None if is_limit => self.limits.wait(self.clock.now()),
                None => backoff(attempt),
            };
            if !self.pause(wait) {
                return Err(failure);
            }
            attempt += 1;
        }
    }

    /// Waits, unless the wait is longer than the time that is left.
    fn pause(&mut self, wait: Duration) -> bool {
        if self.clock.left().is_none_or(|left| left <= wait) {
            return false;
        }
        std::thread::sleep(wait);
        self.limits = Limits::default();
        true
    }

    fn send_once(&mut self, request: impl Fn(&Http) -> RequestBuilder) -> Result<Answer, Failure> {
        let left = self.clock.left().ok_or(Failure::OutOfTime(self.clock.seconds()))?;
        self.requests += 1;
        self.limits = Limits::default();
        let response = request(&self.http).timeout(left.min(REQUEST)).send();
        let response = response.map_err(|error| self.broken(&error))?;
        self.limits = Limits::read(response.headers(), self.clock.now());
        let (status, headers) = (response.status(), response.headers().clone());
        let body = self.body(response)?;
        Ok(Answer { status, headers, body })
    }

    fn body(&self, response: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        let mut reader = response.take(BODY + 1);
        let mut part = vec![0; 64 << 10];
        loop {
            // A server that sends a byte now and then would never run into the time of one read.
            if self.clock.left().is_none() {
                return Err(Failure::OutOfTime(self.clock.seconds()));
            }
            match reader.read(&mut part) {
                Ok(0) => break,
                Ok(count) => body.extend_from_slice(&part[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) if self.clock.left().is_none() => {
                    return Err(Failure::OutOfTime(self.clock.seconds()));
                }
                Err(_) => return Err(Failure::Truncated),
            }
        }
        if body.len() as u64 > BODY { Err(Failure::TooLarge) } else { Ok(body) }
    }

    /// What an error of the connection means. The library's own words may hold an address; they are left out.
    fn broken(&self, error: &reqwest::Error) -> Failure {
        if self.clock.left().is_none() {
            Failure::OutOfTime(self.clock.seconds())
        } else if error.is_timeout() {
            Failure::Unreachable("it does not answer in time")
        } else if error.is_connect() {
            Failure::Unreachable("no connection")
        } else {
            Failure::Unreachable("the connection broke")
        }
    }

    /// Why an answer is none.
    fn refusal(&self, answer: &Answer) -> Option<Failure> {
        match answer.status.as_u16() {
            429 => Some(self.limited()),
            403 if self.limits.is_used_up() || self.limits.retry_after.is_some() => Some(self.limited()),
            403 if mentions_limit(&answer.body) => Some(self.limited()),
            status @ (401 | 403) if self.with_token => Some(Failure::TokenRefused(status)),
            status @ (401 | 403 | 407 | 451) => Some(Failure::Refused(status)),
            status if status >= 500 => Some(Failure::Server(status)),
            _ => None,
        }
    }
}

/// The secondary limit may show in the text only.
fn mentions_limit(body: &[u8]) -> bool {
    let start = &body[..body.len().min(4096)];
    String::from_utf8_lossy(start).to_ascii_lowercase().contains("rate limit")
}

fn conditional(request: RequestBuilder, known: Known<'_>) -> RequestBuilder {
    let tag = known.etag.and_then(|tag| HeaderValue::from_str(tag).ok());
    if let Some(tag) = tag {
        return request.header(IF_NONE_MATCH, tag);
    }
    let printer = DateTimePrinter::new();
    match known.updated.and_then(|updated| printer.timestamp_to_rfc9110_string(&updated).ok()) {
        Some(date) => request.header(IF_MODIFIED_SINCE, date),
        None => request,
    }
}

fn tag(headers: &HeaderMap) -> Option<String> {
    let tag = headers.get(ETAG)?.to_str().ok()?;
    (tag.len() <= TAG).then(|| tag.to_owned())
}
