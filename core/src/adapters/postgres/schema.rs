//! The tables, as ordered steps that are never changed once published.
//!
//! 1. Everything is in the schema `cowrite` and named with it, so that nothing hangs on a search path or meets the host's own tables.
//! 2. Every primary key begins with the virtual shard of its family: of the scope for all that is kept under one, of the person, of the actor, of the hash of a unique value.
//! 3. No foreign keys, no unique constraints but primary keys, no triggers, no sequences; only types that other engines of this family have.
//! 4. Percentages are hundredths, instants milliseconds, a scope a kind (0 group, 1 track) and an id, lists of ids bytes.
//! 5. Every question of `Find` has an index; those on few rows are partial.
//! 6. No row is written by every commit.

/// The steps from nothing to the newest schema; the number of a step, from 1, is the schema it leads to.
pub(super) const STEPS: &[&str] = &[STEP_1];

/// What must be there before the first step, whichever node comes first: the one row that migrating locks.
pub(super) const GROUND: &str = "
CREATE SCHEMA IF NOT EXISTS cowrite;
CREATE TABLE IF NOT EXISTS cowrite.store (
    shard         smallint NOT NULL CHECK (shard = 0),
    schema        integer  NOT NULL CHECK (schema >= 0),
    -- What is added to the numbers of transactions, so that they go on growing when a copy is restored on another server.
    revision_base bigint   NOT NULL CHECK (revision_base >= 0),
    -- Which server counted the transactions.
    server        bigint   NOT NULL,
    PRIMARY KEY (shard)
);
INSERT INTO cowrite.store (shard, schema, revision_base, server)
VALUES (0, 0, 0, (SELECT system_identifier FROM pg_control_system())) ON CONFLICT (shard) DO NOTHING;
";

const STEP_1: &str = "
CREATE TABLE cowrite.migration (
    shard    smallint NOT NULL CHECK (shard = 0),
    step     integer  NOT NULL,
    checksum text     NOT NULL,
    PRIMARY KEY (shard, step)
);

-- The version of each aggregate: what is locked, for writing or for sharing, before anything rests on it.
CREATE TABLE cowrite.aggregate (
    shard    smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    family   uuid     NOT NULL,
    kind     smallint NOT NULL CHECK (kind BETWEEN 0 AND 255),
    id       uuid     NOT NULL,
    version  bigint   NOT NULL CHECK (version >= 0),
    stamp    bigint   NOT NULL,
    revision bigint   NOT NULL,
    PRIMARY KEY (shard, family, kind, id)
);

-- What has happened. The key is the guard: two commits on one version of an aggregate cannot both append.
CREATE TABLE cowrite.activity (
    shard    smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    family   uuid     NOT NULL,
    kind     smallint NOT NULL CHECK (kind BETWEEN 0 AND 255),
    id       uuid     NOT NULL,
    seq      bigint   NOT NULL CHECK (seq > 0),
    revision bigint   NOT NULL CHECK (revision > 0),
    idx      integer  NOT NULL CHECK (idx >= 0),
    stamp    bigint   NOT NULL,
    at       bigint   NOT NULL,
    author   smallint NOT NULL CHECK (author BETWEEN 0 AND 3),
    person   uuid,
    reason   text,
    format   integer  NOT NULL,
    event    text     NOT NULL,
    PRIMARY KEY (shard, family, kind, id, seq),
    CHECK ((author = 1) = (person IS NOT NULL)),
    CHECK ((author = 2) = (reason IS NOT NULL))
);
-- A person's record belongs to no scope, and nobody reads its history by page.
CREATE INDEX activity_order ON cowrite.activity (revision, idx);
CREATE INDEX activity_log ON cowrite.activity (shard, family, revision DESC, idx DESC) WHERE kind <> 0;

CREATE TABLE cowrite.person (
    shard       smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    id          uuid     NOT NULL,
    version     bigint   NOT NULL CHECK (version > 0),
    stamp       bigint   NOT NULL,
    state       smallint NOT NULL CHECK (state BETWEEN 0 AND 2),
    external_id text,
    name        text,
    name_fold   text     COLLATE \"C\",
    email       text,
    PRIMARY KEY (shard, id)
);

CREATE TABLE cowrite.groups (
    shard            smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    id               uuid     NOT NULL,
    version          bigint   NOT NULL CHECK (version > 0),
    stamp            bigint   NOT NULL,
    name             text     NOT NULL,
    name_fold        text     NOT NULL COLLATE \"C\",
    owner            uuid     NOT NULL,
    created_by       uuid     NOT NULL,
    created_at       bigint   NOT NULL,
    ancestors        bytea    NOT NULL CHECK (length(ancestors) % 16 = 0),
    parent           uuid,
    placed_at        bigint   NOT NULL,
    tracks           bigint   NOT NULL CHECK (tracks >= 0),
    deleted          boolean  NOT NULL,
    offer_to         uuid,
    offered_at       bigint,
    offer_expires_at bigint,
    PRIMARY KEY (shard, id),
    CHECK ((parent IS NULL) = (length(ancestors) = 0)),
    CHECK ((offer_to IS NULL) = (offered_at IS NULL) AND (offer_to IS NULL) = (offer_expires_at IS NULL))
);
CREATE INDEX groups_in ON cowrite.groups (parent) WHERE NOT deleted AND parent IS NOT NULL;
CREATE INDEX groups_of ON cowrite.groups (owner) WHERE NOT deleted;
CREATE INDEX groups_offer_to ON cowrite.groups (offer_to) WHERE NOT deleted AND offer_to IS NOT NULL;
CREATE INDEX groups_offer_in ON cowrite.groups (parent) WHERE NOT deleted AND offer_to IS NOT NULL AND parent IS NOT NULL;

CREATE TABLE cowrite.track (
    shard            smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    id               uuid     NOT NULL,
    version          bigint   NOT NULL CHECK (version > 0),
    stamp            bigint   NOT NULL,
    title            text     NOT NULL,
    title_fold       text     NOT NULL COLLATE \"C\",
    owner            uuid     NOT NULL,
    created_by       uuid     NOT NULL,
    created_at       bigint   NOT NULL,
    group_id         uuid,
    placed_at        bigint   NOT NULL,
    stage            text     NOT NULL,
    bpm              bigint,
    music_key        text,
    tags             text     NOT NULL,
    archived         boolean  NOT NULL,
    condition        smallint NOT NULL CHECK (condition BETWEEN 0 AND 2),
    offer_to         uuid,
    offered_at       bigint,
    offer_expires_at bigint,
    PRIMARY KEY (shard, id),
    CHECK ((offer_to IS NULL) = (offered_at IS NULL) AND (offer_to IS NULL) = (offer_expires_at IS NULL))
);
CREATE INDEX track_in ON cowrite.track (group_id, owner, condition) WHERE condition <> 2 AND group_id IS NOT NULL;
CREATE INDEX track_of ON cowrite.track (owner, id) WHERE condition <> 2;
-- The library reads each group, and one's own, in one of its orders; ids are in the order of creation.
CREATE INDEX track_in_newest ON cowrite.track (group_id, id) WHERE condition <> 2 AND group_id IS NOT NULL;
CREATE INDEX track_in_title ON cowrite.track (group_id, title_fold, id) WHERE condition <> 2 AND group_id IS NOT NULL;
CREATE INDEX track_of_title ON cowrite.track (owner, title_fold, id) WHERE condition <> 2;
CREATE INDEX track_offer_to ON cowrite.track (offer_to) WHERE condition <> 2 AND offer_to IS NOT NULL;
CREATE INDEX track_offer_in ON cowrite.track (group_id) WHERE condition <> 2 AND offer_to IS NOT NULL AND group_id IS NOT NULL;

CREATE TABLE cowrite.roster (
    shard          smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    scope_kind     smallint NOT NULL CHECK (scope_kind BETWEEN 0 AND 1),
    scope_id       uuid     NOT NULL,
    version        bigint   NOT NULL CHECK (version > 0),
    stamp          bigint   NOT NULL,
    shares_version bigint   NOT NULL CHECK (shares_version >= 0),
    PRIMARY KEY (shard, scope_kind, scope_id)
);

-- A row has its roster's version. Without `accepted` there is no credit.
CREATE TABLE cowrite.member (
    shard      smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    scope_kind smallint NOT NULL CHECK (scope_kind BETWEEN 0 AND 1),
    scope_id   uuid     NOT NULL,
    person     uuid     NOT NULL,
    standing   smallint NOT NULL CHECK (standing BETWEEN 0 AND 8),
    since      bigint   NOT NULL,
    role       text,
    master     bigint   CHECK (master BETWEEN 0 AND 10000),
    publishing bigint   CHECK (publishing BETWEEN 0 AND 10000),
    writer     bigint   CHECK (writer BETWEEN 0 AND 10000),
    accepted   boolean,
    PRIMARY KEY (shard, scope_kind, scope_id, person),
    CHECK (accepted IS NOT NULL OR (role IS NULL AND master IS NULL AND publishing IS NULL AND writer IS NULL))
);
CREATE INDEX member_of ON cowrite.member (person, scope_kind);
CREATE INDEX member_open ON cowrite.member (person, scope_id) WHERE scope_kind = 1 AND standing BETWEEN 1 AND 3;

CREATE TABLE cowrite.invitation (
    shard             smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    id                uuid     NOT NULL,
    scope_kind        smallint NOT NULL CHECK (scope_kind BETWEEN 0 AND 1),
    scope_id          uuid     NOT NULL,
    version           bigint   NOT NULL CHECK (version > 0),
    stamp             bigint   NOT NULL,
    person            uuid     NOT NULL,
    inviter           uuid     NOT NULL,
    access            smallint NOT NULL CHECK (access BETWEEN 1 AND 3),
    role              text,
    master            bigint   CHECK (master BETWEEN 0 AND 10000),
    publishing        bigint   CHECK (publishing BETWEEN 0 AND 10000),
    writer            bigint   CHECK (writer BETWEEN 0 AND 10000),
    created_at        bigint   NOT NULL,
    expires_at        bigint   NOT NULL,
    role_before       text,
    master_before     bigint   CHECK (master_before BETWEEN 0 AND 10000),
    publishing_before bigint   CHECK (publishing_before BETWEEN 0 AND 10000),
    writer_before     bigint   CHECK (writer_before BETWEEN 0 AND 10000),
    accepted_before   boolean,
    state             smallint NOT NULL CHECK (state BETWEEN 0 AND 5),
    PRIMARY KEY (shard, id),
    CHECK (accepted_before IS NOT NULL OR (role_before IS NULL AND master_before IS NULL
        AND publishing_before IS NULL AND writer_before IS NULL))
);
CREATE INDEX invitation_on ON cowrite.invitation (shard, scope_kind, scope_id) WHERE state = 0;
CREATE INDEX invitation_of ON cowrite.invitation (person) WHERE state = 0;

-- Values that one person at most has: 0 the host's own id, 1 an address, 2 the address of a page. The table is what keeps them unique.
CREATE TABLE cowrite.claim (
    shard  smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    kind   smallint NOT NULL CHECK (kind BETWEEN 0 AND 3),
    value  text     NOT NULL,
    person uuid     NOT NULL,
    PRIMARY KEY (shard, kind, value)
);

CREATE TABLE cowrite.replay (
    shard   smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    actor   uuid     NOT NULL,
    key     text     NOT NULL,
    call    bytea    NOT NULL CHECK (length(call) = 32),
    outcome text     NOT NULL,
    at      bigint   NOT NULL,
    PRIMARY KEY (shard, actor, key)
);
CREATE INDEX replay_at ON cowrite.replay (at);

-- What is to be done outside, as JSON; one row for each, with the last commit that made it necessary, when it may be
-- handed out next, how often it has been, and the code of the last refusal.
CREATE TABLE cowrite.effect (
    shard    smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    effect   text     NOT NULL,
    revision bigint   NOT NULL,
    due      bigint   NOT NULL,
    tries    bigint   NOT NULL CHECK (tries >= 0),
    failure  text,
    PRIMARY KEY (shard, effect)
);
CREATE INDEX effect_due ON cowrite.effect (due);

-- What is versioned one by one and read whole; by which questions it is found stands in `found`.
CREATE TABLE cowrite.document (
    shard   smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    kind    smallint NOT NULL CHECK (kind BETWEEN 0 AND 255),
    id      uuid     NOT NULL,
    family  uuid     NOT NULL,
    version bigint   NOT NULL CHECK (version > 0),
    stamp   bigint   NOT NULL,
    body    text     NOT NULL,
    PRIMARY KEY (shard, kind, id, family)
);

-- Kept under the shard of what the question asks by; the document lies under that of its family.
CREATE TABLE cowrite.found (
    shard        smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    question     smallint NOT NULL CHECK (question BETWEEN 0 AND 255),
    key          bytea    NOT NULL,
    place        bytea    NOT NULL,
    kind         smallint NOT NULL,
    id           uuid     NOT NULL,
    family       uuid     NOT NULL,
    family_shard smallint NOT NULL CHECK (family_shard BETWEEN 0 AND 4095),
    PRIMARY KEY (shard, question, key, place, kind, id, family)
);
CREATE INDEX found_by ON cowrite.found (kind, id, family);

-- What is only ever added: 0 what people were told, 1 visits to links.
CREATE TABLE cowrite.item (
    shard  smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    kind   smallint NOT NULL CHECK (kind BETWEEN 0 AND 255),
    family uuid     NOT NULL,
    id     uuid     NOT NULL,
    seen   boolean  NOT NULL,
    hidden boolean  NOT NULL,
    body   text     NOT NULL,
    PRIMARY KEY (shard, kind, family, id)
);
CREATE INDEX item_unseen ON cowrite.item (shard, kind, family) WHERE NOT seen AND NOT hidden;

CREATE TABLE cowrite.counter (
    shard  smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    family uuid     NOT NULL,
    name   text     NOT NULL COLLATE \"C\",
    count  bigint   NOT NULL CHECK (count > 0),
    PRIMARY KEY (shard, family, name)
);
CREATE INDEX counter_name ON cowrite.counter (name);

-- What the workspace signs by.
CREATE TABLE cowrite.secret (
    shard smallint NOT NULL CHECK (shard = 0),
    value bytea    NOT NULL CHECK (length(value) = 32),
    PRIMARY KEY (shard)
);
";
