//! Stores that break the contract, each in one way, and the case that must find it.

use core::time::Duration;

use cowrite::adapters::MemoryFiles;
use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{
    Account, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesError, FilesFuture,
    Listing, Loc, Mode, Opened, Page, Put, TempLink, ThumbnailSize, Wait, Whole, read_all,
};
use cowrite::testing::files_conformance::files_conformance;
use pollster::block_on;

#[derive(Debug, Clone, Copy)]
pub(super) enum Flaw {
    AddReplaces,
    UpdateIgnoresTheRevision,
    OverwriteIsANewFile,
    RangeIsIgnored,
    KeepsWhatBreaksOff,
    HashIsNotChecked,
    NoNews,
    NeverWakes,
    FindsAnywhere,
    DeletesNothing,
    AnyConnection,
    ForgetsDeletion,
    RevokesNothing,
    LeavesNothing,
    UnsharesNothing,
    ViewersBecomeEditors,
    InvitingLowers,
    AnyMemberInvites,
    SharesAnew,
    AdoptsAnothers,
}

#[derive(Debug)]
pub(super) struct Flawed {
    pub(super) inner: MemoryFiles,
    pub(super) flaw: Flaw,
    pub(super) known: Connection,
}

impl FileStore for Flawed {
    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        self.inner.account(if matches!(self.flaw, Flaw::AnyConnection) { &self.known } else { by })
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry> {
        self.inner.stat(by, at)
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            match self.inner.find(by, folder, id).await {
                Err(FilesError::NotFound) if matches!(self.flaw, Flaw::FindsAnywhere) => {
                    self.inner.stat(by, &Loc::Id(id.clone())).await
                }
                found => found,
            }
        })
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page> {
        self.inner.list(by, at, listing)
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page> {
        Box::pin(async move {
            let mut page = self.inner.changes(by, cursor).await?;
            if matches!(self.flaw, Flaw::NoNews) && !page.has_more {
                page.items.clear();
            }
            if matches!(self.flaw, Flaw::ForgetsDeletion) {
                page.items.retain(|item| matches!(item, cowrite::ports::files::Item::Here(_)));
            }
            Ok(page)
        })
    }

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        self.inner.latest_cursor(by, at, is_recursive)
    }

    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait> {
        Box::pin(async move {
            let mut wait = self.inner.wait(by, cursor, timeout).await?;
            wait.has_changed &= !matches!(self.flaw, Flaw::NeverWakes);
            Ok(wait)
        })
    }

    fn content_hash<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ContentHash> {
        self.inner.content_hash(by, at)
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink> {
        self.inner.temp_link(by, at)
    }

    fn thumbnail<'a>(&'a self, by: &'a Connection, at: &'a Loc, size: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        self.inner.thumbnail(by, at, size)
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry> {
        self.inner.make_dir(by, within, path)
    }

    fn put<'a>(&'a self, by: &'a Connection, mut put: Put, mut data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            match (self.flaw, &put.mode) {
                (Flaw::AddReplaces, Mode::Add) | (Flaw::UpdateIgnoresTheRevision, Mode::Update(_)) => {
                    put.mode = Mode::Overwrite;
                }
                (Flaw::HashIsNotChecked, _) => put.content_hash = None,
                (Flaw::OverwriteIsANewFile, Mode::Overwrite) => {
                    if let Loc::Path(path) = &put.into {
                        let place = Loc::Path(path.join(put.name.clone()).unwrap());
                        drop(self.inner.delete(by, &place).await);
                    }
                }
                (Flaw::KeepsWhatBreaksOff, _) => {
                    let mut kept = Vec::new();
                    while let Ok(Some(piece)) = data.next().await {
                        kept.extend(piece);
                    }
                    data = Whole::boxed(kept);
                }
                _ => {}
            }
            self.inner.put(by, put, data).await
        })
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, range: ByteRange) -> FilesFuture<'a, Opened> {
        Box::pin(async move {
            let mut opened = self.inner.open(by, at, range).await?;
            if matches!(self.flaw, Flaw::RangeIsIgnored) {
                let mut all = self.inner.open(by, at, ByteRange::All).await?;
                opened.data = Whole::boxed(read_all(all.data.as_mut(), usize::MAX).await?);
            }
            Ok(opened)
        })
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry> {
        self.inner.move_to(by, from, into, name)
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        if matches!(self.flaw, Flaw::DeletesNothing) {
            return Box::pin(async move { self.inner.account(by).await.map(drop) });
        }
        self.inner.delete(by, at)
    }
}

#[test]
fn a_store_that_breaks_the_contract_is_found() {
    let rows = [
        (Flaw::AddReplaces, "adding_replaces_nothing"),
        (Flaw::UpdateIgnoresTheRevision, "an_update_needs_the_present_revision"),
        (Flaw::OverwriteIsANewFile, "overwriting_keeps_the_id_and_gives_a_new_revision"),
        (Flaw::RangeIsIgnored, "a_range_is_what_was_asked_for"),
        (Flaw::KeepsWhatBreaksOff, "a_stream_that_breaks_leaves_nothing"),
        (Flaw::HashIsNotChecked, "what_is_not_as_it_was_said_is_not_kept"),
        (Flaw::NoNews, "a_listing_tells_all_there_is_page_by_page"),
        (Flaw::NeverWakes, "news_is_what_has_changed"),
        (Flaw::FindsAnywhere, "an_entry_is_found_in_its_own_folder_alone"),
        (Flaw::DeletesNothing, "a_file_is_deleted_and_a_folder_is_not"),
        (Flaw::AnyConnection, "an_unknown_connection_reaches_nothing"),
        (Flaw::ForgetsDeletion, "news_is_what_has_changed"),
    ];
    for (flaw, case) in rows {
        let found = block_on(files_conformance(|| async {
            let (inner, known) = super::one_account();
            (Flawed { inner, flaw, known: known.clone() }, known)
        }));
        let wrong = found.expect_err("a flawed store passed");
        assert!(wrong.starts_with(&format!("{case}: ")), "{flaw:?}: {wrong:.300}");
    }
}
