//! The statement by which a load reads ways up.

use tokio_postgres::types::Type;

use super::codec::{
    group_columns, invitation_columns, member_columns, of_roster, roster_columns, shard_of, track_columns,
};
use super::connection::Sql;
use super::fetch::{above, last};

const SMALLS: Type = Type::INT2_ARRAY;
const IDS: Type = Type::UUID_ARRAY;

/// What joins a roster's row `r` to a step.
macro_rules! roster_of_step {
    () => {
        "r.shard = step.shard AND r.scope_kind = step.kind AND r.scope_id = step.id"
    };
}

/// All that ways up hold, in one statement so that most loads need no other: the number of [`LAST`](super::fetch::LAST) (0), tracks (1), groups (2), rosters (3) with the rows of all members or of some people ($6), unanswered invitations (4).
///
/// Rosters that are wanted whole, and invitations, are so there (1) or all along (2).
/// Each row is looked up by itself (`OFFSET 0`): planned while there were few, a join might read them all.
pub(super) static WAYS: Sql = Sql {
    text: concat!(
        "WITH s AS MATERIALIZED (SELECT * FROM unnest($1::smallint[], $2::smallint[], $3::uuid[], $4::smallint[], \
         $5::smallint[]) AS s(kind, shard, id, whole, pending)), step AS MATERIALIZED (\
         SELECT s.kind, s.shard, s.id, s.whole > 0 AS whole, s.pending > 0 AS pending FROM s \
         UNION ALL SELECT 0::smallint, ",
        shard_of!("above.id"),
        ", above.id, s.whole > 1, s.pending > 1 FROM s ",
        above!(),
        ") SELECT 0::smallint, ROW(",
        last!(),
        ") FROM cowrite.store s WHERE s.shard = 0 \
         UNION ALL SELECT 1::smallint, t.cells FROM step JOIN LATERAL (SELECT ROW(",
        track_columns!(),
        ") AS cells FROM cowrite.track t WHERE t.shard = step.shard AND t.id = step.id OFFSET 0) AS t ON step.kind = 1 \
         UNION ALL SELECT 2::smallint, g.cells FROM step JOIN LATERAL (SELECT ROW(",
        group_columns!(),
        ") AS cells FROM cowrite.groups g WHERE g.shard = step.shard AND g.id = step.id OFFSET 0) AS g ON step.kind = 0 \
         UNION ALL SELECT 3::smallint, r.cells FROM step JOIN LATERAL (SELECT ROW(",
        roster_columns!(),
        ", ",
        member_columns!(),
        ") AS cells FROM cowrite.roster r LEFT JOIN cowrite.member m ON ",
        of_roster!(),
        " WHERE step.whole AND ",
        roster_of_step!(),
        " UNION ALL SELECT ROW(",
        roster_columns!(),
        ", ",
        member_columns!(),
        ") FROM cowrite.roster r LEFT JOIN cowrite.member m ON ",
        of_roster!(),
        " AND m.person = ANY ($6::uuid[]) WHERE NOT step.whole AND ",
        roster_of_step!(),
        ") AS r ON true UNION ALL SELECT 4::smallint, i.cells FROM step JOIN LATERAL (SELECT ROW(",
        invitation_columns!(),
        ") AS cells FROM cowrite.invitation i WHERE i.shard = step.shard AND i.scope_kind = step.kind \
         AND i.scope_id = step.id AND i.state = 0 OFFSET 0) AS i ON step.pending"
    ),
    types: &[SMALLS, SMALLS, IDS, SMALLS, SMALLS, IDS],
};
