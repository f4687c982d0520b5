//! The connection between `answer` and the network.
//!
//! An event is a whole response of its own: a browser asks for the next one with the number of the last
//! (`Last-Event-ID`), and the answer waits until there is one with another number. So no event is missed between two
//! requests, and there is no stream to keep alive or to cut off.

use std::future::{Future, pending, poll_fn};
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use tokio::sync::watch as latest;

use super::answer::{self, Answer};
use super::live::{OWN, Showing};

/// How long an event may let itself be waited for, below what browsers and systems grant a silent connection.
const PATIENCE: Duration = Duration::from_secs(25);
/// How long requests that are being answered have when the server ends.
const FAREWELL: Duration = Duration::from_millis(500);

/// What every request can see.
struct Desk {
    base: String,
    showing: latest::Receiver<Arc<Showing>>,
    ending: latest::Receiver<bool>,
}

/// Serves what is `showing` until Ctrl-C; calls `ready` when requests are answered.
pub(super) fn serve(
    listener: TcpListener,
    base: String,
    showing: latest::Receiver<Arc<Showing>>,
    ready: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (end, mut ending) = latest::channel(false);
        let desk = Desk { base, showing, ending: ending.clone() };
        let app = Router::new().fallback(respond).with_state(Arc::new(desk));
        let asked_to_end = async move {
            // The listener for the signal is set up before anyone is told that the server is there.
            first(interrupted(), async {
                ready();
                pending().await
            })
            .await;
            end.send_replace(true);
        };
        let server = axum::serve(listener, app).with_graceful_shutdown(asked_to_end);
        let deadline = async {
            let _ = ending.wait_for(|ending| *ending).await;
            tokio::time::sleep(FAREWELL).await;
            Ok(())
        };
        first(server.into_future(), deadline).await
    });
    runtime.shutdown_background();
    served
}

/// Ends with Ctrl-C. Where the system does not report it, Ctrl-C ends the program by itself.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        pending().await
    }
}

/// What the first of two to finish gives; `a` is asked first.
async fn first<T>(a: impl Future<Output = T>, b: impl Future<Output = T>) -> T {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| match a.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(value),
        Poll::Pending => b.as_mut().poll(context),
    })
    .await
}

async fn respond(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let host = parts.headers.get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let authority = parts.uri.authority().map(|authority| authority.as_str());
    let hosts: Vec<_> = std::iter::once(host).chain(authority.map(Some)).collect();
    if let Some(refusal) = answer::refusal(&parts.method, &hosts) {
        return response(refusal, &parts.method);
    }
    let path = parts.uri.path();
    let is_events = path.strip_prefix(&desk.base).and_then(|path| path.strip_prefix(OWN)) == Some("events");
    if is_events && parts.method == Method::GET {
        return events(&desk, parts.uri.query(), &parts.headers).await;
    }
    let showing = desk.showing.borrow().clone();
    response(answer::answer(path, parts.uri.query(), &showing, &desk.base), &parts.method)
}

/// The next event after that which the browser saw last.
async fn events(desk: &Desk, query: Option<&str>, headers: &HeaderMap) -> Response {
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let page = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find_map(|(name, value)| (name == "page").then_some(value))
        .unwrap_or_default();
    let (mut showing, mut ending) = (desk.showing.clone(), desk.ending.clone());
    let news = async {
        let news = showing.wait_for(|showing| showing.id() != seen).await;
        news.ok().map(|showing| Arc::clone(&showing))
    };
    let no_news = first(
        async {
            let _ = ending.wait_for(|ending| *ending).await;
        },
        tokio::time::sleep(PATIENCE),
    );
    let news = first(news, async {
        no_news.await;
        None
    })
    .await;
    let body = match news {
        Some(showing) => showing.event(&answer::fingerprint(&page, &showing, &desk.base)),
        // A comment. The browser asks again.
        None => ":\n\n".to_owned(),
    };
    let content_type = "text/event-stream";
    response(
        Answer { status: StatusCode::OK, content_type, location: None, body: Bytes::from(body) },
        &Method::GET,
    )
}

fn response(answer: Answer, method: &Method) -> Response {
    let length = answer.body.len();
    let body = if method == Method::HEAD { Body::empty() } else { Body::from(answer.body) };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, answer.content_type);
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if answer.status == StatusCode::METHOD_NOT_ALLOWED {
        set(header::ALLOW, "GET, HEAD");
    }
    if let Some(location) = answer.location.and_then(|location| HeaderValue::try_from(location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    response
}
