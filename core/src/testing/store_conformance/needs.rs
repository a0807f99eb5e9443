//! Every need that can be asked in a world.

use crate::domain::person::Claim;
use crate::domain::slice::Slice;
use crate::id::{GroupId, PersonId, Scope};
use crate::ports::store::Need;

/// Returns every need in a world but [`Need::Log`], with somebody and something that are not there.
pub(super) fn all(world: &Slice) -> Vec<Need> {
    let nobody = PersonId::from_uuid(uuid::Uuid::from_u128(1));
    let nowhere = GroupId::from_uuid(uuid::Uuid::from_u128(2));
    let people: Vec<PersonId> = world.people.keys().copied().chain([nobody]).collect();
    let groups: Vec<GroupId> = world.groups.keys().copied().chain([nowhere]).collect();
    let scopes: Vec<Scope> = world.scopes().chain([nowhere.into()]).collect();
    let mut needs: Vec<Need> = world.holders.keys().cloned().map(Need::Holder).collect();
    needs.push(Need::Holder(Claim::ExternalId("nobody".to_owned())));
    for person in &people {
        needs.extend([Need::Person(*person), Need::Inbox(*person), Need::Reachable(*person)]);
        needs.push(Need::Replay(*person, "key".to_owned()));
    }
    for scope in &scopes {
        let scope = *scope;
        needs.extend([Need::Roster(scope), Need::Pending(scope), Need::PendingAlong(scope), Need::Everyone(scope)]);
        needs.push(Need::Folders(scope));
        needs.push(Need::Walk { scope, people: people.clone() });
        needs.push(Need::Walk { scope, people: Vec::new() });
        needs.extend(world.holders.keys().map(|claim| Need::WalkOf { scope, claim: claim.clone() }));
    }
    for invitation in world.invitations.keys() {
        needs.extend(people.iter().map(|actor| Need::Answer { invitation: *invitation, actor: *actor }));
    }
    needs.extend(groups.iter().map(|group| Need::Inside(*group)));
    for person in &people {
        for with in &people {
            needs.push(Need::PartsOf { person: *person, with: *with });
            needs.push(Need::Shared { owner: *with, person: *person });
            needs.extend(groups.iter().map(|group| Need::Below { group: *group, person: *person, with: *with }));
        }
    }
    needs
}

/// Returns the logs in a world.
pub(super) fn logs(world: &Slice) -> Vec<Need> {
    world.scopes().map(|scope| Need::Log { scope, before: None, limit: 1_000 }).collect()
}
