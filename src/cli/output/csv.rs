//! Comma-separated values (RFC 4180 quoting, lines end in LF) with a header line.
//!
//! Titles come from upstream, and spreadsheets run a cell that starts like a formula. Such a cell gets an apostrophe
//! in front, which spreadsheets show as text.

use std::borrow::Cow;

use super::Section;
use super::text::one_line;

/// The rows of all sections; `name` is the heading of the column with the section's key.
pub(crate) fn render(sections: &[Section], name: &str) -> String {
    let mut out = String::new();
    if let Some(first) = sections.first() {
        let keys = first.columns.iter().map(|column| column.key);
        line(&mut out, [name, "group"].into_iter().chain(keys).map(Cow::Borrowed));
    }
    for section in sections {
        for group in &section.groups {
            for row in &group.rows {
                let cells = row.iter().map(|cell| Cow::Owned(one_line(&cell.text)));
                let keys = [Cow::Borrowed(section.key.as_str()), Cow::Borrowed(group.key.as_str())];
                line(&mut out, keys.into_iter().chain(cells));
            }
        }
    }
    out
}

fn line<'a>(out: &mut String, values: impl Iterator<Item = Cow<'a, str>>) {
    for (position, value) in values.enumerate() {
        if position > 0 {
            out.push(',');
        }
        field(out, &value);
    }
    out.push('\n');
}

fn field(out: &mut String, value: &str) {
    let is_formula = value.trim_start().starts_with(['=', '+', '-', '@']);
    let guard = if is_formula { "'" } else { "" };
    if value.contains([',', '"', '\n', '\r']) || value.starts_with(' ') || value.ends_with(' ') {
        out.push('"');
        out.push_str(guard);
        out.push_str(&value.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    fn written(value: &str) -> String {
        let mut out = String::new();
        field(&mut out, value);
        out
    }

    #[test]
    fn quotes_what_would_break_a_line_apart() {
        assert_eq!(written("plain"), "plain");
        assert_eq!(written("a, b"), "\"a, b\"");
        assert_eq!(written("a \"b\""), "\"a \"\"b\"\"\"");
    }

    #[test]
    fn keeps_a_spreadsheet_from_running_a_title() {
        assert_eq!(written("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        for start in ['=', '+', '-', '@'] {
            assert_eq!(written(&format!("{start}1")), format!("'{start}1"));
        }
        assert_eq!(written(" =1"), "\"' =1\"");
    }
}
