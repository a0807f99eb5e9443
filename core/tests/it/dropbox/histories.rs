//! Random histories of access, with Dropbox as the file store: folders have exactly the members that the naive oracle says (FIL-2).

use std::collections::BTreeMap;

use cowrite::ports::files::FileStore;
use cowrite::testing::SettableClock;
use cowrite_dropbox_fake::AccountHandle;

use super::Studio;
use crate::files::sharing_histories::{End, on_random_histories};

/// Accounts of Dropbox by whose they are.
struct InDropbox {
    studio: Studio,
    accounts: BTreeMap<String, AccountHandle>,
}

impl End for InDropbox {
    /// Dropbox has a clock of its own.
    fn new(_: &SettableClock) -> Self {
        Self { studio: Studio::new(), accounts: BTreeMap::new() }
    }

    fn files(&self) -> impl FileStore + 'static {
        self.studio.dropbox.clone()
    }

    fn connect(&mut self, person: &str) {
        if !self.accounts.contains_key(person) {
            self.accounts.insert(person.to_owned(), self.studio.account(person).1);
        }
    }

    fn members(&self, holder: &str, folder: &str) -> BTreeMap<String, &'static str> {
        let members = self.studio.fake.folder_members(folder);
        let owner = members.iter().find(|member| member.level == "owner").unwrap();
        assert_eq!(owner.account_id.as_ref(), Some(&self.accounts[holder].account_id));
        let others = members.iter().filter(|member| member.level != "owner");
        let row = |member: &cowrite_dropbox_fake::FolderMember| {
            assert!(!member.is_pending, "who is connected has it among their own: {member:?}");
            let level = if member.level == "viewer" { "viewer" } else { "editor" };
            (member.email.trim_end_matches("@example.com").to_owned(), level)
        };
        others.map(row).collect()
    }
}

#[test]
fn after_random_histories_of_access_folders_in_dropbox_have_the_members_that_the_oracle_says() {
    let (all, some) = on_random_histories::<InDropbox>(60);
    assert!(some > 40 && some < all, "{some} of {all} folders had members");
}
