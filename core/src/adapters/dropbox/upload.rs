//! Writing a file: what is small at once, what is larger piece by piece, and then put in its place in one step.

use std::sync::Arc;

use dropbox_sdk::sync_routes::files::{
    self, CommitInfo, Metadata, UploadArg, UploadSessionAppendArg, UploadSessionAppendError, UploadSessionCursor,
    UploadSessionFinishArg, UploadSessionStartArg, WriteMode,
};

use super::errors::Fail;
use super::paths::Found;
use super::session::Session;
use super::{Dropbox, Work};
use crate::ports::files::{
    ByteStream, Connection, ContentHash, ContentHasher, Entry, FileId, FilesError, Mode, Node, Put,
};

/// How many bytes go at once: a multiple of Dropbox's 4 MiB. What has no more goes without a session.
const CHUNK: usize = 8 * 1024 * 1024;

/// The most bytes that Dropbox takes of one file.
const MOST: u64 = (1 << 41) - (1 << 22);

/// Where a write goes, and on what condition.
struct Target {
    path: String,
    mode: WriteMode,
    /// The folder by whose path it goes, where it does.
    folder: Option<Found>,
}

impl Session {
    /// Says where a write goes and on what condition, or why it may not be.
    fn target(&self, put: &Put) -> Result<Target, Fail> {
        let folder = self.folder(&put.into)?;
        let present = self.named(&folder, &put.name)?;
        let new = |mode| Target { path: folder.child(&put.name), mode, folder: Some(folder.clone()) };
        // By its id, so that it keeps the spelling that it has.
        let known = |id: FileId, mode| Target { path: id.as_str().to_owned(), mode, folder: None };
        match (present, &put.mode) {
            (None, Mode::Add) => Ok(new(WriteMode::Add)),
            (None, Mode::Overwrite) => Ok(new(WriteMode::Overwrite)),
            (Some(Found { id, node: Node::File(_), .. }), Mode::Overwrite) => Ok(known(id, WriteMode::Overwrite)),
            (Some(Found { id, node: Node::File(facts), .. }), Mode::Update(rev)) if facts.rev == *rev => {
                Ok(known(id, WriteMode::Update(rev.as_str().to_owned())))
            }
            _ => Err(FilesError::Conflict.into()),
        }
    }

    fn written(
        &self,
        put: &Put,
        folder: Option<&Found>,
        metadata: files::FileMetadata,
        hash: ContentHash,
    ) -> Result<Entry, Fail> {
        let mut written = Found::read(Metadata::File(metadata), "")?;
        if let Some(folder) = folder {
            written = self.in_place(written, &put.into, folder, &put.name)?;
        }
        let mut entry = written.entry(self.home());
        if let Node::File(facts) = &mut entry.node {
            facts.content_hash = Some(hash);
        }
        Ok(entry)
    }

    /// Writes content that is at hand whole.
    fn upload(&self, put: &Put, content: &[u8], hash: ContentHash) -> Result<Entry, Fail> {
        let Target { path, mode, folder } = self.target(put)?;
        let argument =
            UploadArg::new(path).with_mode(mode).with_strict_conflict(true).with_content_hash(hash.to_string());
        let written = self.ask_with(&argument, |wire, argument| files::upload(wire, argument, content))?;
        self.written(put, folder.as_ref(), written, hash)
    }

    /// Sends the first piece of what is larger.
    fn start(&self, piece: &[u8]) -> Result<String, Fail> {
        let argument = UploadSessionStartArg::default().with_content_hash(ContentHash::of(piece).to_string());
        let started = self.ask_with(&argument, |wire, argument| files::upload_session_start(wire, argument, piece))?;
        Ok(started.session_id)
    }

    /// Sends a further piece; one that has come already is well.
    fn append(&self, session: &str, offset: u64, piece: &[u8]) -> Result<(), Fail> {
        let cursor = UploadSessionCursor::new(session.to_owned(), offset);
        let argument = UploadSessionAppendArg::new(cursor).with_content_hash(ContentHash::of(piece).to_string());
        let end = offset.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        match self.ask_with(&argument, |wire, argument| files::upload_session_append_v2(wire, argument, piece)) {
            Err(refusal) => match refusal.route {
                Some(UploadSessionAppendError::IncorrectOffset(at)) if at.correct_offset == end => Ok(()),
                _ => Err(refusal.into()),
            },
            Ok(()) => Ok(()),
        }
    }

    /// Sends the last piece, and puts the whole in its place.
    fn finish(&self, put: &Put, session: &str, offset: u64, piece: &[u8], hash: ContentHash) -> Result<Entry, Fail> {
        let Target { path, mode, folder } = self.target(put)?;
        let cursor = UploadSessionCursor::new(session.to_owned(), offset);
        let commit = CommitInfo::new(path).with_mode(mode).with_strict_conflict(true);
        let argument =
            UploadSessionFinishArg::new(cursor, commit).with_content_hash(ContentHash::of(piece).to_string());
        let written = self.ask_with(&argument, |wire, argument| files::upload_session_finish(wire, argument, piece))?;
        if written.content_hash.as_ref().is_some_and(|found| *found != hash.to_string()) {
            // What it has is not what was sent, and it has it: the caller reads back.
            return Err(FilesError::Transient.into());
        }
        self.written(put, folder.as_ref(), written, hash)
    }
}

/// The pieces of a stream, each of the same size but the last.
struct Pieces {
    data: Box<dyn ByteStream>,
    ahead: Vec<u8>,
    is_over: bool,
}

impl Pieces {
    /// Returns the next piece, and whether it is the last.
    async fn next(&mut self) -> Result<(Vec<u8>, bool), FilesError> {
        // One more than a piece has must be seen to know that it is not the last.
        while self.ahead.len() <= CHUNK && !self.is_over {
            match self.data.next().await? {
                Some(piece) => self.ahead.extend(piece),
                None => self.is_over = true,
            }
        }
        let rest = self.ahead.split_off(self.ahead.len().min(CHUNK));
        let piece = core::mem::replace(&mut self.ahead, rest);
        Ok((piece, self.is_over && self.ahead.is_empty()))
    }
}

impl Dropbox {
    pub(super) async fn write(
        &self,
        by: &Connection,
        put: Put,
        data: Box<dyn ByteStream>,
    ) -> Result<Entry, FilesError> {
        let mut pieces = Pieces { data, ahead: Vec::new(), is_over: false };
        let (mut hasher, mut sent, mut session) = (ContentHasher::new(), 0_u64, None::<Arc<str>>);
        loop {
            let (piece, is_last) = pieces.next().await?;
            hasher.update(&piece);
            let size = sent.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if put.size.is_some_and(|expected| size > expected || (is_last && size != expected)) {
                return Err(FilesError::Mismatch);
            }
            if size > MOST {
                return Err(FilesError::TooLarge);
            }
            if is_last {
                let hash = hasher.finish();
                if put.content_hash.is_some_and(|expected| expected != hash) {
                    return Err(FilesError::Mismatch);
                }
                let act = move |work: &Session| match &session {
                    None => work.upload(&put, &piece, hash),
                    Some(session) => work.finish(&put, session, sent, &piece, hash),
                };
                return self.run(by, Work::Write, act).await;
            }
            session = Some(self.send(by, &put, session, sent, Arc::new(piece)).await?);
            sent = size;
        }
    }

    /// Sends a piece that is not the last; it shows nowhere yet, so it can be sent again.
    async fn send(
        &self,
        by: &Connection,
        put: &Put,
        session: Option<Arc<str>>,
        sent: u64,
        piece: Arc<Vec<u8>>,
    ) -> Result<Arc<str>, FilesError> {
        let mut tries = 0;
        loop {
            let (put, piece, open) = (put.clone(), Arc::clone(&piece), session.clone());
            let act = move |work: &Session| match &open {
                Some(session) => work.append(session, sent, &piece).map(|()| Arc::clone(session)),
                None => {
                    // What cannot be is refused before all of it is sent.
                    work.target(&put)?;
                    work.start(&piece).map(Arc::<str>::from)
                }
            };
            let error = match self.run(by, Work::Read, act).await {
                Ok(session) => return Ok(session),
                Err(error) => error,
            };
            if !self.is_worth_another(&error, &mut tries).await {
                return Err(error);
            }
        }
    }
}
