use serde_json::{Value, json};

use crate::account::Plan;
use crate::argument::{Field, Fields as _, Shape, defaulted, optional, required};
use crate::fault::Fault;
use crate::folders::{FOLDER, Invitee, Member, Shared};
use crate::jobs::JobKind;
use crate::metadata::with_field;
use crate::pages::Page;
use crate::refusal::{Refusal, broken, refused, refused_with};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::rank;
use crate::world::World;

const SELECTOR: Shape = Shape::Union(&[("dropbox_id", Some(Shape::AtLeast(1))), ("email", Some(Shape::Email))]);

const LEVEL: Shape = Shape::Union(&[("editor", None), ("viewer", None), ("viewer_no_comment", None)]);

const LIMIT: Field = defaulted("limit", Shape::Number(1, 1000));

const ACTIONS: Field = optional("actions", Shape::Unknown);

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "sharing/list_folder_members",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: &[FOLDER, ACTIONS, LIMIT, optional("path", Shape::Unknown)],
        act: list,
    },
    Route {
        name: GO_ON,
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: &[required("cursor", Shape::Text)],
        act: go_on,
    },
    Route {
        name: "sharing/add_folder_member",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[
            FOLDER,
            required(
                "members",
                Shape::List(&Shape::Record(&[required("member", SELECTOR), optional("access_level", LEVEL)])),
            ),
            defaulted("quiet", Shape::Flag),
            optional("custom_message", Shape::AtLeast(1)),
        ],
        act: add,
    },
    Route {
        name: "sharing/update_folder_member",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[
            FOLDER,
            required("member", Shape::Union(&[("dropbox_id", Some(Shape::AtLeast(1)))])),
            required("access_level", LEVEL),
        ],
        act: update,
    },
    Route {
        name: "sharing/remove_folder_member",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[FOLDER, required("member", SELECTOR), required("leave_a_copy", Shape::Flag)],
        act: remove,
    },
];

const GO_ON: &str = "sharing/list_folder_members/continue";

fn list(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    let shared = world.shared(id).ok_or_else(|| refused("invalid_id"))?;
    if !shared.members.contains_key(&ask.view.account) {
        return Err(refused("not_a_member"));
    }
    let users = shared.members.iter().map(|(id, member)| ("users", told_member(world, id, member)));
    let invitees = shared.invitees.values().map(|invitee| ("invitees", told_invitee(world, invitee)));
    let groups = shared.groups.iter().map(|(id, level)| ("groups", told_group(id, level)));
    let page = Page {
        route: GO_ON,
        account: ask.view.account.clone(),
        limit: usize::try_from(ask.argument.number("limit").unwrap_or(1000)).unwrap_or(1),
        rest: users.chain(groups).chain(invitees).collect(),
    };
    Ok(told_page(world, page).into())
}

fn go_on(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let page = world.page(ask.argument.text("cursor"), GO_ON, &ask.view.account);
    Ok(told_page(world, page.ok_or_else(|| refused("invalid_cursor"))?).into())
}

fn told_page(world: &mut World, page: Page) -> Value {
    let (told, cursor) = world.turn(page);
    let of =
        |kind: &str| told.iter().filter(|(list, _)| *list == kind).map(|(_, told)| told.clone()).collect::<Vec<_>>();
    let page = json!({ "users": of("users"), "groups": of("groups"), "invitees": of("invitees") });
    match cursor {
        Some(cursor) => with_field(page, "cursor", json!(cursor)),
        None => page,
    }
}

fn told_user(world: &World, id: &str) -> Value {
    let account = world.accounts.get(id);
    json!({
        "account_id": world.told_id(id),
        "email": account.map_or("", |account| &account.email),
        "display_name": account.map_or("", |account| &account.name),
        "same_team": false,
    })
}

fn told_member(world: &World, id: &str, member: &Member) -> Value {
    json!({
        "access_type": { ".tag": member.level },
        "user": told_user(world, id),
        "permissions": [],
        "is_inherited": false,
    })
}

fn told_group(id: &str, level: &str) -> Value {
    json!({
        "access_type": { ".tag": level },
        "group": {
            "group_name": id,
            "group_id": id,
            "group_management_type": { ".tag": "company_managed" },
            "group_type": { ".tag": "team" },
            "is_member": false,
            "is_owner": false,
            "same_team": true,
            "member_count": 2,
        },
        "permissions": [],
        "is_inherited": false,
    })
}

fn told_invitee(world: &World, invitee: &Invitee) -> Value {
    let told = json!({
        "access_type": { ".tag": invitee.level },
        "invitee": { ".tag": "email", "email": invitee.email },
        "permissions": [],
        "is_inherited": false,
    });
    match &invitee.account {
        Some(id) => with_field(told, "user", told_user(world, id)),
        None => told,
    }
}

/// Whoever a selector names: an account, or an address behind which there is none.
#[derive(Debug, Clone)]
enum Named {
    Account(String),
    Address(String),
}

impl World {
    fn named(&self, selector: &Value) -> Option<Named> {
        if selector.tag_of(".tag") == Some("dropbox_id") {
            let id = selector.text("dropbox_id");
            return self.accounts.contains_key(id).then(|| Named::Account(id.to_owned()));
        }
        let email = selector.text("email");
        Some(match self.by_email(email) {
            Some(account) => Named::Account(account.id.clone()),
            None => Named::Address(email.to_owned()),
        })
    }

    /// Whether an account's plan lets it make viewers of others.
    fn has_viewers(&self, account: &str) -> bool {
        self.accounts.get(account).is_some_and(|account| account.plan != Plan::Basic)
    }
}

impl Shared {
    /// The address under which an account or address is invited.
    fn invited(&self, named: &Named) -> Option<String> {
        let is_it = |(key, invitee): &(&String, &Invitee)| match named {
            Named::Account(id) => invitee.account.as_ref() == Some(id),
            Named::Address(email) => key.eq_ignore_ascii_case(email),
        };
        self.invitees.iter().find(is_it).map(|(key, _)| key.clone())
    }
}

fn add(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    world.may_manage(&ask.view, id)?;
    if world.accounts.get(&ask.view.account).is_some_and(|account| !account.is_verified) {
        return Err(refused("email_unverified"));
    }
    let shared = world.shared(id).ok_or_else(|| broken("a shared folder"))?;
    let has_viewers = world.has_viewers(&ask.view.account);
    // All are looked at before any is added.
    let mut added = Vec::new();
    for wanted in ask.argument.get("members").and_then(Value::as_array).into_iter().flatten() {
        let selector = wanted.get("member").cloned().unwrap_or_default();
        let level = wanted.tag_of("access_level").unwrap_or("viewer").to_owned();
        let named = match world.named(&selector) {
            None => return Err(refused_with("bad_member/invalid_dropbox_id", json!(selector.text("dropbox_id")))),
            Some(named) => named,
        };
        let is_by_id = selector.tag_of(".tag") == Some("dropbox_id");
        if let Named::Account(account) = &named
            && is_by_id
            && world.accounts.get(account).is_some_and(|account| !account.is_verified)
        {
            return Err(refused_with("bad_member/unverified_dropbox_id", json!(account)));
        }
        if level != "editor" && !has_viewers {
            return Err(refused("insufficient_plan"));
        }
        let email = match &named {
            Named::Account(account) if is_by_id => {
                world.accounts.get(account).map_or_else(String::new, |account| account.email.clone())
            }
            _ => selector.text("email").to_owned(),
        };
        added.push((named, email, level));
    }
    let n_members = shared.members.len() + shared.invitees.len() + added.len();
    if n_members as u64 > world.rules.member_limit {
        return Err(refused_with("too_many_members", json!(world.rules.member_limit)));
    }
    let now = world.now;
    let shared = world.shared_mut(id).ok_or_else(|| broken("a shared folder"))?;
    for (named, email, level) in added {
        invite(shared, &named, email, level, now);
    }
    Ok(Value::Null.into())
}

/// Who is a member or invited already keeps the higher level.
fn invite(shared: &mut Shared, named: &Named, email: String, level: String, now: u64) {
    let account = match named {
        Named::Account(account) => Some(account.clone()),
        Named::Address(_) => None,
    };
    if let Some(member) = account.as_ref().and_then(|account| shared.members.get_mut(account)) {
        if rank(&level) > rank(&member.level) {
            member.level = level;
        }
        return;
    }
    let key = shared.invited(named).unwrap_or_else(|| email.to_ascii_lowercase());
    let invitee =
        shared.invitees.entry(key).or_insert(Invitee { email, account, level: level.clone(), invited_at: now });
    if rank(&level) > rank(&invitee.level) {
        invitee.level = level;
    }
}

fn update(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    world.may_manage(&ask.view, id)?;
    let selector = ask.argument.get("member").cloned().unwrap_or_default();
    let named = world.named(&selector).ok_or_else(|| refused("member_error/invalid_dropbox_id"))?;
    let level = ask.argument.tag_of("access_level").unwrap_or_default().to_owned();
    let shared = world.shared(id).ok_or_else(|| broken("a shared folder"))?;
    if level != "editor" && !world.has_viewers(&ask.view.account) {
        return Err(refused("insufficient_plan"));
    }
    if matches!(&named, Named::Account(account) if *account == shared.owner) {
        return Err(refused("no_permission"));
    }
    let shared = world.shared_mut(id).ok_or_else(|| broken("a shared folder"))?;
    let invited = shared.invited(&named);
    let held = match &named {
        Named::Account(account) if shared.members.contains_key(account) => {
            shared.members.get_mut(account).map(|member| &mut member.level)
        }
        _ => invited.and_then(|key| shared.invitees.get_mut(&key)).map(|invitee| &mut invitee.level),
    };
    held.ok_or_else(|| refused("member_error/not_a_member"))?.clone_from(&level);
    Ok(json!({ "access_level": { ".tag": level } }).into())
}

fn remove(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id").to_owned();
    world.may_manage(&ask.view, &id)?;
    let selector = ask.argument.get("member").cloned().unwrap_or_default();
    let group = selector.text("dropbox_id").to_owned();
    if world.shared(&id).is_some_and(|shared| shared.groups.contains_key(&group)) {
        let job = world.launch(ask, JobKind::Removal, move |world| {
            world.shared_mut(&id).map(|shared| shared.groups.remove(&group));
            Ok(json!({}))
        });
        return Ok(with_field(json!({ ".tag": "async_job_id" }), "async_job_id", json!(job)).into());
    }
    let named = world.named(&selector).ok_or_else(|| refused("member_error/invalid_dropbox_id"))?;
    let shared = world.shared(&id).ok_or_else(|| broken("a shared folder"))?;
    let is_member = match &named {
        Named::Account(account) if *account == shared.owner => return Err(refused("folder_owner")),
        Named::Account(account) => shared.members.contains_key(account),
        Named::Address(_) => false,
    };
    if !is_member && shared.invited(&named).is_none() {
        return Err(refused("member_error/not_a_member"));
    }
    let keeps = ask.argument.flag("leave_a_copy") == Some(true);
    let residual = match &ask.fault {
        Some(Fault::ResidualAccess(level)) => Some(level.clone()),
        _ => None,
    };
    let job = world.launch(ask, JobKind::Removal, move |world| {
        if let Named::Account(account) = &named {
            world.drop_member(&id, account, keeps);
        }
        if let Some(shared) = world.shared_mut(&id)
            && let Some(key) = shared.invited(&named)
        {
            shared.invitees.remove(&key);
        }
        Ok(residual.map_or_else(|| json!({}), told_residual))
    });
    Ok(with_field(json!({ ".tag": "async_job_id" }), "async_job_id", json!(job)).into())
}

fn told_residual(level: String) -> Value {
    json!({
        "access_level": { ".tag": level },
        "warning": "The member still has access through a folder above.",
    })
}
