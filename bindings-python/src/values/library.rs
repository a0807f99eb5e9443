//! What a library is asked for, and what the files of an import are said to be.

use cowrite::{Error, FileKind, LibraryFilter, Side};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyMapping;
use pyo3::{type_hint_identifier, type_hint_subscript};

use super::StageArgument;
use crate::argument::{Argument, BucketArgument, GroupArgument, Seq, Text, Whole, wrong_type};
use crate::shown::helper;
use crate::word::{WordArgument, Worded};

/// One of the two sides of a property, as Python gave them.
#[derive(Debug)]
struct Sides<T> {
    include: Seq<T>,
    exclude: Seq<T>,
}

impl<T: Argument> Sides<T> {
    fn side(self) -> Result<Side<T::Value>, Error> {
        Ok(Side { include: self.include.value("filter")?, exclude: self.exclude.value("filter")? })
    }
}

impl<'a, 'py, T: for<'b> FromPyObject<'b, 'py, Error = PyErr>> FromPyObject<'a, 'py> for Sides<T> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        static SIDE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if !object.is_instance(helper(object.py(), &SIDE, "cowrite.answers", "Side")?)? {
            return Err(wrong_type("Side", object));
        }
        Ok(Self { include: object.getattr("include")?.extract()?, exclude: object.getattr("exclude")?.extract()? })
    }
}

/// Which tracks of a library are wanted.
#[derive(Debug)]
pub(crate) struct FilterArgument {
    relation: Sides<WordArgument<cowrite::Relation>>,
    group: Sides<GroupArgument>,
    bucket: Sides<BucketArgument>,
    stage: Sides<StageArgument>,
    tags: Sides<Text>,
    archived: Option<bool>,
    text: Option<Text>,
}

impl<'a, 'py> FromPyObject<'a, 'py> for FilterArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("cowrite.answers", "LibraryFilter");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        static FILTER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if !object.is_instance(helper(object.py(), &FILTER, "cowrite.answers", "LibraryFilter")?)? {
            return Err(wrong_type("LibraryFilter", object));
        }
        Ok(Self {
            relation: object.getattr("relation")?.extract()?,
            group: object.getattr("group")?.extract()?,
            bucket: object.getattr("bucket")?.extract()?,
            stage: object.getattr("stage")?.extract()?,
            tags: object.getattr("tags")?.extract()?,
            archived: object.getattr("archived")?.extract()?,
            text: object.getattr("text")?.extract()?,
        })
    }
}

impl Argument for FilterArgument {
    type Value = LibraryFilter;

    fn value(self, _: &'static str) -> Result<LibraryFilter, Error> {
        Ok(LibraryFilter {
            relation: self.relation.side()?,
            group: self.group.side()?,
            bucket: self.bucket.side()?,
            stage: self.stage.side()?,
            tags: self.tags.side()?,
            archived: self.archived,
            text: self.text.value("text")?,
        })
    }
}

/// What files are, by their place in an import.
#[derive(Debug)]
pub(crate) struct KindsArgument(Vec<(Whole<usize>, WordArgument<FileKind>)>);

impl<'a, 'py> FromPyObject<'a, 'py> for KindsArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        <Whole<usize> as FromPyObject<'_, '_>>::INPUT_TYPE,
        FileKind::HINT
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let mapping = object.cast::<PyMapping>().map_err(|_| wrong_type("a mapping of places to kinds", object))?;
        mapping.items()?.extract().map(Self)
    }
}

impl Argument for KindsArgument {
    type Value = Vec<(usize, FileKind)>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.0.into_iter().map(|(file, kind)| Ok((file.value(name)?, kind.value(name)?))).collect()
    }
}
