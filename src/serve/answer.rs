//! From a request to an answer.
//!
//! The path of a request is only ever a key: it is looked up among the files of the site, which are in memory. No path
//! of a request reaches the file system, so there is nothing to climb out of.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::{Method, StatusCode};

use super::live::{self, Files, OWN, Showing};
use crate::site::Route;

const HTML: &str = "text/html; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// What a browser gets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content_type: &'static str,
    /// The address to go to instead.
    pub(super) location: Option<String>,
    pub(super) body: Bytes,
}

impl Answer {
    fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status, content_type, location: None, body: body.into() }
    }

    fn redirect(status: StatusCode, location: String) -> Self {
        Self { status, content_type: PLAIN, body: Bytes::new(), location: Some(location) }
    }
}

/// Why a request is refused before anyone looks at its path.
///
/// A page of another site can have its own name lead to this machine and then read what it gets here (DNS rebinding).
/// Such a request names the other site as its host.
pub(super) fn refusal(method: &Method, hosts: &[Option<&str>]) -> Option<Answer> {
    if hosts.is_empty() || !hosts.iter().all(|host| host.is_some_and(is_local)) {
        let text = "This server answers to 127.0.0.1, localhost and [::1] only.\n";
        return Some(Answer::new(StatusCode::FORBIDDEN, PLAIN, text));
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let text = "Only GET and HEAD are answered.\n";
        return Some(Answer::new(StatusCode::METHOD_NOT_ALLOWED, PLAIN, text));
    }
    None
}

/// Whether `host` is a name of this machine, with any port.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// The answer to a request for `path` below `base`.
pub(super) fn answer(path: &str, query: Option<&str>, showing: &Showing, base: &str) -> Answer {
    if let Some(own) = path.strip_prefix(base).and_then(|path| path.strip_prefix(OWN)) {
        return match own {
            "live.js" => Answer::new(StatusCode::OK, content_type("live.js"), live::SCRIPT),
            "overlay.css" => Answer::new(StatusCode::OK, content_type("overlay.css"), live::STYLE),
            _ => Answer::new(StatusCode::NOT_FOUND, PLAIN, "There is nothing here.\n"),
        };
    }
    let (answer, print) = bare(path, query, showing, base);
    match print {
        Some(print) => Answer { body: live::with_script(&answer.body, &print, base).into(), ..answer },
        None => answer,
    }
}

/// The fingerprint of what is at `path` now; that of nothing where no page is.
pub(super) fn fingerprint(path: &str, showing: &Showing, base: &str) -> String {
    bare(path, None, showing, base).1.unwrap_or_default()
}

/// The answer as the site has it, with its fingerprint where it is a page.
fn bare(path: &str, query: Option<&str>, showing: &Showing, base: &str) -> (Answer, Option<String>) {
    let empty = Files::new();
    let files = showing.files.as_ref();
    let answer = match files {
        None => {
            let problem = showing.problem.as_deref().unwrap_or_default();
            Answer::new(StatusCode::INTERNAL_SERVER_ERROR, HTML, live::error_page(problem, base))
        }
        Some(files) => find(files, base, path, query).unwrap_or_else(|| not_found(files)),
    };
    let is_page = answer.content_type == HTML;
    let print = is_page.then(|| live::fingerprint(&answer.body, files.unwrap_or(&empty), base));
    (answer, print)
}

fn find(files: &Files, base: &str, path: &str, query: Option<&str>) -> Option<Answer> {
    let Some(inside) = path.strip_prefix(base) else {
        // `/kepdb` means `/kepdb/`, and whoever asks for the root wants the site.
        let status = match path {
            "/" => StatusCode::TEMPORARY_REDIRECT,
            _ if base.strip_suffix('/') == Some(path) => StatusCode::PERMANENT_REDIRECT,
            _ => return None,
        };
        return Some(Answer::redirect(status, base.to_owned()));
    };
    let name = decoded(inside)?;
    let file = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name };
    if let Some(bytes) = files.get(&file) {
        return Some(Answer::new(StatusCode::OK, content_type(&file), bytes.clone()));
    }
    // The page without its slash. The address is put together from what the map has, not from the request.
    files.contains_key(&format!("{file}/index.html")).then(|| {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Answer::redirect(StatusCode::PERMANENT_REDIRECT, format!("{base}{inside}/{query}"))
    })
}

fn not_found(files: &Files) -> Answer {
    match files.get(&Route::NotFound.file()) {
        Some(page) => Answer::new(StatusCode::NOT_FOUND, HTML, page.clone()),
        None => Answer::new(StatusCode::NOT_FOUND, PLAIN, "There is no such page.\n"),
    }
}

/// `path` with its percent signs resolved; `None` where the result can be no name of a file: a slash that was hidden, a
/// control character, what is not UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let byte = match (first, tail) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                let byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
                if matches!(byte, b'/' | b'\\') || byte.is_ascii_control() {
                    return None;
                }
                rest = &tail[2..];
                byte
            }
            (b'%', _) => return None,
            (byte, _) => {
                rest = tail;
                *byte
            }
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}

/// What a file is, by the ending of its name.
fn content_type(name: &str) -> &'static str {
    let ending = name
        .rsplit_once('.')
        .map_or(Cow::Borrowed(""), |(_, ending)| Cow::Owned(ending.to_ascii_lowercase()));
    match ending.as_ref() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "md" => PLAIN,
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "/kepdb/";

    fn showing() -> Showing {
        let files = [
            ("index.html", "<head></head>home"),
            ("keps/4317/index.html", "<head></head>kep"),
            ("404.html", "<head></head>gone"),
            ("api/v1/index.json", "{}"),
            ("assets/a b.css", "a{}"),
        ];
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Bytes::from(*text))).collect();
        Showing { files: Some(files), ..Showing::default() }
    }

    fn ask(path: &str) -> Answer {
        answer(path, None, &showing(), BASE)
    }

    fn text(answer: &Answer) -> String {
        String::from_utf8(answer.body.to_vec()).expect("text")
    }

    #[test]
    fn finds_pages_and_files_below_the_base() {
        assert!(text(&ask("/kepdb/")).ends_with("</head>home"));
        assert!(text(&ask("/kepdb/keps/4317/")).ends_with("</head>kep"));
        assert_eq!(ask("/kepdb/api/v1/index.json").content_type, "application/json");
        assert_eq!(text(&ask("/kepdb/api/v1/index.json")), "{}");
        assert_eq!(text(&ask("/kepdb/assets/a%20b.css")), "a{}");
    }

    #[test]
    fn sends_addresses_without_their_slash_to_the_page() {
        let found = |path, query| {
            let answer = answer(path, query, &showing(), BASE);
            (answer.status.as_u16(), answer.location.unwrap_or_default())
        };
        assert_eq!(found("/kepdb/keps/4317", Some("a=1")), (308, "/kepdb/keps/4317/?a=1".to_owned()));
        assert_eq!(found("/kepdb", None), (308, "/kepdb/".to_owned()));
        assert_eq!(found("/", None), (307, "/kepdb/".to_owned()));
        assert_eq!(found("/kepdb/keps", None).0, 404);
        assert_eq!(found("/kepdb//example.org", None).0, 404);
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        for path in [
            "/kepdb/../Cargo.toml",
            "/kepdb/keps/../index.html",
            "/kepdb/%2e%2e/%2e%2e/etc/passwd",
            "/kepdb/..%2f..%2fetc%2fpasswd",
            "/kepdb/keps%2f4317/",
            "/kepdb/keps%5c4317/",
            "/kepdb/index.html%00.css",
            "/kepdb//etc/passwd",
            "/kepdb/%2fetc/passwd",
            "/kepdb/%",
            "/kepdb/%2",
            "/kepdb/%zz",
            "/kepdb/%ff",
            "/kepdb/_serve/../index.html",
            "/kepdb/_serve/events/..",
            "/other/",
            "/kepdbx/",
            "*",
            "",
        ] {
            assert_eq!(ask(path).status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let refused =
            |hosts: &[Option<&str>]| refusal(&Method::GET, hosts).map(|answer| answer.status.as_u16());
        for host in ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]", "[::1]:8000"] {
            assert_eq!(refused(&[Some(host)]), None, "{host}");
        }
        for host in [
            "example.org",
            "example.org:8000",
            "127.0.0.1.example.org",
            "localhost.example.org:8000",
            "127.0.0.1:8000:8000",
            "localhost:x",
            "127.0.0.1@example.org",
            "",
            "0.0.0.0",
        ] {
            assert_eq!(refused(&[Some(host)]), Some(403), "{host}");
        }
        assert_eq!(refused(&[None]), Some(403));
        assert_eq!(refused(&[]), Some(403));
        assert_eq!(refused(&[Some("localhost"), Some("example.org")]), Some(403));
    }

    #[test]
    fn only_reading_is_answered() {
        let local = [Some("localhost")];
        assert_eq!(refusal(&Method::HEAD, &local), None);
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE] {
            let status = refusal(&method, &local).map(|answer| answer.status);
            assert_eq!(status, Some(StatusCode::METHOD_NOT_ALLOWED), "{method}");
        }
    }

    #[test]
    fn a_page_carries_the_fingerprint_that_events_name() {
        let showing = showing();
        for path in ["/kepdb/", "/kepdb/nowhere/", "/elsewhere"] {
            let print = fingerprint(path, &showing, BASE);
            let page = text(&answer(path, None, &showing, BASE));
            assert!(page.contains(&format!("data-page=\"{print}\"")), "{path}: {page}");
        }
    }

    #[test]
    fn without_a_site_every_page_says_what_is_wrong() {
        let showing = Showing { problem: Some("<oops>".to_owned()), ..Showing::default() };
        let page = answer("/kepdb/keps/", None, &showing, BASE);
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text(&page).contains("&lt;oops&gt;"));
        assert!(text(&page).contains("_serve/live.js"));
    }
}
