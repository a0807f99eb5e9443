//! Making and changing links: the owner's alone (OWN-2, LNK-3).
//!
//! R1. A link is made and changed by the owner of its track, a playlist share by its sharer, of tracks that they own (OWN-2, LNK-7).
//! R2. A playlist that is too long, or holds a track that is unknown or somebody else's, is refused whole (LNK-7).
//! R3. What is final is not changed (LNK-3).
//! R4. A handover leaves a track's links to the new owner; the old owner's playlists lose the track (LNK-9, OWN-4).
//! R5. A playlist without a name is called by the tracks that it opens at that time, and by no other (LNK-7).

use serde::{Deserialize, Serialize};

use super::access::{act, unseen};
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::item::Counter;
use super::share_link::{LinkEvent, LinkState, LinkTerms, Opens, Playlist, PlaylistFilter, Setting, ShareLink};
use super::slice::{RowKey, Slice};
use super::track::{Condition, Track};
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{LinkId, PersonId, Scope, Shard, TrackId};
use crate::time::Timestamp;

/// What taking a link down or restoring it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkTakedown {
    /// Which link.
    pub link: LinkId,
    /// Whether it is down now.
    pub taken_down: bool,
}

impl Slice {
    /// Returns a link or playlist share by its id alone.
    #[must_use]
    pub fn link(&self, id: LinkId) -> Option<&ShareLink> {
        self.links().find(|link| link.id == id)
    }

    /// Returns every link and playlist share that was loaded.
    pub fn links(&self) -> impl Iterator<Item = &ShareLink> {
        self.documents.values().filter_map(|document| match document {
            Document::Link(link) => Some(link),
            _ => None,
        })
    }

    /// Returns the tracks that a link shows now, in its order: of a playlist those that are there, are the sharer's still, and pass its filter (LNK-7).
    #[must_use]
    pub fn shown_tracks(&self, link: &ShareLink) -> Vec<&Track> {
        let is_shown = |track: &&Track| {
            let passes = match &link.opens {
                Opens::Track(_) => true,
                Opens::Playlist(playlist) => track.owner == playlist.owner && playlist.filter.shows(track),
            };
            passes && track.condition == Condition::Live
        };
        link.tracks().iter().filter_map(|id| self.track(*id)).filter(is_shown).collect()
    }

    /// Returns what a link is called: a playlist as its sharer calls it, else as its only track, or by their number (LNK-7).
    ///
    /// R5: what it does not open gives it no name.
    #[must_use]
    pub fn link_name(&self, link: &ShareLink) -> String {
        let shown = self.shown_tracks(link);
        match (&link.opens, &shown[..]) {
            (Opens::Playlist(Playlist { name: Some(name), .. }), _) => name.clone(),
            (_, [only]) => only.title.clone(),
            (Opens::Track(_), _) => String::new(),
            (Opens::Playlist(_), several) => format!("{} Tracks", several.len()),
        }
    }

    /// Returns how many downloads a link has given.
    #[must_use]
    pub fn downloads_of(&self, id: LinkId) -> u64 {
        self.counters.get(&Counter::downloads(id)).copied().unwrap_or_default()
    }

    /// Returns what a link is at `now`: revoked, too, where its one track is not there any more (LNK-3).
    #[must_use]
    pub fn link_state(&self, link: &ShareLink, now: Timestamp) -> LinkState {
        let is_there = match &link.opens {
            Opens::Track(track) => self.track(*track).is_some(),
            Opens::Playlist(_) => true,
        };
        link.state(now, self.downloads_of(link.id), is_there)
    }
}

impl Draft {
    /// Makes a link to a track.
    ///
    /// # Errors
    /// `invalid_input` for a playlist's settings, and for times that leave the link no time; `not_found`; `access_denied{manage_links}`.
    pub fn create_share_link(
        &mut self,
        actor: PersonId,
        track: TrackId,
        settings: &[Setting],
        secret: [u8; 32],
    ) -> Result<LinkId, Error> {
        let scope = Scope::Track(track);
        let made = self.unmade(Opens::Track(track), scope.shard(), secret);
        let made = self.settled(made, settings)?;
        self.see(actor, scope)?;
        self.allow::<act::ManageLinks>(actor, scope)?;
        Ok(self.record_link(made))
    }

    /// Makes a playlist share of the actor's own tracks (LNK-7).
    ///
    /// # Errors
    /// `invalid_input` for times that leave it no time; `not_found` for a track that the actor cannot view; `access_denied{manage_links}` for one that is somebody else's.
    pub fn create_playlist_share(
        &mut self,
        actor: PersonId,
        tracks: &[TrackId],
        settings: &[Setting],
        secret: [u8; 32],
    ) -> Result<LinkId, Error> {
        let opens = Opens::Playlist(Playlist {
            owner: actor,
            tracks: tracks.to_vec(),
            name: None,
            cover: None,
            filter: PlaylistFilter::default(),
        });
        let made = self.unmade(opens, actor.shard(), secret);
        let made = self.settled(made, settings)?;
        self.require_own_tracks(actor, tracks)?;
        Ok(self.record_link(made))
    }

    fn unmade(&mut self, opens: Opens, shard: Shard, secret: [u8; 32]) -> ShareLink {
        let (id, terms) = (LinkId::from_uuid(self.new_id(shard)), Box::default());
        ShareLink { id, opens, terms, secret, created_at: self.at, revoked: false, taken_down: false }
    }

    /// Gives a link that is being made its settings.
    fn settled(&self, mut link: ShareLink, settings: &[Setting]) -> Result<ShareLink, Error> {
        for setting in settings {
            link.setting(setting).ok_or(Error::invalid(setting.name(), "is a playlist's, not a link's"))?;
            link.set(setting.clone());
        }
        self.check_times(&link.terms, settings)?;
        Ok(link)
    }

    fn record_link(&mut self, link: ShareLink) -> LinkId {
        let (id, key) = (link.id, link.key());
        let ShareLink { opens, mut terms, secret, .. } = link;
        let label = terms.label.take();
        self.record(Aggregate::Document(key), LinkEvent::Created { opens, terms, secret });
        self.set_label(key, label);
        id
    }

    /// Keeps whom a link is for beside the events (PER-2).
    fn set_label(&mut self, key: DocumentKey, label: Option<String>) {
        if let Some(Document::Link(link)) = self.slice.documents.get_mut(&key) {
            link.terms.label = label;
            self.touched.insert(RowKey::Document(key));
        }
    }

    /// Checks that what is set leaves a link some time; a time that was set before is let be.
    fn check_times(&self, terms: &LinkTerms, settings: &[Setting]) -> Result<(), Error> {
        let is_set = |name: &str| settings.iter().any(|setting| setting.name() == name);
        let Some(expires_at) = terms.expires_at else { return Ok(()) };
        if is_set("expires_at") && expires_at <= self.at {
            return Err(Error::invalid("expires_at", "is over already"));
        }
        let never_opens = terms.not_before.is_some_and(|not_before| not_before >= expires_at);
        if never_opens && is_set("expires_at") {
            return Err(Error::invalid("expires_at", "is not after the time from which the link opens"));
        }
        if never_opens && is_set("not_before") {
            return Err(Error::invalid("not_before", "is not before the link expires"));
        }
        Ok(())
    }

    fn require_own_tracks(&mut self, actor: PersonId, tracks: &[TrackId]) -> Result<(), Error> {
        for track in tracks {
            self.slice.held(Scope::Track(*track), actor).ok_or(unseen(Scope::Track(*track)))?;
        }
        tracks.iter().try_for_each(|track| self.allow::<act::ManageLinks>(actor, Scope::Track(*track)))
    }

    /// Changes settings of a link, each on its own; what is as wanted already stays unrecorded (LNK-3).
    ///
    /// # Errors
    /// `invalid_input` for times that leave any link no time; `not_found{link}`; `access_denied{manage_links}`;
    /// to the owner `invalid_input` for a playlist's settings on a link, for times that leave this one no time, and for a limit that is used up already; for a playlist's new tracks as [`Draft::create_playlist_share`]; `link_final`.
    pub fn update_link(&mut self, actor: PersonId, id: LinkId, settings: &[Setting]) -> Result<(), Error> {
        // SPEC §15: what is wrong by itself is told before anything that must be looked up.
        let mut alone = LinkTerms::default();
        settings.iter().for_each(|setting| alone.set(setting));
        self.check_times(&alone, settings)?;
        let mut link = self.seen_link(actor, id)?;
        // EXP-5: what a link says is its owner's alone, so that nobody else is answered from it.
        self.require_owned(actor, &link)?;
        let key = link.key();
        let before = link.clone();
        for setting in settings {
            before.setting(setting).ok_or(Error::invalid(setting.name(), "is a playlist's, not a link's"))?;
            link.set(setting.clone());
        }
        self.check_times(&link.terms, settings)?;
        let used = self.slice.downloads_of(id);
        for setting in settings {
            if let Setting::DownloadLimit(Some(limit)) = setting
                && u64::from(*limit) <= used
            {
                return Err(Error::invalid("download_limit", "is used up already"));
            }
        }
        for setting in settings {
            if let Setting::Tracks(tracks) = setting {
                self.require_own_tracks(actor, tracks)?;
            }
        }
        self.require_changeable(&before)?;
        for after in settings {
            let Some(before) = before.setting(after).filter(|before| before != after) else { continue };
            if let Setting::Label(label) = after {
                self.record(Aggregate::Document(key), LinkEvent::Relabelled);
                self.set_label(key, label.clone());
            } else {
                self.record(Aggregate::Document(key), LinkEvent::Changed { before, after: after.clone() });
            }
        }
        Ok(())
    }

    /// Gives a link a new secret; the old one is dead at once (LNK-2).
    ///
    /// # Errors
    /// `not_found{link}`; `access_denied{manage_links}`; `link_final`.
    pub fn rotate_link(&mut self, actor: PersonId, id: LinkId, secret: [u8; 32]) -> Result<(), Error> {
        let link = self.seen_link(actor, id)?;
        self.require_owned(actor, &link)?;
        self.require_changeable(&link)?;
        self.record(Aggregate::Document(link.key()), LinkEvent::Rotated { secret });
        Ok(())
    }

    /// Revokes a link for good.
    ///
    /// # Errors
    /// `not_found{link}`; `access_denied{manage_links}`; `link_final`.
    pub fn revoke_link(&mut self, actor: PersonId, id: LinkId) -> Result<(), Error> {
        let link = self.seen_link(actor, id)?;
        self.require_owned(actor, &link)?;
        self.require_changeable(&link)?;
        self.record(Aggregate::Document(link.key()), LinkEvent::Revoked);
        Ok(())
    }

    /// Takes a link down or restores it, for the operator (OPS-1).
    ///
    /// # Errors
    /// `not_found{link}`.
    pub fn operator_set_link_down(&mut self, id: LinkId, down: bool) -> Result<LinkTakedown, Error> {
        let link = self.slice.link(id).ok_or(Error::not_found(Noun::Link))?;
        let (key, is_down) = (link.key(), link.taken_down);
        if is_down != down {
            self.record(Aggregate::Document(key), if down { LinkEvent::TakenDown } else { LinkEvent::Restored });
        }
        Ok(LinkTakedown { link: id, taken_down: down })
    }

    /// Returns a link of which the actor may know: of a track that they can view, or their own playlist.
    fn seen_link(&self, actor: PersonId, id: LinkId) -> Result<ShareLink, Error> {
        let link = self.slice.link(id).ok_or(Error::not_found(Noun::Link))?;
        self.slice.sees_link(actor, link).then(|| link.clone()).ok_or(Error::not_found(Noun::Link))
    }

    /// R1: whoever changes a link owns what it opens; of a playlist share nobody else knows.
    fn require_owned(&mut self, actor: PersonId, link: &ShareLink) -> Result<(), Error> {
        match &link.opens {
            Opens::Track(track) => self.allow::<act::ManageLinks>(actor, Scope::Track(*track)),
            Opens::Playlist(_) => Ok(()),
        }
    }

    /// R3: what is changed is not final.
    fn require_changeable(&self, link: &ShareLink) -> Result<(), Error> {
        let state = self.slice.link_state(link, self.at);
        if state.is_final() { Err(Error::LinkFinal { state }) } else { Ok(()) }
    }

    /// R4: takes a track that was handed over out of the old owner's playlists, and returns these.
    pub(crate) fn lose_from_playlists(&mut self, track: TrackId, owner: PersonId) -> Vec<LinkId> {
        let loses = |link: &&ShareLink| matches!(&link.opens, Opens::Playlist(playlist) if playlist.owner == owner && playlist.tracks.contains(&track));
        let losing: Vec<(LinkId, DocumentKey)> =
            self.slice.links().filter(loses).filter(|link| !link.revoked).map(|link| (link.id, link.key())).collect();
        for (_, key) in &losing {
            self.record(Aggregate::Document(*key), LinkEvent::TrackLost { track });
        }
        losing.into_iter().map(|(id, _)| id).collect()
    }

    /// Revokes the playlist shares of somebody who is erased, and forgets whom they were for (PER-2).
    pub(crate) fn end_playlists(&mut self, owner: PersonId) {
        let is_theirs = |link: &&ShareLink| matches!(&link.opens, Opens::Playlist(playlist) if playlist.owner == owner);
        let theirs: Vec<ShareLink> = self.slice.links().filter(is_theirs).cloned().collect();
        for link in theirs {
            if !link.revoked {
                self.record(Aggregate::Document(link.key()), LinkEvent::Revoked);
            }
            if link.terms.label.is_some() {
                self.record(Aggregate::Document(link.key()), LinkEvent::Relabelled);
                self.set_label(link.key(), None);
            }
        }
    }
}

impl Slice {
    /// Returns whether somebody may know of a link: they can view its track, or it is their own playlist.
    #[must_use]
    pub fn sees_link(&self, person: PersonId, link: &ShareLink) -> bool {
        match &link.opens {
            Opens::Track(track) => self.held(Scope::Track(*track), person).is_some(),
            Opens::Playlist(playlist) => playlist.owner == person,
        }
    }
}
