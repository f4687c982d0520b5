//! The filter options that `query` and `diff` share, and their check against the records.

use kepdb::diag::nearest;
use kepdb::kb::{ChangeKind, KnowledgeBase};
use kepdb::model::{KepNumber, Stage, Taxon};
use kepdb::query::Filter;

use super::arguments;
use super::outcome::Problem;

/// Filters; several values of one mean any of them, different ones must all hold
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters (several values of one: any of them; different ones: all of them)")]
pub(crate) struct FilterArgs {
    /// Only gates at this stage (a removed gate: at its last one)
    #[arg(long, value_parser = arguments::stage(), ignore_case = true, value_delimiter = ',')]
    stage: Vec<Stage>,
    /// Only gates that are on or off by default
    #[arg(long, value_parser = arguments::on_off(), ignore_case = true, value_name = "on|off", hide_possible_values = true)]
    default: Vec<bool>,
    /// Only what a SIG owns, by slug: auth, node, …
    #[arg(long, value_delimiter = ',')]
    sig: Vec<String>,
    /// Only what belongs to a topic, by slug
    #[arg(long, value_delimiter = ',')]
    topic: Vec<String>,
    /// Only gates that a component reads: kubelet, kube-apiserver, …
    #[arg(long, value_delimiter = ',')]
    component: Vec<String>,
    /// Only gates of a KEP, by number
    #[arg(long, value_parser = arguments::kep_number, value_name = "NUMBER", value_delimiter = ',')]
    kep: Vec<KepNumber>,
    /// Only this gate, by any name it has or had
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    gate: Vec<String>,
    /// Only gates that this happened to
    #[arg(long, value_parser = arguments::change(), value_delimiter = ',')]
    change: Vec<ChangeKind>,
}

impl FilterArgs {
    /// Whether a change is asked for, which a state cannot answer.
    pub(crate) fn asks_for_changes(&self) -> bool {
        !self.change.is_empty()
    }

    /// The filter, with every name checked: a misspelt one would filter everything out in silence.
    pub(crate) fn resolve(&self, kb: &KnowledgeBase) -> Result<Filter, Problem> {
        let taxonomy = &kb.content().taxonomy;
        let slugs =
            |option: &str, what: &str, given: &[String], known: &[Taxon]| -> Result<Vec<String>, Problem> {
                given.iter().map(|word| slug(option, what, word, known)).collect()
            };
        Ok(Filter {
            stages: self.stage.clone(),
            defaults: self.default.clone(),
            sigs: slugs("--sig", "SIG", &self.sig, &taxonomy.sigs)?,
            topics: slugs("--topic", "topic", &self.topic, &taxonomy.topics)?,
            components: slugs("--component", "component", &self.component, &taxonomy.components)?,
            keps: self.kep.iter().map(|number| kep(kb, *number)).collect::<Result<_, _>>()?,
            gates: self.gate.iter().map(|name| gate(kb, name)).collect::<Result<_, _>>()?,
            changes: self.change.clone(),
        })
    }
}

/// The slug that `word` names, by slug or display name, with or without `sig-`.
pub(crate) fn slug(option: &str, what: &str, word: &str, known: &[Taxon]) -> Result<String, Problem> {
    let lower = word.trim().to_lowercase();
    let bare = if option == "--sig" { lower.strip_prefix("sig-").unwrap_or(&lower) } else { &lower };
    let fits = |taxon: &&Taxon| taxon.slug.value == bare || taxon.name.to_lowercase() == bare;
    if let Some(taxon) = known.iter().find(fits) {
        return Ok(taxon.slug.value.clone());
    }
    let problem = |end: &str| Problem::new(format!("no {what} is called `{word}`{end}"));
    let slugs = || known.iter().map(|taxon| taxon.slug.as_str());
    Err(match nearest(bare, slugs()) {
        Some(near) => problem(&format!(": did you mean `{near}`?")).next(format!("… {option} {near}")),
        None => problem(&format!("; known are {}", slugs().collect::<Vec<_>>().join(", "))),
    })
}

/// The number, where a KEP has it.
pub(crate) fn kep(kb: &KnowledgeBase, number: KepNumber) -> Result<KepNumber, Problem> {
    match kb.keps_numbered(number).next() {
        Some(_) => Ok(number),
        None => Err(Problem::new(format!("no KEP has the number {number}")).next("kepdb show NAME")),
    }
}

/// The real name of a gate.
pub(crate) fn gate(kb: &KnowledgeBase, name: &str) -> Result<String, Problem> {
    if let Some(gate) = kb.gate(name) {
        return Ok(gate.name.to_string());
    }
    let known = kb.gates().iter().map(|gate| gate.name.as_str());
    Err(match nearest(name, known) {
        Some(near) => Problem::new(format!("no gate is called `{name}`: did you mean `{near}`?"))
            .next(format!("… --gate {near}")),
        None => Problem::new(format!("no gate is called `{name}`")).next("kepdb show NAME"),
    })
}
