//! The site: built in memory from a few records and from the packed ones, and by the real program.

mod build;
mod machines;
mod overview;
mod pages;
mod prose;
mod record_pages;
mod write;

use std::sync::LazyLock;

use kepdb::kb::KnowledgeBase;
use kepdb::load;
use kepdb::site::{self, BaseUrl, Config, Input, OutputFile, Repository, Site};

use crate::cli::records;

const BASE: &str = "https://example.org/kepdb/";

/// The site of the packed records, made once.
pub static PACKED: LazyLock<Site> = LazyLock::new(|| packed_on("2026-11-23"));
/// The site of the few records that the tests of the command line use, hostile titles included.
static SMALL: LazyLock<Site> = LazyLock::new(|| {
    let project = records::project();
    let loaded = load::load_dir(&project.join("content"), "content").expect("records");
    site::build(&KnowledgeBase::new(loaded.content), &Input::packed(), &config(records::TODAY))
        .expect("a site")
});

fn config(today: &str) -> Config {
    Config {
        base_url: BaseUrl::parse(BASE).expect("an address"),
        today: today.parse().expect("a day"),
        repository: Some(Repository {
            url: "https://example.com/me/kepdb".to_owned(),
            branch: "main".to_owned(),
        }),
    }
}

/// The site of the packed records on a day.
fn packed_on(today: &str) -> Site {
    let kb = KnowledgeBase::new(load::load_packed().content);
    site::build(&kb, &Input::packed(), &config(today)).expect("the packed records make a site")
}

/// Both sites with a name for messages.
fn sites() -> [(&'static str, &'static Site); 2] {
    [("packed", &PACKED), ("small", &SMALL)]
}

/// The text of a file of the site.
#[track_caller]
fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    let found = site.files.iter().find(|file| file.path == path);
    text_of(found.unwrap_or_else(|| panic!("the site has no `{path}`")))
}

#[track_caller]
fn text_of(file: &OutputFile) -> &str {
    std::str::from_utf8(&file.bytes).unwrap_or_else(|error| panic!("{}: {error}", file.path))
}

/// All pages, redirects included.
fn pages(site: &Site) -> impl Iterator<Item = &OutputFile> {
    site.files.iter().filter(|file| file.path.ends_with(".html"))
}
