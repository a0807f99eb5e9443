use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::argument::{Field, Fields as _, Paths, Shape, defaulted, optional, required};
use crate::files::tagged;
use crate::jobs::JobKind;
use crate::metadata::with_field;
use crate::names::ending;
use crate::refusal::{Refusal, broken, refused, refused_with};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::{Kind, Namespace, Node, Place, View, rank};
use crate::world::{World, instant};

/// Who shares a folder, and how.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    /// What new members see it as.
    pub(crate) name: String,
    /// The folder's own id, the same for everybody.
    pub(crate) node_id: String,
    pub(crate) owner: String,
    /// Whether it is a team's: only the team's admins change who is in it.
    pub(crate) is_team: bool,
    /// Who may add and remove members: `owner` or `editors`.
    pub(crate) acl: String,
    pub(crate) link_policy: String,
    pub(crate) members: BTreeMap<String, Member>,
    /// Who has been invited, by folded address.
    pub(crate) invitees: BTreeMap<String, Invitee>,
    /// The level of each group of people that a team has, by its id.
    pub(crate) groups: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) level: String,
    pub(crate) invited_at: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct Invitee {
    pub(crate) email: String,
    pub(crate) account: Option<String>,
    pub(crate) level: String,
    pub(crate) invited_at: u64,
}

/// Folders that a Mac shows as files.
const PACKAGES: [&str; 6] = ["app", "band", "bundle", "logicx", "pkg", "rtfd"];

pub(crate) const FOLDER: Field = required("shared_folder_id", Shape::FolderId);

pub(crate) const LEAVE_A_COPY: Field = defaulted("leave_a_copy", Shape::Flag);

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "sharing/share_folder",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[
            optional("acl_update_policy", Shape::Union(&[("owner", None), ("editors", None)])),
            defaulted("force_async", Shape::Flag),
            optional("member_policy", Shape::Union(&[("team", None), ("anyone", None)])),
            required("path", Shape::Path(Paths::Written)),
            optional("shared_link_policy", Shape::Union(&[("anyone", None), ("team", None), ("members", None)])),
            optional("viewer_info_policy", Shape::Union(&[("enabled", None), ("disabled", None)])),
            defaulted("access_inheritance", Shape::Union(&[("inherit", None)])),
            optional("actions", Shape::Unknown),
            optional("link_settings", Shape::Unknown),
        ],
        act: share,
    },
    Route {
        name: "sharing/unshare_folder",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[FOLDER, LEAVE_A_COPY],
        act: unshare,
    },
    Route {
        name: "sharing/transfer_folder",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[FOLDER, required("to_dropbox_id", Shape::AtLeast(1))],
        act: transfer,
    },
    Route {
        name: "sharing/get_folder_metadata",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.read"),
        argument: &[FOLDER, optional("actions", Shape::Unknown)],
        act: describe,
    },
    Route {
        name: "sharing/update_folder_policy",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: &[
            FOLDER,
            optional("acl_update_policy", Shape::Union(&[("owner", None), ("editors", None)])),
            optional("member_policy", Shape::Union(&[("team", None), ("anyone", None)])),
            optional("shared_link_policy", Shape::Union(&[("anyone", None), ("team", None), ("members", None)])),
            optional("viewer_info_policy", Shape::Union(&[("enabled", None), ("disabled", None)])),
            optional("link_settings", Shape::Unknown),
            optional("actions", Shape::Unknown),
        ],
        act: set_policy,
    },
];

fn share(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let wanted = Wanted {
        path: ask.argument.text("path").to_owned(),
        acl: ask.argument.tag_of("acl_update_policy").unwrap_or("editors").to_owned(),
        link_policy: ask.argument.tag_of("shared_link_policy").unwrap_or("anyone").to_owned(),
    };
    if ask.argument.tag_of("member_policy").is_some() {
        return Err(refused("team_policy_disallows_member_policy"));
    }
    if wanted.link_policy != "anyone" {
        return Err(refused("disallowed_shared_link_policy"));
    }
    let fails_later = matches!(ask.fault, Some(crate::fault::Fault::JobFailed(_)));
    if ask.argument.flag("force_async") == Some(true) || fails_later {
        let view = ask.view.clone();
        let job = world.launch(ask, JobKind::Share, move |world| world.share(&view, &wanted));
        return Ok(with_field(json!({ ".tag": "async_job_id" }), "async_job_id", json!(job)).into());
    }
    let told = world.share(&ask.view, &wanted)?;
    Ok(tagged("complete", told).into())
}

fn unshare(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id").to_owned();
    let shared = world.accessed(&ask.view, &id)?;
    if shared.is_team {
        return Err(refused("team_folder"));
    }
    if shared.owner != ask.view.account {
        return Err(refused("no_permission"));
    }
    if !world.is_mounted(&ask.view.account, &id) {
        return Err(refused("access_error/unmounted"));
    }
    let (keeps, account) = (ask.argument.flag("leave_a_copy") == Some(true), ask.view.account.clone());
    let job = world.launch(ask, JobKind::Unshare, move |world| world.unshare(&id, &account, keeps));
    Ok(with_field(json!({ ".tag": "async_job_id" }), "async_job_id", json!(job)).into())
}

fn transfer(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let (id, heir) = (ask.argument.text("shared_folder_id"), ask.argument.text("to_dropbox_id"));
    let shared = world.accessed(&ask.view, id)?;
    if shared.is_team {
        return Err(refused("team_folder"));
    }
    if shared.owner != ask.view.account {
        return Err(refused("no_permission"));
    }
    let is_member = shared.members.contains_key(heir);
    let account = world.accounts.get(heir).ok_or_else(|| refused("invalid_dropbox_id"))?;
    if !is_member {
        return Err(refused("new_owner_not_a_member"));
    }
    if !account.is_verified {
        return Err(refused("new_owner_email_unverified"));
    }
    if !world.is_mounted(heir, id) {
        return Err(refused("new_owner_unmounted"));
    }
    let shared = world.shared_mut(id).ok_or_else(|| broken("a shared folder"))?;
    heir.clone_into(&mut shared.owner);
    for (member, level) in [(ask.view.account.as_str(), "editor"), (heir, "owner")] {
        if let Some(member) = shared.members.get_mut(member) {
            level.clone_into(&mut member.level);
        }
    }
    Ok(Value::Null.into())
}

fn describe(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    let shared = world.shared(id).ok_or_else(|| refused("invalid_id"))?;
    if !shared.members.contains_key(&ask.view.account) {
        return Err(refused("not_a_member"));
    }
    Ok(world.folder_metadata(&ask.view, id)?.into())
}

fn set_policy(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let id = ask.argument.text("shared_folder_id");
    let shared = world.accessed(&ask.view, id)?;
    if shared.is_team {
        return Err(refused("team_folder"));
    }
    if shared.owner != ask.view.account {
        return Err(refused("no_permission"));
    }
    if ask.argument.tag_of("member_policy").is_some() {
        return Err(refused("not_on_team"));
    }
    if ask.argument.tag_of("shared_link_policy").is_some_and(|policy| policy != "anyone") {
        return Err(refused("disallowed_shared_link_policy"));
    }
    if let Some(acl) = ask.argument.tag_of("acl_update_policy") {
        acl.clone_into(&mut world.shared_mut(id).ok_or_else(|| broken("a shared folder"))?.acl);
    }
    Ok(world.folder_metadata(&ask.view, id)?.into())
}

/// A folder to be shared.
#[derive(Debug)]
struct Wanted {
    path: String,
    acl: String,
    link_policy: String,
}

impl World {
    pub(crate) fn shared(&self, id: &str) -> Option<&Shared> {
        self.namespaces.get(id)?.shared.as_ref()
    }

    pub(crate) fn shared_mut(&mut self, id: &str) -> Option<&mut Shared> {
        self.namespaces.get_mut(id)?.shared.as_mut()
    }

    /// A shared folder of which the account is a member, for routes that have an `access_error`.
    pub(crate) fn accessed(&self, view: &View, id: &str) -> Result<&Shared, Refusal> {
        let shared = self.shared(id).ok_or_else(|| refused("access_error/invalid_id"))?;
        if shared.members.contains_key(&view.account) { Ok(shared) } else { Err(refused("access_error/not_a_member")) }
    }

    /// Shares a folder as Dropbox's own programs do: whoever may write there may also add others. Returns its id.
    pub(crate) fn share_openly(&mut self, view: &View, path: &str) -> Option<String> {
        let wanted = Wanted { path: path.to_owned(), acl: "editors".to_owned(), link_policy: "anyone".to_owned() };
        let told = self.share(view, &wanted).ok()?;
        told.get("shared_folder_id").and_then(Value::as_str).map(str::to_owned)
    }

    fn share(&mut self, view: &View, wanted: &Wanted) -> Result<Value, Refusal> {
        let bad = |tag: &str| refused(&format!("bad_path/{tag}"));
        if self.accounts.get(&view.account).is_some_and(|account| !account.is_verified) {
            return Err(refused("email_unverified"));
        }
        let place = self.resolve(view, &wanted.path).map_err(|_| bad("invalid_path"))?;
        if place.rel.is_empty() {
            let told = self.folder_metadata(view, &place.ns).map_err(|_| bad("invalid_path"))?;
            return Err(refused_with("bad_path/already_shared", told));
        }
        let namespace = self.namespaces.get(&place.ns).ok_or_else(|| broken("a namespace"))?;
        if namespace.shared.is_some() {
            return Err(bad("inside_shared_folder"));
        }
        if self.accounts.get(&view.account).is_none_or(|account| account.home != place.ns) {
            return Err(refused("no_permission"));
        }
        let is_team = |ns: &str| self.shared(ns).is_some_and(|shared| shared.is_team);
        let is_teams = |node: &Node| matches!(&node.kind, Kind::Mount(ns) if is_team(ns));
        if namespace.below(&place.rel).any(|(_, node)| is_teams(node)) {
            return Err(bad("contains_team_folder"));
        }
        if let Some(tag) = nesting(namespace, &place) {
            return Err(bad(tag));
        }
        if self.node(&place).is_none() {
            // A folder that is not there is made: a wrong path shares an empty one.
            self.may_write(view, &place, &wanted.path).map_err(|_| bad("invalid_path"))?;
            self.put(&place, &wanted.path, Kind::Folder);
        }
        let id = format!("{}", 84_000_000_000 + self.next());
        let mut taken = self.take(&place).into_iter();
        let (_, mut top) = taken.next().ok_or_else(|| broken("a folder"))?;
        let member = Member { level: "owner".to_owned(), invited_at: self.now };
        let shared = Shared {
            name: top.name.clone(),
            node_id: top.id.clone(),
            owner: view.account.clone(),
            is_team: false,
            acl: wanted.acl.clone(),
            link_policy: wanted.link_policy.clone(),
            members: BTreeMap::from([(view.account.clone(), member)]),
            invitees: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        let nodes = taken.collect();
        self.namespaces.insert(id.clone(), Namespace { nodes, shared: Some(shared), ..Namespace::default() });
        top.kind = Kind::Mount(id.clone());
        self.namespaces.entry(place.ns).or_default().nodes.insert(place.rel, top);
        self.folder_metadata(view, &id)
    }

    /// Makes an ordinary folder of the owner's out of a shared one.
    fn unshare(&mut self, id: &str, owner: &str, keeps: bool) -> Result<Value, Refusal> {
        let members: Vec<String> =
            self.shared(id).into_iter().flat_map(|shared| shared.members.keys().cloned()).collect();
        for member in members.iter().filter(|member| *member != owner) {
            self.drop_member(id, member, keeps);
        }
        let Some(namespace) = self.namespaces.remove(id) else { return Err(refused("access_error/invalid_id")) };
        let home = self.accounts.get(owner).map(|account| account.home.clone()).unwrap_or_default();
        let Some(files) = self.namespaces.get_mut(&home) else { return Ok(json!({})) };
        let mount = files.nodes.iter_mut().find(|(_, node)| matches!(&node.kind, Kind::Mount(ns) if ns == id));
        if let Some((rel, node)) = mount {
            node.kind = Kind::Folder;
            let rel = rel.clone();
            files.nodes.extend(namespace.nodes.into_iter().map(|(below, node)| (format!("{rel}{below}"), node)));
        }
        Ok(json!({}))
    }

    /// What Dropbox tells a member, or somebody who has been invited, of a shared folder.
    pub(crate) fn folder_metadata(&self, view: &View, id: &str) -> Result<Value, Refusal> {
        let shared = self.shared(id).ok_or_else(|| refused("access_error/invalid_id"))?;
        let member = shared.members.get(&view.account);
        let invitee = shared.invitees.values().find(|invitee| invitee.account.as_ref() == Some(&view.account));
        let level = member.map(|member| &member.level).or(invitee.map(|invitee| &invitee.level));
        let invited_at = member.map(|member| member.invited_at).or(invitee.map(|invitee| invitee.invited_at));
        let owner = self.accounts.get(&shared.owner).map(|account| account.name.as_str());
        let mut told = json!({
            "access_type": { ".tag": level.map_or("no_access", String::as_str) },
            "is_inside_team_folder": false,
            "is_team_folder": shared.is_team,
            "name": shared.name,
            "policy": {
                "acl_update_policy": { ".tag": shared.acl },
                "shared_link_policy": { ".tag": shared.link_policy },
            },
            "preview_url": format!("https://www.dropbox.com/scl/fo/{id}"),
            "shared_folder_id": id,
            "time_invited": instant(invited_at.unwrap_or(self.now)),
            "access_inheritance": { ".tag": "inherit" },
            "folder_id": shared.node_id,
        });
        if let (Some(owner), Some(fields)) = (owner, told.as_object_mut()) {
            fields.insert("owner_display_names".to_owned(), json!([owner]));
        }
        if let (Some(seen), Some(fields)) = (self.seen_at(view, id), told.as_object_mut()) {
            fields.insert("path_lower".to_owned(), json!(seen.lower));
            fields.insert("path_display".to_owned(), json!(seen.display));
        }
        Ok(told)
    }

    /// Whether a member may add and remove others.
    pub(crate) fn may_manage(&self, view: &View, id: &str) -> Result<(), Refusal> {
        let shared = self.accessed(view, id)?;
        if shared.is_team {
            return Err(refused("team_folder"));
        }
        let level = self.level(&view.account, id).map_or(0, rank);
        let needed = if shared.acl == "owner" { rank("owner") } else { rank("editor") };
        if level >= needed { Ok(()) } else { Err(refused("no_permission")) }
    }
}

/// Why a folder cannot be shared because of what it is, lies in or holds: a tag of `SharePathError`.
fn nesting(namespace: &Namespace, place: &Place) -> Option<&'static str> {
    let rel = place.rel.as_str();
    if namespace.nodes.get(rel).is_some_and(|node| matches!(node.kind, Kind::File(_))) {
        return Some("is_file");
    }
    if namespace.below(rel).any(|(_, node)| matches!(node.kind, Kind::Mount(_))) {
        return Some("contains_shared_folder");
    }
    for app in &namespace.app_folders {
        if rel == app {
            return Some("is_app_folder");
        }
        if rel.starts_with(&format!("{app}/")) {
            return Some("inside_app_folder");
        }
        if app.starts_with(&format!("{rel}/")) {
            return Some("contains_app_folder");
        }
    }
    let is_package = |name: &str| PACKAGES.contains(&ending(name).as_str());
    let mut names: Vec<&str> = rel.split('/').skip(1).collect();
    let last = names.pop();
    if names.into_iter().any(is_package) {
        return Some("inside_osx_package");
    }
    last.is_some_and(is_package).then_some("is_osx_package")
}
