//! One feature gate page of `kubernetes/website`: the block of YAML at its top. Its prose is not read.

use super::fields::{Fields, Problem, Read, clean};
use super::yaml::{self, Node};
use crate::model::{GateName, MinorVersion, Stage};

/// What a page says about its gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatePage {
    /// `title`: the gate's name.
    pub name: GateName,
    /// `former_titles`.
    pub former_names: Vec<GateName>,
    /// `stages`, in the order of the page.
    pub rows: Vec<PageRow>,
    /// `removed: true`: the gate no longer exists.
    pub removed: bool,
}

/// One row of `stages`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// `stage`.
    pub stage: Stage,
    /// `defaultValue`.
    pub default: Option<bool>,
    /// `locked`.
    pub locked: Option<bool>,
    /// `fromVersion`.
    pub from: MinorVersion,
    /// `toVersion`, which is inclusive; `None` for a row that still holds.
    pub to: Option<MinorVersion>,
    /// The versions as written, for patch versions lose their last number.
    pub written: String,
}

/// Reads a page; `stem` is its file name without `.md`, which should be the gate's name.
#[must_use]
pub fn read(text: &str, stem: &str) -> Read<GatePage> {
    let Some(front) = front_matter(text) else {
        return Read::unreadable("the page does not start with a block between lines of `---`");
    };
    let node = match yaml::parse(&front) {
        Ok(node) => node,
        Err(why) => return Read::unreadable(why),
    };
    let mut problems = Vec::new();
    let Some(fields) = Fields::of(&node, "", &mut problems) else {
        return Read::unreadable(format!("a mapping was expected, not {}", node.kind()));
    };
    let title = fields.text("title", &mut problems).unwrap_or(stem);
    if title != stem {
        problems.push(Problem::new("title", title, "not the name of the file"));
    }
    let Some(name) = GateName::new(title).or_else(|| GateName::new(stem)) else {
        return Read::unreadable(format!("`{}` is no name of a gate", clean(title)));
    };
    let mut former_names = Vec::new();
    for former in fields.texts("former_titles", &mut problems) {
        match GateName::new(former) {
            Some(former) => former_names.push(former),
            None => problems.push(Problem::new("former_titles", former, "no name of a gate")),
        }
    }
    let removed = fields.flag("removed", &mut problems).unwrap_or(false);
    let rows = rows(&fields, &mut problems);
    if rows.is_empty() {
        return Read::unreadable("the page has no readable stage");
    }
    Read { value: Some(GatePage { name, former_names, rows, removed }), problems }
}

/// The text between the first two lines of three dashes.
fn front_matter(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines();
    let fence = |line: &str| line.trim_end() == "---";
    lines.by_ref().find(|line| !line.trim().is_empty()).filter(|line| fence(line))?;
    let mut front = String::new();
    for line in lines {
        if fence(line) {
            return Some(front);
        }
        front.push_str(line);
        front.push('\n');
    }
    None
}

fn rows(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<PageRow> {
    let Some(Node::List(nodes)) = fields.node("stages") else { return Vec::new() };
    nodes.iter().enumerate().filter_map(|(index, node)| row(index, node, problems)).collect()
}

fn row(index: usize, node: &Node, problems: &mut Vec<Problem>) -> Option<PageRow> {
    let place = format!("stages[{index}]");
    let Some(fields) = Fields::of(node, &format!("{place}."), problems) else {
        problems.push(Problem::new(place, node.kind(), "a stage was expected"));
        return None;
    };
    let word = fields.text("stage", problems).unwrap_or_default();
    let Ok(stage) = word.parse::<Stage>() else {
        problems.push(Problem::new(fields.name("stage"), word, "no stage"));
        return None;
    };
    let written = fields.text("fromVersion", problems).unwrap_or_default();
    let Some(from) = fields.version("fromVersion", problems) else {
        if written.is_empty() {
            problems.push(Problem::new(
                fields.name("fromVersion"),
                "",
                "the row does not say since when it holds",
            ));
        }
        return None;
    };
    let to = fields.version("toVersion", problems);
    let written_to = fields.text("toVersion", problems).unwrap_or_default();
    Some(PageRow {
        stage,
        default: fields.flag("defaultValue", problems),
        locked: fields.flag("locked", problems),
        from,
        to,
        written: clean(&format!("{written} to {written_to}")),
    })
}
