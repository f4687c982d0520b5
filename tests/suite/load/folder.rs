//! Reading a content folder.

use kepdb::diag::Code;
use kepdb::load::{self, LoadError, Loaded};
use kepdb::source::LineColumn;

use crate::support::Project;

const KEP: &str = "number = 1\nslug = \"a\"\ntitle = \"A\"\n";

fn load(project: &Project) -> Loaded {
    load::load_dir(&project.join("content"), "content").expect("a readable folder")
}

fn codes(loaded: &Loaded) -> Vec<(Code, &str)> {
    let path = |d: &kepdb::diag::Diagnostic| loaded.sources.file(d.primary.span.file).path.as_str();
    loaded.diagnostics.iter().map(|diagnostic| (diagnostic.code, path(diagnostic))).collect()
}

#[test]
fn absent_files_are_no_problem() {
    let loaded = load(&Project::new().folder("content"));
    assert!(loaded.diagnostics.is_empty());
    assert!(loaded.sources.is_empty());
    assert!(loaded.content.keps.is_empty());
}

#[test]
fn an_absent_folder_is_an_error_that_names_it() {
    let project = Project::new();
    let error = load::load_dir(&project.join("nowhere"), "content").expect_err("no folder");
    assert!(matches!(error, LoadError::NoFolder { .. }));
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn files_are_read_in_the_order_of_their_paths_and_shown_below_the_given_root() {
    let project = Project::new()
        .file("content/keps/2-b.toml", "number = 2\nslug = \"b\"\ntitle = \"B\"\n")
        .file("content/keps/1-a.toml", KEP)
        .file("content/gates/G.toml", "name = \"G\"\n")
        .file("content/releases.toml", "[[releases]]\nversion = \"1.35\"\n");
    let loaded = load::load_dir(&project.join("content"), "some/where/").expect("a readable folder");
    assert_eq!(loaded.diagnostics, []);
    let paths: Vec<_> = loaded.sources.iter().map(|(_, file)| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "some/where/gates/G.toml",
            "some/where/keps/1-a.toml",
            "some/where/keps/2-b.toml",
            "some/where/releases.toml"
        ]
    );
    let keys: Vec<_> = loaded.content.keps.iter().map(|kep| kep.key()).collect();
    assert_eq!(keys, ["1-a", "2-b"]);
}

#[test]
fn warns_of_every_file_that_no_record_is_read_from() {
    let loaded = load(
        &Project::new()
            .file("content/keps/1-a.toml", KEP)
            .file("content/keps/notes.md", "")
            .file("content/keps/sub/2-b.toml", KEP)
            .file("content/release.toml", "")
            .file("content/pages/about.md", "")
            .file("content/pages/about.txt", "")
            .file("content/more/x.toml", "")
            .file("content/.hidden.toml", "")
            .file("content/keps/.1-a.toml.swp", ""),
    );
    assert_eq!(
        codes(&loaded),
        [
            (Code::UnexpectedFile, "content/keps/notes.md"),
            (Code::UnexpectedFile, "content/keps/sub"),
            (Code::UnexpectedFile, "content/more"),
            (Code::UnexpectedFile, "content/pages/about.txt"),
            (Code::UnexpectedFile, "content/release.toml"),
        ]
    );
    assert_eq!(loaded.diagnostics[4].help.as_deref(), Some("did you mean `releases.toml`?"));
    assert_eq!(loaded.content.keps.len(), 1);
}

#[test]
fn a_file_that_is_not_utf8_is_reported_at_its_byte_and_still_read() {
    let mut bytes = KEP.as_bytes().to_vec();
    bytes.extend(b"summary = \"caf\xe9\"\ntopics = 3\n");
    let loaded = load(&Project::new().file("content/keps/1-a.toml", bytes));
    let found: Vec<_> =
        loaded.diagnostics.iter().map(|d| (d.code, loaded.sources.line_column(d.primary.span))).collect();
    assert_eq!(
        found,
        [
            (Code::Syntax, LineColumn { line: 4, column: 15 }),
            (Code::WrongType, LineColumn { line: 5, column: 10 }),
        ]
    );
    assert!(loaded.diagnostics[0].message.contains("byte 48"), "{}", loaded.diagnostics[0].message);
    assert_eq!(loaded.content.keps[0].title.value, "A");
}

#[test]
fn a_huge_file_is_reported_and_not_read() {
    let text = format!("{KEP}summary = \"{}\"\n", "x".repeat(4 * 1024 * 1024));
    let on_disk = load(&Project::new().file("content/keps/1-a.toml", &text));
    assert_eq!(codes(&on_disk), [(Code::Syntax, "content/keps/1-a.toml")]);
    assert!(on_disk.diagnostics[0].message.contains("bytes"), "{}", on_disk.diagnostics[0].message);

    let in_memory = load::load_texts(vec![("keps/1-a.toml".to_owned(), text.into())]);
    assert_eq!(in_memory.diagnostics[0].code, Code::Syntax);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_named() {
    // A link to nowhere is no file; a link to a record is that record.
    let project = Project::new().file("content/keps/1-a.toml", KEP);
    std::os::unix::fs::symlink(project.join("nowhere"), project.join("content/keps/2-b.toml"))
        .expect("a link");
    std::os::unix::fs::symlink(project.join("content/keps/1-a.toml"), project.join("content/keps/3-c.toml"))
        .expect("a link");
    let loaded = load(&project);
    assert_eq!(codes(&loaded), [(Code::UnexpectedFile, "content/keps/2-b.toml")]);
    assert_eq!(loaded.content.keps.len(), 2);
}

#[test]
fn the_packed_content_reads_as_the_folder_does() {
    let packed = load::load_packed();
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let folder = load::load_dir(&dir, "content").unwrap_or_default();
    let files = |loaded: &Loaded| -> Vec<(String, String)> {
        loaded.sources.iter().map(|(_, file)| (file.path.clone(), file.text.to_string())).collect()
    };
    assert_eq!(files(&packed), files(&folder));
    assert_eq!(packed.diagnostics, folder.diagnostics);
    assert_eq!(format!("{:?}", packed.content), format!("{:?}", folder.content));
}
