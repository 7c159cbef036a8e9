//! The page's server, on loopback only.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::deck::Deck;
use super::outline::Outline;
use super::page::{self, Data};
use crate::render::mime;

/// A place in a file of the author, to be opened in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Name of the source.
    pub file: String,
    /// Count from 1.
    pub line: usize,
    pub column: usize,
}

type Open = dyn Fn(&Spot) -> Result<(), String> + Send + Sync;

/// What the server shows: the last good deck, and what is wrong since.
pub struct Server {
    now: RwLock<Now>,
    /// Counts the changes.
    changes: watch::Sender<u64>,
    /// Who may open files: the page alone knows it.
    token: String,
    open: Box<Open>,
    /// What a request may call us: a page of another name that leads here is none of ours.
    hosts: RwLock<Vec<String>>,
}

struct Now {
    deck: Arc<Deck>,
    error: Option<String>,
}

/// The answer to `/deck.json`.
#[derive(Serialize)]
struct Answer<'d> {
    version: u64,
    /// Why the deck is not the newest.
    error: Option<&'d str>,
    outline: Outline<'d>,
}

impl Server {
    /// `token` is not to be guessed; `open` opens a place in the author's editor, or says why it cannot.
    pub fn new(
        deck: Deck,
        token: String,
        open: impl Fn(&Spot) -> Result<(), String> + Send + Sync + 'static,
    ) -> Arc<Server> {
        Arc::new(Server {
            now: RwLock::new(Now { deck: Arc::new(deck), error: None }),
            changes: watch::Sender::new(1),
            token,
            open: Box::new(open),
            hosts: RwLock::default(),
        })
    }

    /// Shows another deck, on all open pages too.
    pub fn show(&self, deck: Deck) {
        *self.now.write().expect("no writer panics") = Now { deck: Arc::new(deck), error: None };
        self.changes.send_modify(|version| *version += 1);
    }

    /// Shows what is wrong, above the last deck.
    pub fn fail(&self, error: String) {
        self.now.write().expect("no writer panics").error = Some(error);
        self.changes.send_modify(|version| *version += 1);
    }

    /// Answers requests until the process ends.
    ///
    /// # Errors
    /// As the system gives them.
    pub fn run(self: Arc<Server>, listener: TcpListener) -> std::io::Result<()> {
        let address = listener.local_addr()?;
        let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{}", address.port()));
        *self.hosts.write().expect("no writer panics") = hosts.to_vec();
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router(self)).await
        })
    }

    /// Whether a request is meant for this server, and comes from its page or from no page at all.
    fn is_asked(&self, headers: &HeaderMap) -> bool {
        let hosts = self.hosts.read().expect("no writer panics");
        let is_ours = |host: &str| hosts.iter().any(|ours| ours == host);
        let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        header(header::HOST).is_some_and(is_ours)
            && header(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_ours))
    }

    fn deck(&self) -> Arc<Deck> {
        Arc::clone(&self.now.read().expect("no writer panics").deck)
    }
}

fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/deck.json", get(outline))
        .route("/texts.json", get(texts))
        .route("/card/{id}", get(sides))
        .route("/media/{name}", get(media))
        .route("/events", get(events))
        .route("/open", post(open))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), guard))
        .with_state(server)
}

/// Refuses what no page of ours would ask, and says to all answers that nothing is kept, framed or guessed.
async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = match server.is_asked(request.headers()) {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "recto: this page is for its own address only\n").into_response(),
    };
    const ALWAYS: [(HeaderName, &str); 5] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn page(State(server): State<Arc<Server>>) -> Response {
    let html = page::html(&server.deck().name, &Data::Served { token: &server.token });
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

async fn outline(State(server): State<Arc<Server>>) -> Response {
    let version = *server.changes.borrow();
    let (deck, error) = {
        let now = server.now.read().expect("no writer panics");
        (Arc::clone(&now.deck), now.error.clone())
    };
    json(&Answer { version, error: error.as_deref(), outline: deck.outline() })
}

async fn texts(State(server): State<Arc<Server>>) -> Response {
    json(&server.deck().texts())
}

async fn sides(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Response {
    let deck = server.deck();
    deck.by_id(&id).map_or_else(|| StatusCode::NOT_FOUND.into_response(), |card| json(&deck.sides(card)))
}

/// Files of the package, by their names there: nothing else has one.
async fn media(State(server): State<Arc<Server>>, Path(name): Path<String>) -> Response {
    let deck = server.deck();
    let Some(media) = deck.media(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, mime(&name)),
        // An SVG that is opened by itself is a document.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    ];
    (headers, Body::from(media.bytes.clone())).into_response()
}

/// The number of each change, the last one at once.
async fn events(State(server): State<Arc<Server>>) -> impl IntoResponse {
    Sse::new(changes(server.changes.subscribe())).keep_alive(KeepAlive::default())
}

fn changes(receiver: watch::Receiver<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((receiver, true), |(mut receiver, first)| async move {
        if !first {
            receiver.changed().await.ok()?;
        }
        let version = *receiver.borrow_and_update();
        Some((Ok(Event::default().data(version.to_string())), (receiver, false)))
    })
}

/// What is to be opened: only what the deck itself names.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wanted {
    Card(String),
    Finding(usize),
}

async fn open(State(server): State<Arc<Server>>, headers: HeaderMap, body: String) -> Response {
    let token = headers.get("x-recto-token").and_then(|token| token.to_str().ok());
    if token != Some(server.token.as_str()) {
        return (StatusCode::FORBIDDEN, "recto: only the page itself opens files\n").into_response();
    }
    let deck = server.deck();
    let spot = match serde_json::from_str(&body) {
        Ok(Wanted::Card(id)) => deck.by_id(&id).map(|card| {
            let place = deck.place(card);
            Spot { file: place.file.clone(), line: place.line, column: 1 }
        }),
        Ok(Wanted::Finding(at)) => deck.findings.get(at).map(|finding| Spot {
            file: finding.file.clone(),
            line: finding.line.unwrap_or(1),
            column: finding.column.unwrap_or(1),
        }),
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let Some(spot) = spot else { return StatusCode::NOT_FOUND.into_response() };
    match (server.open)(&spot) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
    }
}

fn json(what: &impl Serialize) -> Response {
    let text = serde_json::to_string(what).expect("strings and numbers are JSON");
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
