//! The formats: each says the same, and none lets a title of upstream do harm.

use super::json_schema;
use super::records::{ask, on, project};
use crate::support::{assert_expected, kepdb};

#[test]
fn csv_quotes_and_guards_against_formulas() {
    assert_eq!(
        ask(&["query", "1.35", "--format", "csv", "--change", "graduated"]),
        "release,group,kep,title,gate,stage,default,sig\n\
         1.35,graduated,100,\"'=Evil ␛[31m \u{fffd} | <b>x</b>, \"\"y\"\"\",GrownUp,beta → stable,\"on, locked\",node\n"
    );
    assert!(
        ask(&["diff", "1.33", "1.36", "--format", "csv"])
            .starts_with("versions,group,kep,title,gate,changes,state,sig\n")
    );
}

#[test]
fn markdown_escapes_titles() {
    let page = ask(&["query", "1.35", "--format", "markdown", "--change", "graduated"]);
    assert!(page.starts_with("## Kubernetes 1.35\n\n"), "{page}");
    assert!(page.contains("### Graduated to stable (1)\n\n| KEP | Title | Gate |"), "{page}");
    assert!(page.contains("| =Evil ␛\\[31m \u{fffd} \\| \\<b\\>x\\</b\\>, \"y\" | GrownUp |"), "{page}");
}

#[test]
fn json_keeps_titles_as_they_are_but_in_escapes() {
    let text = ask(&["query", "1.35", "--format", "json"]);
    assert!(text.contains("\\u001b[31m \\u202e"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
}

#[test]
fn json_documents_keep_to_their_schemas() {
    let cases: [(&str, &[&str]); 12] = [
        ("query", &["query", "1.35"]),
        ("query", &["query", ">=1.30"]),
        ("query", &["query", "1.36", "--all"]),
        ("query", &["query", "1.38"]),
        ("diff", &["diff", "1.33", "1.37"]),
        ("diff", &["diff", "1.37", "1.33"]),
        ("show", &["show", "4317"]),
        ("show", &["show", "GrownUp"]),
        ("show", &["show", "2133"]),
        ("show", &["show", "Vanishing"]),
        ("show", &["show", "4872"]),
        ("validate", &["validate"]),
    ];
    for (name, args) in cases {
        let text = ask(&[args, &["--format", "json"]].concat());
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        json_schema::assert_valid(name, &document);
    }
}

#[test]
fn an_answer_without_rows_is_json_too() {
    let run = on(&project(), &["query", "1.35", "--sig", "auth", "--stage", "alpha", "--format", "json"])
        .run()
        .code(1);
    json_schema::assert_valid("query", &serde_json::from_str(&run.stdout).expect("JSON"));
    let run = on(&project(), &["diff", "1.35", "1.35", "--format", "json"]).run().code(1);
    json_schema::assert_valid("diff", &serde_json::from_str(&run.stdout).expect("JSON"));
}

#[test]
fn the_json_of_a_query_is_as_documented() {
    assert_expected("cli/query-1.35.json", &ask(&["query", "1.35", "--format", "json", "--sig", "auth"]));
}

#[test]
fn packed_answers_keep_to_their_schemas() {
    let cases: [(&str, &[&str]); 6] = [
        ("query", &["query", ">=1.1"]),
        ("query", &["query", "1.36", "--all"]),
        ("diff", &["diff", "1.3", "1.37"]),
        ("diff", &["diff", "1.37", "1.20"]),
        ("show", &["show", "4193"]),
        ("show", &["show", "CPUManagerPolicyAlphaOptions"]),
    ];
    for (name, args) in cases {
        let text = kepdb(args).arg("--format").arg("json").run().success();
        json_schema::assert_valid(name, &serde_json::from_str(&text).expect("JSON"));
    }
}

#[test]
fn packed_tables_fit_every_width() {
    for width in [60, 80, 120] {
        for args in [&["query", ">=1.30, <1.39"][..], &["query", "1.36", "--all"], &["diff", "1.30", "1.37"]]
        {
            let run =
                kepdb(args).arg("--format").arg("table").env("COLUMNS", width.to_string()).run().success();
            for line in run.lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn the_format_can_come_from_the_environment() {
    let run = on(&project(), &["query", "1.35"]).env("KEPDB_FORMAT", "csv").run().success();
    assert!(run.starts_with("release,group,"), "{run}");
    let run = on(&project(), &["diff", "1.34", "1.35", "--format", "plain"])
        .env("KEPDB_FORMAT", "csv")
        .run()
        .success();
    assert!(run.starts_with("1.34..1.35\t"), "{run}");
    on(&project(), &["query", "1.35"]).env("KEPDB_FORMAT", "xml").run().code(2);
}

#[test]
fn a_table_fits_every_width() {
    let project = project();
    for width in [40, 60, 80, 100, 120, 200] {
        for args in [
            &["query", "1.35"][..],
            &["query", "1.38"],
            &["diff", "1.33", "1.36"],
            &["query", "1.35", "--all"],
        ] {
            let run =
                on(&project, &[args, &["--format", "table"]].concat()).env("COLUMNS", width.to_string());
            for line in run.run().success().lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }
}
