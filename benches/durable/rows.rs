//! The raw side's statements, which are the library's own texts, and the rows that they give.

pub(crate) use cowrite_benches::raw::{ITEM, LAST_COMMIT, LAST_SEQ, NEXT_COMMIT, TRACK};
use rusqlite::Row;

pub(crate) const GROUP: &str = "SELECT id, version, name, owner, created_by, created_at, ancestors, placed_at, tracks, deleted, \
     offer_to, offered_at, offer_expires_at FROM groups WHERE id = ?1";
pub(crate) const STANDING: &str = "SELECT r.scope_kind, r.scope_id, r.version, r.shares_version, \
     m.standing, m.since, m.role, m.master, m.publishing, m.writer, m.accepted \
     FROM roster r LEFT JOIN member m ON m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id AND m.person = ?3 \
     WHERE r.scope_kind = ?1 AND r.scope_id = ?2";
pub(crate) const MEMBERS_ON: &str = "SELECT m.scope_kind, m.scope_id, m.person, r.version, m.standing, m.since, \
     m.role, m.master, m.publishing, m.writer, m.accepted \
     FROM member m JOIN roster r ON r.scope_kind = m.scope_kind AND r.scope_id = m.scope_id \
     WHERE m.scope_kind = ?1 AND m.scope_id = ?2 ORDER BY m.person";
pub(crate) const PENDING_ON: &str = "SELECT id, scope_kind, scope_id, version, person, inviter, access, role, master, \
     publishing, writer, created_at, expires_at, role_before, master_before, publishing_before, writer_before, \
     accepted_before, state FROM invitation WHERE state = 0 AND scope_kind = ?1 AND scope_id = ?2 ORDER BY id";
pub(crate) const APPEND: &str = "INSERT INTO activity (family, kind, id, seq, revision, idx, format, event) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";
pub(crate) const ROSTER: &str = "INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (scope_kind, scope_id) DO UPDATE SET \
     version = excluded.version, shares_version = excluded.shares_version";
pub(crate) const MEMBER: &str = "INSERT INTO member (scope_kind, scope_id, person, standing, since, role, master, publishing, \
     writer, accepted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
     ON CONFLICT (scope_kind, scope_id, person) DO UPDATE SET standing = excluded.standing, since = excluded.since, \
     role = excluded.role, master = excluded.master, publishing = excluded.publishing, writer = excluded.writer, \
     accepted = excluded.accepted";

/// An id as the file keeps it.
pub(crate) type Id = [u8; 16];

#[expect(dead_code, reason = "read as a program would that shows or checks them elsewhere")]
pub(crate) struct Track {
    pub(crate) id: Id,
    pub(crate) version: i64,
    pub(crate) title: String,
    pub(crate) owner: Id,
    pub(crate) created_by: Id,
    pub(crate) created_at: i64,
    pub(crate) group: Option<Id>,
    pub(crate) placed_at: i64,
    pub(crate) stage: String,
    pub(crate) bpm: Option<i64>,
    pub(crate) key: Option<String>,
    pub(crate) tags: String,
    pub(crate) archived: bool,
    pub(crate) condition: i64,
    pub(crate) offer: (Option<Id>, Option<i64>, Option<i64>),
}

impl Track {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            title: row.get(2)?,
            owner: row.get(3)?,
            created_by: row.get(4)?,
            created_at: row.get(5)?,
            group: row.get(6)?,
            placed_at: row.get(7)?,
            stage: row.get(8)?,
            bpm: row.get(9)?,
            key: row.get(10)?,
            tags: row.get(11)?,
            archived: row.get(12)?,
            condition: row.get(13)?,
            offer: (row.get(14)?, row.get(15)?, row.get(16)?),
        })
    }
}

#[expect(dead_code, reason = "read as a program would that shows or checks them elsewhere")]
pub(crate) struct Group {
    pub(crate) id: Id,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) owner: Id,
    pub(crate) created_by: Id,
    pub(crate) created_at: i64,
    pub(crate) ancestors: Vec<u8>,
    pub(crate) placed_at: i64,
    pub(crate) tracks: i64,
    pub(crate) deleted: bool,
    pub(crate) offer: (Option<Id>, Option<i64>, Option<i64>),
}

impl Group {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            name: row.get(2)?,
            owner: row.get(3)?,
            created_by: row.get(4)?,
            created_at: row.get(5)?,
            ancestors: row.get(6)?,
            placed_at: row.get(7)?,
            tracks: row.get(8)?,
            deleted: row.get(9)?,
            offer: (row.get(10)?, row.get(11)?, row.get(12)?),
        })
    }

    pub(crate) fn parent(&self) -> Option<Id> {
        self.ancestors.last_chunk::<16>().copied()
    }
}

/// What a person holds on a scope, from either statement that reads it.
pub(crate) struct Member {
    pub(crate) standing: Option<i64>,
    pub(crate) since: Option<i64>,
    pub(crate) role: Option<String>,
    pub(crate) shares: [Option<i64>; 3],
    pub(crate) accepted: Option<bool>,
}

impl Member {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            standing: row.get(4)?,
            since: row.get(5)?,
            role: row.get(6)?,
            shares: [row.get(7)?, row.get(8)?, row.get(9)?],
            accepted: row.get(10)?,
        })
    }

    pub(crate) fn level(&self) -> i64 {
        self.standing.filter(|standing| (1..=3).contains(standing)).unwrap_or_default()
    }
}

pub(crate) struct Standing {
    pub(crate) version: i64,
    pub(crate) shares_version: i64,
    pub(crate) member: Member,
}
