//! What makes a page live: what is shown now, the script that every page gets, and the events that it listens to.
//!
//! An event says how the page at an address looks now, as a fingerprint, and what is wrong with the site. The script
//! reloads the page when the fingerprint is not that of the page it is in. So a page stays as it is, with its filters
//! and its place, while files change that it does not show.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;
use std::time::SystemTime;

use axum::body::Bytes;

use super::workshop::Work;
use super::{Built, Report};

/// Where the server's own files are, below the base path. No page of the site has such a name.
pub(super) const OWN: &str = "_serve/";
/// The script.
pub(super) const SCRIPT: &str = include_str!("live.js");
/// The look of the overlay.
pub(super) const STYLE: &str = include_str!("overlay.css");
/// How long a browser waits before it asks for the next event, in milliseconds.
const PAUSE: u32 = 100;

/// The files of a site by path.
pub(super) type Files = BTreeMap<String, Bytes>;

/// What the server shows.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// Counts what there was to see.
    pub(super) number: u64,
    /// The last site that could be built.
    pub(super) files: Option<Files>,
    /// What is wrong with the site as it is on disk.
    pub(super) problem: Option<String>,
}

impl Showing {
    /// What is shown after `work`, and what there is to tell about it.
    pub(super) fn after(&self, work: Work) -> (Self, Report) {
        let Work { took, site, problem } = work;
        let empty = Files::new();
        let before = self.files.as_ref().unwrap_or(&empty);
        let (files, built) = match site {
            Some(site) => {
                let pages = site.pages;
                let files: Files =
                    site.files.into_iter().map(|file| (file.path, Bytes::from(file.bytes))).collect();
                let built = Built { pages, changed: changed(before, &files) };
                (Some(files), Some(built))
            }
            None => (self.files.clone(), None),
        };
        let is_news = problem != self.problem || built.is_some_and(|built| built.changed > 0);
        let number = self.number + u64::from(is_news);
        (Self { number, files, problem: problem.clone() }, Report { took, built, problem })
    }

    /// What names this state in the stream of events, also among those of a server that ran before.
    pub(super) fn id(&self) -> String {
        static START: OnceLock<u128> = OnceLock::new();
        let start = START.get_or_init(|| {
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos())
        });
        format!("{start:x}-{}", self.number)
    }

    /// The event that says what there is to see for a page with this fingerprint.
    pub(super) fn event(&self, print: &str) -> String {
        let data = serde_json::json!({ "page": print, "problem": self.problem });
        // JSON has no line breaks outside of strings, and escapes those inside: the data is one line.
        format!("retry: {PAUSE}\nid: {}\nevent: state\ndata: {data}\n\n", self.id())
    }
}

/// How many files differ.
fn changed(before: &Files, after: &Files) -> usize {
    let new = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).count();
    let gone = before.keys().filter(|path| !after.contains_key(*path)).count();
    new + gone
}

/// The fingerprint of a page: of its text, and of the data that its modules fetch (`data-src`).
pub(super) fn fingerprint(page: &[u8], files: &Files, base: &str) -> String {
    let mut hasher = DefaultHasher::new();
    page.hash(&mut hasher);
    let text = String::from_utf8_lossy(page);
    for (_, rest) in text.match_indices(" data-src=\"").map(|(at, mark)| text.split_at(at + mark.len())) {
        let address = rest.split('"').next().unwrap_or_default().replace("&#x2F;", "/");
        if let Some(bytes) = address.strip_prefix(base).and_then(|path| files.get(path)) {
            bytes.hash(&mut hasher);
        }
    }
    format!("{:016x}", hasher.finish())
}

/// The page with the script in its head. It comes from the server itself, which is what the site's
/// Content-Security-Policy asks of a script.
pub(super) fn with_script(page: &[u8], print: &str, base: &str) -> Vec<u8> {
    const END_OF_HEAD: &[u8] = b"</head>";
    let at = page.windows(END_OF_HEAD.len()).position(|bytes| bytes == END_OF_HEAD).unwrap_or(page.len());
    let (head, rest) = page.split_at(at);
    let script = format!("<script src=\"{base}{OWN}live.js\" data-page=\"{print}\" defer></script>\n");
    [head, script.as_bytes(), rest].concat()
}

/// The page while there is no site yet, because the first build failed.
pub(super) fn error_page(problem: &str, base: &str) -> String {
    let problem = problem.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Not built · kepdb serve</title>\n\
         <link rel=\"stylesheet\" href=\"{base}{OWN}overlay.css\">\n</head>\n<body class=\"kepdb-not-built\">\n\
         <main>\n<h1>The site could not be built</h1>\n<pre tabindex=\"0\">{problem}</pre>\n\
         <p>This page gives way to the site as soon as the problem is solved.</p>\n</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::site::{OutputFile, Site};

    fn built(files: &[(&str, &str)], problem: Option<&str>) -> Work {
        let files = files
            .iter()
            .map(|(path, text)| OutputFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() })
            .collect();
        Work {
            took: Duration::ZERO,
            site: Some(Site { files, pages: 1 }),
            problem: problem.map(str::to_owned),
        }
    }

    fn failed(problem: &str) -> Work {
        Work { took: Duration::ZERO, site: None, problem: Some(problem.to_owned()) }
    }

    #[test]
    fn a_failed_build_leaves_the_last_good_site_and_says_what_is_wrong() {
        let (good, report) = Showing::default().after(built(&[("index.html", "a")], None));
        assert_eq!(report.built, Some(Built { pages: 1, changed: 1 }));
        let (bad, report) = good.after(failed("wrong"));
        assert_eq!(report.built, None);
        assert_eq!(bad.files, good.files);
        assert_eq!(bad.problem.as_deref(), Some("wrong"));
        assert_ne!(bad.id(), good.id());
        let (mended, _) = bad.after(built(&[("index.html", "a")], None));
        assert_eq!(mended.problem, None);
        assert_ne!(mended.id(), bad.id());
    }

    #[test]
    fn a_build_that_changes_nothing_is_no_news() {
        let (first, _) = Showing::default().after(built(&[("index.html", "a")], None));
        let (second, report) = first.after(built(&[("index.html", "a")], None));
        assert_eq!(second.id(), first.id());
        assert_eq!(report.built, Some(Built { pages: 1, changed: 0 }));
        let (third, report) = second.after(built(&[("other.html", "a")], None));
        assert_ne!(third.id(), second.id());
        assert_eq!(report.built.map(|built| built.changed), Some(2));
    }

    #[test]
    fn an_event_is_one_line_of_data_whatever_the_problem_says() {
        let (showing, _) = Showing::default().after(failed("line one\nline two\r\n\ndata: x\u{2028}"));
        let event = showing.event("f00");
        assert!(event.ends_with("\n\n"));
        let lines: Vec<_> = event.trim_end().split(['\n', '\r']).collect();
        assert_eq!(lines.len(), 4, "{event}");
        assert!(lines[3].starts_with("data: {\"page\":\"f00\",\"problem\":\"line one\\nline two"), "{event}");
    }

    #[test]
    fn a_page_changes_with_the_data_that_it_fetches() {
        let page = b"<table data-src=\"/kepdb/api/states.json\">";
        let files = |text: &'static str| Files::from([("api/states.json".to_owned(), Bytes::from(text))]);
        let print = |text| fingerprint(page, &files(text), "/kepdb/");
        assert_ne!(print("1"), print("2"));
        assert_eq!(print("1"), print("1"));
        assert_ne!(print("1"), fingerprint(b"<table>", &files("1"), "/kepdb/"));
    }

    #[test]
    fn the_script_goes_to_the_end_of_the_head_or_of_a_page_without_one() {
        let page = with_script(b"<head><title>x</title></head><body>", "f00", "/");
        let page = String::from_utf8(page).expect("text");
        assert!(page.starts_with("<head><title>x</title><script src=\"/_serve/live.js\""), "{page}");
        assert!(page.ends_with("</head><body>"), "{page}");
        assert!(with_script(b"bare", "f00", "/").starts_with(b"bare<script "));
    }

    #[test]
    fn the_error_page_shows_a_record_as_text() {
        let page = error_page("title = \"<script>alert(1)</script>\" &amp;", "/");
        assert!(!page.contains("<script>alert"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;\" &amp;amp;"));
    }
}
