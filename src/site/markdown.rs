//! Markdown of records and prose pages to markup that cannot do harm.
//!
//! Records are untrusted: what pulldown-cmark gives goes through ammonia, which keeps a short list of elements and
//! drops the rest. Only `https:` and `mailto:` links, fragments and links into the site survive; the caller learns which
//! did not.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::model::is_safe_target;

/// Rendered Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rendered {
    /// Sanitised markup.
    pub(super) html: String,
    /// Addresses that were dropped because nobody should follow them.
    pub(super) dropped: Vec<String>,
}

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(
            [
                "a",
                "blockquote",
                "br",
                "code",
                "dd",
                "del",
                "dl",
                "dt",
                "em",
                "h2",
                "h3",
                "h4",
                "hr",
                "kbd",
                "li",
                "ol",
                "p",
                "pre",
                "strong",
                "sub",
                "sup",
                "table",
                "tbody",
                "td",
                "th",
                "thead",
                "tr",
                "ul",
            ]
            .into(),
        )
        .url_schemes(["https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .generic_attributes(["id"].into())
        .link_rel(None);
    builder
});

/// Renders Markdown. Links that start with `/` are taken from the site's base path `base`; headings get anchors.
pub(super) fn render(text: &str, base: &str) -> Rendered {
    let mut dropped = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = target(&dest_url, base, &mut dropped);
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        // Markup in a record is shown as it was written; images would be requests to others.
        Event::Html(markup) | Event::InlineHtml(markup) => Event::Text(markup),
        event => event,
    });
    let events = anchored(events.collect());
    let mut markup = String::new();
    html::push_html(&mut markup, events.into_iter());
    // In clean markup this text can only be a tag: `<` is escaped in text, and quotes in attributes.
    let clean = SANITISER.clean(&markup).to_string();
    let html = clean.replace("<a href=\"https:", "<a rel=\"noopener\" href=\"https:");
    Rendered { html, dropped }
}

/// The address to link for `written`; a fragment of nothing for one that is dropped.
fn target<'a>(written: &CowStr<'a>, base: &str, dropped: &mut Vec<String>) -> CowStr<'a> {
    if is_safe_target(written) {
        return match written.strip_prefix('/') {
            Some(path) => format!("{base}{path}").into(),
            None => written.clone(),
        };
    }
    dropped.push(written.to_string());
    CowStr::Borrowed("")
}

/// Gives every heading without an `id` one that is made of its words, unique on the page.
fn anchored(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut taken = BTreeSet::new();
    let mut out = Vec::with_capacity(events.len());
    for (at, event) in events.iter().enumerate() {
        out.push(match event {
            Event::Start(Tag::Heading { level, id: None, classes, attrs }) => {
                let words: String = events[at + 1..]
                    .iter()
                    .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
                    .filter_map(|event| match event {
                        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                        _ => None,
                    })
                    .collect();
                let id = unique(&slug(&words), &mut taken);
                let (level, classes, attrs) = (*level, classes.clone(), attrs.clone());
                Event::Start(Tag::Heading { level, id: Some(id.into()), classes, attrs })
            }
            event => event.clone(),
        });
    }
    out
}

fn unique(slug: &str, taken: &mut BTreeSet<String>) -> String {
    let mut id = slug.to_owned();
    let mut count = 2;
    while !taken.insert(id.clone()) {
        id = format!("{slug}-{count}");
        count += 1;
    }
    id
}

/// Lower-case words joined by `-`.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_what_records_write() {
        let rendered = render("Turn `A` **on**.\n\n- one\n- [two](https://kubernetes.io/)\n", "/kepdb/");
        assert_eq!(
            rendered.html,
            "<p>Turn <code>A</code> <strong>on</strong>.</p>\n<ul>\n<li>one</li>\n\
             <li><a rel=\"noopener\" href=\"https://kubernetes.io/\">two</a></li>\n</ul>\n"
        );
        assert!(rendered.dropped.is_empty());
    }

    #[test]
    fn nothing_that_runs_or_loads_survives() {
        for text in [
            "<script>alert(1)</script>",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](data:text/html,x)",
            "[a](//example.org/)",
            "[a](http://example.org/)",
            "![a](https://example.org/x.png)",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<svg onload=alert(1)>",
            "<p style=\"color:red\" onclick=\"x()\">x</p>",
            "<https://example.org/\"onclick=alert(1)>",
        ] {
            let html = render(text, "/").html;
            let fragment = scraper::Html::parse_fragment(&html);
            for element in fragment.select(&scraper::Selector::parse("*").expect("a selector")) {
                let name = element.value().name();
                assert!(matches!(name, "html" | "p" | "a"), "{text} gave {html}");
                for (attribute, value) in element.value().attrs() {
                    let is_harmless = match attribute {
                        "href" => value.is_empty() || value.starts_with("https://"),
                        "rel" => value == "noopener",
                        _ => false,
                    };
                    assert!(is_harmless, "{text} gave {html}");
                }
            }
        }
    }

    #[test]
    fn a_title_that_looks_like_a_link_is_none() {
        let html = render("[a](https://e.org/ '<a href=\"https://x.org/\">')", "/").html;
        let fragment = scraper::Html::parse_fragment(&html);
        let links = scraper::Selector::parse("a").expect("a selector");
        let found: Vec<_> = fragment.select(&links).filter_map(|a| a.attr("href")).collect();
        assert_eq!(found, ["https://e.org/"], "{html}");
    }

    #[test]
    fn says_which_addresses_it_dropped() {
        assert_eq!(render("[a](javascript:x) [b](https://e.org/)", "/").dropped, ["javascript:x"]);
    }

    #[test]
    fn links_into_the_site_start_at_its_base() {
        assert!(render("[gates](/gates/)", "/kepdb/").html.contains("href=\"/kepdb/gates/\""));
    }

    #[test]
    fn headings_get_anchors_that_are_unique() {
        let html = render("## How *to* read\n\n## How to read\n", "/").html;
        assert!(html.contains("id=\"how-to-read\"") && html.contains("id=\"how-to-read-2\""), "{html}");
    }
}
