//! The naive oracle: the plain rules of SPEC §§2-11, for comparison with the real library.
//!
//! Plain structs and maps, full scans, nothing remembered that can be counted again.
//! It shares no code with the domain; where the two differ, one of them misreads the SPEC.
//! Read `access` first: everything else leans on it.

mod access;
mod comments;
mod ending;
mod explain;
mod files;
mod groups;
mod imports;
mod input;
mod invitations;
mod library;
mod links;
mod model;
mod moving;
mod notices;
mod ownership;
mod pages;
mod people;
mod proposals;
mod roster;
mod sharing;
mod splits;
mod tracks;
mod views;
mod visits;

use serde_json::{Value, json};

use input::invalid;
use model::{Id, State};

/// What the host may choose for a workspace.
#[derive(Clone, Debug)]
pub struct Options {
    /// Refuses publishing while a kind is not exactly 100 (SPL-5).
    pub strict_publishing: bool,
    /// Days after which invitations and offers expire (INV-2).
    pub invitation_days: i64,
}

/// On whose behalf a call is made.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: the four faces")]
pub enum Caller<'a> {
    /// The host app itself: registers, renames and erases people.
    Host,
    /// A person, by id.
    Actor(&'a str),
    /// The host's operator, with the reason given (OPS-1).
    Operator(&'a str),
    /// Somebody without an account.
    Visitor,
}

/// A refusal: the stable code of SPEC §15 and its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The code.
    pub code: &'static str,
    /// Its fields, as the contract names them; `reason` of `invalid_input` is left out.
    pub details: Value,
}

/// The rules, and everything that has happened so far.
#[derive(Clone, Debug)]
pub struct Oracle {
    state: State,
}

/// One call, as the rules see it.
struct Call<'a> {
    /// The acting person; empty for the host and the operator, who are nobody's collaborator.
    actor: Id,
    args: &'a Value,
    now: i64,
    created: Option<&'a Value>,
}

type Answer = Result<Value, Refused>;

impl Oracle {
    /// Starts with nobody and nothing.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { state: State::new(options) }
    }

    /// Does one operation of the contract; a refused one changes nothing.
    ///
    /// `created` is the real library's result, where there was one: ids of what this call makes
    /// are taken from it, so that both sides agree on them.
    ///
    /// # Errors
    /// Whatever the rules refuse, with the code and fields of the contract.
    pub fn call(
        &mut self,
        caller: Caller<'_>,
        operation: &str,
        args: &Value,
        now_ms: i64,
        created: Option<&Value>,
    ) -> Answer {
        let before = self.state.clone();
        let actor = match caller {
            Caller::Actor(id) => id.to_lowercase(),
            Caller::Host | Caller::Operator(_) | Caller::Visitor => String::new(),
        };
        let call = Call { actor: actor.clone(), args, now: now_ms, created };
        let answer = match caller {
            Caller::Host => self.state.host(operation, &call),
            Caller::Operator(_) => self.state.operator(operation, &call),
            Caller::Visitor if operation == "public_page" => self.state.public_page(&call),
            Caller::Actor(_) => self.state.person_acts(operation, &call),
            Caller::Visitor if operation == "review" => self.state.review_link(&call),
            Caller::Visitor => self.state.visit(operation, &call),
        };
        if answer.is_err() {
            self.state = before;
        } else {
            self.state.end_lost_offers(now_ms);
            self.state.count_share_changes(&before);
            self.state.send_notices(&actor, now_ms);
        }
        answer
    }
}

impl State {
    fn host(&mut self, operation: &str, call: &Call<'_>) -> Answer {
        match operation {
            "register" => self.register(call),
            "update_person" => self.update_person(call),
            "erase_person" => self.erase_person(call),
            "person" => self.person(call),
            "person_by_external_id" => self.person_by_external_id(call),
            "receive_import" => self.receive_import(call),
            "redeem" => self.redeem(call),
            _ => Err(invalid("operation")),
        }
    }

    fn operator(&mut self, operation: &str, call: &Call<'_>) -> Answer {
        match operation {
            "take_down" => self.set_taken_down(call, true),
            "restore" => self.set_taken_down(call, false),
            "hand_over" => self.hand_over(call),
            "take_down_comment" => self.set_comment_taken_down(call, true),
            "restore_comment" => self.set_comment_taken_down(call, false),
            "take_down_page" => self.set_page_taken_down(call, true),
            "restore_page" => self.set_page_taken_down(call, false),
            "take_down_link" => self.set_link_down(call, true),
            "restore_link" => self.set_link_down(call, false),
            _ => Err(invalid("operation")),
        }
    }

    fn person_acts(&mut self, operation: &str, call: &Call<'_>) -> Answer {
        match operation {
            "create_track" => self.create_track(call),
            "track" => self.track(call),
            "update_track" => self.update_track(call),
            "archive_track" => self.set_archived(call, true),
            "unarchive_track" => self.set_archived(call, false),
            "delete_track" => self.delete_track(call),
            "move_track" => self.move_track(call),
            "create_group" => self.create_group(call),
            "group" => self.group(call),
            "update_group" => self.update_group(call),
            "move_group" => self.move_group(call),
            "delete_group" => self.delete_group(call),
            "invite" => self.invite(call),
            "invitations" => self.inbox(call),
            "accept_invitation" => self.accept_invitation(call),
            "dismiss_invitation" => self.dismiss_invitation(call),
            "withdraw_invitation" => self.withdraw_invitation(call),
            "set_access" => self.set_access(call),
            "inherit_access" => self.inherit_access(call),
            _ => self.person_acts_further(operation, call),
        }
    }

    fn person_acts_further(&mut self, operation: &str, call: &Call<'_>) -> Answer {
        match operation {
            "revoke" => self.revoke(call),
            "remove_collaborator" => self.remove_collaborator(call),
            "leave" => self.leave(call),
            "revoke_all" => self.revoke_all(call),
            "leave_all_from" => self.leave_all_from(call),
            "offer_ownership" => self.offer_ownership(call),
            "accept_ownership" => self.accept_ownership(call),
            "decline_ownership" => self.decline_ownership(call),
            "withdraw_ownership" => self.withdraw_ownership(call),
            "collaborators" => self.collaborators(call),
            "set_shares" => self.set_shares(call),
            "propose_even_split" => self.propose_even_split(call),
            "propose_newcomer_split" => self.propose_newcomer_split(call),
            "apply_proposal" => self.apply_proposal(call),
            "shares_available" => self.shares_available(call),
            "require_complete_splits" => self.require_complete_splits(call),
            "create_share_link" => self.create_share_link(call),
            "create_playlist_share" => self.create_playlist_share(call),
            "update_link" => self.update_link(call),
            "rotate_link" => self.rotate_link(call),
            "revoke_link" => self.revoke_link(call),
            "links" => self.list_links(call),
            "library" => self.library(call),
            "explain" => self.explain(call),
            "who_can" => self.who_can(call),
            "sharing_panel" => self.sharing_panel(call),
            "notifications" => self.notifications(call),
            "mark_read" => self.mark_notice(call, false),
            "dismiss_notification" => self.mark_notice(call, true),
            "mark_all_read" => self.mark_all_read(call),
            "create_bucket" => self.create_bucket(call),
            "rename_bucket" => self.rename_bucket(call),
            "delete_bucket" => self.delete_bucket(call),
            "move_to_bucket" => self.move_to_bucket(call),
            "buckets" => self.bucket_list(call),
            "can" => self.can(call),
            _ => self.person_shares(operation, call),
        }
    }

    fn person_shares(&mut self, operation: &str, call: &Call<'_>) -> Answer {
        match operation {
            "add_comment" => self.add_comment(call),
            "edit_comment" => self.edit_comment(call),
            "delete_comment" => self.delete_comment(call),
            "pin_comment" => self.pin_comment(call, true),
            "unpin_comment" => self.pin_comment(call, false),
            "comments" => self.comments(call),
            "public_page" => self.own_page(call),
            "update_public_page" => self.update_public_page(call),
            "add_to_public_page" => self.add_to_public_page(call),
            "remove_from_public_page" => self.remove_from_public_page(call),
            "reorder_public_page" => self.reorder_public_page(call),
            "publish_public_page" => self.set_page_published(call, true),
            "unpublish_public_page" => self.set_page_published(call, false),
            "submit_import" => self.submit_import(call),
            "resubmit_import" => self.resubmit_import(call),
            "import" => self.import(call),
            "imports" => self.imports(call),
            "update_import" => self.update_import(call),
            "accept_import" => self.accept_import(call),
            "dismiss_import" => self.dismiss_import(call),
            "files" => self.list_files(call),
            "upload_file" => self.upload_file(call),
            "rename_file" => self.rename_file(call),
            "delete_file" => self.delete_file(call),
            "retry_folder" => self.retry_folder(call),
            "stream_file" => self.file_ticket(call, false),
            "download_file" => self.file_ticket(call, true),
            _ => Err(invalid("operation")),
        }
    }
}

fn refused(code: &'static str, details: Value) -> Refused {
    Refused { code, details }
}

fn not_found(what: &str) -> Refused {
    refused("not_found", json!({ "what": what }))
}

fn plain(code: &'static str) -> Refused {
    refused(code, json!({}))
}

fn about(code: &'static str, person: &str) -> Refused {
    refused(code, json!({ "person": person }))
}
