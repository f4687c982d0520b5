//! What the one who builds the site decides: where it will stand, for which day, where its records live.

use jiff::civil::Date;
use url::Url;

/// Settings of one build.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the site will stand.
    pub base_url: BaseUrl,
    /// The day the site speaks for: "supported today" means this day.
    pub today: Date,
    /// The repository with the records, for "edit this record" links; without one, pages name the file only.
    pub repository: Option<Repository>,
}

/// The address of the site's home page; always ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// A repository on a host with GitHub's addresses, and the branch to edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its address, without a slash at the end.
    pub url: String,
    /// The branch.
    pub branch: String,
}

impl BaseUrl {
    /// Reads an address such as `https://example.org/kepdb/`.
    ///
    /// # Errors
    /// A sentence that says what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("{what}: write an address such as https://example.org/kepdb/");
        let mut url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("it must start with https:// or http://"));
        }
        if url.host_str().is_none() || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it must have a host, and no `?` or `#`"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("it must not hold a user name or password"));
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self(url))
    }

    /// The path of the home page on its host: `/kepdb/`, or `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The host without its port: whose site it is.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Repository {
    /// Where a file of the repository is edited.
    #[must_use]
    pub fn edit_url(&self, path: &str) -> String {
        format!("{}/edit/{}/{path}", self.url, self.branch)
    }

    /// Where a file of the repository is read.
    #[must_use]
    pub fn blob_url(&self, path: &str) -> String {
        format!("{}/blob/{}/{path}", self.url, self.branch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses_with_and_without_a_path() {
        for (text, path) in [
            ("https://example.org", "/"),
            ("https://example.org/kepdb", "/kepdb/"),
            ("http://127.0.0.1:4173/a/b/", "/a/b/"),
        ] {
            assert_eq!(BaseUrl::parse(text).expect(text).path(), path);
        }
    }

    #[test]
    fn refuses_what_is_no_address_of_a_site() {
        for text in [
            "",
            "kepdb",
            "/kepdb/",
            "ftp://example.org/",
            "javascript:alert(1)",
            "https://e.org/?a",
            "https://e.org/#a",
            "https://me:pw@e.org/",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
