use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::Error;

/// Who runs the server where this process may not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account {
    user: u32,
    group: u32,
}

impl Account {
    /// Returns who is to run the server, or none where this process itself is.
    pub(crate) fn other() -> Result<Option<Self>, Error> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let found = ["postgres", "nobody"].into_iter().find_map(Self::named);
        found.map(Some).ok_or(Error::NoAccount)
    }

    fn named(name: &str) -> Option<Self> {
        let ask = |what: &str| {
            let output = Command::new("id").args([what, name]).output().ok()?;
            String::from_utf8_lossy(&output.stdout).trim().parse().ok()
        };
        Some(Self { user: ask("-u")?, group: ask("-g")? })
    }

    /// Lets a program run as this account.
    pub(crate) fn run(self, command: &mut Command) {
        command.uid(self.user).gid(self.group);
    }

    /// Gives it a file, or a folder with all in it.
    pub(crate) fn give(self, path: &Path) -> Result<(), Error> {
        let given = std::os::unix::fs::lchown(path, Some(self.user), Some(self.group));
        given.map_err(Error::file("give away", path))?;
        if path.is_dir() {
            for entry in std::fs::read_dir(path).map_err(Error::file("read", path))? {
                self.give(&entry.map_err(Error::file("read", path))?.path())?;
            }
        }
        Ok(())
    }
}
