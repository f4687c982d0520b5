//! What looks wrong and is not: real gates with odd lives, and problems that are another rule's or reader's business.

use kepdb::diag::{Code, Diagnostic};
use kepdb::kb::KnowledgeBase;
use kepdb::{lint, load};

/// What the rules, without the reader, say about files.
fn lint(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let files =
        files.iter().map(|(path, text)| (format!("content/{path}"), text.to_string().into())).collect();
    let loaded = load::load_texts(files);
    lint::run(&KnowledgeBase::new(loaded.content), &loaded.sources)
}

fn codes(files: &[(&str, &str)]) -> Vec<Code> {
    lint(files).iter().map(|found| found.code).collect()
}

/// Rules on one gate with the given rows, each `since stage default locked`.
fn codes_of_history(rows: &[&str]) -> Vec<Code> {
    let row = |row: &&str| {
        let words: Vec<_> = row.split(' ').collect();
        format!(
            "{{ since = \"{}\", stage = \"{}\", default = {}, locked = {} }},",
            words[0], words[1], words[2], words[3]
        )
    };
    let rows: String = rows.iter().map(row).collect();
    codes(&[("gates/Odd.toml", &format!("name = \"Odd\"\nhistory = [{rows}]\n"))])
}

#[test]
fn accepts_histories_that_were_really_so() {
    let odd = [
        // On, off and on again within one stage.
        vec![
            "1.27 alpha false false",
            "1.32 beta true false",
            "1.33 beta false false",
            "1.34 beta true false",
        ],
        // Stable, and only later locked.
        vec!["1.30 stable true false", "1.31 stable true true"],
        // Locked, and opened again.
        vec!["1.30 stable true true", "1.31 stable true false"],
        // From beta on by default to deprecated, whose default then flips.
        vec!["1.29 beta true false", "1.30 deprecated false false", "1.33 deprecated true false"],
        // A demotion.
        vec!["1.22 alpha false false", "1.23 beta true false", "1.24 alpha false false"],
        // Stable from its first day.
        vec!["1.33 stable true true"],
    ];
    for rows in odd {
        assert_eq!(codes_of_history(&rows), [], "{rows:?}");
    }
}

#[test]
fn rejects_stages_that_come_after_stable() {
    for to in ["alpha", "beta"] {
        let rows = ["1.30 stable true false", &format!("1.31 {to} true false")];
        assert_eq!(codes_of_history(&rows), [Code::ContradictoryHistory], "{to}");
    }
}

#[test]
fn compares_versions_as_numbers() {
    assert_eq!(codes_of_history(&["1.9 alpha false false", "1.10 beta true false"]), []);
    assert_eq!(codes_of_history(&["1.10 alpha false false", "1.9 beta true false"]), [Code::VersionOrder]);
}

#[test]
fn does_not_blame_references_to_a_file_that_cannot_be_read() {
    let list = r#"
        slug = "list"
        title = "List"
        introduction = "x"
        related = ["other"]
        [[entries]]
        kep = 1
        claim = { stage = "beta", version = "1.33" }
        why = "x"
    "#;
    let refers = "number = 2\nslug = \"b\"\ntitle = \"B\"\n[facts]\nsee-also = [1]\ngates = [\"Broken\"]\n";
    let readable = [("collections/list.toml", list), ("keps/2-b.toml", refers)];
    let dangling: Vec<Code> = codes(&readable);
    assert_eq!(
        dangling,
        [Code::DanglingCollection, Code::DanglingKep, Code::DanglingKep, Code::DanglingGate]
    );

    let broken = [("collections/other.toml", "="), ("gates/Broken.toml", "="), ("keps/1-a.toml", "=")];
    assert_eq!(codes(&[readable.as_slice(), &broken].concat()), []);
}

#[test]
fn without_taxonomy_or_releases_there_is_nothing_to_check_words_against() {
    let kep = (
        "keps/1-a.toml",
        "number = 1\nslug = \"a\"\ntitle = \"A\"\n[facts]\nsig = \"x\"\nlatest = \"1.99\"\n",
    );
    assert_eq!(codes(&[kep]), []);
    let taxonomy = ("taxonomy.toml", "[[topics]]\nslug = \"t\"\nname = \"T\"\n");
    let releases = ("releases.toml", "[[releases]]\nversion = \"1.37\"\n");
    assert_eq!(codes(&[kep, taxonomy, releases]), [Code::UnknownSig, Code::UnknownRelease]);
}

#[test]
fn a_successor_may_be_named_on_either_side() {
    let replaced =
        ("keps/1-a.toml", "number = 1\nslug = \"a\"\ntitle = \"A\"\n[facts]\nstatus = \"replaced\"\n");
    let successor = ("keps/2-b.toml", "number = 2\nslug = \"b\"\ntitle = \"B\"\n[facts]\nreplaces = [1]\n");
    assert_eq!(codes(&[replaced]), [Code::MissingSuccessor]);
    assert_eq!(codes(&[replaced, successor]), []);
}

#[test]
fn a_deprecation_that_is_only_planned_needs_no_successor() {
    let plan = |version| {
        format!(
            "number = 1\nslug = \"a\"\ntitle = \"A\"\n[facts]\nstages = {{ deprecated = \"{version}\" }}\n"
        )
    };
    let known = "name = \"Newest\"\nhistory = [{ since = \"1.37\", stage = \"alpha\", default = false }]\n";
    for (version, expected) in [("1.38", vec![]), ("1.37", vec![Code::MissingSuccessor])] {
        assert_eq!(codes(&[("keps/1-a.toml", &plan(version)), ("gates/Newest.toml", known)]), expected);
    }
}

#[test]
fn drift_about_a_name_that_nobody_knows_dangles_nowhere() {
    let entry =
        |class| format!("[[drift]]\nclass = \"{class}\"\ngate = \"HTTP3\"\nfield = \"gate\"\ndocs = \"x\"\n");
    let waiver = "[[waivers]]\nclass = \"unknown-gate\"\nsubject = \"HTTP3\"\nreason = \"Not built yet.\"\n";
    assert_eq!(codes(&[("waivers.toml", waiver)]), [Code::DanglingGate]);
    let drift = entry("unknown-gate");
    assert_eq!(codes(&[("drift.toml", &drift), ("waivers.toml", waiver)]), []);
    let drift = entry("stage");
    assert_eq!(codes(&[("drift.toml", &drift)]), [Code::DanglingGate]);
}

#[test]
fn diagnostics_come_in_the_order_of_files_and_places() {
    let found = lint(&[
        ("gates/B.toml", "name = \"A\"\nremoved = \"1.30\"\n"),
        ("keps/9-z.toml", "number = 8\nslug = \"z\"\ntitle = \"Z\"\n[facts]\nsee-also = [7]\n"),
    ]);
    assert!(found.len() > 3 && found.is_sorted_by_key(|diagnostic| diagnostic.primary.span), "{found:?}");
}
