//! Loading: every entry becomes calls of the library, many of them to a commit.
//!
//! 1. What owners do is gathered in a batch, one owner's at a time; a refused call leaves nothing in it, and the load goes on.
//! 2. After each commit the invited are registered and accept, so that their access is real: many at once, whose commits the store makes together.
//! 3. What is kept is the address book and the catalogue of tracks and groups; neither the sheet nor a batch is ever held whole.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::Read;

use cowrite::{
    Actor, Batch, Error, ErrorKind, GroupId, InvitationId, InvitationTerms, NewGroup, NewTrack, Noun, PersonId, Scope,
    ShareEdits, ShareRow, TrackId, Workspace,
};
use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::people::{Number, People};
use super::roster::{Entry, GroupPath, Place, Refusal, Refused, Roster, What};

/// How many changes a batch gathers before it is committed: a commit then costs little for each, and a batch never grows large.
const MOST_WAITING: usize = 2_000;

/// How many people register or accept at once: twice what the store puts into one commit, so that it never waits for the next.
const AT_ONCE: usize = 128;

/// A group that the sheet has made.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its name and those above it.
    pub(crate) path: GroupPath,
    /// Its id.
    pub(crate) id: GroupId,
    /// Who owns it.
    pub(crate) owner: PersonId,
}

/// A track that the sheet has made.
#[derive(Debug)]
pub(crate) struct Track {
    /// Its title and group.
    pub(crate) place: Place,
    /// Its id.
    pub(crate) id: TrackId,
    /// Who owns it.
    pub(crate) owner: PersonId,
}

/// What the sheet has made, in its order.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// The groups.
    pub(crate) groups: Vec<Group>,
    /// The tracks.
    pub(crate) tracks: Vec<Track>,
    group_at: HashMap<GroupPath, usize>,
    track_at: HashMap<Place, usize>,
}

impl Catalogue {
    fn group(&self, path: &GroupPath) -> Result<&Group, Refusal> {
        let found = self.group_at.get(path).and_then(|at| self.groups.get(*at));
        found.ok_or_else(|| missing(Noun::Group, path))
    }

    fn track(&self, place: &Place) -> Result<&Track, Refusal> {
        let found = self.track_at.get(place).and_then(|at| self.tracks.get(*at));
        found.ok_or_else(|| missing(Noun::Track, place))
    }

    fn add_group(&mut self, group: Group) {
        self.group_at.insert(group.path.clone(), self.groups.len());
        self.groups.push(group);
    }

    fn add_track(&mut self, track: Track) {
        self.track_at.insert(track.place.clone(), self.tracks.len());
        self.tracks.push(track);
    }
}

/// What became of a sheet.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// What it has made.
    pub(crate) catalogue: Catalogue,
    /// How many people have been registered.
    pub(crate) people: usize,
    /// How many lines took hold.
    pub(crate) taken: u64,
    /// How many were refused.
    pub(crate) refused: u64,
}

/// What the load tells while it runs.
pub(crate) trait Watch {
    /// So many lines and bytes of the sheet have been read.
    fn read(&mut self, lines: u64, bytes: u64);

    /// A line has been refused.
    ///
    /// # Errors
    /// Where it cannot be shown; the load ends then.
    fn refused(&mut self, refused: Refused) -> std::io::Result<()>;
}

/// Loads a whole sheet.
///
/// # Errors
/// Where the sheet cannot be read or the store fails; refused lines are no errors.
pub(crate) async fn load(
    workspace: &Workspace,
    mut roster: Roster<impl Read>,
    watch: &mut impl Watch,
) -> Result<Loaded, Box<dyn std::error::Error>> {
    let mut loader = Loader::new(workspace);
    let (mut taken, mut refused) = (0, 0);
    while let Some(next) = roster.next()? {
        let outcome = match next {
            Ok(entry) => {
                let line = entry.line;
                loader.take(entry).await.map_err(|trouble| (line, trouble))
            }
            Err(Refused { line, refusal }) => Err((line, Trouble::Refused(refusal))),
        };
        match outcome {
            Ok(()) => taken += 1,
            Err((_, Trouble::Fatal(error))) => return Err(error.into()),
            Err((line, Trouble::Refused(refusal))) => {
                refused += 1;
                watch.refused(Refused { line, refusal })?;
            }
        }
        watch.read(taken + refused, roster.bytes());
    }
    loader.flush().await?;
    Ok(Loaded { people: loader.people.registered(), catalogue: loader.catalogue, taken, refused })
}

/// Why a line did not take hold.
#[derive(Debug)]
enum Trouble {
    /// It is wrong; the next one may be right.
    Refused(Refusal),
    /// The store has failed, and would for the next one too.
    Fatal(Error),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Broken | ErrorKind::Unavailable | ErrorKind::Conflict => Self::Fatal(error),
            _ => Self::Refused(error.into()),
        }
    }
}

/// What one owner does, until it is committed.
#[derive(Debug)]
struct Turn {
    batch: Batch,
    owner: PersonId,
    invited: Vec<Invited>,
    /// Who waits for what, and who for any group at all.
    waiting: HashSet<(Number, Scope)>,
    waiting_for_groups: HashSet<Number>,
}

/// Somebody who will accept when the invitation has been committed.
#[derive(Debug, Clone, Copy)]
struct Invited {
    number: Number,
    person: PersonId,
    scope: Scope,
    invitation: InvitationId,
}

#[derive(Debug)]
struct Loader<'w> {
    workspace: &'w Workspace,
    people: People,
    catalogue: Catalogue,
    turn: Option<Turn>,
    /// Whom the sheet introduced without giving them anything yet.
    introduced: Vec<Number>,
}

impl<'w> Loader<'w> {
    fn new(workspace: &'w Workspace) -> Self {
        let (people, catalogue) = (People::default(), Catalogue::default());
        Self { workspace, people, catalogue, turn: None, introduced: Vec::new() }
    }

    async fn take(&mut self, entry: Entry) -> Result<(), Trouble> {
        // The address book learns of newcomers also where the rest of their line is wrong.
        let number = self.people.find_or_add(&entry.who);
        let what = entry.what?;
        let number = number?;
        match what {
            What::Introduce => self.introduce(number).await,
            What::OwnGroup(path) => self.own_group(number, path).await,
            What::OwnTrack(place, shares) => self.own_track(number, place, shares).await,
            What::JoinGroup(path, access) => {
                let Group { id, owner, .. } = *self.catalogue.group(&path)?;
                self.join(number, owner, id.into(), InvitationTerms::new(access)).await
            }
            What::JoinTrack(place, access, role, shares) => {
                let Track { id, owner, .. } = *self.catalogue.track(&place)?;
                let terms = InvitationTerms::new(access).shares(shares);
                let terms = role.into_iter().fold(terms, InvitationTerms::role);
                self.join(number, owner, id.into(), terms).await
            }
            What::Credit(place, shares) => self.credit(number, &place, shares).await,
        }
    }

    async fn introduce(&mut self, number: Number) -> Result<(), Trouble> {
        self.introduced.push(number);
        if self.introduced.len() >= MOST_WAITING {
            self.flush().await.map_err(Trouble::Fatal)?;
        }
        Ok(())
    }

    async fn own_group(&mut self, number: Number, path: GroupPath) -> Result<(), Trouble> {
        if self.catalogue.group(&path).is_ok() {
            return Err(owned_already(&path).into());
        }
        let parent = path.parent().map(|parent| self.catalogue.group(&parent).map(|group| group.id)).transpose()?;
        let owner = self.register_owner(number, parent).await?;
        let group = self.acting_as(owner).await?.create_group(NewGroup::new(path.name()).in_group(parent)).await?;
        self.catalogue.add_group(Group { path, id: group.id, owner });
        Ok(())
    }

    async fn own_track(&mut self, number: Number, place: Place, shares: ShareEdits) -> Result<(), Trouble> {
        if self.catalogue.track(&place).is_ok() {
            return Err(owned_already(&place).into());
        }
        let group = place.group.as_ref().map(|path| self.catalogue.group(path).map(|group| group.id)).transpose()?;
        let owner = self.register_owner(number, group).await?;
        let actor = self.acting_as(owner).await?;
        let track = actor.create_track(NewTrack::new(&place.title).in_group(group)).await?;
        if shares != ShareEdits::KEEP {
            // Nothing of the line can be left half-done: on a new track an owner's percentages always fit.
            actor.set_shares(track.id, [ShareRow { person: owner, edits: shares }]).await?;
        }
        self.catalogue.add_track(Track { place, id: track.id, owner });
        Ok(())
    }

    async fn join(
        &mut self,
        number: Number,
        owner: PersonId,
        scope: Scope,
        terms: InvitationTerms,
    ) -> Result<(), Trouble> {
        self.settle(number, scope).await?;
        let actor = self.acting_as(owner).await?;
        let invitee = self.people.invitee(number).ok_or(Error::NotFound { what: Noun::Person })?;
        let invitation = actor.invite(scope, invitee, terms).await?;
        self.people.note_id(number, invitation.person);
        if let Some(turn) = &mut self.turn {
            turn.invited.push(Invited { number, person: invitation.person, scope, invitation: invitation.id });
            turn.waiting.insert((number, scope));
            if scope.group().is_some() {
                turn.waiting_for_groups.insert(number);
            }
        }
        Ok(())
    }

    async fn credit(&mut self, number: Number, place: &Place, shares: ShareEdits) -> Result<(), Trouble> {
        let Track { id, owner, .. } = *self.catalogue.track(place)?;
        self.settle(number, id.into()).await?;
        let person = self.people.id(number).ok_or_else(|| {
            let reason = "has no access there: say which in `access`";
            Refusal::because(&Error::NotFound { what: Noun::Person }, reason)
        })?;
        self.acting_as(owner).await?.set_shares(id, [ShareRow { person, edits: shares }]).await?;
        Ok(())
    }

    /// Lets somebody accept first whose waiting invitations would decide what this line comes to.
    ///
    /// An invitation that waits is replaced by the next one, where an accepted one refuses it; so whether a doubled line is refused would hang on where a batch happens to end.
    async fn settle(&mut self, number: Number, scope: Scope) -> Result<(), Trouble> {
        let waits = self
            .turn
            .as_ref()
            .is_some_and(|turn| turn.waiting.contains(&(number, scope)) || turn.waiting_for_groups.contains(&number));
        if waits { self.flush().await.map_err(Trouble::Fatal) } else { Ok(()) }
    }

    /// Registers somebody who is to own something; only who is registered can act.
    async fn register_owner(&mut self, number: Number, group: Option<GroupId>) -> Result<PersonId, Trouble> {
        if !self.people.is_registered(number) {
            self.flush().await.map_err(Trouble::Fatal)?;
        }
        if !self.people.is_registered(number) {
            // What the library would answer to a stranger, asked without making the stranger a person first.
            if group.is_some() {
                return Err(Error::NotFound { what: Noun::Group }.into());
            }
            let (number, id) = register(self.workspace, (number, self.people.record(number))).await?;
            self.people.note_registered(number, id);
        }
        Ok(self.people.id(number).ok_or(Error::NotFound { what: Noun::Person })?)
    }

    /// Returns the face on which an owner's calls are gathered.
    async fn acting_as(&mut self, owner: PersonId) -> Result<Actor, Trouble> {
        let is_over = |turn: &Turn| turn.owner != owner || turn.batch.waiting() >= MOST_WAITING;
        if self.turn.as_ref().is_some_and(is_over) {
            self.flush().await.map_err(Trouble::Fatal)?;
        }
        if let Some(turn) = &self.turn {
            return Ok(turn.batch.actor());
        }
        let batch = self.workspace.acting_as(owner).batch()?;
        let actor = batch.actor();
        let (waiting, waiting_for_groups) = (HashSet::new(), HashSet::new());
        self.turn = Some(Turn { batch, owner, invited: Vec::new(), waiting, waiting_for_groups });
        Ok(actor)
    }

    /// Commits what the owner did, then registers and joins whom it concerns.
    async fn flush(&mut self) -> Result<(), Error> {
        let invited = match self.turn.take() {
            Some(turn) => {
                turn.batch.commit().await?;
                turn.invited
            }
            None => Vec::new(),
        };
        let mut new: Vec<Number> =
            self.introduced.drain(..).chain(invited.iter().map(|invited| invited.number)).collect();
        new.sort_unstable();
        new.dedup();
        new.retain(|number| !self.people.is_registered(*number));
        let records: Vec<_> = new.into_iter().map(|number| (number, self.people.record(number))).collect();
        let registering =
            stream::iter(records).map(|record| register(self.workspace, record)).buffer_unordered(AT_ONCE);
        for (number, id) in registering.try_collect::<Vec<_>>().await? {
            self.people.note_registered(number, id);
        }
        for round in rounds(invited) {
            let accepting = stream::iter(round).map(|invited| accept(self.workspace, invited));
            accepting.buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
        }
        Ok(())
    }
}

async fn register(
    workspace: &Workspace,
    (number, record): (Number, Option<cowrite::NewPerson>),
) -> Result<(Number, PersonId), Error> {
    let record = record.ok_or(Error::NotFound { what: Noun::Person })?;
    workspace.register(record).await.map(|person| (number, person.id))
}

async fn accept(workspace: &Workspace, invited: Invited) -> Result<(), Error> {
    workspace.acting_as(invited.person).accept_invitation(invited.invitation).await.map(|_| ())
}

/// Divides the invited so that nobody in a round joins the same track or group as another: they would only race for it.
fn rounds(invited: Vec<Invited>) -> Vec<Vec<Invited>> {
    let mut rounds: Vec<Vec<Invited>> = Vec::new();
    let mut joined: HashMap<Scope, usize> = HashMap::new();
    for one in invited {
        let turn = joined.entry(one.scope).or_default();
        match rounds.get_mut(*turn) {
            Some(round) => round.push(one),
            None => rounds.push(vec![one]),
        }
        *turn += 1;
    }
    rounds
}

fn missing(what: Noun, named: &impl fmt::Display) -> Refusal {
    Refusal::because(&Error::NotFound { what }, format!("{what} not found: no line so far has made {named}"))
}

fn owned_already(named: &impl fmt::Display) -> Refusal {
    Refusal::because(&Error::OwnerFixed, format!("{named} has an owner already"))
}
