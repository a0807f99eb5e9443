//! An object of the host's, whose methods the JavaScript half calls.

use std::sync::Arc;

use cowrite::ports::files::{Connection, FilesError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

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
        let question = json!([self.port, number(), method, given]).to_string();
        match self.bridge.ask(|number| Message::Ask(number, question, content)).await {
            Answer::Value(text) => serde_json::from_str(&text).map_err(|_| FilesError::Transient),
            Answer::Failed(error) => Err(error),
            Answer::Piece(_) => Err(FilesError::Transient),
        }
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
