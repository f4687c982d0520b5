//! Reads what changed and builds the site from it.
//!
//! Reading is the larger half of the work, so a part of the input that did not change is kept. A part that could not be
//! read stays marked until it can be.

use std::path::Path;
use std::time::Instant;

use super::Folders;
use super::watch::Changed;
use crate::diag::{Diagnostic, Severity, render};
use crate::kb::KnowledgeBase;
use crate::lint;
use crate::load;
use crate::site::{self, Config, Input, Site};
use crate::source::SourceMap;

/// Width of the reports in columns; they are read in a browser.
const WIDTH: usize = 110;

/// The input of the site as it was read last.
#[derive(Debug)]
pub(super) struct Workshop {
    folders: Folders,
    config: Config,
    records: Option<Records>,
    input: Input,
    /// What is still to be read.
    unread: Changed,
}

/// Records without errors of their own.
#[derive(Debug)]
struct Records {
    kb: KnowledgeBase,
    /// What the rules have against them.
    broken_rules: Option<String>,
}

/// What came of a build.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) took: std::time::Duration,
    pub(super) site: Option<Site>,
    pub(super) problem: Option<String>,
}

impl Workshop {
    /// Nothing is read yet.
    pub(super) fn new(folders: Folders, config: Config) -> Self {
        Self { folders, config, records: None, input: Input::packed(), unread: Changed::ALL }
    }

    /// Reads what changed and builds the site.
    pub(super) fn build(&mut self, changed: Changed) -> Work {
        let start = Instant::now();
        self.unread |= changed;
        let (site, problem) = match self.read().and_then(|()| self.render()) {
            Ok((site, broken_rules)) => (Some(site), broken_rules),
            Err(problem) => (None, Some(problem)),
        };
        Work { took: start.elapsed(), site, problem }
    }

    fn render(&self) -> Result<(Site, Option<String>), String> {
        let records = self.records.as_ref().ok_or("the records were not read")?;
        let site =
            site::build(&records.kb, &self.input, &self.config).map_err(|error| format!("error: {error}"))?;
        Ok((site, records.broken_rules.clone()))
    }

    fn read(&mut self) -> Result<(), String> {
        if self.unread.content {
            self.records = Some(read_records(self.folders.content.as_deref())?);
            if let Some(folder) = &self.folders.content {
                self.input.prose = read_folder(&folder.join("pages"), false)?;
            }
            self.unread.content = false;
        }
        if self.unread.templates {
            if let Some(folder) = &self.folders.templates {
                self.input.templates = read_folder(folder, true)?;
            }
            self.unread.templates = false;
        }
        if self.unread.statics {
            if let Some(folder) = &self.folders.statics {
                self.input.statics = read_folder(folder, true)?;
            }
            self.unread.statics = false;
        }
        Ok(())
    }
}

fn read_folder(folder: &Path, required: bool) -> Result<Vec<site::input::InputFile>, String> {
    site::input::read_folder(folder, required).map_err(|error| format!("error: {error}"))
}

/// The joined records of `folder`, or the packed ones; the report where they have errors of their own.
fn read_records(folder: Option<&Path>) -> Result<Records, String> {
    let loaded = match folder {
        None => load::load_packed(),
        Some(folder) => {
            let shown = folder.to_string_lossy().replace('\\', "/");
            load::load_dir(folder, shown.trim_end_matches('/')).map_err(|error| format!("error: {error}"))?
        }
    };
    if let Some(report) = errors(loaded.diagnostics, &loaded.sources) {
        return Err(report);
    }
    let kb = KnowledgeBase::new(loaded.content);
    let broken_rules = errors(lint::run(&kb, &loaded.sources), &loaded.sources);
    Ok(Records { kb, broken_rules })
}

/// The errors among `found`, as text; warnings do not cover a page.
fn errors(mut found: Vec<Diagnostic>, sources: &SourceMap) -> Option<String> {
    found.retain(|found| found.severity() == Severity::Error);
    crate::diag::sort(&mut found);
    let options = render::terminal::Options { color: false, width: WIDTH };
    (!found.is_empty()).then(|| render::terminal::render(&found, sources, options))
}
