//! Prose pages from Markdown: where they stand, and what is said about a wrong one.

use std::borrow::Cow;

use kepdb::kb::KnowledgeBase;
use kepdb::load;
use kepdb::site::{self, Input, Site, SiteError};

use super::{config, text};

/// The packed site with `page` at `path` besides its own prose.
fn with(path: &str, page: &'static str) -> Result<Site, SiteError> {
    let mut input = Input::packed();
    input.prose.push((path.to_owned(), Cow::Borrowed(page.as_bytes())));
    let kb = KnowledgeBase::new(load::load_packed().content);
    site::build(&kb, &input, &config("2026-11-23"))
}

#[track_caller]
fn problem(page: &'static str) -> String {
    with("notes/bad.md", page).expect_err("a wrong page").to_string()
}

#[test]
fn a_page_in_a_folder_and_the_page_of_the_folder_have_their_places() {
    let site = with("notes/index.md", "# Some & notes  \r\n\r\nText.\n").expect("a site");
    assert!(text(&site, "notes/index.html").contains("<h1>Some &amp; notes</h1>"));
    let site = with("notes/deep/one.md", "# One\n\n[gates](/gates/)\n").expect("a site");
    assert!(text(&site, "notes/deep/one/index.html").contains("<a href=\"/kepdb/gates/\">gates</a>"));
}

#[test]
fn a_page_without_a_title_is_refused_by_name() {
    for page in ["", "# Title", "# \n\nText.\n", "Text.\n", "## Title\n\nText.\n"] {
        let problem = problem(page);
        assert!(problem.starts_with("content/pages/notes/bad.md: line 1 must be the title"), "{problem}");
    }
}

#[test]
fn a_link_that_nobody_should_follow_is_refused_with_its_line() {
    let problem = problem("# Title\n\nText.\n\n[x](javascript:alert(1))\n");
    assert!(problem.starts_with("content/pages/notes/bad.md: line 5: `javascript:alert(1)`"), "{problem}");
}

#[test]
fn a_link_to_a_page_that_is_not_there_is_refused() {
    let problem = problem("# Title\n\n[x](/nowhere/)\n");
    assert!(problem.contains("`/kepdb/nowhere/` leads to no file of the site"), "{problem}");
}
