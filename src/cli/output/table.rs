//! Aligned columns for people. All groups of a section share the widths of their columns, so the eye can run down the
//! page; what does not fit is dropped or cut, column by column, and never wrapped.
//!
//! The layout is done here and not by a table library: columns that line up across headings, and columns that give
//! way in a set order, are all there is to it.

use super::terminal::Terminal;
use super::text::{counted, cut, one_line, pad, width, wrap};
use super::{Column, Section, Tone};

const INDENT: &str = "  ";
const GAP: usize = 2;

/// All sections, an empty line between two.
pub(crate) fn render(sections: &[Section], terminal: &Terminal) -> String {
    let mut out = String::new();
    for section in sections {
        if !out.is_empty() {
            out.push('\n');
        }
        render_section(&mut out, section, terminal);
    }
    out
}

fn render_section(out: &mut String, section: &Section, terminal: &Terminal) {
    for line in wrap(&section.title, terminal.prose()) {
        push_line(out, &terminal.paint(Tone::Strong, &line));
    }
    for (fact, tone) in &section.facts {
        for line in wrap(fact, terminal.prose()) {
            push_line(out, &terminal.paint(*tone, &line));
        }
    }
    if section.groups.is_empty() {
        return;
    }
    let lines = Lines::of(section);
    let widths = fit(&section.columns, &lines.natural, terminal.width.saturating_sub(INDENT.len()));
    let header: Vec<_> =
        section.columns.iter().map(|column| (column.title.to_owned(), Tone::Faint)).collect();
    out.push('\n');
    push_row(out, &header, &widths, terminal);
    let mut rows = lines.rows.iter();
    for (position, group) in section.groups.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        let count = format!("({})", group.rows.len());
        let title = cut(&one_line(&group.title), terminal.width.saturating_sub(count.len() + 1));
        let tone = if group.tone == Tone::Plain { Tone::Strong } else { group.tone };
        push_line(out, &format!("{} {}", terminal.paint(tone, &title), terminal.paint(Tone::Faint, &count)));
        for row in rows.by_ref().take(group.rows.len()) {
            push_row(out, row, &widths, terminal);
        }
    }
}

/// The cells as a table shows them, and how wide each column would like to be.
struct Lines {
    rows: Vec<Vec<(String, Tone)>>,
    natural: Vec<usize>,
}

impl Lines {
    fn of(section: &Section) -> Self {
        let mut natural: Vec<usize> = section.columns.iter().map(|column| width(column.title)).collect();
        let mut rows = Vec::new();
        for row in section.groups.iter().flat_map(|group| &group.rows) {
            let cells: Vec<_> = row
                .iter()
                .map(|cell| (one_line(cell.short.as_ref().unwrap_or(&cell.text)), cell.tone))
                .collect();
            for (least, (text, _)) in natural.iter_mut().zip(&cells) {
                *least = (*least).max(width(text));
            }
            rows.push(cells);
        }
        Self { rows, natural }
    }
}

/// Widths that fit into `room`; `None` is a dropped column. Columns that may be cut give way first, down to their
/// least width, then the least needed column goes. What cannot be helped is cut, widest first.
fn fit(columns: &[Column], natural: &[usize], room: usize) -> Vec<Option<usize>> {
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    loop {
        let least = |at: usize| columns[at].least.map_or(natural[at], |least| least.min(natural[at]));
        let gaps = GAP * kept.len().saturating_sub(1);
        if kept.iter().map(|&at| least(at)).sum::<usize>() + gaps <= room {
            return shrink(&kept, natural, &least, room - gaps);
        }
        let droppable = kept.iter().copied().filter(|&at| columns[at].drop.is_some());
        match droppable.min_by_key(|&at| columns[at].drop) {
            Some(gone) => kept.retain(|&at| at != gone),
            None => return shrink(&kept, natural, &|at| natural[at].min(4), room.saturating_sub(gaps)),
        }
    }
}

/// Takes from the widest column that may still give, until all of `kept` fit into `room`.
fn shrink(
    kept: &[usize],
    natural: &[usize],
    least: &dyn Fn(usize) -> usize,
    room: usize,
) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = vec![None; natural.len()];
    for &at in kept {
        widths[at] = Some(natural[at]);
    }
    let mut total: usize = widths.iter().flatten().sum();
    while total > room {
        let giving = kept.iter().copied().filter(|&at| widths[at] > Some(least(at)));
        let Some(widest) = giving.max_by_key(|&at| widths[at]) else { break };
        widths[widest] = widths[widest].map(|width| width - 1);
        total -= 1;
    }
    widths
}

fn push_row(out: &mut String, cells: &[(String, Tone)], widths: &[Option<usize>], terminal: &Terminal) {
    let mut line = String::from(INDENT);
    let mut pending = 0;
    for ((text, tone), width_of_column) in cells.iter().zip(widths) {
        let Some(columns) = *width_of_column else { continue };
        let text = cut(text, columns);
        line.extend(std::iter::repeat_n(' ', pending));
        pending = GAP + columns - width(&text);
        line.push_str(&terminal.paint(*tone, &text));
    }
    push_line(out, &line);
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}

/// `label  value` lines with the values in one column, each value wrapped under itself.
pub(crate) fn facts(out: &mut String, facts: &[(&str, String)], terminal: &Terminal) {
    let column = facts.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    let room = terminal.prose().saturating_sub(INDENT.len() + column + GAP).max(20);
    for (label, value) in facts {
        for (position, line) in wrap(value, room).iter().enumerate() {
            let label = if position == 0 { pad(label, column) } else { pad("", column) };
            push_line(out, &format!("{INDENT}{}  {line}", terminal.paint(Tone::Faint, &label)));
        }
    }
}

/// A heading with a count, as over a group.
pub(crate) fn heading(out: &mut String, title: &str, count: Option<usize>, terminal: &Terminal) {
    out.push('\n');
    let count = count.map(|count| format!(" ({count})")).unwrap_or_default();
    push_line(
        out,
        &format!("{}{}", terminal.paint(Tone::Strong, title), terminal.paint(Tone::Faint, &count)),
    );
}

/// Rows without heading, in columns.
pub(crate) fn rows(out: &mut String, columns: &[Column], rows: &[Vec<(String, Tone)>], terminal: &Terminal) {
    let mut natural = vec![0; columns.len()];
    let clean: Vec<Vec<_>> =
        rows.iter().map(|row| row.iter().map(|(text, tone)| (one_line(text), *tone)).collect()).collect();
    for row in &clean {
        for (least, (text, _)) in natural.iter_mut().zip(row) {
            *least = (*least).max(width(text));
        }
    }
    let widths = fit(columns, &natural, terminal.width.saturating_sub(INDENT.len()));
    for row in &clean {
        push_row(out, row, &widths, terminal);
    }
}


#[cfg(test)]
mod tests {
    use super::super::{Cell, Group};
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::new("kep", "KEP"),
        Column::new("title", "Title").least(8).drop(2),
        Column::new("gate", "Gate"),
        Column::new("sig", "SIG").drop(1),
    ];

    fn section() -> Section {
        let row = |cells: [&str; 4]| cells.map(Cell::new).to_vec();
        Section {
            key: "1.35".to_owned(),
            title: "Kubernetes 1.35".to_owned(),
            facts: vec![("Released.".to_owned(), Tone::Plain)],
            columns: COLUMNS.to_vec(),
            groups: vec![
                Group {
                    key: "new-beta".to_owned(),
                    title: "New beta".to_owned(),
                    tone: Tone::Moving,
                    rows: vec![row([
                        "4317",
                        "Pod \u{202e}Certificates for workloads",
                        "PodCertificateRequest",
                        "auth",
                    ])],
                },
                Group {
                    key: "removed".to_owned(),
                    title: "Removed".to_owned(),
                    tone: Tone::Bad,
                    rows: vec![row(["", "", "Gone", "api-machinery"])],
                },
            ],
        }
    }

    fn at(width: usize, color: bool) -> String {
        render(&[section()], &Terminal { width, color, is_terminal: true })
    }

    #[test]
    fn a_wide_terminal_shows_all_columns_in_line() {
        assert_eq!(
            at(100, false),
            "Kubernetes 1.35\n\
             Released.\n\
             \n\
             \x20 KEP   Title                            Gate                   SIG\n\
             New beta (1)\n\
             \x20 4317  Pod \u{fffd}Certificates for workloads  PodCertificateRequest  auth\n\
             \n\
             Removed (1)\n\
             \x20                                        Gone                   api-machinery\n"
        );
    }

    #[test]
    fn a_narrow_terminal_loses_columns_and_ends_of_titles_but_never_wraps() {
        for width in 20..90 {
            for line in at(width, false).lines() {
                assert!(super::width(line) <= width, "{width}: {line}");
            }
        }
        let narrow = at(45, false);
        assert!(narrow.contains("Pod \u{fffd}Certi…") && !narrow.contains("SIG"), "{narrow}");
        let narrower = at(33, false);
        assert!(narrower.contains("PodCertificateRequest") && !narrower.contains("Title"), "{narrower}");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let painted = at(80, true);
        assert!(painted.contains("\u{1b}["));
        let mut stripped = String::new();
        let mut rest = painted.as_str();
        while let Some(start) = rest.find('\u{1b}') {
            stripped.push_str(&rest[..start]);
            rest = &rest[start + rest[start..].find('m').expect("an end") + 1..];
        }
        stripped.push_str(rest);
        assert_eq!(stripped, at(80, false));
    }
}
