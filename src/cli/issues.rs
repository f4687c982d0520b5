//! Issue status on the command line: its options, the run behind it, and what is said about a run.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::ValueEnum;

use kepdb::github::{
    self, Api, Options, ParseApiError, Policy, Progress, Refreshed, RepositoryName, Token, Trouble,
};
use kepdb::kb::KnowledgeBase;
use kepdb::model::{FactSource, StatusBook};
use kepdb::query::issue_order;

use super::context::Context;
use super::outcome::Problem;
use super::output::Tone;
use super::output::text::{counted, one_line};

/// The repository with the issues, where the records do not name it.
const REPOSITORY: &str = "kubernetes/enhancements";
/// Where the token is, in this order.
const VARIABLES: &[&str] = &["GITHUB_TOKEN", "GH_TOKEN"];

/// The file with what is known about issues.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CacheArgs {
    /// File with the issue status that was fetched [default: .kepdb/status.json beside the content folder, or in the
    /// current folder]
    #[arg(long, value_name = "FILE", help_heading = "Issue status")]
    pub(crate) status_cache: Option<PathBuf>,
}

/// Whom to ask for issue status, and for how long.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FetchArgs {
    #[command(flatten)]
    cache: CacheArgs,
    /// How long fetching may take
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 20,
        value_parser = clap::value_parser!(u64).range(1..=3600),
        help_heading = "Issue status"
    )]
    status_timeout: u64,
    /// The API to ask, of GitHub or of a GitHub Enterprise Server
    #[arg(
        long,
        value_name = "URL",
        default_value = Api::GITHUB,
        value_parser = api,
        help_heading = "Issue status"
    )]
    github_api: Api,
    /// File with the token to send, instead of GITHUB_TOKEN or GH_TOKEN
    #[arg(long, value_name = "FILE", help_heading = "Issue status")]
    token_file: Option<PathBuf>,
}

/// Whether to ask GitHub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusPolicy {
    /// Fetch what is older than an hour, and use what was fetched before where that fails
    Auto,
    /// Use what was fetched before; open no connection
    Cached,
    /// Fetch, and fail when an issue gets no answer
    Require,
    /// No issue status at all
    Off,
}

impl From<StatusPolicy> for Policy {
    fn from(policy: StatusPolicy) -> Self {
        match policy {
            StatusPolicy::Auto => Self::Auto,
            StatusPolicy::Cached => Self::Cached,
            StatusPolicy::Require => Self::Require,
            StatusPolicy::Off => Self::Off,
        }
    }
}

fn api(text: &str) -> Result<Api, String> {
    text.parse().map_err(|error: ParseApiError| error.to_string())
}

impl CacheArgs {
    /// The file.
    pub(crate) fn path(&self, content: Option<&Path>) -> PathBuf {
        self.status_cache.clone().unwrap_or_else(|| {
            let folder = content.and_then(Path::parent).unwrap_or(Path::new(""));
            folder.join(".kepdb").join("status.json")
        })
    }

    /// What was fetched before, and what to say about it.
    pub(crate) fn book(&self, kb: &KnowledgeBase, context: &Context) -> anyhow::Result<(StatusBook, String)> {
        self.book_beside(context.content_dir(), kb, context)
    }

    /// The same for the records of the folder `content`.
    pub(crate) fn book_beside(
        &self,
        content: Option<&Path>,
        kb: &KnowledgeBase,
        context: &Context,
    ) -> anyhow::Result<(StatusBook, String)> {
        let options = Options {
            policy: Policy::Cached,
            api: api(Api::GITHUB).map_err(Problem::new)?,
            repository: repository(kb),
            token: None,
            cache: self.path(content),
            budget: Duration::ZERO,
            fresh_for: Duration::MAX,
            now: jiff::Timestamp::now(),
        };
        let refreshed = github::status_book(&issue_order(kb, context.today()?), &options, &mut |_| {})?;
        let remarks = remarks(&refreshed, context);
        Ok((refreshed.book, remarks))
    }
}

impl FetchArgs {
    /// The file that remembers.
    pub(crate) fn cache_path(&self, context: &Context) -> PathBuf {
        self.cache.path(context.content_dir())
    }

    /// Runs as `policy` says. Answers that are younger than `fresh_for` are not asked for again.
    pub(crate) fn refresh(
        &self,
        kb: &KnowledgeBase,
        context: &Context,
        policy: Policy,
        fresh_for: Duration,
    ) -> anyhow::Result<Refreshed> {
        let asks = matches!(policy, Policy::Auto | Policy::Require);
        let options = Options {
            policy,
            api: self.github_api.clone(),
            repository: repository(kb),
            token: if asks { self.token()? } else { None },
            cache: self.cache_path(context),
            budget: Duration::from_secs(self.status_timeout),
            fresh_for,
            now: jiff::Timestamp::now(),
        };
        let shows = asks && context.stderr().is_terminal;
        let mut progress = |at: Progress| {
            if shows {
                // A terminal that is gone is no reason to stop.
                let _ = write!(std::io::stderr(), "\rissue status: {} of {}", at.done, at.total);
            }
        };
        let refreshed = github::status_book(&issue_order(kb, context.today()?), &options, &mut progress);
        if shows {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
        refreshed.map_err(|error| {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            Problem::new(format!("{error}{}", cause.unwrap_or_default()))
                .next("… --status auto, which uses what was fetched before")
                .into()
        })
    }

    fn token(&self) -> anyhow::Result<Option<Token>> {
        if let Some(file) = &self.token_file {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read the token in `{}`", file.display()))?;
            let token = Token::new(&text).with_context(|| format!("no token in `{}`", file.display()))?;
            return Ok(Some(token));
        }
        for name in VARIABLES {
            let Ok(text) = std::env::var(name) else { continue };
            if text.trim().is_empty() {
                continue;
            }
            return Ok(Some(Token::new(&text).with_context(|| format!("no token in {name}"))?));
        }
        Ok(None)
    }
}

/// The repository whose issues track the KEPs.
fn repository(kb: &KnowledgeBase) -> RepositoryName {
    let named = kb.source(FactSource::Kep).and_then(|source| source.repository.parse().ok());
    named.unwrap_or_else(|| REPOSITORY.parse().expect("invariant: a repository's name"))
}

/// How old the status is that a build uses without asking anybody.
pub(crate) fn as_of(refreshed: &Refreshed, context: &Context) -> String {
    let head = context.stderr().paint(Tone::Faint, "issue status:");
    match refreshed.book.newest() {
        Some(newest) => {
            let known = counted(refreshed.book.len(), "issue");
            format!("{head} {known} as fetched before, the last on {}\n", day(newest))
        }
        None => format!("{head} nothing was fetched before\n"),
    }
}

fn day(time: jiff::Timestamp) -> jiff::civil::Date {
    time.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// What to say on standard error about a run, one line for each thing that did not go well.
pub(crate) fn remarks(refreshed: &Refreshed, context: &Context) -> String {
    let head = context.stderr().paint(Tone::Careful, "issue status:");
    let lines = refreshed.trouble.iter().map(|trouble| match trouble {
        Trouble::Incomplete { left, cause } => {
            let wanted = counted(refreshed.counts.wanted, "issue");
            let instead = match refreshed.book.newest() {
                Some(newest) => {
                    format!("using what was fetched before (the last answer is of {})", day(newest))
                }
                None => "nothing was fetched before".to_owned(),
            };
            format!("{head} {left} of {wanted} not refreshed, {instead}: {cause}\n")
        }
        other => format!("{head} {}\n", one_line(&other.to_string())),
    });
    lines.collect()
}
