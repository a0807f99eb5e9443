use core::fmt;

use serde::{Deserialize, Serialize};

/// What kind of thing was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Noun {
    /// A person.
    Person,
    /// A track.
    Track,
    /// A group.
    Group,
    /// An invitation.
    Invitation,
    /// An offer of ownership.
    Offer,
    /// A notification.
    Notification,
    /// A person's bucket.
    Bucket,
    /// A comment.
    Comment,
    /// Files sent to a person.
    Import,
    /// A public page.
    Page,
    /// A share link or a playlist share.
    Link,
    /// A file of a track.
    File,
    /// A ticket for a file.
    Ticket,
    /// Something to be done outside.
    Effect,
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person => "person",
            Self::Track => "track",
            Self::Group => "group",
            Self::Invitation => "invitation",
            Self::Offer => "offer",
            Self::Notification => "notification",
            Self::Bucket => "bucket",
            Self::Comment => "comment",
            Self::Import => "import",
            Self::Page => "page",
            Self::Link => "link",
            Self::File => "file",
            Self::Ticket => "ticket",
            Self::Effect => "effect",
        })
    }
}
