use serde_json::{Value, json};

use crate::argument::{Field, Fields as _, Shape, defaulted, optional, required};
use crate::fault::quota_short;
use crate::folders::{FOLDER, LEAVE_A_COPY, Member};
use crate::jobs::JobKind;
use crate::metadata::with_field;
use crate::names::{fold, numbered};
use crate::pages::Page;
use crate::refusal::{Refusal, broken, refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::{Kind, Place, View};
use crate::world::World;

const LIST: &[Field] = &[defaulted("limit", Shape::Number(1, 1000)), optional("actions", Shape::Unknown)];
const CURSOR: &[Field] = &[required("cursor", Shape::Text)];
const FOLDERS: &str = "sharing/list_folders/continue";
const MOUNTABLE: &str = "sharing/list_mountable_folders/continue";

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "sharing/list_folders",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: LIST,
        act: |world, ask| list(world, ask, FOLDERS),
    },
    Route {
        name: FOLDERS,
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: CURSOR,
        act: |world, ask| go_on(world, ask, FOLDERS),
    },
    Route {
        name: "sharing/list_mountable_folders",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: LIST,
        act: |world, ask| list(world, ask, MOUNTABLE),
    },
    Route {
        name: MOUNTABLE,
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: CURSOR,
        act: |world, ask| go_on(world, ask, MOUNTABLE),
    },
    Route {
        name: "sharing/mount_folder",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[FOLDER],
        act: mount,
    },
    Route {
        name: "sharing/unmount_folder",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[FOLDER],
        act: unmount,
    },
    Route {
        name: "sharing/relinquish_folder_membership",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[FOLDER, LEAVE_A_COPY],
        act: leave,
    },
];

fn list(world: &mut World, ask: &Ask<'_>, route: &'static str) -> Result<Answer, Refusal> {
    let account = &ask.view.account;
    let mut rest = std::collections::VecDeque::new();
    for (id, namespace) in &world.namespaces {
        let Some(shared) = &namespace.shared else { continue };
        let is_invited = shared.invitees.values().any(|invitee| invitee.account.as_ref() == Some(account));
        if shared.members.contains_key(account) || (is_invited && route == MOUNTABLE) {
            rest.push_back(("entries", world.folder_metadata(&ask.view, id)?));
        }
    }
    let limit = usize::try_from(ask.argument.number("limit").unwrap_or(1000)).unwrap_or(1);
    Ok(told_page(world, Page { route, account: account.clone(), limit, rest }).into())
}

fn go_on(world: &mut World, ask: &Ask<'_>, route: &'static str) -> Result<Answer, Refusal> {
    let page = world.page(ask.argument.text("cursor"), route, &ask.view.account);
    Ok(told_page(world, page.ok_or_else(|| refused("invalid_cursor"))?).into())
}

fn told_page(world: &mut World, page: Page) -> Value {
    let (told, cursor) = world.turn(page);
    let entries: Vec<Value> = told.into_iter().map(|(_, told)| told).collect();
    let page = json!({ "entries": entries });
    match cursor {
        Some(cursor) => with_field(page, "cursor", json!(cursor)),
        None => page,
    }
}

fn mount(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    let account = &ask.view.account;
    let shared = world.shared(id).ok_or_else(|| refused("access_error/invalid_id"))?;
    let invitation = shared.invitees.iter().find(|(_, invitee)| invitee.account.as_ref() == Some(account));
    let invitation = invitation.map(|(key, invitee)| (key.clone(), invitee.level.clone(), invitee.invited_at));
    if !shared.members.contains_key(account) && invitation.is_none() {
        return Err(refused("access_error/not_a_member"));
    }
    if world.is_mounted(account, id) {
        return Err(refused("already_mounted"));
    }
    let needed = world.namespaces.get(id).map_or(0, crate::tree::Namespace::bytes);
    let left = world.space_left(account);
    if needed > left {
        return Err(quota_short(ask.route, needed, left));
    }
    let shared = world.shared_mut(id).ok_or_else(|| broken("a shared folder"))?;
    // To mount a folder is to accept the invitation to it.
    if let Some((key, level, invited_at)) = invitation {
        shared.invitees.remove(&key);
        shared.members.entry(account.clone()).or_insert(Member { level, invited_at });
    }
    let (name, node_id) = (shared.name.clone(), shared.node_id.clone());
    let home = world.accounts.get(account).map(|account| account.home.clone()).ok_or_else(|| broken("an account"))?;
    let at = |name: &str| Place { ns: home.clone(), rel: format!("/{}", fold(name)) };
    let names = std::iter::once(name.clone()).chain((1..10_000).map(|n| numbered(&name, n, false)));
    let name = names.into_iter().find(|name| world.node(&at(name)).is_none()).ok_or_else(|| broken("a name"))?;
    let place = at(&name);
    world.put(&place, &format!("/{name}"), Kind::Mount(id.to_owned()));
    let mounted = world.namespaces.get_mut(&home).and_then(|namespace| namespace.nodes.get_mut(&place.rel));
    if let Some(node) = mounted {
        node.id = node_id;
    }
    Ok(world.folder_metadata(&ask.view, id)?.into())
}

fn unmount(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    world.accessed(&ask.view, id)?;
    if !world.unmount(&ask.view.account, id) {
        return Err(refused("access_error/unmounted"));
    }
    Ok(Value::Null.into())
}

fn leave(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id").to_owned();
    let account = ask.view.account.clone();
    let shared = world.accessed(&ask.view, &id)?;
    if shared.is_team {
        return Err(refused("team_folder"));
    }
    if shared.owner == account {
        return Err(refused("folder_owner"));
    }
    if world.rules.is_unmount_needed_to_leave && world.is_mounted(&account, &id) {
        return Err(refused("mounted"));
    }
    let keeps = ask.argument.flag("leave_a_copy") == Some(true);
    let fails_later = matches!(ask.fault, Some(crate::fault::Fault::JobFailed(_)));
    if !keeps && !fails_later {
        world.drop_member(&id, &account, false);
        return Ok(json!({ ".tag": "complete" }).into());
    }
    let job = world.launch(ask, JobKind::Leave, move |world| {
        world.drop_member(&id, &account, keeps);
        Ok(json!({}))
    });
    Ok(with_field(json!({ ".tag": "async_job_id" }), "async_job_id", json!(job)).into())
}

impl World {
    /// Where a shared folder hangs in an account's files.
    fn mount_of(&self, account: &str, id: &str) -> Option<Place> {
        let home = &self.accounts.get(account)?.home;
        let nodes = &self.namespaces.get(home)?.nodes;
        let (rel, _) = nodes.iter().find(|(_, node)| matches!(&node.kind, Kind::Mount(ns) if ns == id))?;
        Some(Place { ns: home.clone(), rel: rel.clone() })
    }

    pub(crate) fn is_mounted(&self, account: &str, id: &str) -> bool {
        self.mount_of(account, id).is_some()
    }

    fn unmount(&mut self, account: &str, id: &str) -> bool {
        let Some(place) = self.mount_of(account, id) else { return false };
        self.take(&place);
        true
    }

    /// Ends a membership. With a copy, what was mounted becomes an ordinary folder with files of its own.
    pub(crate) fn drop_member(&mut self, id: &str, account: &str, keeps: bool) {
        let mount = self.mount_of(account, id);
        if let Some(shared) = self.shared_mut(id) {
            shared.members.remove(account);
            shared.invitees.retain(|_, invitee| invitee.account.as_deref() != Some(account));
        }
        let Some(mount) = mount else { return };
        let name = self.display(&mount);
        self.take(&mount);
        if !keeps {
            return;
        }
        self.put(&mount, &name, Kind::Folder);
        let Some(namespace) = self.namespaces.get(id) else { return };
        for (below, node) in namespace.nodes.clone() {
            let place = Place { ns: mount.ns.clone(), rel: format!("{}{below}", mount.rel) };
            let kind = match node.kind {
                Kind::File(file) => Kind::File(self.new_file(file.data.to_vec(), account, Some(&file.client_modified))),
                other => other,
            };
            self.put(&place, &node.name, kind);
        }
    }

    /// An account at its own root.
    pub(crate) fn home_view(&self, account: &str) -> View {
        let root = self.accounts.get(account).map(|account| account.home.clone()).unwrap_or_default();
        View { account: account.to_owned(), root }
    }
}
