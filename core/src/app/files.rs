//! Files of tracks, for those with access (FIL-5).

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::actor::Actor;
use super::file_views::{FileChanged, FileTicket, FileView, TrackFilesView, Upload};
use super::folders::{bring_along, file_needs};
use super::look::{known_needs, known_of};
use super::ticket::Office;
use super::visit_page::preview_among;
use crate::domain::access::{Act, act};
use crate::domain::draft::Draft;
use crate::domain::file::{FileKind, FileName, kind_in_track};
use crate::domain::folder::{FileTold, Folder, FolderEvent};
use crate::domain::folder_members::Sharing;
use crate::domain::folder_place::{Roots, wanted_places};
use crate::domain::share_link::FileRef;
use crate::domain::slice::Slice;
use crate::domain::ticket::{TicketOf, TicketUse};
use crate::error::{Error, Noun};
use crate::id::TrackId;
use crate::ports::files::ByteStream;
use crate::ports::store::{Loaded, Need};
use crate::ports::{BoxFuture, NewFile, Place, TrackFile};
use crate::time::Timestamp;

/// What has been done to a file, and what it is then, where it is still there.
type Done = (FolderEvent, Option<TrackFile>);

/// What is done to a file between load and commit, once for all tries.
type Deed = Arc<dyn Fn(Place) -> BoxFuture<'static, Result<Done, Error>> + Send + Sync>;

impl Actor {
    /// Lists a track's files as they are now (FIL-5).
    ///
    /// # Errors
    /// `not_found` where there is no track that the actor can view; `source_unavailable`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, Upload, ports::files::Whole};
    ///
    /// alex.upload_file(track, Upload::new(FileKind::Bounce, "mix.wav"), Whole::boxed("…")).await?;
    /// let listed = olivia.files(track).await?;
    /// assert_eq!(listed.files[0].name, "mix.wav");
    /// assert_eq!(listed.preview, Some(listed.files[0].id.clone()));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn files(&self, id: TrackId) -> Result<TrackFilesView, Error> {
        let (slice, _) = self.look("files", self.file_needs(id)).await?;
        drop(slice.require::<act::View>(self.id(), id.into())?);
        let place = place_of(&slice, id);
        let mut files = self.listed(place.clone()).await?;
        files.sort_by(|a, b| (a.kind, &a.name, &a.id).cmp(&(b.kind, &b.name, &b.id)));
        let preview = preview_among(&files.iter().collect::<Vec<_>>(), |_| true).map(|file| file.id.clone());
        let owner = slice.track(id).map(|track| track.owner);
        let transfer_pending = place.1.is_some_and(|folder| Some(folder.at.holder) != owner);
        let files = files.into_iter().map(FileView::of).collect();
        Ok(TrackFilesView { track: id, files, preview, transfer_pending })
    }

    /// Gives a ticket for hearing a file (ACC-1, LNK-5).
    ///
    /// # Errors
    /// `not_found` where there is no track that the actor can view, or no such file of it; `source_unavailable`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let refused = alex.stream_file(track, &cowrite::FileRef::new("gone")).await;
    /// assert_eq!(refused.unwrap_err().code(), "not_found");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn stream_file(&self, id: TrackId, file: &FileRef) -> Result<FileTicket, Error> {
        self.ticket::<act::Play>("stream_file", TicketUse::Play, id, file).await
    }

    /// Gives a ticket for downloading a file (ACC-1, LNK-5).
    ///
    /// # Errors
    /// As [`Actor::stream_file`].
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, Upload, ports::files::{ByteRange, Whole}};
    ///
    /// let drums = Upload::new(FileKind::Stem, "drums.wav");
    /// let drums = alex.upload_file(track, drums, Whole::boxed("…")).await?;
    /// let given = alex.download_file(track, &drums.file.unwrap()).await?;
    /// assert!(workspace.redeem(&given.ticket, ByteRange::All).await.is_ok());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn download_file(&self, id: TrackId, file: &FileRef) -> Result<FileTicket, Error> {
        self.ticket::<act::Download>("download_file", TicketUse::Download, id, file).await
    }

    /// Uploads a file, or new content for one, into the folder of its kind (FIL-1, FIL-5).
    ///
    /// What is uploaded is there when it returns, also where it belongs to a batch that is then given up.
    ///
    /// # Errors
    /// `invalid_input{name}` and `limit_exceeded{name}` for what cannot be a name everywhere; `not_found`; `access_denied{edit_files}`; `conflict` where the name is taken and not to be replaced; `invalid_input{content}` for what the store will not take; `source_unavailable`.
    ///
    /// # Example: a name is refused, not bent
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, Upload, ports::files::Whole};
    ///
    /// let upload = Upload::new(FileKind::Bounce, "../mix.wav");
    /// assert_eq!(alex.upload_file(track, upload, Whole::boxed("…")).await.unwrap_err().code(), "invalid_input");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn upload_file(
        &self,
        id: TrackId,
        upload: Upload,
        data: Box<dyn ByteStream>,
    ) -> Result<FileChanged, Error> {
        let Upload { kind, name, replaces } = upload;
        let name: FileName = name.parse()?;
        // FIL-1: beside the four folders the name alone says what it is.
        let kind = kind_in_track(kind.folder(), name.as_str());
        let arguments = json!({ "track": id, "kind": kind, "name": name, "replaces": replaces });
        self.driver.place_folder(Some(self.id()), id).await.map_err(|setback| setback.error)?;
        let (files, data) = (Arc::clone(&self.driver.core.files), Arc::new(Mutex::new(Some(data))));
        let (is_dry, shown) = (self.driver.dry_run, name.clone());
        let deed: Deed = Arc::new(move |place| {
            let (files, data, name) = (Arc::clone(&files), Arc::clone(&data), name.clone());
            Box::pin(async move {
                let taken = namesake(&files.list(vec![place.clone()]).await?, kind, &name);
                if taken.is_some() && !replaces {
                    return Err(Error::Conflict);
                }
                if is_dry {
                    let told = FileTold { file: FileRef::new(""), name: name.as_str().to_owned(), kind, size: 0 };
                    let event =
                        taken.map_or(FolderEvent::FileAdded(told), |file| FolderEvent::FileReplaced(tell(&file)));
                    return Ok((event, None));
                }
                let data = data.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(Error::Conflict)?;
                let put = files.put(place, NewFile { kind, name, replaces }, data).await?;
                let event = if taken.is_some() { FolderEvent::FileReplaced } else { FolderEvent::FileAdded };
                Ok((event(tell(&put)), Some(put)))
            })
        });
        let mut changed = self.change_file("upload_file", id, arguments, deed).await?;
        if changed.file.as_ref().is_some_and(|file| file.as_str().is_empty()) {
            changed = FileChanged { file: None, name: shown.as_str().to_owned(), ..changed };
        }
        Ok(changed)
    }

    /// Gives a file another name; it stays what it is, for links too (FIL-5).
    ///
    /// # Errors
    /// `invalid_input{name}` and `limit_exceeded{name}`; `not_found` for the track or the file; `access_denied{edit_files}`; `conflict` where the name is taken; `source_unavailable`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, Upload, ports::files::Whole};
    ///
    /// let upload = Upload::new(FileKind::Bounce, "mix.wav");
    /// let mix = alex.upload_file(track, upload, Whole::boxed("…")).await?.file.unwrap();
    /// assert_eq!(alex.rename_file(track, &mix, "mix 1.wav").await?.name, "mix 1.wav");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn rename_file(&self, id: TrackId, file: &FileRef, name: &str) -> Result<FileChanged, Error> {
        let name: FileName = name.parse()?;
        let arguments = json!({ "track": id, "file": file, "name": name });
        let (files, file, is_dry) = (Arc::clone(&self.driver.core.files), file.clone(), self.driver.dry_run);
        let deed: Deed = Arc::new(move |place| {
            let (files, file, name) = (Arc::clone(&files), file.clone(), name.clone());
            Box::pin(async move {
                let listed = files.list(vec![place.clone()]).await?;
                let found = found(&listed, &file)?;
                let before = found.name.clone();
                let kind = kind_in_track(found.kind.folder(), name.as_str());
                let taken = namesake(&listed, kind, &name).filter(|other| other.id != file);
                let renamed = match (taken, is_dry) {
                    (Some(_), _) => return Err(Error::Conflict),
                    (None, true) => TrackFile { name: name.as_str().to_owned(), kind, ..found },
                    (None, false) => files.rename(place, file, name).await?,
                };
                Ok((FolderEvent::FileRenamed { file: tell(&renamed), before }, Some(renamed)))
            })
        });
        self.change_file("rename_file", id, arguments, deed).await
    }

    /// Deletes a file (FIL-5).
    ///
    /// # Errors
    /// `not_found` for the track or the file; `access_denied{edit_files}`; `source_unavailable`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{FileKind, Upload, ports::files::Whole};
    ///
    /// let upload = Upload::new(FileKind::Bounce, "mix.wav");
    /// let mix = alex.upload_file(track, upload, Whole::boxed("…")).await?.file.unwrap();
    /// alex.delete_file(track, &mix).await?;
    /// assert!(alex.files(track).await?.files.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn delete_file(&self, id: TrackId, file: &FileRef) -> Result<FileChanged, Error> {
        let arguments = json!({ "track": id, "file": file });
        let (files, file, is_dry) = (Arc::clone(&self.driver.core.files), file.clone(), self.driver.dry_run);
        let deed: Deed = Arc::new(move |place| {
            let (files, file) = (Arc::clone(&files), file.clone());
            Box::pin(async move {
                let found = files.find(place.clone(), file.clone()).await?.ok_or(Error::not_found(Noun::File))?;
                if !is_dry {
                    files.delete(place, file).await?;
                }
                Ok((FolderEvent::FileDeleted(tell(&found)), None))
            })
        });
        self.change_file("delete_file", id, arguments, deed).await
    }

    fn file_needs(&self, id: TrackId) -> Vec<Need> {
        file_needs(self.id(), id)
    }

    async fn listed(&self, place: Place) -> Result<Vec<TrackFile>, Error> {
        let listed = self.driver.core.files.list(vec![place]).await?;
        Ok(listed.into_iter().flat_map(|(_, files)| files).collect())
    }

    async fn ticket<A: Act>(
        &self,
        operation: &'static str,
        to: TicketUse,
        id: TrackId,
        file: &FileRef,
    ) -> Result<FileTicket, Error> {
        let office = Office::of(&self.driver.core).await?;
        let (loaded, at) = self.driver.read(operation, self.file_needs(id)).await?;
        drop(loaded.slice.require::<A>(self.id(), id.into())?);
        let found = self.driver.core.files.find(place_of(&loaded.slice, id), file.clone()).await?;
        let TrackFile { id: file, name, kind, .. } = found.ok_or(Error::not_found(Noun::File))?;
        let of = TicketOf::Person(self.id());
        let ticket = office.issue(of, to, (id, file.clone()), self.driver.core.random()?, at);
        Ok(FileTicket { track: id, file, name, kind, ticket })
    }

    /// Does something to a file, once, and records it.
    ///
    /// Beside what anybody does meanwhile, since bytes may take their time.
    async fn change_file(
        &self,
        operation: &'static str,
        id: TrackId,
        arguments: serde_json::Value,
        deed: Deed,
    ) -> Result<FileChanged, Error> {
        let mut needs: Vec<Need> = self.file_needs(id).into_iter().chain(known_needs(id)).collect();
        // NTF-1: whoever can view is told of a file that comes.
        needs.extend((operation == "upload_file").then_some(Need::Everyone(id.into())));
        let call = self.driver.beside_others(self.call(operation, None, arguments, needs));
        let done = Arc::new(Mutex::new(None::<(Place, Done)>));
        let files = Arc::clone(&self.driver.core.files);
        let actor = self.id();
        let (is_dry, roots) = (self.driver.dry_run, self.driver.core.files.roots());
        let prepare = |loaded: &Loaded, _: Timestamp| -> BoxFuture<'static, Result<Done, Error>> {
            let may = loaded.slice.require::<act::EditFiles>(actor, id.into()).map(drop);
            let folder = place_of(&loaded.slice, id).1;
            // A dry run has placed no folder: what would be there is nothing.
            let place = (id, folder.or_else(|| wanted(&loaded.slice, id, roots).filter(|_| is_dry)));
            let (done, deed, files) = (Arc::clone(&done), Arc::clone(&deed), Arc::clone(&files));
            Box::pin(async move {
                let earlier = done.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Some((was_in, earlier)) = earlier {
                    bring_along(&*files, was_in, place, &earlier.0).await?;
                    return Ok(earlier);
                }
                may?;
                let now = deed(place.clone()).await?;
                *done.lock().unwrap_or_else(PoisonError::into_inner) = Some((place, now.clone()));
                Ok(now)
            })
        };
        let decide = |draft: &mut Draft, (event, now): Done| {
            let told = match &event {
                FolderEvent::FileAdded(told) | FolderEvent::FileReplaced(told) | FolderEvent::FileDeleted(told) => told,
                FolderEvent::FileRenamed { file, .. } => file,
                _ => return Err(Error::Conflict),
            };
            let FileTold { file, name, kind, .. } = told.clone();
            draft.tell_of_file(id, event, now.map(|now| known_of(now, Some(actor))));
            Ok(FileChanged { track: id, file: Some(file), name, kind })
        };
        self.driver.act_prepared(call, prepare, decide).await
    }
}

fn place_of(slice: &Slice, id: TrackId) -> Place {
    (id, slice.folder(id).cloned())
}

/// Where a folder would be that nobody has yet: at the place that has the track's id.
fn wanted(slice: &Slice, id: TrackId, roots: Roots) -> Option<Folder> {
    wanted_places(slice, id, roots).pop().map(|at| Folder {
        track: id,
        at,
        next: None,
        former: Vec::new(),
        sharing: Sharing::default(),
    })
}

fn tell(file: &TrackFile) -> FileTold {
    FileTold { file: file.id.clone(), name: file.name.clone(), kind: file.kind, size: file.size }
}

fn found(listed: &[(TrackId, Vec<TrackFile>)], file: &FileRef) -> Result<TrackFile, Error> {
    let mut files = listed.iter().flat_map(|(_, files)| files);
    files.find(|other| other.id == *file).cloned().ok_or(Error::not_found(Noun::File))
}

/// Returns the file of a kind that has a name already, however it is spelled.
fn namesake(listed: &[(TrackId, Vec<TrackFile>)], kind: FileKind, name: &FileName) -> Option<TrackFile> {
    let mut files = listed.iter().flat_map(|(_, files)| files);
    files.find(|file| file.kind == kind && crate::domain::file::fold_name(&file.name) == name.key()).cloned()
}
