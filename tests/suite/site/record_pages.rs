//! The pages of KEPs and gates: they say what the records say, for the releases that matter, and nothing of a record
//! becomes markup.

use kepdb::kb::KnowledgeBase;
use kepdb::load;
use kepdb::site::{self, Input, Site};
use scraper::{ElementRef, Html, Selector};

use super::{PACKED, SMALL, config, pages, text, text_of};
use crate::cli::records;
use crate::support::Project;

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The words of an element, with single spaces between them.
fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    select(&Html::parse_document(page), selector).into_iter().map(words).collect()
}

/// The cells of each row of the table in the element that `selector` finds.
fn rows(page: &str, selector: &str) -> Vec<Vec<String>> {
    let html = Html::parse_document(page);
    let cell = Selector::parse("th, td").expect("a selector");
    let row = |row: ElementRef<'_>| row.select(&cell).map(words).collect();
    select(&html, &format!("{selector} tbody tr")).into_iter().map(row).collect()
}

fn site_of(project: &Project) -> Site {
    let loaded = load::load_dir(&project.join("content"), "content").expect("records");
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    site::build(&KnowledgeBase::new(loaded.content), &Input::packed(), &config(records::TODAY))
        .expect("a site")
}

#[test]
fn a_page_says_first_where_its_subject_stands() {
    let lede = |path: &str| texts(text(&SMALL, path), ".lede");
    let standing = "Beta since 1.35, off by default; stable, on by default in 1.37.";
    assert_eq!(lede("keps/4317/index.html"), [standing]);
    assert_eq!(lede("gates/PodCertificateRequest/index.html"), [standing]);
    assert_eq!(
        lede("keps/4872/index.html"),
        ["No gate of it is in the code or the docs; target: beta in 1.38."]
    );
}

#[test]
fn a_kep_shows_its_gates_in_every_release_that_matters() {
    let page = text(&SMALL, "keps/4317/index.html");
    let table = "[aria-label='State by release']";
    assert_eq!(texts(page, &format!("{table} thead th")), ["Gate", "1.37", "1.36", "1.35"]);
    assert_eq!(
        rows(page, table),
        [["PodCertificateRequest", "Sstable on", "Bbeta off", "Bbeta off"].map(str::to_owned)]
    );
}

#[test]
fn a_drawing_says_in_words_what_it_shows() {
    let page = text(&SMALL, "keps/4317/index.html");
    let html = Html::parse_document(page);
    let drawing = select(&html, "svg[role=img]");
    let [drawing] = drawing[..] else { panic!("{} drawings", drawing.len()) };
    let ids: Vec<_> = drawing.attr("aria-labelledby").expect("a name").split(' ').collect();
    let named: Vec<_> = ids.iter().flat_map(|id| select(&html, &format!("#{id}"))).map(words).collect();
    assert_eq!(named.len(), 2, "{ids:?}");
    let life = "PodCertificateRequest: alpha, off from 1.34; beta, off from 1.35; stable, on from 1.37.";
    assert!(named[1].contains(life), "{named:?}");
    assert_eq!(select(&html, "svg .bar").len(), 3);
}

#[test]
fn a_target_stands_beside_what_came_of_it() {
    let targets = |path: &str| rows(text(&SMALL, path), "table.targets");
    assert_eq!(
        targets("keps/4317/index.html"),
        [
            ["Alpha", "1.34", "in 1.34, as planned"],
            ["Beta", "1.35", "in 1.35, as planned"],
            ["Stable", "1.36", "in 1.37, 1 release later"],
        ]
    );
    assert_eq!(
        targets("keps/100/index.html"),
        [["Stable", "1.35", "in 1.35, as planned"], ["Removed", "1.38", "still ahead"]]
    );
    assert_eq!(
        targets("keps/4872/index.html"),
        [["Alpha", "1.37", "no gate that would tell"], ["Beta", "1.38", "still ahead"]]
    );
}

#[test]
fn what_nobody_wrote_yet_is_said_so() {
    let empty = |path: &str| texts(text(&SMALL, path), "main .empty").join(" ");
    assert!(empty("keps/100/index.html").contains("Nobody has written a summary yet"));
    assert!(empty("keps/100/index.html").contains("Nobody has written operations notes yet"));
    assert!(!empty("keps/4317/index.html").contains("Nobody has written"));
}

#[test]
fn a_gate_without_words_of_its_own_shows_those_of_its_kep() {
    let page = text(&SMALL, "gates/PodCertificateRequest/index.html");
    let [note] = &texts(page, "main .kep-notes")[..] else { panic!("no single note") };
    assert!(note.contains("risk") && note.contains("KEP-4317, Pod Certificates"), "{note}");
    let html = Html::parse_document(page);
    let [level] = select(&html, "main .kep-notes a.risk-level")[..] else { panic!("no level") };
    assert!(level.attr("href").is_some_and(|href| href.ends_with("/keps/4317/#risk")), "{}", level.html());
    let summaries = |path: &str| texts(text(&SMALL, path), "main .prose");
    assert_eq!(summaries("gates/PodCertificateRequest/index.html")[0], summaries("keps/4317/index.html")[0]);
}

#[test]
fn notes_older_than_the_last_change_say_so() {
    let warning = |site: &Site| texts(text(site, "keps/4317/index.html"), "main .warn");
    assert_eq!(warning(&SMALL), [""; 0]);
    let project = records::project();
    let record = project.read("content/keps/4317-pod-certificates.toml");
    // 1.35 made it beta, and came out on 2025-12-17.
    project.write(
        "content/keps/4317-pod-certificates.toml",
        record.replace("reviewed = 2026-11-01", "reviewed = 2025-12-16"),
    );
    let [warning] = &warning(&site_of(&project))[..] else { panic!("no single warning") };
    assert!(warning.contains("older than the last change: 1.35"), "{warning}");
}

#[test]
fn a_claim_is_shown_with_its_verdict_and_why_it_matters() {
    let [claim] = &texts(text(&SMALL, "keps/4317/index.html"), ".claim")[..] else {
        panic!("no single claim")
    };
    for part in ["Security", "Says: stable in 1.35.", "contradicted", "stable since 1.37", "It matters."] {
        assert!(claim.contains(part), "{part}: {claim}");
    }
}

#[test]
fn a_gate_has_a_cell_for_every_version_of_its_life() {
    let page = text(&SMALL, "gates/PodCertificateRequest/index.html");
    let cells = texts(page, ".strip .cell");
    assert_eq!(
        cells,
        [
            "1.33 · not there yet",
            "1.34 A alpha, off",
            "1.35 B beta, off",
            "1.36 B beta, off",
            "1.37 S stable, on",
        ]
    );
    // A target is shown where it lies past what the code knows.
    assert!(
        texts(text(&SMALL, "gates/GrownUp/index.html"), ".strip .cell")
            .iter()
            .any(|cell| cell.starts_with("1.38 (R)") && cell.ends_with("target: removed"))
    );
}

#[test]
fn a_history_names_each_source_and_how_sure_a_removal_is() {
    let history = |gate: &str| rows(text(&SMALL, &format!("gates/{gate}/index.html")), "table.history");
    assert_eq!(
        history("GrownUp"),
        [
            ["1.32", "Bbeta", "off", "not recorded", "docs"],
            ["1.34", "Bbeta", "on", "not recorded", "docs"],
            ["1.35", "Sstable", "on", "locked", "docs"],
        ]
    );
    assert_eq!(history("OldTimer").last().expect("a row")[..2], ["1.35", "removed"]);
    assert_eq!(
        history("Vanishing").last().expect("a row"),
        &["1.36 or 1.37", "removed", "", "", "the sources leave it open"]
    );
}

#[test]
fn a_gate_is_set_where_the_components_that_read_it_take_their_gates_from() {
    let page = text(&SMALL, "gates/PodCertificateRequest/index.html");
    let block = |id: &str| {
        let html = Html::parse_document(page);
        select(&html, &format!("#{id}")).first().map(|code| code.text().collect::<String>())
    };
    let flag = Some("--feature-gates=PodCertificateRequest=true".to_owned());
    assert_eq!(block("set-kube-apiserver"), flag);
    assert_eq!(block("set-kubelet"), flag);
    assert_eq!(
        block("set-kubelet-file").as_deref(),
        Some(
            "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n  \
             PodCertificateRequest: true"
        )
    );
    assert_eq!(
        block("set-kubeadm").as_deref(),
        Some(
            "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n    - name: \
             feature-gates\n      value: PodCertificateRequest=true"
        )
    );
    assert_eq!(block("set-kube-proxy"), None);
    assert!(texts(page, "section strong").contains(&"Off by default in 1.36. To turn it on:".to_owned()));
}

#[test]
fn a_gate_that_cannot_be_set_says_why_and_shows_nothing_to_copy() {
    for (gate, says) in [
        ("OldTimer", "Removed in 1.35. A component without the gate does not start"),
        ("Vanishing", "the sources leave open whether 1.36 still has it"),
        ("GrownUp", "Locked to on since 1.35. A component that is started with GrownUp=false does not start"),
    ] {
        let page = text(&SMALL, &format!("gates/{gate}/index.html"));
        let warnings = texts(page, "main .warn");
        assert!(warnings.iter().any(|warning| warning.contains(says)), "{gate}: {warnings:?}");
        assert!(!page.contains("id=\"set-"), "{gate}");
    }
}

#[test]
fn a_gate_locked_in_the_newest_release_can_still_be_set_in_an_older_one() {
    let project = records::project();
    project.write(
        "content/gates/Latched.toml",
        "name = \"Latched\"\ncomponents = [\"kube-apiserver\"]\nhistory = [\n\
         { since = \"1.34\", stage = \"beta\", default = true, locked = false, source = \"code\" },\n\
         { since = \"1.36\", stage = \"stable\", default = true, locked = true, source = \"code\" },\n]\n",
    );
    let site = site_of(&project);
    let page = text(&site, "gates/Latched/index.html");
    let main = texts(page, "main").join(" ");
    assert!(main.contains("Locked to on since 1.36."), "{main}");
    assert!(main.contains("It can still be set in 1.35, which is supported too."), "{main}");
    assert!(main.contains("On by default in 1.35. To turn it off:"), "{main}");
    assert_eq!(texts(page, "#set-kube-apiserver"), ["--feature-gates=Latched=false"]);
}

#[test]
fn disagreements_are_shown_on_the_page_they_are_about() {
    let drift = |path: &str| texts(text(&SMALL, path), ".drift > li").join(" ");
    let kep = drift("keps/4317/index.html");
    assert!(
        kep.contains("code") && kep.contains("1.37") && kep.contains("KEP") && kep.contains("1.36"),
        "{kep}"
    );
    let gate = drift("gates/GrownUp/index.html");
    assert!(gate.contains("default at 1.34") && gate.contains("Accepted: The docs are right."), "{gate}");
    assert_eq!(drift("gates/GrownUp/index.html"), drift("keps/100/index.html"));
    assert_eq!(drift("gates/Newcomer/index.html"), "");
}

#[test]
fn a_number_that_two_keps_share_leads_to_both() {
    let page = text(&SMALL, "keps/2133/index.html");
    for key in ["2133-first", "2133-second"] {
        assert!(page.contains(&format!("href=\"/kepdb/keps/{key}/\"")), "{key}");
        text(&SMALL, &format!("keps/{key}/index.html"));
    }
}

#[test]
fn nothing_of_a_record_becomes_markup() {
    const TITLE: &str = "<script>alert(1)</script> \" onmouseover=\"alert(1) \u{202e}";
    let project = records::project();
    project.write(
        "content/keps/666-hostile.toml",
        format!(
            "number = 666\nslug = \"hostile\"\ntitle = '''{TITLE}'''\nsummary = '''{TITLE} <img src=x onerror=y>'''\n\
             aka = ['''{TITLE}''']\n[risk]\nlevel = \"high\"\nenable = '''{TITLE}'''\n[facts]\nsig = \"node\"\n\
             metrics = ['''{TITLE}''']\nunknown-gates = ['''{TITLE}''']\ngates = [\"Hostile\"]\n"
        ),
    );
    project.write(
        "content/gates/Hostile.toml",
        format!(
            "name = \"Hostile\"\naka = ['''{TITLE}''']\nsummary = '''{TITLE}'''\nhistory = [{{ since = \"1.35\", stage = \
             \"alpha\", source = \"code\" }}]\n"
        ),
    );
    let site = site_of(&project);
    let html = Html::parse_document(text(&site, "keps/666/index.html"));
    let heading: String = select(&html, "h1").into_iter().flat_map(|heading| heading.text()).collect();
    assert_eq!(heading, TITLE);
    for page in pages(&site) {
        let html = Html::parse_document(text_of(page));
        assert!(select(&html, "main script, main img[onerror]").is_empty(), "{}", page.path);
        for element in select(&html, "*") {
            let handler = element.value().attrs().find(|(name, _)| name.starts_with("on"));
            assert!(handler.is_none(), "{}: {handler:?}", page.path);
        }
    }
}

#[test]
fn an_absurd_version_makes_no_absurd_page() {
    let project = records::project();
    for (number, version) in [(7, "1.60000"), (8, "2.0")] {
        project.write(
            &format!("content/keps/{number}-far.toml"),
            format!(
                "number = {number}\nslug = \"far\"\ntitle = \"Far\"\n[facts]\nstages = {{ stable = \"{version}\" }}\n\
                 gates = [\"Newcomer\"]\n"
            ),
        );
    }
    let site = site_of(&project);
    for path in ["keps/7/index.html", "keps/8/index.html", "gates/Newcomer/index.html"] {
        assert!(text(&site, path).len() < 100_000, "{path}");
    }
}

#[test]
fn every_gate_of_the_records_can_be_set_only_where_it_is_read() {
    let kb = KnowledgeBase::new(load::load_packed().content);
    for gate in kb.gates() {
        let page = text(&PACKED, &format!("gates/{}/index.html", gate.name.value));
        for (at, _) in page.match_indices("id=\"set-") {
            let id = page[at + 8..].split('"').next().expect("an id");
            let component = id.strip_suffix("-file").unwrap_or(id);
            let is_read = gate.components.iter().any(|known| known.value == component);
            assert!(is_read || component == "kubeadm", "{}: {component}", gate.name.value);
        }
        assert!(page.contains("class=\"data history\""), "{}", gate.name.value);
    }
}

#[test]
fn every_kep_of_the_records_links_each_of_its_gates_and_its_neighbours() {
    let kb = KnowledgeBase::new(load::load_packed().content);
    let keps = kb.keps();
    let path = |kep: &kepdb::model::Kep| {
        let is_alone = kep.number.0 > 0 && kb.keps_numbered(kep.number.value).count() == 1;
        let key = if is_alone { kep.number.to_string() } else { kep.key() };
        format!("keps/{key}/")
    };
    for pair in keps.windows(2) {
        let page = text(&PACKED, &format!("{}index.html", path(&pair[0])));
        assert!(
            page.contains(&format!("href=\"/kepdb/{}\" rel=\"next\"", path(&pair[1]))),
            "{}",
            pair[0].key()
        );
        for gate in kb.gates_of(&pair[0]) {
            assert!(
                page.contains(&format!("href=\"/kepdb/gates/{}/\"", gate.name.value)),
                "{}",
                pair[0].key()
            );
        }
    }
}
