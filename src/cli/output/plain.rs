//! For pipes: one row per line, columns divided by tabs, no heading, nothing cut, no colour.
//!
//! The first two columns are the section's and the group's keys, so that every line says all there is to know.

use super::Section;
use super::text::one_line;

/// The rows of all sections.
pub(crate) fn render(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        for group in &section.groups {
            for row in &group.rows {
                let cells = row.iter().map(|cell| one_line(&cell.text));
                let line: Vec<_> =
                    [section.key.clone(), group.key.clone()].into_iter().chain(cells).collect();
                out.push_str(&line.join("\t"));
                out.push('\n');
            }
        }
    }
    out
}
