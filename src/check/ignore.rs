//! Findings that somebody has accepted, with the reason why.

use super::judge::{Finding, Report, Rule};
use crate::model::MinorVersion;

/// What is accepted. Every part that is given must fit; one of gate and rule is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ignore {
    /// The gate, as files write it.
    pub gate: Option<String>,
    /// The rule.
    pub rule: Option<Rule>,
    /// The component's slug.
    pub component: Option<String>,
    /// The first target version for which it no longer holds.
    pub until: Option<MinorVersion>,
    /// Why it is accepted.
    pub reason: String,
}

/// A finding that is accepted.
#[derive(Debug, Clone)]
pub struct Ignored<'kb> {
    /// The finding.
    pub finding: Finding<'kb>,
    /// Position of the [`Ignore`] that accepts it.
    pub by: usize,
}

impl Ignore {
    fn fits(&self, finding: &Finding<'_>) -> bool {
        self.gate.as_ref().is_none_or(|gate| finding.gate.as_ref() == Some(gate))
            && self.rule.is_none_or(|rule| finding.rule == rule)
            && self.component.as_ref().is_none_or(|component| finding.components.contains(component))
    }

    fn words(&self) -> String {
        let parts = [
            self.gate.as_ref().map(|gate| format!("`{gate}`")),
            self.rule.map(|rule| format!("`{rule}`")),
            self.component.as_ref().map(|component| format!("for {component}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl<'kb> Report<'kb> {
    /// Takes the accepted findings out. Whoever accepts nothing is a finding of its own, which stands where `ignores`
    /// say it: the caller knows their places, and gives them in `spots`.
    pub fn ignore(&mut self, ignores: &[Ignore], spots: &[Option<super::judge::Spot>]) -> Vec<Ignored<'kb>> {
        let target = self.question.target();
        let is_over = |ignore: &Ignore| ignore.until.is_some_and(|until| target >= until);
        let mut is_used = vec![false; ignores.len()];
        let mut ignored = Vec::new();
        let mut kept = Vec::with_capacity(self.findings.len());
        for finding in std::mem::take(&mut self.findings) {
            let mut by = None;
            for (position, ignore) in ignores.iter().enumerate().filter(|(_, one)| one.fits(&finding)) {
                is_used[position] = true;
                if !is_over(ignore) {
                    by.get_or_insert(position);
                }
            }
            match by {
                Some(by) => ignored.push(Ignored { finding, by }),
                None => kept.push(finding),
            }
        }
        for (position, ignore) in ignores.iter().enumerate() {
            let words = ignore.words();
            let (message, label, help) = match (is_used[position], ignore.until.filter(|_| is_over(ignore))) {
                (true, None) => continue,
                (true, Some(until)) => (
                    format!("what was accepted for {words} until {until} counts again"),
                    format!("not for {target}"),
                    "mend it, or give it another version",
                ),
                (false, _) => (
                    format!("nothing is found that was accepted for {words}"),
                    String::new(),
                    "delete the entry",
                ),
            };
            let mut finding = Finding::new(Rule::UnusedIgnore, message, label).help(help);
            finding.gate.clone_from(&ignore.gate);
            finding.spot = spots.get(position).cloned().flatten();
            kept.push(finding);
        }
        self.findings = kept;
        self.sort();
        ignored
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge::{Question, judge};
    use super::super::setting::{Carrier, Found, Place, Setting, Value, Who};
    use super::*;
    use crate::kb::{KnowledgeBase, fixture};
    use crate::model::Content;

    fn kb() -> KnowledgeBase {
        let gates = vec![fixture::gate("Known", &["1.30 alpha off", "1.36 beta on"])];
        KnowledgeBase::new(Content { gates, ..Content::default() })
    }

    fn setting(gate: &str) -> Setting {
        Setting {
            gate: gate.to_owned(),
            value: Value::On,
            prefix: None,
            who: Who::Component("kubelet"),
            place: Place::KubeletConfig,
            carrier: Carrier::File,
            list: 0,
            emulated: None,
            span: 0..1,
            name_span: 0..1,
        }
    }

    #[test]
    fn takes_out_what_fits_and_names_what_does_not() {
        let kb = kb();
        let version = |text: &str| text.parse::<MinorVersion>().expect("a version");
        let question = Question::new(&kb, version("1.36"), None).expect("known");
        let found =
            Found { settings: vec![setting("NoSuchGateA"), setting("NoSuchGateB")], ..Found::default() };
        let of =
            |gate: &str| Ignore { gate: Some(gate.to_owned()), reason: "x".to_owned(), ..Ignore::default() };
        let ignores = [
            of("NoSuchGateA"),
            Ignore { rule: Some(Rule::LockedGate), ..of("NoSuchGateB") },
            Ignore { until: Some(version("1.36")), ..of("NoSuchGateB") },
        ];
        let mut report = judge(&kb, &[found], question);
        let ignored = report.ignore(&ignores, &[]);
        assert_eq!(ignored.iter().map(|one| one.by).collect::<Vec<_>>(), [0]);
        let left: Vec<_> = report.findings.iter().map(|one| (one.rule, one.message.as_str())).collect();
        assert_eq!(
            left,
            [
                (Rule::UnknownGate, "no gate is called `NoSuchGateB`"),
                (Rule::UnusedIgnore, "nothing is found that was accepted for `NoSuchGateB` `locked-gate`"),
                (Rule::UnusedIgnore, "what was accepted for `NoSuchGateB` until 1.36 counts again"),
            ]
        );
    }
}
