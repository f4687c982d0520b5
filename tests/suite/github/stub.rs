//! A GitHub of our own on the loopback interface, with real HTTP, and the ways in which the real one can fail.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a client asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Request {
    /// The number of the issue that a REST request asks for.
    pub fn issue(&self) -> Option<u32> {
        self.path.strip_prefix("/repos/kubernetes/enhancements/issues/")?.parse().ok()
    }

    /// The numbers that a GraphQL request asks for.
    pub fn numbers(&self) -> Vec<u32> {
        let parts = self.body.split("issueOrPullRequest(number:").skip(1);
        parts.filter_map(|part| part.split(')').next()?.parse().ok()).collect()
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A whole answer.
    Full(u16, Vec<(&'static str, String)>, String),
    /// Half of the body it announced, and the end of the connection.
    Truncated(String),
    /// A byte of the body now and then, without an end.
    Slow,
    /// Nothing, and the end of the connection.
    Silence,
}

impl Reply {
    /// An answer with this status and nothing in it.
    pub fn status(status: u16) -> Self {
        Self::Full(status, Vec::new(), "{\"message\":\"x\"}".to_owned())
    }

    /// The same with a header.
    pub fn header(self, name: &'static str, value: impl ToString) -> Self {
        match self {
            Self::Full(status, mut headers, body) => {
                headers.push((name, value.to_string()));
                Self::Full(status, headers, body)
            }
            other => other,
        }
    }

    /// The same with another body.
    pub fn body(self, text: impl Into<String>) -> Self {
        match self {
            Self::Full(status, headers, _) => Self::Full(status, headers, text.into()),
            other => other,
        }
    }
}

type Handler = dyn Fn(&Request, usize) -> Reply + Send + Sync;

/// A running server. It ends with the value.
pub struct Stub {
    pub url: String,
    log: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
}

impl Stub {
    /// Answers every request with what `handler` says; it is told how many came before.
    pub fn start(handler: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("listen on the loopback interface");
        let address = listener.local_addr().expect("an address");
        let log: Arc<Mutex<Vec<Request>>> = Arc::default();
        let stop: Arc<AtomicBool> = Arc::default();
        let handler: Arc<Handler> = Arc::new(handler);
        let (seen, stopped) = (Arc::clone(&log), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (seen, stopped, handler) =
                    (Arc::clone(&seen), Arc::clone(&stopped), Arc::clone(&handler));
                std::thread::spawn(move || serve(stream, &seen, &stopped, &*handler));
            }
        });
        Self { url: format!("http://{address}"), log, stop }
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.log.lock().expect("the log").clone()
    }

    /// The issues that were asked for one by one, in order.
    pub fn asked(&self) -> Vec<u32> {
        self.requests().iter().filter_map(Request::issue).collect()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn serve(stream: TcpStream, log: &Mutex<Vec<Request>>, stop: &AtomicBool, handler: &Handler) {
    // Without this, a small answer waits for the client's next packet.
    let _ = stream.set_nodelay(true);
    let Ok(mut out) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let count = {
            let mut log = log.lock().expect("the log");
            log.push(request.clone());
            log.len() - 1
        };
        if write(&mut out, handler(&request, count), stop).is_none() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, path, headers, body: String::from_utf8(body).ok()? })
}

/// Gives nothing where the connection ends here.
fn write(out: &mut TcpStream, reply: Reply, stop: &AtomicBool) -> Option<()> {
    match reply {
        Reply::Full(status, headers, body) => {
            let body = if status == 304 { String::new() } else { body };
            let mut head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
            for (name, value) in headers {
                let _ = write!(head, "{name}: {value}\r\n");
            }
            out.write_all(format!("{head}\r\n{body}").as_bytes()).ok()
        }
        Reply::Truncated(body) => {
            let head = format!("HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n", body.len());
            let half = &body[..body.len() / 2];
            let _ = out.write_all(format!("{head}{half}").as_bytes());
            let _ = out.shutdown(std::net::Shutdown::Both);
            None
        }
        Reply::Slow => {
            out.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 1000000\r\n\r\n").ok()?;
            while !stop.load(Ordering::Relaxed) {
                out.write_all(b" ").ok()?;
                std::thread::sleep(Duration::from_millis(20));
            }
            None
        }
        Reply::Silence => {
            let _ = out.shutdown(std::net::Shutdown::Both);
            None
        }
    }
}

/// One issue of the fake GitHub.
#[derive(Debug, Clone)]
pub struct Issue {
    pub state: &'static str,
    pub milestone: Option<String>,
    pub labels: Vec<String>,
    pub updated: String,
}

impl Default for Issue {
    fn default() -> Self {
        Self {
            state: "open",
            milestone: Some("v1.38".to_owned()),
            labels: vec!["sig/auth".to_owned(), "stage/beta".to_owned()],
            updated: "2026-10-01T10:00:00Z".to_owned(),
        }
    }
}

/// Issues, and the limit of requests that GitHub has for who sends no token.
#[derive(Debug)]
pub struct Github {
    pub issues: BTreeMap<u32, Issue>,
    /// Requests that are left; one that says "not modified" costs none.
    pub remaining: Mutex<u32>,
}

impl Github {
    /// The issues of these numbers, all alike.
    pub fn with(numbers: impl IntoIterator<Item = u32>) -> Self {
        let issues = numbers.into_iter().map(|number| (number, Issue::default())).collect();
        Self { issues, remaining: Mutex::new(60) }
    }

    /// What it answers.
    pub fn answer(&self, request: &Request) -> Reply {
        match (request.path.as_str(), request.issue()) {
            ("/graphql", _) => self.graphql(request),
            (_, Some(number)) => self.rest(request, number),
            _ => Reply::status(404),
        }
    }

    fn rest(&self, request: &Request, number: u32) -> Reply {
        let mut remaining = self.remaining.lock().expect("the limit");
        let Some(issue) = self.issues.get(&number) else { return Reply::status(404) };
        let tag = format!("\"{number}-{}-{}\"", issue.updated, issue.state);
        let is_known = match request.headers.get("if-none-match") {
            Some(known) => *known == tag,
            None => {
                request.headers.get("if-modified-since").is_some_and(|date| *date == rfc9110(&issue.updated))
            }
        };
        if is_known {
            return Reply::status(304).header("etag", tag).header("x-ratelimit-remaining", *remaining);
        }
        if *remaining == 0 {
            return Reply::status(403).header("x-ratelimit-remaining", 0).header("x-ratelimit-reset", FAR);
        }
        *remaining -= 1;
        Reply::status(200)
            .header("etag", tag)
            .header("x-ratelimit-remaining", *remaining)
            .header("x-ratelimit-reset", FAR)
            .body(rest_body(number, issue))
    }

    fn graphql(&self, request: &Request) -> Reply {
        let (mut data, mut errors) = (Vec::new(), Vec::new());
        for number in request.numbers() {
            match self.issues.get(&number) {
                Some(issue) => data.push(format!("\"i{number}\":{}", graph_body(number, issue))),
                None => {
                    data.push(format!("\"i{number}\":null"));
                    errors.push(format!(
                        "{{\"type\":\"NOT_FOUND\",\"path\":[\"repository\",\"i{number}\"],\"message\":\"x\"}}"
                    ));
                }
            }
        }
        let errors =
            if errors.is_empty() { String::new() } else { format!(",\"errors\":[{}]", errors.join(",")) };
        Reply::status(200).body(format!("{{\"data\":{{\"repository\":{{{}}}}}{errors}}}", data.join(",")))
    }
}

/// A moment that no test reaches, as the header writes it.
pub const FAR: &str = "4102444800";

pub fn rest_body(number: u32, issue: &Issue) -> String {
    let labels: Vec<_> = issue.labels.iter().map(|name| serde_json::json!({ "name": name })).collect();
    serde_json::json!({
        "number": number,
        "state": issue.state,
        "milestone": issue.milestone.as_ref().map(|title| serde_json::json!({ "title": title })),
        "labels": labels,
        "assignees": [{ "login": "somebody" }],
        "updated_at": issue.updated,
        "html_url": format!("https://github.com/kubernetes/enhancements/issues/{number}"),
    })
    .to_string()
}

pub fn graph_body(number: u32, issue: &Issue) -> String {
    let labels: Vec<_> = issue.labels.iter().map(|name| serde_json::json!({ "name": name })).collect();
    serde_json::json!({
        "__typename": "Issue",
        "state": issue.state.to_uppercase(),
        "milestone": issue.milestone.as_ref().map(|title| serde_json::json!({ "title": title })),
        "labels": { "totalCount": labels.len(), "nodes": labels },
        "assignees": { "totalCount": 1 },
        "updatedAt": issue.updated,
        "url": format!("https://github.com/kubernetes/enhancements/issues/{number}"),
    })
    .to_string()
}

/// The one moment that the fake issues share, as `Last-Modified` would have it.
fn rfc9110(updated: &str) -> String {
    assert_eq!(updated, "2026-10-01T10:00:00Z", "the stub knows one date");
    "Thu, 01 Oct 2026 10:00:00 GMT".to_owned()
}
