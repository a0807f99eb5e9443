use super::{Access, Level, Standing};
use crate::id::{PersonId, Scope};

/// One scope on the way up from a track or group, with what it says of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the input of `decide`, built by callers")]
pub struct Step {
    /// The scope.
    pub scope: Scope,
    /// Who owns it.
    pub owner: PersonId,
    /// What it says of the person.
    pub standing: Standing,
}

/// What somebody holds on a scope, and through what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Held {
    /// What the person may do.
    pub level: Level,
    /// The scope whose standing decided.
    pub via: Scope,
}

/// Decides what a person holds on the first scope of `steps`, which go from the scope itself upward (GRP-3, GRP-4).
///
/// Returns `None` where the person has no access.
#[must_use]
pub fn decide(person: PersonId, steps: impl Iterator<Item = Step>) -> Option<Held> {
    let mut track_owner = None;
    for (distance, step) in steps.enumerate() {
        if distance == 0 {
            // OWN-1: the owner stands above all, whatever else is said.
            if step.owner == person {
                return Some(Held { level: Level::Owner, via: step.scope });
            }
            track_owner = step.scope.track().map(|_| step.owner);
        }
        let is_group_owner = step.scope.group().is_some() && step.owner == person;
        // GRP-3: a group's owner is active(full) at that group.
        let standing = if is_group_owner { Standing::Active(Access::Full) } else { step.standing };
        match standing {
            Standing::None => {}
            Standing::Active(access) => {
                let foreign = track_owner.is_some_and(|owner| owner != step.owner);
                // GRP-4: on a track that the group's owner does not own, a group gives at most editor.
                let given = if foreign { access.min(Access::Editor) } else { access };
                return Some(Held { level: given.into(), via: step.scope });
            }
            Standing::Revoked { .. } | Standing::Left | Standing::Removed { .. } => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{GroupId, TrackId};
    use uuid::Uuid;

    const OWNER: u128 = 1;
    const OTHER: u128 = 2;
    const ASKER: u128 = 3;

    fn person(n: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(n))
    }

    fn track(owner: u128, standing: Standing) -> Step {
        Step { scope: TrackId::from_uuid(Uuid::from_u128(10)).into(), owner: person(owner), standing }
    }

    fn group(n: u128, owner: u128, standing: Standing) -> Step {
        Step { scope: GroupId::from_uuid(Uuid::from_u128(20 + n)).into(), owner: person(owner), standing }
    }

    fn level(steps: &[Step]) -> Option<Level> {
        decide(person(ASKER), steps.iter().copied()).map(|held| held.level)
    }

    #[test]
    fn the_nearest_decision_wins() {
        use Access::{Editor, Full, Viewer};
        use Standing::{Active, Left, None as Nothing};
        let revoked = Standing::Revoked { by_owner: true };
        let removed = Standing::Removed { by_owner: false };
        // steps from the track upward, level
        let table: Vec<(Vec<Step>, Option<Level>)> = vec![
            (vec![track(ASKER, revoked)], Some(Level::Owner)),
            (vec![track(OWNER, Nothing)], None),
            (vec![track(OWNER, Active(Full))], Some(Level::Full)),
            (vec![track(OWNER, Active(Viewer)), group(1, OWNER, Active(Editor))], Some(Level::Viewer)),
            (vec![track(OWNER, Active(Editor)), group(1, OWNER, Active(Viewer))], Some(Level::Editor)),
            (vec![track(OWNER, revoked), group(1, OWNER, Active(Full))], None),
            (vec![track(OWNER, Left), group(1, OWNER, Active(Full))], None),
            (vec![track(OWNER, removed), group(1, OWNER, Active(Full))], None),
            (vec![track(OWNER, Nothing), group(1, OWNER, revoked), group(2, OWNER, Active(Full))], None),
            (vec![track(OWNER, Nothing), group(1, OWNER, Nothing), group(2, OWNER, Active(Full))], Some(Level::Full)),
            (vec![track(OWNER, Nothing), group(1, OTHER, Active(Full))], Some(Level::Editor)),
            (vec![track(OWNER, Nothing), group(1, OTHER, Active(Viewer))], Some(Level::Viewer)),
            (vec![track(OWNER, Nothing), group(1, ASKER, Nothing)], Some(Level::Editor)),
            (vec![track(OWNER, revoked), group(1, ASKER, Nothing)], None),
            (vec![group(1, ASKER, Nothing)], Some(Level::Owner)),
            (vec![group(1, OTHER, Nothing), group(2, ASKER, Nothing)], Some(Level::Full)),
            (vec![group(1, OTHER, Left), group(2, ASKER, Nothing)], None),
        ];
        for (row, (steps, expected)) in table.iter().enumerate() {
            assert_eq!(level(steps), *expected, "row {row}: {steps:?}");
        }
    }
}
