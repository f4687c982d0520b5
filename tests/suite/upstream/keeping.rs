//! What an import leaves alone: people's half of a record, comments, the order of keys, and files without news.

use kepdb::upstream;

use super::{IMPORTED, LIST, PAGES, Records, import, input, world};

/// A gate's record as a person might have arranged it: imported keys out of order and with comments, people's keys
/// between them, single quotes, CRLF nowhere.
const ARRANGED: &str = r#"# The gate that the code wins.

topics = ["testing"]   # ours
name = 'CodeWins'      # single quotes, why not
summary = """
Our own sentence.
"""
history = [
  # how it began
  { since = "1.33", stage = "alpha", default = false, locked = false, source = "code" }, # first
  { since = "1.34", stage = "beta", default = false, locked = false, source = "code" },
  # the end
]
components = [ "kubelet" ]  # who reads it

aka = ["the winner"]

# Where to read on.
[[links]]
kind = "docs"
title = "A page"
url = "https://example.org/page"

[source.docs]
path = "content/en/docs/reference/command-line-tools-reference/feature-gates/CodeWins.md" # the page

[source.code]
path = "test/compatibility_lifecycle/reference/versioned_feature_list.yaml"
# The end of the file.
"#;

#[test]
fn what_people_wrote_stays_byte_for_byte_where_facts_change() {
    let project = world();
    project.write("content/gates/CodeWins.toml", ARRANGED);
    import(&project);
    // The second row's default was wrong and a third row was missing; nothing else may change.
    let expected = ARRANGED.replace(
        "  { since = \"1.34\", stage = \"beta\", default = false, locked = false, source = \"code\" },\n",
        "  { since = \"1.34\", stage = \"beta\", default = true, locked = false, source = \"code\" },\n  \
         { since = \"1.35\", stage = \"stable\", default = true, locked = true, source = \"code\" },\n",
    );
    assert_eq!(project.read("content/gates/CodeWins.toml"), expected);
}

#[test]
fn a_record_whose_facts_hold_is_not_written_however_it_is_arranged() {
    let project = world();
    let mut notes = input(&project);
    import(&project);
    let path = "content/keps/1009-prose-components.toml";
    let arranged = "# Ours.\ntitle = 'Prose components'\nslug = \"prose-components\"\nnumber = 1_009\n\n[facts]\n\
                    components = [\n  \"kube-apiserver\", # first\n  \"kube-scheduler\",\n  \"kubelet\",\n]\n\
                    gates = ['BornBeta']\nstatus = \"implementable\" # still\nsig = \"node\"\n\
                    source = { path = \"keps/sig-node/1009-prose-components/kep.yaml\" }\n\n[risk]\nlevel = \"low\"\n";
    project.write(path, arranged);
    // A newer commit alone is no news for a record either.
    notes.notes.push(format!("kep={}", "1".repeat(40)).parse().expect("a note"));
    let report = upstream::import(&notes).expect("an import");
    assert_eq!(project.read(path), arranged);
    assert!(report.keps.changed.is_empty(), "{:?}", report.keps);
}

#[test]
fn carriage_returns_and_a_byte_order_mark_stay() {
    let project = world();
    let arranged = format!("\u{feff}{}", ARRANGED.replace('\n', "\r\n"));
    project.write("content/gates/CodeWins.toml", &arranged);
    import(&project);
    let text = project.read("content/gates/CodeWins.toml");
    assert!(text.starts_with("\u{feff}# The gate that the code wins.\r\n"), "{text:?}");
    assert!(!text.replace("\r\n", "").contains('\n'), "{text:?}");
    assert!(text.contains("since = \"1.35\""));
}

#[test]
fn a_second_run_changes_no_byte() {
    let project = world();
    let first = import(&project);
    assert!(first.changes_anything());
    let before = project.snapshot("content");
    let second = import(&project);
    assert!(!second.changes_anything(), "{}", second.to_text(9));
    assert_eq!(project.snapshot("content"), before);
    assert_eq!((second.keps.unchanged, second.gates.unchanged), (16, 21));
}

#[test]
fn a_second_run_on_arranged_records_changes_no_byte() {
    let project = world();
    project.write("content/gates/CodeWins.toml", ARRANGED);
    import(&project);
    let before = project.snapshot("content");
    assert!(!import(&project).changes_anything());
    assert_eq!(project.snapshot("content"), before);
}

#[test]
fn news_of_one_gate_touches_one_record() {
    let project = world();
    import(&project);
    let before = Records::of(&project);
    let list = project.read(LIST).replace("name: WithoutAPage\n  versionedSpecs:\n", "name: WithoutAPage\n  versionedSpecs:\n  - default: true\n    lockToDefault: false\n    preRelease: Beta\n    version: \"1.36\"\n");
    assert_ne!(list, project.read(LIST));
    project.write(LIST, list);
    let report = import(&project);
    assert_eq!(report.gates.changed, ["WithoutAPage"]);
    assert!(report.gates.new.is_empty() && report.keps.changed.is_empty());
    let after = Records::of(&project);
    let changed: Vec<_> = after.0.iter().filter(|(path, text)| before.0.get(*path) != Some(text)).collect();
    // The specs stand out of order now, which is a disagreement of the list with itself.
    assert_eq!(
        changed.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["drift.toml", "gates/WithoutAPage.toml"]
    );
}

#[test]
fn a_record_without_an_upstream_file_stays_and_is_named() {
    let project = world();
    import(&project);
    std::fs::remove_file(project.join(&format!("{PAGES}/GoneLongAgo.md"))).expect("remove a page");
    std::fs::remove_dir_all(project.join("enhancements/keps/sig-node/1012-claims-it-too"))
        .expect("remove a KEP");
    let report = import(&project);
    assert_eq!(report.gates.gone, ["GoneLongAgo"]);
    assert_eq!(report.keps.gone, ["1012-claims-it-too"]);
    let records = Records::of(&project);
    assert_eq!(records.history("GoneLongAgo"), IMPORTED.history("GoneLongAgo"));
    assert_eq!(records.text("keps/1012-claims-it-too.toml"), IMPORTED.text("keps/1012-claims-it-too.toml"));
}

#[test]
fn a_kep_that_moves_to_another_folder_keeps_its_record() {
    let project = world();
    import(&project);
    let path = "content/keps/1013-no-gate-no-status.toml";
    project.write(path, project.read(path) + "\n[risk]\nlevel = \"low\"\n");
    std::fs::rename(
        project.join("enhancements/keps/sig-node/1013-no-gate-no-status"),
        project.join("enhancements/keps/sig-auth/1013-a-better-name"),
    )
    .expect("rename a folder");
    let report = import(&project);
    assert!(report.keps.new.is_empty() && report.keps.gone.is_empty(), "{:?}", report.keps);
    let text = project.read(path);
    assert!(text.contains("path = \"keps/sig-auth/1013-a-better-name/kep.yaml\""), "{text}");
    assert!(text.ends_with("[risk]\nlevel = \"low\"\n"), "{text}");
}

#[test]
fn a_record_that_people_broke_is_left_alone_and_reported() {
    let project = world();
    project.write("content/gates/CodeWins.toml", "name = \"CodeWins\nsummary = ");
    let report = import(&project);
    assert_eq!(project.read("content/gates/CodeWins.toml"), "name = \"CodeWins\nsummary = ");
    assert!(
        report.unreadable.iter().any(|file| file.path == "gates/CodeWins.toml"),
        "{:?}",
        report.unreadable
    );
}
