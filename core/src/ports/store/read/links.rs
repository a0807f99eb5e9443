use std::collections::BTreeSet;

use super::{Find, Reader, Row, Rows, StoreError};
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::item::Counter;
use crate::domain::share_link::{Opens, ShareLink};
use crate::event::Aggregate;
use crate::id::{LinkId, PersonId, TrackId};

impl<R: Rows> Reader<'_, R> {
    /// Reads the link with a secret and all that a visit to it is decided on: nothing more, where there is none.
    pub(super) fn entry(&mut self, secret: [u8; 32], counters: &[String]) -> Result<(), StoreError> {
        for stored in self.rows.find(&Find::LinkWith(secret))? {
            self.take_document(stored);
        }
        let found: Vec<ShareLink> = self.loaded.slice.links().cloned().collect();
        for link in found {
            self.downloads(link.id)?;
            for name in counters {
                self.counter(&Counter::wrong_passwords(link.id, name))?;
            }
            for track in link.tracks() {
                self.details((*track).into())?;
                self.document(DocumentKey::Folder(*track))?;
            }
            let sharer = match &link.opens {
                Opens::Track(track) => self.loaded.slice.track(*track).map(|track| track.owner),
                Opens::Playlist(playlist) => Some(playlist.owner),
            };
            if let Some(sharer) = sharer {
                self.person(sharer)?;
            }
        }
        Ok(())
    }

    /// Reads a link or playlist share by its id, how often it was used, and where it opens one track this as a walk of a person.
    pub(super) fn link(&mut self, id: LinkId, person: PersonId) -> Result<(), StoreError> {
        self.document_walk(DocumentKind::Link, id.uuid(), &[person])?;
        self.document_walk(DocumentKind::Playlist, id.uuid(), &[])?;
        self.namesakes()?;
        self.downloads(id)
    }

    /// Reads the links to a track and the playlist shares that hold it, each with how often it was used.
    pub(super) fn links_around(&mut self, track: TrackId) -> Result<(), StoreError> {
        self.links_found(&[Find::LinksOn(track), Find::PlaylistsWith(track)])
    }

    /// Reads the links to all tracks that a person owns, and their playlist shares, each with how often it was used.
    pub(super) fn links_of(&mut self, person: PersonId) -> Result<(), StoreError> {
        let mut questions = vec![Find::PlaylistsOf(person)];
        for stored in self.rows.find(&Find::TracksOf(person))? {
            let Row::Track(track) = &stored.row else { continue };
            let id = track.id;
            questions.push(Find::LinksOn(id));
            self.take_details(Aggregate::Track(id), Some(stored));
        }
        self.links_found(&questions)
    }

    fn links_found(&mut self, questions: &[Find]) -> Result<(), StoreError> {
        for question in questions {
            self.documents(question)?;
        }
        self.namesakes()?;
        let ids: Vec<LinkId> = self.loaded.slice.links().map(|link| link.id).collect();
        ids.into_iter().try_for_each(|id| self.downloads(id))
    }

    /// Reads the tracks by which playlists are called that were given no name (LNK-7).
    fn namesakes(&mut self) -> Result<(), StoreError> {
        let unnamed = self.loaded.slice.links().filter_map(|link| match &link.opens {
            Opens::Playlist(playlist) if playlist.name.is_none() => Some(playlist.tracks.clone()),
            Opens::Playlist(_) | Opens::Track(_) => None,
        });
        let tracks: BTreeSet<TrackId> = unnamed.flatten().collect();
        tracks.into_iter().try_for_each(|track| self.details(track.into()))
    }

    fn downloads(&mut self, id: LinkId) -> Result<(), StoreError> {
        self.counter(&Counter::downloads(id))
    }
}
