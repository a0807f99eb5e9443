//! Pages: what a listing gives at once, and how iterating goes on over the rest.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use cowrite::{AccessIndex, Actor, Error, Paging};
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::call::{Answer, Face, Held, Teller};
use crate::shown::{Shown, helper};

/// A page of the core's.
pub(crate) trait Page: Clone + PartialEq + Send + Sync + 'static {
    /// Whose listing it is of.
    type Of: Clone + Send + Sync + 'static;

    /// Returns the cursor for the next page.
    fn next(&self) -> Option<&str>;
}

/// Says which of the core's types are pages, and whose.
macro_rules! page {
    ($($Of:ty: $($Page:ty),*;)*) => {$($(
        impl Page for $Page {
            type Of = $Of;

            fn next(&self) -> Option<&str> {
                self.next.as_deref()
            }
        }
    )*)*};
}

page! {
    Actor: cowrite::ActivityPage, cowrite::CommentsPage, cowrite::ImportsPage, cowrite::LibraryPage, cowrite::LinkAnalytics, cowrite::NotificationPage;
    AccessIndex: cowrite::IndexPage;
}

type Fetching<P> = Pin<Box<dyn Future<Output = Result<P, Error>> + Send>>;

/// How a listing is read from any place on.
struct Listing<P: Page> {
    fetch: Box<dyn Fn(P::Of, Paging) -> Fetching<P> + Send + Sync>,
    of: Held<P::Of>,
    limit: u32,
}

impl<P: Page> Listing<P> {
    async fn read(&self, paging: Paging) -> Result<P, Error> {
        let of = self.of.get().ok_or(Error::Closed)?.clone();
        (self.fetch)(of, paging).await
    }
}

/// What a room answers: the page that was asked for, of a listing that can be read on.
pub(crate) struct Listed<P: Page> {
    page: P,
    listing: Arc<Listing<P>>,
}

/// How many entries a page has where nothing is said.
const LIMIT: u32 = 50;

/// Reads a page: `fetch` says how any page of the listing is read.
pub(crate) async fn listed<O, P, F>(
    of: &O,
    cursor: Option<String>,
    limit: Option<u32>,
    fetch: impl Fn(O, Paging) -> F + Send + Sync + 'static,
) -> Result<Listed<P>, Error>
where
    O: Clone + Send + Sync + 'static,
    P: Page<Of = O>,
    F: Future<Output = Result<P, Error>> + Send + 'static,
{
    let limit = limit.unwrap_or(LIMIT);
    let first = Paging::first(limit);
    let fetch = Box::new(move |of: O, paging: Paging| -> Fetching<P> { Box::pin(fetch(of, paging)) });
    let listing = Listing { fetch, of: Held::new(of.clone()), limit };
    let page = listing.read(match cursor {
        Some(cursor) => first.after(cursor),
        None => first,
    });
    Ok(Listed { page: page.await?, listing: Arc::new(listing) })
}

/// A page that knows how the rest is read; equal to one of the same entries.
#[derive(Clone)]
pub(crate) struct Paged<P: Page> {
    page: P,
    listing: Arc<Listing<P>>,
    teller: Teller,
}

impl<P: Page> Deref for Paged<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.page
    }
}

impl<P: Page> PartialEq for Paged<P> {
    fn eq(&self, other: &Self) -> bool {
        self.page == other.page
    }
}

impl<P: Page> Answer for Listed<P>
where
    Paged<P>: Shown,
{
    type Python = <Paged<P> as Shown>::Python;

    fn told(self, py: Python<'_>, teller: &Teller) -> PyResult<Self::Python> {
        Paged { page: self.page, listing: self.listing, teller: teller.clone() }.given(py)
    }
}

impl<P: Page> Paged<P>
where
    Paged<P>: Shown,
{
    /// Reads the next page while this thread waits; none after the last.
    pub(crate) fn further(&self, py: Python<'_>) -> PyResult<Option<<Paged<P> as Shown>::Python>> {
        let Some(cursor) = self.page.next() else { return Ok(None) };
        self.face().wait(py, |listing| read_on(listing, cursor)).map(Some)
    }

    /// Reads the next page for an event loop; none after the last.
    pub(crate) async fn further_awaited(&self) -> PyResult<Option<<Paged<P> as Shown>::Python>> {
        let Some(cursor) = self.page.next() else { return Ok(None) };
        let face = self.face();
        face.follow(|listing| read_on(listing, cursor)).await.map(Some)
    }

    fn face(&self) -> Face<Arc<Listing<P>>> {
        Face::new(Arc::clone(&self.listing), self.teller.time.clone())
    }

    /// Walks over this page's entries and those of all pages after it.
    pub(crate) fn walk<'py>(&self, page: &Bound<'py, PyAny>, entries: &str) -> PyResult<Bound<'py, PyAny>> {
        static WALK: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if self.teller.awaits {
            return Err(PyTypeError::new_err("a page of an awaited call is walked over with `async for`"));
        }
        helper(page.py(), &WALK, "cowrite.answers", "_walk")?.call1((page, entries))
    }

    /// Walks as `walk` does, on an event loop.
    pub(crate) fn walk_awaited<'py>(&self, page: &Bound<'py, PyAny>, entries: &str) -> PyResult<Bound<'py, PyAny>> {
        static WALK: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if !self.teller.awaits {
            return Err(PyTypeError::new_err("a page of a call that waited is walked over with a plain `for`"));
        }
        helper(page.py(), &WALK, "cowrite.answers", "_walk_awaited")?.call1((page, entries))
    }
}

async fn read_on<P: Page>(listing: &Arc<Listing<P>>, cursor: &str) -> Result<Listed<P>, Error> {
    let page = listing.read(Paging::first(listing.limit).after(cursor)).await?;
    Ok(Listed { page, listing: Arc::clone(listing) })
}

/// An iterator of values.
pub(crate) struct Walk<'py, T>(pub(crate) Bound<'py, PyAny>, pub(crate) PhantomData<fn() -> T>);

/// An iterator of values, on an event loop.
pub(crate) struct AsyncWalk<'py, T>(pub(crate) Bound<'py, PyAny>, pub(crate) PhantomData<fn() -> T>);

macro_rules! walks {
    ($($Walk:ident = $hint:literal;)*) => {$(
        impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for $Walk<'py, T> {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = std::convert::Infallible;

            const OUTPUT_TYPE: PyStaticExpr =
                type_hint_subscript!(type_hint_identifier!("collections.abc", $hint), T::OUTPUT_TYPE);

            fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(self.0)
            }
        }
    )*};
}

walks! {
    Walk = "Iterator";
    AsyncWalk = "AsyncIterator";
}

/// Says of page records where their entries are, and lets them be walked over.
macro_rules! pages {
    ($($Page:ident, $entries:ident: $Entry:ty;)*) => {$(
        #[pyo3::pymethods]
        impl $Page {
            /// Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
            fn __iter__<'py>(
                page: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<$crate::page::Walk<'py, <$Entry as $crate::shown::Shown>::Python>> {
                let walk = page.get().held.walk(page.as_any(), stringify!($entries))?;
                Ok($crate::page::Walk(walk, std::marker::PhantomData))
            }

            /// Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
            fn __aiter__<'py>(
                page: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<$crate::page::AsyncWalk<'py, <$Entry as $crate::shown::Shown>::Python>> {
                let walk = page.get().held.walk_awaited(page.as_any(), stringify!($entries))?;
                Ok($crate::page::AsyncWalk(walk, std::marker::PhantomData))
            }

            fn _further(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<Option<pyo3::Py<$Page>>> {
                self.held.further(py)
            }

            async fn _further_awaited(&self) -> pyo3::PyResult<Option<pyo3::Py<$Page>>> {
                self.held.further_awaited().await
            }
        }
    )*};
}
pub(crate) use pages;
