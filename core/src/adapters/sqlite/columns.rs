//! The columns of each table as they are read, last of them whether the row is still what was written.

/// Whether a person's row is what was written.
macro_rules! person_sound {
    () => {
        "checksum = row_checksum(id, version, state, external_id, \
         name, name_fold, email)"
    };
}

/// The columns that `codec::person` reads.
macro_rules! person_columns {
    () => {
        concat!("id, version, state, external_id, name, email, ", $crate::adapters::sqlite::columns::person_sound!())
    };
}

/// Whether a group's row is what was written.
macro_rules! group_sound {
    () => {
        "checksum = row_checksum(id, version, name, name_fold, owner, created_by, \
         created_at, ancestors, placed_at, tracks, deleted, offer_to, offered_at, offer_expires_at)"
    };
}

/// The columns that `codec::group` reads.
macro_rules! group_columns {
    () => {
        concat!(
            "id, version, name, owner, created_by, created_at, ancestors, placed_at, tracks, deleted, offer_to, \
         offered_at, offer_expires_at, ",
            $crate::adapters::sqlite::columns::group_sound!()
        )
    };
}

/// Whether a track's row is what was written.
macro_rules! track_sound {
    () => {
        "checksum = row_checksum(id, version, title, \
         title_fold, owner, created_by, created_at, group_id, placed_at, stage, bpm, music_key, tags, archived, \
         condition, offer_to, offered_at, offer_expires_at)"
    };
}

/// The columns that `codec::track` reads.
macro_rules! track_columns {
    () => {
        concat!(
            "id, version, title, owner, created_by, created_at, group_id, placed_at, stage, bpm, music_key, tags, \
         archived, condition, offer_to, offered_at, offer_expires_at, ",
            $crate::adapters::sqlite::columns::track_sound!()
        )
    };
}

/// The columns that `codec::roster` reads, of the table `r`.
macro_rules! roster_columns {
    () => {
        "r.scope_kind, r.scope_id, r.version, r.shares_version, r.checksum = row_checksum(r.scope_kind, r.scope_id, \
         r.version, r.shares_version)"
    };
}

/// Whether the row of the table `m` is what was written; null where there is none.
macro_rules! member_sound {
    () => {
        "m.checksum = row_checksum(m.scope_kind, m.scope_id, m.person, m.standing, m.since, m.role, m.master, \
         m.publishing, m.writer, m.accepted)"
    };
}

/// The columns that `codec::member` reads, and the tables they are in.
macro_rules! member_columns {
    () => {
        concat!(
            "m.scope_kind, m.scope_id, m.person, r.version, m.standing, m.since, \
             m.role, m.master, m.publishing, m.writer, m.accepted, ",
            $crate::adapters::sqlite::columns::member_sound!(),
            ", r.checksum = row_checksum(r.scope_kind, r.scope_id, r.version, r.shares_version) \
             FROM member m JOIN roster r ON r.scope_kind = m.scope_kind AND r.scope_id = m.scope_id"
        )
    };
}

/// The columns that `codec::standing` reads, of the tables `r` and `m`.
macro_rules! standing_columns {
    () => {
        concat!(
            $crate::adapters::sqlite::columns::roster_columns!(),
            ", m.standing, m.since, m.role, m.master, m.publishing, m.writer, m.accepted, ",
            $crate::adapters::sqlite::columns::member_sound!()
        )
    };
}

/// The columns that `codec::invitation` reads.
macro_rules! invitation_columns {
    () => {
        "id, scope_kind, scope_id, version, person, inviter, access, role, master, publishing, writer, created_at, \
         expires_at, role_before, master_before, publishing_before, writer_before, accepted_before, state, checksum \
         = row_checksum(id, scope_kind, scope_id, version, person, inviter, access, role, master, publishing, \
         writer, created_at, expires_at, role_before, master_before, publishing_before, writer_before, \
         accepted_before, state)"
    };
}

/// The columns that `codec::claim` reads.
macro_rules! claim_columns {
    () => {
        "kind, value, person, checksum = row_checksum(kind, value, person)"
    };
}

/// The columns that `codec::replay` reads.
macro_rules! replay_columns {
    () => {
        "actor, key, call, outcome, at, checksum = row_checksum(actor, key, call, outcome, at)"
    };
}

/// The columns that `codec::document` reads, of the table `d`.
macro_rules! document_columns {
    () => {
        "d.kind, d.id, d.family, d.version, d.body, d.checksum = row_checksum(d.kind, d.id, d.family, d.version, \
         d.body)"
    };
}

/// The columns that `codec::item` reads.
macro_rules! item_columns {
    () => {
        "kind, family, id, seen, hidden, body, checksum = row_checksum(kind, family, id, seen, hidden, body)"
    };
}

/// The columns that `codec::counter` reads.
macro_rules! counter_columns {
    () => {
        "family, name, count, checksum = row_checksum(family, name, count)"
    };
}

/// Whether an effect is what was written.
macro_rules! effect_sound {
    () => {
        "checksum = row_checksum(effect, revision, due, tries, failure)"
    };
}

/// Whether the row of the table `c` is what was written.
macro_rules! commit_sound {
    () => {
        "c.checksum = row_checksum(c.revision, c.stamp, c.at, c.author, c.person, c.reason)"
    };
}

/// The columns that `codec::entry` reads, and the tables they are in.
macro_rules! entry_columns {
    () => {
        concat!(
            "a.family, a.kind, a.id, a.seq, a.revision, a.idx, a.format, a.event, \
             a.checksum = row_checksum(a.family, a.kind, a.id, a.seq, a.revision, a.idx, a.format, a.event), \
             c.stamp, c.at, c.author, c.person, c.reason, ",
            $crate::adapters::sqlite::columns::commit_sound!(),
            " FROM activity a JOIN commit_log c ON c.revision = a.revision"
        )
    };
}

pub(super) use {
    claim_columns, commit_sound, counter_columns, document_columns, effect_sound, entry_columns, group_columns,
    group_sound, invitation_columns, item_columns, member_columns, member_sound, person_columns, person_sound,
    replay_columns, roster_columns, standing_columns, track_columns, track_sound,
};
