//! An object of the host's, whose methods the JavaScript half calls.

use std::sync::Arc;

use cowrite::ports::files::{Connection, FilesError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::bytes::HostBytes;
use crate::bridge::{Answer, Bridge, Message};
use crate::call::number;
use crate::handle::Handle;

/// An object of the host's, by the number under which the JavaScript half has it.
#[derive(Debug)]
pub(super) struct Port {
    pub(super) bridge: Arc<Bridge>,
    port: i64,
}

impl Port {
    pub(super) const fn new(bridge: Arc<Bridge>, port: i64) -> Self {
        Self { bridge, port }
    }

    /// Calls a method, and reads its answer; one that the object does not have is `Unsupported`.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        method: &'static str,
        given: Value,
        content: Option<Handle>,
    ) -> Result<T, FilesError> {
        match self.call(method, given, content).await {
            Answer::Value(text) => serde_json::from_str(&text).map_err(|_| FilesError::Transient),
            Answer::Failed(error) => Err(error),
            Answer::Opened(..) | Answer::Piece(_) => Err(FilesError::Transient),
        }
    }

    /// Calls the method that opens content, and reads what it says of it.
    pub(super) async fn open<T: DeserializeOwned>(&self, given: Value) -> Result<(T, HostBytes), FilesError> {
        match self.call("open", given, None).await {
            Answer::Opened(text, content) => {
                let said = serde_json::from_str(&text).map_err(|_| FilesError::Transient)?;
                Ok((said, content))
            }
            Answer::Failed(error) => Err(error),
            Answer::Value(_) | Answer::Piece(_) => Err(FilesError::Transient),
        }
    }

    async fn call(&self, method: &'static str, given: Value, content: Option<Handle>) -> Answer {
        let question = json!([self.port, number(), method, given]).to_string();
        self.bridge.ask(|number| Message::Ask(number, question, content)).await
    }

    /// Calls a method that answers nothing.
    pub(super) async fn tell(&self, method: &'static str, given: Value) -> Result<(), FilesError> {
        self.ask::<Value>(method, given, None).await.map(drop)
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.bridge.tell(Message::Forget(self.port));
    }
}

/// The account of a store that keeps everybody's files in one; no person's, whose names are ids.
pub(crate) const EVERYBODY: &str = "everybody";

/// On whose behalf a method is called: the id of the person who holds the files, or nobody's of everybody's.
pub(super) fn whose(by: &Connection) -> Option<&str> {
    Uuid::try_parse(by.as_str()).is_ok().then_some(by.as_str())
}
