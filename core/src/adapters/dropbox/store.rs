//! The ports, each call on a thread of the store's own.

use core::time::Duration;

use super::{Dropbox, Work};
use crate::domain::file::{FileName, FilePath};
use crate::ports::files::{
    Account, AccountId, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesFuture,
    FolderId, FolderMember, FolderRole, FolderSharing, Invited, JobId, JobKind, Jobs, Listing, Loc, Membership, Opened,
    Page, Progress, Put, Revoked, SharedFolder, Step, TempLink, ThumbnailSize, Wait, Who,
};

impl FileStore for Dropbox {
    fn sharing(&self) -> Option<&dyn FolderSharing> {
        Some(self)
    }

    fn membership(&self) -> Option<&dyn Membership> {
        Some(self)
    }

    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        Box::pin(self.run(by, Work::Read, |session| session.account()))
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.stat(&at)))
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        let (folder, id) = (folder.clone(), id.clone());
        Box::pin(self.run(by, Work::Read, move |session| session.find_in(&folder, &id)))
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.list(&at, listing)))
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page> {
        let cursor = cursor.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.changes(&cursor)))
    }

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.latest_cursor(&at, is_recursive)))
    }

    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait> {
        Box::pin(self.wait_for(by, cursor, timeout))
    }

    fn content_hash<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ContentHash> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.content_hash(&at)))
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.temp_link(&at)))
    }

    fn thumbnail<'a>(&'a self, by: &'a Connection, at: &'a Loc, size: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.thumbnail(&at, size)))
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry> {
        let (within, path) = (within.clone(), path.clone());
        Box::pin(self.run(by, Work::Write, move |session| session.make_dir(&within, &path)))
    }

    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry> {
        Box::pin(self.write(by, put, data))
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, range: ByteRange) -> FilesFuture<'a, Opened> {
        Box::pin(self.read(by, at, range))
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry> {
        let (from, into, name) = (from.clone(), into.clone(), name.clone());
        Box::pin(self.run(by, Work::Write, move |session| session.move_to(&from, &into, &name)))
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Write, move |session| session.delete(&at)))
    }
}

impl Jobs for Dropbox {
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a JobId) -> FilesFuture<'a, Progress> {
        let job = job.clone();
        // What is found to be shared already may have to be made the owner's to say.
        let work = if job.kind == JobKind::Share { Work::Write } else { Work::Read };
        Box::pin(self.run(by, work, move |session| session.poll(&job)))
    }
}

impl FolderSharing for Dropbox {
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        let at = at.clone();
        Box::pin(self.run(by, Work::Write, move |session| session.share(&at)))
    }

    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        let folder = folder.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.describe(&folder)))
    }

    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        let folder = folder.clone();
        Box::pin(self.run(by, Work::Read, move |session| session.members(&folder)))
    }

    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [Invited],
        quiet: bool,
    ) -> FilesFuture<'a, ()> {
        let (folder, people) = (folder.clone(), people.to_vec());
        Box::pin(self.run(by, Work::Write, move |session| session.invite(&folder, &people, quiet)))
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        role: FolderRole,
    ) -> FilesFuture<'a, ()> {
        let (folder, account) = (folder.clone(), account.clone());
        Box::pin(self.run(by, Work::Write, move |session| session.set_role(&folder, &account, role)))
    }

    fn revoke<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, who: &'a Who) -> FilesFuture<'a, Step<Revoked>> {
        let (folder, who) = (folder.clone(), who.clone());
        Box::pin(self.run(by, Work::Write, move |session| session.revoke(&folder, &who)))
    }

    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        let folder = folder.clone();
        Box::pin(self.run(by, Work::Write, move |session| session.unshare(&folder)))
    }

    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()> {
        let (folder, to) = (folder.clone(), to.clone());
        Box::pin(self.run(by, Work::Write, move |session| session.transfer(&folder, &to)))
    }
}

impl Membership for Dropbox {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        Box::pin(self.run(by, Work::Read, |session| session.mountable()))
    }

    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        let folder = folder.clone();
        Box::pin(self.run(by, Work::Write, move |session| session.mount(&folder)))
    }

    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()> {
        let folder = folder.clone();
        Box::pin(self.run(by, Work::Write, move |session| session.unmount(&folder)))
    }

    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        let folder = folder.clone();
        Box::pin(self.run(by, Work::Write, move |session| session.leave(&folder)))
    }
}
