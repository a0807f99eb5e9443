//! The contract of [`Store`] as a suite: what a store must do, whoever wrote it.
//!
//! Every case starts on a fresh store and has the name of the rule that it checks.
//! Changes are made by the domain's own drafts, and a store in memory that answers by the port's own
//! [`read`](crate::ports::store::read) says what every load must give.

use core::future::Future;

use crate::ports::store::Store;

mod bench;
mod commits;
mod documents;
mod follow;
mod histories;
mod history;
mod lifetime;
mod needs;
mod numbers;
mod outbox;
mod refusals;
mod transfer;

pub use history::{History, Step, folded, tidied};

/// What a case found wrong.
type Found = Result<(), String>;

/// Checks that the stores that `make` gives keep the contract; each is asked for once and must be empty.
///
/// # Errors
/// The first case that failed, by name, and what was wrong.
///
/// # Example: the store in memory
///
/// ```
/// use cowrite::adapters::MemoryStore;
/// use cowrite::testing::store_conformance::store_conformance;
///
/// # pollster::block_on(async {
/// store_conformance(|| async { MemoryStore::new() }).await
/// # }).unwrap();
/// ```
pub async fn store_conformance<F, Fut, S>(make: F) -> Result<(), String>
where
    F: Fn() -> Fut,
    Fut: Future<Output = S>,
    S: Store,
{
    macro_rules! check {
        ($($module:ident::$case:ident)*) => {
            $(
                let store = make().await;
                let found = match $module::$case(&store).await {
                    Ok(()) => bench::check_sound(&store).await,
                    wrong => wrong,
                };
                found.map_err(|wrong| format!("{}: {wrong}", stringify!($case)))?;
                store.close();
            )*
        };
    }
    check! {
        commits::an_empty_store_answers_that_nothing_is_there
        commits::revisions_count_up_from_one
        commits::what_rests_on_another_has_the_greater_number
        commits::stamps_never_go_backwards
        commits::a_stamp_is_not_before_what_it_rests_on
        commits::an_act_is_read_back_as_it_was_decided
        commits::an_effect_is_kept_once
        commits::a_row_that_was_taken_away_is_gone
        commits::the_log_is_read_newest_first_and_by_page
        commits::the_log_of_a_scope_tells_of_nothing_else
        commits::the_log_of_a_person_tells_of_their_own_documents
        refusals::what_was_written_meanwhile_is_a_conflict
        refusals::what_was_only_read_and_changed_meanwhile_is_a_conflict
        refusals::what_was_absent_and_came_meanwhile_is_a_conflict
        refusals::a_version_that_is_yet_to_come_is_a_conflict
        refusals::a_refused_change_leaves_nothing_behind
        refusals::a_unique_value_is_one_persons
        refusals::a_unique_value_given_back_is_free
        refusals::who_owns_something_is_not_taken_for_owning_nothing
        refusals::what_came_meanwhile_is_not_taken_for_known
        refusals::the_outcome_of_a_call_is_kept_for_seven_days
        refusals::what_is_over_is_swept_piece_by_piece
        refusals::the_outcomes_of_who_is_forgotten_are_dropped
        histories::every_need_is_answered_as_from_plain_rows
        histories::a_load_over_what_is_pending_is_a_load_after_its_commit
        histories::everything_is_what_its_history_comes_to
        histories::many_acts_in_one_commit_are_whole
        documents::a_document_is_found_by_what_it_says_itself
        documents::a_document_that_moves_is_found_where_it_is
        documents::a_document_is_read_by_its_id_alone
        documents::a_stream_is_read_newest_first_and_marked
        documents::a_counter_passes_no_bound
        documents::the_first_secret_stays
        outbox::an_effect_is_handed_to_one_at_a_time
        outbox::what_was_done_is_done_and_what_failed_comes_again
        outbox::what_became_necessary_meanwhile_is_due_again
        outbox::what_failed_is_due_at_once_when_it_becomes_necessary_anew
        outbox::who_comes_late_settles_nothing
        outbox::an_effect_of_each_kind_is_seen_and_hastened
        outbox::the_feed_gives_every_commit_once
        follow::who_follows_is_told_of_each_commit_before_it_is_acknowledged
        follow::who_follows_no_more_is_told_no_more
        follow::a_survey_is_what_everything_says_of_access
        transfer::what_goes_out_comes_back_elsewhere
        transfer::what_comes_in_goes_on_as_it_was
        transfer::an_import_that_fails_leaves_nothing
        transfer::only_an_empty_store_takes_a_workspace
        lifetime::a_caller_that_goes_away_leaves_nothing_open
        lifetime::a_closed_store_says_so
    }
    Ok(())
}
