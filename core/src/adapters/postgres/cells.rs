//! Reading rows column by column, whether they are a statement's own or lie in another's.

use tokio_postgres::Row as Columns;
use tokio_postgres::types::{FromSql, FromSqlOwned, Type};
use uuid::Uuid;

use super::cell::Cell;
use super::codec::{group_columns, invitation_columns, member_columns, roster_columns, track_columns};
use crate::domain::credit::Credit;
use crate::domain::ownership::Offer;
use crate::domain::split::Shares;
use crate::id::Scope;
use crate::ports::store::StoreError;

/// The columns of one row.
pub(super) trait Fields {
    /// Returns what a column holds; nothing where it is missing or of another type.
    fn field<T: FromSqlOwned>(&self, at: usize) -> Option<T>;

    /// Returns the name of a column.
    fn name(&self, at: usize) -> Option<&str>;
}

impl Fields for Columns {
    fn field<T: FromSqlOwned>(&self, at: usize) -> Option<T> {
        self.try_get(at).ok()
    }

    fn name(&self, at: usize) -> Option<&str> {
        Some(self.columns().get(at)?.name())
    }
}

/// A row inside another, with the names that it comes without.
#[derive(Debug)]
pub(super) struct Inner<'r> {
    record: Record<'r>,
    names: &'static str,
}

impl<'r> Inner<'r> {
    /// Reads the two columns of a row of ways up: of which kind it is, and the row inside.
    pub(super) fn read(columns: &'r Columns) -> Result<(i16, Self), StoreError> {
        let kind = Cells::of("store", 0, columns).take()?;
        let (table, names) = match kind {
            0 => ("store", "s.revision"),
            1 => ("track", track_columns!()),
            2 => ("groups", group_columns!()),
            3 => ("roster", concat!(roster_columns!(), ", ", member_columns!())),
            _ => ("invitation", invitation_columns!()),
        };
        let damaged = |_| StoreError::Corrupt { table, row: "?".to_owned(), what: "is no row".to_owned() };
        Ok((kind, Self { record: columns.try_get(1).map_err(damaged)?, names }))
    }
}

impl Fields for Inner<'_> {
    fn field<T: FromSqlOwned>(&self, at: usize) -> Option<T> {
        let (kind, bytes) = self.record.0.get(at)?;
        if T::accepts(kind) { T::from_sql_nullable(kind, *bytes).ok() } else { None }
    }

    fn name(&self, at: usize) -> Option<&str> {
        self.names.split(", ").nth(at)?.split('.').nth(1)
    }
}

/// The columns of a row inside another, as the server sends them: each with its type.
#[derive(Debug)]
struct Record<'r>(Vec<(Type, Option<&'r [u8]>)>);

impl<'r> FromSql<'r> for Record<'r> {
    fn from_sql(_: &Type, bytes: &'r [u8]) -> Result<Self, Box<dyn core::error::Error + Sync + Send>> {
        let mut rest = bytes;
        let count = usize::try_from(number(&mut rest)?)?;
        let mut columns = Vec::with_capacity(count.min(64));
        for _ in 0..count {
            let kind = Type::from_oid(number(&mut rest)?.cast_unsigned()).ok_or("a type that no column has")?;
            let length = number(&mut rest)?;
            let value = if length < 0 {
                None
            } else {
                let (value, more) = rest.split_at_checked(usize::try_from(length)?).ok_or("a row that ends early")?;
                rest = more;
                Some(value)
            };
            columns.push((kind, value));
        }
        Ok(Self(columns))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::RECORD
    }
}

/// Takes a number of four bytes off the front.
fn number(bytes: &mut &[u8]) -> Result<i32, &'static str> {
    let (number, rest) = bytes.split_first_chunk().ok_or("a row that ends early")?;
    *bytes = rest;
    Ok(i32::from_be_bytes(*number))
}

/// A row being read, column by column, the first of which are its key.
pub(super) struct Cells<'r, F> {
    columns: &'r F,
    pub(super) table: &'static str,
    key: usize,
    next: usize,
}

impl<'r, F: Fields> Cells<'r, F> {
    pub(super) fn of(table: &'static str, key: usize, columns: &'r F) -> Self {
        Self { columns, table, key, next: 0 }
    }

    pub(super) fn take<T: Cell>(&mut self) -> Result<T, StoreError> {
        let at = self.next;
        self.next = self.next.saturating_add(1);
        let column = self.columns.field::<T::Column>(at);
        let value = column.ok_or("is missing, or of another type").and_then(T::read);
        value.map_err(|what| self.damaged(what))
    }

    /// Names the column read last as damaged.
    pub(super) fn damaged(&self, what: impl core::fmt::Display) -> StoreError {
        let at = self.next.saturating_sub(1);
        let column = self.columns.name(at).unwrap_or("?");
        let key: Vec<String> = (0..self.key).map(|at| self.shown(at)).collect();
        StoreError::Corrupt { table: self.table, row: key.join(" "), what: format!("`{column}` {what}") }
    }

    fn shown(&self, at: usize) -> String {
        let columns = self.columns;
        let id = || columns.field::<Uuid>(at).map(|id| id.to_string());
        let small = || columns.field::<i16>(at).map(|number| number.to_string());
        let number = || columns.field::<i64>(at).map(|number| number.to_string());
        let text = || columns.field::<String>(at);
        id().or_else(small).or_else(number).or_else(text).unwrap_or_else(|| "?".to_owned())
    }

    pub(super) fn scope(&mut self) -> Result<Scope, StoreError> {
        match self.take::<i16>()? {
            0 => self.take().map(Scope::Group),
            1 => self.take().map(Scope::Track),
            _ => Err(self.damaged("is not the kind of a scope")),
        }
    }

    pub(super) fn offer(&mut self) -> Result<Option<Offer>, StoreError> {
        match (self.take()?, self.take()?, self.take()?) {
            (None, None, None) => Ok(None),
            (Some(to), Some(offered_at), Some(expires_at)) => Ok(Some(Offer { to, offered_at, expires_at })),
            _ => Err(self.damaged("is part of half an offer")),
        }
    }

    pub(super) fn shares(&mut self) -> Result<Shares, StoreError> {
        Ok(Shares { master: self.take()?, publishing: self.take()?, writer: self.take()? })
    }

    pub(super) fn credit(&mut self) -> Result<Option<Credit>, StoreError> {
        let role = self.take()?;
        let shares = self.shares()?;
        let accepted: Option<bool> = self.take()?;
        match accepted {
            Some(accepted) => Ok(Some(Credit { role, shares, accepted })),
            None if role.is_none() && shares.is_unset() => Ok(None),
            None => Err(self.damaged("is missing from a credit")),
        }
    }
}
