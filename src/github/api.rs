//! Where to ask: the address of the API, and the repository with the issues.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// The address of a GitHub API: `https://api.github.com`, or that of a GitHub Enterprise Server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api(Url);

/// Why a text is no address of an API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: write an address such as https://api.github.com")]
pub struct ParseApiError {
    what: String,
}

impl Api {
    /// The API of github.com.
    pub const GITHUB: &'static str = "https://api.github.com";

    /// Whether the API is on this machine; nothing else may be asked without encryption.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// The address of an issue.
    pub(super) fn issue(&self, repository: &RepositoryName, number: u32) -> Url {
        self.at(&format!("repos/{}/{}/issues/{number}", repository.owner, repository.name))
    }

    /// The address of the GraphQL end point. A GitHub Enterprise Server has it beside its REST API, not below.
    pub(super) fn graphql(&self) -> Url {
        match self.0.path().trim_end_matches('/').strip_suffix("/v3") {
            Some(above) => {
                let mut url = self.0.clone();
                url.set_path(&format!("{above}/graphql"));
                url
            }
            None => self.at("graphql"),
        }
    }

    /// Whether `url` is on the API's own host; a token goes nowhere else.
    pub(super) fn is_home_of(&self, url: &Url) -> bool {
        url.origin() == self.0.origin()
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{path}", self.0.path().trim_end_matches('/')));
        url
    }
}

impl FromStr for Api {
    type Err = ParseApiError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |what: &str| ParseApiError { what: what.to_owned() };
        let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("it must not hold a user name or password"));
        }
        if url.host_str().is_none() || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it must have a host, and no `?` or `#`"));
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            "http" => Err(wrong("it must start with https:// (http:// is for this machine only)")),
            _ => Err(wrong("it must start with https://")),
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A repository, `kubernetes/enhancements`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryName {
    /// The user or organisation.
    pub(super) owner: String,
    /// The name.
    pub(super) name: String,
}

/// A text that names no repository.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` names no repository: write OWNER/NAME or its address")]
pub struct ParseRepositoryError {
    text: String,
}

impl FromStr for RepositoryName {
    type Err = ParseRepositoryError;

    /// Reads `owner/name`, or an address that ends in it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseRepositoryError { text: text.chars().take(80).collect() };
        let path = text.trim().trim_end_matches('/').trim_end_matches(".git");
        let mut parts = path.rsplit('/');
        let (Some(name), Some(owner)) = (parts.next(), parts.next()) else { return Err(error()) };
        let is_word = |word: &str| {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
            !word.is_empty() && word.len() <= 100 && word.bytes().all(fits) && !word.starts_with('.')
        };
        if !is_word(name) || !is_word(owner) {
            return Err(error());
        }
        Ok(Self { owner: owner.to_owned(), name: name.to_owned() })
    }
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(text: &str) -> Api {
        text.parse().expect(text)
    }

    #[test]
    fn takes_https_and_nothing_else_except_on_this_machine() {
        for text in
            ["https://api.github.com", "http://127.0.0.1:8080", "http://localhost/", "http://[::1]:1/"]
        {
            assert_eq!(api(text).to_string(), text.trim_end_matches('/'));
        }
        for text in [
            "",
            "api.github.com",
            "http://api.github.com",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "ftp://localhost",
            "file:///etc/passwd",
            "https://me:pw@api.github.com",
            "https://api.github.com/?a=b",
        ] {
            assert!(text.parse::<Api>().is_err(), "{text}");
        }
    }

    #[test]
    fn knows_where_an_enterprise_server_has_its_end_points() {
        let repository: RepositoryName =
            "https://github.com/kubernetes/enhancements/".parse().expect("a name");
        let github = api(Api::GITHUB);
        let issue = github.issue(&repository, 753);
        assert_eq!(issue.as_str(), "https://api.github.com/repos/kubernetes/enhancements/issues/753");
        assert_eq!(github.graphql().as_str(), "https://api.github.com/graphql");
        let enterprise = api("https://git.example.org/api/v3/");
        assert_eq!(enterprise.graphql().as_str(), "https://git.example.org/api/graphql");
        let issue = enterprise.issue(&repository, 1);
        assert_eq!(issue.as_str(), "https://git.example.org/api/v3/repos/kubernetes/enhancements/issues/1");
    }

    #[test]
    fn a_token_stays_on_its_host() {
        let github = api(Api::GITHUB);
        let url = |text: &str| Url::parse(text).expect(text);
        assert!(github.is_home_of(&url("https://api.github.com/repositories/1/issues/2")));
        assert!(!github.is_home_of(&url("https://example.org/repositories/1/issues/2")));
        assert!(!github.is_home_of(&url("http://api.github.com/repositories/1/issues/2")));
        assert!(!github.is_home_of(&url("https://api.github.com:8443/repositories/1")));
    }

    #[test]
    fn reads_repositories_and_refuses_paths() {
        for text in ["kubernetes/enhancements", "https://github.com/kubernetes/enhancements.git"] {
            assert_eq!(text.parse::<RepositoryName>().expect(text).to_string(), "kubernetes/enhancements");
        }
        for text in ["", "enhancements", "a/../b", "a/b c", "a/b?c", "../b"] {
            assert!(text.parse::<RepositoryName>().is_err(), "{text}");
        }
    }
}
