//! Corrections by hand.

use kepdb::diag::Code;
use kepdb::load::{LoadOptions, Loaded, Pins};
use kepdb::model::{FactSource, KepStatus, MinorVersion, Stage};

use super::{lines, load_one};

const KEP: &str = r#"number = 1
slug = "a"
title = "Imported"
[facts]
status = "implementable"
gates = ["A"]
[pinned.title]
value = "Corrected"
reason = "Upstream has a typo."
[pinned.status]
value = "implemented"
reason = "It shipped."
[pinned.gates]
value = []
reason = "The gate is another KEP's."
[pinned.stages]
value = { alpha = "1.30" }
reason = "Upstream does not say."
"#;

const GATE: &str = r#"name = "A"
history = [{ since = "1.30", stage = "alpha", source = "code" }]
[pinned.history]
value = [{ since = "1.29", stage = "alpha" }, { since = "1.31", stage = "beta", source = "docs" }]
reason = "The list starts too late."
"#;

fn load_imported(path: &str, text: &str) -> Loaded {
    let options = LoadOptions { pins: Pins::Ignore };
    options.load_texts(vec![(path.to_owned(), text.to_owned().into())])
}

#[test]
fn a_correction_takes_the_place_of_the_imported_fact() {
    let loaded = load_one("keps/1-a.toml", KEP);
    assert_eq!(lines(&loaded), "");
    let kep = &loaded.content.keps[0];
    assert_eq!(kep.title.value, "Corrected");
    assert_eq!(kep.status.expect("a status").value, KepStatus::Implemented);
    assert!(kep.gates.is_empty());
    assert_eq!(kep.targets.iter().count(), 1);
    let fields: Vec<_> = kep.pins.iter().map(|pin| pin.field.as_str()).collect();
    assert_eq!(fields, ["title", "status", "gates", "stages"], "in the order of the file");
}

#[test]
fn the_imported_facts_can_be_read_without_the_corrections() {
    let loaded = load_imported("keps/1-a.toml", KEP);
    assert_eq!(lines(&loaded), "");
    let kep = &loaded.content.keps[0];
    assert_eq!(kep.title.value, "Imported");
    assert_eq!(kep.status.expect("a status").value, KepStatus::Implementable);
    assert_eq!(kep.gates.len(), 1);
    assert_eq!(kep.targets.iter().count(), 0);
    assert_eq!(kep.pins.len(), 4, "the corrections stay known");
}

#[test]
fn a_row_of_a_corrected_history_is_by_hand_unless_it_says_otherwise() {
    let loaded = load_one("gates/A.toml", GATE);
    assert_eq!(lines(&loaded), "");
    let rows: Vec<_> = loaded.content.gates[0].history.iter().map(|row| row.source).collect();
    assert_eq!(rows, [FactSource::Hand, FactSource::Docs]);
    assert_eq!(loaded.content.gates[0].introduced(), Some(MinorVersion::new(1, 29)));

    let imported = load_imported("gates/A.toml", GATE);
    assert_eq!(imported.content.gates[0].history.len(), 1);
    let unsaid = GATE.replace(", source = \"code\"", "");
    assert_eq!(load_one("gates/A.toml", &unsaid).diagnostics[0].code, Code::MissingKey);
}

#[test]
fn a_correction_that_cannot_be_read_is_reported_and_leaves_the_imported_fact() {
    let text = KEP.replace("\"implemented\"", "\"implimented\"").replace("It shipped.", " ");
    let loaded = load_one("keps/1-a.toml", &text);
    assert_eq!(
        lines(&loaded),
        "keps/1-a.toml:11:9 unknown-value: unknown status `implimented`\n    \
         `\"implimented\"` not one of the known words\n    help: did you mean `implemented`?\n\
         keps/1-a.toml:12:10 empty-text: `reason` is empty\n    `\" \"` says nothing\n    \
         help: write what it should say, or leave the key out where it is optional\n"
    );
    assert_eq!(loaded.content.keps[0].status.expect("a status").value, KepStatus::Implementable);
}

#[test]
fn a_mistake_under_a_correction_is_still_reported() {
    let text = KEP.replace("\"implementable\"", "3");
    for loaded in [load_one("keps/1-a.toml", &text), load_imported("keps/1-a.toml", &text)] {
        assert_eq!(loaded.diagnostics.len(), 1, "{}", lines(&loaded));
        assert_eq!(loaded.diagnostics[0].code, Code::WrongType);
    }
}

#[test]
fn only_facts_can_be_corrected_and_only_with_value_and_reason() {
    let text = "number = 1\nslug = \"a\"\ntitle = \"A\"\n[pinned.statsu]\nvalue = 1\nreason = \"r\"\n\
                [pinned.summary]\nvalue = \"s\"\nreason = \"r\"\n[pinned.stage]\nreasons = \"r\"\n";
    let loaded = load_one("keps/1-a.toml", text);
    assert_eq!(
        lines(&loaded),
        "keps/1-a.toml:4:9 unknown-key: unknown key `statsu` in `[pinned]`\n    `statsu` no such key here\n    \
         help: did you mean `status`?\n\
         keps/1-a.toml:7:9 unknown-key: unknown key `summary` in `[pinned]`\n    `summary` no such key here\n    \
         help: `summary` belongs at the top of the file\n\
         keps/1-a.toml:10:1 missing-key: `reason` is missing in `[pinned.<fact>]`\n    `[pinned.stage]` \
         needs `reason = …`\n\
         keps/1-a.toml:10:1 missing-key: `value` is missing in `[pinned.<fact>]`\n    `[pinned.stage]` \
         needs `value = …`\n\
         keps/1-a.toml:11:1 unknown-key: unknown key `reasons` in `[pinned.<fact>]`\n    `reasons` no such key here\n    \
         help: did you mean `reason`?\n"
    );
    assert_eq!(loaded.content.keps[0].stage.map(|at| at.value), None::<Stage>);
}
