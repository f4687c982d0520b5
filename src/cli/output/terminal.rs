//! The terminal: how wide it is, whether it takes colour, and what a tone looks like on it.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

use super::Tone;

/// When to write colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set or TERM is `dumb`
    #[default]
    Auto,
    /// Always, in a pipe too
    Always,
    /// Never
    Never,
}

/// What is known about a stream that people may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    /// Columns of text.
    pub(crate) width: usize,
    /// Whether to write colour.
    pub(crate) color: bool,
    /// Whether it is a terminal at all.
    pub(crate) is_terminal: bool,
}

/// Where nothing tells the width.
const WIDTH: usize = 80;
/// Lines of prose get no longer than this, however wide the terminal is.
const PROSE: usize = 100;

impl Terminal {
    /// Looks at standard output.
    pub(crate) fn stdout(choice: ColorChoice) -> Self {
        let stream = std::io::stdout();
        Self::new(choice, anstream::AutoStream::choice(&stream), stream.is_terminal())
    }

    /// Looks at standard error.
    pub(crate) fn stderr(choice: ColorChoice) -> Self {
        let stream = std::io::stderr();
        Self::new(choice, anstream::AutoStream::choice(&stream), stream.is_terminal())
    }

    fn new(choice: ColorChoice, automatic: anstream::ColorChoice, is_terminal: bool) -> Self {
        // Any stream that is a terminal tells: a table on its way into a pager has the pager's width.
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = columns().or_else(measured).unwrap_or(WIDTH);
        Self { width, color: color(choice, automatic != anstream::ColorChoice::Never), is_terminal }
    }

    /// Width for sentences.
    pub(crate) fn prose(&self) -> usize {
        self.width.min(PROSE)
    }

    /// `text` in the look of `tone`.
    pub(crate) fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.color || text.is_empty() || tone == Tone::Plain {
            return text.to_owned();
        }
        let style = style(tone);
        format!("{style}{text}{style:#}")
    }
}

/// `COLUMNS` wins over what the terminal says, so that a width can be asked for.
fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.trim().parse().ok().filter(|width| (20..=1000).contains(width))
}

fn color(choice: ColorChoice, automatic: bool) -> bool {
    match choice {
        ColorChoice::Auto => automatic,
        ColorChoice::Always => true,
        ColorChoice::Never => false,
    }
}

fn style(tone: Tone) -> Style {
    let color = |color: AnsiColor| color.on_default();
    match tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Faint => Style::new().dimmed(),
        Tone::Good => color(AnsiColor::Green),
        Tone::Moving => color(AnsiColor::Cyan),
        Tone::Careful => color(AnsiColor::Yellow),
        Tone::Bad => color(AnsiColor::Red),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paints_only_where_colour_is_wanted() {
        let plain = Terminal { width: 80, color: false, is_terminal: false };
        assert_eq!(plain.paint(Tone::Bad, "gone"), "gone");
        let colourful = Terminal { color: true, ..plain };
        assert_eq!(colourful.paint(Tone::Bad, "gone"), "\u{1b}[31mgone\u{1b}[0m");
        assert_eq!(colourful.paint(Tone::Plain, "x"), "x");
    }

    #[test]
    fn an_explicit_choice_wins_over_the_stream() {
        assert!(color(ColorChoice::Always, false));
        assert!(!color(ColorChoice::Never, true));
        assert!(color(ColorChoice::Auto, true));
    }
}
