//! `kepdb diff`.

use super::records::{ask, on, project};
use crate::support::assert_expected;

#[test]
fn an_upgrade_lists_what_can_hurt_first() {
    assert_expected("cli/diff-1.33-1.36.txt", &ask(&["diff", "1.33", "1.36", "--format", "table"]));
    assert_eq!(
        ask(&["diff", "1.33", "v1.36.1"]),
        "1.33..1.36\tremoved\t\t\tOldTimer\t1.35 removed\twas stable, on, locked\t\n\
         1.33..1.36\tremoved\t\t\tVanishing\t1.36/1.37 removed\tbeta, on\t\n\
         1.33..1.36\tlocked\t100\t=Evil ␛[31m \u{fffd} | <b>x</b>, \"y\"\tGrownUp\t1.34 on · 1.35 stable, locked\tstable, on, locked\tnode\n\
         1.33..1.36\tintroduced\t4317\tPod Certificates\tPodCertificateRequest\t1.34 new alpha · 1.35 beta\tbeta, off\tauth\n\
         1.33..1.36\tintroduced\t\t\tNewcomer\t1.35 new alpha\talpha, off\t\n"
    );
}

#[test]
fn a_downgrade_says_what_does_not_exist_yet() {
    assert_expected("cli/diff-1.36-1.33.txt", &ask(&["diff", "1.36", "1.33", "--format", "table"]));
}

#[test]
fn the_same_version_twice_differs_in_nothing() {
    let run = on(&project(), &["diff", "1.35", "1.35"]).run().code(1);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "nothing found: both versions are 1.35: nothing changes\n  try: kepdb query 1.35 --all\n"
    );
}

#[test]
fn the_same_version_twice_is_described_once() {
    let run = on(&project(), &["diff", "1.35", "v1.35.2", "--format", "table"]).run().code(1);
    assert_eq!(
        run.stdout.matches("1.35 on 2026-11-23: supported until 2027-02-28.").count(),
        1,
        "{}",
        run.stdout
    );
}

#[test]
fn targets_are_no_facts_to_compare() {
    for versions in [["1.35", "1.38"], ["1.38", "1.35"]] {
        let run = on(&project(), &[&["diff"], &versions[..]].concat()).run().code(2);
        assert!(
            run.stderr.contains(
                "the gates of 1.38 are not known: the newest version whose gates are known is 1.37"
            ),
            "{}",
            run.stderr
        );
    }
    let run = on(&project(), &["diff", "1.12", "1.35"]).run().code(2);
    assert!(run.stderr.contains("1.12 is older than 1.29"), "{}", run.stderr);
    assert!(run.stderr.ends_with("try: kepdb diff 1.29 1.35\n"), "{}", run.stderr);
}

#[test]
fn filters_narrow_the_report() {
    let out = ask(&["diff", "1.33", "1.36", "--sig", "auth"]);
    assert_eq!(out.lines().count(), 1);
    assert!(out.contains("\tPodCertificateRequest\t"), "{out}");
    let table = ask(&["diff", "1.33", "1.36", "--sig", "auth", "--format", "table"]);
    assert!(table.contains("\n1 of the 5 gates that differ. "), "{table}");
    let run = on(&project(), &["diff", "1.33", "1.34", "--change", "removed"]).run().code(1);
    assert!(
        run.stderr.contains("no gate that differs between 1.33 and 1.34 meets every filter"),
        "{}",
        run.stderr
    );
}
