use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::account::{Account, Plan};
use crate::argument::{Fields as _, Shape, defaulted};
use crate::folders::{Member, Shared};
use crate::names::fold;
use crate::refusal::{Refusal, broken, refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::{Kind, Namespace, Place};
use crate::world::World;

const ECHO: &[crate::argument::Field] = &[defaulted("query", Shape::Text)];

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "users/get_current_account",
        style: Style::Rpc,
        caller: Caller::User("account_info.read"),
        argument: &[],
        act: current_account,
    },
    Route {
        name: "users/get_space_usage",
        style: Style::Rpc,
        caller: Caller::User("account_info.read"),
        argument: &[],
        act: space_usage,
    },
    Route {
        name: "check/user",
        style: Style::Rpc,
        caller: Caller::User("account_info.read"),
        argument: ECHO,
        act: echo,
    },
    Route { name: "check/app", style: Style::Rpc, caller: Caller::App, argument: ECHO, act: echo },
];

fn echo(_: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let query = ask.argument.text("query");
    if query == "error" {
        return Err(refused("user_requested"));
    }
    Ok(json!({ "result": query }).into())
}

fn current_account(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let account = world.accounts.get(&ask.view.account).ok_or_else(|| broken("an account"))?;
    let name = &account.name;
    let kind = if account.plan == Plan::Basic { "basic" } else { "pro" };
    let told = json!({
        "account_id": world.told_id(&account.id),
        "name": {
            "given_name": name,
            "surname": "",
            "familiar_name": name,
            "display_name": name,
            "abbreviated_name": name.chars().take(2).collect::<String>(),
        },
        "email": account.email,
        "email_verified": account.is_verified,
        "disabled": false,
        "country": "US",
        "locale": "en",
        "referral_link": "https://www.dropbox.com/referrals/none",
        "is_paired": false,
        "account_type": { ".tag": kind },
        "root_info": world.root_info(account),
    });
    Ok(told.into())
}

fn space_usage(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let account = world.accounts.get(&ask.view.account).ok_or_else(|| broken("an account"))?;
    let allocation = json!({ ".tag": "individual", "allocated": account.quota });
    Ok(json!({ "used": world.used(&account.id), "allocation": allocation }).into())
}

impl World {
    /// Where the account's paths are counted from, as Dropbox tells it.
    pub(crate) fn root_info(&self, account: &Account) -> Value {
        let mut told = json!({
            ".tag": if account.team_root.is_some() { "team" } else { "user" },
            "root_namespace_id": account.root(),
            "home_namespace_id": account.home,
        });
        if let (Some(_), Some(fields)) = (&account.team_root, told.as_object_mut()) {
            fields.insert("home_path".to_owned(), json!(format!("/{}", account.name)));
        }
        told
    }

    pub(crate) fn join_team(&mut self, id: &str) -> String {
        let root = format!("{}", 2_000_000 + self.next());
        let Some(account) = self.accounts.get_mut(id) else { return root };
        account.team_root = Some(root.clone());
        let (name, home) = (account.name.clone(), account.home.clone());
        self.namespaces.insert(root.clone(), Namespace { visitors: vec![id.to_owned()], ..Namespace::default() });
        let place = Place { ns: root.clone(), rel: format!("/{}", fold(&name)) };
        self.put(&place, &format!("/{name}"), Kind::Mount(home));
        root
    }

    pub(crate) fn make_team_folder(&mut self, id: &str, name: &str) -> String {
        let folder = format!("{}", 85_000_000_000 + self.next());
        let node_id = self.next_node_id();
        let home = self.accounts.get(id).map(|account| account.home.clone()).unwrap_or_default();
        let member = Member { level: "editor".to_owned(), invited_at: self.now };
        let shared = Shared {
            name: name.to_owned(),
            node_id: node_id.clone(),
            owner: String::new(),
            is_team: true,
            acl: "owner".to_owned(),
            link_policy: "anyone".to_owned(),
            members: BTreeMap::from([(id.to_owned(), member)]),
            invitees: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        self.namespaces.insert(folder.clone(), Namespace { shared: Some(shared), ..Namespace::default() });
        let place = Place { ns: home.clone(), rel: format!("/{}", fold(name)) };
        self.put(&place, &format!("/{name}"), Kind::Mount(folder.clone()));
        if let Some(node) = self.namespaces.get_mut(&home).and_then(|files| files.nodes.get_mut(&place.rel)) {
            node.id = node_id;
        }
        folder
    }

    pub(crate) fn make_app_folder(&mut self, id: &str, name: &str) {
        let Some(home) = self.accounts.get(id).map(|account| account.home.clone()) else { return };
        let path = format!("/Apps/{name}");
        let place = Place { ns: home.clone(), rel: fold(&path) };
        self.put(&place, &path, Kind::Folder);
        if let Some(namespace) = self.namespaces.get_mut(&home) {
            namespace.app_folders.push(place.rel);
        }
    }
}
