//! What operations are asked with: which tracks, which kinds, what is known of a visit.

use std::collections::HashMap;

use cowrite::{Error, Side};

use crate::argument::{Argument, number};
use crate::custom::{BucketID, GroupID, Whole};
use crate::values::Stage;
use crate::words::{FileKind, Relation};

/// Which tracks of a library are wanted: of each property what it is to be, and what not.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct GivenLibraryFilter {
    /// By whose they are.
    pub(crate) relation: Vec<Relation>,
    /// Not by whose they are.
    pub(crate) not_relation: Vec<Relation>,
    /// By the groups that they lie in.
    pub(crate) group: Vec<GroupID>,
    /// By the groups that they do not lie in.
    pub(crate) not_group: Vec<GroupID>,
    /// By the actor's buckets.
    pub(crate) bucket: Vec<BucketID>,
    /// By the buckets that they are not in.
    pub(crate) not_bucket: Vec<BucketID>,
    /// By stage.
    pub(crate) stage: Vec<Stage>,
    /// By the stages that they are not at.
    pub(crate) not_stage: Vec<Stage>,
    /// By tags.
    pub(crate) tags: Vec<String>,
    /// By tags that they do not have.
    pub(crate) not_tags: Vec<String>,
    /// Only archived ones, or only others.
    pub(crate) archived: Option<bool>,
    /// Only those whose title contains this.
    pub(crate) text: Option<String>,
}

impl Argument for GivenLibraryFilter {
    type Value = cowrite::LibraryFilter;

    fn value(self, name: &'static str) -> Result<cowrite::LibraryFilter, Error> {
        Ok(cowrite::LibraryFilter {
            relation: Side { include: self.relation, exclude: self.not_relation },
            group: Side { include: self.group, exclude: self.not_group },
            bucket: Side { include: self.bucket, exclude: self.not_bucket },
            stage: Side { include: self.stage.value(name)?, exclude: self.not_stage.value(name)? },
            tags: Side { include: self.tags, exclude: self.not_tags },
            archived: self.archived,
            text: self.text,
        })
    }
}

/// What files are, by their place in an import.
pub(crate) type Kinds = HashMap<Whole, FileKind>;

impl Argument for Kinds {
    type Value = Vec<(usize, FileKind)>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        let kinds = self.into_iter().map(|(place, kind)| Ok((number(place, name)?, kind)));
        let mut kinds = kinds.collect::<Result<Vec<(usize, FileKind)>, Error>>()?;
        // The same call is the same however Swift orders it.
        kinds.sort_unstable_by_key(|(place, _)| *place);
        Ok(kinds)
    }
}

/// What the host knows of a visit.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct Visit {
    /// The password that was given.
    #[uniffi(default = None)]
    pub(crate) password: Option<String>,
    /// What visitors are told apart by, such as a network address; only a hash of it is kept.
    #[uniffi(default = None)]
    pub(crate) visitor: Option<String>,
    /// Who it is, for the owner to see.
    #[uniffi(default = None)]
    pub(crate) label: Option<String>,
    /// By this bots are known.
    #[uniffi(default = None)]
    pub(crate) user_agent: Option<String>,
    /// Whether it is a bot, whatever `userAgent` says; bots see no files.
    #[uniffi(default = false)]
    pub(crate) is_bot: bool,
}

impl Argument for Visit {
    type Value = cowrite::Visit;

    fn value(self, _: &'static str) -> Result<cowrite::Visit, Error> {
        let visit = self.password.into_iter().fold(cowrite::Visit::new(), cowrite::Visit::password);
        let visit = self.visitor.into_iter().fold(visit, cowrite::Visit::visitor);
        let visit = self.label.into_iter().fold(visit, cowrite::Visit::label);
        let visit = self.user_agent.into_iter().fold(visit, cowrite::Visit::user_agent);
        Ok(if self.is_bot { visit.bot() } else { visit })
    }
}
