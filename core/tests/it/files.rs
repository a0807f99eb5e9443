//! File stores: the suites over each of them, and that the suites find what is wrong.

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::Connection;
use cowrite::testing::files_conformance::{Accounts, files_conformance, sharing_conformance};
use pollster::block_on;

mod beside;
mod controls;
mod controls_of_sharing;
mod exclusions;
mod faults;
#[cfg(feature = "local-folder")]
mod folder;
mod following;
mod following_beside;
#[cfg(feature = "local-folder")]
mod hostile;
mod moving;
mod places;
mod sent;
mod sharing;
mod sharing_beats;
mod sharing_cut_off;
mod sharing_ends;
mod sharing_handed_on;
pub(crate) mod sharing_histories;
mod sharing_lost;
mod sharing_moves;
mod sharing_troubles;

fn one_account() -> (MemoryFiles, Connection) {
    let (files, olivia) = (MemoryFiles::new(), Connection::new("olivia"));
    files.set_account(&olivia, MemoryAccount::new());
    (files, olivia)
}

fn three_accounts() -> (MemoryFiles, Accounts) {
    let files = MemoryFiles::new();
    let account = |name: &str| {
        let connection = Connection::new(name);
        files.set_account(&connection, MemoryAccount::new().email(format!("{name}@example.com").parse().unwrap()));
        connection
    };
    let accounts = Accounts { owner: account("olivia"), member: account("alex"), stranger: account("sam") };
    (files, accounts)
}

#[test]
fn files_in_memory_keep_the_contract() {
    block_on(files_conformance(|| async { one_account() })).unwrap();
}

#[test]
fn folders_in_memory_are_shared_as_the_contract_says() {
    for looks in [None, Some(1), Some(3)] {
        block_on(sharing_conformance(|| async {
            let (files, accounts) = three_accounts();
            files.set_looks(looks);
            (files, accounts)
        }))
        .unwrap();
    }
}
