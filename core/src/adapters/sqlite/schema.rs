//! The tables, as ordered steps that are never changed once published.
//!
//! 1. Every table is STRICT; keyed tables have no rowid, so a row lies where its key says.
//! 2. Ids are 16 bytes, percentages hundredths, instants milliseconds, a scope a kind (0 group, 1 track) and an id.
//! 3. Every question of `Find` has an index; those on few rows are partial.
//! 4. Every row has a checksum of its columns, which SQLite writes with it (ADR 9); but for `migration`, which is compared when a file is opened, and `found`, whose index says each row again.
//! 5. What is changed, or followed on, by a statement that has not read it is checked by a trigger: else the change would make a right checksum of a wrong row.
//! 6. Foreign keys stay inside what one commit writes: nothing refers across families.

/// Marks the file as a Cowrite store: "Cowr".
pub(super) const APPLICATION_ID: i64 = 0x436f_7772;

/// The steps from nothing to the newest schema; the number of a step, from 1, is the schema it leads to.
pub(super) const STEPS: &[&str] = &[STEP_1];

/// The tables that hold what must never be damaged, for naming damage.
pub(super) const TABLES: [&str; 18] = [
    "migration",
    "commit_log",
    "activity",
    "person",
    "groups",
    "track",
    "roster",
    "member",
    "invitation",
    "claim",
    "replay",
    "effect",
    "document",
    "found",
    "item",
    "counter",
    "secret",
    "sqlite_schema",
];

const STEP_1: &str = "
CREATE TABLE migration (
    step     INTEGER NOT NULL PRIMARY KEY,
    checksum TEXT    NOT NULL
) STRICT;

-- One row for each commit; revisions have no gaps and stamps never go backwards.
CREATE TABLE commit_log (
    revision INTEGER NOT NULL PRIMARY KEY,
    stamp    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    author   INTEGER NOT NULL CHECK (author BETWEEN 0 AND 3),
    person   BLOB    CHECK (length(person) = 16),
    reason   TEXT,
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(revision, stamp, at, author, person, reason)) STORED,
    CHECK ((author = 1) = (person IS NOT NULL)),
    CHECK ((author = 2) = (reason IS NOT NULL))
) STRICT;
-- The stamp of a commit follows on the last one's.
CREATE TRIGGER commit_log_sound BEFORE INSERT ON commit_log
WHEN (SELECT c.checksum IS NOT row_checksum(c.revision, c.stamp, c.at, c.author, c.person, c.reason)
    FROM commit_log c ORDER BY c.revision DESC LIMIT 1)
BEGIN SELECT raise(ABORT, 'commit_log'); END;

-- What has happened. The key is the guard: two commits on one version of an aggregate cannot both append.
CREATE TABLE activity (
    family   BLOB    NOT NULL CHECK (length(family) = 16),
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 255),
    id       BLOB    NOT NULL CHECK (length(id) = 16),
    seq      INTEGER NOT NULL CHECK (seq > 0),
    revision INTEGER NOT NULL REFERENCES commit_log (revision),
    idx      INTEGER NOT NULL CHECK (idx >= 0),
    format   INTEGER NOT NULL,
    event    TEXT    NOT NULL,
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        family, kind, id, seq, revision, idx, format, event)) STORED,
    PRIMARY KEY (family, kind, id, seq)
) STRICT, WITHOUT ROWID;
-- A person's record belongs to no scope, and nobody reads its history by page.
CREATE INDEX activity_order ON activity (revision, idx);
CREATE INDEX activity_log ON activity (family, revision DESC, idx DESC) WHERE kind <> 0;

CREATE TABLE person (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version     INTEGER NOT NULL CHECK (version > 0),
    state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
    external_id TEXT,
    name        TEXT,
    name_fold   TEXT,
    email       TEXT,
    checksum    INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        id, version, state, external_id, name, name_fold, email)) STORED
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
    id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version          INTEGER NOT NULL CHECK (version > 0),
    name             TEXT    NOT NULL,
    name_fold        TEXT    NOT NULL,
    owner            BLOB    NOT NULL CHECK (length(owner) = 16),
    created_by       BLOB    NOT NULL CHECK (length(created_by) = 16),
    created_at       INTEGER NOT NULL,
    ancestors        BLOB    NOT NULL CHECK (length(ancestors) % 16 = 0),
    parent           BLOB    GENERATED ALWAYS AS (CASE WHEN length(ancestors) > 0 THEN substr(ancestors, -16) END) VIRTUAL,
    placed_at        INTEGER NOT NULL,
    tracks           INTEGER NOT NULL CHECK (tracks >= 0),
    deleted          INTEGER NOT NULL CHECK (deleted BETWEEN 0 AND 1),
    offer_to         BLOB    CHECK (length(offer_to) = 16),
    offered_at       INTEGER,
    offer_expires_at INTEGER,
    checksum         INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        id, version, name, name_fold, owner, created_by, created_at, ancestors, placed_at, tracks, deleted,
        offer_to, offered_at, offer_expires_at)) STORED,
    CHECK ((offer_to IS NULL) = (offered_at IS NULL) AND (offer_to IS NULL) = (offer_expires_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX groups_in ON groups (parent) WHERE deleted = 0 AND parent IS NOT NULL;
CREATE INDEX groups_of ON groups (owner) WHERE deleted = 0;
CREATE INDEX groups_offer_to ON groups (offer_to) WHERE deleted = 0 AND offer_to IS NOT NULL;
CREATE INDEX groups_offer_in ON groups (parent) WHERE deleted = 0 AND offer_to IS NOT NULL AND parent IS NOT NULL;

CREATE TABLE track (
    id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version          INTEGER NOT NULL CHECK (version > 0),
    title            TEXT    NOT NULL,
    title_fold       TEXT    NOT NULL,
    owner            BLOB    NOT NULL CHECK (length(owner) = 16),
    created_by       BLOB    NOT NULL CHECK (length(created_by) = 16),
    created_at       INTEGER NOT NULL,
    group_id         BLOB    CHECK (length(group_id) = 16),
    placed_at        INTEGER NOT NULL,
    stage            TEXT    NOT NULL,
    bpm              INTEGER,
    music_key        TEXT,
    tags             TEXT    NOT NULL,
    archived         INTEGER NOT NULL CHECK (archived BETWEEN 0 AND 1),
    condition        INTEGER NOT NULL CHECK (condition BETWEEN 0 AND 2),
    offer_to         BLOB    CHECK (length(offer_to) = 16),
    offered_at       INTEGER,
    offer_expires_at INTEGER,
    checksum         INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        id, version, title, title_fold, owner, created_by, created_at, group_id, placed_at, stage, bpm, music_key,
        tags, archived, condition, offer_to, offered_at, offer_expires_at)) STORED,
    CHECK ((offer_to IS NULL) = (offered_at IS NULL) AND (offer_to IS NULL) = (offer_expires_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX track_in ON track (group_id, owner, condition) WHERE condition <> 2 AND group_id IS NOT NULL;
-- What only orders tracks holds the condition as well, so that no row is read for it.
CREATE INDEX track_of ON track (owner, id, condition) WHERE condition <> 2;
-- The library reads each group, and one's own, in one of its orders; ids, which come last in each, are in the order of creation.
CREATE INDEX track_in_newest ON track (group_id, id, condition) WHERE condition <> 2 AND group_id IS NOT NULL;
CREATE INDEX track_in_title ON track (group_id, title_fold, id, condition) WHERE condition <> 2 AND group_id IS NOT NULL;
CREATE INDEX track_of_title ON track (owner, title_fold, id, condition) WHERE condition <> 2;
CREATE INDEX track_offer_to ON track (offer_to) WHERE condition <> 2 AND offer_to IS NOT NULL;
CREATE INDEX track_offer_in ON track (group_id) WHERE condition <> 2 AND offer_to IS NOT NULL AND group_id IS NOT NULL;

CREATE TABLE roster (
    scope_kind     INTEGER NOT NULL CHECK (scope_kind BETWEEN 0 AND 1),
    scope_id       BLOB    NOT NULL CHECK (length(scope_id) = 16),
    version        INTEGER NOT NULL CHECK (version > 0),
    shares_version INTEGER NOT NULL CHECK (shares_version >= 0),
    checksum       INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        scope_kind, scope_id, version, shares_version)) STORED,
    PRIMARY KEY (scope_kind, scope_id)
) STRICT, WITHOUT ROWID;

-- A row has its roster's version. Without `accepted` there is no credit.
CREATE TABLE member (
    scope_kind INTEGER NOT NULL,
    scope_id   BLOB    NOT NULL,
    person     BLOB    NOT NULL CHECK (length(person) = 16),
    standing   INTEGER NOT NULL CHECK (standing BETWEEN 0 AND 8),
    since      INTEGER NOT NULL,
    role       TEXT,
    master     INTEGER CHECK (master BETWEEN 0 AND 10000),
    publishing INTEGER CHECK (publishing BETWEEN 0 AND 10000),
    writer     INTEGER CHECK (writer BETWEEN 0 AND 10000),
    accepted   INTEGER CHECK (accepted BETWEEN 0 AND 1),
    checksum   INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        scope_kind, scope_id, person, standing, since, role, master, publishing, writer, accepted)) STORED,
    PRIMARY KEY (scope_kind, scope_id, person),
    FOREIGN KEY (scope_kind, scope_id) REFERENCES roster (scope_kind, scope_id),
    CHECK (accepted IS NOT NULL OR (role IS NULL AND master IS NULL AND publishing IS NULL AND writer IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX member_of ON member (person);
CREATE INDEX member_open ON member (person, scope_id) WHERE scope_kind = 1 AND standing BETWEEN 1 AND 3;

CREATE TABLE invitation (
    id                BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    scope_kind        INTEGER NOT NULL CHECK (scope_kind BETWEEN 0 AND 1),
    scope_id          BLOB    NOT NULL CHECK (length(scope_id) = 16),
    version           INTEGER NOT NULL CHECK (version > 0),
    person            BLOB    NOT NULL CHECK (length(person) = 16),
    inviter           BLOB    NOT NULL CHECK (length(inviter) = 16),
    access            INTEGER NOT NULL CHECK (access BETWEEN 1 AND 3),
    role              TEXT,
    master            INTEGER CHECK (master BETWEEN 0 AND 10000),
    publishing        INTEGER CHECK (publishing BETWEEN 0 AND 10000),
    writer            INTEGER CHECK (writer BETWEEN 0 AND 10000),
    created_at        INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL,
    role_before       TEXT,
    master_before     INTEGER CHECK (master_before BETWEEN 0 AND 10000),
    publishing_before INTEGER CHECK (publishing_before BETWEEN 0 AND 10000),
    writer_before     INTEGER CHECK (writer_before BETWEEN 0 AND 10000),
    accepted_before   INTEGER CHECK (accepted_before BETWEEN 0 AND 1),
    state             INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
    checksum          INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(
        id, scope_kind, scope_id, version, person, inviter, access, role, master, publishing, writer, created_at,
        expires_at, role_before, master_before, publishing_before, writer_before, accepted_before, state)) STORED,
    CHECK (accepted_before IS NOT NULL OR (role_before IS NULL AND master_before IS NULL
        AND publishing_before IS NULL AND writer_before IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_on ON invitation (scope_kind, scope_id) WHERE state = 0;
CREATE INDEX invitation_of ON invitation (person, scope_kind, scope_id) WHERE state = 0;

-- Values that one person at most has: 0 the host's own id, 1 an address, 2 the address of a page.
CREATE TABLE claim (
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
    value  TEXT    NOT NULL,
    person BLOB    NOT NULL CHECK (length(person) = 16),
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(kind, value, person)) STORED,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE replay (
    actor   BLOB    NOT NULL CHECK (length(actor) = 16),
    key     TEXT    NOT NULL,
    call    BLOB    NOT NULL CHECK (length(call) = 32),
    outcome TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(actor, key, call, outcome, at)) STORED,
    PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX replay_at ON replay (at);

-- What is to be done outside, as JSON; one row for each, with the last commit that made it necessary, when it may be
-- handed out next, how often it has been, and the code of the last refusal.
CREATE TABLE effect (
    effect   TEXT    NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    tries    INTEGER NOT NULL CHECK (tries >= 0),
    failure  TEXT,
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(effect, revision, due, tries, failure)) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX effect_due ON effect (due);
CREATE TRIGGER effect_sound BEFORE UPDATE ON effect
WHEN old.checksum IS NOT row_checksum(old.effect, old.revision, old.due, old.tries, old.failure)
BEGIN SELECT raise(ABORT, 'effect'); END;

-- What is versioned one by one and read whole; by which questions it is found stands in `found`.
CREATE TABLE document (
    kind    INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 255),
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    family  BLOB    NOT NULL CHECK (length(family) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    body    TEXT    NOT NULL,
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(kind, id, family, version, body)) STORED,
    PRIMARY KEY (kind, id, family)
) STRICT, WITHOUT ROWID;

CREATE TABLE found (
    question INTEGER NOT NULL CHECK (question BETWEEN 0 AND 255),
    key      BLOB    NOT NULL,
    place    BLOB    NOT NULL,
    kind     INTEGER NOT NULL,
    id       BLOB    NOT NULL,
    family   BLOB    NOT NULL,
    PRIMARY KEY (question, key, place, kind, id, family),
    FOREIGN KEY (kind, id, family) REFERENCES document (kind, id, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_by ON found (kind, id, family);

-- What is only ever added: 0 what people were told, 1 visits to links.
CREATE TABLE item (
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 255),
    family BLOB    NOT NULL CHECK (length(family) = 16),
    id     BLOB    NOT NULL CHECK (length(id) = 16),
    seen   INTEGER NOT NULL CHECK (seen BETWEEN 0 AND 1),
    hidden INTEGER NOT NULL CHECK (hidden BETWEEN 0 AND 1),
    body   TEXT    NOT NULL,
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(kind, family, id, seen, hidden, body)) STORED,
    PRIMARY KEY (kind, family, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_unseen ON item (kind, family) WHERE seen = 0 AND hidden = 0;
CREATE TRIGGER item_sound BEFORE UPDATE ON item
WHEN old.checksum IS NOT row_checksum(old.kind, old.family, old.id, old.seen, old.hidden, old.body)
BEGIN SELECT raise(ABORT, 'item'); END;

CREATE TABLE counter (
    family BLOB    NOT NULL CHECK (length(family) = 16),
    name   TEXT    NOT NULL,
    count  INTEGER NOT NULL CHECK (count > 0),
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(family, name, count)) STORED,
    PRIMARY KEY (family, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX counter_name ON counter (name);
CREATE TRIGGER counter_sound BEFORE UPDATE ON counter
WHEN old.checksum IS NOT row_checksum(old.family, old.name, old.count)
BEGIN SELECT raise(ABORT, 'counter'); END;

-- What the workspace signs by.
CREATE TABLE secret (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 0),
    value    BLOB    NOT NULL CHECK (length(value) = 32),
    checksum INTEGER NOT NULL GENERATED ALWAYS AS (row_checksum(id, value)) STORED
) STRICT;
";
