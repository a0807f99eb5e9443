//! Which file, and which bytes of it.

use cowrite::Error;
use cowrite::ports::files::ByteRange;
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyTuple};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::argument::{Argument, Text, Whole, wrong_type};
use crate::records::{File, OpenedFile};

/// A file: the text of its id, or the record of it.
#[derive(Debug)]
pub(crate) struct FileArgument(Text);

impl<'a, 'py> FromPyObject<'a, 'py> for FileArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Text::INPUT_TYPE,
        <Bound<'_, File> as FromPyObject<'_, '_>>::INPUT_TYPE,
        <Bound<'_, OpenedFile> as FromPyObject<'_, '_>>::INPUT_TYPE
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(file) = object.cast::<File>() {
            return Ok(Self(file.get().held.id.as_str().into()));
        }
        if let Ok(file) = object.cast::<OpenedFile>() {
            return Ok(Self(file.get().held.id.as_str().into()));
        }
        Text::extract(object).map(Self).map_err(|_| wrong_type("str, File or OpenedFile", object))
    }
}

impl Argument for FileArgument {
    type Value = cowrite::FileRef;

    fn value(self, name: &'static str) -> Result<cowrite::FileRef, Error> {
        self.0.value(name).map(cowrite::FileRef::new)
    }
}

/// Which bytes: the first and the last as HTTP counts them, or a slice as Python does.
#[derive(Debug)]
pub(crate) struct RangeArgument(Option<ByteRange>);

impl<'a, 'py> FromPyObject<'a, 'py> for RangeArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_subscript!(
            type_hint_identifier!("builtins", "tuple"),
            type_hint_identifier!("builtins", "int"),
            type_hint_union!(
                type_hint_identifier!("builtins", "int"),
                PyStaticExpr::Constant { value: pyo3::inspect::PyStaticConstant::None }
            )
        ),
        type_hint_identifier!("builtins", "slice")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PySlice>() {
            return sliced(&object).map(Self);
        }
        let pair = object.cast::<PyTuple>().map_err(|_| wrong_type("a tuple (first, last) or a slice", object))?;
        if pair.len() != 2 {
            return Err(PyTypeError::new_err(
                "two numbers are wanted: the first byte and the last, or None for the end",
            ));
        }
        let (first, last): (Whole<u64>, Option<Whole<u64>>) =
            (pair.get_item(0)?.extract()?, pair.get_item(1)?.extract()?);
        Ok(Self(spanned(first, last).ok()))
    }
}

fn spanned(first: Whole<u64>, last: Option<Whole<u64>>) -> Result<ByteRange, Error> {
    let first = first.value("range")?;
    Ok(match last.value("range")? {
        Some(last) => ByteRange::Span(first, last),
        None => ByteRange::From(first),
    })
}

/// Reads a slice without knowing how many bytes there are: so many are left out at the beginning, or taken at the end.
fn sliced(slice: &Bound<'_, PyAny>) -> PyResult<Option<ByteRange>> {
    let part = |name: &str| -> PyResult<Option<i64>> {
        let part = slice.getattr(name)?;
        if part.is_none() {
            return Ok(None);
        }
        let whole = part.extract::<i64>();
        whole.map(Some).map_err(|_| PyTypeError::new_err("a slice of whole numbers is wanted"))
    };
    let (start, stop, step) = (part("start")?, part("stop")?, part("step")?);
    if !matches!(step, None | Some(1)) {
        return Ok(None);
    }
    Ok(match (start.unwrap_or_default(), stop) {
        (0, None) => Some(ByteRange::All),
        (start, None) if start < 0 => Some(ByteRange::Last(start.unsigned_abs())),
        (start, None) => u64::try_from(start).ok().map(ByteRange::From),
        (start, Some(stop)) if start >= 0 && stop > start => u64::try_from(start)
            .ok()
            .zip(u64::try_from(stop - 1).ok())
            .map(|(first, last)| ByteRange::Span(first, last)),
        (_, Some(_)) => None,
    })
}

impl Argument for RangeArgument {
    type Value = ByteRange;

    fn value(self, name: &'static str) -> Result<ByteRange, Error> {
        self.0.ok_or(Error::invalid(name, "is neither bytes that follow each other nor some at the end"))
    }
}
