//! `kepdb new`: a skeleton of a record, with comments that say what may be filled in.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use fs_err as fs;

use kepdb::kb::KnowledgeBase;
use kepdb::model::{GateName, KepNumber, MinorVersion, Stage};

use super::arguments;
use super::context::Context;
use super::filters::slug;
use super::outcome::{Outcome, Problem};

/// Write the skeleton of a record, ready to be filled in; never overwrites one
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    record: Record,
}

#[derive(Debug, clap::Subcommand)]
enum Record {
    /// A KEP: content/keps/<NUMBER>-<SLUG>.toml
    Kep(KepArgs),
    /// A feature gate: content/gates/<NAME>.toml
    Gate(GateArgs),
    /// A curated list: content/collections/<SLUG>.toml
    Collection(CollectionArgs),
}

#[derive(Debug, clap::Args)]
struct KepArgs {
    /// Number and slug, such as 4317-pod-certificates
    #[arg(value_parser = numbered_slug)]
    name: (KepNumber, String),
    /// The title; made from the slug when it is not given
    #[arg(long)]
    title: Option<String>,
    /// The owning SIG, by slug
    #[arg(long)]
    sig: Option<String>,
    /// A topic, by slug
    #[arg(long, value_name = "SLUG")]
    topic: Vec<String>,
    /// A gate that carries it; its record must exist
    #[arg(long, value_name = "NAME")]
    gate: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct GateArgs {
    /// The name as it stands in --feature-gates
    #[arg(value_parser = gate_name)]
    name: GateName,
    /// A component that reads the gate, by slug
    #[arg(long, value_name = "SLUG")]
    component: Vec<String>,
    /// First minor version with the gate
    #[arg(long, value_name = "VERSION", value_parser = arguments::minor_version)]
    since: Option<MinorVersion>,
    /// Stage at that version
    #[arg(long, requires = "since", default_value = "alpha", value_parser = arguments::stage(), ignore_case = true)]
    stage: Stage,
    /// Default at that version
    #[arg(long, requires = "since", value_name = "on|off", value_parser = arguments::on_off(), hide_possible_values = true)]
    default: Option<bool>,
}

#[derive(Debug, clap::Args)]
struct CollectionArgs {
    /// The slug, such as security-stable-2025
    #[arg(value_parser = bare_slug)]
    name: String,
    /// The title; made from the slug when it is not given
    #[arg(long)]
    title: Option<String>,
    /// A KEP of the list; its record must exist
    #[arg(long, value_name = "NUMBER", value_parser = arguments::kep_number)]
    kep: Vec<KepNumber>,
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let dir = context.content_dir().map_or_else(|| PathBuf::from("content"), Path::to_path_buf);
    if !dir.is_dir() {
        let message = format!("there is no folder `{}` to write the record into", dir.display());
        return Err(Problem::new(message).next("kepdb new … --content DIR").into());
    }
    let kb = context.knowledge_base_of(&dir)?;
    let (file, text) = match &args.record {
        Record::Kep(kep) => kep_record(&kb, kep)?,
        Record::Gate(gate) => gate_record(&kb, gate)?,
        Record::Collection(collection) => collection_record(&kb, collection)?,
    };
    let path = dir.join(&file);
    write(&path, &text)?;
    let shown = path.display().to_string().replace('\\', "/");
    let remarks = format!("fill it in, then: kepdb validate --content {}\n", dir.display());
    Ok(Outcome { remarks, ..Outcome::answer(format!("{shown}\n")) })
}

/// Writes a new file, and only a new one.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).context("cannot make the folder of the record")?;
    }
    let mut file = match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Problem::new(format!(
                "the record `{}` exists: nothing is overwritten",
                path.display()
            ))
            .into());
        }
        Err(error) => return Err(error).context("cannot write the record"),
    };
    file.write_all(text.as_bytes()).context("cannot write the record")
}

fn numbered_slug(text: &str) -> Result<(KepNumber, String), String> {
    let advice = || "write number and slug, such as 4317-pod-certificates".to_owned();
    let (number, slug) = text.split_once('-').ok_or_else(advice)?;
    let number = number.parse().map_err(|_cause| advice())?;
    Ok((KepNumber(number), bare_slug(slug)?))
}

fn bare_slug(text: &str) -> Result<String, String> {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    match text.split('-').all(is_part) && text.len() <= 100 {
        true => Ok(text.to_owned()),
        false => Err("a slug is lower-case letters and digits, joined by single hyphens".to_owned()),
    }
}

fn gate_name(text: &str) -> Result<GateName, String> {
    GateName::new(text)
        .ok_or_else(|| "a gate's name is letters and digits, and starts with a letter".to_owned())
}

fn kep_record(kb: &KnowledgeBase, args: &KepArgs) -> Result<(String, String), Problem> {
    let (number, name) = &args.name;
    if let Some(kep) = kb.keps_numbered(*number).next() {
        return Err(Problem::new(format!("KEP {number} has a record: keps/{}.toml", kep.key())));
    }
    let taxonomy = &kb.content().taxonomy;
    let title = args.title.clone().unwrap_or_else(|| title_of(name));
    let topics = checked(&args.topic, |word| slug("--topic", "topic", word, &taxonomy.topics))?;
    let sig = args.sig.as_ref().map(|word| slug("--sig", "SIG", word, &taxonomy.sigs)).transpose()?;
    let gates = checked(&args.gate, |name| super::filters::gate(kb, name))?;

    let mut text = format!("number = {number}\nslug = {}\ntitle = {}\n", quoted(name), quoted(&title));
    text.push_str(
        "\n# What people write. An import never touches it; docs/records.md says what each key means.\n\
         # summary = \"Two or three sentences of your own: what it does, and for whom.\"\n",
    );
    text.push_str(&match topics.is_empty() {
        true => "# topics = [\"identity\"]\n".to_owned(),
        false => format!("topics = {}\n", list(&topics)),
    });
    text.push_str(
        "# aka = [\"another name\"]\n\
         \n\
         # [risk]\n\
         # level = \"medium\"          # low, medium or high\n\
         # reviewed = 2026-01-31\n\
         # enable = \"What can go wrong when it is turned on.\"\n\
         # disable = \"What breaks, or stays behind, when it is turned off again.\"\n\
         # upgrade = \"What changes by itself, and at which version.\"\n\
         # mitigation = \"What to watch, and how to roll it out.\"\n\
         \n\
         # [[links]]\n\
         # kind = \"docs\"             # docs, blog, kep, issue, cve or code\n\
         # title = \"What it is called\"\n\
         # url = \"https://kubernetes.io/docs/\"\n\
         \n\
         # Facts from upstream: an import writes them. Correct one with [pinned.<fact>], never here.\n\
         [facts]\n",
    );
    if let Some(sig) = sig {
        text.push_str(&format!("sig = {}\n", quoted(&sig)));
    }
    if !gates.is_empty() {
        text.push_str(&format!("gates = {}\n", list(&gates)));
    }
    Ok((format!("keps/{number}-{name}.toml"), text))
}

fn gate_record(kb: &KnowledgeBase, args: &GateArgs) -> Result<(String, String), Problem> {
    let name = args.name.as_str();
    if let Some(gate) = kb.gate(name) {
        let known = gate.name.as_str();
        return Err(Problem::new(format!("the gate {known} has a record: gates/{known}.toml")));
    }
    let taxonomy = &kb.content().taxonomy;
    let components =
        checked(&args.component, |word| slug("--component", "component", word, &taxonomy.components))?;
    let mut text = format!("name = {}\n", quoted(name));
    if !components.is_empty() {
        text.push_str(&format!("components = {}\n", list(&components)));
    }
    let row = |since: &str, default: Option<bool>| {
        let default = default.map(|on| format!(", default = {on}")).unwrap_or_default();
        format!("  {{ since = \"{since}\", stage = \"{}\"{default}, source = \"hand\" }},\n", args.stage)
    };
    match args.since {
        Some(since) => text.push_str(&format!("history = [\n{}]\n", row(&since.to_string(), args.default))),
        None => text.push_str(&format!("# history = [\n# {}# ]\n", row("1.38", Some(false)))),
    }
    text.push_str(
        "\n# What people write. An import never touches it; docs/records.md says what each key means.\n\
         # summary = \"Two or three sentences of your own: what it switches.\"\n\
         # topics = [\"identity\"]\n\
         # aka = [\"another name\"]\n\
         \n\
         # [[links]]\n\
         # kind = \"docs\"             # docs, blog, kep, issue, cve or code\n\
         # title = \"What it is called\"\n\
         # url = \"https://kubernetes.io/docs/\"\n",
    );
    Ok((format!("gates/{name}.toml"), text))
}

fn collection_record(kb: &KnowledgeBase, args: &CollectionArgs) -> Result<(String, String), Problem> {
    let name = &args.name;
    if kb.collections().iter().any(|collection| collection.slug.value == *name) {
        return Err(Problem::new(format!("the collection {name} has a record: collections/{name}.toml")));
    }
    let keps = checked(&args.kep, |number| super::filters::kep(kb, *number))?;
    let title = args.title.clone().unwrap_or_else(|| title_of(name));
    let version = kb.horizon().map_or_else(|| "1.37".to_owned(), |version| version.to_string());
    let mut text = format!(
        "slug = {}\ntitle = {}\nintroduction = \"Who claimed what, and when, in your own words.\"\n\
         # related = [\"another-collection\"]\n\
         \n\
         # [[links]]\n\
         # kind = \"blog\"             # docs, blog, kep, issue, cve or code\n\
         # title = \"Where the claims can be read\"\n\
         # url = \"https://kubernetes.io/blog/\"\n",
        quoted(name),
        quoted(&title),
    );
    // The claim is what an author said, right or wrong: the records judge it.
    let entry = |number: &str, mark: &str| {
        format!(
            "\n{mark}[[entries]]\n{mark}kep = {number}\n\
             {mark}claim = {{ stage = \"stable\", version = \"{version}\" }}   # also: new = true, default = true\n\
             {mark}why = \"Why it matters, in a sentence or two of your own.\"\n"
        )
    };
    match keps.is_empty() {
        true => text.push_str(&entry("4317", "# ")),
        false => keps.iter().for_each(|number| text.push_str(&entry(&number.to_string(), ""))),
    }
    Ok((format!("collections/{name}.toml"), text))
}

fn checked<T, U>(given: &[T], check: impl Fn(&T) -> Result<U, Problem>) -> Result<Vec<U>, Problem> {
    given.iter().map(check).collect()
}

/// `pod-certificates` → `Pod certificates`.
fn title_of(slug: &str) -> String {
    super::words::capitalised(&slug.replace('-', " "))
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_of_records() {
        assert_eq!(
            numbered_slug("4317-pod-certificates"),
            Ok((KepNumber(4317), "pod-certificates".to_owned()))
        );
        for text in ["4317", "pod-certificates", "4317-Pod", "4317-", "4317-a--b", "4317-../x", "-1-a"] {
            assert!(numbered_slug(text).is_err(), "{text}");
        }
    }

    #[test]
    fn quotes_whatever_a_title_holds() {
        assert_eq!(quoted("a \"b\" \\ c\n\u{1b}"), "\"a \\\"b\\\" \\\\ c\\u000A\\u001B\"");
    }
}
