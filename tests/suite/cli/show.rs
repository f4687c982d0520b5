//! `kepdb show`.

use super::records::{ask, on, project};
use crate::support::assert_expected;

#[test]
fn shows_everything_about_a_kep() {
    assert_expected("cli/show-4317.txt", &ask(&["show", "4317"]));
    assert_expected("cli/show-4317.md", &ask(&["show", "4317", "--format", "markdown"]));
}

#[test]
fn shows_everything_about_a_gate() {
    assert_expected("cli/show-GrownUp.txt", &ask(&["show", "GrownUp"]));
}

#[test]
fn a_kep_with_several_gates_says_which_is_meant() {
    let kep = "number = 7\nslug = \"two\"\ntitle = \"Two\"\n[facts]\ngates = [\"GrownUp\", \"OldTimer\"]\n";
    let project = project().file("content/keps/7-two.toml", kep);
    let page = on(&project, &["show", "7"]).run().success();
    for line in [
        "  - GrownUp: stable, on, locked (1.37, 1.36, 1.35)\n",
        "  - OldTimer: removed (1.37, 1.36, 1.35)\n",
        "  - GrownUp: default at 1.34 (default): code says off, docs says on. Accepted:\n",
    ] {
        assert!(page.contains(line), "{line}{page}");
    }
    assert!(!ask(&["show", "GrownUp"]).contains("- GrownUp: "));
}

#[test]
fn finds_a_kep_by_number_slug_and_other_names() {
    for name in [
        "KEP-4317",
        "kep-4317",
        "#4317",
        "pod-certificates",
        "4317-pod-certificates",
        "pcr",
        "Pod Certificates",
    ] {
        assert!(ask(&["show", name]).starts_with("KEP-4317 Pod Certificates\n"), "{name}");
    }
    assert!(ask(&["show", "pod", "certificates"]).starts_with("KEP-4317 "), "several words are one name");
    assert!(ask(&["show", "KubeletCertCNValidation"]).starts_with("KEP-4872 "));
}

#[test]
fn finds_a_gate_in_any_case_and_by_names_it_had() {
    assert!(ask(&["show", "podcertificaterequest"]).starts_with("PodCertificateRequest (feature gate)\n"));
    for name in ["GrowingUp", "grwonup"] {
        let page = ask(&["show", name]);
        assert!(page.starts_with("GrownUp (feature gate)\n"), "{page}");
        assert!(page.contains(&format!("{name} (another name of it)")), "{page}");
    }
}

#[test]
fn shows_every_kep_of_a_repeated_number() {
    let page = ask(&["show", "2133"]);
    assert!(page.contains("KEP-2133 First\n") && page.contains("\nKEP-2133 Second\n"), "{page}");
}

#[test]
fn says_where_a_removed_gate_went() {
    assert!(ask(&["show", "OldTimer"]).contains("Removed in 1.35; was stable, on by default, locked.\n"));
    let page = ask(&["show", "Vanishing"]);
    assert!(page.contains("Removed in 1.36 or 1.37; was beta, on by default.\n"), "{page}");
    assert!(page.contains("perhaps removed (was beta, on)"), "{page}");
}

#[test]
fn a_near_miss_is_suggested() {
    let run = on(&project(), &["show", "PodCertificateRequests"]).run().code(1);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "nothing found: no KEP or gate is called `PodCertificateRequests`: did you mean `PodCertificateRequest`?\n  \
         try: kepdb show PodCertificateRequest\n"
    );
    let run = on(&project(), &["show", "4318"]).run().code(1);
    assert_eq!(
        run.stderr,
        "nothing found: no KEP has the number 4318: it may be newer than the records, or wrong\n"
    );
    on(&project(), &["show"]).run().code(2);
}

#[test]
fn what_is_like_nothing_leads_to_the_list_of_everything() {
    let run = on(&project(), &["show", "xyzzyplugh"]).run().code(1);
    assert_eq!(
        run.stderr,
        "nothing found: no KEP or gate is called `xyzzyplugh`\n  try: kepdb query 1.37 --all\n"
    );
}

#[test]
fn repeats_a_name_without_letting_it_steer_the_terminal() {
    let run = on(&project(), &["show", "a\u{1b}[2Jb\u{202e}c"]).run().code(1);
    assert!(run.stderr.contains("`a␛[2Jb\u{fffd}c`"), "{}", run.stderr);
}
