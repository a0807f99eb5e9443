//! The statements by which a load fetches rows, each for as many questions of its kind as there are.

use tokio_postgres::types::Type;

use super::codec::{
    entry_columns, group_columns, invitation_columns, member_columns, of_roster, person_columns, roster_columns,
    shard_of, track_columns,
};
use super::connection::Sql;

const SMALLS: Type = Type::INT2_ARRAY;
const IDS: Type = Type::UUID_ARRAY;
const TEXTS: Type = Type::TEXT_ARRAY;

/// Up to which number all commits are in what is read: those of transactions that were over before any that still runs.
macro_rules! last {
    () => {
        "CASE WHEN EXISTS (SELECT 1 FROM cowrite.aggregate) \
         THEN s.revision_base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 ELSE 0 END"
    };
}

/// That number, where no way up is read with it.
pub(super) static LAST: Sql =
    Sql { text: concat!("SELECT ", last!(), " FROM cowrite.store s WHERE s.shard = 0"), types: &[] };

/// Records by id, and of who has unique values.
pub(super) static PERSONS: Sql = Sql {
    text: concat!(
        "SELECT ",
        person_columns!(),
        " FROM (SELECT * FROM unnest($1::smallint[], $2::uuid[]) \
         UNION SELECT ",
        shard_of!("c.person"),
        ", c.person FROM unnest($3::smallint[], $4::smallint[], $5::text[]) AS v(shard, kind, value) \
         JOIN cowrite.claim c ON c.shard = v.shard AND c.kind = v.kind AND c.value = v.value) AS k(shard, id) \
         JOIN cowrite.person p ON p.shard = k.shard AND p.id = k.id"
    ),
    types: &[SMALLS, IDS, SMALLS, SMALLS, TEXTS],
};

/// Who has unique values.
pub(super) static HOLDERS: Sql = Sql {
    text: "SELECT c.kind, c.value, c.person FROM unnest($1::smallint[], $2::smallint[], $3::text[]) \
           AS v(shard, kind, value) \
           JOIN cowrite.claim c ON c.shard = v.shard AND c.kind = v.kind AND c.value = v.value",
    types: &[SMALLS, SMALLS, TEXTS],
};

/// Where ways up begin: at scopes given, or at those that invitations are to.
macro_rules! start {
    (scopes) => {
        "unnest($1::smallint[], $2::smallint[], $3::uuid[]) AS s(kind, shard, id)"
    };
    (documents) => {
        "(SELECT 1::smallint, d.shard, d.family FROM unnest($1::smallint[], $2::smallint[], $3::uuid[]) \
         AS v(kind, shard, id) JOIN cowrite.document d ON d.shard = v.shard AND d.kind = v.kind AND d.id = v.id) \
         AS s(kind, shard, id)"
    };
    (answers) => {
        "(SELECT i.scope_kind, i.shard, i.scope_id FROM unnest($1::smallint[], $2::uuid[]) AS v(shard, id) \
         JOIN cowrite.invitation i ON i.shard = v.shard AND i.id = v.id) AS s(kind, shard, id)"
    };
}

/// The ids of the groups above where a way begins, by the ways up that groups store: what `verify` finds wrong there, a second look finds by their parents.
///
/// Each group is looked up by itself (`OFFSET 0`): planned while there were few, a join might read them all.
macro_rules! above {
    () => {
        concat!(
            "JOIN LATERAL (SELECT CASE s.kind WHEN 0 THEN f.ancestors ELSE f.ancestors || uuid_send(f.id) END AS ids \
             FROM (SELECT CASE s.kind WHEN 0 THEN s.id ELSE (SELECT t.group_id FROM cowrite.track t \
             WHERE t.shard = s.shard AND t.id = s.id) END AS id OFFSET 0) AS first \
             JOIN cowrite.groups f ON f.shard = ",
            shard_of!("first.id"),
            " AND f.id = first.id OFFSET 0) AS f ON true \
             JOIN LATERAL (SELECT encode(substr(f.ids, 1 + 16 * n, 16), 'hex')::uuid \
             FROM generate_series(0, length(f.ids) / 16 - 1) AS n) AS above(id) ON true"
        )
    };
}

pub(super) use {above, last};

/// The scopes on ways up, from where they begin.
macro_rules! steps {
    ($start:ident) => {
        concat!(
            "(SELECT s.kind, s.shard, s.id FROM ",
            start!($start),
            " UNION ALL SELECT 0::smallint, ",
            shard_of!("above.id"),
            ", above.id FROM ",
            start!($start),
            " ",
            above!(),
            ") AS step(kind, shard, id)"
        )
    };
}

/// The tracks that documents belong to; a family that is no track's is nobody's.
pub(super) static DOCUMENT_TRACKS: Sql = Sql {
    text: concat!(
        "SELECT ",
        track_columns!(),
        " FROM ",
        start!(documents),
        " JOIN cowrite.track t ON t.shard = s.shard AND t.id = s.id"
    ),
    types: &[SMALLS, SMALLS, IDS],
};
/// The groups on the ways up from the tracks that documents belong to.
pub(super) static DOCUMENT_GROUPS: Sql = Sql {
    text: concat!(
        "SELECT ",
        group_columns!(),
        " FROM ",
        steps!(documents),
        " JOIN cowrite.groups g ON step.kind = 0 AND g.shard = step.shard AND g.id = step.id"
    ),
    types: &[SMALLS, SMALLS, IDS],
};
/// The groups on the ways up from what invitations are to.
pub(super) static ANSWER_GROUPS: Sql = Sql {
    text: concat!(
        "SELECT ",
        group_columns!(),
        " FROM ",
        steps!(answers),
        " JOIN cowrite.groups g ON step.kind = 0 AND g.shard = step.shard AND g.id = step.id"
    ),
    types: &[SMALLS, IDS],
};

/// The tracks that invitations are to.
pub(super) static ANSWER_TRACKS: Sql = Sql {
    text: concat!(
        "SELECT ",
        track_columns!(),
        " FROM ",
        start!(answers),
        " JOIN cowrite.track t ON s.kind = 1 AND t.shard = s.shard AND t.id = s.id"
    ),
    types: &[SMALLS, IDS],
};

/// Rosters, with the rows of those members that are wanted.
macro_rules! rosters {
    ($steps:expr, $wanted:literal, $types:expr) => {
        Sql {
            text: concat!(
                "SELECT ",
                roster_columns!(),
                ", ",
                member_columns!(),
                " FROM ",
                $steps,
                " JOIN cowrite.roster r ON r.shard = step.shard AND r.scope_kind = step.kind AND r.scope_id = step.id \
                 LEFT JOIN cowrite.member m ON ",
                of_roster!(),
                $wanted
            ),
            types: $types,
        }
    };
}

/// What the scopes on the ways up from the tracks that documents belong to say of some people ($4).
pub(super) static DOCUMENT_STANDINGS: Sql =
    rosters!(steps!(documents), " AND m.person = ANY ($4::uuid[])", &[SMALLS, SMALLS, IDS, IDS]);

/// What the scopes on ways up say of who has unique values.
pub(super) static STANDINGS_OF: Sql = rosters!(
    steps!(scopes),
    " AND m.person = ANY (ARRAY(SELECT c.person FROM unnest($4::smallint[], $5::smallint[], $6::text[]) \
     AS v(shard, kind, value) \
     JOIN cowrite.claim c ON c.shard = v.shard AND c.kind = v.kind AND c.value = v.value))",
    &[SMALLS, SMALLS, IDS, SMALLS, SMALLS, TEXTS]
);

/// What the scopes on the ways up from what invitations are to say of both their sides and of some people ($3).
pub(super) static ANSWER_STANDINGS: Sql = rosters!(
    steps!(answers),
    " AND m.person = ANY ($3::uuid[] || ARRAY(SELECT side.person FROM unnest($1::smallint[], $2::uuid[]) \
     AS v(shard, id) JOIN cowrite.invitation i ON i.shard = v.shard AND i.id = v.id \
     CROSS JOIN LATERAL (VALUES (i.person), (i.inviter)) AS side(person)))",
    &[SMALLS, IDS, IDS]
);

/// Whole rosters on the ways up from what invitations are to.
pub(super) static ANSWER_WHOLE: Sql = rosters!(steps!(answers), "", &[SMALLS, IDS]);

/// Invitations by id.
pub(super) static INVITATIONS: Sql = Sql {
    text: concat!(
        "SELECT ",
        invitation_columns!(),
        " FROM unnest($1::smallint[], $2::uuid[]) AS v(shard, id) \
         JOIN cowrite.invitation i ON i.shard = v.shard AND i.id = v.id"
    ),
    types: &[SMALLS, IDS],
};

/// The groups below groups ($1), these left out.
macro_rules! below {
    () => {
        "WITH RECURSIVE below(id) AS (SELECT * FROM unnest($1::uuid[]) \
         UNION SELECT g.id FROM below b JOIN cowrite.groups g \
         ON g.parent = b.id AND g.parent IS NOT NULL AND NOT g.deleted)"
    };
}

/// The groups below groups.
pub(super) static BELOW: Sql = Sql {
    text: concat!(
        below!(),
        " SELECT ",
        group_columns!(),
        " FROM below b JOIN cowrite.groups g ON g.parent = b.id AND g.parent IS NOT NULL AND NOT g.deleted"
    ),
    types: &[IDS],
};

/// Who owns the tracks in groups and in all below them.
pub(super) static OWNERS_BELOW: Sql = Sql {
    text: concat!(
        below!(),
        " SELECT DISTINCT t.group_id, t.owner FROM below b \
         JOIN cowrite.track t ON t.group_id = b.id AND t.condition <> 2 AND t.group_id IS NOT NULL"
    ),
    types: &[IDS],
};

/// The tracks in groups and in all below them that have an offer.
pub(super) static OFFERED_TRACKS_BELOW: Sql = Sql {
    text: concat!(
        below!(),
        " SELECT ",
        track_columns!(),
        " FROM below b JOIN cowrite.track t \
         ON t.group_id = b.id AND t.condition <> 2 AND t.offer_to IS NOT NULL AND t.group_id IS NOT NULL"
    ),
    types: &[IDS],
};

/// The groups below groups that have an offer.
pub(super) static OFFERED_GROUPS_BELOW: Sql = Sql {
    text: concat!(
        below!(),
        " SELECT ",
        group_columns!(),
        " FROM below b JOIN cowrite.groups g \
         ON g.parent = b.id AND NOT g.deleted AND g.offer_to IS NOT NULL AND g.parent IS NOT NULL"
    ),
    types: &[IDS],
};

/// Who owns the tracks in groups.
pub(super) static OWNERS: Sql = Sql {
    text: "SELECT DISTINCT k.id, t.owner FROM unnest($1::uuid[]) AS k(id) \
           JOIN cowrite.track t ON t.group_id = k.id AND t.condition <> 2 AND t.group_id IS NOT NULL",
    types: &[IDS],
};

/// Who owns the live tracks in groups ($1) that say nothing of a person ($2) themselves.
pub(super) static OWNERS_UNLESS: Sql = Sql {
    text: "SELECT DISTINCT k.id, t.owner FROM unnest($1::uuid[]) AS k(id) \
           JOIN cowrite.track t ON t.group_id = k.id AND t.condition <> 2 AND t.group_id IS NOT NULL \
           LEFT JOIN cowrite.member m \
           ON m.shard = t.shard AND m.scope_kind = 1 AND m.scope_id = t.id AND m.person = $2::uuid \
           WHERE coalesce(m.standing, 0) = 0",
    types: &[IDS, Type::UUID],
};

/// People's rows on rosters.
macro_rules! members_of {
    ($wanted:literal) => {
        Sql {
            text: concat!(
                "SELECT ",
                roster_columns!(),
                ", ",
                member_columns!(),
                " FROM unnest($1::uuid[]) AS k(id) JOIN cowrite.member m ON m.person = k.id",
                $wanted,
                " JOIN cowrite.roster r ON ",
                of_roster!()
            ),
            types: &[IDS],
        }
    };
}

/// On all of them.
pub(super) static MEMBERS_OF: Sql = members_of!("");
/// On those of groups.
pub(super) static GROUP_ROWS_OF: Sql = members_of!(" AND m.scope_kind = 0");
/// On those of tracks that let them in.
pub(super) static OPEN_ROWS_OF: Sql = members_of!(" AND m.scope_kind = 1 AND m.standing BETWEEN 1 AND 3");

/// The unanswered invitations of people.
pub(super) static PENDING_OF: Sql = Sql {
    text: concat!(
        "SELECT ",
        invitation_columns!(),
        " FROM unnest($1::uuid[]) AS k(id) JOIN cowrite.invitation i ON i.person = k.id AND i.state = 0"
    ),
    types: &[IDS],
};

macro_rules! tracks {
    ($on:literal) => {
        Sql {
            text: concat!(
                "SELECT ",
                track_columns!(),
                " FROM unnest($1::uuid[]) AS k(id) JOIN cowrite.track t ON t.condition <> 2 AND ",
                $on
            ),
            types: &[IDS],
        }
    };
}

macro_rules! groups {
    ($on:literal) => {
        Sql {
            text: concat!(
                "SELECT ",
                group_columns!(),
                " FROM unnest($1::uuid[]) AS k(id) JOIN cowrite.groups g ON NOT g.deleted AND ",
                $on
            ),
            types: &[IDS],
        }
    };
}

pub(super) static TRACKS_IN: Sql = tracks!("t.group_id = k.id AND t.group_id IS NOT NULL");
pub(super) static TRACKS_OF: Sql = tracks!("t.owner = k.id");
pub(super) static TRACKS_OFFERED_TO: Sql = tracks!("t.offer_to = k.id AND t.offer_to IS NOT NULL");
pub(super) static TRACKS_OFFERED_IN: Sql =
    tracks!("t.group_id = k.id AND t.offer_to IS NOT NULL AND t.group_id IS NOT NULL");
pub(super) static GROUPS_OF: Sql = groups!("g.owner = k.id");
pub(super) static GROUPS_OFFERED_TO: Sql = groups!("g.offer_to = k.id AND g.offer_to IS NOT NULL");
pub(super) static GROUPS_OFFERED_IN: Sql =
    groups!("g.parent = k.id AND g.offer_to IS NOT NULL AND g.parent IS NOT NULL");

/// The tracks in groups ($1) that people ($2) own, pair by pair.
pub(super) static TRACKS_IN_OF: Sql = Sql {
    text: concat!(
        "SELECT ",
        track_columns!(),
        " FROM unnest($1::uuid[], $2::uuid[]) AS k(id, owner) JOIN cowrite.track t \
         ON t.condition <> 2 AND t.group_id = k.id AND t.owner = k.owner AND t.group_id IS NOT NULL"
    ),
    types: &[IDS, IDS],
};

/// What earlier calls with keys gave.
pub(super) static REPLAYS: Sql = Sql {
    text: "SELECT r.actor, r.key, r.call, r.outcome, r.at \
           FROM unnest($1::smallint[], $2::uuid[], $3::text[]) AS k(shard, actor, key) \
           JOIN cowrite.replay r ON r.shard = k.shard AND r.actor = k.actor AND r.key = k.key",
    types: &[SMALLS, IDS, TEXTS],
};

/// The history of a scope, newest first, before a place; what is shown of it is the library's to say, so no column or index knows it.
pub(super) static LOG: Sql = Sql {
    text: concat!(
        "SELECT ",
        entry_columns!(),
        " FROM cowrite.activity a \
         WHERE a.shard = $1 AND a.family = $2 AND a.kind <> 0 AND (a.kind = ANY ($3) OR a.kind > 6) AND (a.revision, a.idx) < ($4, $5) \
         ORDER BY a.revision DESC, a.idx DESC LIMIT $6"
    ),
    types: &[Type::INT2, Type::UUID, SMALLS, Type::INT8, Type::INT4, Type::INT8],
};

/// All of them, for what holds of each.
#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) static ALL: [&Sql; 33] = [
    &DOCUMENT_TRACKS,
    &DOCUMENT_GROUPS,
    &DOCUMENT_STANDINGS,
    &LAST,
    &PERSONS,
    &HOLDERS,
    &super::ways::WAYS,
    &ANSWER_GROUPS,
    &ANSWER_TRACKS,
    &STANDINGS_OF,
    &ANSWER_STANDINGS,
    &ANSWER_WHOLE,
    &INVITATIONS,
    &BELOW,
    &OWNERS_BELOW,
    &OFFERED_TRACKS_BELOW,
    &OFFERED_GROUPS_BELOW,
    &OWNERS,
    &OWNERS_UNLESS,
    &MEMBERS_OF,
    &GROUP_ROWS_OF,
    &OPEN_ROWS_OF,
    &PENDING_OF,
    &TRACKS_IN,
    &TRACKS_OF,
    &TRACKS_OFFERED_TO,
    &TRACKS_OFFERED_IN,
    &GROUPS_OF,
    &GROUPS_OFFERED_TO,
    &GROUPS_OFFERED_IN,
    &TRACKS_IN_OF,
    &REPLAYS,
    &LOG,
];
