//! Imports: sending files to somebody, and what they make of them (IMP).

use serde_json::json;

use super::activity::Paging;
use super::actor::Actor;
use super::driver::{Call, Recall};
use super::import_views::{
    ImportDetail, ImportEntry, ImportFilter, ImportInto, ImportUpdate, ImportView, ImportsPage, NewImport, Suggestion,
};
use super::invitations::InboxEntry;
use super::views::name_of;
use super::workspace::Workspace;
use crate::domain::access::Level;
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::draft::Draft;
use crate::domain::import::{Contact, Destination, Import};
use crate::domain::person::PersonState;
use crate::domain::slice::Slice;
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::{Error, Noun};
use crate::id::{ImportId, PersonId, Scope, TrackId};
use crate::ports::store::{Find, Need};

impl Workspace {
    /// Takes in files that an outsider sends to a person: somebody without a record, by a name and an address that nobody has checked (IMP-1).
    ///
    /// The library takes them for what is said of them; whether to let strangers send at all, and how often, is the host's.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`, `email`, `files`, `note`, `track_name`; `invalid_input{track}` for a track by its id, which no outsider can view; `not_found` for a recipient who is not registered.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{ImportFilter, NewImport, Paging};
    ///
    /// let files = NewImport::new().file("Midnight Sessions strings.wav", None, 48_000_000);
    /// workspace.receive_import(olivia.id(), "Sam Lee", "sam@example.com", files).await?;
    /// assert_eq!(olivia.imports(ImportFilter::all(), Paging::default()).await?.entries.len(), 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn receive_import(
        &self,
        to: PersonId,
        name: &str,
        email: &str,
        import: NewImport,
    ) -> Result<ImportView, Error> {
        let contact = Contact { name: tidy("name", name, NAME_LIMIT)?, email: email.parse()? };
        let parcel = import.parcel()?;
        if parcel.track.is_some() {
            return Err(Error::invalid("track", "is named in words by an outsider"));
        }
        let needs = vec![Need::Person(to)];
        let call = Call { operation: "receive_import", needs, lane: Some(to.uuid()), arguments: json!(null) };
        let decide = |draft: &mut Draft| {
            let id = draft.receive_import(contact.clone(), to, &parcel)?;
            ImportView::of(&draft.slice, DocumentKey::Import(to, id), None)
        };
        self.host().act(call, decide).await
    }
}

impl Actor {
    /// Sends up to 500 files to somebody, with a note and the track meant, where it is one that the actor can view (IMP-1).
    ///
    /// Until the recipient accepts them nothing in the recipient's library changes.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `files`, a file's `name` and `path`, `note`, `track_name`; `invalid_input{to}` to oneself; `not_found` for a sender or recipient who is not registered, and for the track.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, NewImport};
    ///
    /// let sent = jordan.submit_import(olivia.id(), NewImport::new().file("kick.wav", Some("Stems"), 9_400_000)).await?;
    /// assert_eq!(sent.files[0].kind, FileKind::Stem);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn submit_import(&self, to: PersonId, import: NewImport) -> Result<ImportView, Error> {
        let parcel = import.parcel()?;
        let mut needs = vec![Need::Person(self.id()), Need::Person(to)];
        needs.extend(parcel.track.map(|track| self.walk(track.into(), &[])));
        let mut call = self.call("submit_import", None, json!({ "to": to, "parcel": parcel }), needs);
        call.lane = Some(to.uuid());
        let decide = |draft: &mut Draft| {
            let id = draft.submit_import(self.id(), to, &parcel)?;
            ImportView::of(&draft.slice, DocumentKey::Import(to, id), Some(self.id()))
        };
        let put_back = |slice: &Slice, view: ImportView| {
            let (note, meant_name) = (parcel.note.clone(), parcel.track_name.clone());
            ImportView { from_name: name_of(slice, self.id()), note, meant_name, ..view }
        };
        self.driver.act_recalling(call, Recall { leaves_out: ImportView::WORDS, put_back: &put_back }, decide).await
    }

    /// Sends once more what its recipient dismissed, as a new import (IMP-3): its kinds are guessed anew (IMP-2).
    ///
    /// # Errors
    /// `not_found` for what somebody else sent, what was not dismissed, what was sent again before, and for the track meant where the actor cannot view it any more.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::NewImport;
    ///
    /// let sent = jordan.submit_import(olivia.id(), NewImport::new().file("kick.wav", None, 9_400_000)).await?;
    /// olivia.dismiss_import(sent.id).await?;
    /// assert_ne!(jordan.resubmit_import(sent.id).await?.id, sent.id);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn resubmit_import(&self, id: ImportId) -> Result<ImportView, Error> {
        let needs = vec![Need::Meant { import: id, person: self.id() }, Need::Person(self.id())];
        let mut call = self.call("resubmit_import", None, json!({ "import": id }), needs);
        call.lane = Some(id.uuid());
        let decide = |draft: &mut Draft| {
            let key = draft.resubmit_import(self.id(), id)?;
            ImportView::of(&draft.slice, key, Some(self.id()))
        };
        self.on_import(call, id, decide).await
    }

    /// Returns an import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2).
    ///
    /// # Errors
    /// `not_found` for somebody else's.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::NewImport;
    ///
    /// let files = NewImport::new().file("midnight_sessions_strings.wav", None, 48_000_000);
    /// let sent = jordan.submit_import(olivia.id(), files).await?;
    /// assert_eq!(olivia.import(sent.id).await?.suggestions[0].track, track);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn import(&self, id: ImportId) -> Result<ImportDetail, Error> {
        let document = Need::DocumentWalk { kind: DocumentKind::Import, id: id.uuid(), people: Vec::new() };
        let (slice, _) = self.look("import", vec![document, Need::Reachable(self.id()), Need::Names]).await?;
        let concerns = |import: &&Import| import.to == self.id() || import.from == Some(self.id());
        let import = slice.import(id).filter(concerns).ok_or(Error::not_found(Noun::Import))?;
        let may_upload =
            |track: TrackId| slice.held(track.into(), self.id()).is_some_and(|held| held.level >= Level::Editor);
        let tracks = slice.tracks.values().filter(|track| import.to == self.id() && may_upload(track.id));
        let suggestions = import.suggestions(tracks.map(|track| (track.id, track.title.as_str())));
        let suggestions = suggestions.into_iter().filter_map(|(track, likeness)| {
            Some(Suggestion { track, title: slice.track(track)?.title.clone(), likeness })
        });
        let suggestions = suggestions.collect();
        Ok(ImportDetail { import: ImportView::shown(&slice, import, Some(self.id())), suggestions })
    }

    /// Lists what was sent to the actor, and the invitations that wait for the actor's answer, newest first (IMP-4).
    ///
    /// A page may be shorter than asked where the filter leaves entries out; there is more as long as there is a cursor.
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `after`.
    ///
    /// # Example: what waits
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Access, ImportFilter, ImportStatus, NewImport, Paging};
    ///
    /// olivia.invite(track, jordan.id(), Access::Viewer).await?;
    /// olivia.submit_import(jordan.id(), NewImport::new().file("kick.wav", None, 9_400_000)).await?;
    /// let waiting = jordan.imports(ImportFilter::all().state(ImportStatus::Pending), Paging::default()).await?;
    /// assert_eq!(waiting.entries.len(), 2);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn imports(&self, filter: ImportFilter, paging: Paging) -> Result<ImportsPage, Error> {
        paging.check()?;
        let after = paging.cursor.as_deref().map(str::parse::<ImportId>).transpose();
        let after = after.map_err(|_| Error::invalid("after", "is not a cursor of this listing"))?;
        let find = Find::ImportsTo(self.id());
        // Where that import stands in the order of the question: newest first.
        let place = after.map(|after| after.uuid().into_bytes().map(|byte| !byte).to_vec());
        let page = Need::DocumentsPage { find, after: place, limit: paging.limit.saturating_add(1) };
        let needs = vec![Need::Person(self.id()), Need::Inbox(self.id()), page, Need::Names];
        let (loaded, now) = self.driver.read("imports", needs).await?;
        let slice = &loaded.slice;
        let registered = slice.people.get(&self.id()).is_some_and(|person| person.state == PersonState::Registered);
        if !registered {
            return Ok(ImportsPage { entries: Vec::new(), next: None });
        }
        let imports = loaded.page.iter().filter_map(|(_, key)| {
            let import = ImportView::of(slice, *key, Some(self.id())).ok()?;
            Some((import.id.uuid(), ImportEntry::Import(import)))
        });
        let mine = slice.invitations.values().filter(|sent| sent.person == self.id());
        let waiting = mine.filter(|sent| sent.is_pending(now));
        let waiting = waiting.filter(|sent| after.is_none_or(|after| sent.id.uuid() < after.uuid()));
        let invitations = waiting
            .filter_map(|sent| Some((sent.id.uuid(), ImportEntry::Invitation(InboxEntry::of(slice, sent, now)?))));
        let mut all: Vec<_> = imports.chain(invitations).collect();
        all.sort_by_key(|(id, _)| core::cmp::Reverse(*id));
        let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let more = all.len() > most;
        all.truncate(most);
        let next = all.last().filter(|_| more).map(|(id, _)| id.to_string());
        let entries = all.into_iter().map(|(_, entry)| entry).filter(|entry| filter.lists(entry)).collect();
        Ok(ImportsPage { entries, next })
    }

    /// Corrects what an import's files are, and which track it is for, while it waits (IMP-2).
    ///
    /// # Errors
    /// `not_found` for what was not sent to the actor or does not wait; `invalid_input{kinds}` for a file that it does not have; `not_found` for a track that the actor cannot view.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, ImportUpdate, NewImport};
    ///
    /// let sent = jordan.submit_import(olivia.id(), NewImport::new().file("take 3.wav", None, 9_400_000)).await?;
    /// let update = ImportUpdate::new().kind(0, FileKind::Vocal).track(Some(track));
    /// assert_eq!(olivia.update_import(sent.id, update).await?.files[0].kind, FileKind::Vocal);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn update_import(&self, id: ImportId, update: ImportUpdate) -> Result<ImportView, Error> {
        let ImportUpdate(correction) = update;
        let arguments = json!({ "import": id, "kinds": correction.kinds, "track": correction.target });
        let mut call = self.import_call("update_import", id, arguments);
        call.needs.extend(correction.target.flatten().map(|track| self.walk(track.into(), &[])));
        let decide = |draft: &mut Draft| {
            draft.update_import(self.id(), id, &correction)?;
            self.own_import(draft, id)
        };
        self.on_import(call, id, decide).await
    }

    /// Accepts an import into a new track, or into one on which the actor is editor or above now (IMP-3).
    ///
    /// Accepting again gives the first result, whatever is asked then.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `title`; `not_found` for what was not sent to the actor or was dismissed; for a track that is there `not_found` and `access_denied{edit_files}`; for a group `not_found`, `access_denied{add_tracks}` and `limit_exceeded{tracks}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::NewImport;
    ///
    /// let sent = jordan.submit_import(olivia.id(), NewImport::new().file("strings.wav", None, 48_000_000)).await?;
    /// assert_eq!(olivia.accept_import(sent.id, track).await?.track, Some(track));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn accept_import(&self, id: ImportId, into: impl Into<ImportInto>) -> Result<ImportView, Error> {
        let into = into.into().tidied()?;
        let (track, title, group) = match &into {
            Destination::Track(track) => (Some(*track), None, None),
            Destination::New { title, group } => (None, Some(title), *group),
        };
        let arguments = json!({ "import": id, "track": track, "title": title, "group": group });
        let mut call = self.import_call("accept_import", id, arguments);
        let scope = track.map(Scope::from).or(group.map(Scope::from));
        // NTF-1: everybody who can view what the files come to is told.
        call.needs.extend(scope.into_iter().flat_map(|scope| [Need::Everyone(scope), self.walk(scope, &[])]));
        let decide = |draft: &mut Draft| {
            draft.accept_import(self.id(), id, &into)?;
            self.own_import(draft, id)
        };
        self.on_import(call, id, decide).await
    }

    /// Dismisses an import; its sender may send it again (IMP-3).
    ///
    /// # Errors
    /// `not_found` for what was not sent to the actor or does not wait.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{ImportStatus, NewImport};
    ///
    /// let sent = jordan.submit_import(olivia.id(), NewImport::new().file("kick.wav", None, 9_400_000)).await?;
    /// assert_eq!(olivia.dismiss_import(sent.id).await?.state, ImportStatus::Dismissed);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn dismiss_import(&self, id: ImportId) -> Result<ImportView, Error> {
        let decide = |draft: &mut Draft| {
            draft.dismiss_import(self.id(), id)?;
            self.own_import(draft, id)
        };
        self.on_import(self.import_call("dismiss_import", id, json!({ "import": id })), id, decide).await
    }

    fn import_call(&self, operation: &'static str, id: ImportId, arguments: serde_json::Value) -> Call {
        let document = Need::Document(DocumentKey::Import(self.id(), id));
        // The order matters: whose names are read is known once the import is.
        self.call(operation, None, arguments, vec![document, Need::Names, Need::Person(self.id())])
    }

    /// Runs a call on an import; a repeat shows its sender as they are called by then.
    async fn on_import(
        &self,
        call: Call,
        id: ImportId,
        decide: impl Fn(&mut Draft) -> Result<ImportView, Error>,
    ) -> Result<ImportView, Error> {
        let put_back = |slice: &Slice, view: ImportView| view.with_words_of(slice, id);
        self.driver.act_recalling(call, Recall { leaves_out: ImportView::WORDS, put_back: &put_back }, decide).await
    }

    fn own_import(&self, draft: &Draft, id: ImportId) -> Result<ImportView, Error> {
        ImportView::of(&draft.slice, DocumentKey::Import(self.id(), id), Some(self.id()))
    }
}
