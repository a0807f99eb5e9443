//! Tracks with a share link each, made by the library: one file that each round copies.

use std::path::{Path, PathBuf};

use cowrite::ports::{BoxFuture, Bytes, FilesOfTracks, Place, TrackFile, TrackFiles};
use cowrite::{
    Error, FileKind, FileRef, LinkId, LinkSecret, LinkSettings, PersonId, Timestamp, TrackId, Visit, Workspace,
};
use cowrite_benches::Outcome;
use cowrite_benches::tracks::{Tracks, fill};
use rusqlite::{Connection, params};

/// How many tracks there are; visitors go through their links in scattered order.
const TRACKS: usize = 100;
/// How often each link was opened before.
const OPENED: usize = 3;
/// What every visitor is told apart by, so that what is kept of each visit is as long.
const VISITOR: &str = "203.0.113.9";

/// The same three files for every track, at no cost: a file store is another matter.
#[derive(Debug)]
pub(crate) struct SameFiles;

impl TrackFiles for SameFiles {
    fn list(&self, tracks: Vec<Place>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
        let file = |id: &str, name: &str, kind| TrackFile {
            id: FileRef::new(id),
            name: name.to_owned(),
            kind,
            size: 31_457_280,
            modified_at: Timestamp::default(),
            content_hash: None,
        };
        let files = || {
            vec![
                file("mix", "Midnight (Master).wav", FileKind::Bounce),
                file("bass", "Bass.wav", FileKind::Stem),
                file("lead", "Lead Vocal.wav", FileKind::Vocal),
            ]
        };
        let listed = tracks.into_iter().map(|(track, _)| (track, files())).collect();
        Box::pin(std::future::ready(Ok(listed)))
    }

    fn open(&self, _: Place, _: FileRef, _: cowrite::ports::files::ByteRange) -> BoxFuture<'_, Result<Bytes, Error>> {
        Box::pin(std::future::ready(Err(Error::SourceUnavailable)))
    }
}

/// A link, by all that either side opens it with.
pub(crate) struct Link {
    pub(crate) id: LinkId,
    pub(crate) track: TrackId,
    pub(crate) secret: LinkSecret,
    /// What the file keeps of the secret.
    pub(crate) hash: Vec<u8>,
}

/// Who and what is in the file.
pub(crate) struct World {
    /// The file, closed: there is no log beside it.
    file: PathBuf,
    /// Who owns all tracks.
    pub(crate) owner: PersonId,
    pub(crate) links: Vec<Link>,
}

/// Says what the host knows of every visitor.
pub(crate) fn visit() -> Visit {
    Visit::new().visitor(VISITOR)
}

/// Opens a workspace on a file, with those files.
pub(crate) fn open(file: &Path) -> Outcome<Workspace> {
    Ok(pollster::block_on(Workspace::builder().track_files(SameFiles).open(file))?)
}

impl World {
    /// Makes the file in `directory`.
    pub(crate) fn new(directory: &Path) -> Outcome<Self> {
        let file = directory.join("template.db");
        let (owner, mut links) = pollster::block_on(Self::fill(&file))?;
        let connection = Connection::open(&file)?;
        for link in &mut links {
            // Question 3 is that for the link with a secret.
            let sql = "SELECT key FROM found WHERE question = 3 AND id = ?1";
            link.hash = connection.query_row(sql, params![link.id.uuid().into_bytes()], |row| row.get(0))?;
        }
        Ok(Self { file, owner, links })
    }

    async fn fill(file: &Path) -> Outcome<(PersonId, Vec<Link>)> {
        let workspace = open(file)?;
        let Tracks { owner, tracks, .. } = fill(&workspace, TRACKS).await?;
        let mut links = Vec::new();
        for track in tracks {
            let settings = LinkSettings::new().downloads([FileKind::Bounce]);
            let made = workspace.acting_as(owner).create_share_link(track, settings).await?;
            let secret = made.secret.ok_or("a new link has a secret")?;
            for _ in 0..OPENED {
                workspace.visitor().open(&secret, visit()).await?;
            }
            links.push(Link { id: made.link.id, track, secret, hash: Vec::new() });
        }
        workspace.close();
        Ok((owner, links))
    }

    /// Returns the link that is opened next.
    pub(crate) fn link(&self, number: usize) -> Outcome<&Link> {
        Ok(self.links.get(number * 37 % self.links.len()).ok_or("no such link")?)
    }

    /// Copies the file, for one round of one side.
    pub(crate) fn copy(&self, directory: &Path, name: &str) -> Outcome<PathBuf> {
        cowrite_benches::raw::copy(&self.file, directory, name)
    }
}

/// Adds visits to a link until it has so many, as if somebody else had come every minute.
pub(crate) fn add_visits(file: &Path, link: &Link, count: u32) -> Outcome<()> {
    let mut connection = Connection::open(file)?;
    cowrite::adapters::sqlite::add_checksums(&connection)?;
    let family = link.id.uuid().into_bytes();
    let transaction = connection.transaction()?;
    {
        let mut add = transaction.prepare(cowrite_benches::raw::ITEM)?;
        let first = 1_767_225_600_000_i64;
        for number in 0..count {
            let at = first + i64::from(number) * 60_000;
            let id = (u128::from(at.unsigned_abs()) << 80 | 0x7 << 76 | 0x2 << 62 | u128::from(number)).to_be_bytes();
            let at = Timestamp::from_millis(at).ok_or("no such instant")?;
            let (what, file) = match number % 3 {
                0 => ("opened", "\"track\":null,\"file\":null,\"kind\":null".to_owned()),
                1 => ("played", format!("\"track\":\"{}\",\"file\":\"mix\",\"kind\":\"bounce\"", link.track)),
                _ => ("downloaded", format!("\"track\":\"{}\",\"file\":\"mix\",\"kind\":\"bounce\"", link.track)),
            };
            let visitor = number % 997;
            let body = format!(
                "{{\"visit\":{{\"at\":\"{at}\",\"what\":\"{what}\",{file},\"is_bot\":false,\"label\":null,\
                 \"visitor\":\"{visitor:032x}\",\"review\":null}}}}"
            );
            add.execute(params![1, family, id, false, false, body])?;
        }
    }
    transaction.commit()?;
    Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
}
