//! Files in accounts of Dropbox: the core's own adapter, and how its accounts are connected.

use std::future::Future;

use cowrite::Error;
use cowrite::adapters::dropbox::{Authorization, webhook};
use cowrite::domain::file::FilePath;
use cowrite::ports::files::{Account, AccountId, Connection, FilesError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::type_hint_identifier;
use pyo3::types::{PyBytes, PyTuple};

use super::answers::EVERYBODY;
use super::folders::account_made;
use super::tokens::HostTokens;
use super::told;
use crate::argument::{Argument, PersonArgument, Text};
use crate::call::{Held, follow, wait};
use crate::error::raised;
use crate::shown::{Shown, Tuple, helper};
use crate::values::SecretArgument;

/// The files of tracks in accounts of Dropbox, each track's folder shared with those who have access to it; its calls wait (FIL-1, FIL-2).
///
/// Give it as `files=` to a workspace of either kind: then each person who holds tracks connects an account of their own.
/// Given as `OneAccount(dropbox)` there is one account for everybody, connected as that of `None`, and nothing is shared.
///
/// >>> dropbox = Dropbox("app key")
/// >>> studio = Workspace.in_memory(files=dropbox)
/// >>> dropbox.authorize().url.partition("?")[0]  # where the person says yes
/// 'https://www.dropbox.com/oauth2/authorize'
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Dropbox(Kept);

/// The files of tracks in accounts of Dropbox, each track's folder shared with those who have access to it; its calls are awaited (FIL-1, FIL-2).
///
/// Give it as `files=` to a workspace of either kind; all is as with `Dropbox`.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncDropbox(Kept);

/// The core's own, and what it says of itself.
#[derive(Debug)]
struct Kept {
    core: Held<cowrite::adapters::Dropbox>,
    app_key: String,
}

/// What a store is set up with.
struct Options {
    app_key: Text,
    app_secret: Option<SecretArgument>,
    redirect: Option<Text>,
    library: Text,
    tokens: Option<HostTokens>,
    servers: Option<Text>,
}

impl Kept {
    fn new(options: Options) -> Result<Self, Error> {
        let app_key = options.app_key.value("app_key")?;
        let mut builder = cowrite::adapters::Dropbox::builder(app_key.clone());
        if let Some(secret) = options.app_secret.value("app_secret")? {
            builder = builder.app_secret(secret);
        }
        if let Some(url) = options.redirect.value("redirect")? {
            builder = builder.redirect(url);
        }
        builder = builder.library(options.library.value("library")?.parse::<FilePath>()?);
        if let Some(tokens) = options.tokens {
            builder = builder.tokens(tokens);
        }
        if let Some(servers) = options.servers.value("servers")? {
            builder = builder.servers(servers);
        }
        let core = builder.build();
        let core = core.map_err(|_| Error::invalid("servers", "is neither https nor an address of this machine"))?;
        Ok(Self { core: Held::new(core), app_key })
    }

    /// Returns the core's own; there as long as the store is.
    fn core(&self) -> Result<&cowrite::adapters::Dropbox, FilesError> {
        self.core.get().ok_or(FilesError::Transient)
    }

    fn authorize(&self) -> PyResult<Asked> {
        let asked = self.core().and_then(cowrite::adapters::Dropbox::authorize);
        asked.map(Asked).map_err(|error| told(&error))
    }

    async fn connect(
        &self,
        by: Option<PersonArgument>,
        code: Text,
        verifier: SecretArgument,
    ) -> Result<PyResult<Connected>, Error> {
        let (of, code, verifier) = (connection(by), code.value("code")?, verifier.value("verifier")?);
        let connected = async { self.core()?.connect(&of, &code, &verifier).await };
        Ok(done(connected).await.map(Connected))
    }

    async fn disconnect(&self, by: Option<PersonArgument>) -> Result<PyResult<()>, Error> {
        let of = connection(by);
        Ok(done(async { self.core()?.disconnect(&of).await }).await)
    }
}

/// The name of an account: the id of the person whose it is, as the workspace has it, or everybody's.
fn connection(by: Option<PersonArgument>) -> Connection {
    by.map_or_else(|| Connection::new(EVERYBODY), |person| Connection::new(person.0.to_string()))
}

/// Makes the exception of a failure while the call is at hand in which it happened.
async fn done<T>(act: impl Future<Output = Result<T, FilesError>>) -> PyResult<T> {
    act.await.map_err(|error| told(&error))
}

/// Returns the core's own where an object is a store in Dropbox.
pub(super) fn core_of(store: &Bound<'_, PyAny>) -> PyResult<Option<cowrite::adapters::Dropbox>> {
    let kept = match (store.cast::<Dropbox>(), store.cast::<AsyncDropbox>()) {
        (Ok(dropbox), _) => &dropbox.get().0,
        (_, Ok(dropbox)) => &dropbox.get().0,
        _ => return Ok(None),
    };
    kept.core().cloned().map(Some).map_err(|error| told(&error))
}

/// Declares what is shown as an object of a class of the package's.
macro_rules! shown_as_made {
    ($Name:ident($Core:ty) = $module:literal, $Class:literal, |$py:ident, $held:ident| $made:expr) => {
        struct $Name($Core);

        impl<'py> IntoPyObject<'py> for $Name {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!($module, $Class);

            fn into_pyobject(self, $py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                let $held = self.0;
                $made
            }
        }
    };
}

shown_as_made! { Connected(Account) = "cowrite.sharing", "Account", |py, account| account_made(py, &account) }

shown_as_made! { Asked(Authorization) = "cowrite.dropbox", "Authorization", |py, asked| {
    static AUTHORIZATION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = helper(py, &AUTHORIZATION, "cowrite.dropbox", "Authorization")?;
    make.call1((asked.url, asked.state, asked.verifier))
}}

shown_as_made! { Challenge(webhook::Challenge) = "cowrite.dropbox", "Challenge", |py, answer| {
    static CHALLENGE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let headers = PyTuple::new(py, answer.headers)?;
    helper(py, &CHALLENGE, "cowrite.dropbox", "Challenge")?.call1((answer.body, headers))
}}

/// Makes the exception of `cowrite.dropbox` that a message is refused with.
fn refused(error: webhook::WebhookError) -> PyErr {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = match error {
        webhook::WebhookError::NotSigned => "NotSigned",
        webhook::WebhookError::TooLarge => "TooLarge",
        webhook::WebhookError::Malformed => "Malformed",
    };
    Python::attach(|py| {
        let made = helper(py, &MAKE, "cowrite.dropbox", "_refused");
        made.and_then(|make| make.call1((class, error.to_string()))).map_or_else(|broken| broken, PyErr::from_value)
    })
}

/// Writes both faces; `$wait` is how each waits.
macro_rules! faces {
    ($Dropbox:ident, $name:literal, $wait:ident, ($($py:ident)?), ($($asynchronous:tt)?), ($($await:tt)*)) => {
        #[pymethods]
        impl $Dropbox {
            /// Sets up a store for an app that is registered with Dropbox under this key, which is no secret; nothing is asked yet.
            ///
            /// `app_secret` is for servers only, never for what people install. `redirect` is where Dropbox sends people back to, one of
            /// those registered for the app; without it they are shown the code to copy. `library` is the folder of the account's own below
            /// which tracks lie, `""` for all of the account. `tokens` is a `TokenStore` or `AsyncTokenStore` of the host's; without it
            /// they are kept in memory. `servers` is an address that stands for all of Dropbox's, for tests: `https`, or `http` of this
            /// machine. Raises `invalid_input` for a `library` that is no path, or for other `servers`.
            #[new]
            #[pyo3(signature = (
                app_key, *, app_secret=None, redirect=None, library=Text::from("Cowrite"), tokens=None, servers=None
            ))]
            fn new(
                app_key: Text,
                app_secret: Option<SecretArgument>,
                redirect: Option<Text>,
                library: Text,
                tokens: Option<HostTokens>,
                servers: Option<Text>,
            ) -> PyResult<Self> {
                let options = Options { app_key, app_secret, redirect, library, tokens, servers };
                Kept::new(options).map(Self).map_err(|error| raised(&error))
            }

            /// Begins to connect an account: where to send its person.
            ///
            /// Keep `state` and `verifier` with the person's session until they come back with a code, and refuse a code that comes with
            /// another state. Raises `FilesError` where there is no randomness.
            fn authorize(&self) -> PyResult<Asked> {
                self.0.authorize()
            }

            /// Connects a person's account: takes the code that they have come back with for tokens, looks whether the account can hold a
            /// library, and keeps the tokens. An account that was connected for them before is so no more.
            ///
            /// Call `Workspace.account_connected` then: their folders follow. Of `OneAccount`, `by` is `None`.
            /// Raises, of `cowrite.files`: `Disconnected` where the code is not Dropbox's, has been taken before, or belongs to another
            /// verifier; `MissingScope` with the right that was not granted; `WrongAppType` for an app registered for a folder of its own;
            /// `Nesting` where the library lies in a shared folder or a team's; `Conflict` where it is a file; `RateLimited`; `Transient`;
            /// what the token store raises. Then nothing is kept.
            #[pyo3(signature = (by, *, code, verifier))]
            $($asynchronous)? fn connect(
                &self,
                $($py: Python<'_>,)?
                by: Option<PersonArgument>,
                code: Text,
                verifier: SecretArgument,
            ) -> PyResult<Connected> {
                $wait($($py,)? None, self.0.connect(by, code, verifier)) $($await)* ?
            }

            /// Forgets the tokens of a person's account; the app's access they end themselves, among the connected apps of their account.
            ///
            /// Raises `Transient` where the token store fails.
            #[pyo3(signature = (by))]
            $($asynchronous)? fn disconnect(&self, $($py: Python<'_>,)? by: Option<PersonArgument>) -> PyResult<()> {
                $wait($($py,)? None, self.0.disconnect(by)) $($await)* ?
            }

            /// Answers Dropbox's `GET` to the address of a webhook: the text and the headers, with status 200.
            ///
            /// `asked` is `challenge` of the query, decoded. Raises, of `cowrite.dropbox`: `TooLarge` past 1,024 letters, `Malformed` for
            /// other than visible ASCII.
            ///
            /// >>> Dropbox.webhook_challenge("abc123").body
            /// 'abc123'
            #[staticmethod]
            fn webhook_challenge(asked: Text) -> PyResult<Challenge> {
                let asked = asked.value("asked").map_err(|error| raised(&error))?;
                webhook::challenge(&asked).map(Challenge).map_err(refused)
            }

            /// Reads whose accounts have changed from Dropbox's `POST` to a webhook; each is the `id` that `connect` gave.
            ///
            /// `signature` is the header `X-Dropbox-Signature`, `body` what came, byte for byte. Raises, of `cowrite.dropbox`: `TooLarge`
            /// past a MiB, which need not be read; `NotSigned`; `Malformed`. Each knows its `http_status`.
            #[staticmethod]
            #[pyo3(signature = (app_secret, *, signature, body))]
            fn verify_webhook(
                py: Python<'_>,
                app_secret: SecretArgument,
                signature: Text,
                body: Bound<'_, PyBytes>,
            ) -> PyResult<Tuple<String>> {
                let secret = app_secret.value("app_secret").map_err(|error| raised(&error))?;
                let signature = signature.value("signature").map_err(|error| raised(&error))?;
                let accounts = webhook::verify(&secret, &signature, body.as_bytes()).map_err(refused)?;
                accounts.iter().map(AccountId::as_str).map(str::to_owned).collect::<Vec<_>>().given(py)
            }

            fn __repr__(&self) -> String {
                format!(concat!($name, "({:?})"), self.0.app_key)
            }
        }
    };
}

faces!(Dropbox, "Dropbox", wait, (py), (), ());
faces!(AsyncDropbox, "AsyncDropbox", follow, (), (async), (.await));
