//! Reading the sheet: one line at a time, each either an entry or a refusal.
//!
//! 1. The columns are found by their names, in any order; a column that nobody knows stops the load before it begins, since what stands in it would be lost.
//! 2. What a line says is judged by the library's own types, so that the sheet and the library never disagree on what a percentage is.
//! 3. The sheet is streamed: what is held is one line and the ends of lines that the reader has looked ahead to.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use cowrite::domain::text::{NAME_LIMIT, tidy};
use cowrite::{Access, Email, Error, Kind, Percent, ShareEdit, ShareEdits};
use csv::StringRecord;

/// The columns that a sheet must have.
const COLUMNS: [&str; 9] = ["group", "track", "person", "email", "role", "access", "master", "publishing", "writer"];

/// A column that a sheet may have, for the eyes of those who keep it.
const NOTE: &str = "note";

/// The most bytes that a line of the sheet may have, line breaks in its quotes among them.
const LONGEST_RECORD: u64 = 1 << 20;

/// What a line says.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The line on which it begins, as a text editor counts.
    pub(crate) line: u64,
    /// Whom it is about.
    pub(crate) who: Who,
    /// What it says of them, or why that is refused: even then the address of a newcomer is worth knowing.
    pub(crate) what: Result<What, Refusal>,
}

/// A person as a line names them.
#[derive(Debug)]
pub(crate) struct Who {
    /// The name.
    pub(crate) name: String,
    /// The address, where the line gives one.
    pub(crate) email: Option<Email>,
}

/// What a line says of a person.
#[derive(Debug)]
pub(crate) enum What {
    /// Their name and address, for later lines.
    Introduce,
    /// They make a group.
    OwnGroup(GroupPath),
    /// They get access to a group.
    JoinGroup(GroupPath, Access),
    /// They make a track.
    OwnTrack(Place, ShareEdits),
    /// They get access to a track, with a credit.
    JoinTrack(Place, Access, Option<String>, ShareEdits),
    /// They keep the access that they have through a group, and get shares.
    Credit(Place, ShareEdits),
}

/// The names from the outermost group to one inside, with slashes between.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct GroupPath(String);

/// Where a track lies and what it is called: what makes it that track and no other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// The group.
    pub(crate) group: Option<GroupPath>,
    /// The title.
    pub(crate) title: String,
}

/// Why a line was refused, by the library's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The code: stable, the same in every language.
    pub(crate) code: &'static str,
    /// The reason, for people.
    pub(crate) reason: String,
}

/// A line that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Its number.
    pub(crate) line: u64,
    /// Why.
    pub(crate) refusal: Refusal,
}

impl Refusal {
    /// Refuses by the code of a library's error, with a reason that knows the sheet.
    pub(crate) fn because(error: &Error, reason: impl Into<String>) -> Self {
        Self { code: error.code(), reason: reason.into() }
    }

    /// Refuses the form of what stands in a column.
    fn of_column(column: &'static str, reason: impl fmt::Display) -> Self {
        Self { code: Error::invalid("column", "").code(), reason: format!("`{column}` {reason}") }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { code: error.code(), reason: error.to_string() }
    }
}

impl GroupPath {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let names: Result<Vec<String>, Error> = text.split('/').map(|name| tidy("group", name, NAME_LIMIT)).collect();
        Ok(Self(names?.join("/")))
    }

    /// Returns the group's own name.
    pub(crate) fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }

    /// Returns the path of the group around it.
    pub(crate) fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// Returns whether this group is the other or lies in it.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        std::iter::successors(Some(self.clone()), Self::parent).any(|path| path == *other)
    }
}

impl fmt::Display for GroupPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.group {
            Some(group) => write!(f, "{} ({group})", self.title),
            None => write!(f, "{} (in no group)", self.title),
        }
    }
}

/// A sheet that is being read.
#[derive(Debug)]
pub(crate) struct Roster<R> {
    reader: csv::Reader<EndsOfLines<R>>,
    lines: LineNumbers,
    columns: Columns,
    record: StringRecord,
}

impl<R: Read> Roster<R> {
    /// Reads the line of column names.
    ///
    /// # Errors
    /// Where a column is missing, doubled or unknown, or the sheet cannot be read.
    pub(crate) fn open(sheet: R) -> Result<Self, Box<dyn std::error::Error>> {
        let lines = LineNumbers::default();
        let mut reader = csv::Reader::from_reader(EndsOfLines { inner: sheet, at: 0, place: Rc::clone(&lines.place) });
        let columns = Columns::named(reader.headers()?)?;
        Ok(Self { reader, lines, columns, record: StringRecord::new() })
    }

    /// Returns how many bytes have been read.
    pub(crate) fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Reads the next line that says anything: an entry, or the refusal of a line that is none.
    ///
    /// # Errors
    /// Where the sheet cannot be read any further.
    pub(crate) fn next(&mut self) -> Result<Option<Result<Entry, Refused>>, csv::Error> {
        loop {
            self.lines.begin(self.reader.position().byte());
            let read = self.reader.read_record(&mut self.record);
            let line = self.lines.of_record();
            match read {
                Ok(false) => return Ok(None),
                // Spreadsheets save empty rows as rows of commas.
                Ok(true) if self.record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(true) => {
                    let entry = self.columns.entry(&self.record, line);
                    return Ok(Some(entry.map_err(|refusal| Refused { line, refusal })));
                }
                Err(error) if error.is_io_error() => return Err(error),
                Err(error) => return Ok(Some(Err(Refused { line, refusal: malformed(error.kind()) }))),
            }
        }
    }
}

fn malformed(kind: &csv::ErrorKind) -> Refusal {
    let reason = match kind {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("has {len} fields, not {expected_len}"),
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8: save the sheet as \"CSV UTF-8\"".to_owned(),
        _ => "is not CSV".to_owned(),
    };
    Refusal { code: Error::invalid("line", "").code(), reason }
}

/// In which field of a record each column stands.
#[derive(Debug)]
struct Columns([usize; COLUMNS.len()]);

impl Columns {
    fn named(names: &StringRecord) -> Result<Self, String> {
        let name_at = |name: &str| name.trim().to_ascii_lowercase();
        let unknown = names.iter().map(name_at).find(|name| !COLUMNS.contains(&name.as_str()) && name != NOTE);
        if let Some(name) = unknown {
            return Err(format!("the sheet has a column `{name}`; the columns are {}, {NOTE}", COLUMNS.join(", ")));
        }
        let mut places = [0; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let mut found = names.iter().enumerate().filter(|(_, name)| name_at(name) == column).map(|(at, _)| at);
            *place = found.next().ok_or_else(|| format!("the sheet has no column `{column}`"))?;
            if found.next().is_some() {
                return Err(format!("the sheet has two columns `{column}`"));
            }
        }
        Ok(Self(places))
    }

    fn cell<'r>(&self, record: &'r StringRecord, column: &str) -> Option<&'r str> {
        let place = COLUMNS.iter().position(|name| *name == column).and_then(|at| self.0.get(at))?;
        record.get(*place).map(str::trim).filter(|cell| !cell.is_empty())
    }

    fn entry(&self, record: &StringRecord, line: u64) -> Result<Entry, Refusal> {
        let name = self.cell(record, "person").ok_or_else(|| Refusal::of_column("person", "is empty"))?;
        let name = tidy("person", name, NAME_LIMIT)?;
        let email = self.cell(record, "email").map(str::parse).transpose()?;
        Ok(Entry { line, who: Who { name, email }, what: self.what(record) })
    }

    fn what(&self, record: &StringRecord) -> Result<What, Refusal> {
        let group = self.cell(record, "group").map(GroupPath::parse).transpose()?;
        let title = self.cell(record, "track").map(|title| tidy("track", title, NAME_LIMIT)).transpose()?;
        let role = self.cell(record, "role").map(|role| tidy("role", role, NAME_LIMIT)).transpose()?;
        let access = self.cell(record, "access").map(Given::parse).transpose()?;
        let shares = self.shares(record)?;
        let Some(title) = title else {
            return of_group(group, access, role.as_deref(), &shares);
        };
        let place = Place { group, title };
        match (access, role) {
            // The library keeps roles with invitations, and nobody invites an owner: better said than silently lost.
            (Some(Given::Owner), Some(_)) => {
                Err(Refusal::of_column("role", "is kept for invited people, not for the owner"))
            }
            (Some(Given::Owner), None) => Ok(What::OwnTrack(place, shares)),
            (Some(Given::Access(access)), role) => Ok(What::JoinTrack(place, access, role, shares)),
            (None, Some(_)) => Err(Refusal::of_column("role", "comes with an access: fill `access` too")),
            (None, None) if shares == ShareEdits::KEEP => {
                Err(Refusal::of_column("access", "is empty, and so are the shares"))
            }
            (None, None) => Ok(What::Credit(place, shares)),
        }
    }

    fn shares(&self, record: &StringRecord) -> Result<ShareEdits, Error> {
        let share = |kind: Kind| match self.cell(record, kind.as_str()) {
            None => Ok(ShareEdit::Keep),
            Some(cell) => cell.parse::<Percent>().map(ShareEdit::Set).map_err(|_| Error::InvalidShare { kind }),
        };
        Ok(ShareEdits {
            master: share(Kind::Master)?,
            publishing: share(Kind::Publishing)?,
            writer: share(Kind::Writer)?,
        })
    }
}

/// Reads a line without a track: one about a group, or one that only introduces somebody.
fn of_group(
    group: Option<GroupPath>,
    access: Option<Given>,
    role: Option<&str>,
    shares: &ShareEdits,
) -> Result<What, Refusal> {
    if role.is_some() || *shares != ShareEdits::KEEP {
        return Err(Refusal::of_column("track", "is empty, and roles and shares belong to tracks"));
    }
    match (group, access) {
        (None, None) => Ok(What::Introduce),
        (None, Some(_)) => Err(Refusal::of_column("access", "is to nothing: `track` and `group` are empty")),
        (Some(_), None) => Err(Refusal::of_column("access", "is empty")),
        (Some(group), Some(Given::Owner)) => Ok(What::OwnGroup(group)),
        (Some(group), Some(Given::Access(access))) => Ok(What::JoinGroup(group, access)),
    }
}

/// What stands in the column `access`.
#[derive(Debug, Clone, Copy)]
enum Given {
    Owner,
    Access(Access),
}

impl Given {
    fn parse(cell: &str) -> Result<Self, Refusal> {
        let word = cell.to_lowercase();
        if word == "owner" {
            return Ok(Self::Owner);
        }
        let access = word.parse().map(Self::Access);
        access.map_err(|_| Refusal::of_column("access", "is not owner, viewer, editor or full"))
    }
}

/// Passes a sheet on, notes where its lines end, and stops where one record never does.
#[derive(Debug)]
struct EndsOfLines<R> {
    inner: R,
    at: u64,
    place: Rc<RefCell<PlaceInSheet>>,
}

/// What the one who passes the sheet on and the one who counts its lines both know.
#[derive(Debug, Default)]
struct PlaceInSheet {
    /// Where the record that is being read begins.
    begin: u64,
    /// Where lines end that have been passed on and not counted yet.
    ends: VecDeque<(u64, u8)>,
}

impl<R: Read> Read for EndsOfLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut place = self.place.borrow_mut();
        if self.at.saturating_sub(place.begin) > LONGEST_RECORD {
            // Without a bound a quote that is never closed would take the rest of the sheet into memory.
            return Err(io::Error::other(format!(
                "a line is longer than {LONGEST_RECORD} bytes: is a quote never closed?"
            )));
        }
        let count = self.inner.read(buffer)?;
        for byte in buffer.iter().take(count) {
            if matches!(byte, b'\n' | b'\r') {
                place.ends.push_back((self.at, *byte));
            }
            self.at += 1;
        }
        Ok(count)
    }
}

/// The numbers of lines, as a text editor counts them.
///
/// The reader's own numbers will not do: it counts a record as beginning before the `\n` of the `\r\n` above it, and before blank lines.
#[derive(Debug, Default)]
struct LineNumbers {
    place: Rc<RefCell<PlaceInSheet>>,
    passed: u64,
}

impl LineNumbers {
    /// Notes where the next record begins.
    fn begin(&self, begin: u64) {
        self.place.borrow_mut().begin = begin;
    }

    /// Returns the line of the first byte of the record that is not the end of a line.
    fn of_record(&mut self) -> u64 {
        let mut place = self.place.borrow_mut();
        let mut begin = place.begin;
        while let Some((end, byte)) = place.ends.front().copied().filter(|(end, _)| *end <= begin) {
            place.ends.pop_front();
            begin += u64::from(end == begin);
            self.passed += u64::from(byte == b'\n');
        }
        self.passed + 1
    }
}
