//! The templates: the only place that names the template engine.
//!
//! Every template sees `site` (the same for all pages), `page` (the frame, see `context::Head`) and `view` (the page).
//! Everything is escaped; a field whose name ends in `_html` holds markup that `markdown` has sanitised, and is the
//! only thing that `| safe` may stand behind (a test looks).

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use super::assets::Assets;
use super::config::Config;
use super::input::InputFile;
use super::{Route, SiteError};

/// Compiled templates.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
}

/// What every template sees as `site`.
#[derive(Debug, Serialize)]
struct SiteView<'a> {
    /// Where static files are, by their name in `static/`.
    assets: BTreeMap<&'a str, String>,
    /// Where the pages of the navigation and footer are, by a short name.
    routes: BTreeMap<&'static str, String>,
    /// The whole address of the home page.
    base_url: &'a str,
    /// The day the site speaks for.
    today: String,
    /// The repository with the records, where there is one.
    repository: Option<&'a str>,
}

impl Templates {
    /// Compiles `templates`.
    ///
    /// # Errors
    /// When one is not UTF-8 or does not compile; the message has line and column.
    pub(super) fn new(templates: &[InputFile], assets: &Assets, config: &Config) -> Result<Self, SiteError> {
        let mut texts = Vec::with_capacity(templates.len());
        for (path, bytes) in templates {
            let text = std::str::from_utf8(bytes).map_err(|error| SiteError::Input {
                path: format!("templates/{path}"),
                message: format!("not UTF-8: {error}"),
            })?;
            texts.push((path.as_str(), text));
        }
        let mut tera = Tera::new();
        tera.add_raw_templates(texts).map_err(|error| failed("templates", &error))?;
        tera.global_context().insert(
            "site",
            &SiteView {
                assets: assets.addresses(config.base_url.path()),
                routes: named_routes(config),
                base_url: config.base_url.as_str(),
                today: config.today.to_string(),
                repository: config.repository.as_ref().map(|repository| repository.url.as_str()),
            },
        );
        Ok(Self { tera })
    }

    /// Renders `view` with the template `name`.
    ///
    /// # Errors
    /// When there is no such template, or it asks for what `view` does not have.
    pub(super) fn render(&self, name: &str, view: &impl Serialize) -> Result<String, SiteError> {
        let context = Context::from_serialize(view).map_err(|error| failed(name, &error))?;
        self.tera.render(name, &context).map_err(|error| failed(name, &error))
    }
}

fn failed(name: &str, error: &tera::Error) -> SiteError {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        message.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    SiteError::Template { name: name.to_owned(), message }
}

/// The pages that the frame of every page links.
fn named_routes(config: &Config) -> BTreeMap<&'static str, String> {
    [
        ("home", Route::Home),
        ("releases", Route::Releases),
        ("keps", Route::Keps),
        ("gates", Route::Gates),
        ("sigs", Route::Sigs),
        ("topics", Route::Topics),
        ("components", Route::Components),
        ("collections", Route::Collections),
        ("matrix", Route::Matrix),
        ("compare", Route::Compare),
        ("drift", Route::Drift),
        ("search", Route::Search),
        ("about", Route::Prose("about".to_owned())),
        ("about_api", Route::Prose("about/api".to_owned())),
        ("feed", Route::feed()),
        ("open_search", Route::open_search()),
        ("api_index", Route::File("api/v1/index.json".to_owned())),
        ("states", Route::api_states()),
    ]
    .into_iter()
    .map(|(name, route)| (name, format!("{}{}", config.base_url.path(), route.path())))
    .collect()
}
