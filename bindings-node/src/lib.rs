//! Cowrite for Node: the native half of the npm package `cowrite`.
//!
//! Thin: the JavaScript half sees to types, the core is called away from the event loop, and what it answers goes back as JSON. No rule lives here.
//!
//! | module | what for |
//! |---|---|
//! | `rooms` | the operations, each written once |
//! | `index` | what of the access index is no operation like the others |
//! | `records`, `values`, `word`, `record`, `input`, `union` | what operations return and take |
//! | `argument`, `shown`, `shape`, `error` | reading, showing, declaring, refusing |
//! | `call`, `handle`, `clock` | how the core is called, what of it JavaScript holds, and what time it is |
//! | `workspace`, `batch`, `watch`, `content` | opening, what goes on over many calls, and the bytes of files |
//! | `bridge`, `host` | the way to the JavaScript half, and what the host brings along to be called there |

mod argument;
mod batch;
mod bridge;
mod call;
mod clock;
mod content;
mod error;
mod handle;
mod host;
pub mod index;
mod input;
mod record;
mod records;
mod rooms;
mod shape;
mod shown;
mod union;
mod values;
mod watch;
mod word;
mod workspace;

use std::sync::Arc;

use napi::bindgen_prelude::{Either, External, Uint8Array};
use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use serde_json::json;

use crate::batch::Batch;
use crate::bridge::{Answer, Bridge, Listener};
use crate::call::{Answer as _, Call, Done, Manner, Operation, Pending, run};
use crate::error::refused;
use crate::handle::{Face, Handle, wrong_handle};
use crate::host::{HostBytes, failure};
use crate::watch::Watching;

/// What only a fault of the JavaScript half brings about.
fn wrong(error: serde_json::Error) -> Error {
    Error::new(Status::InvalidArg, format!("cowrite is at fault: {error}"))
}

/// Begins to tell a function everything, and returns what needs no workspace.
#[napi(catch_unwind)]
pub fn connect(env: &Env, listener: Listener<'_>) -> Result<External<Handle>> {
    let bridge = Bridge::new(&listener)?;
    env.add_env_cleanup_hook(Arc::clone(&bridge), |bridge| bridge.end())?;
    Ok(External::new(Handle::Free(Face::new((), bridge, None))))
}

/// Says what there is: operations, records, words, errors.
#[napi(catch_unwind)]
pub fn describe() -> String {
    fn operations<C>(operations: &[Operation<C>]) -> serde_json::Value {
        let one = |of: &Operation<C>| json!({ "name": of.name, "docs": of.docs, "arguments": of.arguments, "result": of.result });
        operations.iter().map(one).collect()
    }
    let all_records = [records::records(), values::records()].concat();
    let all_unions = [records::unions(), values::unions()].concat();
    json!({
        "faces": {
            "workspace": operations(&rooms::WORKSPACE),
            "actor": operations(&rooms::ACTOR),
            "visitor": operations(&rooms::VISITOR),
            "operator": operations(&rooms::OPERATOR),
            "index": operations(&rooms::INDEX),
            "free": operations(&rooms::FREE),
        },
        "records": all_records,
        "inputs": values::inputs(),
        "unions": all_unions,
        "words": word::all(),
        "errors": cowrite::ERRORS,
    })
    .to_string()
}

/// Opens a workspace, whose files are in the store that comes along, unless that is no store; the listener is told.
#[napi(catch_unwind)]
pub fn open(
    handle: &External<Handle>,
    files: &External<Handle>,
    call: i64,
    is_abortable: bool,
    given: String,
) -> Result<()> {
    let Handle::Free(free) = &**handle else { return Err(wrong_handle()) };
    let dropbox = match &**files {
        Handle::Dropbox(face) => Some(face.core()?.clone()),
        _ => None,
    };
    let opening = serde_json::from_str(&given).map_err(wrong)?;
    let pending = Box::pin(workspace::open(Arc::clone(&free.bridge), opening, dropbox));
    run(free, Manner { number: call, instant: None, is_abortable, is_inline: false }, pending);
    Ok(())
}

/// Sets up a file store in Dropbox.
#[napi(catch_unwind)]
pub fn dropbox(handle: &External<Handle>, given: String) -> Result<Made> {
    let Handle::Free(free) = &**handle else { return Err(wrong_handle()) };
    let setting = serde_json::from_str(&given).map_err(wrong)?;
    let store = host::dropbox::set_up(&free.bridge, setting);
    Ok(made(store.map(|store| Handle::Dropbox(free.beside(store)))))
}

/// Begins to connect an account of Dropbox.
#[napi(catch_unwind)]
pub fn authorize(handle: &External<Handle>) -> Result<String> {
    let Handle::Dropbox(face) = &**handle else { return Err(wrong_handle()) };
    Ok(host::dropbox::authorize(face.core()?))
}

/// Connects an account of Dropbox with which somebody has come back; the listener is told.
#[napi(catch_unwind)]
pub fn connect_account(handle: &External<Handle>, call: i64, is_abortable: bool, given: String) -> Result<()> {
    let Handle::Dropbox(face) = &**handle else { return Err(wrong_handle()) };
    let coming = serde_json::from_str(&given).map_err(wrong)?;
    let pending = Box::pin(host::dropbox::connect(face.core()?.clone(), coming));
    run(face, Manner { number: call, instant: None, is_abortable, is_inline: false }, pending);
    Ok(())
}

/// Forgets the tokens of an account of Dropbox; the listener is told.
#[napi(catch_unwind)]
pub fn disconnect_account(handle: &External<Handle>, call: i64, is_abortable: bool, given: String) -> Result<()> {
    let Handle::Dropbox(face) = &**handle else { return Err(wrong_handle()) };
    let going = serde_json::from_str(&given).map_err(wrong)?;
    let pending = Box::pin(host::dropbox::disconnect(face.core()?.clone(), going));
    run(face, Manner { number: call, instant: None, is_abortable, is_inline: false }, pending);
    Ok(())
}

/// Answers Dropbox's question whether an address is the app's own.
#[napi(catch_unwind)]
pub fn webhook_challenge(asked: String) -> String {
    host::dropbox::challenge(&asked)
}

/// Reads whose accounts Dropbox tells to have changed.
#[napi(catch_unwind)]
pub fn verify_webhook(app_secret: String, signature: String, body: Uint8Array) -> String {
    host::dropbox::verify(&app_secret, &signature, &body)
}

/// Begins a call: answers at once where it is ready, else the listener is told.
fn begin<C: Send + Clone + 'static>(
    face: &Face<C>,
    of: cowrite::Face,
    operations: &[Operation<C>],
    operation: u32,
    mut manner: Manner,
    given: &str,
) -> Result<Option<String>> {
    let operation = operations.get(operation as usize).ok_or_else(wrong_handle)?;
    manner.is_inline = operation.is_inline(of);
    let pending = (operation.begin)(face.core()?.clone(), given).map_err(wrong)?;
    Ok(run(face, manner, pending))
}

/// Calls an operation by its place: the answer where it is ready, else the listener is told.
#[napi(catch_unwind)]
pub fn call(
    handle: &External<Handle>,
    operation: u32,
    call: i64,
    is_abortable: bool,
    instant: Option<i64>,
    given: String,
) -> Result<Option<String>> {
    use cowrite::Face::{Actor, Free, Index, Operator, Visitor, Workspace};
    let manner = Manner { number: call, instant, is_abortable, is_inline: false };
    match &**handle {
        Handle::Actor(face) => begin(face, Actor, &rooms::ACTOR, operation, manner, &given),
        Handle::Workspace(face) => begin(face, Workspace, &rooms::WORKSPACE, operation, manner, &given),
        Handle::Visitor(face) => begin(face, Visitor, &rooms::VISITOR, operation, manner, &given),
        Handle::Operator(face) => begin(face, Operator, &rooms::OPERATOR, operation, manner, &given),
        Handle::Index(face) => begin(face, Index, &rooms::INDEX, operation, manner, &given),
        Handle::Free(face) => begin(face, Free, &rooms::FREE, operation, manner, &given),
        Handle::Batch(_) | Handle::Watch(_) | Handle::Reading(_) | Handle::Dropbox(_) => Err(wrong_handle()),
    }
}

/// Gives a call up.
#[napi(catch_unwind)]
pub fn give_up(handle: &External<Handle>, call: i64) -> Result<()> {
    let Handle::Free(free) = &**handle else { return Err(wrong_handle()) };
    free.bridge.give_up(call);
    Ok(())
}

/// The face of a person, by the text of an id; `undefined` where it is none.
#[napi(catch_unwind)]
pub fn acting_as(handle: &External<Handle>, person: String) -> Result<Option<External<Handle>>> {
    let Handle::Workspace(face) = &**handle else { return Err(wrong_handle()) };
    let Ok(id) = uuid::Uuid::try_parse(&person) else { return Ok(None) };
    let actor = face.core()?.acting_as(cowrite::PersonId::from_uuid(id));
    Ok(Some(External::new(Handle::Actor(face.beside(actor)))))
}

/// The face of a visitor.
#[napi(catch_unwind)]
pub fn visitor(handle: &External<Handle>) -> Result<External<Handle>> {
    let Handle::Workspace(face) = &**handle else { return Err(wrong_handle()) };
    Ok(External::new(Handle::Visitor(face.beside(face.core()?.visitor()))))
}

/// A handle, or the text of a refusal.
type Made = Either<External<Handle>, String>;

fn made(made: core::result::Result<Handle, cowrite::Error>) -> Made {
    match made {
        Ok(handle) => Either::A(External::new(handle)),
        Err(error) => Either::B(refused(&error, None)),
    }
}

/// The face of the operator, for a reason.
#[napi(catch_unwind)]
pub fn operator(handle: &External<Handle>, reason: String) -> Result<Made> {
    let Handle::Workspace(face) = &**handle else { return Err(wrong_handle()) };
    let operator = face.core()?.operator(&reason);
    Ok(made(operator.map(|operator| Handle::Operator(face.beside(operator)))))
}

/// Who acts.
#[napi(catch_unwind)]
pub fn actor_id(handle: &External<Handle>) -> Result<String> {
    let Handle::Actor(face) = &**handle else { return Err(wrong_handle()) };
    Ok(face.core()?.id().to_string())
}

/// The refusal of something that is no value of its kind.
#[napi(catch_unwind)]
pub fn refuse(what: String) -> String {
    const HALF: &str = "holds half a character (a lone surrogate)";
    let refusal = match what.as_str() {
        "reason" => cowrite::Error::invalid("reason", HALF),
        "key" => cowrite::Error::invalid("key", HALF),
        "cursor" => cowrite::Error::invalid("cursor", HALF),
        "asked" => cowrite::Error::invalid("asked", HALF),
        "app_secret" => cowrite::Error::invalid("app_secret", HALF),
        "signature" => cowrite::Error::invalid("signature", HALF),
        "now" => cowrite::Error::invalid("now", "is not an instant of the years 1 to 9999"),
        _ => cowrite::Error::invalid("person", "is no UUID"),
    };
    refused(&refusal, None)
}

/// A variant of a person's face: with an idempotency key, or for dry runs.
#[napi(catch_unwind)]
pub fn variant(handle: &External<Handle>, key: Option<String>) -> Result<External<Handle>> {
    let Handle::Actor(face) = &**handle else { return Err(wrong_handle()) };
    let actor = match key {
        Some(key) => face.core()?.with_key(&key),
        None => face.core()?.dry_run(),
    };
    Ok(External::new(Handle::Actor(face.beside(actor))))
}

/// Closes a workspace; the listener is told.
#[napi(catch_unwind)]
pub fn close(handle: &External<Handle>, call: i64) -> Result<()> {
    let Handle::Workspace(face) = &**handle else { return Err(wrong_handle()) };
    let workspace = face.core()?.clone();
    begin_pending(
        face,
        call,
        false,
        None,
        Box::pin(async move {
            workspace.close();
            Ok(().done())
        }),
    );
    Ok(())
}

/// Makes a call that never is ready at once.
fn begin_pending<T: Send + Clone + 'static>(
    face: &Face<T>,
    call: i64,
    is_abortable: bool,
    instant: Option<i64>,
    pending: Pending,
) {
    run(face, Manner { number: call, instant, is_abortable, is_inline: false }, pending);
}

/// Begins a batch, as of the host's clock.
#[napi(catch_unwind)]
pub fn batch(handle: &External<Handle>, instant: Option<i64>) -> Result<Made> {
    let Handle::Actor(face) = &**handle else { return Err(wrong_handle()) };
    let batch = Call::at(face, instant, || face.core().map(cowrite::Actor::batch))?;
    Ok(made(batch.map(|batch| Handle::Batch(face.beside(Arc::new(Batch::new(batch)))))))
}

/// The actor whose calls a batch gathers.
#[napi(catch_unwind)]
pub fn batch_actor(handle: &External<Handle>) -> Result<Option<External<Handle>>> {
    let Handle::Batch(face) = &**handle else { return Err(wrong_handle()) };
    Ok(face.core()?.actor().map(|actor| External::new(Handle::Actor(face.beside(actor)))))
}

/// How many changes wait to be committed.
#[napi(catch_unwind)]
pub fn waiting(handle: &External<Handle>) -> Result<u32> {
    let Handle::Batch(face) = &**handle else { return Err(wrong_handle()) };
    Ok(u32::try_from(face.core()?.waiting()).unwrap_or(u32::MAX))
}

/// Commits a batch; the listener is told.
#[napi(catch_unwind)]
pub fn commit(handle: &External<Handle>, call: i64, is_abortable: bool, instant: Option<i64>) -> Result<()> {
    let Handle::Batch(face) = &**handle else { return Err(wrong_handle()) };
    let batch = Arc::clone(face.core()?);
    let pending = Box::pin(async move { batch.commit().await.map(|done| done.done()) });
    begin_pending(face, call, is_abortable, instant, pending);
    Ok(())
}

/// Gives a batch up.
#[napi(catch_unwind)]
pub fn drop_batch(handle: &External<Handle>) -> Result<()> {
    let Handle::Batch(face) = &**handle else { return Err(wrong_handle()) };
    call::aside_drop(face.core()?.take());
    Ok(())
}

/// Begins to watch what changes for a person.
#[napi(catch_unwind)]
pub fn watch(handle: &External<Handle>, cursor: Option<String>) -> Result<External<Handle>> {
    let Handle::Actor(face) = &**handle else { return Err(wrong_handle()) };
    let watch = face.core()?.watch(cursor.as_deref());
    Ok(External::new(Handle::Watch(face.beside(Arc::new(Watching::new(watch))))))
}

/// Waits for the next change; the listener is told.
#[napi(catch_unwind)]
pub fn next_change(handle: &External<Handle>, call: i64, instant: Option<i64>) -> Result<()> {
    let Handle::Watch(face) = &**handle else { return Err(wrong_handle()) };
    let watching = Arc::clone(face.core()?);
    // It may wait for ever, and so is given up at the end of the environment.
    begin_pending(face, call, true, instant, Box::pin(async move { watching.next().await.map(|next| next.done()) }));
    Ok(())
}

/// Reads so many bytes at most, or all that are left; the listener is told.
#[napi(catch_unwind)]
pub fn read(handle: &External<Handle>, call: i64, most: Option<u32>) -> Result<()> {
    let Handle::Reading(face) = &**handle else { return Err(wrong_handle()) };
    let reading = Arc::clone(face.core()?);
    let most = most.map(|most| most as usize);
    begin_pending(face, call, true, None, Box::pin(async move { reading.read(most).await.map(Done::Bytes) }));
    Ok(())
}

/// Ends a watch, or gives up what is left to read.
#[napi(catch_unwind)]
pub fn end(handle: &External<Handle>) -> Result<()> {
    match &**handle {
        Handle::Watch(face) => face.core()?.close(),
        Handle::Reading(face) => face.core()?.close(),
        _ => return Err(wrong_handle()),
    }
    Ok(())
}

/// How many questions wait for an answer, and how many calls can be given up.
#[napi(catch_unwind)]
pub fn held(handle: &External<Handle>) -> Result<Vec<u32>> {
    let Handle::Free(free) = &**handle else { return Err(wrong_handle()) };
    let (asked, running) = free.bridge.held();
    Ok([asked, running].map(|count| u32::try_from(count).unwrap_or(u32::MAX)).to_vec())
}

/// Answers with a value what was asked.
#[napi(catch_unwind)]
pub fn answer(handle: &External<Handle>, number: i64, value: String) -> Result<()> {
    give(handle, number, Answer::Value(value))
}

/// Answers with what was opened what was asked: what is said of it, and the number of its content, which is closed where nobody waits any more.
#[napi(catch_unwind)]
pub fn answer_opened(handle: &External<Handle>, number: i64, value: String, content: i64) -> Result<()> {
    let Handle::Free(free) = &**handle else { return Err(wrong_handle()) };
    let content = HostBytes::of_store(Arc::clone(&free.bridge), content);
    free.bridge.answer(number, Answer::Opened(value, content));
    Ok(())
}

/// Answers with a piece of content what was asked; with none at its end.
#[napi(catch_unwind)]
pub fn answer_piece(handle: &External<Handle>, number: i64, piece: Option<Uint8Array>) -> Result<()> {
    give(handle, number, Answer::Piece(piece.map(|piece| piece.to_vec())))
}

/// Says that what was asked has failed.
#[napi(catch_unwind)]
pub fn answer_failed(handle: &External<Handle>, number: i64, reason: String, told: String) -> Result<()> {
    give(handle, number, Answer::Failed(failure(&reason, &told)))
}

fn give(handle: &External<Handle>, number: i64, answer: Answer) -> Result<()> {
    let Handle::Free(free) = &**handle else { return Err(wrong_handle()) };
    free.bridge.answer(number, answer);
    Ok(())
}
