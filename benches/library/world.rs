//! A person who reaches many tracks of somebody else's through 50 groups.

use std::path::{Path, PathBuf};

use cowrite::{Access, GroupId, NewGroup, NewPerson, PersonId, Workspace};
use cowrite_benches::Outcome;
use rusqlite::{Connection, params};

const GROUPS: usize = 50;
/// How many of them, where they are nested, hold the others.
const TOPS: usize = 5;

/// Who and what is in the file.
pub(crate) struct World {
    pub(crate) file: PathBuf,
    /// Whose library it is.
    pub(crate) person: PersonId,
}

impl World {
    /// Makes a file with so many tracks, divided evenly.
    pub(crate) fn new(directory: &Path, tracks: u32, is_nested: bool) -> Outcome<Self> {
        let file = directory.join(format!("{tracks}-{is_nested}.db"));
        let (owner, person, groups) = pollster::block_on(Self::found(&file, is_nested))?;
        Self::fill(&file, owner, &groups, tracks)?;
        Ok(Self { file, person })
    }

    async fn found(file: &Path, is_nested: bool) -> Outcome<(PersonId, PersonId, Vec<GroupId>)> {
        let workspace = Workspace::open(file).await?;
        let owner = workspace.register(NewPerson::new("owner", "Olivia Park")).await?.id;
        let person = workspace.register(NewPerson::new("person", "Alex Reyes")).await?.id;
        let me = workspace.acting_as(owner);
        let mut groups: Vec<GroupId> = Vec::new();
        for number in 0..GROUPS {
            let above = groups.get(number % TOPS).copied().filter(|_| is_nested && number >= TOPS);
            let group = me.create_group(NewGroup::new(format!("Album {number}")).in_group(above)).await?.id;
            groups.push(group);
            if above.is_none() {
                let invitation = me.invite(group, person, Access::Editor).await?;
                workspace.acting_as(person).accept_invitation(invitation.id).await?;
            }
        }
        workspace.close();
        Ok((owner, person, groups))
    }

    /// Writes tracks as the library does, but for their history, which no page reads.
    fn fill(file: &Path, owner: PersonId, groups: &[GroupId], tracks: u32) -> Outcome<()> {
        let mut connection = Connection::open(file)?;
        let transaction = connection.transaction()?;
        {
            let mut track = transaction.prepare(
                "INSERT INTO track (id, version, title, title_fold, owner, created_by, created_at, group_id, placed_at, \
                 stage, tags, archived, condition) VALUES (?1, 1, ?2, ?3, ?4, ?4, ?5, ?6, ?5, 'idea', '[]', 0, 0)",
            )?;
            let mut roster = transaction
                .prepare("INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (1, ?1, 1, 0)")?;
            let mut member = transaction.prepare(
                "INSERT INTO member (scope_kind, scope_id, person, standing, since, accepted) \
                 VALUES (1, ?1, ?2, 0, ?3, 1)",
            )?;
            let owner = owner.uuid().into_bytes();
            for number in 0..tracks {
                let at = 1_767_225_600_000_u64 + u64::from(number) * 1_000;
                let low = 0x8000_0000_0000_0000 | u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 2;
                let id = uuid::Uuid::from_u64_pair((at << 16) | 0x7000, low).into_bytes();
                // Neighbours in time lie in different groups, some further on than others.
                let group =
                    groups.get(usize::try_from(number)? * 7 % groups.len()).ok_or("no group")?.uuid().into_bytes();
                let (title, fold) = (format!("Take {number:06}"), format!("take {number:06}"));
                let at = i64::try_from(at)?;
                track.execute(params![id, title, fold, owner, at, group])?;
                roster.execute(params![id])?;
                member.execute(params![id, owner, at])?;
            }
            let each = tracks / u32::try_from(groups.len())?;
            transaction.execute("UPDATE groups SET tracks = ?1", params![each])?;
        }
        transaction.commit()?;
        Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }
}
