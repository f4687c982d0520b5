//! Minor releases and their dates.

use jiff::civil::Date;

use super::MinorVersion;
use crate::source::At;

/// One minor release (`[[releases]]` in `content/releases.toml`). A date nobody recorded stays empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The minor version.
    pub version: At<MinorVersion>,
    /// Day of the first release.
    pub released: Option<At<Date>>,
    /// Day the first release was planned for; kept while no source confirms that it happened.
    pub planned: Option<At<Date>>,
    /// First day of maintenance mode (only critical fixes).
    pub maintenance: Option<At<Date>>,
    /// End of life: the last day of support.
    pub end_of_life: Option<At<Date>>,
    /// The last patch release, for versions that have reached their end of life.
    pub final_patch: Option<String>,
}
