//! What erasing a person leaves behind: nothing that says who they were (PER-2).

use std::sync::{Arc, Mutex};

use cowrite::adapters::MemoryStore;
use cowrite::ports::store::{Piece, Sink, Store, StoreError};
use cowrite::{NewImport, NewPerson, PageUpdate};
use pollster::block_on;

use super::world::World;

/// Takes all that a store has, as text.
#[derive(Debug, Clone, Default)]
struct Text(Arc<Mutex<String>>);

impl Sink for Text {
    fn put(&mut self, piece: &Piece) -> Result<(), StoreError> {
        self.0.lock().unwrap().push_str(&serde_json::to_string(piece).unwrap());
        Ok(())
    }

    fn end(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn everything_kept(world: &World) -> String {
    let text = Text::default();
    block_on(world.store.export(Box::new(text.clone()))).unwrap();
    let kept = text.0.lock().unwrap();
    kept.clone()
}

#[test]
fn erasing_leaves_no_name_and_no_address_in_history_documents_or_kept_outcomes() {
    let world = World::on(MemoryStore::new());
    let register = |id: &str, name: &str, email: &str| {
        world.workspace.acting_as(block_on(world.workspace.register(NewPerson::new(id, name).email(email))).unwrap().id)
    };
    let olivia = register("olivia", "Olivia", "olivia@example.com");
    let alex = register("alex", "Alexandra Quist", "quist@example.com");
    let page = PageUpdate::new().name("Quist and the Owls").bio(Some("Sings at the Blue Room."));
    block_on(alex.with_key("page").update_public_page(page)).unwrap();
    let files = || NewImport::new().file("kick.wav", None, 1).note("Strings to follow.");
    // Each side keeps an outcome that names the other.
    let sent = block_on(alex.with_key("sent").submit_import(olivia.id(), files())).unwrap();
    block_on(olivia.with_key("taken").dismiss_import(sent.id)).unwrap();
    let outside = world.workspace.receive_import(alex.id(), "Sam Outsider", "sam@outside.example", files());
    let outside = block_on(outside).unwrap();
    block_on(alex.with_key("no").dismiss_import(outside.id)).unwrap();
    let said =
        ["Alexandra Quist", "quist@example.com", "Quist and the Owls", "Blue Room", "Sam Outsider", "sam@outside"];
    let before = everything_kept(&world);
    for text in said {
        assert!(before.contains(text), "{text} was never kept");
    }
    block_on(world.workspace.erase_person(alex.id())).unwrap();
    let after = everything_kept(&world);
    for text in said {
        let at = after.find(text);
        assert!(at.is_none(), "{text} is left: {:?}", at.and_then(|at| after.get(at.saturating_sub(120)..at)));
    }
    assert!(after.contains("taken"), "what another has done is kept for a repeat");
    let again = block_on(olivia.with_key("taken").dismiss_import(sent.id)).unwrap();
    assert_eq!(again.from_name.as_deref(), Some("former member"));
}
