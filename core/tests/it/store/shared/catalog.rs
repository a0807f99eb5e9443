//! The schema is ready to be spread over many servers: what the database's own catalog says of it.

use cowrite::adapters::{PostgresOptions, PostgresStore};
use pollster::block_on;

use crate::postgres::Database;

/// One line for each breach of a rule.
const BREACHES: &str = "
WITH tables AS (
    SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'cowrite' AND c.relkind IN ('r', 'p')
), keys AS (
    SELECT i.indrelid, a.attname, a.atttypid::regtype::text AS kind
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indisprimary
)
SELECT t.relname || ': no primary key that begins with the shard' FROM tables t
    WHERE NOT EXISTS (SELECT 1 FROM keys k WHERE k.indrelid = t.oid AND k.attname = 'shard' AND k.kind = 'smallint')
UNION ALL SELECT t.relname || ': constraint ' || c.conname FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid
    WHERE c.contype NOT IN ('p', 'c', 'n')
UNION ALL SELECT t.relname || ': unique index ' || i.indexrelid::regclass FROM tables t JOIN pg_index i ON i.indrelid = t.oid
    WHERE i.indisunique AND NOT i.indisprimary
UNION ALL SELECT t.relname || ': trigger ' || g.tgname FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid
UNION ALL SELECT t.relname || ': column ' || a.attname || ' is ' || a.atttypid::regtype::text
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE a.atttypid::regtype::text NOT IN ('uuid', 'smallint', 'integer', 'bigint', 'text', 'bytea', 'boolean')
UNION ALL SELECT t.relname || ': column ' || a.attname || ' makes its own values'
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND (a.atthasdef OR a.attidentity <> '')
UNION ALL SELECT c.relname || ': is neither table nor index' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'cowrite' AND c.relkind NOT IN ('r', 'p', 'i', 'I', 't')
UNION ALL SELECT p.proname || ': is a function' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'cowrite'
ORDER BY 1";

fn breaches(database: &Database) -> Vec<String> {
    database.run(BREACHES).lines().map(str::to_owned).collect()
}

fn laid_out() -> Database {
    let database = Database::new();
    drop(block_on(PostgresStore::connect(&database.url(), PostgresOptions::new())).unwrap());
    database
}

#[test]
fn every_key_begins_with_the_shard_and_nothing_reaches_across_families() {
    let database = laid_out();
    let tables = database.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'cowrite'");
    assert!(tables.trim().parse::<u32>().unwrap() > 10, "the tables were not found");
    assert_eq!(breaches(&database), Vec::<String>::new());
    let outside = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    assert_eq!(database.run(outside).trim(), "0", "the host's own schema was touched");
}

#[test]
fn a_bad_table_is_found() {
    let database = laid_out();
    // What is made, and what is found by it.
    let table = [
        ("CREATE TABLE cowrite.bad (id uuid PRIMARY KEY)", vec!["bad: no primary key"]),
        ("CREATE TABLE cowrite.bad (shard smallint)", vec!["bad: no primary key"]),
        ("CREATE TABLE cowrite.bad (id uuid, shard smallint, PRIMARY KEY (id, shard))", vec!["bad: no primary key"]),
        ("CREATE TABLE cowrite.bad (shard text PRIMARY KEY)", vec!["bad: no primary key"]),
        (
            "CREATE TABLE cowrite.bad (shard smallint PRIMARY KEY, a text UNIQUE)",
            vec!["bad: constraint", "bad: unique index"],
        ),
        (
            "ALTER TABLE cowrite.member ADD FOREIGN KEY (shard, person) REFERENCES cowrite.person",
            vec!["member: constraint", "member: trigger", "member: trigger", "person: trigger", "person: trigger"],
        ),
        ("CREATE UNIQUE INDEX ON cowrite.person (email)", vec!["person: unique index"]),
        ("CREATE TABLE cowrite.bad (shard smallint PRIMARY KEY, a jsonb)", vec!["bad: column a is jsonb"]),
        ("CREATE TABLE cowrite.bad (shard smallint PRIMARY KEY, a bigint[])", vec!["bad: column a is bigint[]"]),
        (
            "CREATE TABLE cowrite.bad (shard smallint PRIMARY KEY, a bigserial)",
            vec!["bad: column a makes", "bad_a_seq: is neither"],
        ),
        (
            "CREATE FUNCTION cowrite.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
             CREATE TRIGGER t BEFORE INSERT ON cowrite.track FOR EACH ROW EXECUTE FUNCTION cowrite.f()",
            vec!["f: is a function", "track: trigger t"],
        ),
        ("CREATE VIEW cowrite.v AS SELECT 1 AS a", vec!["v: is neither"]),
    ];
    for (sql, expected) in table {
        // The transaction is the client's own, and never committed.
        let found = database.run(&format!("BEGIN; {sql}; {BREACHES}"));
        let found: Vec<&str> = found.lines().collect();
        let matches =
            found.len() == expected.len() && found.iter().zip(&expected).all(|(line, part)| line.starts_with(part));
        assert!(matches, "{sql}\n found    {found:#?}\n expected {expected:#?}");
    }
    assert_eq!(breaches(&database), Vec::<String>::new());
}
