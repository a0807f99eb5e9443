//! The contracts of [`FileStore`], [`FolderSharing`] and [`Membership`] as suites: what a file store must do, whoever wrote it.
//!
//! Every case starts on a fresh store and has the name of what it checks.

use core::future::Future;

use crate::ports::files::{Connection, FileStore, FolderSharing, Membership};

mod bench;
mod changes;
mod names;
mod reading;
mod sharing;
mod writing;

/// What a case found wrong.
type Found = Result<(), String>;

/// The accounts that the suite of sharing needs: each with a verified address, no files, and no part in another's.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "what is given to the suite")]
pub struct Accounts {
    /// Who shares, with a plan that has viewers.
    pub owner: Connection,
    /// With whom.
    pub member: Connection,
    /// With whom not.
    pub stranger: Connection,
}

/// What a store cannot do that the contract lets it leave, because what it stands before cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what is given to the suite")]
pub struct Traits {
    /// Whether a name that is only spelled anew, in other letter cases, is news.
    pub tells_spelling: bool,
}

impl Default for Traits {
    /// Of a store that can do all.
    fn default() -> Self {
        Self { tells_spelling: true }
    }
}

/// Checks that the file stores that `make` gives keep the contract; each is asked for once, and its connection must have no files.
///
/// # Errors
/// The first case that failed, by name, and what was wrong.
///
/// # Example: files in memory
///
/// ```
/// use cowrite::adapters::{MemoryAccount, MemoryFiles};
/// use cowrite::ports::files::Connection;
/// use cowrite::testing::files_conformance::files_conformance;
///
/// # pollster::block_on(async {
/// files_conformance(|| async {
///     let (files, olivia) = (MemoryFiles::new(), Connection::new("olivia"));
///     files.set_account(&olivia, MemoryAccount::new());
///     (files, olivia)
/// })
/// .await
/// # }).unwrap();
/// ```
pub async fn files_conformance<F, Fut, S>(make: F) -> Result<(), String>
where
    F: Fn() -> Fut,
    Fut: Future<Output = (S, Connection)>,
    S: FileStore,
{
    files_conformance_of(Traits::default(), make).await
}

/// Checks as [`files_conformance`] does, for stores that cannot do all.
///
/// # Errors
/// The first case that failed, by name, and what was wrong.
pub async fn files_conformance_of<F, Fut, S>(traits: Traits, make: F) -> Result<(), String>
where
    F: Fn() -> Fut,
    Fut: Future<Output = (S, Connection)>,
    S: FileStore,
{
    macro_rules! check {
        ($($module:ident::$case:ident)*) => {
            $(
                let (store, by) = make().await;
                let found = $module::$case(bench::Bench { store: &store, by: &by, traits }).await;
                found.map_err(|wrong| format!("{}: {wrong}", stringify!($case)))?;
            )*
        };
    }
    check! {
        reading::what_is_not_there_is_not_found
        reading::an_unknown_connection_reaches_nothing
        reading::a_range_is_what_was_asked_for
        reading::who_reads_what_is_replaced_reads_one_content
        reading::an_address_is_for_the_content_that_is_there
        reading::an_entry_is_found_in_its_own_folder_alone
        writing::what_is_written_is_read_back
        writing::adding_replaces_nothing
        writing::overwriting_keeps_the_id_and_gives_a_new_revision
        writing::an_update_needs_the_present_revision
        writing::what_is_not_as_it_was_said_is_not_kept
        writing::a_stream_that_breaks_leaves_nothing
        writing::a_write_that_is_given_up_leaves_nothing
        writing::folders_are_made_once
        writing::a_file_in_the_way_is_a_conflict
        writing::what_is_moved_keeps_its_id
        writing::nothing_is_moved_onto_another_or_into_itself
        writing::a_file_is_deleted_and_a_folder_is_not
        writing::an_id_never_comes_back
        names::every_good_name_is_kept
        names::spellings_are_one_file
        names::a_name_is_spelled_anew
        changes::a_listing_tells_all_there_is_page_by_page
        changes::news_is_what_has_changed
        changes::a_cursor_can_be_asked_twice
        changes::a_cursor_follows_its_folder
        changes::a_foreign_cursor_is_reset
        changes::waiting_ends_with_news_or_in_time
    }
    Ok(())
}

/// Checks that the file stores that `make` gives share folders as the contract says; each is asked for once.
///
/// # Errors
/// The first case that failed, by name, and what was wrong.
///
/// # Example: folders in memory
///
/// ```
/// use cowrite::adapters::{MemoryAccount, MemoryFiles};
/// use cowrite::ports::files::Connection;
/// use cowrite::testing::files_conformance::{Accounts, sharing_conformance};
///
/// # pollster::block_on(async {
/// sharing_conformance(|| async {
///     let files = MemoryFiles::new();
///     let account = |name: &str| {
///         let connection = Connection::new(name);
///         let email = format!("{name}@example.com").parse().unwrap();
///         files.set_account(&connection, MemoryAccount::new().email(email));
///         connection
///     };
///     let accounts = Accounts { owner: account("olivia"), member: account("alex"), stranger: account("sam") };
///     (files, accounts)
/// })
/// .await
/// # }).unwrap();
/// ```
pub async fn sharing_conformance<F, Fut, S>(make: F) -> Result<(), String>
where
    F: Fn() -> Fut,
    Fut: Future<Output = (S, Accounts)>,
    S: FileStore + FolderSharing + Membership,
{
    macro_rules! check {
        ($($case:ident)*) => {
            $(
                let (store, accounts) = make().await;
                let found = sharing::$case(&store, &accounts).await;
                found.map_err(|wrong| format!("{}: {wrong}", stringify!($case)))?;
            )*
        };
    }
    check! {
        sharing_again_gives_the_same_folder
        a_share_in_a_share_is_refused
        who_is_invited_reaches_nothing_until_they_accept
        a_viewer_reads_and_an_editor_writes
        a_role_is_raised_by_inviting_and_lowered_by_setting
        revoking_ends_access_and_can_be_repeated
        leaving_ends_access_and_can_be_repeated
        an_invitation_is_taken_back
        the_owner_stays
        only_the_owner_shares
        a_stranger_sees_no_folder
        unsharing_leaves_the_files_with_their_owner
        a_handover_moves_the_folder
    }
    Ok(())
}
