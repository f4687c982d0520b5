//! `kepdb status` and the module behind it, against a GitHub of our own. No test reaches a network.
//!
//! Every run of these tests goes through [`Lab::run`], which looks for the token in everything that the run left.

mod cache;
mod policy;
mod rest;
mod stub;
mod tokens;

use crate::support::{Kepdb, Project, Run, kepdb};
use stub::Stub;

/// What must be found nowhere.
const TOKEN: &str = "ghp_TheSecretOfThisTest";

/// Records, and a GitHub to ask about them.
struct Lab {
    project: Project,
    stub: Stub,
}

impl Lab {
    /// A KEP for each number.
    fn new(numbers: impl IntoIterator<Item = u32>, stub: Stub) -> Self {
        let mut project = Project::new().folder("content");
        for number in numbers {
            let text = format!("number = {number}\nslug = \"k{number}\"\ntitle = \"KEP {number}\"\n");
            project = project.file(&format!("content/keps/{number}-k{number}.toml"), text);
        }
        Self { project, stub }
    }

    /// The command `status` with these arguments.
    fn command(&self, args: &[&str]) -> Kepdb {
        self.command_at(&self.stub.url, args)
    }

    /// The same with another API.
    fn command_at(&self, url: &str, args: &[&str]) -> Kepdb {
        kepdb(["status", "--content", "content", "--github-api", url])
            .current_dir(self.project.path())
            .args(args)
    }

    /// Runs it without a token.
    #[track_caller]
    fn status(&self, args: &[&str]) -> Run {
        self.run(self.command(args))
    }

    /// Runs it with a token.
    #[track_caller]
    fn status_with_token(&self, args: &[&str]) -> Run {
        self.run(self.command(args).env("GITHUB_TOKEN", TOKEN))
    }

    /// Runs a command and looks for the token in all that is left of it.
    #[track_caller]
    fn run(&self, command: Kepdb) -> Run {
        let run = command.run();
        assert!(!run.stdout.contains(TOKEN) && !run.stderr.contains(TOKEN), "{run:?}");
        for (name, bytes) in self.project.snapshot("") {
            let text = String::from_utf8_lossy(&bytes);
            assert!(name == "token" || !text.contains(TOKEN), "{name} holds the token: {text}");
        }
        run
    }

    /// The cache as JSON.
    #[track_caller]
    fn cache(&self) -> serde_json::Value {
        serde_json::from_str(&self.project.read(CACHE)).expect("the cache is JSON")
    }

    /// The state of an issue in the cache.
    #[track_caller]
    fn state(&self, number: u32) -> String {
        self.cache()["issues"][number.to_string()]["state"].as_str().unwrap_or("unknown").to_owned()
    }
}

/// Where the cache is unless it is told otherwise.
const CACHE: &str = ".kepdb/status.json";
