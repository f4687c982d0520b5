//! `kepdb build`: the site from the records.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;

use kepdb::site::{self, BaseUrl, Config, Input, Repository, input, write};

use super::context::Context;
use super::issues::{FetchArgs, StatusPolicy, as_of, remarks};
use super::outcome::Outcome;
use super::output::text::counted;

/// Build the static site from the records
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder to write; one that exists must be empty or hold a site of `kepdb build`
    #[arg(long, default_value = "public", value_name = "DIR")]
    out: PathBuf,
    /// Where the site will stand; feeds, previews and the site map need the whole address
    #[arg(long, default_value = "http://localhost:8000/", value_name = "URL", value_parser = BaseUrl::parse)]
    base_url: BaseUrl,
    /// How many threads make pages; as many as there are processors if not given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    site: SiteArgs,
    /// Where the status of tracking issues comes from
    #[arg(
        long,
        value_enum,
        value_name = "POLICY",
        default_value = "auto",
        env = "KEPDB_STATUS",
        hide_env_values = true,
        help_heading = "Issue status"
    )]
    status: StatusPolicy,
    #[command(flatten)]
    fetch: FetchArgs,
}

/// Answers of GitHub that are younger than this are not asked for again by a build.
const FRESH_FOR: Duration = Duration::from_secs(3600);

/// What a site is made of; shared by `build` and `serve`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SiteArgs {
    /// Folder with templates to use instead of the packed ones
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Folder with style sheets, modules and pictures to use instead of the packed ones
    #[arg(long = "static", value_name = "DIR")]
    pub(crate) statics: Option<PathBuf>,
    /// The repository with the records, for "edit this record" links
    #[arg(long, value_name = "URL")]
    pub(crate) repository: Option<String>,
    /// The branch of the repository to edit
    #[arg(long, default_value = "main", value_name = "NAME")]
    pub(crate) branch: String,
}

impl SiteArgs {
    /// Templates, static files and prose: from the folders that were given, else the packed ones.
    pub(crate) fn input(&self, context: &Context) -> anyhow::Result<Input> {
        let mut input = Input::packed();
        if let Some(dir) = &self.templates {
            input.templates = input::read_folder(dir).context("cannot read the templates")?;
        }
        if let Some(dir) = &self.statics {
            input.statics = input::read_folder(dir).context("cannot read the static files")?;
        }
        if let Some(dir) = context.content_dir() {
            input.prose = input::read_prose(dir).context("cannot read the prose pages")?;
        }
        Ok(input)
    }

    /// The settings of the build of a site at `base_url`.
    pub(crate) fn config(&self, base_url: BaseUrl, context: &Context) -> anyhow::Result<Config> {
        let repository = self
            .repository
            .as_ref()
            .map(|url| Repository { url: url.trim_end_matches('/').to_owned(), branch: self.branch.clone() });
        Ok(Config { base_url, today: context.today()?, repository })
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let kb = context.knowledge_base()?;
    let config = args.site.config(args.base_url.clone(), context)?;
    let mut input = args.site.input(context)?;
    let refreshed = args.fetch.refresh(&kb, context, args.status.into(), FRESH_FOR)?;
    let mut status_remarks = remarks(&refreshed, context);
    if args.status == StatusPolicy::Cached {
        status_remarks.push_str(&as_of(&refreshed, context));
    }
    input.status = refreshed.book;
    let build = || -> anyhow::Result<_> {
        let site = site::render(&kb, &input, &config)?;
        // The new site is written beside the former one while its links are checked; a broken one takes it away again.
        let (links, staged) =
            rayon::join(|| site.check_links(&config), || write::stage(&site.files, &args.out));
        links?;
        Ok((site, staged?.publish()?))
    };
    let (site, written) = match args.jobs {
        Some(jobs) => threads(jobs)?.install(build),
        None => build(),
    }?;
    let remarks = format!(
        "{status_remarks}built {} and {} in {}: {} changed\n",
        counted(site.pages, "page"),
        counted(site.files.len() - site.pages, "other file"),
        args.out.display(),
        counted(written.changed, "file"),
    );
    Ok(Outcome { remarks, ..Outcome::default() })
}

/// As many threads as the user wants.
fn threads(jobs: NonZeroUsize) -> anyhow::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.get())
        .build()
        .with_context(|| format!("cannot start {}", counted(jobs.get(), "thread")))
}
