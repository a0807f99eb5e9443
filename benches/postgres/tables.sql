CREATE SCHEMA cowrite;
CREATE TABLE cowrite.store (
    shard         smallint NOT NULL CHECK (shard = 0),
    revision_base bigint   NOT NULL CHECK (revision_base >= 0),
    PRIMARY KEY (shard)
);
CREATE TABLE cowrite.aggregate (
    shard    smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    family   uuid     NOT NULL,
    kind     smallint NOT NULL CHECK (kind BETWEEN 0 AND 6),
    id       uuid     NOT NULL,
    version  bigint   NOT NULL CHECK (version >= 0),
    stamp    bigint   NOT NULL,
    revision bigint   NOT NULL,
    PRIMARY KEY (shard, family, kind, id)
);
CREATE TABLE cowrite.activity (
    shard    smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    family   uuid     NOT NULL,
    kind     smallint NOT NULL CHECK (kind BETWEEN 0 AND 6),
    id       uuid     NOT NULL,
    seq      bigint   NOT NULL CHECK (seq > 0),
    revision bigint   NOT NULL CHECK (revision > 0),
    idx      integer  NOT NULL CHECK (idx >= 0),
    stamp    bigint   NOT NULL,
    at       bigint   NOT NULL,
    author   smallint NOT NULL CHECK (author BETWEEN 0 AND 2),
    person   uuid,
    reason   text,
    format   integer  NOT NULL,
    event    text     NOT NULL,
    PRIMARY KEY (shard, family, kind, id, seq),
    CHECK ((author = 1) = (person IS NOT NULL)),
    CHECK ((author = 2) = (reason IS NOT NULL))
);
CREATE INDEX activity_log ON cowrite.activity (shard, family, revision DESC, idx DESC) WHERE kind <> 0;
CREATE TABLE cowrite.track (
    shard            smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    id               uuid     NOT NULL,
    version          bigint   NOT NULL CHECK (version > 0),
    stamp            bigint   NOT NULL,
    title            text     NOT NULL,
    title_fold       text     NOT NULL COLLATE "C",
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
CREATE INDEX track_of ON cowrite.track (owner) WHERE condition <> 2;
CREATE TABLE cowrite.roster (
    shard          smallint NOT NULL CHECK (shard BETWEEN 0 AND 4095),
    scope_kind     smallint NOT NULL CHECK (scope_kind BETWEEN 0 AND 1),
    scope_id       uuid     NOT NULL,
    version        bigint   NOT NULL CHECK (version > 0),
    stamp          bigint   NOT NULL,
    shares_version bigint   NOT NULL CHECK (shares_version >= 0),
    PRIMARY KEY (shard, scope_kind, scope_id)
);
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
CREATE INDEX member_of ON cowrite.member (person);
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
    created_at        bigint   NOT NULL,
    expires_at        bigint   NOT NULL,
    state             smallint NOT NULL CHECK (state BETWEEN 0 AND 5),
    PRIMARY KEY (shard, id)
);
CREATE INDEX invitation_on ON cowrite.invitation (shard, scope_kind, scope_id) WHERE state = 0;

-- A thousand tracks in no group, with four people each: their owner, who has half, and three who have joined.
INSERT INTO cowrite.store VALUES (0, 0);
CREATE TEMPORARY TABLE made AS
    SELECT n, gen_random_uuid() AS id, (random() * 4095)::smallint AS shard FROM generate_series(1, 1000) AS n;
CREATE TEMPORARY TABLE person (number int, id uuid);
INSERT INTO person VALUES
    (0, '00000000-0000-7000-8000-000000000001'), (1, '00000000-0000-7000-8000-000000000002'),
    (2, '00000000-0000-7000-8000-000000000003'), (3, '00000000-0000-7000-8000-000000000004');
INSERT INTO cowrite.track
    SELECT shard, made.id, 1, n, 'Midnight Session ' || n, 'midnight session ' || n, owner, owner, n, NULL, n, 'idea', NULL,
        NULL, '[]', false, 0, NULL, NULL, NULL
    FROM made, (SELECT id AS owner FROM person WHERE number = 0) AS owner;
INSERT INTO cowrite.aggregate SELECT shard, id, 2, id, 1, n, 1 FROM made;
INSERT INTO cowrite.aggregate SELECT shard, id, 4, id, 6, n, 1 FROM made;
INSERT INTO cowrite.roster SELECT shard, 1, id, 6, n, 2 FROM made;
INSERT INTO cowrite.member
    SELECT made.shard, 1, made.id, person.id, CASE number WHEN 0 THEN 0 ELSE 2 END, n, NULL, share, share, share, true
    FROM made, person, LATERAL (SELECT CASE number WHEN 0 THEN 5000 WHEN 1 THEN 3000 END AS share) AS share;
INSERT INTO cowrite.activity
    SELECT shard, made.id, 2, made.id, 1, 1, 0, n, n, 1, person.id, NULL, 1, '{"track":"created"}' FROM made, person WHERE number = 0;
INSERT INTO cowrite.activity
    SELECT shard, made.id, 4, made.id, seq, 1, 1 + seq, n, n, 1, person.id, NULL, 1, '{"roster":"of old"}'
    FROM made, person, generate_series(1, 6) AS seq WHERE number = 0;
ANALYZE;
