//! Files in accounts of Dropbox: the core's own adapter, and how its accounts are connected.

use std::sync::Arc;

use cowrite::Error;
use cowrite::adapters::Dropbox;
use cowrite::adapters::dropbox::webhook;
use cowrite::domain::file::FilePath;
use cowrite::ports::files::{AccountId, Connection, FilesError};
use serde::Deserialize;
use serde_json::json;

use super::folders::account;
use super::port::EVERYBODY;
use super::tokens::HostTokens;
use crate::argument::{Argument, PersonArgument, SecretArgument, Text};
use crate::bridge::Bridge;
use crate::call::Done;
use crate::error::failed;

/// What a store is set up with: the app's key and secret, where people are sent back to, the library's folder, the number under which the
/// JavaScript half has the host's place for tokens, and what stands for Dropbox's servers.
#[derive(Deserialize)]
pub(crate) struct Setting(Text, Option<SecretArgument>, Option<Text>, Option<Text>, Option<i64>, Option<Text>);

/// The folder of an account's own below which tracks lie.
const LIBRARY: &str = "Cowrite";

/// Sets a store up; nothing is asked yet.
pub(crate) fn set_up(bridge: &Arc<Bridge>, setting: Setting) -> Result<Dropbox, Error> {
    let Setting(app_key, app_secret, redirect, library, tokens, servers) = setting;
    // From here on, the place for tokens is given back where it is of no use.
    let tokens = tokens.map(|port| HostTokens::new(Arc::clone(bridge), port));
    let mut builder = Dropbox::builder(app_key.value("app_key")?);
    if let Some(secret) = app_secret.value("app_secret")? {
        builder = builder.app_secret(secret);
    }
    if let Some(url) = redirect.value("redirect")? {
        builder = builder.redirect(url);
    }
    let library = library.value("library")?;
    builder = builder.library(library.as_deref().unwrap_or(LIBRARY).parse::<FilePath>()?);
    if let Some(tokens) = tokens {
        builder = builder.tokens(tokens);
    }
    if let Some(servers) = servers.value("servers")? {
        builder = builder.servers(servers);
    }
    builder.build().map_err(|_| Error::invalid("servers", "is neither https nor an address of this machine"))
}

/// Begins to connect an account: address, state, verifier.
pub(crate) fn authorize(dropbox: &Dropbox) -> String {
    match dropbox.authorize() {
        Ok(asked) => json!([asked.url, asked.state, asked.verifier]).to_string(),
        Err(error) => failed(&error),
    }
}

/// The name of an account: the id of the person whose it is, as the workspace has it, or everybody's.
fn connection(by: Option<PersonArgument>) -> Result<Connection, Error> {
    let person = by.value("by")?;
    Ok(person.map_or_else(|| Connection::new(EVERYBODY), |person| Connection::new(person.to_string())))
}

/// Whose account, with what they came back.
#[derive(Deserialize)]
pub(crate) struct Coming(Option<PersonArgument>, Text, SecretArgument);

pub(crate) async fn connect(dropbox: Dropbox, Coming(by, code, verifier): Coming) -> Result<Done, Error> {
    let (of, code, verifier) = (connection(by)?, code.value("code")?, verifier.value("verifier")?);
    let connected = dropbox.connect(&of, &code, &verifier).await;
    Ok(done(connected.map(|of| account(&of).to_string())))
}

/// Whose account.
#[derive(Deserialize)]
pub(crate) struct Going(Option<PersonArgument>);

pub(crate) async fn disconnect(dropbox: Dropbox, Going(by): Going) -> Result<Done, Error> {
    let of = connection(by)?;
    Ok(done(dropbox.disconnect(&of).await.map(|()| "null".to_owned())))
}

fn done(done: Result<String, FilesError>) -> Done {
    Done::Text(done.unwrap_or_else(|error| failed(&error)))
}

/// Says why a message is not taken: at sign, kind, words.
fn not_taken(error: webhook::WebhookError) -> String {
    let reason = match error {
        webhook::WebhookError::NotSigned => "not_signed",
        webhook::WebhookError::TooLarge => "too_large",
        webhook::WebhookError::Malformed => "malformed",
    };
    format!("@{}", json!([reason, error.to_string()]))
}

/// Answers the question whether an address is the app's own: the text, and the headers.
pub(crate) fn challenge(asked: &str) -> String {
    match webhook::challenge(asked) {
        Ok(answer) => json!([answer.body, answer.headers]).to_string(),
        Err(error) => not_taken(error),
    }
}

/// Reads whose accounts have changed.
pub(crate) fn verify(app_secret: &str, signature: &str, body: &[u8]) -> String {
    match webhook::verify(app_secret, signature, body) {
        Ok(accounts) => json!(accounts.iter().map(AccountId::as_str).collect::<Vec<_>>()).to_string(),
        Err(error) => not_taken(error),
    }
}
