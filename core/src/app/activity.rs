//! Activity: what has happened on a scope, and to what is a person's own (ACT-1).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::actor::Actor;
use super::views::{name_of, summed, without_sum};
use crate::domain::access::act;
use crate::domain::document::{Document, DocumentKey};
use crate::domain::file_news::FileMoved;
use crate::domain::folder::{FileTold, FolderEvent};
use crate::domain::import::ImportEvent;
use crate::domain::person::PersonState;
use crate::domain::public_page::PageEvent;
use crate::domain::share_link::{LinkEvent, Setting};
use crate::domain::slice::Slice;
use crate::domain::track::TrackEvent;
use crate::error::Error;
use crate::event::{Aggregate, Author, Entry, Event};
use crate::id::{ImportId, LinkId, PersonId, Scope};
use crate::ports::store::{Loaded, LogPlace, Need};
use crate::time::Timestamp;

/// Which page to read: so many entries, after a cursor that an earlier page gave.
///
/// # Example: twenty at a time
///
/// ```
/// use cowrite::Paging;
///
/// let first = Paging::first(20);
/// # let _ = first;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Paging {
    pub(crate) limit: u32,
    pub(crate) cursor: Option<String>,
}

impl Paging {
    /// The most that a page may hold.
    pub const MOST: u32 = 200;

    /// Asks for the first page of at most so many entries, 1 to 200.
    pub const fn first(limit: u32) -> Self {
        Self { limit, cursor: None }
    }

    /// Asks for what comes after a cursor.
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.cursor = Some(cursor.into());
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if (1..=Self::MOST).contains(&self.limit) {
            Ok(())
        } else {
            Err(Error::invalid("limit", "is not from 1 to 200"))
        }
    }
}

impl Default for Paging {
    fn default() -> Self {
        Self::first(50)
    }
}

/// Something that has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ActivityEntry {
    /// The number of the commit.
    pub revision: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it, where it was a person.
    pub by: Option<PersonId>,
    /// What they are called.
    pub by_name: Option<String>,
    /// Why, where it was the operator (OPS-1).
    pub operator_reason: Option<String>,
    /// Whether it was done in the file store itself, by whoever has the folder there (FIL-5).
    pub in_file_store: bool,
    /// What happened, as a word in the past tense.
    pub what: String,
    /// On what; none of what happened to a person's own playlist, page or import.
    pub scope: Option<Scope>,
    /// To which link or playlist share, where it was to one.
    pub link: Option<LinkId>,
    /// To which import, where it was to one.
    pub import: Option<ImportId>,
    /// Whom it concerns.
    pub person: Option<PersonId>,
    /// What they are called; also an outsider whose files were taken in (IMP-3).
    pub person_name: Option<String>,
    /// What was before, where it applies.
    pub before: Value,
    /// What is after, where it applies.
    pub after: Value,
}

/// A page of activity, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ActivityPage {
    /// What has happened.
    pub entries: Vec<ActivityEntry>,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}

impl ActivityEntry {
    /// Returns how an event is shown.
    pub(crate) fn of(slice: &Slice, entry: &Entry) -> Option<Self> {
        let document = match entry.recorded.aggregate {
            Aggregate::Document(key) => Some(key),
            _ => None,
        };
        let event = serde_json::to_value(&entry.recorded.event).ok()?;
        // An event is written as {room: {what: fields}}, or {room: "what"} where it has none.
        let (room, inner) = event.as_object()?.iter().next()?;
        let (what, fields) = match inner {
            Value::String(what) => (what.as_str(), Value::Null),
            Value::Object(object) => object.iter().next().map(|(what, fields)| (what.as_str(), fields.clone()))?,
            _ => return None,
        };
        let what = shown_as(room, what);
        let field = |name: &str| fields.get(name).cloned().unwrap_or(Value::Null);
        let (before, after) = before_and_after(&entry.recorded.event, &fields);
        let is_import = what == "imported";
        let operator_reason = match &entry.author {
            Author::Operator { reason } => Some(reason.clone()),
            Author::Host | Author::Person(_) | Author::FileStore => None,
        };
        let person = ["person", "to", "owner"].into_iter().find_map(|name| serde_json::from_value(field(name)).ok());
        let person = person.filter(|_| {
            let is_details = matches!(entry.recorded.event, Event::Track(_) | Event::Group(_));
            !is_details || is_ownership(&fields) || is_import
        });
        Some(Self {
            revision: entry.revision,
            at: entry.stamp,
            by: entry.author.person(),
            by_name: entry.author.person().and_then(|by| name_of(slice, by)),
            operator_reason,
            in_file_store: entry.author == Author::FileStore,
            what,
            scope: entry.recorded.aggregate.scope(),
            link: document.and_then(DocumentKey::link),
            import: document.and_then(DocumentKey::import),
            person,
            person_name: person.and_then(|person| name_of(slice, person)).or_else(|| name_of_outsider(slice, entry)),
            before,
            after,
        })
    }
}

/// Returns what an outsider is called whose import an entry tells of.
fn name_of_outsider(slice: &Slice, entry: &Entry) -> Option<String> {
    let Event::Track(TrackEvent::Imported { import, person: None, .. }) = &entry.recorded.event else { return None };
    match slice.documents.get(&DocumentKey::Import(entry.author.person()?, *import))? {
        Document::Import(import) => import.contact.as_ref().map(|contact| contact.name.clone()),
        _ => None,
    }
}

fn is_ownership(fields: &Value) -> bool {
    fields.get("to").is_some()
        && (fields.get("how").is_some() || fields.get("expires_at").is_some() || fields.get("from").is_some())
}

/// Returns the word for an event.
fn shown_as(room: &str, what: &str) -> String {
    match (room, what) {
        ("track" | "group", "created") => format!("{room}_created"),
        ("invitation", _) => "invitation_ended".to_owned(),
        ("link" | "comment" | "page" | "import", what) => format!("{room}_{what}"),
        ("roster", "covered") => "access_changed".to_owned(),
        (_, what) => what.to_owned(),
    }
}

fn before_and_after(event: &Event, fields: &Value) -> (Value, Value) {
    let both = |changes: &Value, side: &str| -> Value {
        let sides = changes
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, change)| (name.clone(), change.get(side).cloned().unwrap_or(Value::Null)));
        Value::Object(sides.collect())
    };
    match event {
        Event::Track(TrackEvent::DetailsChanged(_)) => (both(fields, "before"), both(fields, "after")),
        Event::Track(TrackEvent::Imported { import, files, .. }) => {
            (Value::Null, json!({ "import": import, "files": files }))
        }
        Event::Roster(crate::domain::roster::RosterEvent::SharesSet { rows }) => {
            let side = |of: fn(&crate::domain::roster::ShareChange) -> crate::domain::split::Shares| -> Value {
                rows.iter().map(|row| json!({ "person": row.person, "shares": of(row) })).collect()
            };
            (side(|row| row.before), side(|row| row.after))
        }
        Event::Folder(event) => of_file(event),
        Event::Link(LinkEvent::Changed { before, after }) => {
            let side = |setting: &Setting| match setting {
                Setting::Password(password) => json!({ "has_password": password.is_some() }),
                other => serde_json::to_value(other).unwrap_or_default(),
            };
            (side(before), side(after))
        }
        Event::Page(PageEvent::Added { .. } | PageEvent::Arranged { .. }) => (Value::Null, fields.clone()),
        Event::Page(PageEvent::Removed { .. }) | Event::Link(LinkEvent::TrackLost { .. }) => {
            (fields.clone(), Value::Null)
        }
        // Which track they came to is the recipient's to know, who alone reads this (IMP-3).
        Event::Import(ImportEvent::Accepted { .. }) => (Value::Null, fields.clone()),
        Event::Import(_) => (Value::Null, Value::Null),
        _ => {
            let pick =
                |names: [&str; 2]| names.into_iter().find_map(|name| fields.get(name)).cloned().unwrap_or(Value::Null);
            (pick(["before", "from"]), pick(["after", "to"]))
        }
    }
}

/// What a file was and is: its id, name, kind and size.
fn of_file(event: &FolderEvent) -> (Value, Value) {
    let shown = |file: &FileTold| json!(file);
    match event {
        FolderEvent::FileAdded(file) | FolderEvent::FileCarried(file) | FolderEvent::FileReplaced(file) => {
            (Value::Null, shown(file))
        }
        FolderEvent::FileRenamed { file, before } => {
            (shown(&FileTold { name: before.clone(), ..file.clone() }), shown(file))
        }
        FolderEvent::FileDeleted(file) => (shown(file), Value::Null),
        FolderEvent::FilesAppeared(files) | FolderEvent::FilesChanged(files) => (Value::Null, json!(files)),
        FolderEvent::FilesDisappeared(files) => (json!(files), Value::Null),
        FolderEvent::FilesRenamed { files, count } => {
            let side = |of: fn(&FileMoved) -> &FileTold| json!({ "files": files.iter().map(of).collect::<Vec<_>>(), "count": count });
            (side(|moved| &moved.before), side(|moved| &moved.file))
        }
        // Where a folder lies tells names of groups, which not everybody who sees the track may see (EXP-5).
        FolderEvent::Placed(_) | FolderEvent::Announced(_) | FolderEvent::Shared(_) => (Value::Null, Value::Null),
    }
}

impl Actor {
    /// Reads what has happened on a track or group, newest first (ACT-1); what happened to links, the owner alone (EXP-5).
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `before`; `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.archive_track(track).await?;
    /// let page = olivia.activity(track, cowrite::Paging::first(1)).await?;
    /// assert_eq!(page.entries[0].what, "archived");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn activity(&self, scope: impl Into<Scope>, paging: Paging) -> Result<ActivityPage, Error> {
        let scope = scope.into();
        let (before, limit) = asked(&paging)?;
        let needs = vec![Need::SeenLog { scope, before, limit, reader: self.id() }, Need::Names];
        let (loaded, _) = self.driver.read("activity", needs).await?;
        loaded.slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        Ok(page(&loaded, &paging))
    }

    /// Reads what has happened to the actor's own playlist shares, public page and imports, newest first: what is on no track or group, and nobody else's to read (ACT-1, EXP-5).
    ///
    /// One would show it beside the page and the playlists: what the operator took down is there with the reason (OPS-1).
    /// For somebody who is not registered there is nothing.
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `before`.
    ///
    /// # Example: why a playlist does not open any more
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let made = olivia.create_playlist_share([track], cowrite::LinkSettings::new()).await?;
    /// workspace.operator("reported by the label")?.take_down_link(made.link.id).await?;
    /// let page = olivia.own_activity(cowrite::Paging::first(1)).await?;
    /// assert_eq!((page.entries[0].what.as_str(), page.entries[0].link), ("link_taken_down", Some(made.link.id)));
    /// assert_eq!(page.entries[0].operator_reason.as_deref(), Some("reported by the label"));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn own_activity(&self, paging: Paging) -> Result<ActivityPage, Error> {
        let (before, limit) = asked(&paging)?;
        let needs = vec![Need::OwnLog { person: self.id(), before, limit }, Need::Names];
        let (mut loaded, _) = self.driver.read("own_activity", needs).await?;
        let person = loaded.slice.people.get(&self.id());
        if person.is_none_or(|person| person.state != PersonState::Registered) {
            loaded.log.clear();
        }
        Ok(page(&loaded, &paging))
    }
}

/// Returns before which place to read, and one entry more than is wanted, which shows whether there are more.
fn asked(paging: &Paging) -> Result<(Option<LogPlace>, u32), Error> {
    paging.check()?;
    let before = paging.cursor.as_deref().map(parse_place).transpose()?;
    Ok((before, paging.limit.saturating_add(1)))
}

fn page(loaded: &Loaded, paging: &Paging) -> ActivityPage {
    let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let page: Vec<_> = loaded.log.iter().take(most).collect();
    let next = page.last().filter(|_| loaded.log.len() > most).map(|(place, _)| show_place(*place));
    let entries = page.into_iter().filter_map(|(_, entry)| ActivityEntry::of(&loaded.slice, entry)).collect();
    ActivityPage { entries, next }
}

fn show_place(place: LogPlace) -> String {
    summed(&format!("{}.{}", place.revision, place.index))
}

fn parse_place(cursor: &str) -> Result<LogPlace, Error> {
    let place = without_sum(cursor)
        .and_then(|place| place.split_once('.'))
        .and_then(|(revision, index)| Some(LogPlace { revision: revision.parse().ok()?, index: index.parse().ok()? }));
    place.ok_or(Error::invalid("before", "is not a cursor of this listing"))
}
