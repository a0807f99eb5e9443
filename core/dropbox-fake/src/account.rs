use std::collections::BTreeSet;
use std::time::Duration;

use crate::fake::Fake;
use crate::world::World;

/// What an account pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Plan {
    /// Nothing: whoever it shares a folder with becomes an editor.
    Basic,
    /// A plan that can share for reading only.
    #[default]
    Pro,
}

/// What an app may reach in the accounts that are connected to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AppType {
    /// Everything, and shared folders.
    #[default]
    FullDropbox,
    /// A folder of its own, which cannot be shared.
    AppFolder,
}

/// The scopes that an app asks for when it wants to do all that the fake can.
pub const SCOPES: [&str; 6] = [
    "account_info.read",
    "files.content.read",
    "files.content.write",
    "files.metadata.read",
    "sharing.read",
    "sharing.write",
];

/// Somebody's Dropbox.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) aliases: BTreeSet<String>,
    pub(crate) name: String,
    pub(crate) home: String,
    pub(crate) team_root: Option<String>,
    pub(crate) is_verified: bool,
    pub(crate) plan: Plan,
    pub(crate) quota: u64,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) app_type: AppType,
}

impl Account {
    /// The namespace that team members with a team space begin in when they ask for it, and everybody else's home.
    pub(crate) fn root(&self) -> &str {
        self.team_root.as_deref().unwrap_or(&self.home)
    }

    pub(crate) fn is_called(&self, email: &str) -> bool {
        self.email.eq_ignore_ascii_case(email) || self.aliases.contains(&email.to_ascii_lowercase())
    }
}

/// An account of the fake's, connected to the app, and the switches that change what Dropbox thinks of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AccountHandle {
    /// `dbid:` and 35 more characters.
    pub account_id: String,
    /// The main address.
    pub email: String,
    /// The namespace of the account's own files.
    pub home_namespace_id: String,
    /// A token that lasts four hours of the fake's clock.
    pub access_token: String,
    /// A token that buys new access tokens until the account disconnects the app.
    pub refresh_token: String,
    pub(crate) fake: Fake,
}

impl AccountHandle {
    fn change(&self, act: impl FnOnce(&mut Account)) {
        self.fake.with(|world| {
            if let Some(account) = world.accounts.get_mut(&self.account_id) {
                act(account);
            }
        });
    }

    /// What it pays for; a new account is on a plan.
    pub fn set_plan(&self, plan: Plan) {
        self.change(|account| account.plan = plan);
    }

    /// Whether its address is verified; a new account's is.
    pub fn set_email_verified(&self, is_verified: bool) {
        self.change(|account| account.is_verified = is_verified);
    }

    /// How much it may hold, in bytes; 2 GB at first. Shared folders count against each member.
    pub fn set_quota(&self, bytes: u64) {
        self.change(|account| account.quota = bytes);
    }

    /// Which scopes the app has been given, at once and for new tokens; all of [`SCOPES`] at first.
    pub fn set_scopes(&self, scopes: &[&str]) {
        self.change(|account| account.scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect());
    }

    /// Which kind of app it is connected to.
    pub fn set_app_type(&self, app_type: AppType) {
        self.change(|account| account.app_type = app_type);
    }

    /// Another address at which invitations reach it.
    pub fn also_known_as(&self, email: &str) {
        self.change(|account| {
            account.aliases.insert(email.to_ascii_lowercase());
        });
    }

    /// Puts it into a team with a team space: its root becomes a namespace in which its home is one folder. Returns the root's id.
    pub fn join_team(&self) -> String {
        self.fake.with(|world| world.join_team(&self.account_id))
    }

    /// Gives it a team's folder among its own files, in which it may write; returns the folder's id.
    pub fn make_team_folder(&self, name: &str) -> String {
        self.fake.with(|world| world.make_team_folder(&self.account_id, name))
    }

    /// Makes the folder that an app with a folder of its own has: `/Apps/{name}`.
    pub fn make_app_folder(&self, name: &str) {
        self.fake.with(|world| world.make_app_folder(&self.account_id, name));
    }

    /// The account disconnects the app: its tokens are worth nothing until it authorizes the app again.
    pub fn disconnect(&self) {
        self.fake.with(|world| world.tokens.revoke(&self.account_id));
    }

    /// Its access tokens are too old from now on; the refresh token buys a new one.
    pub fn expire_access_token(&self) {
        self.fake.with(|world| world.tokens.expire(&self.account_id));
    }
}

/// How long an access token lasts.
pub(crate) const TOKEN_LASTS: Duration = Duration::from_secs(4 * 60 * 60);

impl World {
    pub(crate) fn new_account(&mut self, email: &str) -> Account {
        let n = self.next();
        let name = email.split('@').next().unwrap_or(email).to_owned();
        let account = Account {
            id: format!("dbid:AA{n:033}"),
            email: email.to_owned(),
            aliases: BTreeSet::new(),
            name,
            home: format!("{}", 1_000_000 + n),
            team_root: None,
            is_verified: true,
            plan: Plan::Pro,
            quota: 2_000_000_000,
            scopes: SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
            app_type: AppType::FullDropbox,
        };
        self.namespaces.insert(account.home.clone(), crate::tree::Namespace::default());
        self.accounts.insert(account.id.clone(), account.clone());
        account
    }

    pub(crate) fn by_email(&self, email: &str) -> Option<&Account> {
        self.accounts.values().find(|account| account.is_called(email))
    }
}
