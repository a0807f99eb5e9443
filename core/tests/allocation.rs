//! What asks for no memory: a binary of its own, since it counts what its whole thread asks for.

use allocation_counter::measure;
use cowrite::testing::Studio;
use cowrite::{Access, Action, NewGroup};
use pollster::block_on;

#[test]
fn a_check_in_the_access_index_asks_for_no_memory() {
    let (index, people, scopes) = block_on(async {
        let Studio { workspace, olivia, alex, jordan, track, .. } = Studio::new().await.unwrap();
        let mut album = olivia.create_group("Label").await.unwrap();
        let invitation = olivia.invite(album.id, jordan.id(), Access::Viewer).await.unwrap();
        jordan.accept_invitation(invitation.id).await.unwrap();
        for depth in 0..5 {
            album =
                olivia.create_group(NewGroup::new(format!("Album {depth}")).in_group(Some(album.id))).await.unwrap();
        }
        let deep = olivia.create_track("Overture").await.unwrap();
        olivia.move_track(deep.id, Some(album.id)).await.unwrap();
        let index = workspace.access_index().await.unwrap();
        (index, [olivia.id(), alex.id(), jordan.id()], [track, deep.id])
    });
    let mut allowed = 0;
    let counted = measure(|| {
        for person in people {
            for scope in scopes {
                for action in [Action::View, Action::EditShares, Action::Delete] {
                    allowed += u32::from(index.can(person, scope, action).unwrap());
                }
            }
        }
    });
    assert_eq!(allowed, 3 + 3 + 2 + 1, "Olivia may all, Alex edits one track, Jordan views the other");
    assert_eq!(counted.count_total, 0);
    let handles: Vec<_> = people.iter().map(|person| index.resolve_person(*person).unwrap()).collect();
    let there = index.resolve(scopes[1]).unwrap();
    let counted = measure(|| {
        for person in &handles {
            allowed += u32::from(index.can(*person, there, Action::View).unwrap());
        }
    });
    assert_eq!((allowed, counted.count_total), (9 + 2, 0));
    assert!(measure(|| drop(index.who_can(scopes[0], Action::View))).count_total > 0, "nothing is counted");
}
