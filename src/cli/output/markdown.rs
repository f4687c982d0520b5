//! Markdown as GitHub reads it. Text of records is escaped: it can neither open a tag nor leave its cell.

use super::Section;
use super::text::one_line;

/// All sections: a heading each, one table per group.
pub(crate) fn render(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        out.push_str(&format!("## {}\n\n", escape(&section.title)));
        for (fact, _) in &section.facts {
            out.push_str(&format!("{}\n\n", escape(fact)));
        }
        for group in &section.groups {
            out.push_str(&format!("### {} ({})\n\n", escape(&group.title), group.rows.len()));
            row(&mut out, section.columns.iter().map(|column| column.title.to_owned()));
            row(&mut out, section.columns.iter().map(|_| "---".to_owned()));
            for cells in &group.rows {
                row(&mut out, cells.iter().map(|cell| escape(&cell.text)));
            }
            out.push('\n');
        }
    }
    // One line break at the end, not two.
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

/// `text` on one line, so that Markdown shows it as it is.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn escapes_what_markdown_would_read() {
        assert_eq!(
            escape("a | b <script> [x](y) `z` *w*\nv"),
            "a \\| b \\<script\\> \\[x\\](y) \\`z\\` \\*w\\* v"
        );
        assert_eq!(escape("In-Place Update, 1.35"), "In-Place Update, 1.35");
    }
}
