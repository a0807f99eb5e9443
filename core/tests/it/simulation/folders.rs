//! Who is on which folder, against who should be.

use std::collections::BTreeMap;

use cowrite::adapters::MemoryFiles;
use cowrite::domain::document::Document;
use cowrite::domain::folder::Folder;
use cowrite::ports::files::{Connection, FolderId, FolderRole, FolderSharing};
use cowrite::ports::store::Store;
use pollster::block_on;

use super::waters::Waters;
use crate::histories::Play;

/// Compares the members of every track's folder with those that the oracle says.
pub(crate) fn check(waters: &Waters, files: &MemoryFiles, observed: &Play) -> Result<(), String> {
    let documents = block_on(waters.everything()).unwrap().slice.documents;
    let folders = documents.into_values().filter_map(|document| match document {
        Document::Folder(folder) => Some((folder.track.to_string(), folder)),
        _ => None,
    });
    let folders: BTreeMap<String, Folder> = folders.collect();
    let tracks = observed.known.tracks.iter().map(|id| id.as_str().unwrap().to_owned());
    for track in tracks.chain(folders.keys().cloned()) {
        let expected = observed.oracle.folder_members(&track);
        let found = folders.get(&track).map(|folder| members(files, folder)).unwrap_or_default();
        if found != expected {
            return Err(format!("{track}: on the folder are {found:?}, not {expected:?}"));
        }
    }
    Ok(())
}

fn members(files: &MemoryFiles, folder: &Folder) -> BTreeMap<String, &'static str> {
    let Some(shared) = &folder.sharing.folder else { return BTreeMap::new() };
    let members =
        block_on(files.members(&Connection::new(folder.at.holder.to_string()), &FolderId::new(shared.as_str())))
            .unwrap();
    let others = members.into_iter().filter(|member| member.role != FolderRole::Owner);
    let row = |member: cowrite::ports::files::FolderMember| {
        let account = member.account.unwrap();
        let role = if member.role == FolderRole::Viewer { "viewer" } else { "editor" };
        (account.as_str().trim_start_matches("account:").to_owned(), role)
    };
    others.map(row).collect()
}
