//! What can be wrong with a site.

use std::collections::BTreeMap;
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
    /// Two paths that a file system without letter case takes for one.
    #[error(
        "`{0}` and `{1}` differ in letter case only, and some hosts cannot tell them apart: rename one of the records"
    )]
    SamePathButCase(String, String),
    /// A file where a folder has to be.
    #[error("`{0}` is a file, and `{1}` needs a folder of that name: rename one of the records")]
    FileAndFolder(String, String),
    /// The records cannot be indexed.
    #[error("the search index cannot be made: {0}")]
    Search(String),
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

/// One line a link, with the first page that has it: a link that every page has would hide all others.
fn list(links: &[BrokenLink]) -> String {
    let mut groups: Vec<(&BrokenLink, usize)> = Vec::new();
    let mut slots: BTreeMap<&str, usize> = BTreeMap::new();
    for link in links {
        match slots.get(link.link.as_str()) {
            Some(&slot) => groups[slot].1 += 1,
            None => {
                slots.insert(&link.link, groups.len());
                groups.push((link, 1));
            }
        }
    }
    let lines = groups.iter().take(SHOWN).map(|(link, count)| match count {
        1 => format!("  {link}"),
        count => format!("  {link} (and in {} more)", count - 1),
    });
    let lines: Vec<_> = lines.collect();
    let more = groups.len().saturating_sub(SHOWN);
    let rest = if more == 0 { String::new() } else { format!("\n  and {more} more links") };
    format!("internal links lead nowhere:\n{}{rest}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_many_pages_have_takes_one_line() {
        let link = |page: &str, link: &str| BrokenLink {
            page: page.to_owned(),
            link: link.to_owned(),
            reason: "leads to no file of the site",
        };
        let error = SiteError::BrokenLinks(vec![link("a", "/x/"), link("b", "/x/"), link("b", "/y/")]);
        assert_eq!(
            error.to_string(),
            "internal links lead nowhere:\n  a: `/x/` leads to no file of the site (and in 1 more)\n  \
             b: `/y/` leads to no file of the site"
        );
    }
}
