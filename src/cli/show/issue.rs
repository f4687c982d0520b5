//! What GitHub says about a KEP's tracking issue, on the page of the KEP.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use kepdb::kb::KnowledgeBase;
use kepdb::model::{IssueAnswer, IssueStatus, Kep, StatusBook};
use kepdb::query::{assigned_words, issue_words, status_facts};

use super::super::output::page::Block;
use super::super::words;

/// The blocks about the issue of `kep`; none for a KEP without a number.
pub(super) fn blocks(kb: &KnowledgeBase, kep: &Kep, book: &StatusBook, today: Date) -> Vec<Block> {
    if kep.number.0 == 0 {
        return Vec::new();
    }
    let heading = Block::Heading("Issue status".to_owned(), None);
    let block = match book.answer(kep.number.value) {
        None => Block::Prose("Not fetched: `kepdb status` asks GitHub for it.".to_owned()),
        Some(IssueAnswer::Missing { checked }) => {
            Block::Prose(format!("GitHub has no issue of this number (asked on {}).", day(*checked)))
        }
        Some(IssueAnswer::Issue(issue)) => {
            let mut blocks = vec![heading, Block::Facts(facts(issue, book.answer(kep.number.value)))];
            let found = status_facts(kb, kep, issue, today);
            if !found.is_empty() {
                let lines =
                    found.iter().map(|fact| format!("- {}.\n", words::capitalised(&fact.to_string())));
                blocks.push(Block::Prose(lines.collect()));
            }
            return blocks;
        }
    };
    vec![heading, block]
}

fn facts(issue: &IssueStatus, answer: Option<&IssueAnswer>) -> Vec<(&'static str, String)> {
    let mut facts = vec![("State", issue_words(answer))];
    if let Some(milestone) = &issue.milestone {
        facts.push(("Milestone", milestone.clone()));
    }
    if !issue.labels.is_empty() {
        let more = match issue.labels_left_out {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        facts.push(("Labels", format!("{}{more}", issue.labels.join(", "))));
    }
    facts.push(("Assigned", assigned_words(issue)));
    if let Some(address) = &issue.moved_to {
        facts.push(("Moved to", address.clone()));
    }
    facts.push(("Last change", day(issue.updated).to_string()));
    facts.push(("Fetched", day(issue.fetched_at).to_string()));
    facts
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}
