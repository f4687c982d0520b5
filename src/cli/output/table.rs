//! Aligned columns for people. All groups of a section share the widths of their columns, so the eye can run down the
//! page; what does not fit is dropped or cut, column by column, and never wrapped.
//!
//! The layout is done here and not by a table library: columns that line up across headings, and columns that give
//! way in a set order, are all there is to it.

use super::terminal::Terminal;
use super::text::{cut, one_line, pad, width, wrap};
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
    let widths = fit(&section.columns, &lines, terminal.width.saturating_sub(INDENT.len()));
    let header: Vec<_> =
        section.columns.iter().map(|column| (column.title.to_owned(), Tone::Faint)).collect();
    out.push('\n');
    push_row(out, &section.columns, &header, &widths, terminal);
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
            push_row(out, &section.columns, row, &widths, terminal);
        }
    }
}

/// The cells as a table shows them, and how wide each column would like to be.
struct Lines {
    rows: Vec<Vec<(String, Tone)>>,
    /// The widest value of each column.
    natural: Vec<usize>,
    /// The width that most values of each column keep to: three in four.
    usual: Vec<usize>,
}

impl Lines {
    fn of(section: &Section) -> Self {
        let shown = |cell: &super::Cell| (one_line(cell.short.as_ref().unwrap_or(&cell.text)), cell.tone);
        let rows = section.groups.iter().flat_map(|group| &group.rows);
        let rows: Vec<Vec<_>> = rows.map(|row| row.iter().map(shown).collect()).collect();
        let titles: Vec<_> = section.columns.iter().map(|column| width(column.title)).collect();
        Self::new(rows, &titles)
    }

    fn new(rows: Vec<Vec<(String, Tone)>>, titles: &[usize]) -> Self {
        let (mut natural, mut usual) = (titles.to_vec(), titles.to_vec());
        for column in 0..titles.len() {
            let mut widths: Vec<usize> =
                rows.iter().filter_map(|row| row.get(column)).map(|(text, _)| width(text)).collect();
            widths.sort_unstable();
            natural[column] = natural[column].max(widths.last().copied().unwrap_or(0));
            usual[column] = usual[column].max(widths.get(widths.len() * 3 / 4).copied().unwrap_or(0));
        }
        Self { rows, natural, usual }
    }
}

/// Widths that fit into `room`; `None` is a dropped column. Columns that may be cut give way first, down to their
/// least width, then the least needed column goes. What cannot be helped is cut, widest first.
fn fit(columns: &[Column], lines: &Lines, room: usize) -> Vec<Option<usize>> {
    let natural = &lines.natural;
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    loop {
        let least = |at: usize| {
            let column = &columns[at];
            let rank = column.drop.unwrap_or(u8::MAX);
            let others_go_first =
                kept.iter().any(|&other| columns[other].drop.is_some_and(|other| other < rank));
            match column.least {
                Some(least) if others_go_first => {
                    least.max(column.good.min(lines.usual[at])).min(natural[at])
                }
                Some(least) => least.min(natural[at]),
                // What spills must find its room in the column that gives it.
                None if column.spills => match giver(columns, at, |other| kept.contains(&other)) {
                    Some(other) => {
                        let room = columns[other].least.unwrap_or(0).min(natural[other]) + GAP;
                        lines.usual[at].max(natural[at].saturating_sub(room))
                    }
                    None => natural[at],
                },
                None => natural[at],
            }
        };
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

/// The column that gives room to a long value of column `at`: a neighbour that may be cut, the one before first.
fn giver(columns: &[Column], at: usize, is_kept: impl Fn(usize) -> bool) -> Option<usize> {
    [at.checked_sub(1), Some(at + 1)]
        .into_iter()
        .flatten()
        .find(|&other| columns.get(other).is_some_and(|column| column.least.is_some()) && is_kept(other))
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

fn push_row(
    out: &mut String,
    columns: &[Column],
    cells: &[(String, Tone)],
    widths: &[Option<usize>],
    terminal: &Terminal,
) {
    let mut widths = widths.to_vec();
    for at in (0..columns.len()).filter(|&at| columns[at].spills) {
        let Some(other) = giver(columns, at, |other| widths[other].is_some()) else { continue };
        let (Some(own), Some(room)) = (widths[at], widths[other]) else { continue };
        let taken = width(&cells[at].0).saturating_sub(own);
        // Past the neighbour's last column the gap beside it is free too.
        let (own, rest) =
            if taken > room { (own + room + GAP, None) } else { (own + taken, Some(room - taken)) };
        widths[at] = Some(own);
        widths[other] = rest;
    }
    let shown: Vec<_> =
        cells.iter().zip(&widths).filter_map(|(cell, width)| Some((cell, (*width)?))).collect();
    let mut line = String::from(INDENT);
    let mut free = 0;
    for (position, ((text, tone), columns)) in shown.iter().enumerate() {
        if free > 0 && text.is_empty() {
            // Taken by the cell before.
            continue;
        }
        line.extend(std::iter::repeat_n(' ', free));
        // A long value may run on over empty cells.
        let empty = shown[position + 1..].iter().take_while(|((text, _), _)| text.is_empty());
        let beyond: usize = empty.map(|(_, columns)| columns + GAP).sum();
        let room = columns + beyond;
        // Less than a few letters of a title say nothing.
        let text = if room < 4 && width(text) > room { String::new() } else { cut(text, room) };
        free = GAP + room - width(&text);
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
    let clean = |row: &Vec<(String, Tone)>| row.iter().map(|(text, tone)| (one_line(text), *tone)).collect();
    let lines = Lines::new(rows.iter().map(clean).collect(), &vec![0; columns.len()]);
    let widths = fit(columns, &lines, terminal.width.saturating_sub(INDENT.len()));
    for row in &lines.rows {
        push_row(out, columns, row, &widths, terminal);
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
        assert!(narrow.contains("Pod \u{fffd}Certific…") && !narrow.contains("SIG"), "{narrow}");
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
