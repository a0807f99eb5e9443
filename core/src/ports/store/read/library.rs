use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Find, Reader, Row, Rows, StoreError};
use crate::domain::document::DocumentKey;
use crate::domain::library::{LibraryAsk, LibraryFilter, LibrarySort, TrackPlace, TrackSource};
use crate::domain::roster::Member;
use crate::event::Aggregate;
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::ports::store::LibraryFound;

/// How many tracks are looked at for one page at most: a filter that wants few of them gives a short page with a cursor.
const MOST_LOOKED_AT: usize = 2_000;

/// How many places of a source are read at first; each further look reads twice as many.
const FIRST_BATCH: u32 = 8;

/// The longest read of one source.
const MOST_OF_SOURCE: u32 = 256;

/// A source being read on, in order.
struct Cursor {
    source: TrackSource,
    batch: u32,
    after: Option<TrackPlace>,
    ready: VecDeque<TrackPlace>,
    is_over: bool,
}

/// Several sources as one order, in which no track comes twice.
struct Merge {
    sort: LibrarySort,
    cursors: Vec<Cursor>,
    last: Option<TrackPlace>,
}

impl Merge {
    fn new(sources: impl IntoIterator<Item = TrackSource>, sort: LibrarySort, after: Option<&TrackPlace>) -> Self {
        let cursor = |source| Cursor {
            source,
            batch: FIRST_BATCH,
            after: after.cloned(),
            ready: VecDeque::new(),
            is_over: false,
        };
        Self { sort, cursors: sources.into_iter().map(cursor).collect(), last: None }
    }

    /// Returns the next place of all, reading on only in a source that has nothing left to compare.
    fn next<R: Rows>(&mut self, rows: &mut R) -> Result<Option<(TrackSource, TrackPlace)>, StoreError> {
        loop {
            for cursor in self.cursors.iter_mut().filter(|cursor| cursor.ready.is_empty() && !cursor.is_over) {
                let found = rows.tracks(&cursor.source, self.sort, cursor.after.as_ref(), cursor.batch)?;
                cursor.is_over = found.len() < usize::try_from(cursor.batch).unwrap_or(usize::MAX);
                cursor.batch = cursor.batch.saturating_mul(2).min(MOST_OF_SOURCE);
                cursor.after = found.last().cloned().or(cursor.after.take());
                cursor.ready = found.into();
            }
            let heads = self.cursors.iter_mut().filter(|cursor| !cursor.ready.is_empty());
            let sort = self.sort;
            let first = heads.min_by(|one, other| match (one.ready.front(), other.ready.front()) {
                (Some(one), Some(other)) => sort.compare(one, other),
                (one, other) => other.is_some().cmp(&one.is_some()),
            });
            let Some((source, place)) = first.and_then(|cursor| Some((cursor.source, cursor.ready.pop_front()?)))
            else {
                return Ok(None);
            };
            if self.last.as_ref() != Some(&place) {
                self.last = Some(place.clone());
                return Ok(Some((source, place)));
            }
        }
    }
}

impl<R: Rows> Reader<'_, R> {
    pub(super) fn library(&mut self, ask: &LibraryAsk) -> Result<(), StoreError> {
        if ask.filter.asks_buckets() {
            self.documents(&Find::BucketsOf(ask.person))?;
        }
        let sources = self.sources(ask)?;
        let mut merge = Merge::new(sources, ask.sort, ask.after.as_ref());
        let most = usize::try_from(ask.limit).unwrap_or(usize::MAX);
        let mut found = LibraryFound::default();
        let mut looked_at = 0_usize;
        loop {
            // One more than is wanted tells whether there are more.
            let missing = most.saturating_add(1).saturating_sub(found.tracks.len());
            let batch = self.batch(&mut merge, if looked_at == 0 { missing } else { missing.max(looked_at) })?;
            if batch.is_empty() {
                found.end = None;
                break;
            }
            for (_, place) in &batch {
                self.candidate(ask, place.track)?;
            }
            if self.rows.is_void() {
                // What most of them will show is fetched along with what decides about them.
                for (source, place) in &batch {
                    self.ahead(ask.person, *source, place.track)?;
                }
            }
            let mut is_full = false;
            for (_, place) in batch {
                looked_at = looked_at.saturating_add(1);
                if ask.filter.admits(&self.loaded.slice, ask.person, place.track) {
                    is_full = found.tracks.len() == most;
                    if is_full {
                        break;
                    }
                    found.tracks.push(place.track);
                }
                found.end = Some(place);
            }
            if is_full || looked_at >= MOST_LOOKED_AT || self.rows.is_void() {
                break;
            }
        }
        for track in found.tracks.clone() {
            self.shown(ask.person, track)?;
        }
        self.documents(&Find::BucketsOf(ask.person))?;
        self.loaded.library = found;
        Ok(())
    }

    fn batch(&mut self, merge: &mut Merge, most: usize) -> Result<Vec<(TrackSource, TrackPlace)>, StoreError> {
        let mut batch = Vec::new();
        while batch.len() < most
            && let Some(place) = merge.next(self.rows)?
        {
            batch.push(place);
        }
        Ok(batch)
    }

    /// Returns where what a person reaches can lie, no more of it than the filter may want.
    fn sources(&mut self, ask: &LibraryAsk) -> Result<Vec<TrackSource>, StoreError> {
        let person = ask.person;
        if !ask.filter.bucket.include.is_empty() {
            return Ok(ask.filter.bucket.include.iter().map(|bucket| TrackSource::Placed(person, *bucket)).collect());
        }
        if ask.filter.is_own_only() {
            return Ok(vec![TrackSource::Of(person)]);
        }
        if !ask.filter.group.include.is_empty() {
            let mut inside = BTreeSet::new();
            for group in &ask.filter.group.include {
                self.walk((*group).into(), &[person])?;
                // A group that is closed further down may hold a track that itself is open.
                if self.rows.is_void() || self.loaded.slice.held((*group).into(), person).is_some() {
                    inside.extend(self.groups_below(*group)?);
                }
            }
            return Ok(inside.into_iter().map(TrackSource::In).collect());
        }
        let groups = self.groups_held(person)?.into_iter().map(TrackSource::In);
        Ok([TrackSource::Of(person), TrackSource::With(person)].into_iter().chain(groups).collect())
    }

    /// Returns the groups that a person holds, with all that is said of them there.
    pub(super) fn groups_held(&mut self, person: PersonId) -> Result<BTreeSet<GroupId>, StoreError> {
        let mut said: BTreeMap<GroupId, Member> = BTreeMap::new();
        for stored in self.rows.find(&Find::GroupRowsOf(person))? {
            if let Row::Member { scope: Scope::Group(group), member, .. } = stored.row {
                said.insert(group, member);
            }
        }
        let mut reached = BTreeSet::new();
        for stored in self.rows.groups_reached(person)? {
            if let Row::Group(group) = &stored.row {
                reached.insert(group.id);
                self.take_details(Aggregate::Group(group.id), Some(stored));
            }
        }
        for group in &reached {
            for step in self.way_up((*group).into())? {
                // All that any group says of the person has been read, so that none is asked by itself.
                let members = &mut self.loaded.slice.rosters.entry(step).or_default().members;
                members.entry(person).or_insert_with(|| step.group().and_then(|group| said.get(&group).cloned()));
            }
        }
        // Whatever was deleted lies in nobody's hands.
        let (slice, is_void) = (&self.loaded.slice, self.rows.is_void());
        reached.retain(|group| is_void || slice.held((*group).into(), person).is_some());
        Ok(reached)
    }

    /// Reads what decides whether a track is in a library, and wanted.
    fn candidate(&mut self, ask: &LibraryAsk, track: TrackId) -> Result<(), StoreError> {
        // Without a filter all that is looked at is shown, but for what is closed to the person.
        if ask.filter.asks_who_else() || ask.filter == LibraryFilter::default() {
            self.rosters_along(track.into())?;
        } else {
            self.walk(track.into(), &[ask.person])?;
        }
        if ask.filter.asks_buckets() {
            self.document(DocumentKey::Placement(ask.person, track))?;
        }
        Ok(())
    }

    /// Reads what a row of a library shows.
    fn shown(&mut self, person: PersonId, track: TrackId) -> Result<(), StoreError> {
        self.rosters_along(track.into())?;
        self.document(DocumentKey::Placement(person, track))?;
        self.document(DocumentKey::Known(track))?;
        let slice = &self.loaded.slice;
        let owner = slice.owner(track.into());
        let few = slice.collaborators_on(track).into_iter().take(LibraryAsk::FACES);
        let people: Vec<PersonId> = owner.into_iter().chain(few).collect();
        if owner == Some(person) {
            self.documents(&Find::LinksOn(track))?;
        }
        for person in people {
            self.person_once(person)?;
        }
        Ok(())
    }

    /// Asks for what a row will show, before it is known whether it will be shown.
    fn ahead(&mut self, person: PersonId, source: TrackSource, track: TrackId) -> Result<(), StoreError> {
        self.whole_roster(track.into())?;
        self.document(DocumentKey::Placement(person, track))?;
        self.document(DocumentKey::Known(track))?;
        self.documents(&Find::LinksOn(track))?;
        match source {
            TrackSource::In(group) => self.rosters_along(group.into()),
            _ => Ok(()),
        }
    }

    fn rosters_along(&mut self, scope: Scope) -> Result<(), StoreError> {
        for step in self.way_up(scope)? {
            if !self.loaded.slice.rosters.get(&step).is_some_and(|roster| roster.whole) {
                self.whole_roster(step)?;
            }
        }
        Ok(())
    }
}
