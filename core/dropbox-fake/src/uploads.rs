use serde_json::{Value, json};

use crate::argument::{Field, Fields as _, Shape, defaulted, optional, required};
use crate::fault::quota_short;
use crate::files::{COMMIT, Unwritten};
use crate::refusal::{Refusal, refused, refused_with};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::content_hash;
use crate::world::World;

/// How long a session may be added to, in seconds.
const LASTS: u64 = 7 * 24 * 60 * 60;

/// A file on its way.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    account: String,
    data: Vec<u8>,
    is_closed: bool,
    started_at: u64,
}

const CURSOR: Shape =
    Shape::Record(&[required("session_id", Shape::Text), required("offset", Shape::Number(0, u64::MAX))]);

const HASH: Field = optional("content_hash", Shape::Exactly(64));

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "files/upload_session/start",
        style: Style::Upload,
        caller: Caller::User("files.content.write"),
        argument: &[
            defaulted("close", Shape::Flag),
            optional("session_type", Shape::Union(&[("sequential", None)])),
            HASH,
        ],
        act: start,
    },
    Route {
        name: "files/upload_session/append_v2",
        style: Style::Upload,
        caller: Caller::User("files.content.write"),
        argument: &[required("cursor", CURSOR), defaulted("close", Shape::Flag), HASH],
        act: append,
    },
    Route {
        name: "files/upload_session/finish",
        style: Style::Upload,
        caller: Caller::User("files.content.write"),
        argument: &[required("cursor", CURSOR), required("commit", Shape::Record(COMMIT)), HASH],
        act: finish,
    },
];

/// Whether a piece may be taken: not too large, and what its hash says.
fn check_piece(world: &World, ask: &Ask<'_>) -> Result<(), Refusal> {
    if ask.request.body.len() as u64 > world.rules.upload_limit {
        return Err(refused("payload_too_large"));
    }
    let hash = ask.argument.get("content_hash").and_then(Value::as_str);
    if hash.is_some_and(|hash| hash != content_hash(&ask.request.body)) {
        return Err(refused("content_hash_mismatch"));
    }
    Ok(())
}

fn start(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    check_piece(world, ask)?;
    let id = format!("session-{:06}", world.next());
    let session = Session {
        account: ask.view.account.clone(),
        data: ask.request.body.clone(),
        is_closed: ask.argument.flag("close") == Some(true),
        started_at: world.now,
    };
    world.sessions.insert(id.clone(), session);
    Ok(json!({ "session_id": id }).into())
}

/// The session of a cursor, if the cursor is right; `under` is the tag that the route puts before the error's.
fn session<'a>(world: &'a mut World, ask: &Ask<'_>, under: &str) -> Result<(String, &'a mut Session), Refusal> {
    let cursor = ask.argument.get("cursor").cloned().unwrap_or_default();
    let (id, now) = (cursor.text("session_id").to_owned(), world.now);
    let found = world.sessions.get_mut(&id);
    let found = found.filter(|session| session.account == ask.view.account && now < session.started_at + LASTS);
    let session = found.ok_or_else(|| refused(&format!("{under}not_found")))?;
    let correct = session.data.len() as u64;
    if cursor.number("offset") != Some(correct) {
        return Err(refused_with(&format!("{under}incorrect_offset"), json!({ "correct_offset": correct })));
    }
    Ok((id, session))
}

fn append(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    check_piece(world, ask)?;
    let (_, session) = session(world, ask, "")?;
    if session.is_closed {
        return Err(refused("closed"));
    }
    session.data.extend_from_slice(&ask.request.body);
    session.is_closed = ask.argument.flag("close") == Some(true);
    Ok(Value::Null.into())
}

fn finish(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    check_piece(world, ask)?;
    let (id, session) = session(world, ask, "lookup_failed/")?;
    if session.is_closed && !ask.request.body.is_empty() {
        return Err(refused("lookup_failed/closed"));
    }
    let mut data = session.data.clone();
    data.extend_from_slice(&ask.request.body);
    let commit = ask.argument.get("commit").cloned().unwrap_or_default();
    let told = world.write(&ask.view, &commit, data).map_err(|fault| match fault {
        Unwritten::Write(tags) => refused(&format!("path/{tags}")),
        Unwritten::Space { needed, left } => quota_short(ask.route, needed, left),
    })?;
    world.sessions.remove(&id);
    Ok(told.into())
}
