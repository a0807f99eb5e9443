use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::account::AccountHandle;
use crate::calls::{Call, Outcome, answered};
use crate::cursors::LONGPOLL;
use crate::fault::{Fate, Fault};
use crate::http::{Delivery, Request, Response};
use crate::refusal::Refusal;
use crate::route::{Ask, Route, argument_of, host_and_path, route_of};
use crate::world::World;

/// A Dropbox of one's own: accounts, their files, shared folders between them, and whatever is to go wrong.
///
/// Clones are the same Dropbox. Everything that it makes up is numbered, so that a run that does the same gets the same.
/// Its clock stands still until a test moves it.
#[derive(Clone, Default)]
pub struct Fake {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    world: Mutex<World>,
    /// Told when anything may have changed.
    changed: Condvar,
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fake").finish_non_exhaustive()
    }
}

impl Fake {
    /// A Dropbox without accounts, on 1 January 2026.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // A test that panicked meanwhile has failed; what others see is still whole.
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at or changes everything, then wakes who waits for changes.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let result = act(&mut self.lock());
        self.inner.changed.notify_all();
        result
    }

    /// A new account, connected to the app, with an address that is verified and a plan.
    #[must_use]
    pub fn account(&self, email: &str) -> AccountHandle {
        self.with(|world| {
            let account = world.new_account(email);
            AccountHandle {
                access_token: world.new_access_token(&account.id, None),
                refresh_token: world.new_refresh_token(&account.id),
                account_id: account.id,
                email: account.email,
                home_namespace_id: account.home,
                fake: self.clone(),
            }
        })
    }

    /// What the browser does in OAuth 2: the account allows the app, and a code comes back.
    ///
    /// The challenge is that of PKCE by S256, in base64url; an empty one is for an app with a secret.
    #[must_use]
    pub fn authorize(&self, account: &AccountHandle, code_challenge: &str) -> String {
        self.with(|world| world.new_code(&account.account_id, code_challenge))
    }

    /// Lets time pass: tokens and links grow old, sessions end, jobs get done.
    pub fn advance(&self, by: Duration) {
        self.with(|world| {
            world.now += by.as_secs();
            world.finish_all();
        });
    }

    /// Seconds since 1970 by the fake's clock.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.lock().now
    }

    /// Answers a request, without a socket.
    #[must_use]
    pub fn handle(&self, request: &Request) -> Response {
        let (_, path) = host_and_path(request);
        let path = path.to_owned();
        if let Some(token) = path.strip_prefix("/link/") {
            return self.ended("link", None, Value::Null, |world, _| world.follow(token, request));
        }
        if path == "/oauth2/token" {
            return self.ended("oauth2/token", None, Value::Null, |world, _| world.token(request));
        }
        let route = match route_of(request) {
            Ok(route) => route,
            Err(refusal) => {
                let response = refusal.response();
                let name = path.strip_prefix("/2/").unwrap_or(&path).to_owned();
                let (argument, answer, outcome) = (Value::Null, Value::Null, Outcome::of(&response));
                self.with(|world| world.log.calls.push(Call { route: name, account: None, argument, answer, outcome }));
                return response;
            }
        };
        let view = self.lock().view_of(route, request);
        let account = view.as_ref().ok().map(|view| view.account.clone()).filter(|account| !account.is_empty());
        let checked = view.and_then(|_| argument_of(route, request));
        let argument = checked.as_ref().cloned().unwrap_or_default();
        if route.name == LONGPOLL && checked.is_ok() {
            self.wait(&argument);
        }
        self.ended(route.name, account, argument, |world, fault| perform(world, route, request, checked, fault))
    }

    /// Does a call with whatever is to befall it, and writes it down.
    fn ended(
        &self,
        route: &str,
        account: Option<String>,
        argument: Value,
        act: impl FnOnce(&mut World, Option<Fault>) -> Response,
    ) -> Response {
        let mut world = self.lock();
        let crash = world.faults.crash().map(Fate::Fault);
        let fate = crash.or_else(|| world.faults.next(route));
        let fault = match fate {
            Some(Fate::Meanwhile(act)) => {
                drop(world);
                act(self);
                world = self.lock();
                None
            }
            Some(Fate::Fault(fault)) => Some(fault),
            None => None,
        };
        let instead = fault.as_ref().and_then(|fault| fault.answer(route));
        let response = instead.unwrap_or_else(|| act(&mut world, fault.clone()));
        let answer = answered(route, &response);
        let (response, outcome) = match fault {
            Some(Fault::CutAfter) => (Response::never(Delivery::Cut), Outcome::CutAfter),
            Some(Fault::CutInBody) => (response.half(), Outcome::CutAfter),
            _ if response.is_cut() => (response, Outcome::CutBefore),
            _ => {
                let outcome = Outcome::of(&response);
                (response, outcome)
            }
        };
        world.log.calls.push(Call { route: route.to_owned(), account, argument, answer, outcome });
        drop(world);
        self.inner.changed.notify_all();
        response
    }

    /// Waits for a change of what a cursor lists: until the fake's clock says that it is enough, or the test's patience ends.
    fn wait(&self, argument: &Value) {
        let world = self.lock();
        let until = world.now + argument.get("timeout").and_then(Value::as_u64).unwrap_or(30);
        let patience = world.rules.longpoll_patience;
        let cursor = argument.get("cursor").and_then(Value::as_str).unwrap_or_default();
        let is_quiet = |world: &mut World| world.now < until && world.is_quiet(cursor);
        drop(self.inner.changed.wait_timeout_while(world, patience, is_quiet));
    }
}

fn perform(
    world: &mut World,
    route: &Route,
    request: &Request,
    argument: Result<Value, Refusal>,
    fault: Option<Fault>,
) -> Response {
    let asked = argument.and_then(|argument| {
        let view = world.view_of(route, request)?;
        Ok(Ask { route: route.name, view, argument, request, fault })
    });
    match asked {
        Ok(ask) => world.perform(route, &ask),
        Err(refusal) => refusal.response(),
    }
}
