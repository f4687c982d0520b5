//! Runs the real binary in an environment that says nothing about the machine.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Variables that would change what the program prints.
const SCRUBBED: &[&str] = &[
    "CI",
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "SOURCE_DATE_EPOCH",
    "RUST_LOG",
];

/// The same, by what their names start with.
const SCRUBBED_PREFIXES: &[&str] = &["CLICOLOR", "GITHUB_", "GH_", "KEPDB_", "RUST_BACKTRACE", "LC_", "LANG"];

/// A run of the binary that is being prepared.
pub struct Kepdb {
    command: Command,
    stdin: Option<Vec<u8>>,
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// What it printed, with `/` in paths as it printed them.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

/// The binary with these arguments, in a clean environment, with nothing on standard input.
pub fn kepdb<I, A>(args: I) -> Kepdb
where
    I: IntoIterator<Item = A>,
    A: AsRef<OsStr>,
{
    let mut command = Command::new(env!("CARGO_BIN_EXE_kepdb"));
    command.args(args);
    for (name, _) in std::env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if SCRUBBED.contains(&text) || SCRUBBED_PREFIXES.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    // No test asks the real GitHub: those that ask one of their own say so.
    command.env("KEPDB_STATUS", "off");
    // What a run keeps for the next one stays among the build's own files.
    command.env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
    Kepdb { command, stdin: None }
}

impl Kepdb {
    /// Runs it in `folder`.
    pub fn current_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// Gives it `bytes` on standard input.
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(bytes.into());
        self
    }

    /// Starts it and leaves it running, with nothing on standard input and pipes for what it prints.
    pub fn spawn(mut self) -> Child {
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        self.command.spawn().expect("start kepdb")
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Run {
        let stdin = if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() };
        self.command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("start kepdb");
        let writer = self.stdin.take().zip(child.stdin.take()).map(|(bytes, mut pipe)| {
            // From a thread: the program may print before it has read everything. It may also stop reading.
            std::thread::spawn(move || drop(pipe.write_all(&bytes)))
        });
        let output = child.wait_with_output().expect("wait for kepdb");
        if let Some(writer) = writer {
            writer.join().expect("write to standard input");
        }
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("kepdb prints UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("kepdb complains in UTF-8"),
        }
    }
}

impl Run {
    /// Fails unless the exit code is `code`.
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "exit code\n--- stdout\n{}\n--- stderr\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// Fails unless the run ended well and had nothing to complain about; gives what it printed.
    #[track_caller]
    pub fn success(self) -> String {
        let run = self.code(0);
        assert_eq!(run.stderr, "", "unexpected standard error");
        run.stdout
    }
}
