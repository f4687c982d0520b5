//! What can be wrong with a site.

use std::fmt;

/// Why a site could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SiteError {
    /// A template does not compile, or asks for what its page does not have.
    #[error("template `{name}`: {message}")]
    Template {
        /// The template's path in the templates folder.
        name: String,
        /// What the template engine says, with line and column.
        message: String,
    },
    /// A file of the site's input is wrong.
    #[error("{path}: {message}")]
    Input {
        /// The file, as the input calls it.
        path: String,
        /// What is wrong and what to write instead.
        message: String,
    },
    /// Two pages want the same path: records whose names differ in nothing an address shows.
    #[error("two pages want the path `{0}`: rename one of the records")]
    SamePath(String),
    /// Internal links that lead nowhere.
    #[error("{}", list(.0))]
    BrokenLinks(Vec<BrokenLink>),
}

/// A link to a page, fragment or asset that the site does not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrokenLink {
    /// The file with the link.
    pub page: String,
    /// The link as written.
    pub link: String,
    /// What is missing.
    pub reason: &'static str,
}

impl fmt::Display for BrokenLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` {}", self.page, self.link, self.reason)
    }
}

/// How many broken links a message shows.
const SHOWN: usize = 20;

fn list(links: &[BrokenLink]) -> String {
    let lines: Vec<_> = links.iter().take(SHOWN).map(|link| format!("  {link}")).collect();
    let more = links.len().saturating_sub(SHOWN);
    let rest = if more == 0 { String::new() } else { format!("\n  and {more} more") };
    format!("internal links lead nowhere:\n{}{rest}", lines.join("\n"))
}
