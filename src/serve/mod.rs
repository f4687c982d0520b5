//! The development server: the site in memory, built anew when a file changes, and browsers that reload by themselves.
//!
//! [`Server::run`] ties four parts together, each in its file:
//!
//! | part | does |
//! | --- | --- |
//! | `watch` | says which of the folders changed, once things are quiet for a moment |
//! | `workshop` | reads what changed and builds the site; tells what is wrong where it cannot |
//! | `answer` | from request to answer: a look-up in the files of the site, without any file system |
//! | `live` | the script that pages get here, and the stream of events that it listens to |
//!
//! It is made for one person at one machine: it listens on the loop-back address only, refuses names that are not
//! this machine's, and keeps nothing in a cache. It is no web server for the world; `docs/publish.md` is about those.

mod answer;
mod http;
mod live;
mod watch;
mod workshop;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use tokio::sync::watch as latest;

use crate::site::Config;
use live::Showing;
use workshop::Workshop;

/// The folders that the site is made of. What is not in a folder comes from the library, and does not change.
#[derive(Debug, Clone, Default)]
pub struct Folders {
    /// Records and prose pages.
    pub content: Option<PathBuf>,
    /// Templates.
    pub templates: Option<PathBuf>,
    /// Style sheets, modules and pictures.
    pub statics: Option<PathBuf>,
}

/// What the server has to tell.
#[derive(Debug)]
pub enum Event {
    /// The first build is done, and requests are answered.
    Ready,
    /// The site was built, or could not be.
    Built(Report),
}

/// How a build went.
#[derive(Debug)]
pub struct Report {
    /// How long reading and building took.
    pub took: Duration,
    /// The new site; `None` where the one before stays.
    pub built: Option<Built>,
    /// What is wrong with it, in plain text of several lines.
    pub problem: Option<String>,
}

/// A site that was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Built {
    /// How many pages it has.
    pub pages: usize,
    /// How many of its files are new, different or gone.
    pub changed: usize,
}

/// A server that has its address but answers nothing yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
}

impl Server {
    /// Takes `port` of the loop-back address; port 0 takes any that is free.
    ///
    /// # Errors
    /// When the port is taken, or not to be had.
    pub fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener })
    }

    /// The port it has.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn port(&self) -> io::Result<u16> {
        Ok(self.listener.local_addr()?.port())
    }

    /// Builds the site, then serves it until someone presses Ctrl-C. Every build is told to `tell`.
    ///
    /// # Errors
    /// When a folder cannot be watched, or the system refuses threads or sockets. A site that cannot be built is none:
    /// it is shown in the browser.
    pub fn run(
        self,
        folders: Folders,
        config: Config,
        tell: impl Fn(Event) + Send + Sync + 'static,
    ) -> io::Result<()> {
        let tell = Arc::new(tell);
        let base = config.base_url.path().to_owned();
        // Watching starts before reading, so that no change falls between the two.
        let (change, changes) = mpsc::channel();
        let watcher = watch::start(&folders, change)?;
        let mut workshop = Workshop::new(folders, config);
        let (first, report) = Showing::default().after(workshop.build(watch::Changed::ALL));
        tell(Event::Built(report));
        let (publish, showing) = latest::channel(Arc::new(first));

        let teller = Arc::clone(&tell);
        std::thread::Builder::new().name("builder".to_owned()).spawn(move || {
            while let Ok(mut changed) = changes.recv() {
                while let Ok(more) = changes.try_recv() {
                    changed |= more;
                }
                let (next, report) = publish.borrow().after(workshop.build(changed));
                publish.send_replace(Arc::new(next));
                teller(Event::Built(report));
            }
        })?;

        let served = http::serve(self.listener, base, showing, move || tell(Event::Ready));
        drop(watcher);
        served
    }
}
