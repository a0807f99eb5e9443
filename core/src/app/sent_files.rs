//! The bytes of what was sent to somebody (IMP-1).

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::actor::Actor;
use super::driver::{Call, Driver};
use super::import_views::ImportView;
use super::workspace::Workspace;
use crate::domain::document::DocumentKind;
use crate::domain::draft::Draft;
use crate::domain::share_link::FileRef;
use crate::error::Error;
use crate::id::{ImportId, PersonId};
use crate::ports::files::ByteStream;
use crate::ports::store::{Loaded, Need};
use crate::ports::{Arriving, BoxFuture};
use crate::time::Timestamp;

impl Workspace {
    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before.
    /// Whoever has an import's id can send for it: it is the host's to hand it to nobody but the outsider.
    ///
    /// # Errors
    /// `not_found` for what a person sent, and what does not wait; `invalid_input{number}` for a file that it does not have; `invalid_input{content}` where it is not as long as was said, and nothing of it is kept; `source_unavailable`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{NewImport, ports::files::Whole};
    ///
    /// let files = NewImport::new().file("strings.wav", None, 5);
    /// let sent = workspace.receive_import(olivia.id(), "Sam Lee", "sam@example.com", files).await?;
    /// let sent = workspace.receive_file(sent.id, 0, Whole::boxed("bytes")).await?;
    /// assert!(sent.files[0].arrived);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn receive_file(
        &self,
        import: ImportId,
        number: u32,
        content: Box<dyn ByteStream>,
    ) -> Result<ImportView, Error> {
        self.host().receive_file("receive_file", None, (import, number), content).await
    }
}

impl Actor {
    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track, and into the track's folder once the import was accepted and [`Workspace::run_effects`] has run.
    /// Sent again they take the place of what came before; those of an import that was dismissed are there when it is sent again.
    ///
    /// # Errors
    /// `not_found` for what somebody else sent, and what does not wait; `invalid_input{number}` for a file that it does not have; `invalid_input{content}` where it is not as long as was said, and nothing of it is kept; `source_unavailable`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{NewImport, ports::files::Whole};
    ///
    /// let sent = jordan.submit_import(olivia.id(), NewImport::new().file("kick.wav", Some("Stems"), 5)).await?;
    /// jordan.send_file(sent.id, 0, Whole::boxed("bytes")).await?;
    /// olivia.accept_import(sent.id, track).await?;
    /// workspace.run_effects(100).await?;
    /// assert_eq!(olivia.files(track).await?.files[0].name, "kick.wav");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn send_file(
        &self,
        import: ImportId,
        number: u32,
        content: Box<dyn ByteStream>,
    ) -> Result<ImportView, Error> {
        self.driver.receive_file("send_file", Some(self.id()), (import, number), content).await
    }
}

impl Driver {
    async fn receive_file(
        &self,
        operation: &'static str,
        from: Option<PersonId>,
        (id, number): (ImportId, u32),
        content: Box<dyn ByteStream>,
    ) -> Result<ImportView, Error> {
        let document = Need::DocumentWalk { kind: DocumentKind::Import, id: id.uuid(), people: Vec::new() };
        let arguments = json!({ "import": id, "number": number });
        let call = self.beside_others(Call { operation, needs: vec![document, Need::Names], lane: None, arguments });
        let (files, is_dry) = (Arc::clone(&self.core.files), self.dry_run);
        // What is read is read once, for all tries.
        let content = Arc::new(Mutex::new(Some(content)));
        let kept = Arc::new(Mutex::new(None::<FileRef>));
        let prepare = |loaded: &Loaded, _: Timestamp| -> BoxFuture<'static, Result<FileRef, Error>> {
            let arriving = loaded.slice.sent_file(from, id, number).map(|(import, file)| Arriving {
                to: import.to,
                under: import.kept_under,
                number,
                name: file.name.clone(),
                size: file.size,
            });
            let (files, content, kept) = (Arc::clone(&files), Arc::clone(&content), Arc::clone(&kept));
            Box::pin(async move {
                let arriving = arriving?;
                if is_dry {
                    return Ok(FileRef::new(""));
                }
                if let Some(file) = kept.lock().unwrap_or_else(PoisonError::into_inner).clone() {
                    return Ok(file);
                }
                let content = content.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(Error::Conflict)?;
                let file = files.receive(arriving, content).await?;
                *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(file.clone());
                Ok(file)
            })
        };
        let decide = |draft: &mut Draft, file: FileRef| {
            let key = draft.file_arrived(from, id, number, file)?;
            ImportView::of(&draft.slice, key, from)
        };
        self.act_prepared(call, prepare, decide).await
    }
}
