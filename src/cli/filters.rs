//! The filter options that `query` and `diff` share, and their check against the records.

use kepdb::diag::nearest;
use kepdb::kb::{ChangeKind, KnowledgeBase};
use kepdb::model::{KepNumber, Stage, Taxon, Taxonomy};
use kepdb::query::Filter;
use kepdb::search::document::{Lists, Standing};
use kepdb::search::grammar::{Conditions, Query};

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
    /// The same conditions as words, as in a search: 'stage:beta sig:auth'
    #[arg(long = "where", value_name = "CONDITIONS")]
    conditions: Vec<String>,
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
        let filter = Filter {
            stages: self.stage.clone(),
            defaults: self.default.clone(),
            sigs: slugs("--sig", "SIG", &self.sig, &taxonomy.sigs)?,
            topics: slugs("--topic", "topic", &self.topic, &taxonomy.topics)?,
            components: slugs("--component", "component", &self.component, &taxonomy.components)?,
            keps: self.kep.iter().map(|number| kep(kb, *number)).collect::<Result<_, _>>()?,
            gates: self.gate.iter().map(|name| gate(kb, name)).collect::<Result<_, _>>()?,
            changes: self.change.clone(),
        };
        self.conditions.iter().try_fold(filter, |filter, text| add(filter, text, taxonomy))
    }
}

/// Adds the conditions in `text`, which are a search's, to `filter`. What a search has and a filter has not is an error.
fn add(mut filter: Filter, text: &str, taxonomy: &Taxonomy) -> Result<Filter, Problem> {
    let lists = Lists::new(taxonomy);
    let query = Query::parse(text, &lists).map_err(|problem| {
        let shown = Problem::new(problem.message);
        match problem.instead {
            Some(instead) => shown.next(format!("… --where '{}'", text.replace(&problem.word, &instead))),
            None => shown,
        }
    })?;
    let Conditions { stages, sigs, topics, components, kinds, versions } = query.conditions;
    let refuse = |what: &str, next: &str| Err(Problem::new(format!("--where '{text}': {what}")).next(next));
    if let Some(word) = query.words.first() {
        let what = format!("`{}` is no condition; --where takes such as stage:beta", word.spelt);
        return refuse(&what, "kepdb search WORDS");
    }
    if !versions.is_empty() || !query.versions.is_empty() {
        return refuse("the version is an argument of its own", "kepdb query VERSION --where CONDITIONS");
    }
    if !kinds.is_empty() {
        return refuse("kind: is for searches only", "kepdb search WORDS");
    }
    for standing in stages {
        match standing {
            Standing::At(stage) => filter.stages.push(stage),
            Standing::Removed => return refuse("what was removed is a change", "… --change removed"),
            Standing::Planned => {
                return refuse("what is planned is asked for by its version", "kepdb query VERSION");
            }
        }
    }
    let slugs = |places: Vec<u32>, list: &[(String, String)]| -> Vec<String> {
        places
            .into_iter()
            .filter_map(|place| list.get(place as usize))
            .map(|(slug, _)| slug.clone())
            .collect()
    };
    filter.sigs.extend(slugs(sigs, &lists.sigs));
    filter.topics.extend(slugs(topics, &lists.topics));
    filter.components.extend(slugs(components, &lists.components));
    Ok(filter)
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
