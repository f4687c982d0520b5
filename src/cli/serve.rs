//! `kepdb serve`: the site in a browser, while people work on it.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;

use kepdb::serve::{Event, Folders, Report, Server};
use kepdb::site::BaseUrl;

use super::build::SiteArgs;
use super::context::Context;
use super::outcome::{Outcome, Problem};
use super::output::Tone;
use super::output::terminal::Terminal;
use super::output::text::{counted, listed, one_line};

/// Serve the site on this machine; rebuild it and reload the browser on every change
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
In a folder with content/taxonomy.toml, the folders content, templates and static are used where no option names \
others. Everything else comes from the program itself. The address goes to standard output; Ctrl-C ends the server.")]
pub(crate) struct Args {
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 8000, value_name = "PORT")]
    port: u16,
    /// The path the site stands under, as it may on the host that it is published on
    #[arg(long, default_value = "/", value_name = "PATH", value_parser = base_path)]
    base_path: String,
    /// Open the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    site: SiteArgs,
}

/// What a checkout of the records has.
const CONTENT: &str = "content";
const MARK: &str = "taxonomy.toml";
const TEMPLATES: &str = "templates";
const STATICS: &str = "static";

/// A path such as `/kepdb/`.
fn base_path(text: &str) -> Result<String, String> {
    let wrong = || "write a path such as /kepdb/".to_owned();
    if !text.starts_with('/') || text.contains("//") || text.contains('\\') {
        return Err(wrong());
    }
    let url = BaseUrl::parse(&format!("http://localhost{text}")).map_err(|_cause| wrong())?;
    Ok(url.path().to_owned())
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let folders = folders(args, context.content_dir(), Path::new(""));
    say(&using(&folders));
    let server = Server::bind(args.port).map_err(|error| refused(args.port, error))?;
    let address = format!("http://127.0.0.1:{}{}", server.port()?, args.base_path);
    let base_url = BaseUrl::parse(&address).map_err(Problem::new)?;
    let config = args.site.config(base_url, context)?;
    let (open, stderr) = (args.open, *context.stderr());
    let tell = move |event| match event {
        Event::Built(report) => say(&told(&report, &stderr)),
        Event::Ready => {
            // Whoever closed the pipe does not want to know.
            let _ = writeln!(io::stdout(), "{address}");
            if open {
                open_browser(address.clone());
            }
        }
    };
    server.run(folders, config, tell).context("cannot serve the site")?;
    Ok(Outcome::default())
}

/// The folders that the options name; in a checkout, its own where they name none.
fn folders(args: &Args, content: Option<&Path>, here: &Path) -> Folders {
    let is_checkout = here.join(CONTENT).join(MARK).is_file();
    let own = |name: &str| Some(here.join(name)).filter(|folder| is_checkout && folder.is_dir());
    Folders {
        content: content.map(Path::to_owned).or_else(|| own(CONTENT)),
        templates: args.site.templates.clone().or_else(|| own(TEMPLATES)),
        statics: args.site.statics.clone().or_else(|| own(STATICS)),
    }
}

fn using(folders: &Folders) -> String {
    let shown = |folder: &PathBuf| one_line(&folder.display().to_string());
    let watched: Vec<_> =
        [&folders.content, &folders.templates, &folders.statics].into_iter().flatten().map(shown).collect();
    if watched.is_empty() {
        "serving what is packed into the program; nothing to watch\n".to_owned()
    } else {
        format!("watching {}\n", listed(&watched))
    }
}

fn refused(port: u16, error: io::Error) -> anyhow::Error {
    let problem = match error.kind() {
        io::ErrorKind::AddrInUse => Problem::new(format!("port {port} is taken, perhaps by another server")),
        io::ErrorKind::PermissionDenied => Problem::new(format!("the system does not give port {port} away")),
        _ => return anyhow::Error::new(error).context(format!("cannot listen on port {port}")),
    };
    problem.next("kepdb serve --port 0").into()
}

/// One line about a build, below what is wrong with it.
fn told(report: &Report, stderr: &Terminal) -> String {
    let took = report.took.as_millis();
    let mut text = String::new();
    if let Some(problem) = &report.problem {
        for line in problem.lines() {
            text.push_str(&one_line(line));
            text.push('\n');
        }
    }
    let line = match report.built {
        Some(built) => {
            let (pages, changed) = (counted(built.pages, "page"), counted(built.changed, "file"));
            format!("rebuilt in {took} ms: {pages}, {changed} changed")
        }
        None => stderr.paint(Tone::Bad, &format!("failed after {took} ms: the last good pages stay")),
    };
    format!("{text}{line}\n")
}

/// Says something at once; a server does not wait for its end.
fn say(text: &str) {
    // Where nobody listens, there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Opens the system's browser. The address is one argument of a program, so no shell reads it.
fn open_browser(address: String) {
    let (program, args): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(args).arg(&address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Some of these programs last as long as the browser does.
    std::thread::spawn(move || {
        let remark = match command.status() {
            Ok(status) if status.success() => return,
            Ok(_) => "it failed".to_owned(),
            Err(error) => error.to_string(),
        };
        say(&format!("cannot open a browser with {program} ({remark}): open {address} yourself\n"));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_is_a_path_and_nothing_else() {
        assert_eq!(base_path("/"), Ok("/".to_owned()));
        assert_eq!(base_path("/kepdb"), Ok("/kepdb/".to_owned()));
        assert_eq!(base_path("/a/b/"), Ok("/a/b/".to_owned()));
        for text in ["", "kepdb", "//example.org/", "/a//b/", "/\\example.org/", "/?a", "/#a"] {
            assert!(base_path(text).is_err(), "{text}");
        }
    }
}
