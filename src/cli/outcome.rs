//! How a command ends: what it prints, its exit code, and what it says when something is wrong.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

use super::output::Tone;
use super::output::terminal::Terminal;
use super::output::text::one_line;

/// Findings, or nothing found.
const FINDINGS: u8 = 1;
/// Wrong usage or bad input.
const FAILED: u8 = 2;

/// What a command found.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// For standard output.
    pub(crate) stdout: String,
    /// For standard error: remarks beside the answer, ready to print.
    pub(crate) remarks: String,
    /// Why the exit code is 1, where it is and the answer itself does not say so.
    pub(crate) nothing: Option<Problem>,
    /// Whether the exit code is 1.
    pub(crate) has_findings: bool,
}

impl Outcome {
    /// An answer.
    pub(crate) fn answer(stdout: impl Into<String>) -> Self {
        Self { stdout: stdout.into(), ..Self::default() }
    }

    /// Nothing was found, and why. Exit code 1.
    pub(crate) fn nothing(problem: Problem) -> Self {
        Self { nothing: Some(problem), has_findings: true, ..Self::default() }
    }
}

/// Something the user can mend: what is wrong, and what to type next.
#[derive(Debug)]
pub(crate) struct Problem {
    message: String,
    next: Option<String>,
    /// What to show before the message, ready to print.
    before: String,
}

impl Problem {
    /// What is wrong.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), next: None, before: String::new() }
    }

    /// What to show before the message: a report that has been cleaned for a terminal.
    pub(crate) fn before(mut self, report: impl Into<String>) -> Self {
        self.before = report.into();
        self
    }

    /// What to type next.
    pub(crate) fn next(mut self, command: impl Into<String>) -> Self {
        self.next = Some(command.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// What clap has to say: help and version are answers, the rest is wrong usage.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // A closed pipe is the only way this can fail, and then nobody reads it.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED))
}

/// Writes what a command found and gives its exit code.
pub(crate) fn finish(result: anyhow::Result<Outcome>, stderr: &Terminal) -> ExitCode {
    let (outcome, failed) = match result {
        Ok(outcome) => (outcome, None),
        Err(error) => (Outcome::default(), Some(error)),
    };
    let mut messages = outcome.remarks;
    if let Some(problem) = &outcome.nothing {
        messages.push_str(&headed("nothing found", Tone::Careful, &problem.message, stderr));
        messages.push_str(&advice(problem.next.as_deref(), stderr));
    }
    if let Some(error) = &failed {
        messages.push_str(&chain(error, stderr));
    }
    match write(&outcome.stdout, &messages) {
        Ok(()) => {}
        // Whoever closed the pipe has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot write the answer\n  caused by: {error}");
            return ExitCode::from(FAILED);
        }
    }
    match (failed, outcome.has_findings) {
        (Some(_), _) => ExitCode::from(FAILED),
        (None, true) => ExitCode::from(FINDINGS),
        (None, false) => ExitCode::SUCCESS,
    }
}

fn write(stdout: &str, stderr: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(stdout.as_bytes())?;
    out.flush()?;
    io::stderr().lock().write_all(stderr.as_bytes())
}

/// The error, what caused it, and what to type next.
fn chain(error: &anyhow::Error, stderr: &Terminal) -> String {
    let problem = error.chain().find_map(|cause| cause.downcast_ref::<Problem>());
    let mut out = problem.map(|problem| problem.before.clone()).unwrap_or_default();
    out.push_str(&headed("error", Tone::Bad, &error.to_string(), stderr));
    for cause in error.chain().skip(1) {
        out.push_str(&format!("  caused by: {}\n", one_line(&cause.to_string())));
    }
    out.push_str(&advice(problem.and_then(|problem| problem.next.as_deref()), stderr));
    out
}

/// `error: …`, further lines of the message indented.
fn headed(head: &str, tone: Tone, message: &str, stderr: &Terminal) -> String {
    let lines: Vec<_> = message.lines().map(one_line).collect();
    format!("{}: {}\n", stderr.paint(tone, head), lines.join("\n  "))
}

fn advice(next: Option<&str>, stderr: &Terminal) -> String {
    next.map_or_else(String::new, |next| {
        format!("  {} {}\n", stderr.paint(Tone::Faint, "try:"), stderr.paint(Tone::Strong, &one_line(next)))
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    const PLAIN: Terminal = Terminal { width: 80, color: false, is_terminal: false };

    #[test]
    fn shows_an_error_with_its_causes_and_the_next_command() {
        let error = Err::<(), _>(Problem::new("no SIG is called `nod`").next("kepdb query 1.35 --sig node"))
            .context("cannot read the filter")
            .expect_err("an error");
        assert_eq!(
            chain(&error, &PLAIN),
            "error: cannot read the filter\n\
             \x20 caused by: no SIG is called `nod`\n\
             \x20 try: kepdb query 1.35 --sig node\n"
        );
    }

    #[test]
    fn takes_the_steering_out_of_what_it_repeats() {
        let error = anyhow::Error::new(Problem::new("no gate is called `\u{1b}[2J`\nsecond line"));
        assert_eq!(chain(&error, &PLAIN), "error: no gate is called `␛[2J`\n  second line\n");
    }
}
