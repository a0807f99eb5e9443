//! Listing what a person can view, from the same standings as a check (ACC-4, LIB-1).

use core::cmp::Ordering;

use super::Index;
use super::number::{PersonNo, ScopeNo};
use super::place::{NOTHING, PlaceNow};
use super::standings::Code;
use crate::domain::access::{Access, Level};
use crate::domain::library::{LibraryFilter, LibrarySort, Relation, Side, TrackPlace};
use crate::domain::text::fold;
use crate::id::{GroupId, Scope, TrackId};
use uuid::Uuid;

/// A track that a person can view, what they may do with it, and through what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) track: TrackId,
    pub(crate) level: Level,
    pub(crate) via: Scope,
}

/// A page of what a person can view.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    pub(crate) rows: Vec<Listed>,
    /// Where the next page begins after; none where nothing is left.
    pub(crate) end: Option<TrackPlace>,
}

/// A way on which a person may reach a track; those of one track lie side by side, the one that decides first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Reach(u64);

/// The ways, the nearest first: a track's own word comes before its group's.
const OWN: u64 = 0;
const ITSELF: u64 = 1;
const GROUP: u64 = 2;

impl Reach {
    const fn new(track: u32, way: u64, code: Code, via: u32) -> Self {
        Self(((track as u64) << 34) | (way << 32) | ((code.bits() as u64) << 28) | (via & NOTHING) as u64)
    }

    const fn track(self) -> ScopeNo {
        ScopeNo::track((self.0 >> 34) as u32)
    }

    const fn is_own(self) -> bool {
        (self.0 >> 32) & 3 == OWN
    }

    const fn is_by_group(self) -> bool {
        (self.0 >> 32) & 3 == GROUP
    }

    const fn code(self) -> Code {
        Code::of_bits((self.0 >> 28) as u8)
    }

    const fn via(self) -> ScopeNo {
        ScopeNo::of_bits(self.0 as u32 & NOTHING)
    }
}

/// What a filter wants, in numbers and keys.
struct Wanted<'a> {
    filter: &'a LibraryFilter,
    tags: Side<String>,
    text: Option<String>,
    /// The groups it names that the person can view.
    groups: Vec<(GroupId, ScopeNo)>,
}

impl Index {
    /// Lists what a person can view and a filter wants, in an order, after a place in it.
    pub(crate) fn list(
        &self,
        person: PersonNo,
        filter: &LibraryFilter,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: usize,
    ) -> Listing {
        let mut found = self.found(person, filter);
        match sort {
            LibrarySort::Newest => self.sort_by_id(&mut found),
            LibrarySort::Title => self.sort_by_title(&mut found),
        }
        let begin = after.map_or(0, |after| found.partition_point(|reach| self.is_not_after(*reach, sort, after)));
        let rest = found.get(begin..).unwrap_or_default();
        let page = rest.get(..limit.min(rest.len())).unwrap_or_default();
        let rows: Vec<Listed> = page.iter().filter_map(|reach| self.listed(*reach)).collect();
        let last = page.last().filter(|_| rest.len() > page.len());
        Listing { rows, end: last.map(|last| self.place_of(last.track(), sort)) }
    }

    /// Counts what a person can view and a filter wants.
    pub(crate) fn count(&self, person: PersonNo, filter: &LibraryFilter) -> usize {
        self.found(person, filter).len()
    }

    /// Finds what a person can view and a filter wants, each track once, ordered by number.
    fn found(&self, person: PersonNo, filter: &LibraryFilter) -> Vec<Reach> {
        let mut found = self.reached(person);
        // What lies in a group is in order already, and so is what the person has: the stable sort goes by such runs.
        found.sort();
        found.dedup_by_key(|reach| reach.track());
        // A track's own word may close it, and what was taken down is there for its owner alone (OPS-1).
        let has_sleeping = !self.taken_down.is_empty();
        found.retain(|reach| {
            reach.is_own()
                || reach.code().access().is_some() && !(has_sleeping && self.taken_down.contains(&reach.track().get()))
        });
        if *filter != LibraryFilter::default() {
            let wanted = self.wanted(person, filter);
            found.retain(|reach| self.is_wanted(person, *reach, &wanted));
        }
        found
    }

    /// Gathers every way on which a person may reach a track.
    fn reached(&self, person: PersonNo) -> Vec<Reach> {
        let has = self.has(person);
        let (tracks, groups) = has.split_at(has.partition_point(|entry| !ScopeNo::of_bits(entry >> 4).is_group()));
        let own = tracks.iter().map(|entry| {
            let (track, code) = (entry >> 4, Code::of_bits((entry & 15) as u8));
            Reach::new(track, if code == Code::OWNS { OWN } else { ITSELF }, code, track)
        });
        let mut found: Vec<Reach> = Vec::with_capacity(tracks.len() + groups.len() * 16);
        found.extend(own);
        for entry in groups {
            let code = Code::of_bits((entry & 15) as u8);
            let code = if code == Code::OWNS { Code::FULL } else { code };
            if code.access().is_some() {
                self.reach_below(person, ScopeNo::of_bits(entry >> 4), code, &mut found);
            }
        }
        found
    }

    /// Gathers what a group gives: all that lies in it and below, but for groups that say something else themselves.
    fn reach_below(&self, person: PersonNo, top: ScopeNo, code: Code, found: &mut Vec<Reach>) {
        let mut ahead = [0_u32; 64];
        let mut many: Vec<u32> = Vec::new();
        let mut waiting = 0_usize;
        let mut next = Some(top);
        while let Some(group) = next {
            let Some(inside) = self.inside.get(group.index()) else { break };
            found.extend(inside.tracks.iter().map(|track| Reach::new(*track, GROUP, code, top.bits())));
            for inner in &inside.groups {
                if self
                    .facts
                    .place_now(ScopeNo::group(*inner))
                    .is_some_and(|place| self.is_silent(person, *inner, place))
                {
                    match ahead.get_mut(waiting) {
                        Some(slot) => {
                            *slot = *inner;
                            waiting += 1;
                        }
                        None => many.push(*inner),
                    }
                }
            }
            next = many.pop().map(ScopeNo::group).or_else(|| {
                waiting = waiting.checked_sub(1)?;
                ahead.get(waiting).copied().map(ScopeNo::group)
            });
        }
    }

    /// Returns whether a group that is there says nothing of a person.
    fn is_silent(&self, person: PersonNo, group: u32, place: PlaceNow) -> bool {
        let says = || place.has_roster() && self.facts.standings.find(person, ScopeNo::group(group)) != Code::NONE;
        place.is_there() && place.owner != person && !says()
    }

    fn listed(&self, reach: Reach) -> Option<Listed> {
        let place = self.facts.place_now(reach.track())?;
        let track = TrackId::from_uuid(Uuid::from_u128(self.id_of(reach.track())));
        if !reach.is_by_group() {
            let level = if reach.is_own() { Level::Owner } else { reach.code().access()?.into() };
            return Some(Listed { track, level, via: track.into() });
        }
        let group = self.facts.place_now(reach.via())?;
        let access = reach.code().access()?;
        // GRP-4: on a track that the group's owner does not own, a group gives at most editor.
        let access = if group.owner == place.owner { access } else { access.min(Access::Editor) };
        let via = self.scope_id(reach.via())?;
        Some(Listed { track, level: access.into(), via })
    }

    fn id_of(&self, track: ScopeNo) -> u128 {
        self.facts.tracks.id(track.index()).unwrap_or_default()
    }

    fn title_of(&self, track: ScopeNo) -> &str {
        self.words.of(track.get()).title
    }

    /// Orders by id, newest first, what is ordered by number.
    fn sort_by_id(&self, found: &mut [Reach]) {
        if !self.order.is_by_number() {
            found.sort_by(|one, other| {
                let (one, other) = (one.track(), other.track());
                if self.order.is_told_by(one.get(), other.get()) {
                    one.cmp(&other)
                } else {
                    self.id_of(one).cmp(&self.id_of(other))
                }
            });
        }
        found.reverse();
    }

    fn sort_by_title(&self, found: &mut [Reach]) {
        found.sort_by_cached_key(|reach| (self.title_of(reach.track()), self.id_of(reach.track())));
    }

    fn place_of(&self, track: ScopeNo, sort: LibrarySort) -> TrackPlace {
        let title = if sort == LibrarySort::Title { self.title_of(track).to_owned() } else { String::new() };
        TrackPlace { title, track: TrackId::from_uuid(Uuid::from_u128(self.id_of(track))) }
    }

    fn is_not_after(&self, reach: Reach, sort: LibrarySort, after: &TrackPlace) -> bool {
        let (id, last) = (self.id_of(reach.track()), after.track.uuid().as_u128());
        let order = match sort {
            LibrarySort::Newest => last.cmp(&id),
            LibrarySort::Title => self.title_of(reach.track()).cmp(after.title.as_str()).then(id.cmp(&last)),
        };
        order != Ordering::Greater
    }

    fn wanted<'a>(&self, person: PersonNo, filter: &'a LibraryFilter) -> Wanted<'a> {
        let folded = |tags: &[String]| tags.iter().map(|tag| fold(tag)).collect();
        let named = filter.group.include.iter().chain(&filter.group.exclude);
        let viewed = named.filter_map(|group| {
            let scope = self.scope((*group).into())?;
            self.facts.held(person, scope).map(|_| (*group, scope))
        });
        Wanted {
            filter,
            tags: Side { include: folded(&filter.tags.include), exclude: folded(&filter.tags.exclude) },
            text: filter.text.as_deref().map(fold),
            groups: viewed.collect(),
        }
    }

    /// As `LibraryFilter::admits`, of a track that the person can view.
    fn is_wanted(&self, person: PersonNo, reach: Reach, wanted: &Wanted<'_>) -> bool {
        let Wanted { filter, tags, text, groups } = wanted;
        let track = reach.track();
        let Some(place) = self.facts.place_now(track) else { return false };
        let words = self.words.of(track.get());
        let is_relation = |relation: &Relation| match relation {
            Relation::Mine => reach.is_own(),
            Relation::SharedWithMe => !reach.is_own(),
            Relation::SharedByMe => reach.is_own() && self.is_shared(track),
        };
        let lies_in = |group: &GroupId| {
            let group = groups.iter().find(|(id, _)| id == group).map(|(_, scope)| *scope);
            group.is_some_and(|group| self.way_up(track).any(|(step, _)| step == group))
        };
        let bucket = self.placements.get(&(track.get(), person));
        let bucket = bucket.filter(|id| self.buckets.get(id).is_some_and(|kept| kept.person == person));
        filter.archived.is_none_or(|archived| place.is_archived() == archived)
            && text.as_ref().is_none_or(|text| words.title.contains(text.as_str()))
            && filter.stage.admits(|stage| words.stage == stage.as_str())
            && tags.admits(|wanted| words.tags().any(|tag| tag == wanted))
            && filter.bucket.admits(|wanted| bucket == Some(wanted))
            && filter.group.admits(lies_in)
            && filter.relation.admits(is_relation)
    }
}
