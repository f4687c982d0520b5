//! What every command can ask for: the content, the day, the terminal.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::civil::Date;

use kepdb::diag::{Severity, render};
use kepdb::kb::KnowledgeBase;
use kepdb::load::{self, Loaded};

use super::outcome::Problem;
use super::output::terminal::{ColorChoice, Terminal};

/// Options of every command.
#[derive(Debug, clap::Args)]
pub(crate) struct GlobalArgs {
    /// Folder with records to use instead of the packed ones
    #[arg(long, global = true, help_heading = "Global options", value_name = "DIR")]
    pub(crate) content: Option<PathBuf>,
    /// When to write colour (NO_COLOR is respected)
    #[arg(
        long,
        global = true,
        help_heading = "Global options",
        value_name = "WHEN",
        value_enum,
        default_value = "auto"
    )]
    pub(crate) color: ColorChoice,
    /// The day to answer for, instead of today (or of SOURCE_DATE_EPOCH)
    #[arg(long, global = true, help_heading = "Global options", value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) now: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_cause| "write a day as YYYY-MM-DD, such as 2026-11-23".to_owned())
}

/// The global options, put to use when a command asks.
#[derive(Debug)]
pub(crate) struct Context {
    global: GlobalArgs,
    stdout: Terminal,
    stderr: Terminal,
}

impl Context {
    /// Looks at the streams; reads nothing else yet.
    pub(crate) fn new(global: GlobalArgs) -> Self {
        let (stdout, stderr) = (Terminal::stdout(global.color), Terminal::stderr(global.color));
        Self { global, stdout, stderr }
    }

    /// Standard output.
    pub(crate) fn stdout(&self) -> &Terminal {
        &self.stdout
    }

    /// Standard error.
    pub(crate) fn stderr(&self) -> &Terminal {
        &self.stderr
    }

    /// The folder given with `--content`.
    pub(crate) fn content_dir(&self) -> Option<&Path> {
        self.global.content.as_deref()
    }

    /// The day to answer for: `--now`, else `SOURCE_DATE_EPOCH`, else today (UTC).
    pub(crate) fn today(&self) -> anyhow::Result<Date> {
        if let Some(day) = self.global.now {
            return Ok(day);
        }
        let now = match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(seconds) => seconds
                .trim()
                .parse()
                .ok()
                .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
                .ok_or_else(|| {
                    Problem::new(format!("SOURCE_DATE_EPOCH is `{seconds}`: it must be a count of seconds"))
                        .next("unset SOURCE_DATE_EPOCH, or give the day with --now YYYY-MM-DD")
                })?,
            Err(_) => jiff::Timestamp::now(),
        };
        Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// The records with everything that is wrong with them: from `--content`, else the packed ones.
    pub(crate) fn load(&self) -> anyhow::Result<Loaded> {
        match &self.global.content {
            Some(dir) => read(dir),
            None => Ok(load::load_packed()),
        }
    }

    /// The joined records. Records with errors answer nothing: the errors are the answer then.
    pub(crate) fn knowledge_base(&self) -> anyhow::Result<KnowledgeBase> {
        self.join(self.load()?, self.global.content.as_deref())
    }

    /// The joined records of `dir`, for commands that write into it.
    pub(crate) fn knowledge_base_of(&self, dir: &Path) -> anyhow::Result<KnowledgeBase> {
        self.join(read(dir)?, Some(dir))
    }

    fn join(&self, loaded: Loaded, dir: Option<&Path>) -> anyhow::Result<KnowledgeBase> {
        let errors: Vec<_> =
            loaded.diagnostics.into_iter().filter(|found| found.severity() == Severity::Error).collect();
        if errors.is_empty() {
            return Ok(KnowledgeBase::new(loaded.content));
        }
        let options = render::terminal::Options { color: self.stderr.color, width: self.stderr.width };
        let report = render::terminal::render(&errors, &loaded.sources, options);
        let command = match dir {
            Some(dir) => format!("kepdb validate --content {}", shown(dir)),
            None => "kepdb validate".to_owned(),
        };
        Err(Problem::new("the records have errors").before(report).next(command).into())
    }
}

fn read(dir: &Path) -> anyhow::Result<Loaded> {
    load::load_dir(dir, &shown(dir))
        .with_context(|| format!("cannot read the records in `{}`", dir.display()))
}

/// A folder as messages show it, with `/`.
fn shown(dir: &Path) -> String {
    let text = dir.to_string_lossy().replace('\\', "/");
    let trimmed = text.trim_end_matches('/');
    if trimmed.is_empty() { text } else { trimmed.to_owned() }
}
