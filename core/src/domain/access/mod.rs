//! Who may do what: levels, standings, the nearest decision, the table of actions, the witness.
//!
//! 1. The owner of a track may do everything on it (OWN-1).
//! 2. Otherwise the nearest decision wins: from the scope upward, the first standing that is not none (GRP-3).
//! 3. A group's owner is active with full access at that group (GRP-3).
//! 4. On a track that the deciding group's owner does not own, a group gives editor at most (GRP-4).
//! 5. Each action has a least level (ACC-1); who cannot even view is told `not_found` (ACC-5).
//! 6. Granting, changing or ending full access is the owner's alone (ACC-3).

mod action;
mod level;
mod standing;
mod walk;
mod witness;

pub use action::{Action, ScopeKind};
pub use level::{Access, Level};
pub use standing::Standing;
pub use walk::{Held, Step, decide};
pub(crate) use witness::unseen;
pub use witness::{Act, Authorized, act};
