//! The upkeep of a store: copies, checks, sweeping.

use crate::call::operations;

operations! { WorkspaceCore on cowrite::Workspace;
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).
    ///
    /// Call it once a day; nothing else sweeps, and nobody's answer changes by it.
    maintain() -> cowrite::Maintained = |workspace| workspace.maintain();
}
