//! One load: what it is expected to need in one flush, and what it needs besides in a few more, all as of one instant.

use super::connection::{Connection, Message, Outcomes, Unsent};
use super::failure::{failed, is_lost, unavailable};
use super::fetch;
use super::learn::log_end;
use super::plan::{Part, Plan, log_rows, log_values};
use super::rows::{Ask, Fetched};
use super::standby;
use crate::ports::store::{Load, Loaded, LogOf, LogPlace, StoreError, read};

/// How often a load asks for more at most: a group lies no deeper than this has room for.
const MOST_FLUSHES: usize = 40;

/// Reads what a load needs.
pub(super) async fn load(
    connection: &Connection<'_>,
    mut standby: Option<&Connection<'_>>,
    load: &Load,
) -> Result<Answered, Failure> {
    let mut plan = Plan::of(&load.needs);
    let mut fetched = Fetched::default();
    let (mut is_open, mut copy_failed) = (false, false);
    for _ in 0..MOST_FLUSHES {
        let ends = !plan.has_more && !is_open;
        let mut is_answered = plan.orders.is_empty();
        if let Some(copy) = standby.filter(|_| !is_answered) {
            is_answered = standby::fetch_orders(copy, &mut fetched, &plan).await;
            if !is_answered {
                standby = None;
                copy_failed = true;
            }
        }
        fetch(connection, &mut fetched, &plan, (is_open, ends), !is_answered).await?;
        is_open = !ends;
        let loaded = read(&mut fetched, load).map_err(Failure::Port)?;
        let missed = core::mem::take(&mut fetched.missed);
        if missed.is_empty() {
            if is_open {
                connection.send("COMMIT");
            }
            return Ok(Answered { loaded, copy_failed });
        }
        if is_open {
            plan = Plan::default();
            plan.add(missed, &fetched.people);
        } else {
            // What was thought to be all was not: the rest must be as of the same instant, so all is read again.
            plan.add(missed, &fetched.people);
            plan.has_more = true;
            fetched = Fetched::default();
        }
    }
    Err(Failure::Port(unavailable("a load goes on asking for more (reading)")))
}

/// What was read.
pub(super) struct Answered {
    pub(super) loaded: Loaded,
    /// Whether a copy was asked and has not answered.
    pub(super) copy_failed: bool,
}

/// Why a load failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The connection is gone; on another the load may go well.
    Lost(StoreError),
    /// Whatever the connection, which may be inside a transaction still.
    Port(StoreError),
}

async fn fetch(
    connection: &Connection<'_>,
    fetched: &mut Fetched,
    plan: &Plan,
    (is_open, ends): (bool, bool),
    with_orders: bool,
) -> Result<(), Failure> {
    let (parts, statements): (Vec<Part>, Vec<Message>) = plan.statements(with_orders).into_iter().unzip();
    // One statement is as of one instant by itself.
    let is_alone = !is_open && ends && statements.len() == 1 && connection.has_settings();
    let begins = !is_open && !is_alone;
    let mut messages = Vec::with_capacity(statements.len().saturating_add(2));
    messages.extend(begins.then(|| connection.begin("REPEATABLE READ READ ONLY")));
    messages.extend(statements);
    messages.extend((ends && !is_alone).then(|| Message::Plain("COMMIT".to_owned())));
    let outcomes = flush(connection, &messages, "reading").await?;
    let mut logs = Vec::new();
    let answers = outcomes.into_iter().skip(usize::from(begins));
    for (part, rows) in parts.into_iter().zip(answers) {
        fetched.take(part.clone(), &rows, plan).map_err(Failure::Port)?;
        if let Part::Log(of, before, limit) = part
            && rows.len() == usize::try_from(log_rows(limit)).unwrap_or(usize::MAX)
        {
            logs.push((of, before, limit, log_end(&rows).map_err(Failure::Port)?));
        }
    }
    for (of, before, limit, end) in logs {
        rest_of_log(connection, fetched, plan, (of, before, limit), end).await?;
    }
    fetched.learn(plan);
    Ok(())
}

/// Reads on in a history of which more was not shown than was thought.
///
/// What is older does not change, so that this needs no part in the transaction.
async fn rest_of_log(
    connection: &Connection<'_>,
    fetched: &mut Fetched,
    plan: &Plan,
    (of, before, limit): (LogOf, Option<LogPlace>, u32),
    mut end: Option<LogPlace>,
) -> Result<(), Failure> {
    let ask = Ask::Log(of, before, limit);
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    while fetched.logs.get(&ask).map_or(0, Vec::len) < wanted
        && let Some(place) = end
    {
        let message = Message::Run(&fetch::LOG, log_values(of, Some(place), log_rows(limit)));
        for rows in flush(connection, &[message], "reading").await? {
            fetched.take(Part::Log(of, before, limit), &rows, plan).map_err(Failure::Port)?;
            end = log_end(&rows).map_err(Failure::Port)?;
        }
    }
    Ok(())
}

/// Sends statements of which each must succeed, and which the server is to answer in time.
pub(super) async fn flush(
    connection: &Connection<'_>,
    messages: &[Message],
    doing: &str,
) -> Result<Vec<Vec<tokio_postgres::Row>>, Failure> {
    let failed = |error| {
        let is_lost = is_lost(&error);
        let error = failed(doing, error);
        if is_lost { Failure::Lost(error) } else { Failure::Port(error) }
    };
    let outcomes: Outcomes = connection.flush(messages).await.map_err(|unsent| match unsent {
        Unsent::Gone(error) | Unsent::Unprepared(error) => failed(error),
        Unsent::Silent | Unsent::Unanswered => {
            Failure::Port(unavailable(format!("the server did not answer in time ({doing})")))
        }
    })?;
    outcomes.into_iter().collect::<Result<Vec<_>, _>>().map_err(failed)
}
