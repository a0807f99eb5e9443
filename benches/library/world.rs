//! A person who reaches many tracks of somebody else's through 50 groups.

use std::path::{Path, PathBuf};

use cowrite::{Access, GroupId, NewGroup, NewPerson, PersonId, Workspace};
use cowrite_benches::Outcome;
use rusqlite::{Connection, params};

const GROUPS: usize = 50;
/// How many of them, where they are nested, hold the others.
const TOPS: usize = 5;
/// Who else is on each group that the person is let into.
const BAND: [&str; 3] = ["Jordan Vale", "Sam Okafor", "Mika Stone"];

/// Who and what is in the file.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) file: PathBuf,
    /// Whose library it is.
    pub(crate) person: PersonId,
    owner: PersonId,
    /// Who has a credit and shares on each track.
    credited: PersonId,
    groups: Vec<GroupId>,
}

impl World {
    /// Makes a file with so many tracks, divided evenly.
    pub(crate) fn new(directory: &Path, tracks: u32, is_nested: bool) -> Outcome<Self> {
        let file = directory.join(format!("{tracks}-{is_nested}.db"));
        let world = pollster::block_on(Self::found(&file, is_nested))?;
        world.fill(tracks)?;
        Ok(world)
    }

    async fn found(file: &Path, is_nested: bool) -> Outcome<Self> {
        let workspace = Workspace::open(file).await?;
        let owner = workspace.register(NewPerson::new("owner", "Olivia Park")).await?.id;
        let person = workspace.register(NewPerson::new("person", "Alex Reyes")).await?.id;
        let mut band = vec![person];
        for name in BAND {
            band.push(workspace.register(NewPerson::new(name, name)).await?.id);
        }
        let me = workspace.acting_as(owner);
        let mut groups: Vec<GroupId> = Vec::new();
        for number in 0..GROUPS {
            let above = groups.get(number % TOPS).copied().filter(|_| is_nested && number >= TOPS);
            let group = me.create_group(NewGroup::new(format!("Album {number}")).in_group(above)).await?.id;
            groups.push(group);
            for person in band.iter().filter(|_| above.is_none()) {
                let invitation = me.invite(group, *person, Access::Editor).await?;
                workspace.acting_as(*person).accept_invitation(invitation.id).await?;
            }
        }
        workspace.close();
        let credited = band.pop().ok_or("nobody is in the band")?;
        Ok(Self { file: file.to_path_buf(), person, owner, credited, groups })
    }

    /// Writes tracks as the library does, but for their history, which no page reads.
    fn fill(&self, tracks: u32) -> Outcome<()> {
        let mut connection = Connection::open(&self.file)?;
        cowrite::adapters::sqlite::add_checksums(&connection)?;
        let transaction = connection.transaction()?;
        {
            let mut track = transaction.prepare(
                "INSERT INTO track (id, version, title, title_fold, owner, created_by, created_at, group_id, placed_at, \
                 stage, bpm, music_key, tags, archived, condition) \
                 VALUES (?1, 1, ?2, ?3, ?4, ?4, ?5, ?6, ?5, 'idea', 9250, 'F minor', '[\"demo\"]', 0, 0)",
            )?;
            let mut roster = transaction
                .prepare("INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (1, ?1, 1, 1)")?;
            let mut member = transaction.prepare(
                "INSERT INTO member (scope_kind, scope_id, person, standing, since, role, master, publishing, writer, accepted) \
                 VALUES (1, ?1, ?2, 0, ?3, ?4, ?5, ?5, ?5, 1)",
            )?;
            let [owner, credited] = [self.owner, self.credited].map(|person| person.uuid().into_bytes());
            for number in 0..tracks {
                let at = 1_767_225_600_000_u64 + u64::from(number) * 1_000;
                let scattered = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let id = uuid::Uuid::from_u64_pair((at << 16) | 0x7000, 0x8000_0000_0000_0000 | scattered >> 2);
                let id = id.into_bytes();
                // Neighbours in time lie in different groups, some further on than others.
                let group = self.groups.get(usize::try_from(number)? * 7 % GROUPS).ok_or("no group")?;
                // One title in a few is that of another track.
                let name = (scattered >> 32) % (u64::from(tracks) * 2);
                let (title, fold) = (format!("Take {name:07}"), format!("take {name:07}"));
                let at = i64::try_from(at)?;
                track.execute(params![id, title, fold, owner, at, group.uuid().into_bytes()])?;
                roster.execute(params![id])?;
                member.execute(params![id, owner, at, None::<&str>, 6_000])?;
                member.execute(params![id, credited, at, "Producer", 4_000])?;
            }
            let each = tracks / u32::try_from(GROUPS)?;
            transaction.execute("UPDATE groups SET tracks = ?1", params![each])?;
        }
        transaction.commit()?;
        Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }
}
