//! Reads every file of the checkouts that were given, and keeps apart what cannot be read.

use std::collections::BTreeMap;

use super::fields::{Problem, Read};
use super::import::{ImportError, ImportInput};
use super::provenance::Commit;
use super::reconcile::{Described, KepFile, PageFile, Upstream};
use super::releases::{self, ReleaseDates};
use super::report::{SourceReport, Unreadable};
use super::tree::{self, UpstreamFile};
use super::{feature_list, gate_page, kep_yaml, prod_readiness};
use crate::model::{FactSource, MinorVersion};

/// What the checkouts hold.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) upstream: Upstream,
    pub(super) releases: BTreeMap<MinorVersion, ReleaseDates>,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) remarks: Vec<Unreadable>,
    files: BTreeMap<FactSource, usize>,
}

/// Reads the checkouts.
pub(super) fn read(input: &ImportInput) -> Result<Inputs, ImportError> {
    let mut inputs = Inputs::default();
    if let Some(dir) = &input.kubernetes {
        inputs.feature_list(tree::feature_list(dir)?);
    }
    if let Some(dir) = &input.website {
        inputs.gate_pages(tree::gate_pages(dir)?);
        inputs.release_files(tree::release_files(dir));
    }
    if let Some(dir) = &input.enhancements {
        let files = tree::enhancements(dir)?;
        inputs.keps(files.keps);
        inputs.readiness(files.readiness);
    }
    Ok(inputs)
}

impl Inputs {
    /// What the report says about one source.
    pub(super) fn source_report(
        &self,
        kind: FactSource,
        commit: Commit,
        described: Described,
    ) -> SourceReport {
        let describes = match kind {
            FactSource::Code => described.code,
            FactSource::Docs => described.docs,
            FactSource::Kep | FactSource::Hand => None,
        };
        SourceReport {
            kind: kind.as_str(),
            commit: commit.hash,
            date: commit.date.map(|date| date.to_string()),
            describes: describes.map(|version| version.to_string()),
            files: self.files.get(&kind).copied().unwrap_or_default(),
        }
    }

    /// The file's value and problems; a file of no use is noted.
    fn value<T>(
        &mut self,
        source: FactSource,
        path: &str,
        text: Result<String, String>,
        read: impl FnOnce(&str) -> Read<T>,
    ) -> Option<(T, Vec<Problem>)> {
        *self.files.entry(source).or_default() += 1;
        let read = text.map_or_else(Read::unreadable, |text| read(&text));
        let reason = read.reason();
        match read.value {
            Some(value) => Some((value, read.problems)),
            None => {
                self.unreadable.push(Unreadable { path: path.to_owned(), reason });
                None
            }
        }
    }

    fn remark(&mut self, path: &str, problems: Vec<Problem>) {
        for Problem { field, written, why } in problems {
            let written = if written.is_empty() { String::new() } else { format!("`{written}`: ") };
            self.remarks
                .push(Unreadable { path: path.to_owned(), reason: format!("{field}: {written}{why}") });
        }
    }

    fn feature_list(&mut self, file: UpstreamFile) {
        let UpstreamFile { path, text } = file;
        if let Some((gates, problems)) = self.value(FactSource::Code, &path, text, feature_list::read) {
            self.remark(&path, problems);
            self.upstream.code = Some(gates);
        }
    }

    fn gate_pages(&mut self, files: Vec<UpstreamFile>) {
        let mut pages: Vec<PageFile> = Vec::new();
        for UpstreamFile { path, text } in files {
            let stem = path
                .rsplit('/')
                .next()
                .and_then(|name| name.strip_suffix(".md"))
                .unwrap_or_default()
                .to_owned();
            let read = self.value(FactSource::Docs, &path, text, |text| gate_page::read(text, &stem));
            match read {
                None => {
                    self.upstream.unreadable_pages.insert(stem);
                }
                Some((page, _)) if pages.iter().any(|other| other.page.name == page.name) => {
                    let reason = format!("another page is about {} too", page.name);
                    self.unreadable.push(Unreadable { path, reason });
                }
                Some((page, problems)) => pages.push(PageFile { path, page, problems }),
            }
        }
        self.upstream.docs = Some(pages);
    }

    fn release_files(&mut self, files: Vec<UpstreamFile>) {
        for UpstreamFile { path, text } in files {
            let Some((releases, problems)) = self.value(FactSource::Docs, &path, text, releases::read) else {
                continue;
            };
            self.remark(&path, problems);
            for (version, dates) in releases {
                self.releases.entry(version).or_insert(dates);
            }
        }
    }

    fn keps(&mut self, files: Vec<UpstreamFile>) {
        let mut keps = Vec::new();
        for UpstreamFile { path, text } in files {
            match self.value(FactSource::Kep, &path, text, kep_yaml::read) {
                Some((kep, problems)) => keps.push(KepFile { path, kep, problems }),
                None => self.upstream.unreadable_keps.push(path),
            }
        }
        self.upstream.keps = Some(keps);
    }

    fn readiness(&mut self, files: Vec<UpstreamFile>) {
        for UpstreamFile { path, text } in files {
            let Some((number, _)) = self.value(FactSource::Kep, &path, text, prod_readiness::read) else {
                continue;
            };
            let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".yaml"));
            let in_path = stem.and_then(|stem| stem.parse().ok());
            if let (Some(own), Some(in_path)) = (number, in_path)
                && own != in_path
            {
                self.upstream.odd_readiness.push((path, in_path, own));
            }
        }
    }
}
