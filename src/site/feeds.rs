//! Atom feeds: one of the whole site with an entry a release, one of each release with an entry a changed gate.
//!
//! Every date in a feed is the day of a release, never the day of the build, and an entry keeps its identity for as long
//! as the site stays where it is.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::context::Context;
use super::jobs::Jobs;
use super::xml::escape;
use super::{OutputFile, Route};
use crate::model::{MinorVersion, Setting};
use crate::query::{
    Filter, ReleaseGroup, ReleaseReport, ReleaseRow, known_versions, release_report, removal_words,
    setting_words,
};

/// How many releases the feed of the site holds: those of about four years.
const RELEASES: usize = 12;
/// The day of a feed without any: long before the first release.
const NEVER: Date = jiff::civil::date(1970, 1, 1);

/// An entry of a feed.
struct Entry {
    /// What makes it unique on the site.
    id: String,
    title: String,
    updated: Date,
    link: String,
    categories: Vec<&'static str>,
    /// XHTML.
    content: String,
}

/// A feed.
struct Feed {
    id: String,
    title: String,
    subtitle: String,
    page: String,
    own: String,
    updated: Date,
    entries: Vec<Entry>,
}

/// Adds every feed.
pub(super) fn files<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || Ok(file(&Route::feed(), &site_feed(ctx))));
    let Some(horizon) = ctx.kb.horizon() else { return };
    for version in known_versions(ctx.kb).into_iter().filter(|version| *version <= horizon) {
        jobs.push(move || Ok(file(&Route::release_feed(version), &release_feed(ctx, version))));
    }
}

fn file(route: &Route, feed: &Feed) -> OutputFile {
    OutputFile { path: route.path(), bytes: markup(feed).into_bytes() }
}

/// The day on which `version` was released, where that is recorded and not ahead.
fn released(ctx: &Context<'_>, version: MinorVersion) -> Option<Date> {
    let day = ctx.kb.release(version)?.released?.value;
    (day <= ctx.config.today).then_some(day)
}

/// The newest day on which anything was released.
fn last_release(ctx: &Context<'_>) -> Date {
    let days = ctx.kb.releases().iter().filter_map(|release| released(ctx, release.version.value));
    days.max().unwrap_or(NEVER)
}

/// An address that never changes, of something that is no page (RFC 4151).
fn tag(ctx: &Context<'_>, name: &str) -> String {
    let base = &ctx.config.base_url;
    format!("tag:{},2026:{}{name}", base.host(), base.path())
}

fn site_feed(ctx: &Context<'_>) -> Feed {
    let versions = known_versions(ctx.kb).into_iter().rev();
    let entries: Vec<_> = versions.filter_map(|version| release_entry(ctx, version)).take(RELEASES).collect();
    Feed {
        id: tag(ctx, "feed"),
        title: "kepdb: Kubernetes feature gates".to_owned(),
        subtitle: "What each minor version of Kubernetes did to its feature gates".to_owned(),
        page: ctx.absolute(&Route::Home),
        own: ctx.absolute(&Route::feed()),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_else(|| last_release(ctx)),
        entries,
    }
}

/// What `version` changed; nothing where it changed nothing or is not released yet.
fn release_entry(ctx: &Context<'_>, version: MinorVersion) -> Option<Entry> {
    let updated = released(ctx, version)?;
    let report = release_report(ctx.kb, version, &Filter::default());
    if report.groups.is_empty() {
        return None;
    }
    Some(Entry {
        id: tag(ctx, &format!("releases/{version}")),
        title: format!("Kubernetes {version}: {}", counts(&report)),
        updated,
        link: ctx.absolute(&Route::Release(version)),
        categories: report.groups.iter().map(|(group, _)| group.as_str()).collect(),
        content: release_content(ctx, &report),
    })
}

/// `3 graduated to stable, 2 turned on by default`.
fn counts(report: &ReleaseReport<'_>) -> String {
    let count = |(group, rows): &(ReleaseGroup, Vec<ReleaseRow<'_>>)| {
        format!("{} {}", rows.len(), group.title().to_lowercase())
    };
    report.groups.iter().map(count).collect::<Vec<_>>().join(", ")
}

fn release_content(ctx: &Context<'_>, report: &ReleaseReport<'_>) -> String {
    let mut out = String::new();
    for (group, rows) in &report.groups {
        push(&mut out, format_args!("<h3>{}</h3><ul>", escape(group.title())));
        for row in rows {
            let href = ctx.absolute(&Route::Gate(row.gate.name.value.clone()));
            let (href, words) = (escape(&href), change_words(row));
            push(
                &mut out,
                format_args!("<li><a href=\"{href}\">{}</a>: {}</li>", row.gate.name.value, escape(&words)),
            );
        }
        out.push_str("</ul>");
    }
    out
}

fn release_feed(ctx: &Context<'_>, version: MinorVersion) -> Feed {
    let day = released(ctx, version);
    let mut entries = Vec::new();
    if let Some(updated) = day {
        let report = release_report(ctx.kb, version, &Filter::default());
        for (group, rows) in &report.groups {
            entries.extend(rows.iter().map(|row| gate_entry(ctx, version, updated, *group, row)));
        }
    }
    Feed {
        id: tag(ctx, &format!("releases/{version}/feed")),
        title: format!("kepdb: feature gates in Kubernetes {version}"),
        subtitle: match day {
            Some(_) => format!("Every feature gate that Kubernetes {version} changed"),
            None => format!("Kubernetes {version} is not known to be released: entries come on that day"),
        },
        page: ctx.absolute(&Route::Release(version)),
        own: ctx.absolute(&Route::release_feed(version)),
        updated: day.unwrap_or_else(|| last_release(ctx)),
        entries,
    }
}

fn gate_entry(
    ctx: &Context<'_>,
    version: MinorVersion,
    updated: Date,
    group: ReleaseGroup,
    row: &ReleaseRow<'_>,
) -> Entry {
    let name = &row.gate.name.value;
    let mut content = format!("<p>{}</p>", escape(&change_words(row)));
    for kep in &row.keps {
        let href = ctx.absolute(&ctx.kep_route(kep));
        push(
            &mut content,
            format_args!("<p><a href=\"{}\">{}</a></p>", escape(&href), escape(kep.title.as_str())),
        );
    }
    Entry {
        id: tag(ctx, &format!("releases/{version}/{name}")),
        title: format!("{name}: {}", group.title().to_lowercase()),
        updated,
        link: ctx.absolute(&Route::Gate(name.clone())),
        categories: row.kinds.iter().map(|kind| kind.as_str()).collect(),
        content,
    }
}

/// `alpha, off → beta, on`.
fn change_words(row: &ReleaseRow<'_>) -> String {
    let words = |setting: Option<Setting>| setting.map(setting_words);
    let after = match row.removal {
        Some(removal) => removal_words(removal),
        None => words(row.after).unwrap_or_else(|| "removed".to_owned()),
    };
    match words(row.before) {
        Some(before) => format!("{before} → {after}"),
        None => format!("new: {after}"),
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A string takes any text.
    let _ = out.write_fmt(text);
}

fn markup(feed: &Feed) -> String {
    let mut out = String::with_capacity(1024 + feed.entries.len() * 512);
    out.push_str(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    push(
        &mut out,
        format_args!(
            "<id>{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}T00:00:00Z</updated>\n\
             <author><name>kepdb</name></author>\n<generator>kepdb</generator>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
            escape(&feed.id),
            escape(&feed.title),
            escape(&feed.subtitle),
            feed.updated,
            escape(&feed.page),
            escape(&feed.own)
        ),
    );
    for entry in &feed.entries {
        push(
            &mut out,
            format_args!(
                "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}T00:00:00Z</updated>\n\
                 <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                escape(&entry.id),
                escape(&entry.title),
                entry.updated,
                escape(&entry.link)
            ),
        );
        for category in &entry.categories {
            push(&mut out, format_args!("<category term=\"{category}\"/>\n"));
        }
        push(
            &mut out,
            format_args!(
                "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content>\n</entry>\n",
                entry.content
            ),
        );
    }
    out.push_str("</feed>\n");
    out
}
