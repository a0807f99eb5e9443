//! The one who tells the story, and says nothing that does not hold.

use std::error::Error;
use std::fmt::Display;
use std::io::Write;

/// What comes of telling: an error where the story has been found untrue, or cannot go on.
pub(crate) type Told<T = ()> = Result<T, Box<dyn Error>>;

/// Prints what holds, and ends the story at the first thing that does not.
pub(crate) struct Teller<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Teller<'o> {
    /// Tells it there.
    pub(crate) fn new(out: &'o mut dyn Write) -> Self {
        Self { out }
    }

    /// Begins a scene.
    pub(crate) fn scene(&mut self, title: &str) -> Told {
        Ok(writeln!(self.out, "\n{title}")?)
    }

    /// Says something that holds.
    ///
    /// # Errors
    /// Where it does not.
    pub(crate) fn say(&mut self, holds: bool, fact: impl Display) -> Told {
        if !holds {
            return Err(format!("this does not hold: {fact}").into());
        }
        Ok(writeln!(self.out, "{fact}")?)
    }

    /// Says that something was refused, and with which code.
    ///
    /// # Errors
    /// Where it was not refused, or with another code.
    pub(crate) fn refused<T>(&mut self, what: &str, answer: Result<T, cowrite::Error>, code: &str) -> Told {
        match answer {
            Err(error) if error.code() == code => Ok(writeln!(self.out, "{what}: {code}")?),
            Err(error) => Err(format!("{what}: refused with {}, not {code}", error.code()).into()),
            Ok(_) => Err(format!("{what}: not refused, though it should be with {code}").into()),
        }
    }
}

/// Returns what is there, or says what is not.
///
/// # Errors
/// Where there is nothing.
pub(crate) fn found<T>(value: Option<T>, what: &str) -> Told<T> {
    value.ok_or_else(|| format!("there is no {what}").into())
}
