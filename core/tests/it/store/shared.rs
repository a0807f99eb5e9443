//! The store in PostgreSQL: the suite over it, and what only a server can go through.

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::testing::store_conformance::store_conformance;
use pollster::block_on;

use crate::postgres::Database;

fn keeps_the_contract(options: &PostgresOptions) {
    let database = Database::new();
    let kept = store_conformance(|| async {
        database.wipe();
        PostgresStore::connect(&database.url(), options.clone()).await.unwrap()
    });
    block_on(kept).unwrap();
}

#[test]
fn the_store_in_postgresql_keeps_the_contract() {
    keeps_the_contract(&PostgresOptions::new());
}

#[test]
fn the_store_in_postgresql_keeps_the_contract_without_prepared_statements() {
    keeps_the_contract(&PostgresOptions::new().transaction_pooling(true));
}
