//! `kepdb serve`: the real server on a port of its own, asked over plain sockets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::cli::records;
use crate::support::{Project, kepdb};

/// When to give up. Nothing here takes long on a machine that is not stuck.
const LIMIT: Duration = Duration::from_secs(120);

const HOME: &str = "{% extends \"base.html\" %}{% block main %}<h1>First words</h1>\
                    <a href=\"{{ site.assets[\"probe.js\"] }}\">probe</a>{% endblock %}";

/// A checkout: a few records, the real templates with a home page of our own, the real static files.
fn checkout() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    records::project()
        .copy("templates", &root.join("templates"))
        .copy("static", &root.join("static"))
        .file("templates/home.html", HOME)
        .file("static/probe.js", "export const probe = 1;\n")
}

/// A server that runs until the value is dropped.
struct Server {
    child: Child,
    /// `http://127.0.0.1:1234/base/`, in its parts.
    port: u16,
    base: String,
    stderr: mpsc::Receiver<String>,
}

impl Server {
    fn start(project: &Project, options: &[&str]) -> Self {
        let args = ["serve", "--port", "0"].iter().chain(options);
        let mut child = kepdb(args).current_dir(project.path()).spawn();
        let errors = BufReader::new(child.stderr.take().expect("a pipe"));
        let (send, stderr) = mpsc::channel();
        std::thread::spawn(move || errors.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut address).expect("an address");
        let rest = address.trim_end().strip_prefix("http://127.0.0.1:");
        let Some((port, base)) = rest.and_then(|rest| rest.split_once('/')) else {
            let _ = child.kill();
            panic!("no address: {address:?}\n{}", stderr.iter().collect::<Vec<_>>().join("\n"));
        };
        Self { port: port.parse().expect("a port"), base: format!("/{base}"), child, stderr }
    }

    /// Sends `head`, the lines of a request, and reads the whole answer.
    fn raw(&self, head: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connect");
        stream.set_read_timeout(Some(LIMIT)).expect("a limit");
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).expect("send a request");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("read the answer");
        let text = String::from_utf8(bytes).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text}"));
        Answer {
            status: head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}", self.port))
    }

    /// The event after that with this id; for an empty id, the one for now.
    fn event_after(&self, id: &str) -> Event {
        let start = Instant::now();
        while start.elapsed() < LIMIT {
            let path = format!("{}_serve/events?page={}", self.base, self.base);
            let answer = self.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {id}"));
            assert_eq!(answer.header("content-type"), "text/event-stream");
            let field = |name: &str| answer.body.lines().find_map(|line| line.strip_prefix(name));
            // Without data it is a sign of life: nothing happened for a while.
            let Some(data) = field("data: ") else { continue };
            assert_eq!(field("event: "), Some("state"));
            let data: Value = serde_json::from_str(data).expect("JSON");
            return Event {
                id: field("id: ").expect("an id").to_owned(),
                page: data["page"].as_str().expect("a fingerprint").to_owned(),
                problem: data["problem"].as_str().map(str::to_owned),
            };
        }
        panic!("no event after {id}");
    }

    /// The state for now, in which nothing is wrong.
    fn good(&self) -> Event {
        let event = self.event_after("");
        assert_eq!(event.problem, None);
        event
    }

    /// The next state, from `event` on, of which `holds` is true. A file that is being written may be seen half
    /// written, so a test waits for what it wants and does not ask what came before.
    fn until(&self, mut event: Event, holds: impl Fn(&Event) -> bool) -> Event {
        let start = Instant::now();
        while !holds(&event) {
            assert!(start.elapsed() < LIMIT, "it stays {event:?}");
            event = self.event_after(&event.id);
        }
        event
    }

    fn shows(&self, words: &str) -> bool {
        self.get(&self.base).body.contains(&format!("<h1>{words}</h1>"))
    }

    fn interrupt(&self) {
        let pid = self.child.id().to_string();
        let killed = std::process::Command::new("kill").args(["-INT", &pid]).status();
        assert!(killed.expect("run kill").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let named =
            |line: &'_ str| line.split_once(": ").is_some_and(|(key, _)| key.eq_ignore_ascii_case(name));
        let line = self.head.lines().find(|line| named(line)).unwrap_or_default();
        line.split_once(": ").map_or("", |(_, value)| value)
    }
}

#[derive(Debug, Clone)]
struct Event {
    id: String,
    page: String,
    problem: Option<String>,
}

impl Event {
    fn says(&self, words: &str) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.contains(words))
    }
}

#[test]
fn it_serves_the_site_of_the_checkout_it_is_started_in() {
    let project = checkout();
    let server = Server::start(&project, &[]);
    let page = server.get("/");
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.body.contains("<h1>First words</h1>"), "{}", page.body);

    let head = server.raw("HEAD / HTTP/1.1\r\nHost: localhost");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), page.header("content-length"));

    let script = page.body.split("src=\"/_serve/live.js\" data-page=\"").nth(1).expect("the script");
    let print = script.split('"').next().expect("a fingerprint");
    assert_eq!(server.good().page, print);
    let script = server.get("/_serve/live.js");
    assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));

    let asset = page.body.split("/assets/probe.").nth(1).and_then(|rest| rest.split('"').next());
    let asset = server.get(&format!("/assets/probe.{}", asset.expect("an asset")));
    assert_eq!((asset.status, asset.body.as_str()), (200, "export const probe = 1;\n"));

    let watched = server.stderr.recv_timeout(LIMIT).expect("what is watched");
    assert_eq!(watched, "watching content, templates and static");
    let built = server.stderr.recv_timeout(LIMIT).expect("how the build went");
    assert!(built.starts_with("rebuilt in ") && built.contains(" ms: "), "{built}");
}

#[test]
fn it_serves_under_a_base_path_as_a_project_page_does() {
    let project = checkout();
    let server = Server::start(&project, &["--base-path", "/kepdb"]);
    assert_eq!(server.base, "/kepdb/");
    assert_eq!(server.get("/kepdb/").status, 200);
    let bare = server.get("/kepdb");
    assert_eq!((bare.status, bare.header("location")), (308, "/kepdb/"));
    let root = server.get("/");
    assert_eq!((root.status, root.header("location")), (307, "/kepdb/"));
    assert_eq!(server.get("/keps/").status, 404);
}

#[test]
fn it_refuses_other_methods_other_hosts_and_every_way_out_of_the_site() {
    let project = checkout();
    let server = Server::start(&project, &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = server.raw(&format!("{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0"));
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    for head in [
        "GET / HTTP/1.1\r\nHost: example.org",
        "GET / HTTP/1.1\r\nHost: localhost.example.org",
        "GET / HTTP/1.0\r\nAccept: */*",
        "GET http://example.org/ HTTP/1.1\r\nHost: localhost",
        "GET /_serve/events HTTP/1.1\r\nHost: example.org",
    ] {
        assert_eq!(server.raw(head).status, 403, "{head}");
    }
    for path in [
        "/nowhere/",
        "/../content/taxonomy.toml",
        "/%2e%2e/content/taxonomy.toml",
        "/..%2fcontent%2ftaxonomy.toml",
        "/%2e%2e%5ccontent%5ctaxonomy.toml",
        "/content/taxonomy.toml",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/index.html%00.css",
        "/_serve/../../content/taxonomy.toml",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn an_edit_shows_in_the_page_and_the_browser_hears_of_it() {
    let project = checkout();
    let server = Server::start(&project, &[]);
    let before = server.good();
    project.write("templates/home.html", HOME.replace("First words", "Second words"));
    let after =
        server.until(before.clone(), |event| event.page != before.page && server.shows("Second words"));
    assert_eq!(after.problem, None);

    project.write("static/probe.js", "export const probe = 2;\n");
    server.until(after.clone(), |event| event.page != after.page);
}

#[test]
fn a_problem_covers_the_last_good_page_until_it_is_mended() {
    let project = checkout();
    let server = Server::start(&project, &[]);
    let good = server.good();
    let taxonomy = project.read("content/taxonomy.toml");

    project.write("content/taxonomy.toml", format!("{taxonomy}\n\"</pre><script>\" = 1\n"));
    let bad = server.until(good.clone(), |event| event.says("error[unknown-key]"));
    let problem = bad.problem.clone().unwrap_or_default();
    assert!(problem.contains("--> content/taxonomy.toml:"), "{problem}");
    assert!(!problem.contains('\u{1b}'), "{problem}");
    assert_eq!(bad.page, good.page);
    assert!(server.shows("First words"));

    project.write("content/taxonomy.toml", &taxonomy);
    let mended = server.until(bad, |event| event.problem.is_none());
    assert_eq!(mended.page, good.page);

    project.write("templates/home.html", "{% extends \"base.html\" %}{% block main %}");
    server.until(mended, |event| event.says("home.html"));
}

#[test]
fn a_broken_rule_shows_above_the_new_page() {
    let project = checkout();
    let server = Server::start(&project, &[]);
    let good = server.good();
    project.write("templates/home.html", HOME.replace("First words", "Second words"));
    let taxonomy = project.read("content/taxonomy.toml");
    let renamed = taxonomy.replace("slug = \"auth\"", "slug = \"author\"");
    assert_ne!(taxonomy, renamed);
    project.write("content/taxonomy.toml", renamed);
    server.until(good, |event| event.says("error[unknown-sig]") && server.shows("Second words"));
}

#[test]
fn a_site_that_never_was_built_gives_way_to_the_first_that_is() {
    let project = checkout().file("templates/home.html", "{{ <script>alert(1)</script> }}");
    let server = Server::start(&project, &[]);
    let page = server.get("/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("The site could not be built") && page.body.contains("/_serve/live.js"));
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    let bad = server.event_after("");
    assert!(bad.problem.is_some());

    project.write("templates/home.html", HOME);
    let good = server.until(bad.clone(), |event| event.problem.is_none() && server.shows("First words"));
    assert_ne!(good.page, bad.page);
}

#[test]
fn a_port_that_is_taken_is_an_error_with_a_way_out() {
    let project = checkout();
    let server = Server::start(&project, &[]);
    let port = server.port.to_string();
    let run = kepdb(["serve", "--port", &port]).current_dir(project.path()).run().code(2);
    assert!(run.stderr.contains(&format!("port {port} is taken")), "{}", run.stderr);
    assert!(run.stderr.contains("kepdb serve --port 0"), "{}", run.stderr);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let run = kepdb(["serve", "--port", "0", "--content", "nowhere"]).run().code(2);
    assert!(run.stderr.contains("cannot watch `nowhere`"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_well_though_a_browser_waits_for_news() {
    let project = checkout();
    let mut server = Server::start(&project, &[]);
    let now = server.good();
    let mut browser = TcpStream::connect(("127.0.0.1", server.port)).expect("connect");
    browser.set_read_timeout(Some(LIMIT)).expect("a limit");
    let request =
        format!("GET /_serve/events?page=/ HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {}\r\n\r\n", now.id);
    browser.write_all(request.as_bytes()).expect("send a request");
    // Another one says nothing at all.
    let _silent = TcpStream::connect(("127.0.0.1", server.port)).expect("connect");
    server.interrupt();
    assert_eq!(server.child.wait().expect("the end").code(), Some(0));
    let mut rest = Vec::new();
    browser.read_to_end(&mut rest).expect("the connection is closed");
}
