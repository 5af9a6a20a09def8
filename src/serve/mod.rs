//! The handbook while somebody writes it: a site on this machine alone that changes as its files do.
//!
//! 1. [`run`] listens, and starts a thread that waits for changes and reads what changed.
//! 2. [`desk`] holds the edition that is shown. It is swapped whole: no request ever sees half of one.
//! 3. [`http`] lets in only who may ask, [`site`] answers with files of the site, drawn as they are asked for.
//! 4. [`events`] tells browsers of new editions; [`panel`] says of a page where it comes from and what is wrong with it.
//! 5. [`news`] is what a new edition changed in what was found, for the terminal.
//!
//! Architecture invariant: nothing that a user writes and nothing that a browser asks for ends the server.

mod assets;
mod desk;
mod editor;
mod events;
mod http;
mod news;
mod panel;
mod reply;
mod site;

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::pipeline::{Edition, Live, Settings};
use crate::world::{self, Hints, OsWorld, Watch};
use desk::Desk;
pub use editor::Editor;
pub use news::News;

/// How the server is started.
pub struct Options {
    /// 0 for any that is free. Another one that is taken is passed over for the next.
    pub port: u16,
    /// Starts the browser.
    pub open: bool,
    pub editor: Option<Editor>,
}

/// What the server has to say while it runs.
pub enum Said<'a> {
    /// It can be asked, at this address.
    Listening {
        url: &'a str,
        wanted: u16,
    },
    /// The handbook was read.
    Edition {
        number: u64,
        edition: &'a Edition,
        news: News,
        took: Duration,
    },
    /// A page was drawn, or cannot be: what nobody knew before it was asked for.
    Drawn {
        edition: &'a Edition,
        news: News,
    },
    /// The handbook cannot be read at all. What it was before is still shown, if it could be read before.
    Stuck {
        why: &'a str,
        shown: bool,
    },
    Note(&'a str),
}

pub type Tell = Arc<dyn Fn(Said) + Send + Sync>;

/// How many ports after the one that was asked for are tried.
const PORTS: u16 = 20;

/// Serves until the process is told to end. An error says why it cannot begin.
pub fn run(world: OsWorld, settings: Settings, options: Options, tell: Tell) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| format!("the server cannot be started: {e}"))?;
    let ended = runtime.block_on(async {
        let listeners = listen(options.port).await?;
        let port = listeners[0].local_addr().map_err(|e| e.to_string())?.port();
        let desk = Arc::new(Desk::new(world.clone(), port, options.editor, Arc::clone(&tell)));
        let url = format!("http://localhost:{port}/");
        tell(Said::Listening { url: &url, wanted: options.port });
        if options.open
            && let Err(error) = world::open_url(&url)
        {
            tell(Said::Note(&format!("the browser could not be started: {error}")));
        }
        let reader = Arc::clone(&desk);
        std::thread::spawn(move || keep_reading(&world, &settings, &reader));
        for listener in listeners {
            tokio::spawn(http::serve(listener, Arc::clone(&desk)));
        }
        // Without a signal to wait for, it runs until it is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Ok(())
    });
    // What is being drawn is for nobody any more.
    runtime.shutdown_background();
    ended
}

/// The loopback: what this machine alone can ask.
const LOOPBACK: [&str; 2] = ["127.0.0.1", "::1"];

/// Listens on the loopback, by both of its addresses where the system has them: `localhost` is either.
async fn listen(wanted: u16) -> Result<Vec<TcpListener>, String> {
    let mut last = String::new();
    let ports = (0..=PORTS).filter_map(|n| if wanted == 0 { Some(0) } else { wanted.checked_add(n) });
    for port in ports {
        match listen_on(port).await {
            Ok(listeners) => return Ok(listeners),
            Err(error) => last = error.to_string(),
        }
    }
    Err(format!("no port can be listened on from {wanted} on: {last}\nhelp: name another with `--port`, or 0 for any"))
}

/// Listens on a port by both addresses. It is taken if another program has it by either: half of those who ask for
/// `localhost` would get that one.
async fn listen_on(port: u16) -> std::io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind((LOOPBACK[0], port)).await?;
    let port = first.local_addr()?.port();
    match TcpListener::bind((LOOPBACK[1], port)).await {
        Ok(second) => Ok(vec![first, second]),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok(vec![first]),
    }
}

/// Reads the handbook, then again whenever something changes, for ever.
fn keep_reading(world: &OsWorld, settings: &Settings, desk: &Desk) {
    let tell = &desk.tell;
    let mut live = Live::new(world.clone(), settings.clone());
    let mut watch = Watch::new(world);
    let mut known = news::Known::default();
    let mut hints = Hints { tree: true, ..Hints::default() };
    loop {
        let start = world::Stopwatch::start();
        let read = catch_unwind(AssertUnwindSafe(|| live.refresh(&hints)));
        match read {
            Ok(Ok(Some(edition))) => {
                let news = known.learn(&edition.checked);
                let edition = Arc::new(edition);
                let (number, before) = desk.publish(Arc::clone(&edition));
                tell(Said::Edition { number, edition: &edition, news, took: start.elapsed() });
                // Large handbooks take a while to be forgotten; by now browsers have been told.
                drop(before);
            }
            Ok(Ok(None)) => {}
            Ok(Err(error)) => stuck(desk, &error.to_string()),
            Err(_) => {
                // Nobody knows what was half done.
                live = Live::new(world.clone(), settings.clone());
                stuck(desk, "rutter failed while it read the handbook, which is a mistake of its own");
            }
        }
        hints = follow(&mut live, &mut watch, tell).unwrap_or_else(|| watch.next());
    }
}

fn stuck(desk: &Desk, why: &str) {
    if desk.stick(why) {
        (desk.tell)(Said::Stuck { why, shown: desk.standing().borrow().edition.is_some() });
    }
}

/// Watches the folders there are now. What came into a new one before it was watched has to be looked for.
fn follow(live: &mut Live, watch: &mut Watch, tell: &Tell) -> Option<Hints> {
    if !live.was_listed() {
        return None;
    }
    match watch.follow(&live.folders()) {
        Ok(true) => None,
        Ok(false) => Some(Hints { tree: true, ..Hints::default() }),
        Err(error) => {
            tell(Said::Note(&format!("the handbook is looked at every two seconds: {error}")));
            None
        }
    }
}
