//! Pages as jobs that run in parallel.

use rayon::prelude::*;

use super::{OutputFile, SiteError};

/// Something that renders one file.
pub(super) type Job<'a> = Box<dyn Fn() -> Result<OutputFile, SiteError> + Send + Sync + 'a>;

/// The jobs of a build.
#[derive(Default)]
pub(super) struct Jobs<'a>(Vec<Job<'a>>);

impl<'a> Jobs<'a> {
    /// Adds a file that is still to be rendered.
    pub(super) fn push(&mut self, job: impl Fn() -> Result<OutputFile, SiteError> + Send + Sync + 'a) {
        self.0.push(Box::new(job));
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Runs all jobs. The error, where there are several, is that of the first job that failed in their order.
pub(super) fn run(jobs: Jobs<'_>) -> Result<Vec<OutputFile>, SiteError> {
    let results: Vec<_> = jobs.0.par_iter().map(|job| job()).collect();
    results.into_iter().collect()
}
