//! Watches the folders and says which of them changed.

use std::io;
use std::ops::BitOrAssign;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use super::Folders;

/// How long a file must be left alone before it counts as changed. An editor saves in several steps, and a checkout
/// of another branch touches many files; both are done within this time.
const QUIET: Duration = Duration::from_millis(25);
/// How often to look whether that time is over.
const TICK: Duration = Duration::from_millis(5);

/// Keeps watching until it is dropped.
pub(super) type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Which of the folders changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Changed {
    pub(super) content: bool,
    pub(super) templates: bool,
    pub(super) statics: bool,
}

impl Changed {
    /// All of them, or nobody knows which.
    pub(super) const ALL: Self = Self { content: true, templates: true, statics: true };
}

impl BitOrAssign for Changed {
    fn bitor_assign(&mut self, other: Self) {
        self.content |= other.content;
        self.templates |= other.templates;
        self.statics |= other.statics;
    }
}

/// The folders as the system names them, which is how it reports changes in them.
#[derive(Debug, Default)]
struct Roots {
    content: Option<PathBuf>,
    templates: Option<PathBuf>,
    statics: Option<PathBuf>,
}

impl Roots {
    /// What a change of `path` means. Hidden files and the backups of editors mean nothing.
    fn changed(&self, path: &Path) -> Changed {
        let is_in = |root: &Option<PathBuf>| {
            root.as_ref().and_then(|root| path.strip_prefix(root).ok()).is_some_and(|inside| {
                !inside.iter().any(|part| {
                    let name = part.to_string_lossy();
                    name.starts_with('.') || name.ends_with('~')
                })
            })
        };
        Changed {
            content: is_in(&self.content),
            templates: is_in(&self.templates),
            statics: is_in(&self.statics),
        }
    }
}

/// Starts to watch `folders`; every change goes to `changes`.
///
/// # Errors
/// When a folder does not exist or the system cannot watch it.
pub(super) fn start(folders: &Folders, changes: Sender<Changed>) -> io::Result<Watcher> {
    let find = |folder: &Option<PathBuf>| {
        let found = folder.as_ref().map(|folder| folder.canonicalize().map_err(|error| (folder, error)));
        found.transpose().map_err(|(folder, error)| {
            io::Error::new(error.kind(), format!("cannot watch `{}`: {error}", folder.display()))
        })
    };
    let roots = Roots {
        content: find(&folders.content)?,
        templates: find(&folders.templates)?,
        statics: find(&folders.statics)?,
    };
    let watched = [roots.content.clone(), roots.templates.clone(), roots.statics.clone()];
    let handler = move |result: DebounceEventResult| {
        let changed = judge(&roots, &result);
        if changed != Changed::default() {
            // Nobody listens any more when the server ends.
            let _ = changes.send(changed);
        }
    };
    let mut watcher = new_debouncer(QUIET, Some(TICK), handler).map_err(io::Error::other)?;
    for root in watched.iter().flatten() {
        watcher.watch(root, RecursiveMode::Recursive).map_err(io::Error::other)?;
    }
    Ok(watcher)
}

/// What a bundle of events means.
fn judge(roots: &Roots, result: &DebounceEventResult) -> Changed {
    let Ok(events) = result else { return Changed::ALL };
    let mut changed = Changed::default();
    for event in events {
        if event.need_rescan() {
            return Changed::ALL;
        }
        // A build reads every file. That must not cause the next one.
        if matches!(event.kind, EventKind::Access(_)) {
            continue;
        }
        for path in &event.paths {
            changed |= roots.changed(path);
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use notify_debouncer_full::DebouncedEvent;
    use notify_debouncer_full::notify::event::{AccessKind, ModifyKind};
    use notify_debouncer_full::notify::{Error, Event};

    use super::*;

    fn roots() -> Roots {
        Roots {
            content: Some(PathBuf::from("/site/content")),
            templates: Some(PathBuf::from("/site/templates")),
            statics: None,
        }
    }

    fn event(kind: EventKind, path: &str) -> DebouncedEvent {
        DebouncedEvent::new(Event::new(kind).add_path(PathBuf::from(path)), Instant::now())
    }

    const MODIFIED: EventKind = EventKind::Modify(ModifyKind::Any);

    #[test]
    fn a_change_belongs_to_the_folder_it_is_in() {
        let judged = |path| judge(&roots(), &Ok(vec![event(MODIFIED, path)]));
        let content = Changed { content: true, ..Changed::default() };
        assert_eq!(judged("/site/content/keps/1-a.toml"), content);
        assert_eq!(judged("/site/templates/home.html"), Changed { templates: true, ..Changed::default() });
        assert_eq!(judged("/site/contents/a.toml"), Changed::default());
        assert_eq!(judged("/site/static/a.js"), Changed::default());
    }

    #[test]
    fn reading_hidden_files_and_backups_change_nothing() {
        let judged = |kind, path| judge(&roots(), &Ok(vec![event(kind, path)]));
        assert_eq!(
            judged(EventKind::Access(AccessKind::Any), "/site/content/releases.toml"),
            Changed::default()
        );
        assert_eq!(judged(MODIFIED, "/site/content/.releases.toml.swp"), Changed::default());
        assert_eq!(judged(MODIFIED, "/site/content/.cache/releases.toml"), Changed::default());
        assert_eq!(judged(MODIFIED, "/site/content/releases.toml~"), Changed::default());
    }

    #[test]
    fn a_watcher_that_lost_count_means_that_everything_may_have_changed() {
        assert_eq!(judge(&roots(), &Err(vec![Error::generic("queue overflow")])), Changed::ALL);
    }
}
