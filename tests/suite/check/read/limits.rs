//! Files made to hurt: they end in a clear message, and their reading ends. What would take more than time in proportion
//! would not come to an end here at all.

use kepdb::check::{Found, read};

/// Reads a file of which every careless way to read it would never be done.
fn soon(name: &str, text: &str) -> Found {
    read(name, text.as_bytes())
}

fn first_message(found: &Found) -> &str {
    found.unread.first().map_or("", |unread| &unread.message)
}

#[test]
fn deep_nesting_ends_in_a_message() {
    for text in [
        format!("featureGates: {}", "[".repeat(1_000_000)),
        format!("featureGates: {}", "{a: ".repeat(200_000)),
        format!("featureGates:\n{}x", "- ".repeat(200_000)),
        format!("featureGates:\n{}x", "? ".repeat(200_000)),
        (0..2_000).map(|depth| format!("{}featureGates:\n", " ".repeat(depth))).collect(),
    ] {
        let found = soon("x.yaml", &text);
        assert!(first_message(&found).contains("nested"), "{}", first_message(&found));
    }
}

#[test]
fn alias_bombs_cost_no_more_than_their_size() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    bomb.push_str("kind: KubeletConfiguration\nfeatureGates: {A: true}\n");
    assert_eq!(soon("x.yaml", &bomb).settings.len(), 1);

    // A list of gates for each of many containers, all through aliases.
    let gates: String = (0..3_000).map(|n| format!("- --feature-gates=G{n}=true\n")).collect();
    let containers = "- {image: kubelet, args: *args}\n".repeat(3_000);
    let text = format!("args: &args\n{gates}containers:\n{containers}");
    let found = soon("x.yaml", &text);
    assert!(found.settings.len() <= 100_000);

    // Merges of merges.
    let mut merges = String::from("m0: &m0 {A0: true}\n");
    for level in 1..200 {
        merges.push_str(&format!("m{level}: &m{level} {{<<: [*m{0}, *m{0}], A{level}: true}}\n", level - 1));
    }
    merges.push_str("kubelet: {featureGates: *m199}\n");
    soon("x.yaml", &merges);

    // An alias inside its own anchor.
    assert!(soon("x.yaml", "kubelet: &k {featureGates: {A: true}, more: *k, <<: *k}\n").settings.len() <= 2);
    // A chain of aliases, each a level deeper than the one before.
    let mut chain = String::from("c0: &c0 {featureGates: {A: true}}\n");
    for level in 1..20_000 {
        chain.push_str(&format!("c{level}: &c{level} {{x: *c{}}}\n", level - 1));
    }
    chain.push_str("kubelet: *c19999\n");
    soon("x.yaml", &chain);
}

#[test]
fn long_lines_are_read_in_proportion() {
    const MANY: usize = 50_000;
    for piece in [
        "feature-gates ",
        "--feature-gates=",
        "--feature-gates=\"",
        "--feature-gates='x ",
        "--feature-gates ",
        "--feature-gates {{",
        "--feature-gates=$(",
        "' \" ",
        "x\\ ",
        "--feature-gates=A=1,   ",
        "A=1,\"--feature-gates=B=1,     ",
    ] {
        soon("log.txt", &piece.repeat(MANY));
        soon("log.txt", &format!("kubelet --feature-gates=A=1 {}", piece.repeat(MANY)));
        soon(
            "x.yaml",
            &format!("x: \"--feature-gates=A=1 {}\"", piece.replace(['"', '\\'], "").repeat(MANY)),
        );
    }
    let spaces = " ".repeat(2_000_000);
    let found = soon("log.txt", &format!("kubelet \"--feature-gates=A=1,{spaces}B=1\""));
    assert_eq!(found.settings.len(), 2);
    let found = soon("log.txt", &format!("kubelet {spaces} --feature-gates=A=1"));
    assert_eq!(found.settings.len(), 1);
}

#[test]
fn many_lines_are_read_in_proportion() {
    const MANY: usize = 25_000;
    for line in [
        "---\n",
        "feature-gates\n",
        "--feature-gates=A=1 \\\n",
        "- --feature-gates=A=1\n",
        "\"--feature-gates=A=1\n",
        "# featureGates\n---\n",
        "featureGates: [\n---\n",
        "featureGates: {A: true}\n",
        "featureGates:\n  A: true\n---\n",
        "kubernetes_feature_enabled{name=\"A\",stage=\"\"} 1\n",
        "{{ featureGates }}\n",
    ] {
        for name in ["x.yaml", "x.txt"] {
            let found = soon(name, &line.repeat(MANY));
            assert!(found.settings.len() <= 100_000 && found.unread.len() <= 102, "{line}");
        }
    }
}

#[test]
fn long_scalars_are_read_in_proportion() {
    let long = "word ".repeat(400_000);
    for text in [
        format!("featureGates: {long}\n"),
        format!("featureGates: \"{long}\"\n"),
        format!("{long}featureGates: x\n"),
        format!("featureGates: \"{}\"\n", "\\n".repeat(500_000)),
        format!("featureGates: '{}'\n", "''".repeat(500_000)),
        format!("x: |\n{}", "  --feature-gates=A=1\n".repeat(50_000)),
        format!("x: >\n{}", "  featureGates word\n".repeat(50_000)),
        format!("featureGates: # {long}\n"),
        format!("featureGates: &{}\n", "a".repeat(1_000_000)),
        format!("featureGates: !{}\n", "a".repeat(1_000_000)),
    ] {
        soon("x.yaml", &text);
    }
}

#[test]
fn texts_inside_texts_end_somewhere() {
    let mut text = String::from("kind: KubeletConfiguration\nfeatureGates: {A: true}\n");
    for _ in 0..20 {
        let inner: String = text.lines().map(|line| format!("  {line}\n")).collect();
        text = format!("data: |\n{inner}");
    }
    let found = soon("x.yaml", &text);
    assert_eq!(first_message(&found), "texts inside texts go too deep here");
}

#[test]
fn too_large_a_document_is_told() {
    let text = format!("featureGates:\n{}", "- a\n".repeat(2_100_000));
    assert!(first_message(&soon("x.yaml", &text)).contains("more than 2000000 values"));
}
